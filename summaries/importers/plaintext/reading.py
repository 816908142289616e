"""Read a page of plain text: one paragraph per line, without markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summaries.blanks import distinct
from summaries.quality import Damage, find_damage, is_filler
from summaries.text import detect_language

from .announced import announced_count
from .boilerplate import (
    is_elsewhere,
    is_formula,
    sentence_reason,
    split_sentences,
)
from .breadcrumbs import read_head
from .credits import find_source
from .headings import find_headings
from .numbering import read_marks
from .page import Cut, Guess, Page, PagePart, _
from .parts import PartMark, find_parts
from .tail import read_body
from .titles import common_opening, extends, letters, weight

# The text begins within so many lines below the title.
_MARGIN = 5
# Shorter titles are not checked for being a sentence that the site cut off.
_SHORTEST_CUT = 100


def read_page(text: str, *, name: str = "") -> Page:
    """The report on the page; every word of ``text`` is in its lead, parts or cuts.

    ``name``, such as the file's, becomes the title of a page without text.
    """
    language = detect_language(text)
    head = read_head(split_lines(text))
    body = read_body(head.rest, head.title)
    signed = head.credits.filled_from(body.credits)

    announced = announced_count(head.title, "\n".join(body.lines[:_MARGIN]))
    marks = find_parts(body.lines, head.title, announced)
    lead_lines, texts = _divide(body.lines, marks) if marks else _divide_single(body.lines)
    lead_lines, repeats = _drop_repeats(head.title, lead_lines, texts)
    lead, lead_cuts = _clean_lead(lead_lines)
    parts, part_cuts = _read_parts(texts, translated=language != "zh")
    cuts = [*head.cuts, *repeats, *lead_cuts, *part_cuts, *body.cuts]
    announced = announced_count(head.title, *(cut.text for cut in head.cuts), lead)

    guesses = list(head.guesses)
    title = head.title
    if not title:
        title, reason = _derive_title(marks, lead, parts, name)
        guesses.append(Guess("title", reason))
    if lead and not marks:
        guesses.append(Guess("lead", _("It is a site's standard introduction.")))
    guesses += _guess_parts(marks, head.title, announced)
    source = signed.source
    if not source:
        named_in = [lead, *(cut.text for cut in cuts if cut.reason in _NAMING_SOURCES)]
        source = find_source("\n".join(named_in))
        if source:
            guesses.append(Guess("source", _("The page names it as the source of the text.")))

    whole = [head.title, lead, *(line for part in parts for line in (part.title, part.text))]
    written = "\n".join(filter(None, whole))
    return Page(
        title=title,
        parts=parts,
        site=head.site,
        trail=head.trail,
        byline=signed.byline,
        published=signed.published,
        source=source,
        announced_parts=announced,
        lead=lead,
        lead_is_filler=bool(lead) and (is_formula(lead) or is_filler(lead)),
        cut=tuple(cuts),
        blanks=distinct(written),
        damage=(*_cut_title(head.title, parts), *find_damage(written, language)),
        guesses=tuple(guesses),
        language=language,
    )


def split_lines(text: str) -> list[str]:
    """The paragraphs of a page, without blank lines and surrounding spaces."""
    lines = (line.strip(_BLANK) for line in re.split(r"[\r\n\f\u2028\u2029]+", text))
    return [line for line in lines if line]


def _divide(
    lines: Sequence[str], marks: Sequence[PartMark]
) -> tuple[list[str], list[tuple[PartMark | None, list[str]]]]:
    """The lead before the first mark, and each mark with the lines up to the next."""
    texts: list[tuple[PartMark | None, list[str]]] = []
    lead = _between(lines, (0, 0), (marks[0].line, marks[0].start))
    if marks[0].value > 1:  # the first mark is missing; its text precedes the second mark
        lead, texts = _divide_single(lead)
        texts = [(mark, text) for mark, text in texts if text]
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        end = (following.line, following.start) if following else (len(lines), 0)
        texts.append((mark, _between(lines, (mark.line, mark.end), end)))
    return lead, texts


def _between(lines: Sequence[str], start: tuple[int, int], end: tuple[int, int]) -> list[str]:
    between = []
    for number in range(start[0], min(end[0] + 1, len(lines))):
        line = lines[number]
        line = line[start[1] if number == start[0] else 0 : end[1] if number == end[0] else None]
        if number == start[0] and start[1]:
            line = line.lstrip(" :：.、")
        if line.strip(_BLANK):
            between.append(line.strip(_BLANK))
    return between


def _divide_single(
    lines: Sequence[str],
) -> tuple[list[str], list[tuple[PartMark | None, list[str]]]]:
    """In a text without marks, only a site's standard introduction is a lead."""
    end = 0
    for number, line in enumerate(lines[:3]):
        if read_marks(line) or number + 1 == len(lines):
            break
        if is_formula(line):
            end = number + 1
    return list(lines[:end]), [(None, list(lines[end:]))]


