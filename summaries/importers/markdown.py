"""Markdown: CommonMark with tables and strikethrough, in ``.md`` files and in others.

``read()`` returns the report and the HTML. The report's lines are the source's own; every
word of the source is in the HTML, apart from markup, addresses and comments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, emphasis, strikethrough
from markdown_it.token import Token

from summaries import figures
from summaries import text as texts
from summaries.blanks import distinct
from summaries.document import Document, Part
from summaries.pasting import Take
from summaries.quality import find_damage

from . import plaintext
from .frontmatter import read_plain
from .plaintext.lines import Line
from .plaintext.page import Cut, Guess, Heading, Page, PagePart, _
from .plaintext.sentences import split_sentences
from .plaintext.titles import letters

SUFFIXES = (".md", ".markdown")

# Lists and quotes are nested no deeper; markdown-it would leave out what is.
_DEEPEST = 20
# In a text of this length, no more than a fifth of all characters are markup.
_LONG, _MOST_SIGNS = 20_000, 0.2
# Whether a text is Markdown shows within so many characters.
_SAMPLE = 50_000
# A page's title is level 1, a part's title level 2.
_TOP_LEVEL, _LAST_LEVEL = 3, 6


@dataclass(slots=True)
class _Text:
    """The blocks of a text as tokens, and what is found on the way to HTML."""

    lines: list[str]
    tokens: list[Token]
    take: Take
    headings: dict[int, Heading] = field(default_factory=dict)
    cuts: list[Cut] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    has_missing_images: bool = False


def is_markdown(text: str) -> bool:
    """Whether a text is plainly Markdown: it has markup of two kinds, or several headings.

    Bold text and a single ``# `` are weak signs: stars may stand for lost words.
    """
    sample = _FENCED.sub("\n```\n", text[:_SAMPLE])
    if len(_SUBHEADING.findall(sample)) > 1:
        return True
    strong = sum(bool(sign.search(sample)) for sign in (_SUBHEADING, _LINK, _TABLE, _FENCE))
    strong += 2 * bool(_IMAGE.search(sample))
    weak = sum(bool(sign.search(sample)) for sign in (_HEADING, _BOLD))
    return strong > 1 or (strong > 0 and weak > 0)


def no_image(_address: str, _alt: str) -> None:
    """No image is kept."""


def read(text: str, *, name: str = "", title: str = "", take: Take = no_image) -> tuple[Page, str]:
    """The report on the Markdown, and its HTML, which is ``""`` for what it read as plain text.

    ``title`` is the one in the front matter above the text; ``name`` is for a page
    without text; ``take`` gives the keys of the images that are kept.
    """
    source = _SPACELESS.sub(_with_space, text)
    tokens = _parse(source)
    if tokens is None:
        page = read_plain(text, title=title, name=name)
        guess = Guess("parts", _("It has too much markup for Markdown; it was read as plain text."))
        return replace(page, guesses=(*page.guesses, guess)), ""
    found = _Text(source.split("\n"), tokens, take)
    _show_indented_prose(found)
    _show_names_of_code(found)
    _show_html(found)
    _demote_paragraphs(found)
    _drop_empty_headings(found)
    title = _take_title(found, title)
    _set_levels(found)
    above = None
    for token in found.tokens:
        if token.type == "inline":
            is_paragraph = above is not None and above.type == "paragraph_open"
            children = _with_links(token.children or [], found, is_paragraph=is_paragraph)
            token.children = list(_with_breaks(children))
        above = token
    html = texts.sanitise(_render(found.tokens))
    return _report(found, html, title, name), html


def to_document(page: Page, html: str) -> Document:
    """The page as a document whose one part is the HTML; without any, as plain text."""
    document = plaintext.to_document(page)
    return replace(document, parts=(Part(body=html),)) if html else document


def _parse(text: str) -> list[Token] | None:
    """The tokens, or ``None`` where the parser would take too long or lose text."""
    if len(text) > _LONG and len(_SIGN.findall(text)) > _MOST_SIGNS * len(text):
        return None
    tokens = _parser.parse(text)
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        return None
    return tokens


def _render(tokens: Sequence[Token]) -> str:
    return _renderer.render(tokens, _parser.options, {})


def _report(found: _Text, html: str, title: str, name: str) -> Page:
    lines, headings = _lines(found)
    seen = texts.from_html(_CODE.sub(lambda code: "code" if code["word"] else "", html))
    guesses = []
    if not title:
        title, reason = _derive_title(texts.from_html(html), name)
        guesses.append(Guess("title", reason))
    if found.has_missing_images:
        reason = _("Images that were not found became links or their descriptions.")
        guesses.append(Guess("parts", reason))
    if any(map(_TEMPLATE.search, lines)):
        reason = _("It has tags of a site generator, which were kept as text.")
        guesses.append(Guess("parts", reason))
    language = texts.detect_language(seen)
    written = f"{title}\n{seen}"
    return Page(
        title=title,
        parts=(PagePart("", lines, headings),),
        cut=tuple(found.cuts),
        blanks=distinct(written),
        damage=tuple(find_damage(written, language)),
        guesses=tuple(guesses),
        language=language,
    )


def _lines(found: _Text) -> tuple[tuple[Line, ...], dict[int, Heading]]:
    """The lines of the source, headings without their signs, and which are headings."""
    code = _code_lines(found.tokens)
    lines: list[Line] = []
    headings = {}
    gap = False
    for number, text in enumerate(found.lines):
        if number in found.headings:
            headings[len(lines)] = found.headings[number]
            text = found.headings[number].text
        if text.strip() and number not in found.hidden:
            lines.append(Line(text, gap=gap, is_code=number in code))
        gap = not text.strip()
    return tuple(lines), headings


def _code_lines(tokens: Sequence[Token]) -> set[int]:
    blocks = [token.map for token in tokens if token.type in ("fence", "code_block") and token.map]
    return {number for start, end in blocks for number in range(start, end)}


def _derive_title(text: str, name: str) -> tuple[str, str]:
    if not text:
        return name, _("The page has no text; this is its name.")
    sentence = split_sentences(text.partition("\n")[0])[0].strip()
    return sentence, _("The page has no title line; this is its first sentence or heading.")


# -- headings --------------------------------------------------------------------------------


def _demote_paragraphs(found: _Text) -> None:
    """A sentence above a line of dashes is a paragraph, though a heading in CommonMark."""
    tokens: list[Token] = []
    for place, token in enumerate(found.tokens):
        tokens.append(token)
        is_underlined = token.type.startswith("heading_") and token.markup in ("-", "=")
        inline = found.tokens[place + token.nesting]
        if is_underlined and _PARAGRAPH.search(inline.content):
            token.type, token.tag = token.type.replace("heading", "paragraph"), "p"
            if token.nesting < 0 and token.markup == "-":
                tokens.append(Token("hr", "hr", 0))
    found.tokens = tokens


def _drop_empty_headings(found: _Text) -> None:
    """``##`` alone is no heading."""
    places = [
        place
        for place, token in enumerate(found.tokens)
        if token.type == "heading_open" and not found.tokens[place + 1].content.strip()
    ]
    found.hidden.update(n for place in places for n in range(*(found.tokens[place].map or (0, 0))))
    gone = {place + after for place in places for after in range(3)}
    found.tokens = [token for place, token in enumerate(found.tokens) if place not in gone]


