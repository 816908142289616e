"""What becomes of readings in the database: created, updated, left alone, skipped.

Articles are written a batch at a time, each batch whole or not at all: with their categories and
tags, and the addresses that they had elsewhere. Images are stored before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connections, router, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from summaries import attention, figures, statistics, twins
from summaries import text as texts
from summaries.document import PUBLICATION_FIELDS, Document
from summaries.models import (
    Article,
    ArticleCount,
    ArticleTag,
    Category,
    Edit,
    Image,
    Part,
    Redirect,
    Revision,
    SourcePage,
    Tag,
    TagCount,
    current_change,
    images,
    old_address,
    write,
    writing,
)
from summaries.pictures import UnusablePicture
from summaries.twins import Match

from .decoding import UnreadableFile
from .linking import links_in
from .reading import Entry, FoundImage, Place, Reading

OUTCOMES = ("created", "updated", "unchanged", "skipped", "failed")
# The library is locked for about a tenth of a second while so many are written.
BATCH_SIZE = 50
# A batch ends with so many images, which take longer than texts.
IMAGES_AT_ONCE = 30
# In so many articles of damaged pages, the damage is looked for at once.
LOOKED_AT = 200
TABLES = [
    model._meta.db_table
    for model in (Article, ArticleTag, Part, Tag, Category, ArticleCount, TagCount)
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a reading: one of ``OUTCOMES``, and why where that is not plain.

    ``twins`` are articles with nearly the same text, the most alike first; ``notes`` say what
    was left out, or could not be taken over.
    """

    reading: Reading
    outcome: str
    reason: str = ""
    twins: tuple[Match, ...] = ()
    notes: tuple[str, ...] = ()

    def sentences(self) -> list[str]:
        """What is to be said of it at once, beside that it is stored and the notes."""
        like = _("Much like “%(title)s” (%(likeness)d %%).")
        said = [like % {"title": one.article.title, "likeness": one.percent} for one in self.twins]
        return [self.reason, *said] if self.reason else said

    def report(self) -> dict[str, Any]:
        """The page's report, JSON-ready; see docs/reference/import-report.md."""
        report = {"path": self.reading.path, "outcome": self.outcome, "reason": self.reason}
        report["twins"] = [
            {"article": one.article.slug, "title": one.article.title, "likeness": one.percent}
            for one in self.twins
        ]
        if self.notes:
            report["notes"] = list(self.notes)
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


def refresh_statistics() -> None:
    """Tell the query planner of what an import has added."""
    statistics.refresh(connections[router.db_for_write(Article)], TABLES)


def tally(outcomes: Counter[str]) -> str:
    """The counts in one line: ``3 created, 0 updated, …``."""
    return _(
        "%(created)d created, %(updated)d updated, %(unchanged)d unchanged, "
        "%(skipped)d skipped, %(failed)d failed"
    ) % {name: outcomes[name] for name in OUTCOMES}


@dataclass(slots=True, eq=False)
class Candidate:
    """A reading, with the edit that creates its article or why there can be none."""

    reading: Reading
    digest: str
    edit: Edit | None = None
    error: str = ""


