"""Decode bytes of unknown encoding: strictly if possible, else with few signs lost."""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path

import charset_normalizer
from django.utils.translation import gettext as _

# A file is binary if more than this share of its first bytes are control characters.
SAMPLE = 64 * 1024
MAX_CONTROLS = 0.01
# So many signs make up for one that is lost; the first one may always be lost.
SIGNS_PER_LOSS = 1000
# Without a mark, a text is in UTF-16 if so many signs are Latin or common ones.
MIN_COMMON_IN_UTF16 = 0.4

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Encodings without a mark, each with the least share of common signs in a text that
# was decoded rightly; of equals, the first is taken.
_CANDIDATES = {
    **dict.fromkeys(("utf-8", "gb18030", "cp950", "big5hkscs", "cp932", "euc_jp", "cp949"), 0.12),
    "cp1252": 0.7,
}
# Punctuation and ordinary characters of Chinese, for a few words without any common sign.
_ORDINARY_GB2312 = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xa3\xb0-\xd7][\xa1-\xfe])+")
# Those that the common signs cannot tell; a guess must do.
_GUESSES = [
    *("gb18030", "cp950", "koi8_r"),
    *("cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256"),
]

_COMMON_HAN = (
    "的一是不了在人有我他这個个們们中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那"
    "得于於着下自之年过過发發后後作里裡用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動"
    "面起看定天分还還进進好小部其些主样樣理心她本前开開但因只从從想实實日军軍者意无無力它与與长長把机機"
    "十民第公此已工使情明性知全三又关關点點正业業外将將两兩高间間由问問很最重并並物手应應战戰向头頭文体體"
    "政美相见見被利什二等产產或新己制身果加西斯月话話合回特代内內信表化老给給世位次度门門任常先海通教儿兒"
    "原东東声聲提立及比员員解水名真论論处處走义義各入几幾口认認条條平系气氣题題活尔爾更别別打女变變四神总總"
    "何电電数數安少报報才结結反受目太量再感建务務做接必场場件计計管期市直德资資命山金指克许許统統区區保至队隊"
    "形社便空决決治展马馬科司五基眼书書非则則听聽白却卻界达達光放强強即像难難且权權思王象完设設式色路记記"
    "南品住告类類求据據程北边邊死张張该該交规規万萬取拉格望觉覺术術领領共确確传傳师師观觀清今切院让讓识識候"
    "带帶导導争爭运運写寫班级級每周週项項划劃习習"
)
_COMMON_HANGUL = (
    "이다는에의을를은가고하지로서기도사한리어나자시인대아일정부해스있과라그수전들원으장성제상보구"
    "적주만여동우조것안오었게세치년할니연공거비국선소경면생위내신관업무용회계와요습까되했합음중"
)
_ACCENTED = "À-ÖØ-öø-ÿŒœŠšŸŽž"
_COMMON = re.compile(
    # Characters, syllables, kana and punctuation, of every language.
    f"[{_COMMON_HAN}{_COMMON_HANGUL}\u3041-\u30fe\u3000-\u3002\u300a-\u3011"
    "\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f\u2013\u2014‘-”•…«»\xa0]"
    # A symbol beside plain signs.
    "|(?<![^\x00-\x7f])[£§©®°·²³¼-¿€™](?![^\x00-\x7f\xa0])"
    # One or two accented letters in a word of plain ones, if they are no bytes of UTF-8.
    "|(?![ÂÃâ][^\x00-\x7f])(?<![^\x00-\x7f\xa0«‘“–—])"
    f"(?:[{_ACCENTED}]|[ß-öø-ÿœšž]{{2}})(?![{_ACCENTED}¡-ª¬-º¼-¿])"
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_LATIN = re.compile("[\t\n\r\x20-\x7e\xa0-\u024f]")
_LOST = re.compile("\ufffd(?:[0-9]?\ufffd){0,3}")  # a sign of up to four bytes is lost once


class UnreadableFile(Exception):
    """A file or line that cannot be read; the message is one sentence for the editor."""


def printable(path: Path | str) -> str:
    """The path as every terminal and database can take it: other bytes are escaped."""
    text = os.fsencode(path).decode(errors="backslashreplace")
    return _CONTROL.sub(lambda control: f"\\x{ord(control[0]):02x}", text)


def decode(data: bytes) -> str:
    """The text in the bytes, with U+FFFD for each sign that is lost."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _decode_marked(data, encoding)
    text = _decode_strictly(data)
    if (text is None or "\x00" in text) and (encoding := _utf16_without_mark(data[:SAMPLE])):
        return data.decode(encoding, errors="replace")
    if len(_CONTROLS.findall(data[:SAMPLE])) > MAX_CONTROLS * len(data[:SAMPLE]):
        raise UnreadableFile(_("The file is binary, not text."))
    if text is None:
        text = _decode_damaged_utf8(data) or _decode_likeliest(data) or _guess(data)
    if text is None:
        raise UnreadableFile(_("The file's character encoding is unknown; save it as UTF-8."))
    return text


def _decode_strictly(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _decode_marked(data: bytes, encoding: str) -> str:
    text = data.decode(encoding, errors="replace")
    if not _is_nearly_whole(text):
        raise UnreadableFile(
            _("The file begins as %(encoding)s, but does not go on so.")
            % {"encoding": encoding.removesuffix("-sig").upper()}
        )
    return text


def _decode_damaged_utf8(data: bytes) -> str | None:
    """The text, if it is in UTF-8 but for a few bytes, as the signs beyond ASCII show."""
    text = data.decode(errors="replace")
    beyond_ascii, lost = len(_BEYOND_ASCII.findall(text)), text.count("\ufffd")
    return text if beyond_ascii > 4 * lost and _is_nearly_whole(text) else None


def _decode_likeliest(data: bytes) -> str | None:
    """The text in the encoding that gives the largest share of common signs."""
    telling = b"\n".join(line for line in data.splitlines() if not line.isascii())[:SAMPLE]
    shares = {one: _share_of_common(telling, one) for one in _CANDIDATES}
    encoding = max(shares, key=shares.__getitem__)
    if shares[encoding] < _CANDIDATES[encoding]:
        if not _ORDINARY_GB2312.fullmatch(telling):
            return None
        encoding = "gb18030"
    text = data.decode(encoding, errors=_RESUME)
    return text if _is_nearly_whole(text) else None


def _share_of_common(data: bytes, encoding: str) -> float:
    """Which share of the signs beyond ASCII are common ones, if the bytes are so encoded."""
    text = _LOST.sub("\ufffd", data.decode(encoding, errors=_RESUME))
    return _length_of_common(text) / max(len(_BEYOND_ASCII.findall(text)), 1)


def _length_of_common(text: str) -> int:
    return sum(map(len, _COMMON.findall(text)))


def _guess(data: bytes) -> str | None:
    best = charset_normalizer.from_bytes(data, cp_isolation=_GUESSES).best()
    return None if best is None else str(best)


def _is_nearly_whole(text: str) -> bool:
    return len(_LOST.findall(text)) <= 1 + len(text) // SIGNS_PER_LOSS


def _utf16_without_mark(sample: bytes) -> str | None:
    """The variant of UTF-16 in which nearly every sign is Latin, or many are common."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, errors="replace")
        known = len(_LATIN.findall(text)) + _length_of_common(text)
        if known > MIN_COMMON_IN_UTF16 * len(text):
            return encoding
    return None


def _resume(error: UnicodeError) -> tuple[str, int]:
    """Skip as few bytes as it takes until the rest of the line is whole signs again.

    In the encodings of two bytes a sign, one byte too few or too many would
    otherwise turn each sign that follows into another one.
    """
    if not isinstance(error, UnicodeDecodeError):
        raise error
    data = error.object
    end = _ASCII_SIGN.search(data, error.start + 1, error.start + _LOOK_AHEAD)
    rest_ends = end.end() if end else error.start + _LOOK_AHEAD
    decoder = codecs.getincrementaldecoder(error.encoding)()
    for start in range(error.start + 1, error.start + 4):
        try:
            decoder.decode(data[start:rest_ends], final=rest_ends >= len(data))
        except UnicodeDecodeError:
            decoder.reset()
        else:
            return "\ufffd", min(start, len(data))
    return "\ufffd", error.start + 1


# A byte that never ends a sign of several bytes.
_ASCII_SIGN = re.compile(rb"[\x00-\x2f]")
_LOOK_AHEAD = 400
_RESUME = "summaries.resume"
codecs.register_error(_RESUME, _resume)
