"""Many at once: nobody is refused, nothing is lost, the library stays whole."""

import random
import time
from contextlib import suppress
from io import BytesIO, StringIO
from threading import Lock, Thread

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.deletion import ProtectedError
from django.test import Client
from django.urls import reverse
from PIL import Image as PillowImage
from treebeard.exceptions import InvalidMoveToDescendant

from summaries import attention, jobs, reviews, twins
from summaries.document import Document, Part
from summaries.importers import FoundImage, Place, Reading, Store, link
from summaries.models import (
    Article,
    Category,
    Draft,
    Finding,
    Image,
    Job,
    JobChange,
    LibraryDeadlock,
    Redirect,
    ReviewStep,
    Tag,
    Twin,
    edits,
    writing,
)
from tests.library import make_article, posted_parts

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 20
TAGS = ["alpha", "beta", "gamma", "delta"]
TRAILS = [("Work",), ("Work", "Sales"), ("Work", "Sales", "North"), ("Office",), ("Office", "Post")]
# What may well happen where somebody else was quicker; each comes with a sentence.
EXPECTED = (
    *(ObjectDoesNotExist, ValidationError, InvalidMoveToDescendant, ProtectedError),
    *(PermissionDenied, attention.RepairError, jobs.JobError),
)


class Undone(Exception):
    """Raised to undo a change."""