@dataclass
class Store:
    """Writes batches of readings.

    ``category`` (names from the root) stands above what a page says; ``status``
    is for pages, documents have their own; ``by`` is the user. A page that has not
    changed is left alone, a text edited since is never overwritten; to publish, move
    or tag an article is no edit of its text. ``compare`` names the near-duplicates of
    each reading, which takes about half as long again.
    """

    category: tuple[str, ...] = ()
    status: str = Article.Status.DRAFT
    dry_run: bool = False
    compare: bool = False
    by: AbstractBaseUser | None = None
    _also: Counter[str] = field(default_factory=Counter, init=False)
    _looked_at: int = field(default=0, init=False)

    def store_many(
        self, entries: Iterable[Entry], *, batch_size: int = BATCH_SIZE
    ) -> Iterator[Outcome]:
        """Store the entries, streaming, a batch a transaction; the readings' outcomes in order.

        Memory does not grow with their number. Interrupted, a second run takes up where the
        first one ended.
        """
        for batch in _batches(entries, max(batch_size, 1)):
            yield from self.store_batch(batch)
        refresh_statistics()

    def store_batch(self, entries: Sequence[Entry]) -> list[Outcome]:
        """Store the entries, all or none; the outcomes of the readings in the same order.

        A place or an image that comes by itself has one only if it fails. What takes time is
        done before the library is locked.
        """
        candidates = self._prepare([one for one in entries if isinstance(one, Reading)])
        refused = {} if self.dry_run else self._take_images(entries, candidates)
        places = [one for one in entries if isinstance(one, Place)]
        with writing():
            failed = self._store_places(places) if places else {}
            outcomes = self._store(candidates)
            if self.dry_run:
                transaction.set_rollback(True, using=router.db_for_write(Article))
        if not self.dry_run:
            self._look(candidates, outcomes)
        if self.compare:
            outcomes = self._with_twins(candidates, outcomes)
        return list(_joined(entries, outcomes, refused, failed))

    def sentences(self) -> list[str]:
        """What is new beside the articles, a sentence each."""
        places, addresses, pictures = (
            self._also[name] for name in ("places", "addresses", "images")
        )
        said = {
            ngettext(
                "%(count)s category or tag taken over",
                "%(count)s categories and tags taken over",
                places,
            ): places,
            ngettext(
                "%(count)s old address leads here", "%(count)s old addresses lead here", addresses
            ): addresses,
            ngettext("%(count)s image stored", "%(count)s images stored", pictures): pictures,
        }
        return [sentence % {"count": count} for sentence, count in said.items() if count]

    def _take_images(self, entries: Sequence[Entry], candidates: list[Candidate]) -> dict[str, str]:
        """Store the images that are not there yet; by the keys of those that fail, why."""
        found = [one for one in entries if isinstance(one, FoundImage)]
        found += [one for each in candidates if not each.error for one in each.reading.images]
        refused, new = _take(found, self.by)
        self._also["images"] += new
        return refused

    def _store_places(self, places: list[Place]) -> dict[Place, str]:
        """Create or complete categories and tags, and lead their addresses there.

        Returns those that do not fit, and why. Under a ``category`` that stands above all
        others, addresses of categories lead to it.
        """
        before = _places()
        slugs = {texts.caseless(one.tag): one.slug for one in places if one.tag}
        tags = Tag.objects.ensure([one.tag[:100] for one in places if one.tag], slugs=slugs)
        failed, addresses = {}, []
        for place in places:
            try:
                target = tags.get(texts.caseless(place.tag[:100])) or self._category(place)
            except ValidationError as error:
                failed[place] = _in_one_sentence(error)
                continue
            if place.description and not target.description and not self._is_above(place):
                target.description = place.description
                target.save(by=self.by)
            addresses += [(one, target) for one in place.addresses]
        new, _kept = Redirect.objects.leave_many(addresses)
        self._also["places"] += _places() - before
        self._also["addresses"] += new
        return failed

    def _is_above(self, place: Place) -> bool:
        return bool(self.category and place.category)

    def _category(self, place: Place) -> Category:
        """The place's category, created if it is missing."""
        names, slug = (self.category, "") if self.category else (place.category, place.slug)
        with transaction.atomic(using=router.db_for_write(Article)):
            category = Category.objects.ensure(names, slug=slug)
        if category is None:
            raise ValidationError(_("A category or tag needs a name."))
        return category

    def _look(self, candidates: list[Candidate], outcomes: list[Outcome]) -> None:
        """Find what needs attention in the articles that were written.

        To find damage takes longer than to write, and the import has looked for it
        already; where it has found some, only so many are looked at again at once. The
        others are found by ``check_texts``, or when they are opened.
        """
        written = {
            one.edit.article.pk: one.reading.page
            for one, outcome in zip(candidates, outcomes, strict=True)
            if outcome.outcome in ("created", "updated")
        }
        sound = {key for key, page in written.items() if page and not page.damage}
        others = [key for key in written if key not in sound][: LOOKED_AT - self._looked_at]
        self._looked_at += len(others)
        attention.refresh([*sound, *others], sound=sound)

    def _prepare(self, readings: list[Reading]) -> list[Candidate]:
        """Make an edit of each reading, but for those that seem to be stored already."""
        candidates = [Candidate(reading, reading.digest) for reading in readings]
        digests = {one.digest for one in candidates}
        stored = set(SourcePage.objects.filter(digest__in=digests).values_list("digest", flat=True))
        for one in candidates:
            if one.digest not in stored:
                self._make_edit(one)
        _keep_guids(candidates)
        return candidates

    def _with_twins(self, candidates: list[Candidate], outcomes: list[Outcome]) -> list[Outcome]:
        """Name the near-duplicates of what was stored, or would be."""
        stored = {
            one.edit.article.pk: number
            for number, (one, outcome) in enumerate(zip(candidates, outcomes, strict=True))
            if one.edit and outcome.outcome in ("created", "updated")
        }
        if self.dry_run:
            matched = {
                number: [one for one in twins.matches(document) if one.article.pk != key]
                for key, number in stored.items()
                if (document := candidates[number].edit.document)
            }
        else:
            matched = defaultdict(list)
            for pair in twins.look(stored):
                for article in (pair.article, pair.other):
                    if article.pk in stored:
                        match = Match(pair.partner(article), pair.likeness / 100)
                        matched[stored[article.pk]].append(match)
        return [
            replace(outcome, twins=tuple(matched.get(number, ())))
            for number, outcome in enumerate(outcomes)
        ]

    def _make_edit(self, one: Candidate) -> None:
        if one.reading.document is None:
            return
        edit = Edit(Article(), self.complete(one.reading), note=_note(one.reading))
        try:
            edit.prepare()
        except ValidationError as error:
            one.error = _in_one_sentence(error)
        else:
            one.edit = edit

    def _store(self, candidates: list[Candidate]) -> list[Outcome]:
        digests = {one.digest for one in candidates}
        keys = {one.reading.key for one in candidates}
        pages = SourcePage.objects.select_related("article__category").prefetch_related(
            "article__author", "article__tagged__tag"
        )
        known = pages.in_bulk(keys, field_name="key")
        edited = _edited(
            page
            for one in candidates
            if (page := known.get(one.reading.key)) and page.digest != one.digest
        )
        twins = dict(SourcePage.objects.filter(digest__in=digests).values_list("digest", "key"))
        # The index holds no empty keys, and SQLite uses it only where that is said.
        articles = Article.objects.filter(source_key__in=keys).exclude(source_key="")
        taken = set(articles.values_list("source_key", flat=True))
        categories = Categories(one.edit.document.category for one in candidates if one.edit)
        outcomes, edits, done = [], {}, set()
        for one in candidates:
            page = known.get(one.reading.key)
            outcome = self._decide(one, page, twins, edited)
            if outcome.outcome in ("created", "updated"):
                if one.reading.key in done or (one.reading.key in taken and page is None):
                    reason = _("An article has this import key already.")
                    outcome = Outcome(one.reading, "skipped", reason)
                else:
                    is_moved = "category" in edited.get(one.reading.key, ())
                    outcome = self._settle(one, outcome, page, categories, is_moved)
            if outcome.outcome in ("created", "updated"):
                edits[one] = page or SourcePage(key=one.reading.key)
            if outcome.outcome == "created":
                twins[one.digest] = one.reading.key
            if outcome.outcome != "failed":
                done.add(one.reading.key)
            outcomes.append(outcome)
        change = current_change()
        touched = [one.edit.article.pk for one in edits if one.edit.article.pk]
        change.touch(Article.objects.filter(pk__in=touched))
        write([one.edit for one in edits], by=self.by)
        SourcePage.objects.bulk_create(
            [_fill(page, one) for one, page in edits.items()],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=[
                *("article", "digest", "revision", "original", "report", "links", "imported_at")
            ],
        )
        change.imported.update((one.edit.article.pk, None) for one in edits)
        return self._leave_addresses(candidates, outcomes, known, twins)

    def _leave_addresses(
        self,
        candidates: list[Candidate],
        outcomes: list[Outcome],
        known: Mapping[str, SourcePage],
        twins: Mapping[str, str],
    ) -> list[Outcome]:
        """Lead the addresses that the articles had elsewhere to them; the outcomes with notes.

        Also those of a page that was stored before, or whose text an article has already.
        """
        targets = _targets(candidates, outcomes, known, twins)
        pairs = [(one, targets[each]) for each in targets for one in each.reading.addresses]
        new, kept = Redirect.objects.leave_many(pairs) if pairs else (0, {})
        self._also["addresses"] += new
        said = _("%(address)s leads elsewhere already.")
        noted = []
        for one, outcome in zip(candidates, outcomes, strict=True):
            others = [] if one not in targets else one.reading.addresses
            clashes = [
                each for each in others if kept and (each in kept or old_address(each) in kept)
            ]
            notes = [*one.reading.notes, *(said % {"address": each} for each in clashes)]
            noted.append(replace(outcome, notes=tuple(notes)) if notes else outcome)
        return noted

    def _decide(
        self, one: Candidate, page: SourcePage | None, twins, edited: Mapping[str, set[str]]
    ) -> Outcome:
        """What is to become of the reading."""
        reading = one.reading
        if reading.document is None:
            return Outcome(reading, "failed", reading.error)
        if page is None:
            if (twin := twins.get(one.digest)) is None:
                return Outcome(reading, "created")
            return Outcome(reading, "skipped", _("The same text as %(key)s.") % {"key": twin})
        if page.article is None:
            reason = _("Its article was deleted after an earlier import.")
            return Outcome(reading, "skipped", reason)
        if page.article.is_in_bin:
            return Outcome(reading, "skipped", _("Its article is in the bin."))
        if page.digest == one.digest:
            return Outcome(reading, "unchanged")
        kept = _KEPT | ({"tags"} if reading.page else set())
        if not kept.issuperset(edited.get(page.key, ())):
            reason = _(
                "Its article was edited after the import; the changed page was not taken over."
            )
            return Outcome(reading, "skipped", reason)
        if reading.lacks_images and _shown(page.article) - _shown(reading):
            reason = _("Images that its article shows were not found; it was left as it is.")
            return Outcome(reading, "skipped", reason)
        return Outcome(reading, "updated")

    def _settle(
        self,
        one: Candidate,
        outcome: Outcome,
        page: SourcePage | None,
        categories: Categories,
        is_moved: bool,
    ) -> Outcome:
        """Let the edit be one of the article that is there, if any, and find its category.

        What an editor has moved to another one stays there.
        """
        if one.edit is None and not one.error:  # it seemed to be stored, and is no more
            self._make_edit(one)
        if one.error:
            return Outcome(one.reading, "failed", one.error)
        try:
            if page:
                tags = [tagged.tag.name for tagged in page.article.tagged.all()]
                document = renewed(
                    one.edit.document, page.article, tags if one.reading.page else ()
                )
                one.edit = replace(
                    one.edit, article=page.article, document=document, parts=[], expected=None
                )
                one.edit.check()
            if page and is_moved:
                one.edit.category = page.article.category
            else:
                one.edit.category = categories[one.edit.document.category]
        except ValidationError as error:
            return Outcome(one.reading, "failed", _in_one_sentence(error))
        return outcome

    def complete(self, reading: Reading) -> Document:
        """The reading's document with what it does not say itself."""
        document, page = reading.document, reading.page
        takes_status = reading.takes_status or (page and not page.is_draft)
        status = self.status if takes_status else document.status
        return replace(
            document,
            category=self.category or document.category or (_("Imported"),),
            status=status,
            source=replace(document.source, key=reading.key),
        )