def _take_title(found: _Text, title: str) -> str:
    """The title: the one given, or the heading at the top, which is taken out of the text."""
    place = _after_images(found.tokens)
    if found.tokens[place : place + 1] == [] or found.tokens[place].type != "heading_open":
        return title
    opening, inline = found.tokens[place : place + 2]
    if opening.tag != "h1" and opening.markup.startswith("#") and not _is_on_top(found, opening):
        return title
    words = _plain(inline)
    if not words or (title and letters(words) != letters(title)):
        return title
    start, end = opening.map or (0, 0)
    found.hidden.update(range(start, end))
    found.cuts.insert(0, Cut(" ".join(inline.content.split()), "title"))
    del found.tokens[place : place + 3]
    return title or words


def _is_on_top(found: _Text, opening: Token) -> bool:
    """Whether all other headings are below this one."""
    tags = [token.tag for token in found.tokens if token.type == "heading_open"]
    return len(tags) > 1 and opening.tag < min(tag for tag in tags[1:])


def _after_images(tokens: Sequence[Token]) -> int:
    """The place behind the logos and badges at the top, which are paragraphs of images."""
    place = 0
    while place + 1 < len(tokens) and tokens[place].type == "paragraph_open":
        children = tokens[place + 1].children or []
        if not all(_is_image(token) for token in children):
            break
        place += 3
    return place


