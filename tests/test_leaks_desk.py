"""Nothing of others shows to a writer: one walk over every page of the editors' desk."""

import io
import random
from datetime import timedelta

import pytest
from django.contrib.admin import site
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone
from PIL import Image as Picture

from summaries import attention, importers, jobs, reviews, twins, uploads
from summaries.document import Document, Part, Source
from summaries.importers import Reading
from summaries.models import (
    Article,
    Draft,
    Finding,
    Job,
    MistakeReport,
    Twin,
    images,
)
from tests.library import make_article, submitted

pytestmark = pytest.mark.django_db

SECRET = "quagga"
BIN, REVIEW = "bin", "review"
WORDS = "ferry harbour ledger invoice meeting village teacher lesson window garden".split()
# The same text in articles of both, so that they are near-duplicates.
SAME = f"<p>{' '.join(random.Random(1).choices(WORDS, k=300))}</p>"


@pytest.fixture(autouse=True)
def media(settings):
    """Files that are gone with the test."""
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "media": memory}
    settings.SUMMARIES_IMAGE_STORAGE = "media"


@pytest.fixture
def editor():
    return get_user_model().objects.create_superuser("ada")


@pytest.fixture
def writer():
    user = get_user_model().objects.create_user("ruth", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="add_article"))
    return user


@pytest.fixture
def others(editor):
    """What an editor has in hand, in every state; each text, note and file has the word."""
    later = timezone.now() + timedelta(days=1)
    states = {
        "draft": {"status": "draft"},
        REVIEW: {"status": "draft"},
        "scheduled": {"published_at": later},
        "archived": {"status": "archived"},
        BIN: {"status": "draft"},
    }
    found = {}
    for name, state in states.items():
        document = Document(
            f"{SECRET} {name}",
            (Part(f"{SECRET} part", f"{SAME}<p>{SECRET} ,ends the the text</p>"),),
            category=("Work",),
            lead=f"{SECRET} lead",
            **state,
        )
        key = f"{SECRET}/{name}.txt"
        reading = Reading(key, key, document, original=f"Text {name}")
        list(importers.Store(by=editor).store_many([reading]))
        found[name] = Article.objects.get(title=document.title)
    reviews.submit(found[REVIEW], by=editor, note=f"{SECRET} note")
    found[BIN].move_to_bin(by=editor)
    attention.refresh([one.pk for one in found.values()])
    twins.look([one.pk for one in found.values()])
    MistakeReport.objects.create(article=found["draft"], text=SECRET)
    jobs.start(jobs.prepare_articles(jobs.named("archive"), Article.objects.all(), by=editor), {})
    return found


@pytest.fixture
def draft(editor, others):
    return keep(editor, others["draft"])


def keep(user, article=None):
    draft = Draft(user=user, article=article, revision=1)
    draft.document = Document(f"{SECRET} typed", (Part(body=f"<p>{SECRET}</p>"),))
    draft.save()
    return draft


@pytest.fixture
def staged(editor):
    """An import that was read, and not decided on."""
    upload = uploads.receive([(f"{SECRET}.txt", io.BytesIO(SECRET.encode()))], by=editor)
    jobs.run(uploads.read(upload, by=editor))
    return upload


@pytest.fixture
def client(writer):
    client = Client()
    client.force_login(writer)
    return client


def admin_url(name, *args):
    return reverse(f"admin:summaries_{name}", args=args)


def addresses(**known):
    """Every page of the library in the admin, with these values for what their addresses name."""
    for model, model_admin in site._registry.items():
        if model._meta.app_label != "summaries":
            continue
        for pattern in model_admin.get_urls():
            assert isinstance(pattern, URLPattern)
            if pattern.name is None:  # Django's, to the form
                continue
            names = pattern.pattern.converters
            given = {**known, "object_id": known[f"{model._meta.model_name}_id"]}
            yield reverse(f"admin:{pattern.name}", kwargs={name: given[name] for name in names})


def objects(others, draft, staged, image):
    """What the addresses name, one article after the other."""
    known = {f"{model._meta.model_name}_id": 1 for model in site._registry}
    known |= {"upload_id": staged.pk, "image_id": image.pk, "twin_id": Twin.objects.first().pk}
    known |= {"job_id": Job.objects.first().pk, "number": 1, "anchor": "part-1"}
    known |= {"draft_key": draft.pk, "key": image.pk}
    return [known | {"article_id": article.pk} for article in others.values()]


def said_to(client, address, data=None, **query):
    """What the writer is shown there, also in messages and where they are led to."""
    send = client.get if data is None else client.post
    page = send(address, data if data is not None else query, follow=True)
    assert page.status_code in (200, 400, 403, 404, 405), (address, page.status_code)
    return page.content.decode() if "text" in page["Content-Type"] else str(page.content)