class Crowd:
    """Threads that do random things to the library until the time is up."""

    def __init__(self, size, seconds):
        self.size, self.end = size, time.monotonic() + seconds
        self.lock = Lock()
        self.written: dict[int, list[str]] = {}
        self.done, self.errors = 0, []
        self.editor = get_user_model().objects.create_superuser("ada")

    def run(self):
        threads = [Thread(target=self.work, args=[number]) for number in range(self.size)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def work(self, number):
        draw, client = random.Random(number), Client()
        client.force_login(self.editor)
        deeds = [getattr(self, name) for name in dir(self) if name.startswith("do_")]
        while time.monotonic() < self.end:
            deed = draw.choice(deeds)
            try:
                deed(draw, client)
            except EXPECTED:
                pass
            except Exception as error:  # noqa: BLE001 - reported below
                with self.lock:
                    self.errors.append(f"{deed.__name__}: {error!r}")
            with self.lock:
                self.done += 1
        connection.close()

    # What editors, imports and a project's own code do

    def do_write_a_word(self, draw, client):
        article, word = some(Article, draw), f"w{draw.getrandbits(60):x}"
        with article.editing():
            article.lead += f" {word}"
        with self.lock:
            self.written.setdefault(article.pk, []).append(word)

    def do_save_what_was_read_before(self, draw, client):
        article = some(Article, draw)
        time.sleep(0.02)
        article.byline = f"By {draw.random()}"
        article.save()

    def do_save_a_category_read_before(self, draw, client):
        category = some(Category, draw)
        time.sleep(0.02)
        category.description = f"{draw.random()}"
        category.save()

    def do_post_the_form_of_an_article(self, draw, client):
        article = some(Article, draw)
        url = reverse("admin:summaries_article_change", args=[article.pk])
        data = {
            "title": f"Title {draw.randrange(9)}",
            "slug": f"slug-{draw.randrange(30)}",
            "category": article.category_id,
            "lead": article.lead,
            "status": "published",
            "began": article.version,
            "version": article.version,
            **posted_parts([Part(body="<p>A new part.</p>")]),
        }
        assert client.post(url, data).status_code in (200, 302)

    def do_type_into_a_form(self, draw, client):
        """As the form does by itself; later it is opened, and saved or left."""
        article, text = some(Article, draw), f"<p>Typed {draw.random()} ,here and and there.</p>"
        url = reverse("admin:summaries_article_draft", args=[article.pk])
        data = {"title": article.title, "category": article.category_id, "began": article.version}
        data |= {"lead": article.lead, "status": article.status, **posted_parts([Part(body=text)])}
        kept = client.post(url, data)
        assert kept.status_code in (200, 302), kept.status_code
        if kept.status_code == 200 and draw.random() < 0.3:
            key = kept.json()["key"]
            data |= {"draft_key": key, "draft_version": kept.json()["version"]}
            assert client.post(url, data | {"lead": "Typed again."}).status_code in (200, 302)

    def do_review(self, draw, client):
        """Submit an article or a change of one, and answer what was submitted before."""
        article = some(Article, draw)
        if article.status == "published":
            draft = Draft.objects.filter(article=article, user=self.editor).first()
            if draft:
                reviews.submit(article, by=self.editor, draft=draft)
        else:
            reviews.submit(article, by=self.editor)
        step = ReviewStep.objects.open(ReviewStep.Kind.SUBMITTED).order_by("?").first()
        if step and draw.random() < 0.7:
            answered = {"by": self.editor, "draft": step.draft, "note": "Well."}
            draw.choice([reviews.accept, reviews.send_back])(step.article, **answered)

    def do_use_the_bin(self, draw, client):
        keys = list(Article.objects.order_by("?").values_list("pk", flat=True)[:2])
        if Article.objects.in_bin().count() > 5:
            Article.objects.in_bin().restore_from_bin(by=self.editor)
        else:
            Article.objects.filter(pk__in=keys).move_to_bin(by=self.editor)

    def do_change_many_by_a_job(self, draw, client):
        """Begin one, or undo one; whichever worker comes first does it, here in this thread."""
        keys = list(Article.objects.order_by("?").values_list("pk", flat=True)[:6])
        kind = jobs.named(draw.choice(["publish", "archive", "feature", "unfeature"]))
        done = Job.objects.filter(state=Job.State.DONE, undoes=None).order_by("?").first()
        if done and draw.random() < 0.4:
            jobs.undo(done, by=self.editor)
        else:
            job = jobs.prepare_articles(kind, Article.objects.filter(pk__in=keys), by=self.editor)
            jobs.start(job, {})
        while job := jobs.claim():
            for _count in jobs.work(job):
                pass

    def do_accept_findings(self, draw, client):
        keys = list(Article.objects.order_by("?").values_list("pk", flat=True)[:4])
        attention.refresh(keys)
        found = Finding.objects.open().filter(article__in=keys, suggestion__isnull=False)
        found = list(found.values_list("pk", flat=True)[:6])
        attention.ignore(found[:1])
        for _done in attention.accept_all(found, by=self.editor):
            pass

    def do_look_for_twins(self, draw, client):
        twins.look(list(Article.objects.order_by("?").values_list("pk", flat=True)[:4]))
        if twin := Twin.objects.open().order_by("?").first():
            if draw.random() < 0.3:
                twins.settle(twin, draw.choice([twin.article, twin.other]), by=self.editor)
            else:
                twins.keep_both(twin, by=self.editor)

    def do_merge_categories(self, draw, client):
        if Category.objects.count() > 6:
            some(Category, draw).merge_into(some(Category, draw), by=self.editor)

    def do_act_on_many(self, draw, client):
        keys = list(Article.objects.order_by("?").values_list("pk", flat=True)[:6])
        action = draw.choice(["publish", "unpublish", "archive", "feature"])
        url = reverse("admin:summaries_article_changelist")
        assert client.post(url, {"action": action, "_selected_action": keys}).status_code == 302

    def do_rename_a_tag(self, draw, client):
        tag = some(Tag, draw)
        url = reverse("admin:summaries_tag_change", args=[tag.pk])
        data = {
            "name": f"{tag.name[:9]}{draw.randrange(99)}",
            "slug": tag.slug,
            "version": tag.version,
        }
        assert client.post(url, data).status_code in (200, 302)

    def do_merge_tags(self, draw, client):
        one, other = some(Tag, draw), some(Tag, draw)
        if one != other and Tag.objects.count() > 3:
            one.merge_into(other)

    def do_tag(self, draw, client):
        some(Article, draw).tags.add(*draw.sample(TAGS, 2))

    def do_move_a_category(self, draw, client):
        place = draw.choice(["last-child", "first-child", "left", "right"])
        Category.objects.move(some(Category, draw), some(Category, draw), place)

    def do_ensure_a_category(self, draw, client):
        Category.objects.ensure(draw.choice(TRAILS))

    def do_rename_a_category(self, draw, client):
        category = some(Category, draw)
        parent = Category.objects.get_parent(category)
        url = reverse("admin:summaries_category_change", args=[category.pk])
        data = {"name": f"Name {draw.randrange(9)}", "slug": "", "version": category.version}
        data |= {"parent": parent.pk if parent else "", "place": draw.choice(["", 1, 2])}
        assert client.post(url, data).status_code in (200, 302)

    def do_delete_a_category(self, draw, client):
        if Category.objects.count() > 8:
            some(Category, draw).delete()

    def do_import(self, draw, client):
        documents = [
            Document(
                f"Import {draw.randrange(20)}",
                (Part("", "<p>Imported.</p>"),),
                tags=tuple(draw.sample(TAGS, 2)),
                category=draw.choice(TRAILS),
                status="published",
            )
            for _ in range(3)
        ]
        readings = [Reading("x", f"{draw.randrange(40)}", document) for document in documents]
        list(Store().store_many(readings))

    def do_restore(self, draw, client):
        article = some(Article, draw)
        url = reverse("admin:summaries_article_restore", args=[article.pk, 1])
        assert client.post(url).status_code in (302, 404)

    def do_delete_an_article(self, draw, client):
        if Article.objects.count() > 25:
            article = some(Article, draw)
            article.delete()

    def do_update_in_bulk(self, draw, client):
        keys = list(Article.objects.order_by("?").values_list("pk", flat=True)[:5])
        Article.objects.filter(pk__in=keys).update(licence=f"{draw.random()}")

    def do_fail_half_way(self, draw, client):
        with suppress(Undone), writing():
            some(Article, draw).tags.clear()
            raise Undone


def some(model, draw):
    """A row at random."""
    keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
    return model.objects.get(pk=draw.choice(keys))


def assert_whole():
    """Nothing is wrong with the library, and every article's history ends in what it says."""
    call_command("check_library", verbosity=0)
    call_command("run_jobs", once=True, stdout=StringIO())
    assert not Job.objects.exclude(state__in=["prepared", "done", "undone"]).exists()
    for change in JobChange.objects.select_related("article"):
        assert change.before < change.after <= change.article.version
    open_steps = ReviewStep.objects.filter(is_open=True).values_list("article", "draft")
    assert len(open_steps) == len(set(open_steps))
    call_command("check_texts", verbosity=0)
    call_command("find_duplicates", verbosity=0)
    assert not attention.stale().exists()
    assert not twins.changed().exists()
    for article in Article.objects.prefetch_related("revisions"):
        latest = article.revisions.all()[0]
        assert (article.version, article.revisions.count()) == (latest.number, latest.number)
        # Renamed categories and bulk updates are no edits of the articles.
        said = latest.document.changes_from(article.as_document())
        assert set(said) <= {"category", "licence"}


def test_a_crowd_does_everything_at_once():
    for number in range(20):
        make_article(f"Text {number}", tags=TAGS[: number % 4], category=TRAILS[number % 5])
    crowd = Crowd(8 if connection.vendor == "postgresql" else 4, SECONDS)
    crowd.run()
    assert not crowd.errors, (crowd.done, crowd.errors)
    assert_whole()
    for article in Article.objects.filter(pk__in=crowd.written):
        said = " ".join(one.document.lead for one in article.revisions.all())
        assert all(word in said for word in crowd.written[article.pk])


def test_a_project_that_locks_an_article_first_gets_a_clear_sentence():
    """Two transactions that wait for one another: one goes on, the other is told what to do."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite locks the whole database: there is no order of locks.")
    article = make_article()
    said = []

    def lock_the_article_first():
        try:
            with transaction.atomic():
                Article.objects.select_for_update().get(pk=article.pk)
                time.sleep(0.3)
                Article.objects.get(pk=article.pk).save()
                article.tags.add("host")
        except LibraryDeadlock as error:
            said.append(str(error))
        connection.close()

    def edit():
        time.sleep(0.1)
        try:
            with writing():
                time.sleep(0.4)
                Article.objects.filter(pk=article.pk).update(byline="R.")
        except LibraryDeadlock as error:
            said.append(str(error))
        connection.close()

    threads = [Thread(target=lock_the_article_first), Thread(target=edit)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (sentence,) = said
    assert "summaries.models.writing()" in sentence


def test_what_is_done_on_commit_may_write_in_another_thread():
    article = make_article()

    def write():
        Article.objects.get(pk=article.pk).tags.add("written")
        connection.close()

    def write_elsewhere():
        thread = Thread(target=write)
        thread.start()
        thread.join(timeout=10)

    with writing():
        article.lead = "Set first."
        article.save()
        transaction.on_commit(write_elsewhere)
    assert Article.objects.get().as_document().tags == ("written",)


def test_an_import_locks_the_library_only_while_it_writes(monkeypatch):
    """Its texts are read by rules and sanitised before, as another thread can tell by writing."""
    derive, saved = edits.derive, []

    def save():
        make_article(f"Beside {len(saved)}")
        saved.append(True)
        connection.close()

    def derive_slowly(document):
        if document.title.startswith("Imported"):
            thread = Thread(target=save)
            thread.start()
            thread.join(timeout=10)
        return derive(document)

    monkeypatch.setattr(edits, "derive", derive_slowly)
    store_some(3)
    assert saved == [True] * 3
    assert Article.objects.count() == 6


def test_two_imports_of_the_same_files_store_each_once():
    threads = [Thread(target=store_some, args=[60], kwargs={"close": True}) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Article.objects.count() == 60
    assert_whole()


def test_two_imports_bring_each_place_image_and_link_once(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = BytesIO()
    PillowImage.new("RGB", (30, 20), 90).save(file, "JPEG")
    image = FoundImage("a" * 32, file.getvalue)
    entries = [
        entry
        for number in range(20)
        for entry in (
            Place("a", (f"Category {number % 5}",), addresses=(f"/category/{number % 5}",)),
            Place("a", tag=f"Tag {number % 5}", description="As it was"),
            Reading(
                f"Page {number}",
                f"page/{number}",
                Document(
                    f"Page {number}",
                    (Part(body=f'<p><a href="/{(number + 1) % 20}">{number} on</a></p>'),),
                    tags=(f"Tag {number % 5}",),
                ),
                images=(image,),
                addresses=(f"/{number}",),
            ),
        )
    ]

    def run():
        list(Store().store_many(entries, batch_size=7))
        list(link())
        connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Article.objects.count() == Redirect.objects.filter(article__isnull=False).count() == 20
    assert Category.objects.filter(name__startswith="Category").count() == 5
    assert set(Tag.objects.values_list("description", flat=True)) == {"As it was"}
    assert {one.version for one in Article.objects.all()} == {2}
    assert len(list(tmp_path.rglob("*.*"))) == len(Image.objects.get().names)
    assert_whole()


def store_some(count, *, close=False):
    documents = [
        Document(f"Imported {number}", (Part(body=f"<p>Text {number}.</p>"),), tags=("new",))
        for number in range(count)
    ]
    readings = [Reading(one.title, one.title, one) for one in documents]
    list(Store().store_many(readings, batch_size=10))
    if close:
        connection.close()