def _drop_repeats(
    title: str, lead: Sequence[str], texts: Sequence[tuple[PartMark | None, Sequence[str]]]
) -> tuple[list[str], list[Cut]]:
    """The lead without a repeated title or mark and without the first words of the text."""
    mark, text = texts[0]
    kept, cuts = [], []
    for line in lead:
        if letters(line) == letters(mark.title if mark else title) or extends(title, line):
            cuts.append(Cut(line, "title"))
        elif len(line) > 12 and text and text[0].startswith(line) and line != text[0]:
            cuts.append(Cut(line, "teaser"))
        else:
            kept.append(line)
    return kept, cuts


def _clean_lead(lines: Sequence[str]) -> tuple[str, list[Cut]]:
    """The lead without the sentences that send the reader elsewhere."""
    kept, cuts = [], []
    for line in lines:
        sentences = split_sentences(line)
        gone = [sentence for sentence in sentences if is_elsewhere(sentence)]
        cuts += [Cut(sentence.strip(), "elsewhere") for sentence in gone]
        left = "".join(sentence for sentence in sentences if sentence not in gone).strip()
        if left:
            kept.append(left)
    return "\n".join(kept), cuts


def _read_parts(
    texts: Sequence[tuple[PartMark | None, Sequence[str]]], *, translated: bool
) -> tuple[tuple[PagePart, ...], list[Cut]]:
    """The parts with their headings, and the cuts from their ends."""
    parts, cuts = [], []
    for mark, lines in texts:
        kept, gone = _clean_part(lines)
        cuts += gone
        headings = find_headings(kept, translated=translated)
        parts.append(PagePart(mark.title if mark else "", "\n".join(kept), headings))
    return tuple(parts), cuts


def _clean_part(lines: Sequence[str]) -> tuple[list[str], list[Cut]]:
    """A part's lines without the standard sentences and links at its end."""
    kept, cuts = list(lines), []
    while kept:
        sentences = split_sentences(kept[-1])
        while sentences and (reason := sentence_reason(sentences[-1])):
            cuts.insert(0, Cut(sentences.pop().strip(), reason))
        if sentences:
            kept[-1] = "".join(sentences).strip()
            break
        kept.pop()
    return kept, cuts


def _derive_title(
    marks: Sequence[PartMark], lead: str, parts: Sequence[PagePart], name: str
) -> tuple[str, str]:
    stems = [_MARK_NUMBER.sub("", mark.title).strip(" :：-—()（）[]【】") for mark in marks]
    if stems and len(stems[0]) > 3:
        stem = common_opening(stems[:2]) or stems[0]
        return stem, _("The page has no title line; this is what the part titles have in common.")
    text = next((part.text for part in parts if part.text), "") or lead
    if not text:
        return name, _("The page has no text; this is its name.")
    sentence = split_sentences(text.partition("\n")[0])[0].strip()
    return sentence, _("The page has no title line; this is its first sentence or heading.")


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
    for line in "\n".join(part.text for part in parts[:1]).split("\n", _MARGIN):
        word = _WORD.match(line, len(title))
        if line.startswith(title) and word and title.isascii():
            end = title[title.rfind(" ", 0, len(title) - 40) + 1 :]
            return (Damage(end, "cut", end + word[0]),)
    return ()


_BLANK = " \t\u3000\xa0\ufeff\u200b\v"
_NAMING_SOURCES = ("source", "elsewhere", "closing")
_WORD = re.compile(r"\w+")
_MARK_NUMBER = re.compile(
    r"(?i)^[【\[(（]?\s*(?:the )?(?:chapter|article|part|sample|essay|篇|第|范文)\s*(?:\d+|[IVX]+"
    r"|[a-z]+|[一二三四五六七八九十]+)\s*篇?\s*[】\])）]?\s*[:：]?"
    r"|\s*[(（【\[][^()（）【】\[\]]{0,24}[)）】\]]$"
    r"|(?:part |chapter |article |no\.? ?|第|篇)?(?:\d+|[IVX]+|[一二三四五六七八九十]+|one"
    r"|first)\s*篇?$"
)