def _keep_guids(candidates: list[Candidate]) -> None:
    """Give new articles what feeds called them before, unless another article has it."""
    given = {one.reading.guid: one.edit.article for one in candidates if one.edit}
    given.pop("", None)
    known = Article.objects.filter(guid__in=given) if given else Article.objects.none()
    for guid in given.keys() - {str(one) for one in known.values_list("guid", flat=True)}:
        given[guid].guid = UUID(guid)


class Categories(dict):
    """The categories by their names from the root; what is missing is created on first use."""

    def __init__(self, names: Iterable[tuple[str, ...]]):
        super().__init__(Category.objects.called(set(names)))

    def __missing__(self, names: tuple[str, ...]) -> Category:
        with transaction.atomic(using=router.db_for_write(Article)):
            self[names] = Category.objects.ensure(names)
        return self[names]


def _places() -> int:
    """How many categories and tags there are."""
    return Category.objects.count() + Tag.objects.count()


def with_images(
    entry: Reading | FoundImage, *, by: AbstractBaseUser | None = None
) -> Reading | None:
    """Store the images of a reading, or one that comes by itself, before anything else of it.

    The reading without them, with notes on those that were refused; for an image by itself, an
    error or nothing.
    """
    found = (entry,) if isinstance(entry, FoundImage) else entry.images
    refused, _new = _take(found, by)
    if isinstance(entry, FoundImage):
        reason = refused.get(entry.key)
        return Reading(entry.path, entry.path, error=reason) if reason else None
    said = [_refused(one, refused[one.key]) for one in found if one.key in refused]
    return replace(entry, images=(), notes=(*entry.notes, *said))


