"""What becomes of readings in the database: created, updated, left alone, skipped.

Articles are written a batch at a time, each batch whole or not at all.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connections, router, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries import statistics
from summaries import text as texts
from summaries.document import Document
from summaries.models import (
    Article,
    ArticleCount,
    ArticleTag,
    Category,
    Edit,
    Part,
    SourcePage,
    Tag,
    TagCount,
    current_change,
    write,
    writing,
)
from summaries.page import Page

OUTCOMES = ("created", "updated", "unchanged", "skipped", "failed")
BATCH_SIZE = 500
TABLES = [
    model._meta.db_table
    for model in (Article, ArticleTag, Part, Tag, Category, ArticleCount, TagCount)
]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file, or one line of a file, was read as: a document or an error.

    ``key`` is what a repeated import finds the article by; ``original`` is the
    page as it was and ``page`` its findings, where there is a page.
    """

    path: str
    key: str
    document: Document | None = None
    original: str = ""
    page: Page | None = None
    error: str = ""

    @property
    def digest(self) -> str:
        text = self.original or (self.document.to_json() if self.document else "")
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a reading: one of ``OUTCOMES``, and why where that is not plain."""

    reading: Reading
    outcome: str
    reason: str = ""

    def report(self) -> dict[str, Any]:
        """The page's report, JSON-ready; see docs/reference/import-report.md."""
        report = {"path": self.reading.path, "outcome": self.outcome, "reason": self.reason}
        if self.reading.page:
            report |= self.reading.page.as_dict()
        elif self.reading.document:  # whose parts are HTML, as somebody wrote it
            bodies = " ".join(part.body for part in self.reading.document.parts)
            report["dropped"] = texts.dropped(bodies)
        return report


def store(reading: Reading, **options: Any) -> Outcome:
    """Store one reading; ``options`` are the fields of ``Store``."""
    (outcome,) = Store(**options).store_batch([reading])
    return outcome


def tally(outcomes: Counter[str]) -> str:
    """The counts in one line: ``3 created, 0 updated, …``."""
    return _(
        "%(created)d created, %(updated)d updated, %(unchanged)d unchanged, "
        "%(skipped)d skipped, %(failed)d failed"
    ) % {name: outcomes[name] for name in OUTCOMES}


