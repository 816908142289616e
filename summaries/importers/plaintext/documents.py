"""A page of text as a document: the parts' text as HTML, what was found as fields."""

from __future__ import annotations

from datetime import datetime
from html import escape

from django.utils import timezone

from summaries import text as texts
from summaries.document import Document, Part, Source

from .page import Heading, Page, PagePart

TITLE_LENGTH = 300


def to_document(page: Page) -> Document:
    """The page as a document: a draft without a source key."""
    return Document(
        title=texts.excerpt(page.title, TITLE_LENGTH - 1),
        parts=tuple(
            Part(texts.excerpt(part.title, TITLE_LENGTH - 1), to_html(part)) for part in page.parts
        ),
        category=page.trail,
        lead=page.lead,
        published_at=_moment(page.published),
        byline=page.byline[:200],
        source=Source(name=page.source[:200]),
        language=page.language,
    )


def to_html(part: PagePart) -> str:
    """The part's text as HTML; headings inside a paragraph become bold text."""
    headings = list(part.headings)
    blocks = []
    for line in filter(None, map(str.strip, part.text.split("\n"))):
        heading = headings[0] if headings else None
        if heading is None or not line.startswith(heading.text):
            blocks.append(f"<p>{escape(line, quote=False)}</p>")
        else:
            blocks.append(_with_heading(line, headings.pop(0)))
    return "\n".join(blocks)


def _with_heading(line: str, heading: Heading) -> str:
    title = escape(heading.text, quote=False)
    rest = line[len(heading.text) :]
    if heading.run_in or rest.strip():
        return f"<p><strong>{title}</strong>{escape(rest, quote=False)}</p>"
    level = min(heading.level + 2, 6)
    return f"<h{level}>{title}</h{level}>"


def _moment(published: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return None
    return moment if moment.tzinfo else timezone.make_aware(moment)
