"""Full-text search by the database itself: ``queryset.search("words")``.

A mechanism that knows no concrete model: it asks for two columns of folded,
segmented text, ``search_title`` and ``search_text`` (see ``index_columns``),
and for a ``SearchIndex`` among what the database keeps.
"""

from __future__ import annotations

import re
from typing import Any, Self

from django.db import connections, models
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from summaries import text as texts

from .expressions import Matches, Rank, TitleKey
from .index import SearchIndex, backend, owner
from .query import Query, parse
from .titles import beginning

__all__ = [
    "Matches",
    "Query",
    "SearchIndex",
    "SearchableQuerySet",
    "highlight",
    "index_columns",
    "parse",
]

# So many answers are put in order of relevance, which takes reading each.
RANKED = 2_000
# So many rows are sorted by title sooner than picked out of all titles.
SORTED = 5_000

# PostgreSQL finds phrases only among the first 16,383 positions of a text; what
# lies beyond is indexed by its distinct words, so that it is found all the same.
MAX_POSITIONS = 16_000
MAX_DISTINCT = 30_000
# ... and refuses a lexeme of more than 2,046 bytes.
MAX_TOKEN = 100


class SearchableQuerySet(models.QuerySet[Any]):
    """A queryset over a model with a search index.

    ``scope`` is a hint throughout: how many rows the queryset holds without the
    words, where that is known.
    """

    _db: str | None  # unknown to django-stubs

    def search(self, text: str | Query, *, scope: int | None = None) -> Self:
        """The rows that answer the text, the most relevant first; none for a text without words.

        Of more than ``RANKED`` answers the latest added are taken, so that a
        common word costs no more in a large table. One query at once.
        """
        query = _query(text)
        latest = self.latest_matching(query, RANKED, scope=scope)
        # Of these alone: beside the queryset's filters SQLite would not go by their keys.
        found = type(self)(self.model, using=self._db).filter(pk__in=latest)
        return found.annotate(rank=Rank(query)).order_by("-rank", "-pk")

    def latest_matching(
        self, text: str | Query, limit: int, *, scope: int | None = None
    ) -> list[int]:
        """The keys of the rows that answer, the latest added first, no more than ``limit``."""
        answers = self._answers(_query(text), scope)
        return list(answers.values_list("pk", flat=True)[:limit])

    def matching(
        self, text: str | Query, *, hits: int | None = None, scope: int | None = None
    ) -> Self:
        """The rows that answer the text, in any order; none for a text without words.

        ``hits`` is a hint, too: how many rows answer at least, as far as they were counted.
        """
        query = _query(text)
        if not query:
            return self.none()
        connection = connections[self.db]
        table = owner(self.model)._meta.db_table
        way = backend(connection).best_way(connection, table, query, hits, scope)
        return self.filter(Matches(query, way))

    def count_matching(self, text: str | Query, limit: int, *, scope: int | None = None) -> int:
        """How many rows answer the text, counted no further than ``limit``."""
        return self._answers(_query(text), scope).order_by()[:limit].count()

    def by_title(self, *, scope: int | None = None) -> Self:
        """Ordered by title, by one walk in the index, or where rows are few, by sorting them.

        For keys, by which all else is fetched: a join leads SQLite's planner astray.
        """
        if scope is not None and scope <= SORTED:
            return self.alias(title_key=TitleKey()).order_by("title_key", "pk")
        # Any title is as great as none, but SQLite walks an index for a range that it can see.
        return self._keyed_by_title().filter(title_key__gte="").order_by("title_key", "pk")

    def title_begins(self, text: str) -> Self:
        """The rows whose title begins with the text, its last word maybe unfinished, by title."""
        keys = beginning(text)
        if keys is None:
            return self.none()
        begun = self._keyed_by_title().filter(title_key__gte=keys[0], title_key__lt=keys[1])
        return begun.order_by("title_key", "pk")

    def _keyed_by_title(self) -> Self:
        """The rows with their ``title_key``."""
        rows = self
        if not backend(connections[self.db]).WEIGHS_INDEXES:
            # Each row of the walk is asked for the queryset's own filters.
            rows = type(self)(self.model, using=self._db)
            rows = rows.filter(models.Exists(self.order_by().filter(pk=models.OuterRef("pk"))))
        return rows.alias(title_key=TitleKey())

    def _answers(self, query: Query, scope: int | None) -> models.QuerySet[Any]:
        """The rows that answer, the latest added first; not to be used inside another query."""
        if not query:
            return self.none()
        search, model = backend(connections[self.db]), self.model._meta
        if search.WEIGHS_INDEXES:
            # The planner walks the index or the key, whichever gives the answers sooner.
            return self.filter(Matches(query)).order_by("-pk")
        key = f'"{model.db_table}"."{model.pk.column}"'
        latest = search.latest(key, owner(self.model)._meta.db_table, query, scope)
        return self.extra(**latest) if latest else self.matching(query, scope=scope).order_by("-pk")


def index_columns(title: str, body: str) -> dict[str, str]:
    """The two columns' values for a title and all other text, both plain."""
    tokens = _indexed(body)
    rest = dict.fromkeys(tokens[MAX_POSITIONS:])
    return {
        "search_title": " ".join(_indexed(title)),
        "search_text": " ".join([*tokens[:MAX_POSITIONS], *list(rest)[:MAX_DISTINCT]]),
    }


def highlight(text: str, query: Query, length: int = 240) -> SafeString:
    """About ``length`` characters of the plain text around the first hit, hits in ``<mark>``."""
    text = " ".join(text.split())
    pattern = _pattern(query)
    hits = list(pattern.finditer(texts.flatten(text))) if pattern else []
    start, end = _window(text, hits[0].start() if hits else 0, length)
    pieces, position = ["…" if start else ""], start
    for hit in hits:
        if start <= hit.start() and hit.end() <= end:
            pieces += [escape(text[position : hit.start()]), "<mark>"]
            pieces += [escape(text[hit.start() : hit.end()]), "</mark>"]
            position = hit.end()
    pieces += [escape(text[position:end]), "…" if end < len(text) else ""]
    return mark_safe("".join(pieces))  # noqa: S308 - every piece of text is escaped above


def _query(text: str | Query) -> Query:
    return parse(text) if isinstance(text, str) else text


def _indexed(text: str) -> list[str]:
    return [token[:MAX_TOKEN] for token in texts.tokens(text, closed=True)]


def _pattern(query: Query) -> re.Pattern[str] | None:
    alternatives = []
    for text in sorted({term.text for term in query.wanted}, key=len, reverse=True):
        words = re.findall(r"\w+", text)
        pattern = r"\W+".join(map(re.escape, words))
        alternatives.append(pattern if texts.is_cjk(words[0]) else rf"\b{pattern}\b")
    return re.compile("|".join(alternatives)) if alternatives else None


def _window(text: str, hit: int, length: int) -> tuple[int, int]:
    if len(text) <= length:
        return 0, len(text)
    start = min(max(hit - length // 3, 0), len(text) - length)
    if start and (space := text.find(" ", start, start + 20)) >= 0 and space < hit:
        start = space + 1
    end = start + length
    if end < len(text) and (space := text.rfind(" ", end - 20, end)) > 0:
        end = space
    return start, end
