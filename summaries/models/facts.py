"""What pages show of the library as a whole, computed once for each public state."""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import fields, is_dataclass
from itertools import chain
from threading import Lock
from typing import Any

from cachetools import LRUCache
from django.urls import get_script_prefix, get_urlconf
from django.utils.functional import cached_property
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from summaries import facets
from summaries.facets import Cell, Facets

from .articles import Article
from .categories import Category
from .counts import ArticleCount, TagCount
from .library import reading
from .state import PublicState
from .tags import Tag

# How many of the most used tags the facts hold.
TOP_TAGS = 30
# How many featured articles they hold.
FEATURED = 4
# So many are looked at for them, some of which may be drafts or have expired.
FEATURED_LOOKED_AT = 200
# Bytes of results and fragments that a process keeps, some thousands of them, and of cards,
# which take one or two kilobytes: together no more than a worker without the library takes.
RESULTS_KEPT = 16 * 1024 * 1024
CARDS_KEPT = 8 * 1024 * 1024
# What an entry takes beside its key and value.
ENTRY = 300
_MISSING = object()


class Kept:
    """Values by key and place, up to so many bytes; those not used for longest go first.

    The place is what a text or a link may differ by in the same public state:
    language, time zone and where the site's addresses begin. Threads may share it.
    """

    def __init__(self, most: int):
        self._entries = LRUCache(most, getsizeof=lambda entry: ENTRY + size(entry))
        self._lock = Lock()

    @property
    def bytes(self) -> int:
        return self._entries.currsize

    def get(self, key: Hashable, default: Any = None) -> Any:
        key = (key, _place())
        with self._lock:
            return self._entries.get(key, (key, default))[1]

    def set(self, key: Hashable, value: Any) -> None:
        key = (key, _place())
        with self._lock:
            try:
                self._entries[key] = key, value
            except ValueError:  # larger than all that may be kept
                return


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


def _place() -> tuple:
    return get_language(), get_current_timezone_name(), str(get_urlconf()), get_script_prefix()


def fact(compute: Callable[[PublicFacts], Any]) -> cached_property:
    """A property that is computed once, from the database that the stamp was read from."""

    def computed(self):
        with reading(self.using):
            return compute(self)

    return cached_property(computed)


class PublicFacts:
    """What every page shows of the library as a whole, computed once for each public state.

    Categories and tags are shared between requests and threads: they are for
    reading. Two threads may compute the same; each result is whole once it shows.
    """

    def __init__(self, stamp: str, using: str):
        """The ``stamp`` of the state, and the database that it was read from."""
        self.stamp, self.using = stamp, using
        self.results = Kept(RESULTS_KEPT)
        # Rendered cards, by all that they show; see ``summaries.cards``.
        self.cards = Kept(CARDS_KEPT)

    def kept(self, key: Hashable, compute: Callable[[], Any]) -> Any:
        """What ``compute()`` gave for this key in this state and place.

        It must depend on no more, and be plain: numbers, keys, texts.
        """
        value = self.results.get(key, _MISSING)
        if value is _MISSING:
            with reading(self.using):
                value = compute()
            self.results.set(key, value)
        return value

    @fact
    def cells(self) -> list[Cell]:
        """The public articles, counted by all that filters tell apart."""
        return ArticleCount.objects.cells()

    @fact
    def totals(self) -> Facets:
        """The counts of all public articles."""
        return facets.count(self.cells, facets.Selection())

    @fact
    def _categories(self) -> tuple[dict[int, Category], list[Category]]:
        counted = Category.objects.with_counts(ArticleCount.objects.by_category())
        return {one.pk: one for one in counted}, Category.objects.tree(counted)

    @property
    def categories(self) -> dict[int, Category]:
        """Every category in tree order by primary key; ``article_count`` with its descendants'."""
        return self._categories[0]

    @property
    def tree(self) -> list[Category]:
        """The root categories that hold articles, each with its ``subcategories``."""
        return self._categories[1]

    @fact
    def by_path(self) -> dict[str, Category]:
        """The public categories, those that hold public articles, by their full path."""
        return {one.full_path: one for one in self.categories.values() if one.article_count}

    def subtree(self, category: Category) -> frozenset[int]:
        """The primary keys of the category and of all below it."""
        below = (one.pk for one in self.categories.values() if one.path.startswith(category.path))
        return frozenset([category.pk, *below])

    def level(self, category: Category | None) -> list[Category]:
        """The categories right below this one, or the roots."""
        path, depth = (category.path, category.depth) if category else ("", 0)
        return [
            one
            for one in self.categories.values()
            if one.depth == depth + 1 and one.path.startswith(path)
        ]

    def trail(self, category: int) -> list[Category]:
        """The categories from the root to the one with this primary key."""
        end = self.categories.get(category)
        if end is None:  # it has come since this state
            return Category.objects.get(pk=category).trail()
        paths = {end.path[:n] for n in range(end.steplen, len(end.path) + 1, end.steplen)}
        return [one for one in self.categories.values() if one.path in paths]

    def subcategories(self, category: Category) -> list[Category]:
        """The category's children that hold articles."""
        return getattr(self.categories.get(category.pk), "subcategories", [])

    @fact
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

    @fact
    def years(self) -> list[int]:
        """The years of publication, the latest first."""
        return sorted(self.totals.years, reverse=True)

    @fact
    def languages(self) -> list[str]:
        """The language codes in use."""
        return sorted(self.totals.languages)

    @fact
    def featured(self) -> list[int]:
        """The keys of the newest of the featured articles."""
        # By their own index first: beside the status SQLite would walk that of all articles.
        featured = Article.objects.filter(is_featured=True, public_from__isnull=False).newest()
        likely = list(featured.values_list("pk", flat=True)[:FEATURED_LOOKED_AT])
        public = set(Article.objects.published().filter(pk__in=likely).values_list("pk", flat=True))
        return [key for key in likely if key in public][:FEATURED]

    @property
    def article_count(self) -> int:
        return self.totals.articles

    @property
    def part_count(self) -> int:
        return self.totals.parts

    @property
    def category_count(self) -> int:
        return len(self.by_path)


# The latest facts of each database.
_latest: dict[str, PublicFacts] = {}
_pinned: ContextVar[PublicFacts | None] = ContextVar("summaries_facts", default=None)


@contextmanager
def pinned() -> Iterator[PublicFacts]:
    """Let everything inside go by the public state as it is now, and read from one database."""
    facts = _facts()
    token = _pinned.set(facts)
    try:
        with reading(facts.using):
            yield facts
    finally:
        _pinned.reset(token)


def public_facts() -> PublicFacts:
    """The pinned facts, or those of the public state as it is now, which costs a query."""
    return _pinned.get() or _facts()


def _facts() -> PublicFacts:
    using = Article.objects.all().db
    stamp = PublicState.objects.db_manager(using).stamp()
    facts = _latest.get(using)
    if facts is None or facts.stamp != stamp or not stamp:
        facts = PublicFacts(stamp, using)
        if stamp:
            _latest[using] = facts
    return facts
