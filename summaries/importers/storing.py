"""What becomes of readings in the database: created, updated, left alone, skipped.

New articles are written a batch at a time, each batch whole or not at all; a
changed page goes through ``Article.apply_document()``.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
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
    Part,
    PublicState,
    Redirect,
    Revision,
    SourcePage,
    Tag,
    TagCount,
    derive,
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
        return report


def store(reading: Reading, **options) -> Outcome:
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
    """Writes batches of readings, and remembers categories and tags between them.

    ``category`` (names from the root) stands above what a page says; ``status``
    is for pages, documents have their own. A page that has not changed is left
    alone, an article edited since is never overwritten.
    """

    category: tuple[str, ...] = ()
    status: str = Article.Status.DRAFT
    dry_run: bool = False
    categories: dict[tuple[str, ...], Category] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)

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
        statistics.refresh(connection, TABLES)

    def store_batch(self, readings: list[Reading]) -> list[Outcome]:
        """Store the readings, all or none; their outcomes in the same order."""
        with transaction.atomic():
            PublicState.objects.lock()  # two imports of one page come one after the other
            outcomes = self._store(readings)
            if self.dry_run:
                transaction.set_rollback(True)
                self.categories.clear()
                self.tags.clear()
        return outcomes

    def _store(self, readings: list[Reading]) -> list[Outcome]:
        digests = [reading.digest for reading in readings]
        keys = {reading.key for reading in readings}
        known = SourcePage.objects.select_related("article").in_bulk(keys, field_name="key")
        twins = dict(SourcePage.objects.filter(digest__in=digests).values_list("digest", "key"))
        # The index holds no empty keys, and SQLite uses it only where that is said.
        articles = Article.objects.filter(source_key__in=keys).exclude(source_key="")
        taken = set(articles.values_list("source_key", flat=True))
        outcomes, new, done = [], [], set()
        for reading, digest in zip(readings, digests, strict=True):
            if reading.document is None:
                outcomes.append(Outcome(reading, "failed", reading.error))
            elif reading.key in done or (reading.key in taken and reading.key not in known):
                reason = _("An article has this import key already.")
                outcomes.append(Outcome(reading, "skipped", reason))
            elif source := known.get(reading.key):
                outcomes.append(self._store_again(reading, source, digest))
            elif (twin := twins.get(digest)) is not None:
                reason = _("The same text as %(key)s.") % {"key": twin}
                outcomes.append(Outcome(reading, "skipped", reason))
            else:
                outcomes.append(self._prepare(reading, digest, new))
                if outcomes[-1].outcome == "created":
                    twins[digest] = reading.key
            if outcomes[-1].outcome != "failed":
                done.add(reading.key)
        self._create(new)
        return outcomes

    def _store_again(self, reading: Reading, source: SourcePage, digest: str) -> Outcome:
        article = source.article
        if article is None:
            reason = _("Its article was deleted after an earlier import.")
            return Outcome(reading, "skipped", reason)
        if source.digest == digest:
            return Outcome(reading, "unchanged")
        if article.version != source.revision:
            return Outcome(
                reading,
                "skipped",
                _("Its article was edited after the import; the changed page was not taken over."),
            )
        try:
            with transaction.atomic():
                document = _keep_status(self._complete(reading), article)
                article.apply_document(document, note=_note(reading))
        except ValidationError as error:
            return Outcome(reading, "failed", _in_one_sentence(error))
        _fill(source, reading, digest, article)
        source.save()
        return Outcome(reading, "updated")

    def _complete(self, reading: Reading) -> Document:
        document = reading.document
        return replace(
            document,
            category=self.category or document.category or (_("Imported"),),
            status=self.status if reading.page else document.status,
            source=replace(document.source, key=reading.key),
        )

    def _prepare(self, reading: Reading, digest: str, new: list[_New]) -> Outcome:
        """Make the rows of a new article, all but their keys."""
        document = self._complete(reading)
        columns, part_words = derive(document)
        document = replace(document, language=columns["language"])
        article = Article(**columns, version=1).with_fields(document)
        article.slug = document.slug or texts.slugify(document.title)
        parts = [
            Part(
                position=position,
                title=part.title,
                body=texts.sanitise(part.body),
                anchor=anchor,
                word_count=words,
            )
            for position, (part, anchor, words) in enumerate(
                zip(document.parts, document.anchors(), part_words, strict=True), start=1
            )
        ]
        try:
            article.clean_fields(exclude=_NOT_YET)
            article.clean()
            article.category = self._category(document.category)
            for part in parts:
                part.clean_fields(exclude=("article",))
        except ValidationError as error:
            return Outcome(reading, "failed", _in_one_sentence(error))
        new.append(_New(reading, document, digest, article, parts))
        return Outcome(reading, "created")

    def _create(self, new: list[_New]) -> None:
        self._know_tags(new)
        _give_slugs(new)
        Article.objects.bulk_create([one.article for one in new])
        Redirect.objects.filter(path__in=[one.article.address for one in new]).delete()
        for one in new:
            for part in one.parts:
                part.article = one.article
        Part.objects.bulk_create([part for one in new for part in one.parts])
        ArticleTag.objects.bulk_create(one.tagged(tag) for one in new for tag in self._tags(one))
        Revision.objects.bulk_create(one.revision() for one in new)
        SourcePage.objects.bulk_create(one.source_page() for one in new)

    def _category(self, names: tuple[str, ...]) -> Category:
        if names not in self.categories:
            with transaction.atomic():
                self.categories[names] = Category.objects.ensure(names)
        return self.categories[names]

    def _know_tags(self, new: list[_New]) -> None:
        names = {name for one in new for name in one.document.tags}
        unknown = [name for name in sorted(names) if texts.caseless(name) not in self.tags]
        self.tags.update((tag.key, tag) for tag in Tag.objects.named(unknown))

    def _tags(self, one: _New) -> list[Tag]:
        keys = dict.fromkeys(texts.caseless(name) for name in one.document.tags)
        return [self.tags[key] for key in keys if key in self.tags]


@dataclass(slots=True)
class _New:
    """The rows of a new article."""

    reading: Reading
    document: Document
    digest: str
    article: Article
    parts: list[Part]

    def tagged(self, tag: Tag) -> ArticleTag:
        """The tag on the article, with the copies that the database would fetch one by one."""
        article = self.article
        return ArticleTag(
            tag=tag,
            content_object=article,
            public_from=article.published_at if article.status == "published" else None,
            public_until=article.expires_at if article.status == "published" else None,
            category_id=article.category_id,
        )

    def revision(self) -> Revision:
        stored = [
            replace(part, body=row.body, anchor=row.anchor)
            for part, row in zip(self.document.parts, self.parts, strict=True)
        ]
        document = replace(
            self.document,
            slug=self.article.slug,
            published_at=self.article.published_at,
            parts=tuple(stored),
        )
        return Revision(
            article=self.article,
            number=1,
            note=_note(self.reading),
            changes=document.changes_from(None),
            snapshot=Revision.pack(document),
        )

    def source_page(self) -> SourcePage:
        source = SourcePage(key=self.reading.key)
        _fill(source, self.reading, self.digest, self.article)
        return source


_NOT_YET = ("category", "author", "updated_by", "tags")
# After this many articles of one title a number would take long to find.
_NUMBERED = 9


def _give_slugs(new: list[_New]) -> None:
    """A free slug for each article, by two queries for them all."""
    choices = {one.article.slug: _numbered(one.article.slug) for one in new}
    wanted = [choice for slug in choices for choice in choices[slug]]
    taken = set(Article.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    for one in new:
        slug = one.article.slug
        free = next((choice for choice in choices[slug] if choice not in taken), None)
        one.article.slug = free or f"{slug[: texts.SLUG_MAX_LENGTH]}-{secrets.token_hex(4)}"
        taken.add(one.article.slug)


def _numbered(slug: str) -> list[str]:
    base = slug[: texts.SLUG_MAX_LENGTH]
    return [slug, *(f"{base}-{number}" for number in range(2, _NUMBERED + 1))]


def _fill(source: SourcePage, reading: Reading, digest: str, article: Article) -> None:
    source.article = article
    source.revision = article.version
    source.digest = digest
    source.original = reading.original
    source.report = reading.page.as_dict() if reading.page else {}
    source.imported_at = timezone.now()


def _keep_status(document: Document, article: Article) -> Document:
    """A changed page brings a new text, not a new address, status or date."""
    now = article.as_document()
    names = ("slug", "status", "published_at", "expires_at", "is_featured", "comments_allowed")
    return replace(document, tags=now.tags, **{name: getattr(now, name) for name in names})


def _note(reading: Reading) -> str:
    return _("Imported from %(path)s") % {"path": reading.path[-150:]}


def _in_one_sentence(error: ValidationError) -> str:
    if hasattr(error, "message_dict"):
        return " ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())
    return " ".join(error.messages)
