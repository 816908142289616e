"""Put back what an import left out of a text, or leave out what it only suspected.

The article may have been edited since. So page and article are compared piece by piece,
a piece being about a sentence, and a cut goes where its neighbours stand now.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import chain, pairwise

from django.utils.translation import gettext as _

from summaries import text as texts
from summaries.document import Document, Part

# The number of the lead where others are those of the parts.
LEAD = -1


class CutError(ValueError):
    """The cut cannot be put back or left out; the message says why."""


def restore(document: Document, original: str, text: str) -> Document:
    """The document with a cut of the original page back at its place.

    It becomes a paragraph of its own (one a line) behind what precedes it on the page.
    Raises ``CutError`` if it is there already, or was never on the page.
    """
    comparison = _Comparison(document, original, text)
    if not comparison.occurrences:
        raise CutError(_("The imported page does not have this text."))
    if not (places := comparison.missing()):
        raise CutError(_("This is in the text already."))
    part, offset = comparison.place(places[0])
    return _insert(document, part, offset, text)


def missing(document: Document, original: str, cuts: Iterable[str]) -> set[str]:
    """Those of the cuts that ``restore()`` can put back."""
    whole = "".join(_key(block.text) for block in _blocks(document))
    # What is nowhere in the text needs no comparison, which takes longer.
    return {
        cut
        for cut in cuts
        if _key(cut) not in whole or _Comparison(document, original, cut).missing()
    }


def remove(document: Document, text: str) -> Document:
    """The document without this text: its paragraphs or, inside of one, its sentence.

    Raises ``CutError`` if it is not there.
    """
    found = _find(document, text)
    if found is None:
        raise CutError(_("This is not in the text any more."))
    part, start, end = found
    whole = _content(document, part)
    return _with_content(document, part, _joined(whole[:start], whole[end:]))


def holds(document: Document, text: str) -> bool:
    """Whether ``remove()`` has something to leave out."""
    return _find(document, text) is not None


# The document in blocks


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, heading, list or the like of a part, or a line of the lead, as plain text."""

    part: int
    start: int
    end: int
    text: str


def _blocks(document: Document) -> Iterator[_Block]:
    for line in _LINE.finditer(document.lead):
        yield _Block(LEAD, *line.span(), line[0])
    for number, part in enumerate(document.parts):
        for start, end in texts.block_spans(part.body):
            if text := texts.from_html(part.body[start:end]):
                yield _Block(number, start, end, text)


def _content(document: Document, part: int) -> str:
    if part == LEAD:
        return document.lead
    return document.parts[part].body if document.parts else ""


def _with_content(document: Document, part: int, content: str) -> Document:
    if part == LEAD:
        return replace(document, lead=content)
    parts = list(document.parts or [Part()])
    parts[part] = replace(parts[part], body=content)
    return replace(document, parts=tuple(parts))


def _insert(document: Document, part: int, offset: int, text: str) -> Document:
    content = _content(document, part)
    before, behind = content[:offset].rstrip("\n"), content[offset:].lstrip("\n")
    inserted = "\n".join(_lines(text)) if part == LEAD else texts.to_html(text)
    return _with_content(document, part, "\n".join(filter(None, [before, inserted, behind])))


def _joined(before: str, behind: str) -> str:
    """What is left around a text, with no space or line break too many."""
    if not behind or behind.startswith(("\n", "</p>")):
        before = before.rstrip()
    if not before or before.endswith((" ", "\n", "<p>")):
        behind = behind.lstrip()
    return before + behind


def _find(document: Document, text: str) -> tuple[int, int, int] | None:
    """The part that has the text, and where it begins and ends in the part's content."""
    text = text.strip()
    return (_find_blocks(document, text) or _find_inside(document, text)) if text else None