def _is_image(token: Token) -> bool:
    return token.type in ("image", "softbreak", "link_open", "link_close")


def _plain(inline: Token) -> str:
    return " ".join(texts.from_html(texts.sanitise(_render([inline]))).split())


def _set_levels(found: _Text) -> None:
    """Number the levels without gaps; a heading in a quote or list becomes bold text."""
    above: list[str] = []
    for place, opening in enumerate(found.tokens):
        if opening.type != "heading_open":
            continue
        inline, closing = found.tokens[place + 1 : place + 3]
        if opening.level:
            tag = "p"
            inline.children = _bold(inline.children or [])
        else:
            above = [*(other for other in above if other < opening.tag), opening.tag]
            tag = f"h{min(_TOP_LEVEL - 1 + len(above), _LAST_LEVEL)}"
            _note_heading(found, opening, inline, len(above))
        opening.tag = closing.tag = tag


def _note_heading(found: _Text, opening: Token, inline: Token, level: int) -> None:
    start, end = opening.map or (0, 0)
    found.headings[start] = Heading(" ".join(inline.content.split()), level)
    found.hidden.update(range(start + 1, end))


def _bold(children: list[Token]) -> list[Token]:
    return [Token("strong_open", "strong", 1), *children, Token("strong_close", "strong", -1)]


# -- HTML in the source ----------------------------------------------------------------------


def _show_html(found: _Text) -> None:
    """Let only elements through that an article may hold; anything like ``<name>`` is text."""
    kept = []
    for token in found.tokens:
        for one in (token, *(token.children or ())):
            if one.type in ("html_block", "html_inline"):
                one.content = _shown(one.content, found)
        if token.type == "html_block" and not token.content.strip():
            start, end = token.map or (0, 0)
            found.hidden.update(range(start, end))
        else:
            kept.append(token)
    found.tokens = kept


def _shown(html: str, found: _Text) -> str:
    pieces, last = [], 0
    for match in _ELEMENT.finditer(html):
        pieces += [html[last : match.start()].replace("<", "&lt;"), _element(match, found)]
        last = match.end()
    return "".join([*pieces, html[last:].replace("<", "&lt;")])


def _element(match: re.Match[str], found: _Text) -> str:
    """What becomes of a tag, a comment, or a script with all that is in it."""
    name = (match["name"] or "").lower()
    if not name:
        found.cuts.append(Cut(match[0], "comment"))
        return ""
    if name in _MEDIA:
        return "" if match["end"] else _media_link(match["attributes"], found)
    if _RAW_HEADING.fullmatch(name):  # it has no place among the levels of the others
        return "</strong></p>" if match["end"] else "<p><strong>"
    if name in _SWALLOWING or texts.dropped(f"<{name}>"):
        return escape(match[0], quote=False)
    return match[0]


def _media_link(attributes: str, found: _Text) -> str:
    values = {name.lower(): "".join(value) for name, *value in _ATTRIBUTE.findall(attributes)}
    if figure := _figure(values.get("src", ""), values.get("alt", ""), "", found):
        return figure
    link = _image(values.get("src", ""), values.get("alt", ""), values.get("title", ""))
    return _render(link)


# -- images and line breaks ------------------------------------------------------------------


def _with_links(children: Sequence[Token], found: _Text, *, is_paragraph: bool) -> Iterator[Token]:
    """The tokens with a figure for each image that is kept, which ends a paragraph.

    In place of another one stands a link, or inside of a link the words.
    """
    depth = 0
    for token in children:
        depth += token.nesting if token.type.startswith("link_") else 0
        if token.type != "image":
            yield token
            continue
        words = _renderer.renderInlineAsText(token.children, _parser.options, {})
        address, title = str(token.attrs.get("src", "")), str(token.attrs.get("title", ""))
        if figure := _figure(address, words, title, found):
            raw = Token("html_inline", "", 0)
            raw.content = f"</p>{figure}<p>" if is_paragraph and not depth else figure
            yield raw
            continue
        yield from (one for one in _image(address, words, title) if not (depth and one.nesting))


