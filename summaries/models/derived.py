"""What follows from an article's text, and is stored beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from summaries import reading
from summaries import text as texts
from summaries.blanks import find_blanks
from summaries.document import Document
from summaries.document import Part as DocumentPart
from summaries.excerpts import excerpt
from summaries.search import index_columns

# The fields of a document from which something is derived.
TEXT_FIELDS = ("title", "lead", "parts", "tags", "language")


@dataclass(frozen=True, slots=True)
class Derived:
    """The derived columns of an article, and those of each of its parts."""

    document: Document
    article: dict[str, str | int]
    parts: list[dict[str, Any]]

    def fits(self, document: Document) -> bool:
        """Whether the same follows from this document."""
        return has_same_text(self.document, document)


def has_same_text(one: Document, other: Document) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in TEXT_FIELDS)


def derive(document: Document) -> Derived:
    """What follows from the document; it takes no database."""
    parts = document.parts
    bodies = [texts.from_html(part.body) for part in parts]
    titles = [part.title for part in parts]
    body = "\n".join(text for pair in zip(titles, bodies, strict=True) for text in pair)
    rows = [derive_part(part, text) for part, text in zip(parts, bodies, strict=True)]
    words = sum(row["word_count"] for row in rows)
    blanks = sum(reading.count_blanks(row["html"]) for row in rows)
    language = document.language or texts.detect_language(f"{document.title}\n{body}")
    text = "\n".join([document.lead, body, *document.tags])
    columns = {
        "language": language,
        "excerpt": excerpt(document.lead, parts, language),
        "word_count": words + texts.word_count("\n".join([document.lead, *titles])),
        "part_count": len(bodies),
        "blank_count": blanks + len(find_blanks("\n".join([document.lead, *titles]))),
        **index_columns(document.title, text, language),
    }
    return Derived(document, columns, rows)


def derive_part(part: DocumentPart, text: str) -> dict[str, Any]:
    """The derived columns of a part; ``text`` is that of its HTML."""
    prepared = reading.prepare(part.title, part.anchor, part.body)
    return {"word_count": texts.word_count(text), **prepared._asdict()}
