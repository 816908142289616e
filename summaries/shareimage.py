"""The picture that stands for an article where somebody shares its address.

It is drawn of words alone, in the colours of the site: its name, the title, the category.
What no font at hand can write has no picture: better none than one of empty boxes.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache as computed_once
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from .conf import settings

WIDTH, HEIGHT = 1200, 630
# Of the drawing; another number lets everybody ask for the pictures anew.
LOOK = 1

# As in summaries.css, on the light side.
_PAPER, _INK, _MUTED, _RULE, _BAND = "#fbf9f4", "#1d1b17", "#544f46", "#dcd5c5", "#0e5745"
_EDGE, _TEXT_WIDTH = 80, WIDTH - 2 * 80
# Where the title may stand, and the sizes that are tried for it.
_TOP, _BOTTOM = 168, 500
_SIZES = (92, 80, 70, 60, 52, 44)
_SMALL, _NAME = 32, 36
# The size at which fonts are looked at, and faces looked for in one file.
_PROBE, _MOST_FACES = 40, 12
# No font has a glyph for this, so it is drawn as whatever is missing.
_MISSING = "\U0010ffff"
_MORE = "…"

_CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_OPENING, _CLOSING = "（《「『【〈〔［｛", "，。、；：？！）》」』】〉〕］｝％～·"
# What stays on one line: a word, or a Chinese character with the signs that belong to it.
_TOKEN = re.compile(
    rf"[{_OPENING}“‘]*(?:[{_CJK}][{_CLOSING}”’…—]*|[^\s{_CJK}{_OPENING}{_CLOSING}]+[{_CLOSING}]*)"
    rf"(?:\s[–—](?=\s))?|\S"  # a dash ends its line
)
Shape = tuple[tuple[int, int], bytes]
# The faces of a font file for several languages, by what their names end with.
_REGIONS = {"zh-hant": "TC", "zh-tw": "TC", "zh-hk": "HK", "zh": "SC", "ja": "JP", "ko": "KR"}


@dataclass(frozen=True, slots=True)
class ShareImage:
    """What is drawn of an article."""

    site: str
    title: str
    category: str = ""
    language: str = ""

    @property
    def version(self) -> str:
        """Another one for another picture; empty if there is none, since no font can write it."""
        fonts = [_font_for(one, self.language) for one in (self.site, self.title, self.category)]
        if not self.title or None in fonts:
            return ""
        names = [font.getname() for font in fonts if font]
        said = repr((LOOK, self.site, self.title, self.category, names))
        return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()

    def draw(self) -> bytes:
        """A PNG, for which there must be a version."""
        image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
        pen = ImageDraw.Draw(image)
        pen.rectangle((0, 0, WIDTH, 16), fill=_BAND)
        self._draw_name(pen)
        self._draw_title(pen)
        self._draw_category(pen)
        file = BytesIO()
        # Few colours are enough for letters, and take a third of the bytes.
        image.quantize(32, dither=Image.Dither.NONE).save(file, "PNG")
        return file.getvalue()

    def _draw_name(self, pen: ImageDraw.ImageDraw) -> None:
        """The sign of the site, as in icon.svg, with its name beside it."""
        left, top, side = _EDGE, 66, 48
        pen.rounded_rectangle((left, top, left + side, top + side), radius=7, fill=_BAND)
        for at, width in ((13.5, 24), (24, 24), (34.5, 15)):
            start = left + 12
            pen.rectangle((start, top + at - 2, start + width, top + at + 2), fill="#ffffff")
        font, text = self._written(self.site, _NAME)
        width = _TEXT_WIDTH - side - 20
        pen.text((left + side + 20, top + side / 2), _cut(text, font, width), _INK, font, "lm")

    def _draw_title(self, pen: ImageDraw.ImageDraw) -> None:
        for size in _SIZES:
            font, text = self._written(self.title, size)
            leading = size * (1.32 if re.search(f"[{_CJK}]", text) else 1.16)
            most = int((_BOTTOM - _TOP) // leading)
            lines = _lines(text, font)
            if len(lines) <= most:
                break
        if len(lines) > most:
            lines = [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), font)]
        for number, line in enumerate(lines):
            pen.text((_EDGE, _TOP + size + number * leading), line, _INK, font, "ls")

    def _draw_category(self, pen: ImageDraw.ImageDraw) -> None:
        pen.rectangle((_EDGE, 534, WIDTH - _EDGE, 535), fill=_RULE)
        if self.category:
            font, text = self._written(self.category, _SMALL)
            pen.text((_EDGE, 576), _cut(text, font), _MUTED, font, "lm")

    def _written(self, text: str, size: int) -> tuple[ImageFont.FreeTypeFont, str]:
        font = _font_for(text, self.language)
        if font is None:
            raise ValueError(f"No font can write {text!r}.")
        return _sized(font, size), _drawn(text, font)


# Words and lines


def _lines(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """The text in lines about equally long, as few as it takes."""
    words = _words(text, font)
    most = _TEXT_WIDTH
    lines = _wrapped(words, most)
    low, high = most // 2, most
    while high - low > 16:
        width = (low + high) // 2
        if len(_wrapped(words, width)) > len(lines):
            low = width
        else:
            high = width
    return _wrapped(words, high)


def _words(text: str, font: ImageFont.FreeTypeFont) -> list[tuple[str, float]]:
    """What may not be parted, with the space before it, and how wide it is."""
    words = []
    for match in _TOKEN.finditer(text):
        space = " " if match.start() and text[match.start() - 1].isspace() else ""
        word = match[0]
        while font.getlength(word) > _TEXT_WIDTH:  # as long as an address
            fits = len(_cut(word, font, most=_TEXT_WIDTH)) - 1
            words.append((space + word[:fits], font.getlength(space + word[:fits])))
            word, space = word[fits:], ""
        words.append((space + word, font.getlength(space + word)))
    return words


def _wrapped(words: list[tuple[str, float]], width: float) -> list[str]:
    lines, line, taken = [], "", 0.0
    for word, length in words:
        if line and taken + length > width:
            lines.append(line)
            line, taken = "", 0.0
            word = word.lstrip()
        line, taken = line + word, taken + length
    return [*lines, line]


def _cut(text: str, font: ImageFont.FreeTypeFont, most: float = _TEXT_WIDTH) -> str:
    """The text as far as it fits, with an ellipsis where it is cut."""
    if font.getlength(text) <= most:
        return text
    low, high = 1, len(text)
    while high - low > 1:
        middle = (low + high) // 2
        fits = font.getlength(text[:middle].rstrip() + _MORE) <= most
        low, high = (middle, high) if fits else (low, middle)
    return text[:low].rstrip() + _MORE


# Fonts


def _font_for(text: str, language: str) -> ImageFont.FreeTypeFont | None:
    """The first font that has every letter of the text; of other signs it may lack some.

    Scripts that run from right to left are not drawn.
    """
    letters = {one for one in text if unicodedata.category(one)[0] in "LMN"}
    if any(unicodedata.bidirectional(one) in ("R", "AL") for one in letters):
        return None
    for font in _fonts(tuple(settings.SHARE_FONTS), _region(language)):
        if all(_has(font, letter) for letter in letters):
            return font
    return None


def _drawn(text: str, font: ImageFont.FreeTypeFont) -> str:
    """The text in one line, without the signs that the font lacks, such as pictographs."""
    kept = (one for one in text if one.isspace() or _has(font, one))
    return " ".join("".join(kept).split())


def _region(language: str) -> str:
    code = language.lower()
    return _REGIONS.get(code) or _REGIONS.get(code.partition("-")[0], "")


@computed_once
def _fonts(names: tuple[str, ...], region: str) -> list[ImageFont.FreeTypeFont]:
    """Those of the fonts that are here, and at last Pillow's own, which is of Latin letters."""
    found = [font for name in names if (font := _open(name, region))]
    own = ImageFont.load_default(_PROBE)
    return [*found, own] if isinstance(own, ImageFont.FreeTypeFont) else found