def _take(found: Iterable[FoundImage], by: AbstractBaseUser | None) -> tuple[dict[str, str], int]:
    """Store the images that are not there yet.

    By the keys of those that fail, why; and how many are new.
    """
    wanted = {one.key: one for one in found}
    rows = Image.objects.filter(pk__in=wanted).values_list("pk", flat=True)
    there = set(rows) if wanted else set()
    new = [one for key, one in wanted.items() if key not in there]
    refused = {}
    for one in new:
        said = {"alt": one.alt, "is_decoration": one.is_decoration, "credit": one.credit}
        try:
            images.take(ContentFile(one.read()), by=by, key=one.key, **said)
        except (UnusablePicture, UnreadableFile) as error:
            refused[one.key] = str(error)
    return refused, len(new) - len(refused)


def _batches(entries: Iterable[Entry], size: int) -> Iterator[list[Entry]]:
    """The entries, so many at once, or those with so many images."""
    batch: list[Entry] = []
    shown = 0
    for entry in entries:
        batch.append(entry)
        shown += len(entry.images) if isinstance(entry, Reading) else 0
        if len(batch) == size or shown >= IMAGES_AT_ONCE:
            yield batch
            batch, shown = [], 0
    if batch:
        yield batch


def _joined(
    entries: Iterable[Entry],
    outcomes: Iterable[Outcome],
    refused: Mapping[str, str],
    failed: Mapping[Place, str],
) -> Iterator[Outcome]:
    """The outcomes, with notes on images that were refused, and those of what else failed."""
    outcomes = iter(outcomes)
    for entry in entries:
        if isinstance(entry, Reading):
            outcome = next(outcomes)
            said = [_refused(one, refused[one.key]) for one in entry.images if one.key in refused]
            yield replace(outcome, notes=(*outcome.notes, *said)) if said else outcome
            continue
        reason = refused.get(entry.key) if isinstance(entry, FoundImage) else failed.get(entry)
        if reason:
            yield Outcome(Reading(entry.path, "", error=reason), "failed", reason)


