"""Import: ``read()`` files into documents, ``store()`` the documents as articles.

A format knows only its own text (``plaintext``, ``jsonl``) and gives
``Document`` objects; what becomes of them in the database is decided here.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from summaries.conf import settings
from summaries.document import Document, DocumentError
from summaries.models import Article, SourcePage
from summaries.page import Page

from . import jsonl, pages, plaintext
from .files import UnreadableFile, find, read_text

__all__ = ["OUTCOMES", "Outcome", "Reading", "find", "read", "store"]

OUTCOMES = ("created", "updated", "unchanged", "skipped", "failed")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file, or one line of a file, was read as: a document or an error.

    ``key`` is what a repeated import finds the article by; ``original`` is the
    text as it was; ``page`` holds the findings, where there are any.
    """

    path: str
    key: str
    document: Document | None = None
    original: str = ""
    page: Page | None = None
    error: str = ""

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.original.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a reading: one of ``OUTCOMES``, and why where that is not plain."""

    reading: Reading
    outcome: str
    reason: str = ""
    article: Article | None = None

    def report(self) -> dict[str, Any]:
        """The page's report, JSON-ready; see docs/reference/import-report.md."""
        report = {"path": self.reading.path, "outcome": self.outcome, "reason": self.reason}
        if self.reading.page:
            report |= self.reading.page.as_dict()
        return report


def read(path: Path) -> Iterator[Reading]:
    """Each document in the file: a page of text holds one, JSON lines hold one a line.

    What cannot be read gives a reading with an ``error``; nothing is raised.
    """
    key = str(path.resolve())
    try:
        text = read_text(path, max_bytes=settings.IMPORT_MAX_BYTES)
    except UnreadableFile as error:
        yield Reading(str(path), key, error=str(error))
        return
    if path.suffix.lower() == ".jsonl":
        for number, document in jsonl.read(text):
            yield _read_line(f"{path}:{number}", f"{key}:{number}", document)
        return
    page = plaintext.read_page(text, name=path.stem)
    yield Reading(str(path), key, pages.to_document(page), text, page)


def store(
    reading: Reading,
    *,
    category: tuple[str, ...] = (),
    status: str = Article.Status.DRAFT,
    dry_run: bool = False,
) -> Outcome:
    """Create or update the reading's article, all or nothing.

    ``category`` (names from the root) stands above what the page says. A page
    that has not changed is left alone, an article edited since is never
    overwritten.
    """
    if reading.document is None:
        return Outcome(reading, "failed", reading.error)
    document = replace(
        reading.document,
        category=category or reading.document.category or (_("Imported"),),
        status=status if reading.page else reading.document.status,
        source=replace(reading.document.source, key=reading.document.source.key or reading.key),
    )
    try:
        with transaction.atomic():
            outcome = _store(reading, document)
            if dry_run:
                transaction.set_rollback(True)
    except ValidationError as error:
        return Outcome(reading, "failed", _in_one_sentence(error))
    return outcome


def tally(outcomes: Counter[str]) -> str:
    """The counts in one line: ``3 created, 0 updated, …``."""
    return _(
        "%(created)d created, %(updated)d updated, %(unchanged)d unchanged, "
        "%(skipped)d skipped, %(failed)d failed"
    ) % {name: outcomes[name] for name in OUTCOMES}


def _read_line(path: str, key: str, document: Document | DocumentError) -> Reading:
    if isinstance(document, DocumentError):
        return Reading(path, key, error=str(document))
    return Reading(path, document.source.key or key, document, document.to_json())


def _store(reading: Reading, document: Document) -> Outcome:
    source = SourcePage.objects.select_related("article").filter(key=reading.key).first()
    if source is None:
        if (twin := SourcePage.objects.filter(digest=reading.digest).first()) is not None:
            return Outcome(reading, "skipped", _("The same text as %(key)s.") % {"key": twin.key})
        if Article.objects.filter(source_key=document.source.key).exists():
            return Outcome(reading, "skipped", _("An article has this import key already."))
        return _write(reading, document, Article(), SourcePage(key=reading.key), "created")
    if source.article is None:
        return Outcome(reading, "skipped", _("Its article was deleted after an earlier import."))
    if source.digest == reading.digest:
        return Outcome(reading, "unchanged", article=source.article)
    if source.article.version != source.revision:
        reason = _("Its article was edited after the import; the changed page was not taken over.")
        return Outcome(reading, "skipped", reason, source.article)
    return _write(
        reading, _keep_status(document, source.article), source.article, source, "updated"
    )


def _write(
    reading: Reading, document: Document, article: Article, source: SourcePage, outcome: str
) -> Outcome:
    article.apply_document(
        document, note=_("Imported from %(path)s") % {"path": reading.path[-150:]}
    )
    source.article = article
    source.digest = reading.digest
    source.revision = article.version
    source.original = reading.original
    source.report = reading.page.as_dict() if reading.page else {}
    source.save()
    return Outcome(reading, outcome, article=article)


def _keep_status(document: Document, article: Article) -> Document:
    """A changed page brings a new text, not a new address, status or date."""
    now = article.as_document()
    names = ("slug", "status", "published_at", "expires_at", "is_featured", "comments_allowed")
    return replace(document, tags=now.tags, **{name: getattr(now, name) for name in names})


def _in_one_sentence(error: ValidationError) -> str:
    if hasattr(error, "message_dict"):
        return " ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())
    return " ".join(error.messages)
