"""One list of public articles: its keys page by page, how many there are, and the counts
beside its filters, at the same cost however large the library and however deep the page.

What the kept cells tell apart (category, year, language, length, blanks) is
counted exactly without a look at the articles, and says in which years a page
lies. Words, tags and days are beyond them: those lists are counted up to a
bound, and their facets are made of the articles themselves where these are few.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils.functional import cached_property

from . import facets, search
from .facets import Facets, Selection
from .models import (
    Article,
    ArticleCount,
    ArticleQuerySet,
    ArticleTag,
    BoundedCount,
    PublicFacts,
    Tag,
    TagCount,
    year_bounds,
)
from .text import grouped

# Articles beyond the cells are counted so far ...
BOUND = 10_000
# ... and looked at one by one for facets if there are no more than these.
FACETS_BOUND = 2_000
# A tag's articles in a category are counted so far.
TAG_BOUND = 1_000
TAGS_OFFERED = 20
# Of a search so many keys are kept, a few pages.
RANKED_KEPT = 100


@dataclass(frozen=True, slots=True)
class Total:
    """A number of articles; there are more than that if it ``is_bounded``."""

    number: int
    is_bounded: bool = False

    def __str__(self) -> str:
        return grouped(self.number) + ("+" if self.is_bounded else "")

    @classmethod
    def counted(cls, number: int, bound: int) -> Total:
        """What counting up to ``bound + 1`` gave."""
        return cls(min(number, bound), number > bound)


class Listing:
    """The public articles that fit a selection of cells, and what is asked beyond it.

    ``beyond`` holds the articles that have the tags and days asked for, public
    or not, in no order; ``None`` if nothing such is asked. Where they are those
    of some rows of tags, these are ``tagged``; where they are all of one tag's,
    that is ``tag``. ``words`` are looked for in these. Numbers are kept in the
    ``facts`` under ``key``, which must stand for all that is asked.
    """

    def __init__(
        self,
        facts: PublicFacts,
        key: Hashable,
        selection: Selection,
        *,
        beyond: ArticleQuerySet | None = None,
        tagged: QuerySet | None = None,
        tag: Tag | None = None,
        words: search.Query | None = None,
        order: str = "newest",
    ):
        self.facts, self.key, self.selection = facts, key, selection
        self.beyond, self.tagged, self.tag = beyond, tagged, tag
        self.words, self.order = words or None, order

    @property
    def articles(self) -> ArticleQuerySet:
        """All of them, in no order."""
        articles = self._scope(self.selection)
        if not self.words:
            return articles
        hits = self.total.number + self.total.is_bounded
        return articles.matching(self.words, hits=hits, scope=self._scope_size)

    @cached_property
    def total(self) -> Total:
        """How many there are."""
        return self._kept("total", self._count)

    @property
    def reach(self) -> int:
        """How many of them the pages reach: of very many, only some are ranked or told by title."""
        most = {"relevance": search.RANKED, "title": BOUND}
        return min(self.total.number, most.get(self.order, self.total.number))

    @cached_property
    def facets(self) -> Facets | None:
        """The counts beside the filters; ``None`` where they would cost too much."""
        return self._kept("facets", self._facets)

    @cached_property
    def tags(self) -> list[tuple[Tag, Total | None]]:
        """The tags to offer, and how many of the articles have each, where that is known."""
        return self._kept("tags", self._tags)

    def keys(self, start: int, stop: int) -> list[int]:
        """The primary keys of the articles from ``start`` up to ``stop``, in order."""
        match self.order:
            case "relevance":
                return self._ranked(start, stop)
            case "title":
                titled = self.articles.by_title(scope=self.total.number)
                return list(titled.values_list("pk", flat=True)[start:stop])
            case "oldest" if self.total.is_bounded:
                return list(self._dated().reverse()[start:stop])
            case "oldest":
                backwards = self._newest(max(self.reach - stop, 0), self.reach - start)
                return backwards[::-1]
        return self._newest(start, stop)

    def _ranked(self, start: int, stop: int) -> list[int]:
        """The keys in the order of relevance; the first are kept for the next page."""

        def fetch(start: int, stop: int) -> list[int]:
            ranked = self._scope(self.selection).search(self.words, scope=self._scope_size)
            return list(ranked.values_list("pk", flat=True)[start:stop])

        if stop > RANKED_KEPT:
            return fetch(start, stop)
        return self._kept("ranked", lambda: fetch(0, RANKED_KEPT))[start:stop]

    def _newest(self, start: int, stop: int) -> list[int]:
        """The keys in the order of publication, the newest first."""
        if self._is_beyond:
            return _slice(self._dated(), start, stop, self.total)
        within, start, stop, count = self._window(start, stop)
        return _slice(within.newest().values_list("pk", flat=True), start, stop, Total(count))

    def _dated(self) -> QuerySet:
        """All keys, the newest first; those of tags from their own index."""
        if self.words or self.tagged is None:
            return self.articles.newest().values_list("pk", flat=True)
        tagged = self.tagged.selected(self.selection).published()
        return tagged.newest().values_list("content_object", flat=True)

    def _window(self, start: int, stop: int) -> tuple[ArticleQuerySet, int, int, int]:
        """The articles of the years that this page lies in, its place there, their number."""
        before, count, years = 0, 0, []
        for year, articles in sorted(self.facets.by_year.items(), reverse=True):
            if before + count >= stop:
                break
            if before + count + articles <= start and not years:
                before += articles
                continue
            years.append(year)
            count += articles
        if not years:
            return self.articles.none(), 0, 0, 0
        first, end = year_bounds(years[-1])[0], year_bounds(years[0])[1]
        # Ahead of the present moment: SQLite begins its walk at the bound it meets first.
        within = Article.objects.filter(public_from__gte=first, public_from__lt=end)
        within = within.selected(self.selection).published()
        return within, start - before, stop - before, count

    @property
    def _is_beyond(self) -> bool:
        """Whether more is asked than the cells tell."""
        return self.words is not None or self.beyond is not None

    def _scope(self, selection: Selection) -> ArticleQuerySet:
        """The articles that words are looked for in."""
        articles = Article.objects.all() if self.beyond is None else self.beyond
        return articles.selected(selection).published()

    @cached_property
    def _scope_size(self) -> int | None:
        """How many articles the words are looked for in, unless they are very many."""
        whole = Listing(
            self.facts,
            ("scope", self.key),
            self.selection,
            beyond=self.beyond,
            tagged=self.tagged,
            tag=self.tag,
        )
        return None if whole.total.is_bounded else whole.total.number

    def _some(self, selection: Selection) -> list[int]:
        """The keys of these articles under another selection, so many that it shows if few."""
        limit = FACETS_BOUND + 1
        if self.words:
            scope = self._scope_size if selection == self.selection else None
            return self._scope(selection).latest_matching(self.words, limit, scope=scope)
        if self.tagged is not None:
            tagged = self.tagged.selected(selection).published()
            return list(tagged.values_list("content_object", flat=True)[:limit])
        return list(self._scope(selection).values_list("pk", flat=True)[:limit])

    def _count(self) -> Total:
        if self.facets is not None:
            return Total(self.facets.articles)
        if self.words:
            articles, scope = self._scope(self.selection), self._scope_size
            return Total.counted(articles.count_matching(self.words, BOUND + 1, scope=scope), BOUND)
        if self.tag and self.selection == Selection():
            return Total(TagCount.objects.public([self.tag])[self.tag.pk])
        return Total.counted(self._dated().order_by()[: BOUND + 1].count(), BOUND)

    def _facets(self) -> Facets | None:
        if not self._is_beyond:
            everything = self.selection == Selection()
            totals = self.facts.totals
            return totals if everything else facets.count(self.facts.cells, self.selection)
        some = self._some(Selection())
        if len(some) > FACETS_BOUND:
            return None
        cells = ArticleCount.objects.cells_of(Article.objects.filter(pk__in=some))
        return facets.count(cells, self.selection)

    def _tags(self) -> list[tuple[Tag, Total | None]]:
        if self.total.number <= FACETS_BOUND:
            return self._tags_of_few()
        top = self.facts.top_tags[:TAGS_OFFERED]
        if not self._is_beyond and self.selection == Selection():
            return [(tag, Total(tag.article_count)) for tag in top]
        if self._is_beyond or self.selection.is_beyond_tags:
            return [(tag, None) for tag in top]
        tagged = ArticleTag.objects.filter(tag=OuterRef("pk")).selected(self.selection).published()
        counted = Tag.objects.filter(pk__in=[tag.pk for tag in top]).annotate(
            count=BoundedCount(tagged, TAG_BOUND + 1)
        )
        counts = dict(counted.values_list("pk", "count"))
        found = [(tag, Total.counted(counts[tag.pk], TAG_BOUND)) for tag in top]
        return [(tag, total) for tag, total in found if total.number]

    def _tags_of_few(self) -> list[tuple[Tag, Total | None]]:
        """The tags that these articles have themselves, the most frequent first."""
        tagged = ArticleTag.objects.filter(content_object__in=self._some(self.selection))
        counts = tagged.frequent(TAGS_OFFERED)
        tags = Tag.objects.in_bulk(counts)
        return [(tags[pk], Total(count)) for pk, count in counts.items()]

    def _kept(self, name: str, compute: Callable[[], Any]) -> Any:
        return self.facts.kept((name, self.key), compute)


def _slice(keys: QuerySet, start: int, stop: int, total: Total) -> list[int]:
    """A part of the keys, fetched from the nearer end where their number is known."""
    if total.is_bounded or start <= total.number // 2:
        return list(keys[start:stop])
    backwards = keys.reverse()[max(total.number - stop, 0) : total.number - start]
    return list(backwards)[::-1]
