"""A page of text as a document: the parts' text as HTML, what was found as fields."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from summaries import text as texts
from summaries.document import Document, Part, Source, is_representable

from .markup import to_html
from .page import Page

TITLE_LENGTH = 300


def to_document(page: Page) -> Document:
    """The page as a document: a draft without a source key."""
    return Document(
        title=texts.excerpt(page.title, TITLE_LENGTH - 1),
        parts=tuple(
            Part(texts.excerpt(part.title, TITLE_LENGTH - 1), to_html(part)) for part in page.parts
        ),
        category=page.trail,
        tags=page.tags,
        lead=page.lead,
        published_at=moment(page.published),
        byline=page.byline[:200],
        source=Source(name=page.source[:200]),
        language=page.language,
    )


def moment(published: str) -> datetime | None:
    """The moment of an ISO date; ``None`` for no date, or for one that no database could hold."""
    try:
        moment = datetime.fromisoformat(published)
        aware = moment if moment.tzinfo else timezone.make_aware(moment)
    except (ValueError, OverflowError):
        return None
    return aware if is_representable(aware) else None
