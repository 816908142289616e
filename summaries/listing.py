"""One list of public articles: how many there are, in which order, and page by page.

Which articles are in it, the filter says (``summaries.filters``). What is required
of category, year, language, length and blanks alone is counted by the database
beforehand; all else is counted up to a bound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from . import search
from .facets import Criteria, Facets
from .facets import count as count_facets
from .models import ArticleCount, ArticleTag, Tag, TagCount
from .text import grouped

# Articles that the stored counts cannot count are counted up to this number.
BOUND = 10_000
# Pages that can be reached by number; older articles are found by year.
MOST_PAGES = 500
# The longest list that can be sorted by title, for which there is no index.
TITLE_ORDER_MOST = 10_000
# The longest list whose tags, and whose facets where the stored counts lack them, are counted.
FEW = 200
TAGS_OFFERED = 20


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
    """The articles of an ``ArticleFilter``, counted, ordered and paged."""

    def __init__(self, filterset):
        self.filterset, self.overview = filterset, filterset.overview

    # Which articles are on a page

    def keys(self, start: int, stop: int) -> list[int]:
        """The primary keys of the articles from ``start`` up to ``stop``, in order."""
        return list(self._keys[start:stop])

    @property
    def _keys(self) -> QuerySet:
        filterset = self.filterset
        match filterset.order:
            case "relevance":
                scope = filterset.filter_queryset(filterset.queryset, without=("q",))
                articles = scope.search(filterset.words, scope=self.most)
            case "title":
                articles = filterset.qs.order_by("search_title", "pk")
            case "oldest":
                return self._newest.reverse()
            case _:
                return self._newest
        return articles.values_list("pk", flat=True)

    @property
    def _newest(self) -> QuerySet:
        if self._is_of_one_tag:  # found in the tag's own index alone
            tagged = ArticleTag.objects.published().filter(tag=self.filterset.all_tags[0])
            return tagged.newest().values_list("content_object", flat=True)
        return self.filterset.qs.newest().values_list("pk", flat=True)

    def reach(self, page_size: int) -> int:
        """How many of the articles the pages reach."""
        most = min(self.total.number, MOST_PAGES * page_size)
        return min(most, search.RANKED) if self.filterset.order == "relevance" else most

    # How many there are

    def meet(self, start: int, found: int, *, is_end: bool) -> None:
        """Let the total, counted some time ago, agree with ``found`` articles from ``start``."""
        seen, is_ranked = start + found, self.filterset.order == "relevance"
        is_all = is_end and not (is_ranked and seen >= search.RANKED)
        if is_all or (seen > self.total.number and not self.total.is_bounded):
            self.total = Total(seen)

    @cached_property
    def total(self) -> Total:
        """How many there are."""
        return self._stored("total", self._count)

    def _count(self) -> Total:
        filterset = self.filterset
        if not filterset.uncounted and filterset.is_of_all:
            return Total(self.facets.articles)
        if self._is_of_one_tag:
            return Total(min(self.tag_counts.values(), default=0))
        if "q" in filterset.uncounted:
            scope = filterset.filter_queryset(filterset.queryset, without=("q",))
            found = scope.count_matching(filterset.words, BOUND + 1, scope=self.most)
        else:
            found = filterset.qs.order_by()[: BOUND + 1].count()
        return Total.counted(found, BOUND)

    @cached_property
    def most(self) -> int | None:
        """How many articles there are at most without the words, where that is known."""
        known = []
        if self.filterset.criteria != Criteria():
            known.append(self.overview.facets(self.filterset.criteria).articles)
        if self.filterset.all_tags and not self.filterset.matches_any:
            known.append(min(self.tag_counts.values(), default=0))
        return min(known, default=None)

    @property
    def _is_whole(self) -> bool:
        """Whether the stored counts answer all but the words and tags."""
        return self.filterset.is_of_all and self.filterset.criteria == Criteria()

    @property
    def _is_of_one_tag(self) -> bool:
        """Whether it is all articles of a tag."""
        is_tagged = self.filterset.uncounted == {"tags"} and len(self.filterset.all_tags) == 1
        return is_tagged and self._is_whole

    @cached_property
    def tag_counts(self) -> dict[int, int]:
        """How many articles each of the tags has, by its primary key."""
        return TagCount.objects.public(self.filterset.all_tags)

    # What narrows it

    @cached_property
    def facets(self) -> Facets | None:
        """The counts beside the filters; ``None`` where they would cost too much."""
        if not self.filterset.uncounted and self.filterset.is_of_all:
            return self.overview.facets(self.filterset.criteria)
        return self._stored("facets", self._facets_of_few)

    def _facets_of_few(self) -> Facets | None:
        counted = ("category", "year", "language", "length", "blanks")
        articles = self.filterset.filter_queryset(self.filterset.queryset, without=counted)
        keys = list(articles.order_by().values_list("pk", flat=True)[: FEW + 1])
        if len(keys) > FEW:
            return None
        few = articles.model.objects.filter(pk__in=keys)
        return count_facets(ArticleCount.objects.cells_of(few), self.filterset.criteria)

    @cached_property
    def tags(self) -> list[tuple[Tag, Total | None]]:
        """The tags to offer, and how many of the articles have each, where that is known.

        They are those of few articles; of many, the most used ones of the whole library.
        """
        if self.total.number <= FEW:
            return self._stored("tags", self._tags_of_few)
        top = self.overview.top_tags[:TAGS_OFFERED]
        is_of_all = self._is_whole and not self.filterset.uncounted
        return [(tag, Total(tag.article_count) if is_of_all else None) for tag in top]

    def _tags_of_few(self) -> list[tuple[Tag, Total | None]]:
        tagged = ArticleTag.objects.filter(content_object__in=self._newest)
        return [(tag, Total(count)) for tag, count in tagged.frequent(TAGS_OFFERED)]

    def _stored(self, name: str, compute: Callable[[], Any]) -> Any:
        key, text = self.filterset.key, self.filterset.state.marks.text
        return self.overview.stored((name, key), compute, text=text) if key else compute()
