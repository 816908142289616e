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

from .expressions import Matches, Relevance
from .index import SearchIndex, backend, owner
from .query import Query, parse, parse_beginning

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
# Of more answers, so many are ranked for their title, as many for the words as one phrase;
# the rest of them are those added last.
FIRST = 200
# Among so few rows the words are looked for; among more, their latest hits are looked through.
SMALL = 10_000
# Titles that begin with what is typed are sorted out of so many, those added last.
BEGUN = 50

# PostgreSQL finds phrases only among the first 16,383 positions of a text; what
# lies beyond is indexed by its distinct words, so that it is found all the same.
MAX_POSITIONS = 16_000
MAX_DISTINCT = 30_000
# ... and refuses a lexeme of more than 2,046 bytes.
MAX_TOKEN = 100


class SearchableQuerySet(models.QuerySet[Any]):
    """A queryset over a model with a search index.

    ``scope`` is a hint throughout: how many rows the queryset holds without the
    words, where that is known and it is not the whole table.
    """

    _db: str | None  # unknown to django-stubs

    def search(self, text: str | Query, *, scope: int | None = None) -> Self:
        """The rows that answer the text, the most relevant first; none for a text without words.

        A common word costs no more in a large table: of more than ``RANKED``
        answers, those are ranked that hold all words in the title or as one
        phrase, then those added last. Their keys are read at once.
        """
        query = _query(text)
        keys = self._latest(query, RANKED, scope=scope)
        if len(keys) == RANKED:
            keys = list(dict.fromkeys([*self._first(query, scope), *keys]))[:RANKED]
        # Of these alone: beside the queryset's filters SQLite would not go by their keys.
        found = type(self)(self.model, using=self._db).filter(pk__in=keys)
        return found.order_by(Relevance(query).desc(), "-pk")

    def matching(self, text: str | Query, *, scope: int | None = None) -> Self:
        """The rows that answer the text, in any order; none for a text without words.

        A small query at once tells how common the words are.
        """
        query = _query(text)
        return self.filter(Matches(query, self._way(query, scope))) if query else self.none()

    def count_matching(self, text: str | Query, limit: int, *, scope: int | None = None) -> int:
        """How many rows answer the text, counted no further than ``limit``."""
        return self._answers(_query(text), scope).order_by()[:limit].count()

    def title_begins(self, text: str) -> Self:
        """Rows whose title begins with the text, its last word maybe unfinished, by title.

        Of very many those added last. Their keys are read at once.
        """
        query = parse_beginning(text)
        if not query:
            return self.none()
        tokens, rows = query.terms[0].tokens, self
        if len(tokens) > 1:  # PostgreSQL's index finds the first alone
            rows = self.filter(search_title__startswith=" ".join(tokens))
        keys = rows._latest(query, BEGUN, titles=True)
        found = type(self)(self.model, using=self._db).filter(pk__in=keys)
        return found.order_by("search_title", "pk")

    @property
    def _table(self) -> str:
        return owner(self.model)._meta.db_table

    def _way(self, query: Query, scope: int | None) -> str:
        connection = connections[self.db]
        way: str = backend(connection).best_way(connection, self._table, query, scope)
        return way

    def _first(self, query: Query, scope: int | None) -> list[int]:
        """The keys of answers that are ranked however many others there are."""
        rows = self.matching(query, scope=scope) if query.unwanted else self
        keys = rows._latest(Query(tuple(query.wanted)), FIRST, titles=True)
        phrase, search = query.as_phrase, backend(connections[self.db])
        if phrase and search.finds_phrase(connections[self.db], self._table, phrase):
            keys += self._latest(phrase, FIRST, scope=scope)
        return keys

    def _latest(self, query: Query, limit: int, **options: Any) -> list[int]:
        """The keys of the answers, the latest added first, no more than ``limit``."""
        return list(self._answers(query, **options).values_list("pk", flat=True)[:limit])

    def _answers(
        self, query: Query, scope: int | None = None, *, titles: bool = False
    ) -> models.QuerySet[Any]:
        """The rows that answer, the latest added first; not to be used inside another query.

        With ``titles``, those that answer with their title alone.
        """
        if not query:
            return self.none()
        if scope is not None and scope <= SMALL:
            return self.matching(query, scope=scope).order_by("-pk")
        search, model = backend(connections[self.db]), self.model._meta
        key = f'"{model.db_table}"."{model.pk.column}"'
        if joined := search.latest(key, self._table, query, titles=titles):
            return self.extra(**joined)
        return self.filter(Matches(query, search.TITLES if titles else search.EACH)).order_by("-pk")


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
