"""Tables of phrases by language, in a notation that reads like the phrases themselves.

A table is a text. A phrase stands at the start of a line; below it, indented, stand the
examples that need it::

    thank (you|them) for …
        Thank you for the plums.
        Thank them for the pears.

=========  ==================================================================
``a b``    these words, in upper or lower case, in simplified or traditional
           characters
``…``      some characters of the same sentence; whole words between spaces
``(a|b)``  one of several; ``(a|)`` may be missing, and the space behind it too
``{name}`` one word of a list that several phrases share
``:``      a colon, perhaps after a space
``#``      a number
``.``      at the end of a phrase: nothing but punctuation follows
=========  ==================================================================
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from textwrap import dedent

# A title may stand in the gap of a phrase; more characters make it another thought.
GAP = 120
UNSPACED_GAP = 40  # where a character is a syllable or a word

# Beside these, a word of a spaced phrase is part of another word: "me" in "åme".
LATIN = "a-z_\u00df-\u02af"

# Where in a text the phrases of a table are looked for.
ANYWHERE = "(?:{})"
OPENING = r"\W{{0,3}}(?:{})"  # at the start, perhaps behind a bracket or bullet
WHOLE = r"\W{{0,3}}(?:{})\W{{0,3}}$"  # nothing else

Words = Mapping[str, str]

_SIMPLER = str.maketrans(
    "參關網頁僅來載鑑閱讀帶為準備幫歡薦時寫該總結匯報領導轉覺編輯間類別欄責發佈點擊評論"
    "標簽權聲係篇後擴鏈專題檔書級給這們顯問還會對範鍵",
    "参关网页仅来载鉴阅读带为准备帮欢荐时写该总结汇报领导转觉编辑间类别栏责发布点击评论"
    "标签权声系篇后扩链专题档书级给这们显问还会对范键",  # the same, simplified
)
_SIMPLER |= str.maketrans("：，？（）【】［］〔〕“”‘’İ\xa0\u3000\t", ":,?()[][][]\"\"''i   ")
_TOKEN = re.compile(r"\{(\w+)\}| … |.")
_OPTIONAL = re.compile(r"\(([^()]+)\|\) ")
_NOTATION = {
    "…": rf"[^.!?。！]{{0,{UNSPACED_GAP}}}?",
    " … ": rf"(?![a-z])(?:[^.!?。！]|\.(?=\w)){{0,{GAP}}}?(?<![a-z])",
    ":": " ?:",
    "#": r"\d+",
    "(": "(?:",
    "|": "|",
    ")": ")",
}


@lru_cache(maxsize=16)  # one line is looked up in several tables
def folded(text: str) -> str:
    """The text in lower case and simplified characters; every character keeps its place."""
    return text.translate(_SIMPLER).lower()


@dataclass(frozen=True)
class Phrase:
    """One line of a table, and the examples that need it."""

    text: str
    examples: tuple[str, ...]

    @property
    def is_spaced(self) -> bool:
        """Whether the phrase is of a language that puts spaces between words."""
        return self.text.replace("…", "").isascii()

    def pattern(self, words: Words) -> str:
        """The regular expression of the phrase; ``words`` are the lists that it may name."""
        body = folded(self.text.removesuffix("."))

        def written(token: re.Match[str]) -> str:
            if token[1]:
                return f"(?:{'|'.join(map(re.escape, word_list(words[token[1]])))})"
            return _NOTATION.get(token[0]) or re.escape(token[0])

        pattern = _TOKEN.sub(written, _OPTIONAL.sub(r"((\1) |)", body))
        if self.is_spaced and not body.endswith(":"):
            pattern += f"(?![{LATIN}])"
        return rf"{pattern}(?=\W*$)" if self.text.endswith(".") else pattern


class Vocabulary:
    """The phrases of one meaning, by language; see the module for their notation."""

    def __init__(self, place: str = ANYWHERE, *, words: Words | None = None, **tables: str):
        self.place = place
        self.words: Words = words or {}
        self.phrases = {language: read_table(table) for language, table in tables.items()}

    @cached_property
    def pattern(self) -> str:
        """One regular expression for all phrases, for texts that are ``folded()``."""
        phrases = [phrase for table in self.phrases.values() for phrase in table]
        spaced = "|".join(phrase.pattern(self.words) for phrase in phrases if phrase.is_spaced)
        others = [phrase.pattern(self.words) for phrase in phrases if not phrase.is_spaced]
        # Where words have spaces, none begins inside another.
        return "|".join(([rf"(?<![{LATIN}])(?:{spaced})"] if spaced else []) + others)

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.place.format(self.pattern))

    def find(self, text: str) -> re.Match[str] | None:
        """The first place where a phrase stands; what it matched is in ``folded()`` form."""
        look = self._compiled.search if self.place == ANYWHERE else self._compiled.match
        return look(folded(text))

    def finds(self, text: str) -> bool:
        """Whether the text has one of the phrases."""
        return self.find(text) is not None


def read_table(table: str) -> tuple[Phrase, ...]:
    """The phrases of a table, each with its examples."""
    rows: list[tuple[str, list[str]]] = []
    for line in filter(None, dedent(table).splitlines()):
        if line[0].isspace():
            rows[-1][1].append(line.strip())
        else:
            rows.append((line.strip(), []))
    return tuple(Phrase(text, tuple(examples)) for text, examples in rows)


def word_list(words: str) -> list[str]:
    """The words of a list such as ``"editor, editors, this site"``."""
    return [word.strip() for word in words.split(",")]
