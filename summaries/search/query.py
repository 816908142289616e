"""A reader's text as safe search terms.

What a reader may write: words (all must occur), ``"a phrase"``, ``-without``.
Anything else is taken as words; there is no input that fails.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from summaries import text as texts

MAX_CHARACTERS = 300
MAX_TERMS = 16

_PIECE = re.compile(r'(-?)"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens side by side, from the folded ``text``.

    The last one may go on if it is a ``prefix``; ``leading`` ones begin the title.
    """

    tokens: tuple[str, ...]
    text: str
    negated: bool = False
    prefix: bool = False
    leading: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A reader's query; false if nothing in it can be searched."""

    terms: tuple[Term, ...]

    def __bool__(self) -> bool:
        return bool(self.wanted)

    @property
    def wanted(self) -> list[Term]:
        return [term for term in self.terms if not term.negated]

    @property
    def unwanted(self) -> list[Term]:
        return [term for term in self.terms if term.negated]

    @property
    def as_phrase(self) -> Query:
        """The same with all that is wanted side by side; false if it is one term anyway."""
        wanted = self.wanted
        if len(wanted) < 2:
            return Query(())
        tokens = tuple(token for term in wanted for token in term.tokens)
        text = " ".join(term.text for term in wanted)
        return Query((Term(tokens, text, prefix=wanted[-1].prefix), *self.unwanted))


def parse(text: str) -> Query:
    """The query in a reader's text."""
    terms = []
    for minus, phrase, word in _PIECE.findall(texts.normalise(text)[:MAX_CHARACTERS]):
        negated = bool(minus) or (word.startswith("-") and len(word) > 1)
        terms += _terms_of(phrase or word, negated)
    return Query(tuple(dict.fromkeys(terms))[:MAX_TERMS])


def parse_beginning(text: str) -> Query:
    """The query for titles that begin with the text, whose last word may be unfinished."""
    tokens = tuple(texts.tokens(text[:MAX_CHARACTERS]))[:MAX_TERMS]
    term = Term(tokens, texts.fold(text), prefix=True, leading=True)
    return Query((term,) if tokens else ())


def _terms_of(piece: str, negated: bool) -> list[Term]:
    tokens = tuple(texts.tokens(piece))
    if not tokens:
        return []
    # A single CJK character begins the pairs (or ends the run) that it is indexed in.
    prefix = len(tokens[-1]) == 1 and texts.is_cjk(tokens[-1])
    return [Term(tokens, texts.fold(piece), negated, prefix)]
