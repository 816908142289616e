"""A page of plain text or Markdown, with or without front matter, also of Jekyll and Hugo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from summaries.document import Document
from summaries.pasting import Take

from . import frontmatter, markdown, sitegenerators
from .files import File
from .frontmatter import FrontMatter
from .plaintext.page import Cut, Page
from .reading import Reading
from .richtext import Gathered, missing_images

SUFFIXES = (".txt", ".text", *markdown.SUFFIXES)
# So long may the paragraph be that stands above the sign for "more".
_LONGEST_LEAD = 600


def read(file: File) -> Iterator[Reading]:
    gathered = Gathered(file)
    reading = read_page(file.text(), file.name, file.key, gathered.take)
    note = missing_images(gathered.missing)
    yield replace(reading, images=gathered.images, notes=(note,) if note else ())


def read_page(text: str, name: str, key: str, take: Take = markdown.no_image) -> Reading:
    """The reading of a page whose text is decoded already; ``take`` gives the keys of images."""
    path = PurePosixPath(name)
    fields, rest = frontmatter.split(text)
    if path.suffix.lower() not in markdown.SUFFIXES:
        page, document = _read_text(rest, fields, path.stem, take)
        return Reading(name, key, document, text, page)
    named = sitegenerators.named(name, fields)
    rest, lead = _lead_above_more(sitegenerators.plain(rest))
    page, html = markdown.read(rest, name=path.stem, title=_title(fields), take=take)
    page = _completed(page, fields, named, lead)
    document = replace(
        markdown.to_document(page, html),
        slug=named.slug,
        language=(fields.language if fields else "") or named.language or page.language,
    )
    return Reading(name, key, document, text, page, addresses=named.addresses)


def _read_text(
    text: str, fields: FrontMatter | None, name: str, take: Take
) -> tuple[Page, Document]:
    """The report on a page of text, which may be Markdown, and the document made of it."""
    html = ""
    if markdown.is_markdown(text):
        page, html = markdown.read(text, name=name, title=_title(fields), take=take)
    else:
        page = frontmatter.read_plain(text, name=name, title=_title(fields))
    page = fields.added_to(page) if fields else page
    return page, markdown.to_document(page, html)


def _title(fields: FrontMatter | None) -> str:
    return fields.title if fields else ""


def _completed(
    page: Page, fields: FrontMatter | None, named: sitegenerators.Named, lead: str
) -> Page:
    """The page with what stands above and beside its text; front matter wins."""
    if lead:
        page = replace(page, lead=lead, cut=(*page.cut, Cut(lead, "lead")))
    page = fields.added_to(page) if fields else page
    return replace(
        page,
        published=page.published or named.date,
        is_draft=page.is_draft or named.is_draft,
    )


def _lead_above_more(text: str) -> tuple[str, str]:
    """The text below the sign for "more", and above it a lead: one paragraph without markup.

    Anything else above it stays in the text.
    """
    above, sign, below = text.partition("<!--more-->")
    if not sign:
        match = _MORE.search(text)
        above, below = (text[: match.start()], text[match.end() :]) if match else ("", "")
    above = above.strip()
    if not below.strip() or not above or len(above) > _LONGEST_LEAD or _MARKUP.search(above):
        return text, ""
    return below, " ".join(above.split())


_MORE = re.compile(r"<!--\s*more\s*-->")
_MARKUP = re.compile(r"\n\s*\n|[*_`\[\]<>|{}~]|^\s*(?:#|[-+]\s|\d+[.)]\s|={3})", re.MULTILINE)
