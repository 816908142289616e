"""A page of plain text or Markdown, with or without front matter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from summaries.document import Document

from . import frontmatter, markdown, plaintext
from .files import File
from .reading import Reading

SUFFIXES = (".txt", ".text", *markdown.SUFFIXES)


def read(file: File) -> Iterator[Reading]:
    yield read_page(file.text(), file.name, file.key)


def read_page(text: str, name: str, key: str) -> Reading:
    """The reading of a page whose text is decoded already."""
    path = PurePosixPath(name)
    page, document = _read_text(text, path.stem, path.suffix.lower())
    return Reading(name, key, document, text, page)


def _read_text(text: str, name: str, suffix: str) -> tuple[plaintext.Page, Document]:
    """The report on a page of plain text or Markdown, and the document made of it."""
    fields, rest = frontmatter.split(text)
    title, html = fields.title if fields else "", ""
    if suffix in markdown.SUFFIXES or markdown.is_markdown(rest):
        page, html = markdown.read(rest, name=name, title=title)
    else:
        page = frontmatter.read_plain(rest, name=name, title=title)
    page = fields.added_to(page) if fields else page
    return page, markdown.to_document(page, html)
