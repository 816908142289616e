"""Read a page of plain text: one paragraph per line, without markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from summaries.blanks import distinct
from summaries.quality import Damage, find_damage, is_filler
from summaries.text import detect_language

from .announced import announced_count
from .boilerplate import is_elsewhere, is_formula, is_weak, line_reason, sentence_reason
from .credits import Credits, find_source
from .derived import derive_title
from .head import Head, read_head
from .headings import find_headings
from .lines import Line, split_lines
from .numbering import read_marks
from .page import Cut, Guess, Page, PagePart, _
from .parts import PartMark, find_parts
from .sentences import split_sentences
from .tail import Body, read_body
from .titles import extends, letters, weight

# The text begins within so many lines below the title.
_MARGIN = 5
# Shorter titles are not checked for being a sentence that the site cut off.
_SHORTEST_CUT = 100
# More than a fifth of a page is no furniture: then nothing is cut.
_MOST_CUT = 0.2
# What these cuts say is kept in fields of the article.
_KEPT_IN_FIELDS = ("title", "trail", "site name", "date", "byline", "source")
_NAMING_SOURCES = ("source", "elsewhere", "closing")


@dataclass(slots=True)
class Text:
    """The text of a page, divided: what was cut from it, its lead, and its parts' lines."""

    credits: Credits
    marks: Sequence[PartMark] = ()
    lead: str = ""
    parts: list[tuple[str, list[Line]]] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)

    @property
    def has_words(self) -> bool:
        return any(lines for _title, lines in self.parts)


def read_page(text: str, *, name: str = "") -> Page:
    """The report on the page; every word of ``text`` is in its lead, parts or cuts.

    ``name``, such as the file's, becomes the title of a page without text.
    """
    lines = split_lines(text)
    head = read_head(lines)
    found = _read_text(head)
    suggested: tuple[Cut, ...] = ()
    guesses = list(head.guesses)
    if lines and not found.has_words:
        head, suggested = Head(title=head.title, rest=lines), (*head.cuts, *found.cuts)
        found = Text(Credits(), parts=[("", lines)])
        guesses.append(Guess("parts", _("Nothing would have been left, so nothing was cut.")))
    elif _cuts_too_much(lines, found.cuts + head.cuts):
        suggested = tuple(cut for cut in head.cuts + found.cuts if not _is_kept(cut))
        head = _uncut(head, lines)
        found = _read_text(head, cutting=False)
        guesses.append(Guess("parts", _("More than a fifth would be cut, so nothing was.")))
    return _report(head, found, suggested, guesses, detect_language(text), name)


def _report(
    head: Head,
    found: Text,
    suggested: tuple[Cut, ...],
    guesses: list[Guess],
    language: str,
    name: str,
) -> Page:
    cuts = (*head.cuts, *found.cuts)
    announced = announced_count(head.title, *(cut.text for cut in head.cuts), found.lead)
    translated = language != "zh"
    parts = tuple(
        PagePart(title, tuple(lines), find_headings(lines, translated=translated))
        for title, lines in found.parts
    )
    title = head.title
    if not title:
        title, reason = derive_title(found.marks, found.lead, parts, name)
        guesses.append(Guess("title", reason))
    if found.lead and not found.marks:
        guesses.append(Guess("lead", _("It is a site's standard introduction.")))
    guesses += _guess_parts(found.marks, head.title, announced)
    source = found.credits.source
    if not source:
        named_in = [found.lead, *(cut.text for cut in cuts if cut.reason in _NAMING_SOURCES)]
        if source := find_source("\n".join(named_in)):
            guesses.append(Guess("source", _("The page names it as the source of the text.")))
    whole = [head.title, found.lead, *(text for part in parts for text in (part.title, part.text))]
    written = "\n".join(filter(None, whole))
    return Page(
        title=title,
        parts=parts,
        site=head.site,
        trail=head.trail,
        byline=found.credits.byline,
        published=found.credits.published,
        source=source,
        announced_parts=announced,
        lead=found.lead,
        lead_is_filler=bool(found.lead) and (is_formula(found.lead) or is_filler(found.lead)),
        cut=cuts,
        suggested_cuts=suggested,
        blanks=distinct(written),
        damage=(*_cut_title(head.title, parts), *find_damage(written, language)),
        guesses=tuple(guesses),
        language=language,
    )