def _refused(image: FoundImage, reason: str) -> str:
    if image.alt:
        return _("The image “%(alt)s”: %(reason)s") % {"alt": image.alt, "reason": reason}
    return _("An image: %(reason)s") % {"reason": reason}


def _shown(one: Article | Reading) -> set[str]:
    """The keys of the images in the text."""
    parts = one.parts.all() if isinstance(one, Article) else one.document.parts
    return {key for part in parts for key in figures.keys(part.body)}


def _targets(
    candidates: list[Candidate],
    outcomes: list[Outcome],
    known: Mapping[str, SourcePage],
    twins: Mapping[str, str],
) -> dict[Candidate, Article]:
    """The articles that the addresses of readings are to lead to."""
    targets, same = {}, {}
    for one, outcome in zip(candidates, outcomes, strict=True):
        if not one.reading.addresses or outcome.outcome == "failed":
            continue
        page = known.get(one.reading.key)
        if outcome.outcome in ("created", "updated"):
            targets[one] = one.edit.article
        elif page and page.article:
            targets[one] = page.article
        elif page is None and one.digest in twins:
            same[one] = twins[one.digest]
    if same:
        pages = SourcePage.objects.select_related("article").defer("original", "report")
        by_key = pages.in_bulk(set(same.values()), field_name="key")
        found = {one: by_key[key].article for one, key in same.items() if key in by_key}
        targets |= {one: article for one, article in found.items() if article}
    return targets


