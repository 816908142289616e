"""Full-text search by the database itself: ``queryset.search("words")``.

A mechanism that knows no concrete model: it asks for two columns of folded,
segmented text, ``search_title`` and ``search_text`` (see ``index_columns``),
and for the migration operation ``operations.CreateSearchIndex``.
"""

from __future__ import annotations

import re

from django.db import connections, models
from django.db.models.expressions import Func
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from summaries import text as texts

from .operations import backend
from .query import Query, parse

__all__ = ["Query", "SearchableQuerySet", "highlight", "index_columns", "parse"]

# PostgreSQL finds phrases only among the first 16,383 positions of a text; what
# lies beyond is indexed by its distinct words, so that it is found all the same.
MAX_POSITIONS = 16_000
MAX_DISTINCT = 30_000
# ... and refuses a lexeme of more than 2,046 bytes.
MAX_TOKEN = 100
RANKED = 2000


class SearchableQuerySet(models.QuerySet):
    """A queryset over a model with a search index."""

    def search(self, text: str | Query, hits=None):
        """The rows that answer the text, the most relevant first; none for a text without words.

        Not to be used inside another query: see ``matching()``.
        """
        query = parse(text) if isinstance(text, str) else text
        if not query:
            return self.none()
        table = self.model._meta.db_table
        ranked = backend(connections[self.db]).ranked(self, table, query)
        return ranked.order_by("-rank", "-pk")

    def matching(self, text: str | Query):
        """The rows that answer the text, in any order; none for a text without words."""
        query = parse(text) if isinstance(text, str) else text
        return self.filter(Matches(query)) if query else self.none()


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


def _indexed(text: str) -> list[str]:
    return [token[:MAX_TOKEN] for token in texts.tokens(text, closed=True)]


def _pattern(query: Query) -> re.Pattern | None:
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


class Matches(Func):
    """True for a row that answers the query; asks the index of its own table, under any alias."""

    output_field = models.BooleanField()

    def __init__(self, query: Query):
        self.query = query
        super().__init__("pk")

    def as_sql(self, compiler, connection, **extra):
        column = self.source_expressions[0]
        table = column.target.model._meta.db_table
        alias, _, _ = compiler.compile(column)[0].rpartition(".")
        search = backend(connection)
        return search.matches(table, alias), [search.expression(self.query)]