# -- how much is cut -------------------------------------------------------------------------


def _is_kept(cut: Cut) -> bool:
    return cut.reason in _KEPT_IN_FIELDS


def _cuts_too_much(lines: Sequence[str], cuts: Sequence[Cut]) -> bool:
    lost = sum(weight(cut.text) for cut in cuts if not _is_kept(cut))
    return lost > _MOST_CUT * sum(map(weight, lines))


def _uncut(head: Head, lines: Sequence[Line]) -> Head:
    """The head with all lines but those whose words are in its fields."""
    gone = [cut.text for cut in head.cuts if _is_kept(cut)]
    rest = list(lines)
    for text in gone:
        place = next((number for number, line in enumerate(rest) if line == text), None)
        if place is not None:
            del rest[place]
    cuts = [cut for cut in head.cuts if _is_kept(cut)]
    return replace(head, rest=rest, cuts=cuts)


# -- the text --------------------------------------------------------------------------------


def _read_text(head: Head, *, cutting: bool = True) -> Text:
    """Divide what is below the head into the lead and the parts, and cut what is furniture."""
    body = read_body(head.rest, head.title) if cutting else Body(lines=head.rest)
    announced = announced_count(head.title, "\n".join(body.lines[:_MARGIN]))
    marks = find_parts(body.lines, head.title, announced)
    text = _divided(head, body, marks, cutting=cutting)
    if marks and _outweighs(text):
        text = _divided(head, body, [], cutting=cutting)
    return text


def _outweighs(text: Text) -> bool:
    """Whether the lead is longer than the parts: then they are none."""
    parts = sum(weight(title) + sum(map(weight, lines)) for title, lines in text.parts)
    return weight(text.lead) > parts


def _divided(head: Head, body: Body, marks: Sequence[PartMark], *, cutting: bool) -> Text:
    text = Text(head.credits.filled_from(body.credits), marks)
    lead, parts = _divide(body.lines, marks) if marks else _divide_single(body.lines)
    if cutting:
        first_mark, first_lines = parts[0]
        lead, repeats = _drop_repeats(head.title, lead, first_mark, first_lines)
        lead, links = _clean_lead(lead)
        text.cuts = repeats + links
    text.lead = "\n".join(lead)
    for mark, lines in parts:
        if cutting:
            lines, gone = _clean_part(lines)
            text.cuts += gone
        text.parts.append((mark.title if mark else "", lines))
    text.cuts += body.cuts
    return text


def _divide(
    lines: Sequence[Line], marks: Sequence[PartMark]
) -> tuple[list[Line], list[tuple[PartMark | None, list[Line]]]]:
    """The lead before the first mark, and each mark with the lines up to the next."""
    parts: list[tuple[PartMark | None, list[Line]]] = []
    lead = _between(lines, (0, 0), (marks[0].line, marks[0].start))
    if marks[0].value > 1:  # the first mark is missing; its text precedes the second mark
        lead, parts = _divide_single(lead)
        parts = [(mark, text) for mark, text in parts if text]
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        end = (following.line, following.start) if following else (len(lines), 0)
        parts.append((mark, _between(lines, (mark.line, mark.end), end)))
    return lead, parts


def _between(lines: Sequence[Line], start: tuple[int, int], end: tuple[int, int]) -> list[Line]:
    between = []
    for number in range(start[0], min(end[0] + 1, len(lines))):
        line = lines[number]
        begin = start[1] if number == start[0] else 0
        if begin:
            begin += len(line[begin:]) - len(line[begin:].lstrip(" :：.、"))
        line = line.piece(begin, end[1] if number == end[0] else None)
        if line:
            between.append(line)
    return between


