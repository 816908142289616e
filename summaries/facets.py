"""Counts beside filters: how many articles each choice would leave.

The database stores how many articles there are of each category, year, language,
length, and with or without blanks (``ArticleCount``). A ``Cell`` is such a count,
or the sum of several; ``Criteria`` are what a list requires of these five.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

# An article's words, from the lower bound up to, but not including, the upper one.
LENGTHS = {"short": (0, 500), "medium": (500, 1500), "long": (1500, None)}
# What an article without and one with blanks is filed under.
BLANKS = ("without", "with")


class Cell(NamedTuple):
    """How many articles are alike in these; ``length`` is a key of ``LENGTHS``."""

    category: int
    year: int
    language: str
    length: str
    has_blanks: bool
    articles: int
    parts: int


NO_CELL = Cell(0, 0, "", "", has_blanks=False, articles=0, parts=0)


class Criteria(NamedTuple):
    """What a list requires that the stored counts can answer; ``None`` requires nothing.

    ``categories`` are primary keys.
    """

    categories: frozenset[int] | None = None
    year: int | None = None
    language: str | None = None
    length: str | None = None
    has_blanks: bool | None = None


@dataclass(slots=True)
class Facets:
    """How many articles fit, and how many would with another value of one filter."""

    articles: int = 0
    parts: int = 0
    # What choosing a value would give, the filter's own present value set aside.
    categories: Counter[int] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    lengths: Counter[str] = field(default_factory=Counter)
    # ``"with"`` and ``"without"`` blanks.
    blanks: Counter[str] = field(default_factory=Counter)


def fitting(cells: Iterable[Cell], criteria: Criteria) -> list[Cell]:
    """The cells that fit the criteria."""
    return [cell for cell in cells if not any(_misfits(cell, criteria))]


def count(cells: Iterable[Cell], criteria: Criteria) -> Facets:
    """The facets of the cells under the criteria."""
    found = Facets()
    counters: list[Counter[Any]] = [found.categories, found.years, found.languages]
    counters += [found.lengths, found.blanks]
    for cell in cells:
        values: tuple[Any, ...] = (*cell[:4], BLANKS[cell.has_blanks])
        misfits = _misfits(cell, criteria)
        if not any(misfits):
            found.articles += cell.articles
            found.parts += cell.parts
            for counter, value in zip(counters, values, strict=True):
                counter[value] += cell.articles
        elif sum(misfits) == 1:  # it counts for the choices of the criterion that it misses
            missed = misfits.index(True)
            counters[missed][values[missed]] += cell.articles
    return found


def _misfits(cell: Cell, criteria: Criteria) -> list[bool]:
    """Whether the cell misses each of the criteria."""
    categories, *others = criteria
    return [
        categories is not None and cell.category not in categories,
        *(
            wanted is not None and value != wanted
            for wanted, value in zip(others, cell[1:5], strict=True)
        ),
    ]
