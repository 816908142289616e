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
    asked = selection.categories, selection.year, selection.language, selection.length
    in_categories, in_year, in_language, in_length = asked
    has_blanks = selection.has_blanks
    # Names of their own, since a large library has ten thousand cells.
    categories, years, languages = found.categories, found.years, found.languages
    lengths, blanks, by_year = found.lengths, found.blanks, found.by_year
    for category, year, language, length, blank, articles, parts in cells:
        category_fits = in_categories is None or category in in_categories
        year_fits = in_year is None or year == in_year
        language_fits = in_language is None or language == in_language
        length_fits = in_length is None or length == in_length
        blanks_fit = has_blanks is None or blank == has_blanks
        fitting = category_fits + year_fits + language_fits + length_fits + blanks_fit
        if fitting == 5:
            found.articles += articles
            found.parts += parts
            by_year[year] += articles
        elif fitting < 4:
            continue
        # Alike in all else: one that does not fit counts for what it does not fit in.
        if fitting == 5 or not category_fits:
            categories[category] += articles
        if fitting == 5 or not year_fits:
            years[year] += articles
        if fitting == 5 or not language_fits:
            languages[language] += articles
        if fitting == 5 or not length_fits:
            lengths[length] += articles
        if fitting == 5 or not blanks_fit:
            blanks[BLANKS[blank]] += articles
    return found
