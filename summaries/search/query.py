"""A reader's text as safe search terms.

What a reader may write: words (all must occur, in any form), ``"a phrase"`` (as it is
spelt), ``-without``. Anything else is taken as words; there is no input that fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from summaries import text as texts

from .words import COMMON, PLAIN, STEM_MARK, Lexicon

MAX_CHARACTERS = 300
MAX_TERMS = 16
MAX_SYNONYMS = 12

_PIECE = re.compile(r'(-?)"([^"]*)"|(\S+)')
# Punctuation around a word, which belongs to the sentence.
_AROUND = ".,;:!?()[]{}'\"“”‘’«»。，、；：！？（）《》"


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens side by side, from the folded ``text``.

    The last one may go on if it is a ``prefix``; ``leading`` ones begin the title. What has
    one of the ``stems``, each with its language, or one of the ``synonyms`` answers as well,
    and what has all of the ``parts``. ``weight`` says how much the term counts in the order.
    """

    tokens: tuple[str, ...]
    text: str
    negated: bool = False
    prefix: bool = False
    leading: bool = False
    quoted: bool = False
    stems: tuple[tuple[str, str], ...] = ()
    synonyms: tuple[Term, ...] = ()
    parts: tuple[Term, ...] = ()
    weight: float = 1

    @property
    def is_common(self) -> bool:
        """Whether it says little, and may be left out."""
        return not self.quoted and self.text in COMMON

    @property
    def forms(self) -> tuple[Term, ...]:
        """Other tokens that answer as well as its own: first those of its stems."""
        return tuple(dict.fromkeys([*self.own_forms, *self.other_words]))

    @property
    def own_forms(self) -> tuple[Term, ...]:
        """The tokens that other forms of the word are found by."""
        found = []
        for stem in dict.fromkeys(stem for _language, stem in self.stems):
            found += [(stem,), (STEM_MARK + stem,)]
        return tuple(Term(tokens, tokens[0]) for tokens in found if tokens != self.tokens)

    @property
    def other_words(self) -> tuple[Term, ...]:
        """The synonyms, in all of their forms."""
        return tuple(form for other in self.synonyms for form in (other, *other.own_forms))