def _figure(address: str, words: str, title: str, found: _Text) -> str:
    """The image with its title as caption; ``""`` if it is missing."""
    if key := found.take(address, words):
        return figures.figure(key, words, escape(title, quote=False))
    found.has_missing_images = True
    return ""


def _image(address: str, words: str, title: str) -> list[Token]:
    """A link to an image, called by its description; text if its address is not on the web."""
    text = Token("text", "", 0)
    text.content = " ".join(filter(None, (words, title)))
    text.content = text.content or ("" if address.startswith("data:") else address)
    if not _WEB.match(address):
        return [text]
    opening = Token("link_open", "a", 1, attrs={"href": address})
    return [opening, text, Token("link_close", "a", -1)]


def _with_breaks(children: Iterator[Token]) -> list[Token]:
    """The tokens with the line breaks that Chinese texts and lists of notes mean."""
    tokens = list(children)
    before, soft = "", None
    for token in tokens:
        if token.type == "softbreak":
            soft = token
        elif token.content:
            if soft and (_is_wide(before) or _is_wide(token.content) or _is_note(token.content)):
                soft.type, soft.tag = "hardbreak", "br"
            before, soft = token.content[-1], None
    return tokens


def _is_note(text: str) -> bool:
    return text.startswith("[^")


def _is_wide(text: str) -> bool:
    return bool(_WIDE.match(text))


def _show_indented_prose(found: _Text) -> None:
    """Chinese paragraphs that begin with four spaces are paragraphs, not code."""
    tokens: list[Token] = []
    for token in found.tokens:
        lines = [line.strip() for line in token.content.split("\n") if line.strip()]
        if token.type == "code_block" and lines and all(map(_PROSE.search, lines)):
            tokens += [one for line in lines for one in _paragraph(line)]
        else:
            tokens.append(token)
    found.tokens = tokens


def _show_names_of_code(found: _Text) -> None:
    """What stands behind the language of fenced code, such as a file's name."""
    tokens: list[Token] = []
    for token in found.tokens:
        if token.type == "fence":
            name = _CODE_LANGUAGE.sub("", token.info.strip()).strip()
            tokens += _paragraph(name) if name else []
        tokens.append(token)
    found.tokens = tokens


def _paragraph(text: str) -> list[Token]:
    return [Token("paragraph_open", "p", 1), *_parser.parseInline(text), _PARAGRAPH_END]


# -- the parser ------------------------------------------------------------------------------


def _beside_wide(tokenize: Callable[[StateInline, bool], bool]) -> Callable[..., bool]:
    """The rule for stars, which may also open and close between Chinese signs and words.

    CommonMark asks for a space there: ``**Note：**text`` would keep its stars.
    """

    def rule(state: StateInline, silent: bool) -> bool:
        start, known = state.pos, len(state.delimiters)
        if not tokenize(state, silent):
            return False
        before, after = state.src[max(start - 1, 0) : start], state.src[state.pos : state.pos + 1]
        for delimiter in state.delimiters[known:]:
            if delimiter.marker != ord("_"):
                delimiter.open |= _is_wide(before) and bool(after.strip())
                delimiter.close |= _is_wide(after) and bool(before.strip())
        return True

    return rule


def _template(state: StateInline, silent: bool) -> bool:
    """``{% tag %}`` and ``{{< shortcode >}}`` are text, with all signs in them."""
    match = _TEMPLATE.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        state.pending += match[0]
    state.pos = match.end()
    return True


