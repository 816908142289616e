"""A document as blocks from its title to the lines that say where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from summaries.document import Document, Part
from summaries.figures import Pictures

from .blocks import (
    NO_PICTURES,
    Block,
    Blocks,
    Credits,
    Heading,
    Paragraph,
    Rule,
    Run,
    Runs,
    inline,
    legible,
    read,
)


def outline(document: Document, address: str = "", pictures: Pictures = NO_PICTURES) -> Blocks:
    """Everything that the file of the document shows; ``address`` is where its page is."""
    return tuple(_outline(document, address, pictures))


def text_of(document: Document, pictures: Pictures = NO_PICTURES) -> Blocks:
    """The parts alone, each below its title."""
    return tuple(block for part in document.parts for block in _part(part, "", pictures))


def _outline(document: Document, address: str, pictures: Pictures) -> Iterator[Block]:
    yield Heading(1, inline(_line(document.title)))
    for line in document.lead.splitlines():
        if line.strip():
            yield Paragraph(inline(_line(line)))
    for part in document.parts:
        yield from _part(part, address, pictures)
    if said := list(_credits(document, address)):
        yield Rule()
        yield Credits(_joined(said))


def _part(part: Part, address: str, pictures: Pictures) -> Iterator[Block]:
    """The part's title at level 2, and below it what the part says.

    Without a title the part's headings follow the document's, one level higher.
    """
    title = _line(part.title)
    if title:
        yield Heading(2, inline(title))
    for block in read(part.body, address, pictures):
        if isinstance(block, Heading):
            level = max(block.level, 3) if title else max(block.level - 1, 2)
            block = replace(block, level=level)
        yield block


def _credits(document: Document, address: str) -> Iterator[Runs]:
    """Byline and date, source, licence and the address of the page, a line each."""
    published = document.published_at
    date = date_format(timezone.localtime(published), "DATE_FORMAT") if published else ""
    if about := ", ".join(filter(None, (_line(document.byline), date))):
        yield (Run(about),)
    source = document.source
    if source.name or source.url:
        label = Run(_("Source:") + " ")
        named = _line(source.name) or _line(source.url)
        yield (label, Run(named, href=_web(source.url)))
    if document.licence:
        yield (Run(_line(document.licence)),)
    if address:
        yield (Run(_line(address), href=_web(address)),)


def _joined(lines: list[Runs]) -> Runs:
    first, *rest = lines
    return (*first, *(run for line in rest for run in (Run("\n"), *line)))


def _line(text: str) -> str:
    return " ".join(legible(text).split())


def _web(address: str) -> str:
    """The address, if a link may lead there."""
    return _line(address) if address.startswith(("http://", "https://")) else ""
