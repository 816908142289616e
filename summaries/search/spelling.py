"""What a reader may have meant: words one letter away that the articles do hold.

The search index is the vocabulary. It needs no maintenance, and queried through a
queryset it tells no word of a row that is outside.
"""

from __future__ import annotations

import re
from dataclasses import replace
from string import ascii_lowercase

from django.db import connections

from . import SearchableQuerySet
from .index import backend, owner
from .query import Query, Term, written

# More wrong words than this are no slip of the hand.
MAX_MISSPELT = 3
# Of the words nearby so many, the most common ones, are looked for in the queryset, and ...
MAX_LOOKED_FOR = 5
# ... counted this far: of two words that are more common, either will do.
COMMON = 1_000

_CORRIGIBLE = re.compile("[a-z]{3,20}")


def suggest(queryset: SearchableQuerySet, query: Query) -> str:
    """The query's text with misspelt words put right, if that has hits in the queryset; else ""."""
    wrong = [term for term in query.wanted if _is_misspelt(queryset, term)]
    if not 0 < len(wrong) <= MAX_MISSPELT:
        return ""
    right = {term: _corrected(queryset, term) for term in wrong}
    corrected = Query(tuple(right.get(term, term) for term in query.terms))
    found = queryset.count_matching(corrected, 1)
    return " ".join(map(written, corrected.terms)) if found else ""


def _is_misspelt(queryset: SearchableQuerySet, term: Term) -> bool:
    if not _CORRIGIBLE.fullmatch(term.text):
        return False
    # A word that no row of the table holds is told from the index; in the hope of
    # meeting one soon a planner may read the whole table for it.
    return not _counts(queryset, [term.text], 1)[term.text] or not queryset.count_matching(
        Query((term,)), 1
    )


def corrected(queryset: SearchableQuerySet, term: Term) -> Term:
    """The term one letter away that most rows hold; the term itself if it is right."""
    return _corrected(queryset, term) if _is_misspelt(queryset, term) else term


def _corrected(queryset: SearchableQuerySet, term: Term) -> Term:
    """The term one letter away that most rows hold; the term itself if no row holds any."""
    counts = _counts(queryset, _one_edit_away(term.text), COMMON)
    there = filter(counts.get, counts)
    likely = sorted(there, key=counts.__getitem__, reverse=True)[:MAX_LOOKED_FOR]
    held = {
        candidate: count
        for word in likely
        if (candidate := replace(term, tokens=(word,), text=word, stems=(), synonyms=()))
        and (count := queryset.count_matching(Query((candidate,)), COMMON))
    }
    return max(held, key=held.__getitem__, default=term)


def _counts(queryset: SearchableQuerySet, words: list[str], limit: int) -> dict[str, int]:
    """How many rows of the whole table hold each word, counted up to the limit."""
    connection = connections[queryset.db]
    table = owner(queryset.model)._meta.db_table
    counts: dict[str, int] = backend(connection).count_words(connection, table, words, limit)
    return counts


def _one_edit_away(word: str) -> list[str]:
    """What becomes of the word by two letters swapped or one left out, changed or added.

    The likeliest slips come first: they are taken where words are equally common.
    """
    # After Peter Norvig, norvig.com/spell-correct.html.
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    swapped = [a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1]
    shorter = [a + b[1:] for a, b in splits if b]
    changed = [a + letter + b[1:] for a, b in splits if b for letter in ascii_lowercase]
    longer = [a + letter + b for a, b in splits for letter in ascii_lowercase]
    return list(dict.fromkeys(swapped + shorter + changed + longer))
