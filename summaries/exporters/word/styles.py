"""How a Word file looks: its page, its styles, and a font for each script."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Twips

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_STYLES = Path(__file__).with_name("styles.xml").read_bytes()

# A4, in twentieths of a point.
_PAGE_WIDTH, _PAGE_HEIGHT = 11906, 16838
_MARGIN = 1304
TEXT_WIDTH = _PAGE_WIDTH - 2 * _MARGIN

# Languages of East Asia: as Word calls them, and a font that comes with Word.
_EASTERN = {
    "zh-hant": ("zh-TW", "PMingLiU"),
    "zh-tw": ("zh-TW", "PMingLiU"),
    "zh-hk": ("zh-HK", "PMingLiU"),
    "zh": ("zh-CN", "SimSun"),
    "ja": ("ja-JP", "MS Mincho"),
    "ko": ("ko-KR", "Malgun Gothic"),
}
_RTL = ("ar", "fa", "he", "ur")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def apply(word: WordDocument, language: str) -> None:
    """Give the file our page and our styles, for a text in this language."""
    section = word.sections[0]
    section.page_width, section.page_height = Twips(_PAGE_WIDTH), Twips(_PAGE_HEIGHT)
    section.left_margin = section.right_margin = Twips(_MARGIN)
    section.top_margin = section.bottom_margin = Twips(_MARGIN)
    styles = word.styles.element
    styles[:] = parse_xml(_STYLES)[:]
    font = (_eastern(language) or _EASTERN["zh"])[1]
    for fonts in styles.iter(qn("w:rFonts")):
        fonts.set(qn("w:eastAsia"), font)
    defaults = next(styles.iter(qn("w:lang")))
    for script, name in tags(language).items():
        defaults.set(qn(f"w:{script}"), name)
        for theme in word.settings.element.iter(qn("w:themeFontLang")):
            theme.set(qn(f"w:{script}"), name)


def tags(language: str) -> dict[str, str]:
    """The attributes of ``w:lang``, which has a language for each kind of script."""
    if eastern := _eastern(language):
        return {"eastAsia": eastern[0]}
    if not _LANGUAGE.fullmatch(language):
        return {}
    if is_rtl(language):
        return {"bidi": language}
    return {"val": "en-US" if language == "en" else language}


def is_rtl(language: str) -> bool:
    """Whether the language is written from right to left."""
    return language.lower().split("-")[0] in _RTL


def _eastern(language: str) -> tuple[str, str] | None:
    parts = f"{language.lower()}-"
    return next((found for begin, found in _EASTERN.items() if parts.startswith(f"{begin}-")), None)
