"""Full-text search by the database itself: ``queryset.search("words")``.

A mechanism that knows no concrete model: it asks for two columns of folded,
segmented text, ``search_title`` and ``search_text`` (see ``index_columns``),
and for a ``SearchIndex`` among what the database keeps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from django.db import connections, models
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from summaries import text as texts

from .expressions import Matches, Relevance
from .index import SearchIndex, backend, owner
from .query import Query, Term, parse, parse_beginning
from .words import PLAIN, RULES, Lexicon, added_stems, stems

__all__ = [
    "RULES",
    "Hit",
    "Lexicon",
    "Matches",
    "Query",
    "SearchIndex",
    "SearchableQuerySet",
    "highlight",
    "hits",
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

# The best passage of a text is looked for among so many of its hits.
MOST_HITS = 40

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

    @property
    def lexicon(self) -> Lexicon:
        """What is known of the words that are searched for."""
        return PLAIN

    def search(self, text: str | Query, *, scope: int | None = None) -> Self:
        """The rows that answer the text, the most relevant first; none for a text without words.

        A common word costs no more in a large table: of more than ``RANKED``
        answers, those are ranked that hold all words in the title or as one
        phrase, then those added last. Their keys are read at once.
        """
        query = self._parsed(text)
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
        query = self._parsed(text)
        return self.filter(Matches(query, self._way(query, scope))) if query else self.none()

    def count_matching(self, text: str | Query, limit: int, *, scope: int | None = None) -> int:
        """How many rows answer the text, counted no further than ``limit``."""
        query = self._parsed(text)
        if limit < SMALL and backend(connections[self.db]).IS_HOPEFUL:
            return self.matching(query, scope=scope).order_by()[:limit].count()
        return self._answers(query, scope).order_by()[:limit].count()

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

    def _parsed(self, text: str | Query) -> Query:
        return parse(text, self.lexicon) if isinstance(text, str) else text

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
        keys = rows._latest(Query(tuple(query.wanted), query.enough), FIRST, titles=True)
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


def index_columns(title: str, body: str, language: str) -> dict[str, str]:
    """The columns' values for a title and all other text, both plain, in this language.

    Behind the words stand the stems of those that are another word than their stem.
    """
    in_title, in_text = _indexed(title), _indexed(body)
    rest = dict.fromkeys(in_text[MAX_POSITIONS:])
    rest |= dict.fromkeys(_cut(added_stems(body, language, in_text)))
    behind = _cut(added_stems(title, language, in_title))
    return {
        # With two spaces between, so that of titles that begin alike the shorter one comes first.
        "search_title": "  ".join(filter(None, [" ".join(in_title), " ".join(behind)])),
        "search_text": " ".join([*in_text[:MAX_POSITIONS], *list(rest)[:MAX_DISTINCT]]),
        "search_rules": RULES,
    }


@dataclass(frozen=True, slots=True)
class Hit:
    """Where in a text a term of a query stands."""

    start: int
    end: int
    term: Term


def hits(text: str, query: Query) -> list[Hit]:
    """The places in the plain text that answer the query, in any form of its words."""
    flat, found = texts.flatten(text), []
    for pattern, term, form in _patterns(query):
        for match in pattern.finditer(flat):
            word = text[slice(*match.span())].lower()
            if form is None or form[1] in stems([word], form[0]):
                found.append(Hit(*match.span(), term))
    found.sort(key=lambda hit: (hit.start, -hit.end))
    apart: list[Hit] = []
    for hit in found:
        if not apart or hit.start >= apart[-1].end:
            apart.append(hit)
    return apart


def highlight(text: str, query: Query, length: int = 240) -> SafeString:
    """About ``length`` characters of the plain text around the best hit, hits in ``<mark>``."""
    text = " ".join(text.split())
    found = hits(text, query)
    start, end = _window(text, _densest(found, length), length)
    pieces, position = ["…" if start else ""], start
    for hit in found:
        if start <= hit.start and hit.end <= end:
            pieces += [escape(text[position : hit.start]), "<mark>"]
            pieces += [escape(text[hit.start : hit.end]), "</mark>"]
            position = hit.end
    pieces += [escape(text[position:end]), "…" if end < len(text) else ""]
    return mark_safe("".join(pieces))  # noqa: S308 - every piece of text is escaped above


def _indexed(text: str) -> list[str]:
    return _cut(texts.tokens(text, closed=True))


def _cut(tokens: list[str]) -> list[str]:
    return [token[:MAX_TOKEN] for token in tokens]


_Pattern = tuple[re.Pattern[str], Term, tuple[str, str] | None]


@lru_cache(maxsize=64)
def _patterns(query: Query) -> tuple[_Pattern, ...]:
    """What to look for: words as they are, and words that begin like a stem, with this stem."""
    return tuple(
        pattern
        for term in query.wanted
        for one in _with_inner(term)
        for pattern in _patterns_of(one, term)
    )


def _patterns_of(one: Term, term: Term) -> Iterator[_Pattern]:
    words = re.findall(r"\w+", one.text)
    if words:
        pattern = r"\W+".join(map(re.escape, words))
        end = "" if one.prefix else r"\b"
        is_cjk = texts.is_cjk(words[0])
        yield re.compile(pattern if is_cjk else rf"\b{pattern}{end}"), term, None
    for language, stem in one.stems:
        # Stemming changes no more than the last letter of what is left: summary, summari.
        begins = re.escape(stem[:-1] if len(stem) > 3 else stem)
        yield re.compile(rf"\b{begins}\w*"), term, (language, stem)


def _with_inner(term: Term) -> Iterator[Term]:
    yield term
    for one in (*term.synonyms, *term.parts):
        yield from _with_inner(one)


def _densest(found: list[Hit], length: int) -> int:
    """Where the passage of this length begins that holds the most of different terms."""

    def worth(first: Hit) -> float:
        within = {hit.term for hit in found if first.start <= hit.start < first.start + length}
        return sum(term.weight for term in within)

    return max(found[:MOST_HITS], key=worth).start if found else 0


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
