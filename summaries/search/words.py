"""What is known of words: their stems, those that mean the same, and those that say little."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import Stemmer  # type: ignore[import-not-found]  # it has no types

from summaries import text as texts

# Snowball's names of the languages whose words are stemmed.
SNOWBALL = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
# Stands before a stem in the index, so that no stem is taken for a word. No folded text has it.
STEM_MARK = "ª"
# An index made by other rules, or by another version of the stemmer, is out of date.
RULES = f"2 snowball {Stemmer.version()}"

# Words that say little: a search asks for them only if it has no others.
COMMON = frozenset(
    """
    a about am an and any are as at be been by can could did do does for from get give had has have
    how i if in into is it its just like me my need of on one or our please s should so some t than
    that the their them there these they this those to us want was we were what when where which
    who whose will with would write writing you your
    怎么 怎样 如何 请 一个 一份 一篇 关于 以及 我的 我们 写 的 了 和 与 及 是 在 有 我 给
    """.split()
)
# The same where they stand inside a run of Chinese.
COMMON_INSIDE = re.compile("怎么写|怎样写|如何写|怎么|怎样|如何|一个|一份|一篇|关于|以及|的|和|与")

_WORD = re.compile(rf"[^\W\d_{texts.CJK}]+")
_ACCENTED = re.compile(rf"[^\W\d_{texts.CJK}\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The languages by which a reader's words are stemmed, and groups of equal words.

    >>> Lexicon(("en",), (("clerk", "office assistant"),))
    """

    languages: tuple[str, ...] = ("en",)
    synonyms: tuple[tuple[str, ...], ...] = field(default=())

    def stems(self, word: str) -> tuple[tuple[str, str], ...]:
        """Each language with the word's stem in it."""
        found = [(one, stem) for one in self.languages for stem in sorted(stems([word], one))]
        return tuple(dict.fromkeys(found))


PLAIN = Lexicon()


def stems(words: Iterable[str], language: str) -> set[str]:
    """The folded stems of the words; none in a language that Snowball does not know.

    A word with an accent has two stems, since readers leave accents out.

    >>> sorted(stems(["reports", "reporting", "summaries"], "en"))
    ['report', 'summari']
    """
    stemmer = _stemmer(language.partition("-")[0].lower())
    if stemmer is None:
        return set()
    wanted = {word for word in words if len(word) > 2}
    wanted |= {texts.fold(word) for word in wanted if not word.isascii()}
    found = set(stemmer.stemWords(list(wanted)))
    return {stem if stem.isascii() else texts.fold(stem) for stem in found}


def added_stems(text: str, language: str, tokens: Iterable[str]) -> list[str]:
    """The marked stems of the text's words that are not among its tokens anyway."""
    tokens = set(tokens)
    words = {token for token in tokens if token.isascii() and token.isalpha()}
    if _ACCENTED.search("".join(set(text))):  # in the letters that it is written with
        words |= {*_WORD.findall(unicodedata.normalize("NFC", text).lower())}
    return [STEM_MARK + stem for stem in sorted(stems(words, language) - tokens) if stem]


class _Stemmers(threading.local):
    """The stemmers of a thread, which may not share them, by language."""

    def __init__(self) -> None:
        self.by_language: dict[str, Any] = {}


_stemmers = _Stemmers()


def _stemmer(language: str) -> Any:
    known = _stemmers.by_language
    if language in SNOWBALL and language not in known:
        known[language] = Stemmer.Stemmer(SNOWBALL[language], 0)
    return known.get(language)