def _divide_single(
    lines: Sequence[Line],
) -> tuple[list[Line], list[tuple[PartMark | None, list[Line]]]]:
    """In a text without marks, only a site's standard introduction is a lead."""
    end = 0
    for number, line in enumerate(lines[:3]):
        if read_marks(line) or number + 1 == len(lines):
            break
        if is_formula(line):
            end = number + 1
    return list(lines[:end]), [(None, list(lines[end:]))]


def _drop_repeats(
    title: str, lead: Sequence[Line], mark: PartMark | None, text: Sequence[Line]
) -> tuple[list[Line], list[Cut]]:
    """The lead without a repeated title or mark and without the first words of the text."""
    kept, cuts = [], []
    for line in lead:
        if letters(line) == letters(mark.title if mark else title) or extends(title, line):
            cuts.append(Cut(line, "title"))
        elif len(line) > 12 and text and text[0].startswith(line) and line != text[0]:
            cuts.append(Cut(line, "teaser"))
        else:
            kept.append(line)
    return kept, cuts


def _clean_lead(lines: Sequence[Line]) -> tuple[list[Line], list[Cut]]:
    """The lead without the sentences that send the reader elsewhere."""
    kept, cuts = [], []
    for line in lines:
        sentences = split_sentences(line)
        gone = [sentence for sentence in sentences if is_elsewhere(sentence)]
        cuts += [Cut(sentence.strip(), "elsewhere") for sentence in gone]
        left = "".join(sentence for sentence in sentences if sentence not in gone).strip()
        if left:
            kept.append(Line(left, gap=line.gap))
    return kept, cuts


def _clean_part(lines: Sequence[Line]) -> tuple[list[Line], list[Cut]]:
    """A part's lines without the notices, standard sentences and links at its end."""
    kept, cuts = list(lines), []
    while kept:
        if (reason := line_reason(kept[-1])) and not is_weak(kept[-1]):
            cuts.insert(0, Cut(kept.pop(), reason))
            continue
        sentences = split_sentences(kept[-1])
        while sentences and (reason := sentence_reason(sentences[-1])):
            cuts.insert(0, Cut(sentences.pop().strip(), reason))
        if sentences:
            kept[-1] = kept[-1].piece(0, len("".join(sentences).rstrip()))
            break
        kept.pop()
    return kept, cuts


# -- findings --------------------------------------------------------------------------------


def _guess_parts(marks: Sequence[PartMark], title: str, announced: int | None) -> list[Guess]:
    reasons = []
    if any(not mark.exact for mark in marks):
        reasons.append(_("A part's number ran into the text after it and was separated."))
    if title and any(
        mark.family == "title" and letters(title) not in letters(mark.title) for mark in marks
    ):
        reasons.append(_("A part's mark differs from the title; it was recognised by its number."))
    if marks and marks[0].value > 1:
        reasons.append(
            _("The first part's mark is missing; the text before the second is the part.")
        )
    if announced and marks and len(marks) != announced:
        reasons.append(_("The page announces a different number of parts."))
    return [Guess("parts", reason) for reason in reasons]


def _cut_title(title: str, parts: Sequence[PagePart]) -> tuple[Damage, ...]:
    """Damage if the title is the text's first sentence, cut off inside a word."""
    if weight(title) < _SHORTEST_CUT or not title[-1].isalnum():
        return ()
    for line in [line for part in parts[:1] for line in part.lines[: _MARGIN + 1]]:
        word = _WORD.match(line, len(title))
        if line.startswith(title) and word and title.isascii():
            end = title[title.rfind(" ", 0, len(title) - 40) + 1 :]
            return (Damage(end, "cut", end + word[0]),)
    return ()


_WORD = re.compile(r"\w+")