def _fill(page: SourcePage, one: Candidate) -> SourcePage:
    page.article = one.edit.article
    page.revision = one.edit.article.version
    page.digest = one.digest
    page.original = one.reading.original
    page.report = one.reading.page.as_dict() if one.reading.page else {}
    bodies = [part.body for part in one.edit.parts]
    page.links = links_in(bodies, site=one.reading.site, addresses=one.reading.addresses) or None
    page.imported_at = timezone.now()
    return page


def _edited(pages: Iterable[SourcePage]) -> dict[str, set[str]]:
    """By import key, the fields of the article that editors have changed since the import.

    It compares the revision that the import left with the latest one. Where one of them is
    missing, the text counts as changed.
    """
    later = [one for one in pages if one.article and one.article.version != one.revision]
    wanted = [
        Q(article=one.article, number__in=(one.revision, one.article.version)) for one in later
    ]
    revisions = Revision.objects.filter(reduce(or_, wanted)) if wanted else ()
    found = {(one.article_id, one.number): one for one in revisions}
    edited = {}
    for page in later:
        left = found.get((page.article_id, page.revision))
        now = found.get((page.article_id, page.article.version))
        changed = {"parts"}
        if left and now:
            changed = set(now.document.changes_from(left.document)) - {"category"}
            # Its names change with the tree; an article that was moved has another key.
            if now.keys.get("category") != left.keys.get("category"):
                changed.add("category")
        edited[page.key] = changed
    return edited


# What a changed page does not bring: another address, status or date, nor another category
# where an editor has chosen one. The editors' tags and those of a page are joined.
_KEPT = PUBLICATION_FIELDS | {"category"}


def renewed(document: Document, now: Article | Document, tags: Iterable[str] = ()) -> Document:
    """The document of a changed page as its article takes it over; ``tags`` are kept."""
    kept = {name: getattr(now, name) for name in PUBLICATION_FIELDS}
    return replace(document, **kept, tags=tuple(dict.fromkeys([*tags, *document.tags])))


def _note(reading: Reading) -> str:
    """For the history, which editors see: without the server's folders."""
    return _("Imported from %(path)s") % {"path": reading.path.rsplit("/", 1)[-1][-150:]}


def _in_one_sentence(error: ValidationError) -> str:
    if hasattr(error, "message_dict"):
        return " ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())
    return " ".join(error.messages)