@dataclass(frozen=True, slots=True)
class Query:
    """A reader's query; false if nothing in it can be searched.

    With ``enough`` it asks for all terms of one of these sets, not for all that are wanted.
    """

    terms: tuple[Term, ...]
    enough: tuple[tuple[Term, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)

    @property
    def wanted(self) -> list[Term]:
        """What is asked for: common words only where there are no others."""
        words = self._words
        return [term for term in words if not term.is_common] or words

    @property
    def sets(self) -> tuple[tuple[Term, ...], ...]:
        """The sets of terms of which one is to be held."""
        return self.enough or (tuple(self.wanted),)

    @property
    def unwanted(self) -> list[Term]:
        return [term for term in self.terms if term.negated]

    @property
    def _words(self) -> list[Term]:
        return [term for term in self.terms if not term.negated]

    @property
    def as_phrase(self) -> Query:
        """The same with all words side by side; false if it is one term anyway."""
        wanted = self._words
        if len(wanted) < 2:
            return Query(())
        tokens = tuple(token for term in wanted for token in term.tokens)
        text = " ".join(term.text for term in wanted)
        return Query((Term(tokens, text, prefix=wanted[-1].prefix), *self.unwanted))


def parse(text: str, lexicon: Lexicon = PLAIN) -> Query:
    """The query in a reader's text."""
    terms: list[Term] = []
    for minus, phrase, word in _PIECE.findall(texts.normalise(text)[:MAX_CHARACTERS]):
        negated = bool(minus) or (word.startswith("-") and len(word) > 1)
        terms += _terms_of(phrase or word, negated, lexicon, quoted=bool(phrase))
    terms = list(dict.fromkeys(terms))[:MAX_TERMS]
    for group in lexicon.synonyms:
        terms = _with_synonyms(terms, group, lexicon)
    return Query(tuple(terms))


def parse_beginning(text: str) -> Query:
    """The query for titles that begin with the text, whose last word may be unfinished."""
    tokens = tuple(texts.tokens(text[:MAX_CHARACTERS]))[:MAX_TERMS]
    term = Term(tokens, texts.fold(text), prefix=True, leading=True)
    return Query((term,) if tokens else ())


def written(term: Term) -> str:
    """The term as a reader would write it."""
    if term.parts:
        return " ".join(map(written, term.parts))
    text = term.text.removeprefix("-") if term.negated else term.text
    text = f'"{text}"' if term.quoted or " " in text else text
    return f"-{text}" if term.negated else text


def _term_of(text: str, lexicon: Lexicon) -> Term | None:
    """The term for a word, with its stems, or for a run of Chinese; ``None`` without either."""
    found = _terms_of(text, negated=False, lexicon=lexicon)
    return found[0] if found else None


def _terms_of(piece: str, negated: bool, lexicon: Lexicon, *, quoted: bool = False) -> list[Term]:
    tokens = tuple(texts.tokens(piece))
    if not tokens:
        return []
    # A single CJK character begins the pairs (or ends the run) that it is indexed in.
    prefix = len(tokens[-1]) == 1 and texts.is_cjk(tokens[-1])
    if negated or quoted:
        return [Term(tokens, texts.fold(piece), negated, prefix, quoted=quoted)]
    word = piece.strip(_AROUND)
    stems = lexicon.stems(word.lower()) if len(tokens) == 1 and word.isalpha() else ()
    return [Term(tokens, texts.fold(word), prefix=prefix, stems=stems)]


# Synonyms


def _with_synonyms(terms: list[Term], group: tuple[str, ...], lexicon: Lexicon) -> list[Term]:
    """The terms where each that is one of the group's words may be any other of them."""
    words = _words_of(group, lexicon.languages)
    for word in sorted(words, key=lambda one: -len(one.tokens)):
        others = tuple(one for one in words if one is not word)
        if texts.is_cjk(word.text):
            terms = [_with_replaced(term, word, others) for term in terms]
        else:
            terms = list(_with_others(terms, word, others))
    return terms


@lru_cache(maxsize=1024)
def _words_of(group: tuple[str, ...], languages: tuple[str, ...]) -> tuple[Term, ...]:
    return tuple(_word(word, Lexicon(languages)) for word in group if texts.tokens(word))


def _word(text: str, lexicon: Lexicon) -> Term:
    """A word, or words side by side, of which the last may have an ending."""
    tokens = tuple(texts.tokens(text))
    if len(tokens) == 1 and (term := _term_of(text, lexicon)):
        return term
    return Term(tokens, texts.fold(text), prefix=not texts.is_cjk(text))


def _with_others(terms: list[Term], word: Term, others: tuple[Term, ...]) -> Iterator[Term]:
    """The terms; those that stand for the word, side by side, become one with its synonyms."""
    position = 0
    while position < len(terms):
        same = _standing_for(word, terms[position:])
        if not same:
            yield terms[position]
            position += 1
            continue
        one = same[0] if len(same) == 1 else replace(word, parts=tuple(same))
        synonyms = dict.fromkeys([*one.synonyms, *others])
        yield replace(one, synonyms=tuple(synonyms)[:MAX_SYNONYMS])
        position += len(same)


def _standing_for(word: Term, terms: list[Term]) -> list[Term]:
    """The first of the terms, as many as stand for the word in any of its forms."""
    tokens: list[str] = []
    for number, term in enumerate(terms, start=1):
        if term.negated or term.quoted:
            break
        if number == 1 and set(term.stems) & set(word.stems):
            return [term]
        tokens += term.tokens
        if len(tokens) >= len(word.tokens):
            *before, last = word.tokens
            is_same = tokens[:-1] == before and tokens[-1].startswith(last)
            return terms[:number] if is_same and (word.prefix or tokens[-1] == last) else []
    return []


def _with_replaced(term: Term, word: Term, others: tuple[Term, ...]) -> Term:
    """A run of Chinese in which the word stands, and the same with others in its place."""
    if term.negated or term.quoted or word.text not in term.text:
        return term
    made = []
    for other in others:
        if not texts.is_cjk(other.text):
            made += [other] if term.text == word.text else []
        elif not (word.text in other.text and other.text in term.text):
            text = term.text.replace(word.text, other.text)
            made.append(Term(tuple(texts.tokens(text)), text))
    return replace(term, synonyms=tuple(dict.fromkeys([*term.synonyms, *made]))[:MAX_SYNONYMS])