@dataclass
class Store:
    """Writes batches of readings.

    ``category`` (names from the root) stands above what a page says; ``status``
    is for pages, documents have their own. A page that has not changed is left
    alone, an article edited since is never overwritten.
    """

    category: tuple[str, ...] = ()
    status: str = Article.Status.DRAFT
    dry_run: bool = False
    categories: dict[tuple[str, ...], Category] = field(default_factory=dict, init=False)

    def store_many(
        self, readings: Iterable[Reading], *, batch_size: int = BATCH_SIZE
    ) -> Iterator[Outcome]:
        """Store the readings, streaming, a batch a transaction; their outcomes in order.

        Memory does not grow with the number of readings. Interrupted, a second
        run takes up where the first one ended.
        """
        readings = iter(readings)
        while batch := list(islice(readings, max(batch_size, 1))):
            yield from self.store_batch(batch)
        statistics.refresh(connections[router.db_for_write(Article)], TABLES)

    def store_batch(self, readings: list[Reading]) -> list[Outcome]:
        """Store the readings, all or none; their outcomes in the same order."""
        self.categories = {}  # as they are under this lock
        with writing():
            outcomes = self._store(readings)
            if self.dry_run:
                transaction.set_rollback(True, using=router.db_for_write(Article))
        return outcomes

    def _store(self, readings: list[Reading]) -> list[Outcome]:
        digests = [reading.digest for reading in readings]
        keys = {reading.key for reading in readings}
        pages = SourcePage.objects.select_related("article__category").prefetch_related(
            "article__author"
        )
        known = pages.in_bulk(keys, field_name="key")
        twins = dict(SourcePage.objects.filter(digest__in=digests).values_list("digest", "key"))
        # The index holds no empty keys, and SQLite uses it only where that is said.
        articles = Article.objects.filter(source_key__in=keys).exclude(source_key="")
        taken = set(articles.values_list("source_key", flat=True))
        outcomes, edits, done = [], {}, set()
        for reading, digest in zip(readings, digests, strict=True):
            page = known.get(reading.key)
            outcome = self._decide(reading, digest, page, twins)
            if outcome.outcome in ("created", "updated"):
                if reading.key in done or (reading.key in taken and page is None):
                    reason = _("An article has this import key already.")
                    outcome = Outcome(reading, "skipped", reason)
                else:
                    outcome = self._prepare(outcome, page, digest, edits)
            if outcome.outcome == "created":
                twins[digest] = reading.key
            if outcome.outcome != "failed":
                done.add(reading.key)
            outcomes.append(outcome)
        change = current_change()
        change.touch(Article.objects.filter(pk__in=[e.article.pk for e in edits if e.article.pk]))
        write(list(edits))
        SourcePage.objects.bulk_create(
            [_fill(page, edit, *read) for edit, (page, *read) in edits.items()],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["article", "digest", "revision", "original", "report", "imported_at"],
        )
        change.imported.update((edit.article.pk, None) for edit in edits)
        return outcomes

    def _decide(self, reading: Reading, digest: str, page: SourcePage | None, twins) -> Outcome:
        """What is to become of the reading."""
        if reading.document is None:
            return Outcome(reading, "failed", reading.error)
        if page is None:
            if (twin := twins.get(digest)) is None:
                return Outcome(reading, "created")
            return Outcome(reading, "skipped", _("The same text as %(key)s.") % {"key": twin})
        if page.article is None:
            reason = _("Its article was deleted after an earlier import.")
            return Outcome(reading, "skipped", reason)
        if page.digest == digest:
            return Outcome(reading, "unchanged")
        if page.article.version != page.revision:
            reason = _(
                "Its article was edited after the import; the changed page was not taken over."
            )
            return Outcome(reading, "skipped", reason)
        return Outcome(reading, "updated")

    def _prepare(self, outcome: Outcome, page: SourcePage | None, digest, edits) -> Outcome:
        """Add the edit that the reading comes to, if its document fits."""
        reading = outcome.reading
        document = self._complete(reading)
        article = page.article if page else Article()
        if page:
            document = _keep_status(document, article)
            if reading.page:  # which names no tags
                document = replace(document, tags=article.as_document().tags)
        edit = Edit(article, document, note=_note(reading))
        try:
            with transaction.atomic(using=router.db_for_write(Article)):
                edit.check()
                names = document.category
                if names not in self.categories:
                    self.categories[names] = Category.objects.ensure(names)
                edit.category = self.categories[names]
        except ValidationError as error:
            return Outcome(reading, "failed", _in_one_sentence(error))
        edits[edit] = (page or SourcePage(key=reading.key), reading, digest)
        return outcome

    def _complete(self, reading: Reading) -> Document:
        document = reading.document
        return replace(
            document,
            category=self.category or document.category or (_("Imported"),),
            status=self.status if reading.page else document.status,
            source=replace(document.source, key=reading.key),
        )


def _fill(page: SourcePage, edit: Edit, reading: Reading, digest: str) -> SourcePage:
    page.article = edit.article
    page.revision = edit.article.version
    page.digest = digest
    page.original = reading.original
    page.report = reading.page.as_dict() if reading.page else {}
    page.imported_at = timezone.now()
    return page


def _keep_status(document: Document, article: Article) -> Document:
    """A changed page brings a new text, not a new address, status or date."""
    now = article.as_document()
    names = ("slug", "status", "published_at", "expires_at", "is_featured", "comments_allowed")
    return replace(document, **{name: getattr(now, name) for name in names})


def _note(reading: Reading) -> str:
    return _("Imported from %(path)s") % {"path": reading.path[-150:]}


def _in_one_sentence(error: ValidationError) -> str:
    if hasattr(error, "message_dict"):
        return " ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())
    return " ".join(error.messages)
