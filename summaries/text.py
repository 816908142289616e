"""Text in, text out: normalise, sanitise, excerpt, slug, count and segment.

Nothing here knows a model or a request. "CJK" below means the scripts written
without spaces between words: Han, Hiragana and Katakana.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape, unescape
from typing import Any

import nh3
from django.utils.formats import date_format, number_format
from django.utils.text import slugify as django_slugify
from django.utils.translation import get_language

from . import figures

# Scripts, as ranges of characters for regular expressions.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
CJK = f"\u3040-\u30ff{HAN}"
HANGUL = "\u1100-\u11ff\uac00-\ud7af"

SLUG_MAX_LENGTH = 120
# After this many of one name a number would take long to find.
NUMBERED = 9

_CJK_CHARACTER = re.compile(f"[{CJK}]")
_HANGUL_CHARACTER = re.compile(f"[{HANGUL}]")
_EASTERN = re.compile(f"[{CJK}{HANGUL}]")
_KANA = re.compile("[\u3041-\u30ff]")
_WORD = re.compile(rf"[^\W_{CJK}]+(?:['’\-][^\W_{CJK}]+)*")
_TOKEN = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+")
# The same for plain ASCII, as most texts are, in half the time.
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+(?:['\-][A-Za-z0-9]+)*")
_ASCII_TOKEN = re.compile(r"[a-z0-9]+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff\u00ad]")
_BLOCK = re.compile(
    r"<(?=br\b|/?(?:p|h[1-6]|ul|ol|li|tr|table|blockquote|pre|d[ltd]|(?:fig)?caption|hr)\b)", re.I
)
_LOOSE_END = " ,;:.-–—,。;:、"
_CELL_END = re.compile(r"</t[dh]>", re.I)
_FENCED = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)
_LETTERS = rf"[^\W\d_{CJK}{HANGUL}]{{1,25}}"
_PROSE_WORD = re.compile(rf"""[(\["'“‘«]*{_LETTERS}(?:['’\-]{_LETTERS}){{0,4}}[.,;:!?)\]"'”’»…]*""")
# Signs that a short line is code, and beginnings of a line that may be code.
_CODE_SIGN = re.compile(r"[{}=<>\\|]|\w\(|\w_\w|[;:]\s*$")
_CODE_BEGINS = re.compile(r"[ \t]{2}|\t|//|/\*|\*|#|--|\$")
_SHORT = 12  # words
# A language is told from so many characters, taken from so many places.
_SAMPLE = 20_000
_SAMPLE_PIECES = 20
_HEADING = re.compile(r"<h([2-6])[^>]*>(.*?)</h\1>", re.I | re.S)

# What an article may hold. Headings start at 3: the page's title is level 1, a part's title 2.
_TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd"),
    *("blockquote", "pre", "code", "strong", "em", "b", "i", "u", "s", "sub", "sup", "a"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
# Blocks that no article holds: what stands in them becomes paragraphs, or a heading.
_OTHER_BLOCKS = (
    *("address", "article", "aside", "body", "center", "details", "dialog", "div", "fieldset"),
    *("figcaption", "figure", "footer", "form", "header", "hgroup", "legend", "main", "nav"),
    *("option", "search", "section", "summary"),
)
# Elements that only style a text; the text itself stays.
_DRESSING = {
    *("abbr", "acronym", "bdi", "bdo", "big", "cite", "col", "colgroup", "data", "del", "dfn"),
    *("dir", "font", "head", "html", "ins", "kbd", "label", "link", "mark", "menu", "meta", "nobr"),
    *("q", "rp", "rt", "ruby", "samp", "small", "span", "strike", "time", "title", "tt", "var"),
    "wbr",
}
_ATTRIBUTES = r"""((?:\s(?:"[^"]*"|'[^']*'|[^>"'])*)?)"""
_OUTER_BLOCK = re.compile(
    r"""<(/)?(?:p|h[2-6]|ul|ol|dl|table|blockquote|pre)\b(?:"[^"]*"|[^">])*>"""
)
_OTHER_BLOCK = re.compile(rf"<(/?)(?:{'|'.join(_OTHER_BLOCKS)}){_ATTRIBUTES}>", re.I)
_TOP_HEADING = re.compile(rf"<(/?)h1{_ATTRIBUTES}>", re.I)
_EMPTY = re.compile(r"<p(?: [^>]*)?>\s*</p>")
_EMPTY_WORDS = re.compile(r"<(strong|em|b|i|u|s|sub|sup|code|a)(?: [^>]*)?></\1>")
# What was nested wrongly may read otherwise once a tag between is gone.
_CLEANINGS = 4
_ELEMENT = re.compile(r"<!--.*?-->|<([a-z][\w:-]*)", re.I | re.S)
_KEPT = {
    "*": {"lang", "dir"},
    "a": {"href", "title"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_cleaner = nh3.Cleaner(tags=_TAGS, attributes=_KEPT, url_schemes=_SCHEMES, link_rel="noopener")


def _keep_address(tag: str, attribute: str, value: str) -> str | None:
    """An image has an address of the library's own, and a link never has."""
    is_own = value.strip().lower().startswith(figures.SCHEME)
    return None if attribute in ("href", "src") and is_own != (tag == "img") else value


# For the few texts that have images; it takes longer.
_cleaner_of_figures = nh3.Cleaner(
    tags={*_TAGS, "figure", "figcaption", "img"},
    attributes={**_KEPT, "img": {"src", "alt"}},
    attribute_filter=_keep_address,
    url_schemes={*_SCHEMES, figures.SCHEME.rstrip(":")},
    link_rel="noopener",
)
_stripper = nh3.Cleaner(tags=set())


# Latin letters with an accent, each to its bare letter.
_FLAT = {
    code: bare
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if len(bare := unicodedata.normalize("NFD", chr(code))[0].lower()) == 1 and bare.isascii()
}


def normalise(text: str) -> str:
    """The text in NFC, with ``\\n`` line ends and without characters nobody can see."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text))


class SanitisedHTML(str):
    """HTML that ``sanitise()`` has been through."""

    __slots__ = ()


def storable(value: Any) -> Any:
    """The text, or the texts in lists and mappings, without what no database keeps.

    That is NUL, and half of a character that JavaScript writes as two.
    """
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if isinstance(value, list):
        return [storable(one) for one in value]
    if isinstance(value, dict):
        return {name: storable(one) for name, one in value.items()}
    return value


def sanitise(html: str) -> SanitisedHTML:
    """The HTML with only the tags, attributes and addresses an article may hold.

    Other blocks become paragraphs, so that no line is glued to the next.
    """
    if isinstance(html, SanitisedHTML):
        return html
    html = _TOP_HEADING.sub(r"<\1h2\2>", _UNSEEN.sub("", html))
    if figures.SCHEME in html:
        return _sanitised_with_figures(html)
    html, count = _OTHER_BLOCK.subn(r"<\1p\2>", html)
    for _attempt in range(_CLEANINGS):
        clean = _cleaner.clean(html)
        clean = _EMPTY.sub("", clean) if count else clean
        if clean == html:
            break
        html = clean
    return SanitisedHTML(clean)


def _sanitised_with_figures(html: str) -> SanitisedHTML:
    for _attempt in range(_CLEANINGS):
        settled = figures.settled(html, lambda other: _OTHER_BLOCK.sub(r"<\1p\2>", other))
        # A figure ends the paragraph that it stood in, and leaves an empty rest of it.
        clean = _EMPTY.sub("", _EMPTY_WORDS.sub("", _cleaner_of_figures.clean(settled)))
        if clean == html:
            break
        html = clean
    return SanitisedHTML(clean)


def dropped(html: str) -> list[str]:
    """The names of the elements that ``sanitise()`` drops, each once, in order: ``iframe``.

    An ``img`` is one, unless it is an image of the library.
    """
    names = dict.fromkeys(name.lower() for name in _ELEMENT.findall(figures.without(html)) if name)
    known = _TAGS | _DRESSING | {*_OTHER_BLOCKS, "h1"}
    return [name for name in names if name not in known]


def from_html(html: str) -> str:
    """The words of the HTML as plain text, one block a line."""
    html = _CELL_END.sub(" ", _BLOCK.sub("\n<", html))
    lines = unescape(_stripper.clean(html)).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def block_spans(html: str) -> Iterator[tuple[int, int]]:
    """Where the outermost blocks of the sanitised HTML begin and end; text between is one, too."""
    start = depth = 0
    for tag in _OUTER_BLOCK.finditer(html):
        if depth == 0:
            yield start, tag.start()
            start = tag.start()
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth == 0:
            yield start, tag.end()
            start = tag.end()
    yield start, len(html)


def begins_line(tag: str) -> bool:
    """Whether the tag ends a line of ``from_html()``."""
    return _BLOCK.match(tag) is not None


def ends_cell(tag: str) -> bool:
    """Whether the tag stands for a space in ``from_html()``."""
    return _CELL_END.match(tag) is not None


def to_html(text: str) -> str:
    """Plain text as HTML: a paragraph a line."""
    lines = (line.strip() for line in normalise(text).split("\n"))
    return "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A heading in HTML and the id it was given; ``level`` as in ``<h3>``."""

    level: int
    title: str
    id: str


def anchor_headings(html: str, prefix: str, *, raise_by: int = 0) -> tuple[str, list[Anchor]]:
    """The sanitised HTML with an id on each heading, and the headings.

    An id is made of ``prefix`` and the heading's own words, so that it stays
    the same when other headings come and go. ``raise_by`` lifts ``<h3>`` to ``<h2>``.
    """
    anchors: list[Anchor] = []
    ids: Counter[str] = Counter()

    def with_id(match: re.Match[str]) -> str:
        title = " ".join(from_html(match[2]).split())
        if not title:
            return match[0]
        name = f"{prefix}-{slugify(title, fallback='section')[:60].strip('-')}"
        ids[name] += 1
        anchor = name if ids[name] == 1 else f"{name}-{ids[name]}"
        level = max(int(match[1]) - raise_by, 2)
        anchors.append(Anchor(level, title, anchor))
        return f'<h{level} id="{anchor}">{match[2]}</h{level}>'

    return _HEADING.sub(with_id, html), anchors


def word_count(text: str) -> int:
    """Words in the plain text; each CJK character counts as one, as word processors do."""
    if text.isascii():
        return len(_ASCII_WORD.findall(text))
    return len(_WORD.findall(text)) + len(_CJK_CHARACTER.findall(text))


def excerpt(text: str, length: int = 240) -> str:
    """The first ``length`` characters of the plain text, cut at a word, with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    cut = text[: length + 1]
    if not _CJK_CHARACTER.match(cut[-2]) and " " in cut[length // 2 :]:
        cut = cut.rsplit(" ", 1)[0]
    return cut[:length].rstrip(_LOOSE_END) + "…"


def slugify(text: str, fallback: str = "article") -> str:
    """A unicode slug of at most ``SLUG_MAX_LENGTH`` characters, never empty."""
    slug = django_slugify(normalise(text), allow_unicode=True)[:SLUG_MAX_LENGTH].strip("-_")
    return slug or fallback


def slug_of(own: str, name: str, fallback: str) -> str:
    """The slug that something has already, if it is one; else one made from it or the name."""
    is_slug = bool(re.fullmatch(r"[-\w]+", own)) and len(own) <= SLUG_MAX_LENGTH
    return own if is_slug else slugify(own, "") or slugify(name, fallback)


def numbered_slugs(slug: str) -> list[str]:
    """The slug, and what it is called where others have it."""
    base = slug[:SLUG_MAX_LENGTH]
    return [slug, *(f"{base}-{number}" for number in range(2, NUMBERED + 1))]


def free_slug(wanted: str, taken: Container[str]) -> str:
    """The slug itself, with a number behind it, or with a random end where many are taken."""
    free = (slug for slug in numbered_slugs(wanted) if slug not in taken)
    return next(free, f"{wanted[:SLUG_MAX_LENGTH]}-{secrets.token_hex(4)}")


def grouped(number: int) -> str:
    """A whole number with the reader's separators: 12,345."""
    if 0 <= number < 1000:
        return str(number)
    return number_format(number, decimal_pos=0, use_l10n=True, force_grouping=True)


def day(value: date) -> str:
    """A date that cannot be misread, in the reader's language: ``12 Nov 2026``."""
    is_english = (get_language() or "en").startswith("en")
    return date_format(value, "j M Y" if is_english else "DATE_FORMAT")


def fold(text: str) -> str:
    """The text as it is compared: compatibility forms, case and accents set aside.

    Both databases are given folded text and folded queries, so that they agree.
    """
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    # A text has few different characters; so each mark is looked for once.
    for mark in filter(unicodedata.combining, set(folded) - {"\u3099", "\u309a"}):
        folded = folded.replace(mark, "")
    return unicodedata.normalize("NFC", folded)


def caseless(name: str) -> str:
    """The name as two names are compared that differ in case, width or spaces only."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def tokens(text: str, *, closed: bool = False) -> list[str]:
    """The terms under which the text is found: folded words, and CJK runs as overlapping pairs.

    A ``closed`` run ends with its last character alone, so that a search for
    any one character is a search for terms that begin with it.

    >>> tokens("Café 工作总结")
    ['cafe', '工作', '作总', '总结']
    """
    text = fold(text)
    if text.isascii():
        return _ASCII_TOKEN.findall(text)
    found: list[str] = []
    for run in _TOKEN.findall(text):
        if _CJK_CHARACTER.match(run):
            pairs = len(run) if closed else max(len(run) - 1, 1)
            found += [run[i : i + 2] for i in range(pairs)]
        else:
            found.append(run)
    return found


def is_cjk(text: str) -> bool:
    """Whether the text begins with a character of a script without spaces."""
    return bool(_CJK_CHARACTER.match(text))


def flatten(text: str) -> str:
    """The text in lower case and without accents, character for character: positions still hold."""
    lowered = text.lower()
    return (lowered if len(lowered) == len(text) else text).translate(_FLAT)


def detect_language(text: str) -> str:
    """``"zh"``, ``"ja"``, ``"ko"`` or ``"en"``, by the scripts the prose is written in.

    Code, data and addresses are in no language.
    """
    sample = _spread_sample(_FENCED.sub("", text))
    if not _EASTERN.search(sample):
        return "en"
    hangul = len(_HANGUL_CHARACTER.findall(sample))
    cjk = len(_CJK_CHARACTER.findall(sample))
    # A word of a language with spaces says as much as one character or two.
    if hangul + cjk <= sum(map(_prose_words, sample.splitlines())):
        return "en"
    if hangul > cjk:
        return "ko"
    return "ja" if 10 * len(_KANA.findall(sample)) > cjk else "zh"


def _spread_sample(text: str) -> str:
    """A long text's beginning and as much from other places in it, evenly spread."""
    if len(text) <= _SAMPLE:
        return text
    size = _SAMPLE // _SAMPLE_PIECES
    starts = (i * (len(text) - size) // (_SAMPLE_PIECES - 1) for i in range(_SAMPLE_PIECES))
    return "\n".join(text[start : start + size] for start in starts)


def _prose_words(line: str) -> float:
    """The line's words of a language with spaces; few or none count where it may be code."""
    words = line.split()
    found = sum(_PROSE_WORD.fullmatch(word) is not None for word in words)
    if 2 * found < len(words):
        return 0
    if found >= _SHORT:
        return found
    if _CODE_SIGN.search(line):
        return 0
    return found / 4 if _CODE_BEGINS.match(line) else found