def _find_blocks(document: Document, text: str) -> tuple[int, int, int] | None:
    wanted = [_key(line) for line in _lines(text)]
    blocks = list(_blocks(document))
    keys = [_key(block.text) for block in blocks]
    for first in range(len(blocks) - len(wanted) + 1):
        last = first + len(wanted) - 1
        if keys[first : last + 1] == wanted and blocks[first].part == blocks[last].part:
            return blocks[first].part, blocks[first].start, blocks[last].end
    return None


def _find_inside(document: Document, text: str) -> tuple[int, int, int] | None:
    for part in range(LEAD, len(document.parts)):
        content = _content(document, part)
        wanted = text if part == LEAD else escape(text, quote=False)
        for found in re.finditer(re.escape(wanted), content):
            if _is_sentence(content, *found.span()):
                return part, *_with_tags(content, *found.span())
    return None


def _is_sentence(content: str, start: int, end: int) -> bool:
    """Whether these are whole sentences, so that no other one loses its words."""
    before, behind = (
        content[max(start - 9, 0) : start].rstrip(" "),
        content[end : end + 9].lstrip(" "),
    )
    begins = not before or before[-1] in _BEFORE_SENTENCE
    return begins and (not behind or behind[0] in "<\n" or content[end - 1] in _SENTENCE_END)


def _with_tags(html: str, start: int, end: int) -> tuple[int, int]:
    """The span with the elements that hold nothing else, such as a list's item."""
    while opened := _OPENED.match(html, max(html.rfind("<", 0, start), 0), start):
        closing = f"</{opened[1]}>"
        if not html.startswith(closing, end):
            break
        start, end = opened.start(), end + len(closing)
    return start, end


# The page beside the document


class _Comparison:
    """The pieces of the original page beside those of the document.

    ``occurrences`` are the ranges of pieces that are the cut.
    """

    def __init__(self, document: Document, original: str, cut: str):
        page = _Page(original)
        owned = [(block, key) for block in _blocks(document) for key in _pieces(block.text)]
        occurrences, titles = page.occurrences(_key(cut)), page.titles(document)
        joints = page.joints(document, {block.part: key for block, key in reversed(owned)})
        offsets = sorted({*page.pieces, *joints, *chain(*occurrences)})
        number = {offset: n for n, offset in enumerate(offsets)}
        pieces = [page.letters[start:end] for start, end in pairwise(offsets)]

        self.occurrences = [range(number[start], number[end]) for start, end in occurrences]
        self._titles = {number[start]: part for start, part in titles.items()}
        self._blocks = [block for block, _key in owned]
        self._same = _align(pieces, [key for _block, key in owned])
        self._count = len(pieces)
        self._document = document
        self._is_title = _key(cut) == _key(document.title)

    def missing(self) -> list[range]:
        """The occurrences that are not in the document, the page's title line as the last."""
        missing = [one for one in self.occurrences if not self._stands(one)]
        if self._is_title and missing[:1] == self.occurrences[:1]:
            missing = [*missing[1:], missing[0]]
        return missing

    def _stands(self, pieces: range) -> bool:
        first = self._same.get(pieces[0])
        return first is not None and all(
            self._same.get(piece) == first + n for n, piece in enumerate(pieces)
        )

    def place(self, pieces: range) -> tuple[int, int]:
        """The part in which these pieces belong, and where in its content."""
        for piece in range(pieces.start - 1, -1, -1):
            if piece in self._same:
                block = self._blocks[self._same[piece]]
                return block.part, block.end
            if piece in self._titles:
                return self._titles[piece], 0
        for piece in range(pieces.stop, self._count):
            if piece in self._same:
                block = self._blocks[self._same[piece]]
                return block.part, block.start
            if piece in self._titles:
                break
        if pieces.start < self._count - pieces.stop:
            return 0, 0
        last = max(len(self._document.parts) - 1, 0)
        return last, len(_content(self._document, last))