def test_no_page_of_the_desk_shows_a_writer_what_others_do(client, others, draft, staged, editor):
    image = images.take(picture(), by=editor, alt=SECRET)
    new = keep(editor)
    one = make_article("Open")
    walked = set()
    for known in objects(others, draft, staged, image):
        for address in {*addresses(**known)} - walked:
            walked.add(address)
            for query in ({}, {"q": SECRET, "draft": draft.pk}):
                shown = said_to(client, address, **query).replace(f'value="{SECRET}"', "")
                assert SECRET not in shown, (address, query)
    assert len(walked) > 100
    for query in (
        {"article": others["draft"].pk},
        {"article": others["draft"].pk, "revision": 1},
        {"draft": draft.pk},
        {"draft": new.pk},
    ):
        assert SECRET not in said_to(client, admin_url("article_share"), **query)
    for key in (draft.pk, new.pk):
        page = client.get(reverse("summaries:draft_preview", args=[key]))
        assert page.status_code == 403
    assert one.title in said_to(client, reverse("summaries:home"))


def picture():
    data = io.BytesIO()
    Picture.new("RGB", (40, 30)).save(data, "PNG")
    data.seek(0)
    return data


def test_every_page_of_the_desk_asks_an_anonymous_visitor_to_sign_in(others, draft, staged, editor):
    image = images.take(picture(), by=editor)
    known = objects(others, draft, staged, image)[0]
    desk = reverse("admin:app_list", args=["summaries"])
    for address in (desk, *addresses(**known)):
        for page in (Client().get(address), Client().post(address)):
            assert page.status_code == 302, address
            assert page["Location"].startswith(reverse("admin:login"))
            assert SECRET not in page.content.decode()


def test_the_desk_shows_a_writer_their_own(client, others, draft, writer):
    mine = make_article("Mine", status="draft", author=writer.username)
    page = said_to(client, reverse("admin:app_list", args=["summaries"]))
    assert SECRET not in page
    assert "Mine" in page
    quick = admin_url("article_quick")
    for typed in (SECRET, "mine", f"articles/{SECRET}-draft", SECRET[:3]):
        found = said_to(client, quick, q=typed)
        assert SECRET not in found
        assert (mine.title in found) is (typed == "mine")


def test_what_was_found_in_others_texts_is_not_counted_for_a_writer(client, others, writer):
    kinds = set(Finding.objects.values_list("kind", flat=True))
    assert kinds
    page = client.get(admin_url("article_attention"))
    assert (page.context["kinds"], page.context["waiting"]) == ([], 0)
    mine = make_article("Mine", "<p>It it was said.</p>", status="draft", author=writer.username)
    attention.refresh([mine.pk])
    page = client.get(admin_url("article_attention"))
    assert page.context["kinds"]
    for kind, _name, count in page.context["kinds"]:
        assert count == Finding.objects.filter(kind=kind, article=mine).count()
    for kind in kinds:
        page = client.get(admin_url("article_attention"), {"kind": kind})
        assert page.context["page"].paginator.count <= 1


@pytest.mark.parametrize("deed", ["restore", "delete"])
def test_a_writer_finds_their_own_in_the_bin(client, others, writer, deed):
    mine = make_article("Mine", status="draft", author=writer.username)
    mine.move_to_bin(by=writer)
    assert "Mine" in said_to(client, admin_url("article_bin"))
    for article in (others[BIN], mine):
        page = said_to(client, admin_url("article_bin"), {deed: article.pk, "sure": "1"})
        assert SECRET not in page
    assert Article.objects.get(pk=others[BIN].pk).is_in_bin
    assert not Article.objects.in_bin().filter(pk=mine.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_a_writer_is_not_told_what_others_write_much_alike(client, others, writer):
    mine = make_article("Mine", SAME, status="draft", author=writer.username)
    public = make_article("Open", SAME)
    twins.look([public.pk])
    url = admin_url("article_change", mine.pk)
    data = submitted(client.get(url)) | {"lead": "Now."}
    said = said_to(client, url, data)
    assert Twin.objects.of([mine.pk]).count() > 1
    assert SECRET not in said
    assert public.title in said


def test_no_part_is_moved_to_what_others_write_nor_to_the_bin(client, others, writer):
    parts = [Part("One", "<p>First.</p>"), Part("Two", "<p>Second.</p>")]
    mine, gone = (
        make_article(name, parts=parts, status="draft", author=writer.username)
        for name in ("Mine", "Gone")
    )
    gone.move_to_bin(by=writer)
    url = admin_url("article_move_part", mine.pk, mine.parts.first().anchor)
    for target in (*others.values(), gone):
        page = said_to(client, url, {"target": target.pk})
        assert SECRET not in page
        assert "Select a valid choice" in page


def test_an_import_names_nothing_that_others_imported(client, others):
    """Neither a page that names the key of another one nor one with the same text."""
    key = f"{SECRET}/draft.txt"
    text = (Part(body="<p>Mine.</p>"),)
    line = Document("Mine", text, category=("Work",), source=Source(key=key)).to_json()
    files = [
        SimpleUploadedFile("a.jsonl", line.encode()),
        SimpleUploadedFile("b.txt", b"Text draft"),
    ]
    page = client.post(admin_url("upload_add"), {"files": files, "status": "draft"}, follow=True)
    assert SECRET not in page.content.decode().replace(key, "")
