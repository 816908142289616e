"""Counts beside filters: how many articles each choice would leave.

A ``Cell`` counts the articles that are alike in all that the filters tell
apart, but for words, tags and days. From the cells of a library every count of
every combination follows without asking the database again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

# An article's words, from the lower bound up to, but not including, the upper one.
LENGTHS = {"short": (0, 500), "medium": (500, 1500), "long": (1500, None)}
# What an article without and one with blanks is filed under.
BLANKS = ("without", "with")


class Cell(NamedTuple):
    """Articles alike in these; ``length`` is a key of ``LENGTHS``."""

    category: int
    year: int
    language: str
    length: str
    has_blanks: bool
    articles: int
    parts: int


@dataclass(frozen=True, slots=True)
class Selection:
    """What the filters ask of a cell; ``None`` asks nothing. ``categories`` are primary keys."""

    categories: frozenset[int] | None = None
    year: int | None = None
    language: str | None = None
    length: str | None = None
    has_blanks: bool | None = None

    @property
    def is_beyond_tags(self) -> bool:
        """Whether it asks what is not known of an article by its tags alone."""
        return (self.language, self.length, self.has_blanks) != (None, None, None)


@dataclass(slots=True)
class Facets:
    """How many articles fit, and how many would with another value of one filter."""

    articles: int = 0
    parts: int = 0
    # The articles that fit, by year.
    by_year: Counter[int] = field(default_factory=Counter)
    # What choosing a value would give, the filter's own present value set aside.
    categories: Counter[int] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    lengths: Counter[str] = field(default_factory=Counter)
    # ``"with"`` and ``"without"`` blanks.
    blanks: Counter[str] = field(default_factory=Counter)


def count(cells: Iterable[Cell], selection: Selection) -> Facets:
    """The facets of the cells under the selection, in one pass."""
    found = Facets()
    categories, year, language, length, has_blanks = (
        selection.categories,
        selection.year,
        selection.language,
        selection.length,
        selection.has_blanks,
    )
    for cell in cells:
        in_category = categories is None or cell[0] in categories
        in_year = year is None or cell[1] == year
        in_language = language is None or cell[2] == language
        in_length = length is None or cell[3] == length
        in_blanks = has_blanks is None or cell[4] == has_blanks
        fitting = in_category + in_year + in_language + in_length + in_blanks
        if fitting < 4:
            continue
        articles = cell[5]
        if fitting == 5:
            found.articles += articles
            found.parts += cell[6]
            found.by_year[cell[1]] += articles
            found.categories[cell[0]] += articles
            found.years[cell[1]] += articles
            found.languages[cell[2]] += articles
            found.lengths[cell[3]] += articles
            found.blanks[BLANKS[cell[4]]] += articles
        elif not in_category:
            found.categories[cell[0]] += articles
        elif not in_year:
            found.years[cell[1]] += articles
        elif not in_language:
            found.languages[cell[2]] += articles
        elif not in_length:
            found.lengths[cell[3]] += articles
        else:
            found.blanks[BLANKS[cell[4]]] += articles
    return found
