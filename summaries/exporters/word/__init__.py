"""Word: a .docx file with real headings, lists, tables, links and fields to fill in.

python-docx opens its template and keeps the package. ``styles`` says how the file looks and
``body`` writes its paragraphs.
"""

from __future__ import annotations

import zipfile
from datetime import UTC
from io import BytesIO
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from summaries.document import Document
from summaries.figures import Pictures

from ..blocks import NO_PICTURES, legible
from ..outline import outline

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class MissingExtra(RuntimeError):
    """A library for the format is not installed; the message says how to install it."""


def write(document: Document, *, address: str = "", pictures: Pictures = NO_PICTURES) -> bytes:
    """The document as a .docx file."""
    try:
        import docx
    except ImportError as error:
        message = _("Word files need python-docx: pip install 'django-summaries[docx]'")
        raise MissingExtra(message) from error
    from . import body, styles

    word = docx.Document()
    styles.apply(word, document.language)
    _set_properties(word, document)
    blocks = outline(document, address, pictures)
    body.fill(word, blocks, is_rtl=styles.is_rtl(document.language))
    return _packed(word)


_LONGEST_PROPERTY = 255
_FIRST_YEAR = 1601  # Windows knows no earlier dates


def _set_properties(word: WordDocument, document: Document) -> None:
    """What Word says about the file; nothing of it depends on when the file was made."""
    properties = word.core_properties
    texts = {
        "title": document.title,
        "author": document.byline,
        "category": document.category[-1] if document.category else "",
        "keywords": ", ".join(document.tags),
        "language": document.language,
        "comments": "",
    }
    for name, text in texts.items():
        setattr(properties, name, legible(text)[:_LONGEST_PROPERTY])
    element = properties._element
    for child in list(element):
        if child.tag.endswith(("}created", "}modified")):
            element.remove(child)
    published = document.published_at.astimezone(UTC) if document.published_at else None
    if published and published.year >= _FIRST_YEAR:
        properties.created = properties.modified = published.replace(tzinfo=None)


def _packed(word: WordDocument) -> bytes:
    """The file without the template's picture, and with one fixed date for all entries."""
    relations = word.part.package.rels
    for identity in [one for one, rel in relations.items() if rel.reltype.endswith("/thumbnail")]:
        del relations[identity]
    saved, packed = BytesIO(), BytesIO()
    word.save(saved)
    with (
        zipfile.ZipFile(saved) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename)
            target.writestr(fixed, source.read(entry), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
