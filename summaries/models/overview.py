"""What every page shows of the library as a whole: its categories, counts and top tags."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, fields, is_dataclass
from itertools import chain
from threading import Lock
from typing import Any, NamedTuple

from cachetools import LRUCache
from django.utils.functional import cached_property

from summaries import facets
from summaries.conf import settings
from summaries.facets import Criteria, Facets
from summaries.search import Lexicon

from .articles import Article
from .categories import Category
from .counts import ArticleCount, TagCount
from .library import reading
from .state import Marks, PublicState, writes
from .synonyms import Synonym
from .tags import Tag

# How many of the most used tags the overview holds, and how many featured articles.
TOP_TAGS, FEATURED = 30, 4
# Candidates for the featured articles, some of which may be drafts or have expired.
FEATURED_LOOKED_AT = 200
# Entries of the date index that a walk to a page visits where every article is in the list.
WALKED = 100
# Bytes of counts that a process stores for lists that somebody has looked at lately. A count of
# ten thousand search hits takes longer than all the rest of a page.
COUNTS_STORED = 4 * 1024 * 1024
# What the cache itself takes for an entry.
OVERHEAD = 300


class Entry(NamedTuple):
    """A stored value, its key, the mark that it was computed under, and when, in seconds."""

    key: Hashable
    value: Any
    text: str
    made_at: float


def is_young(made_at: float) -> bool:
    """Whether surroundings of this time may still be shown."""
    return time.time() - made_at < settings.SURROUNDINGS_AGE


def _stored(compute: Callable[[Overview], Any]) -> cached_property:
    """A property that is computed once, from the database that the marks were read from."""

    def computed(self):
        with reading(self.using):
            return compute(self)

    return cached_property(computed)


class Overview:
    """The library as a whole, as it is or, but for categories, was not long ago.

    Shared between requests and threads: what it holds is for reading. Two threads
    may compute the same; each result is whole once it shows.
    """

    def __init__(self, marks: Marks, using: str):
        """The marks of the public state, and the database that they were read from."""
        self.frame, self.shape, self.using = marks.frame, marks.shape, using
        self.made_at, self._writes = time.time(), writes[using]
        self._counts = LRUCache(COUNTS_STORED, getsizeof=lambda entry: OVERHEAD + size(entry))
        self._lock = Lock()

    def holds(self, marks: Marks) -> bool:
        """Whether it may still be shown: its counts may be as old as the setting allows.

        Not so in the process that has written to the library since.
        """
        if marks.frame != self.frame or not marks.frame:
            return False
        may_lag = is_young(self.made_at) and self._writes == writes[self.using]
        return marks.shape == self.shape or may_lag

    def stored(self, key: Hashable, compute: Callable[[], Any], *, text: str = "") -> Any:
        """What ``compute()`` gave for this key lately: plain values and dataclasses only.

        ``text`` is the mark of the public state where the value depends on more than its shape.
        """
        with self._lock:
            entry = self._counts.get(key)
        if entry is None or not (entry.text == text or is_young(entry.made_at)):
            made_at = time.time()
            with reading(self.using):
                entry = Entry(key, compute(), text, made_at)
            # What is larger than all that may be stored is not.
            with self._lock, suppress(ValueError):
                self._counts[key] = entry
        if entry.text != text and (state := _pinned.get()):
            state.use(entry.made_at)
        return entry.value

    @property
    def bytes(self) -> int:
        """About the memory that ``stored()`` takes."""
        return self._counts.currsize

    # Counts

    @_stored
    def totals(self) -> Facets:
        """The counts of all public articles."""
        return self._count(Criteria())

    def facets(self, criteria: Criteria) -> Facets:
        """The counts of the public articles that fit, and of each other choice. Two queries."""
        if criteria == Criteria():
            return self.totals
        return self.stored(criteria, lambda: self._count(criteria))

    def _count(self, criteria: Criteria) -> Facets:
        within, others = Criteria(criteria.categories), criteria._replace(categories=None)
        columns = ("year", "language", "length", "has_blanks")
        cells = ArticleCount.objects.selected(within).cells(*columns)
        found = facets.count([*cells, *facets.fitting(self._corrections, within)], others)
        found.categories = self._by_category(others)
        return found

    def _by_category(self, others: Criteria) -> Counter[int]:
        """The articles of each category itself, under all criteria but that of the category."""
        if others == Criteria() and "totals" in self.__dict__:
            return self.totals.categories
        found: Counter[int] = Counter()
        cells = ArticleCount.objects.selected(others).cells("category")
        for cell in (*cells, *facets.fitting(self._corrections, others)):
            found[cell.category] += cell.articles
        return found

    @_stored
    def _corrections(self) -> list[facets.Cell]:
        return ArticleCount.objects.corrections()

    @property
    def years(self) -> list[int]:
        """The years of publication, the latest first."""
        return sorted((year for year, count in self.totals.years.items() if count), reverse=True)

    @property
    def languages(self) -> list[str]:
        """The language codes in use."""
        return sorted(code for code, count in self.totals.languages.items() if count)

    @property
    def article_count(self) -> int:
        return self.totals.articles

    @property
    def part_count(self) -> int:
        return self.totals.parts

    def is_share(self, articles: int) -> bool:
        """Whether so many articles are best found by walking all by date, rather than sorted.

        A walk meets one of them in every ``article_count / articles`` steps.
        """
        return articles * articles > WALKED * self.article_count

    # What is known of words

    @_stored
    def lexicon(self) -> Lexicon:
        """The languages and synonyms by which words are searched for."""
        return Lexicon(tuple(self.languages), Synonym.objects.groups())

    # Categories

    @_stored
    def categories(self) -> dict[int, Category]:
        """Every category in tree order by primary key; ``article_count`` with its descendants'."""
        counted = Category.objects.with_counts(self.totals.categories)
        return {one.pk: one for one in counted}

    def category(self, key: int) -> Category:
        """The category with this primary key, also one that has come a moment ago."""
        return self.categories.get(key) or Category.objects.get(pk=key)

    @_stored
    def tree(self) -> list[Category]:
        """The root categories that hold articles, each with its ``subcategories``."""
        return Category.objects.tree(self.categories.values())

    @_stored
    def by_path(self) -> dict[str, Category]:
        """The categories by their full path, those without articles as well."""
        return {one.full_path: one for one in self.categories.values()}

    @_stored
    def category_count(self) -> int:
        return sum(bool(one.article_count) for one in self.categories.values())

    def subtree(self, category: Category) -> frozenset[int]:
        """The primary keys of the category and of all below it."""
        below = (one.pk for one in self.categories.values() if one.path.startswith(category.path))
        return frozenset([category.pk, *below])

    def with_descendants(self, counts: Mapping[int, int]) -> Counter[str]:
        """Counts by category's key as counts by path, each with all that is below it."""
        totals: Counter[str] = Counter()
        for key, count in counts.items():
            for path in self.categories[key].paths() if key in self.categories else ():
                totals[path] += count
        return totals

    def level(self, category: Category | None) -> list[Category]:
        """The categories right below this one, or the roots."""
        path, depth = (category.path, category.depth) if category else ("", 0)
        return [
            one
            for one in self.categories.values()
            if one.depth == depth + 1 and one.path.startswith(path)
        ]

    def breadcrumbs(self, category: int) -> list[Category]:
        """The categories from the root to the one with this primary key."""
        end = self.categories.get(category)
        if end is None:  # it has come a moment ago
            return Category.objects.get(pk=category).trail()
        return [self._by_place[path] for path in end.paths()]

    @_stored
    def _by_place(self) -> dict[str, Category]:
        return {one.path: one for one in self.categories.values()}

    # Tags and articles

    @_stored
    def top_tags(self) -> list[Tag]:
        """The most used tags, with their ``article_count``."""
        most = TagCount.objects.filter(articles__gt=0).order_by("-articles", "tag_id")
        found = Tag.objects.in_bulk(list(most.values_list("tag_id", flat=True)[:TOP_TAGS]))
        tags = list(found.values())
        counts = TagCount.objects.public(tags)
        for tag in tags:
            tag.article_count = counts[tag.pk]
        used = [tag for tag in tags if tag.article_count]
        return sorted(used, key=lambda tag: (-tag.article_count, tag.pk))


