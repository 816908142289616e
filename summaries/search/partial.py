"""What answers a query in part, where all of its words give nothing or next to nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import combinations
from math import log

from summaries import text as texts

from . import SearchableQuerySet, spelling
from .query import Query, Term, parse, written
from .words import COMMON_INSIDE, Lexicon

# Fewer answers than this are next to nothing.
FEW = 3
# The rarest of the words decide what is enough.
MOST_WORDS = 5
# Partial answers are looked for until there are so many, for the best of them to come first.
ENOUGH = 8
# Words are counted this far.
COUNTED = 1_000
# An unknown word of so many letters may be the beginning of a longer one.
LONG_ENOUGH = 4
# ... and so many may be an ending: ``ist``.
ENDING = 3
# The longest Chinese word that is looked for in a run.
LONGEST_CJK = 6

_PIECE = re.compile(rf"[{texts.CJK}]+|[^\W_{texts.CJK}]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query: how many articles hold it, and the query's text without it."""

    text: str
    count: int
    without: str

    @property
    def is_bounded(self) -> bool:
        """Whether more articles may hold it than were counted."""
        return self.count >= COUNTED


@dataclass(frozen=True, slots=True)
class Partial:
    """The query that finds what answers in part.

    Its answers hold at least ``least`` and at most ``most`` of the ``words``; ``found``
    answer the whole query.
    """

    query: Query
    words: tuple[Word, ...]
    least: int
    most: int
    found: int


def loosen(
    queryset: SearchableQuerySet, query: Query, lexicon: Lexicon, *, scope: int | None = None
) -> Partial | None:
    """What answers the query in part; ``None`` where it has answers enough, or no part has any."""
    found = queryset.count_matching(query, FEW, scope=scope)
    if not query or found >= FEW:
        return None
    units = [(of, term) for of in query.wanted for term in _units(queryset, of, lexicon)]
    if len(units) < 2 and found:
        return None
    counted = [_counted(queryset, term, lexicon, scope) for _of, term in units]
    held = sorted((one for one in counted if one[1]), key=lambda one: one[1])
    chosen = _enough(queryset, [term for term, _count in held[:MOST_WORDS]], scope)
    if chosen is None:
        return None
    enough, most = chosen
    words = tuple(
        Word(term.text, count, _without(query, of, term))
        for (of, term), (_held, count) in zip(units, counted, strict=True)
    )
    terms = (*(term for term, _count in held), *query.unwanted)
    return Partial(Query(terms, enough), words, len(enough[0]), most, found)


# The words of a query


def _units(queryset: SearchableQuerySet, term: Term, lexicon: Lexicon) -> list[Term]:
    """The words that the term consists of: ``year-end`` has two, a run of Chinese several."""
    is_latin = not texts.is_cjk(term.text)
    if term.quoted or (is_latin and term.synonyms and _is_held(queryset, term)):
        return [term]
    found: list[Term] = []
    for piece in _PIECE.findall(term.text):
        if texts.is_cjk(piece):
            for run in COMMON_INSIDE.split(piece):
                found += _segments(queryset, run, lexicon)
        else:
            found += [one for one in parse(piece, lexicon).terms if not one.is_common]
    return found or [term]


def _segments(queryset: SearchableQuerySet, run: str, lexicon: Lexicon) -> list[Term]:
    """The run of Chinese as the longest words that stand in some article, from the left."""
    found, start = [], 0
    while start < len(run) - 1:
        for end in range(min(start + LONGEST_CJK, len(run)), start + 1, -1):
            (term,) = parse(run[start:end], lexicon).terms
            if (end - start == 2 or _is_held(queryset, term)) and not term.is_common:
                found.append(term)
                start = end - 1
                break
        start += 1
    return found or list(parse(run, lexicon).terms)


def _is_held(queryset: SearchableQuerySet, term: Term) -> bool:
    return bool(queryset.count_matching(Query((term,)), 1))


def _counted(
    queryset: SearchableQuerySet, term: Term, lexicon: Lexicon, scope: int | None
) -> tuple[Term, int]:
    """The term, or what it may be meant for where nothing holds it, with its count and weight."""
    for meant in (_itself, _beginning, _corrected, _related):
        likely = meant(queryset, term, lexicon)
        if likely and (count := queryset.count_matching(Query((likely,)), COUNTED, scope=scope)):
            return replace(likely, weight=round(1 / (1 + log(count)), 3)), count
    return term, 0


def _itself(queryset: SearchableQuerySet, term: Term, lexicon: Lexicon) -> Term | None:
    return term


def _beginning(queryset: SearchableQuerySet, term: Term, lexicon: Lexicon) -> Term | None:
    """The beginning of longer words: ``admin``."""
    return _with_prefix(term, term.text)


def _corrected(queryset: SearchableQuerySet, term: Term, lexicon: Lexicon) -> Term | None:
    """The word one letter away."""
    right = spelling.corrected(queryset, term)
    return parse(right.text, lexicon).terms[0] if right != term else None


def _related(queryset: SearchableQuerySet, term: Term, lexicon: Lexicon) -> Term | None:
    """Words that begin alike: ``archive`` for ``archivist``."""
    beginning = term.text[:-ENDING]
    return _with_prefix(term, beginning) if len(beginning) > LONG_ENOUGH else None


def _with_prefix(term: Term, beginning: str) -> Term | None:
    is_word = len(term.tokens) == 1 and term.text.isalpha() and not term.quoted
    if not is_word or len(beginning) < LONG_ENOUGH or texts.is_cjk(term.text):
        return None
    return Term((beginning,), beginning, prefix=True)


def _without(query: Query, of: Term, word: Term) -> str:
    """The query's text without the word, which is all or a piece of one of its terms."""
    rest = of.text.replace(word.text, " ", 1).strip(" -") if of.text != word.text else ""
    kept = [written(term) if term != of else rest for term in query.terms]
    return " ".join(filter(None, kept))


# How many of them are enough


def _enough(
    queryset: SearchableQuerySet, terms: list[Term], scope: int | None
) -> tuple[tuple[tuple[Term, ...], ...], int] | None:
    """The sets of as many of the terms as give more than next to nothing, of which one is enough.

    Beside them the most terms that one row holds.
    """
    found, most = None, 0
    for size in range(len(terms), 0, -1):
        sets = tuple(
            some
            for some in combinations(terms, size)
            if queryset.count_matching(Query(some), 1, scope=scope)
        )
        if sets:
            found, most = sets, most or size
            query = Query(tuple(terms), sets)
            if queryset.count_matching(query, ENOUGH, scope=scope) >= ENOUGH:
                break
    return (found, most) if found else None
