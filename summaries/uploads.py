"""Import in steps that an editor follows: receive files, read them, take the pages in.

Reading and taking in are jobs, so that a large upload has progress and outlives its worker.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from itertools import zip_longest
from typing import IO, Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from summaries import importers, jobs
from summaries import twins as near_twins
from summaries.comparing import Comparison, compare
from summaries.conf import settings
from summaries.document import Document
from summaries.importers import Media, Place, Reading, Received
from summaries.models import (
    INDEX_COLUMNS,
    Article,
    Category,
    Job,
    SourcePage,
    Upload,
    UploadedPage,
    may_publish,
    may_see_all,
    writing,
)
from summaries.twins import Match

State = UploadedPage.State
# Of the pages of one batch, so many are compared with all articles; the articles that are named.
COMPARED, NAMED = 200, 3


def receive(
    files: Iterable[tuple[str, IO[bytes]]],
    *,
    by: AbstractBaseUser | None = None,
    category: Iterable[str] = (),
    status: str = "draft",
) -> Upload:
    """Keep the files, and those in archives, to be read; old uploads are cleared away.

    ``category`` holds names from the root; without any, each page says where it goes.
    """
    files = list(files)
    names = [name for name, _file in files]
    said = names[0] if len(names) == 1 else gettext("%(name)s and more") % {"name": names[0]}
    received = list(
        importers.unpack(
            files,
            max_bytes=settings.UPLOAD_MAX_BYTES,
            max_file_bytes=settings.UPLOAD_MAX_BYTES,
        )
    )
    with writing():
        Upload.objects.outdated().delete()
        upload = Upload(name=said[:200], user=by, category=list(category), status=status)
        upload.save()
        UploadedPage.objects.bulk_create(
            [_kept(upload, position, one) for position, one in enumerate(received, start=1)],
            batch_size=100,
        )
    return upload


def _kept(upload: Upload, position: int, received: Received) -> UploadedPage:
    state = State.IMAGE if importers.is_image(received.path) else State.WAITING
    return UploadedPage(
        upload=upload,
        position=position,
        path=received.path,
        key=f"upload/{upload.pk}/{received.path}",
        state=State.UNREADABLE if received.reason else state,
        reason=received.reason,
        data=zlib.compress(received.data) if received.data else b"",
    )


def read(upload: Upload, *, by: AbstractBaseUser | None = None) -> Job:
    """The job that reads what was not read yet; it waits to be run."""
    return _started("read_upload", upload, upload.pages.filter(state=State.WAITING), by)


def take_in(
    upload: Upload, pages: Iterable[int] | None = None, *, by: AbstractBaseUser | None = None
) -> Job:
    """The job that makes articles of these pages, or of all to decide; it waits to be run."""
    chosen = upload.pages.filter(state=State.READ)
    if pages is not None:
        chosen = chosen.filter(pk__in=list(pages))
    return _started("take_in", upload, chosen, by)


def _started(name: str, upload: Upload, pages, by) -> Job:
    job = jobs.prepare(jobs.named(name), pages.values_list("pk", flat=True), by=by)
    return jobs.start(job, {"upload": upload.pk, "name": upload.name})


def notes(upload: Upload) -> list[str]:
    """What is to be said of the pages, in few lines."""
    said = importers.Notes()
    for path, some in upload.pages.exclude(notes=[]).values_list("path", "notes"):
        said.add(path, some)
    return said.sentences()


def public_by_themselves(upload: Upload, *, user: AbstractBaseUser) -> int:
    """How many pages to decide say that they are published, and so are once this user agrees."""
    found = upload.pages.filter(state=State.READ, content__status="published")
    return found.count() if may_publish(user) else 0


def twins(pages: Iterable[UploadedPage], *, user: AbstractBaseUser) -> dict[int, str]:
    """By the key of a page with the same text as one that was imported: that one's import key.

    Only pages of articles that the user may see are named.
    """
    digests = {page.digest: page.pk for page in pages if page.digest}
    found = _seen_by(user).filter(digest__in=digests)
    by_digest = dict(found.values_list("digest", "key"))
    return {
        page.pk: by_digest[page.digest]
        for page in pages
        if page.digest in by_digest and page.state != State.TAKEN
    }


def known(pages: Iterable[UploadedPage], *, user: AbstractBaseUser) -> dict[int, Article]:
    """By the key of a page that was imported before, as it says itself: the article it was.

    Only articles that the user may see are named.
    """
    keys = {page.key: page.pk for page in pages if page.state != State.TAKEN}
    found = _seen_by(user).filter(key__in=keys, article__isnull=False)
    columns = [f"article__{name}" for name in INDEX_COLUMNS]
    found = found.select_related("article").defer("original", "report", *columns)
    return {keys[one.key]: one.article for one in found}


def alike(pages: Iterable[UploadedPage]) -> dict[int, list[Match]]:
    """By the key of a page: the articles that had nearly the same text when it was read."""
    some = [page for page in pages if page.alike and page.state != State.TAKEN]
    keys = {key for page in some for key, _percent in page.alike}
    articles = Article.objects.not_in_bin().for_titles().in_bulk(keys)
    return {
        page.pk: [
            Match(articles[key], percent / 100) for key, percent in page.alike if key in articles
        ]
        for page in some
    }


def changes(page: UploadedPage, article: Article) -> Comparison:
    """What the page changes of the article that was made of it before."""
    now = article.as_document()
    new = importers.renewed(page.document, now, now.tags if page.original else ())
    if not any(part.anchor for part in new.parts):  # then they are the parts that are there
        anchors = [part.anchor for part in now.parts]
        parts = zip_longest(new.parts, anchors[: len(new.parts)], fillvalue="")
        new = replace(new, parts=tuple(replace(part, anchor=one) for part, one in parts))
    source = replace(new.source, key=page.key)
    return compare(now, replace(new, source=source, language=new.language or now.language))


def _seen_by(user: AbstractBaseUser) -> QuerySet[SourcePage]:
    if may_see_all(user, Article):
        return SourcePage.objects.all()
    return SourcePage.objects.filter(article__in=Article.objects.visible_to(user))


@dataclass(frozen=True, kw_only=True)
class ReadPages(jobs.Kind):
    """Reads uploaded files with the importer; a file of JSON lines becomes many pages.

    The images that a page shows are stored as soon as it is read; categories and tags wait
    for the first page that is taken in.
    """

    def note(self, params):
        return (gettext("Read %(name)s") % {"name": params["name"]})[:200]

    def plan(self, job, params, keys):
        """By page: what its file holds, each document with the articles that are like it."""
        pages = UploadedPage.objects.filter(pk__in=keys, state=State.WAITING)
        media = _media(params["upload"])
        plan, compared = {}, 0
        for page in pages:
            plan[page.pk] = _File()
            for entry in importers.read_bytes(_data(page), page.path, page.key, media=media):
                if isinstance(entry, Place):
                    plan[page.pk].places.append(entry)
                    continue
                reading = importers.with_images(entry, by=job.actor)
                if reading is None:
                    continue
                compared += 1
                is_compared = reading.document and compared <= COMPARED
                matches = near_twins.matches(reading.document)[:NAMED] if is_compared else []
                like = [[one.article.pk, one.percent] for one in matches]
                plan[page.pk].readings.append((reading, like))
        return plan

    def apply(self, job, params, keys, plan):
        outcome = jobs.Outcome()
        upload = Upload.objects.filter(pk=params["upload"]).first()
        pages = UploadedPage.objects.filter(pk__in=keys, state=State.WAITING)
        pages = pages.select_related("upload")
        more = []
        for page in pages if upload else ():
            read = plan.get(page.pk, _File())
            upload.places = [*upload.places, *map(asdict, read.places)]
            if not read.readings:
                empty = gettext("There is no article in it.")
                read.readings = [(Reading(page.path, page.key, error=empty), [])]
            first, *others = read.readings
            for one in others:
                more.append(_read(UploadedPage(upload=upload, position=page.position), *one))
            _read(page, *first).save()
            if first[0].error:
                outcome.fail(page.pk, page.path, first[0].error)
            outcome.changed += 1
        UploadedPage.objects.bulk_create(more, batch_size=100)
        if upload:
            upload.save()
        return outcome

    def finish(self, job):
        """Once all is read, nobody asks for the files of the images."""
        pages = UploadedPage.objects.filter(upload=job.params["upload"])
        if not pages.filter(state=State.WAITING).exists():
            pages.filter(state=State.IMAGE).update(data=b"")


@dataclass(slots=True)
class _File:
    """What an uploaded file holds."""

    readings: list[tuple[Reading, list[list[int]]]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


def _media(upload: int) -> Media:
    """The images that were uploaded with the pages, each read when a page names it."""
    images = UploadedPage.objects.filter(upload=upload, state=State.IMAGE)
    paths = images.values_list("pk", "path")
    return Media((path, partial(_data_of, key)) for key, path in paths)


def _data_of(key: int) -> bytes:
    return _data(UploadedPage.objects.only("data").get(pk=key))


def _data(page: UploadedPage) -> bytes:
    return zlib.decompress(page.data) if page.data else b""


def _read(page: UploadedPage, reading: Reading, alike: list[list[int]]) -> UploadedPage:
    """Give the page what was found in it."""
    page.path, page.key, page.data = reading.path[:400], reading.key[:500], b""
    if reading.document is None:
        page.state, page.reason = State.UNREADABLE, reading.error
        return page
    report = reading.page.as_dict() if reading.page else {}
    category = tuple(page.upload.category) or reading.document.category
    status = page.upload.status if reading.takes_status else reading.document.status
    page.document = replace(reading.document, category=category, status=status)
    page.state, page.original, page.digest = State.READ, reading.original, reading.digest
    page.report, page.alike = report, alike
    page.addresses, page.site = list(reading.addresses), reading.site
    page.guid, page.lacks_images = reading.guid, reading.lacks_images
    page.notes = list(reading.notes)
    page.cut_count = len(report.get("cut", ()))
    page.guess_count = len(report.get("guesses", ()))
    page.damage_count = len(report.get("damage", ()))
    return page


@dataclass(frozen=True, kw_only=True)
class TakeIn(jobs.Kind):
    """Stores uploaded pages as articles, as the command does; others stay with the reason."""

    def note(self, params):
        return (gettext("Took in %(name)s") % {"name": params["name"]})[:200]

    def plan(self, job, params, keys):
        """By page: its reading, as the editor has corrected it."""
        pages = UploadedPage.objects.filter(pk__in=keys, state=State.READ)
        return {page.pk: _reading(page) for page in pages}

    def apply(self, job, params, keys, plan):
        outcome = jobs.Outcome()
        upload = Upload.objects.filter(pk=params["upload"]).first()
        pages = list(UploadedPage.objects.filter(pk__in=plan, state=State.READ))
        pages = [one for one in pages if upload and _may_go_there(one, job.actor, outcome)]
        # Somebody may have corrected the page since the plan was made.
        readings = [
            replace(plan[page.pk], document=_allowed(page.document, job.actor)) for page in pages
        ]
        store = importers.Store(status=upload.status if upload else "draft", by=job.actor)
        if readings and upload.places:
            _store_places(store, upload)
        for page, one in zip(pages, _stored(store, readings), strict=True):
            page.notes = list(one.notes)
            if one.outcome in ("created", "updated", "unchanged"):
                page.state, page.reason = State.TAKEN, ""
                outcome.changed += 1
            else:
                page.reason = one.reason
                outcome.fail(page.pk, page.title, one.reason)
        taken = [page.key for page in pages if page.state == State.TAKEN]
        articles = dict(SourcePage.objects.filter(key__in=taken).values_list("key", "article"))
        for page in pages:
            page.article_id = articles.get(page.key)
        UploadedPage.objects.bulk_update(pages, ["state", "reason", "article", "notes"])
        return outcome

    def finish(self, job):
        importers.refresh_statistics()
        for _linked in importers.link(by=job.actor):
            pass


def _reading(page: UploadedPage) -> Reading:
    reading = Reading(page.path, page.key, page.document, page.original)
    if page.original and page.report:
        reading = importers.read_page(page.original, page.path, page.key)
    return replace(
        reading,
        document=page.document,
        addresses=tuple(page.addresses),
        site=page.site,
        notes=tuple(page.notes),
        guid=page.guid,
        lacks_images=page.lacks_images,
        as_read=page.digest,
    )


def _allowed(document: Document, user: AbstractBaseUser | None) -> Document:
    """The document as this user may store it: what was public comes for review, if need be."""
    is_allowed = user is None or may_publish(user) or document.status != "published"
    return document if is_allowed else replace(document, status="review")


def _store_places(store: importers.Store, upload: Upload) -> None:
    """Store the categories and tags of the upload, as far as this user may create them."""
    places = [_place(one, tuple(upload.category)) for one in upload.places]
    if store.by and not store.by.has_perm("summaries.add_category"):
        there = Category.objects.called(one.category for one in places if one.category)
        places = [one for one in places if one.tag or one.category in there]
    store.store_batch(places)
    upload.places = []
    upload.save()


def _place(said: dict[str, Any], category: tuple[str, ...]) -> Place:
    """The place as it was read; where all pages go to one category, its addresses lead there."""
    lists = {name: tuple(said[name]) for name in ("category", "addresses")}
    place = Place(**{**said, **lists})
    if category and place.category:
        return replace(place, category=category, slug="", description="")
    return place


def _stored(store: importers.Store, readings: list[Reading]) -> list[importers.Outcome]:
    """All at once; one by one, if one of them cannot be written, or not by this user."""
    try:
        with writing():
            return store.store_batch(readings)
    except (PermissionDenied, ValidationError) as error:
        if isinstance(error, ValidationError):
            said = jobs.in_one_sentence(error)
        else:
            said = str(error) or gettext("You may not publish articles.")
        if len(readings) == 1:
            return [importers.Outcome(readings[0], "failed", said)]
        return [outcome for one in readings for outcome in _stored(store, [one])]


def _may_go_there(page: UploadedPage, user, outcome: jobs.Outcome) -> bool:
    """Whether its category exists, or this user may create it."""
    names = page.document.category
    if user is None or user.has_perm("summaries.add_category"):
        return True
    if names and Category.objects.named(names):
        return True
    reason = gettext(
        "There is no such category: %(category)s. Choose another, or let somebody take the page in "
        "who may add categories."
    )
    page.reason = reason % {"category": " › ".join(names) or gettext("none")}
    page.save()
    outcome.fail(page.pk, page.title, page.reason)
    return False


jobs.register(ReadPages(name="read_upload", label=_("Read an upload")))
jobs.register(TakeIn(name="take_in", label=_("Take pages in")))