def _address(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``[site]: https://…`` is an address; ``[^1]: …`` and ``[Note]: words`` are text."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    return not _NOTE.match(line) and reference(state, start, end, silent)


def _keep_cells(state: StateCore) -> None:
    """Put the cells of a row that go beyond the table's head into the row's last cell."""
    lines = state.src.split("\n")
    cells: list[Token] = []
    for place, token in enumerate(state.tokens):
        if token.type == "tr_open":
            cells = []
        elif token.type in ("td_open", "th_open"):
            cells.append(state.tokens[place + 1])
        elif token.type == "tr_close" and cells and cells[-1].map:
            row = _OUTER_BAR.sub("", lines[cells[-1].map[0]])
            more = [cell.strip() for cell in _BAR.split(row)[len(cells) :]]
            cells[-1].content = " ".join(filter(None, [cells[-1].content, *more]))


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST, "xhtmlOut": False})
    parser.enable(["table", "strikethrough"])
    parser.inline.ruler.at("emphasis", _beside_wide(emphasis.tokenize))
    parser.inline.ruler.at("strikethrough", _beside_wide(strikethrough.tokenize))
    parser.inline.ruler.before("escape", "template", _template)
    parser.block.ruler.at("reference", _address)
    parser.core.ruler.after("block", "cells", _keep_cells)
    return parser


def _with_space(match: re.Match[str]) -> str:
    return f"{match['signs']} " if match["signs"] else match[0]


_parser = _make_parser()
_renderer = RendererHTML(_parser)
_PARAGRAPH_END = Token("paragraph_close", "p", -1)

_HEADING = re.compile(r"^#[ \t]+\S", re.MULTILINE)
_SUBHEADING = re.compile(r"^ {0,3}#{2,6}[ \t]+[^\s#]", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[[^\[\]\n]{1,200}\]\((?:https?://|/|#|mailto:)[^\s()]{0,500}\)")
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,200}\]\([^\s()]{1,500}(?: \"[^\"\n]*\")?\)")
_TABLE = re.compile(r"\|[^|\n]*\n\|?[ \t]*:?-{2,}:?[ \t]*\|[-:| \t]*$", re.MULTILINE)
_FENCED = re.compile(r"^```[^\n]*\n.*?^```[^\n]*$", re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"^```$", re.MULTILINE)
_BOLD = re.compile(r"\*\*[^\s*][^*\n]{0,200}(?<=\S)\*\*")
_SIGN = re.compile(r"[\[\]*_`~|<>&\\\n!#+-]|^ *\d+[.)]", re.MULTILINE)
# "##Heading", as many Chinese authors write; fenced code is left as it is.
_SPACELESS = re.compile(
    r"^(?P<fence>```|~~~).*?^(?P=fence)|^(?P<signs>#{2,6})(?=[\u3000-\u9fff])",
    re.DOTALL | re.MULTILINE,
)
# A heading has one line and no stop at its end.
_PARAGRAPH = re.compile(r"\n|[。！？.!?;；,，:：]$")
_CODE = re.compile(r"<pre>.*?</pre>|(?P<word><code>).*?</code>", re.DOTALL)
_CODE_LANGUAGE = re.compile(r"^[a-z\d+#.:_-]*", re.IGNORECASE)
_WIDE = re.compile(f"[\u2018-\u201d\u2026\u3000-\u303f{texts.CJK}{texts.HANGUL}\uff00-\uffef]")
_PROSE = re.compile("[\u4e00-\u9fff][\"'”’」》）]*[，。！？；：、]")
_TEMPLATE = re.compile(r"\{\{[^{}\n]{0,300}\}\}|\{%[^{}\n]{0,300}%\}")
# No address: a footnote, a word, a word that is not ASCII, or nothing in this line.
_NOTE = re.compile(r"\[(?:\^|[^\]]*\]:[ \t]*(?:$|[^\s\x21-\x7e]|[^\s./#:?<]+(?:\s|$)))")
_OUTER_BAR = re.compile(r"^[\s>]*\|?|\|\s*$")
_BAR = re.compile(r"(?<!\\)\|")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_RAW_HEADING = re.compile("h[1-6]")
_MEDIA = ("img", "iframe", "video", "audio", "embed", "source")
# In these all that follows is no markup any more.
_SWALLOWING = ("title", "script", "style")
_ELEMENT = re.compile(
    r"<!--(?:(?!<!--).)*?-->"
    r"|<(?:script|style)\b[^<>]*>(?:(?!<script|<style).)*?</(?:script|style)\s*>"
    r"|<(?P<end>/?)(?P<name>[a-z][\w-]*)"
    r"(?P<attributes>(?:\s(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)?/?)>",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([a-z]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))", re.IGNORECASE)
