"""What the tests build libraries with."""

from datetime import UTC, datetime, timedelta

from summaries.document import Document, Part
from summaries.models import Article

LONG_AGO = datetime(2020, 1, 1, 9, tzinfo=UTC)


def make_article(title="A quiet quarter", body="<p>Nothing much happened.</p>", **fields):
    """A published article with one part; ``days`` is its age counted from ``LONG_AGO``."""
    parts = fields.pop("parts", (Part(body=body),))
    fields.setdefault("status", "published")
    days = fields.pop("days", 0)
    fields.setdefault("published_at", LONG_AGO + timedelta(days=days))
    fields.setdefault("category", ("Work",))
    return Article().apply_document(Document(title=title, parts=tuple(parts), **fields))