class _Page:
    """A page's letters without spaces, and the offsets there at which lines and pieces meet."""

    def __init__(self, original: str):
        self.lines, self.pieces, found = [0], [0], []
        for line in _lines(original):
            for piece in _pieces(line):
                found.append(piece)
                self.pieces.append(self.pieces[-1] + len(piece))
            self.lines.append(self.pieces[-1])
        self.letters = "".join(found)

    def occurrences(self, cut: str) -> list[tuple[int, int]]:
        """Where the cut begins and ends: as whole sentences or, if it is nowhere, as any words."""
        if not cut:
            return []
        found = [match.span() for match in re.finditer(re.escape(cut), self.letters)]
        ends = set(self.pieces)
        return [span for span in found if ends.issuperset(span)] or found

    def titles(self, document: Document) -> dict[int, int]:
        """Where a line begins with the title of a part, with the part's number."""
        parts = _once([_key(part.title) for part in document.parts])
        sizes = sorted({len(title) for title in parts if title})
        found = (
            (start, self.letters[start : start + size]) for size in sizes for start in self.lines
        )
        return {start: parts[title] for start, title in found if title in parts}

    def joints(self, document: Document, first: dict[int, str]) -> list[int]:
        """Where a part's title runs into its text; ``first`` are the parts' first pieces."""
        starts = {self.letters[start:end]: start for start, end in pairwise(self.pieces)}
        found = []
        for number, part in enumerate(document.parts):
            title, piece = _pieces(part.title), first.get(number, "")
            if title and piece and title[-1] + piece in starts:
                found.append(starts[title[-1] + piece] + len(title[-1]))
        return found


def _align(page: Sequence[str], text: Sequence[str]) -> dict[int, int]:
    """By the number of a page's piece, the number of the same piece in the text.

    What both have once is the same; then its neighbours are, if they are equal (after
    Paul Heckel, 1978). Of what is left, the first goes with the first.
    """
    once, once_in_text = _once(page), _once(text)
    same = {once[piece]: once_in_text[piece] for piece in once.keys() & once_in_text.keys()}
    same |= {-1: -1, len(page): len(text)}
    used = set(same.values())
    for step in (1, -1):
        for piece in range(len(page))[::step]:
            other = same.get(piece - step, -2) + step
            is_free = 0 <= other < len(text) and other not in used
            if piece not in same and is_free and page[piece] == text[other]:
                same[piece] = other
                used.add(other)
    left: defaultdict[str, deque[int]] = defaultdict(deque)
    for other in range(len(text)):
        if other not in used:
            left[text[other]].append(other)
    for piece in range(len(page)):
        if piece not in same and left[page[piece]]:
            same[piece] = left[page[piece]].popleft()
    del same[-1], same[len(page)]
    return same


def _once(pieces: Sequence[str]) -> dict[str, int]:
    """Those that occur only once, with their numbers."""
    counts = Counter(pieces)
    return {piece: number for number, piece in enumerate(pieces) if counts[piece] == 1}


# Text to compare


def _lines(text: str) -> list[str]:
    return [line for line in map(str.strip, text.splitlines()) if line]


def _pieces(text: str) -> list[str]:
    """The keys of the text's sentences, or of what looks like some."""
    pieces = _STOP.split(texts.normalise(text))
    return [key for piece in pieces if (key := _letters(piece))]


def _key(text: str) -> str:
    """What of the text is compared: neither case nor spaces nor punctuation."""
    return "".join(_pieces(text))


def _letters(text: str) -> str:
    text = "".join(text.split()).casefold()
    return "".join(filter(str.isalnum, text)) or text


_SENTENCE_END = ".!?…。！？"
_BEFORE_SENTENCE = f"""{_SENTENCE_END}>\n"”’」』）)"""
_LINE = re.compile(r"[^\n]+")
_STOP = re.compile(rf"(?<=\w)[{_SENTENCE_END}]+|\n+")
_OPENED = re.compile(r"<(\w+)[^<>]*>$")