def size(value: Any) -> int:
    """About the bytes that a value takes, with all that it holds."""
    parts: Any = ()
    if isinstance(value, dict):
        parts = chain.from_iterable(value.items())
    elif isinstance(value, (tuple, list, set, frozenset)):
        parts = value
    elif is_dataclass(value):
        parts = [getattr(value, field.name) for field in fields(value)]
    elif hasattr(value, "__dict__"):
        parts = [vars(value)]
    return sys.getsizeof(value) + sum(map(size, parts))


def featured() -> list[int]:
    """The keys of the newest of the featured articles. Two queries."""
    # By their own index first: beside the status SQLite would walk that of all articles.
    featured = Article.objects.filter(is_featured=True, public_from__isnull=False).newest()
    likely = list(featured.values_list("pk", flat=True)[:FEATURED_LOOKED_AT])
    public = set(Article.objects.published().filter(pk__in=likely).values_list("pk", flat=True))
    return [key for key in likely if key in public][:FEATURED]


@dataclass(slots=True)
class State:
    """The marks of the public state, and the overview to show with them.

    ``oldest`` is when the oldest of the surroundings used so far was computed, in
    seconds; ``None`` if all are of this public state.
    """

    marks: Marks
    overview: Overview
    oldest: float | None = None

    def use(self, made_at: float) -> None:
        """Note that surroundings of this time are used."""
        self.oldest = min(made_at, self.oldest or made_at)


# The latest overview of each database.
_latest: dict[str, Overview] = {}
_pinned: ContextVar[State | None] = ContextVar("summaries_state", default=None)


@contextmanager
def pinned() -> Iterator[State]:
    """Let everything inside go by one public state, read from one database; one query."""
    state = _now()
    token = _pinned.set(state)
    try:
        with reading(state.overview.using):
            yield state
    finally:
        _pinned.reset(token)


def current_state() -> State:
    """The pinned state, or the present one, which costs a query."""
    return _pinned.get() or _now()


def current_overview() -> Overview:
    """The overview of the current state."""
    return current_state().overview


def _now() -> State:
    using = Article.objects.all().db
    marks = PublicState.objects.db_manager(using).marks()
    latest = _latest.get(using)
    if latest is None or not latest.holds(marks):
        latest = _latest[using] = Overview(marks, using)
    state = State(marks, latest)
    if latest.shape != marks.shape:
        state.use(latest.made_at)
    return state
