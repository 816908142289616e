"""What pages show of the library as a whole, computed once for each public state."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils.functional import cached_property

from summaries import facets
from summaries.facets import Cell, Facets

from .articles import Article
from .categories import Category
from .counts import ArticleCount, TagCount
from .state import PublicState
from .tags import Tag

# How many of the most used tags the facts hold.
TOP_TAGS = 30
# How many featured articles they hold.
FEATURED = 4
# So many are looked at for them, some of which may be drafts or have expired.
FEATURED_LOOKED_AT = 200
# How many results ``PublicFacts.kept()`` keeps in a process.
KEPT = 4000


class PublicFacts:
    """What every page shows of the library as a whole, computed once for each public state.

    Categories and tags are shared between requests: they are for reading.
    """

    def __init__(self):
        self._kept: dict[Hashable, Any] = {}
        # Rendered cards, by all that they show; see ``summaries.cards``.
        self.cards: dict[Hashable, str] = {}

    def kept(self, key: Hashable, compute: Callable[[], Any]) -> Any:
        """What ``compute()`` gave for this key in this public state; it must depend on no more."""
        try:
            value = self._kept[key] = self._kept.pop(key)  # the latest used stand last
        except KeyError:
            value = self._kept[key] = compute()
            while len(self._kept) > KEPT:
                self._kept.pop(next(iter(self._kept)), None)
        return value

    @cached_property
    def cells(self) -> list[Cell]:
        """The public articles, counted by all that filters tell apart."""
        return ArticleCount.objects.cells()

    @cached_property
    def totals(self) -> Facets:
        """The counts of all public articles."""
        return facets.count(self.cells, facets.Selection())

    @cached_property
    def categories(self) -> dict[int, Category]:
        """Every category in tree order by primary key; ``article_count`` with its descendants'."""
        counted = Category.objects.with_counts(ArticleCount.objects.by_category())
        return {one.pk: one for one in counted}

    @cached_property
    def by_path(self) -> dict[str, Category]:
        """Every category by its full path."""
        return {category.full_path: category for category in self.categories.values()}

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

    @cached_property
    def tree(self) -> list[Category]:
        """The root categories that hold articles, each with its ``subcategories``."""
        return Category.objects.tree(self.categories.values())

    def trail(self, category: int) -> list[Category]:
        """The categories from the root to the one with this primary key."""
        end = self.categories.get(category)
        if end is None:  # it has come since this state
            return Category.objects.get(pk=category).trail()
        paths = {end.path[:n] for n in range(end.steplen, len(end.path) + 1, end.steplen)}
        return [one for one in self.categories.values() if one.path in paths]

    def subcategories(self, category: Category) -> list[Category]:
        """The category's children that hold articles."""
        inside = self.tree and self.categories.get(category.pk)
        return getattr(inside, "subcategories", [])

    @cached_property
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

    @cached_property
    def years(self) -> list[int]:
        """The years of publication, the latest first."""
        return sorted(self.totals.years, reverse=True)

    @cached_property
    def languages(self) -> list[str]:
        """The language codes in use."""
        return sorted(self.totals.languages)

    @cached_property
    def featured(self) -> list[int]:
        """The keys of the newest of the featured articles."""
        # By their own index first: beside the status SQLite would walk that of all articles.
        featured = Article.objects.filter(is_featured=True, public_from__isnull=False).newest()
        likely = list(featured.values_list("pk", flat=True)[:FEATURED_LOOKED_AT])
        public = set(Article.objects.published().filter(pk__in=likely).values_list("pk", flat=True))
        return [key for key in likely if key in public][:FEATURED]

    @cached_property
    def article_count(self) -> int:
        return self.totals.articles

    @cached_property
    def part_count(self) -> int:
        return self.totals.parts

    @cached_property
    def category_count(self) -> int:
        """The categories that hold articles."""
        return sum(bool(category.article_count) for category in self.categories.values())


_latest: tuple[str, PublicFacts] = ("", PublicFacts())


_pinned: ContextVar[str] = ContextVar("stamp", default="")


@contextmanager
def pinned(stamp: str) -> Iterator[None]:
    """Let ``public_facts()`` go by this stamp, just read, rather than read it at each call."""
    token = _pinned.set(stamp)
    try:
        yield
    finally:
        _pinned.reset(token)


def public_facts() -> PublicFacts:
    """The facts of the public state as it is now: one query, and those of facts yet unknown."""
    global _latest
    stamp = _pinned.get() or PublicState.objects.stamp()
    if not stamp or _latest[0] != stamp:
        _latest = (stamp, PublicFacts())
    return _latest[1]