def _open(name: str, region: str) -> ImageFont.FreeTypeFont | None:
    """The font of this path, or of this file name in the system's folders.

    Of a file with several faces, the one for the region, else the first.
    """
    faces: list[ImageFont.FreeTypeFont] = []
    try:
        while not faces or (name.lower().endswith((".ttc", ".otc")) and len(faces) < _MOST_FACES):
            faces.append(ImageFont.truetype(name, _PROBE, index=len(faces)))
    except OSError:  # there is no such file, or no further face in it
        pass
    fit = (face for face in faces if (face.getname()[0] or "").endswith(f" {region}"))
    return next(fit, faces[0]) if faces else None


@lru_cache(maxsize=50)
def _sized(font: ImageFont.FreeTypeFont, size: int) -> ImageFont.FreeTypeFont:
    return font.font_variant(size=size)


@lru_cache(maxsize=20_000)
def _has(font: ImageFont.FreeTypeFont, sign: str) -> bool:
    """Whether the font has a glyph for the sign: it looks other than what is missing."""
    return _shape(font, sign) not in _missing(font)


@lru_cache(maxsize=50)
def _missing(font: ImageFont.FreeTypeFont) -> tuple[Shape, Shape]:
    return _shape(font, _MISSING), ((0, 0), b"")


def _shape(font: ImageFont.FreeTypeFont, sign: str) -> Shape:
    mask = font.getmask(sign)
    return mask.size, bytes(mask)
