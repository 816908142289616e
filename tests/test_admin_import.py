"""Import in the admin: upload, see what was found, correct it, take it in or leave it out."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from summaries import figures, importers, jobs, twins, uploads
from summaries.document import Document, Part, Source
from summaries.models import (
    Article,
    Category,
    Redirect,
    SourcePage,
    Upload,
    UploadedPage,
    images,
)
from tests.library import make_article

pytestmark = pytest.mark.django_db

PAGE = """The ferry

It crosses at six, and comes back when the last of the passengers is aboard.

In summer it crosses twice, which the island's only baker thinks is once too often.

Thank you for reading.
"""


@pytest.fixture
def editor():
    return get_user_model().objects.create_superuser("ada", password="secret")


@pytest.fixture(autouse=True)
def signed_in(client, editor):
    client.force_login(editor)


def sign_in_with(client, *permissions):
    user = get_user_model().objects.create_user("staff", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return user


def zipped(**files):
    """An archive with these files; two underscores in a name stand for a dot."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "."), text)
    return data.getvalue()


def upload(client, *files, **data):
    """The page of the upload that shows what was found."""
    files = [SimpleUploadedFile(name, content) for name, content in files]
    data = {"files": files, "status": "draft", **data}
    return client.post(reverse("admin:summaries_upload_add"), data, follow=True)


def press(client, response, button, *pages, **data):
    data = {button: "", "page": [page.pk for page in pages], **data}
    return client.post(response.request["PATH_INFO"], data, follow=True)


def open_page(client, page):
    return client.get(reverse("admin:summaries_upload_page", args=[page.upload_id, page.pk]))


def typed(response, **data):
    """The fields of the page's form as they are, but for those given."""
    form = response.context["form"]
    return {bound.html_name: bound.value() for bound in form} | data


def messages(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_upload_look_and_take_in(client, editor):
    shown = upload(client, ("ferry.txt", PAGE.encode()))
    page = UploadedPage.objects.get()
    assert (page.title, page.state, page.part_count) == ("The ferry", "read", 1)
    assert not Article.objects.exists()
    assert "ferry.txt" in shown.content.decode()
    response = press(client, shown, "_take", page)
    assert "1 page taken in." in messages(response)
    article = Article.objects.get()
    assert (article.title, article.status) == ("The ferry", "draft")
    assert article.revisions.get().created_by == editor
    source = SourcePage.objects.get()
    assert (source.article, source.original, source.revision) == (article, page.original, 1)
    assert "ferry.txt" in source.key


def test_what_is_corrected_is_taken_in_and_a_cut_put_back(client):
    upload(client, ("ferry.txt", PAGE.encode()))
    page = UploadedPage.objects.get()
    cut = page.report["cut"][-1]["text"]
    shown = open_page(client, page)
    assert f'name="_put_back" value="{cut}"' in shown.content.decode()
    data = typed(shown, title="A ferry", place="Travel / Islands", tags="Sea, Boats, sea ")
    shown = press(client, shown, "_put_back", **{**data, "_put_back": cut})
    assert f'name="_put_back" value="{cut}"' not in shown.content.decode()
    press(client, shown, "_take", **typed(shown, lead="In short."))
    document = Article.objects.get().as_document()
    assert document.title == "A ferry"
    assert document.category == ("Travel", "Islands")
    assert {tag.casefold() for tag in document.tags} == {"boats", "sea"}
    assert document.lead == "In short."
    assert document.parts[0].body.endswith(f"<p>{cut}</p>")


def test_pages_are_left_out_and_come_back(client):
    shown = upload(client, ("a.txt", PAGE.encode()), ("b.txt", b"The tram\n\nIt rings.\n"))
    tram = UploadedPage.objects.get(title="The tram")
    press(client, shown, "_leave", tram)
    assert "1 page taken in." in messages(press(client, shown, "_take_all"))
    assert Article.objects.get().title == "The ferry"
    press(client, shown, "_return", tram)
    press(client, shown, "_take_all")
    assert Article.objects.count() == 2


def test_the_chosen_category_and_status_win(client):
    work = make_article().category
    sent = {"category": work.pk, "status": "published"}
    press(client, upload(client, ("ferry.txt", PAGE.encode()), **sent), "_take_all")
    article = Article.objects.get(title="The ferry")
    assert (article.category, article.status) == (work, "published")


def test_the_same_text_twice_is_told_and_not_taken_in(client):
    press(client, upload(client, ("ferry.txt", PAGE.encode())), "_take_all")
    again = upload(client, ("copy.txt", PAGE.encode()))
    assert "The same text as upload/" in again.content.decode()
    assert "not taken in" in messages(press(client, again, "_take_all"))
    assert Article.objects.count() == 1


def test_another_file_of_the_same_name_is_another_article(client):
    press(client, upload(client, ("notes.txt", PAGE.encode())), "_take_all")
    press(client, upload(client, ("notes.txt", b"The tram\n\nIt rings.\n")), "_take_all")
    assert sorted(Article.objects.values_list("title", flat=True)) == ["The ferry", "The tram"]


def test_json_lines_become_pages_of_their_own(client):
    lines = "\n".join(
        [
            Document("One", (Part(body="<p>1</p>"),), category=("Work",)).to_json(),
            "{",
            Document("Two", (Part(body="<p>2</p>"),), category=("Work",)).to_json(),
        ]
    )
    shown = upload(client, ("all.jsonl", lines.encode()))
    states = dict(UploadedPage.objects.values_list("path", "state"))
    assert states == {"all.jsonl:1": "read", "all.jsonl:2": "unreadable", "all.jsonl:3": "read"}
    assert "Not JSON" in shown.content.decode()
    press(client, shown, "_take_all")
    assert Article.objects.count() == 2


def test_what_feeds_called_an_article_comes_with_it(client):
    guid = "0f8fad5b-d9cb-469f-a165-70867728950e"
    line = {**Document("One", (Part(body="<p>1</p>"),), category=("Work",)).to_dict(), "guid": guid}
    press(client, upload(client, ("all.jsonl", json.dumps(line).encode())), "_take_all")
    assert str(Article.objects.get().guid) == guid


# Archives


def test_an_archive_is_unpacked_with_its_paths(client):
    data = zipped(**{"Work/ferry__txt": PAGE, "Work/tram__md": "# The tram\n\nIt rings.\n"})
    upload(client, ("all.zip", data))
    assert sorted(UploadedPage.objects.values_list("path", "title")) == [
        ("Work/ferry.txt", "The ferry"),
        ("Work/tram.md", "The tram"),
    ]


def test_what_is_not_read_is_named_with_its_reason(client):
    data = zipped(
        **{"a__txt": PAGE, "b__log": "%PDF", "README": "x", "__MACOSX/a__txt": "", "empty__txt": ""}
    )
    shown = upload(client, ("all.zip", data), ("c.zip", b"no archive"), ("d.doc", b"x"))
    content = shown.content.decode()
    reasons = dict(UploadedPage.objects.exclude(reason="").values_list("path", "reason"))
    assert reasons == {
        "b.log": ".log files are not read.",
        "README": "Files without a suffix are not read.",
        "empty.txt": "The file is empty.",
        "c.zip": "This is no zip archive, or it is damaged.",
        "d.doc": ".doc files are not read (an old form of Word: save as .docx).",
    }
    assert ".log files are not read." in content


def received(*files, **limits):
    files = [(name, io.BytesIO(data)) for name, data in files]
    limits = {"max_bytes": 10_000_000, "max_file_bytes": 5_000_000, **limits}
    return {one.path: one for one in importers.unpack(files, **limits)}


def test_a_bomb_is_not_unpacked():
    (bomb,) = received(("a.zip", zipped(a__txt="0" * 4_000_000))).values()
    assert not bomb.data
    assert "more than any text" in bomb.reason


def test_an_archive_without_files_is_told():
    (empty,) = received(("a.zip", zipped())).values()
    assert empty.reason == "There is no file in it."


def test_an_upload_ends_at_its_bounds(monkeypatch):
    files = {f"{number}__txt": "some text" * number for number in range(1, 9)}
    found = received(("a.zip", zipped(**files)), max_bytes=60)
    assert [bool(one.data) for one in found.values()][:4] == [True, True, True, False]
    monkeypatch.setattr(importers.unpacking, "MOST_FILES", 3)
    found = received(("a.zip", zipped(**files)))
    assert len(found) == 4
    assert "No more than 3" in found["Further files"].reason


def test_names_are_decoded_and_lead_nowhere():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("../../etc/a.txt", "x")
        archive.writestr("C:\\Texte\\b.txt", "x")
        archive.writestr("same.txt", "x")
        archive.writestr("./same.txt", "x")
    paths = received(("a.zip", data.getvalue()))
    assert list(paths) == ["etc/a.txt", "C:/Texte/b.txt", "same.txt", "same.txt (2)"]
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("abcd/efghij.txt", "x")
        archive.writestr("klmn.txt", "x")
    raw = data.getvalue().replace(b"abcd/efghij", "工作/总结报".encode("gbk"))
    raw = raw.replace(b"klmn", "学习".encode("gbk"))
    assert list(received(("a.zip", raw))) == ["工作/总结报.txt", "学习.txt"]


# Interrupted, forbidden, old


def test_an_interrupted_upload_is_read_later(client, monkeypatch):
    monkeypatch.setattr(jobs.tasks, "AT_ONCE", 1)
    shown = upload(client, ("a.txt", PAGE.encode()), ("b.txt", b"The tram\n\nIt rings.\n"))
    assert "0 of 2 done" in shown.content.decode()
    assert set(UploadedPage.objects.values_list("state", flat=True)) == {"waiting"}
    call_command("run_jobs", "--once", verbosity=0)
    assert set(UploadedPage.objects.values_list("state", flat=True)) == {"read"}
    assert "a.txt" in client.get(reverse("admin:summaries_upload_changelist")).content.decode()


def test_what_was_public_comes_for_review_from_who_may_not_publish(client):
    sign_in_with(client, "add_article", "add_category")
    shown = client.get(reverse("admin:summaries_upload_add"))
    assert ">Published<" not in shown.content.decode()
    published = Document("One", (Part(body="<p>1</p>"),), category=("Work",), status="published")
    shown = upload(client, ("all.jsonl", published.to_json().encode()), ("a.txt", PAGE.encode()))
    assert "published" not in shown.content.decode()
    press(client, shown, "_take_all")
    assert dict(Article.objects.values_list("title", "status")) == {
        "One": "review",
        "The ferry": "draft",
    }


def test_what_says_that_it_is_published_is_told_before_it_is(client):
    published = Document("One", (Part(body="<p>1</p>"),), category=("Work",), status="published")
    shown = upload(client, ("all.jsonl", published.to_json().encode()), ("a.txt", PAGE.encode()))
    assert "1 page says that it is published" in shown.content.decode()
    page = open_page(client, UploadedPage.objects.get(title="One"))
    assert "Save and publish" in page.content.decode()


def test_a_page_that_says_no_status_gets_the_chosen_one(client):
    table = b"title,text,status\nOak,A tree.,\nElm,A tree too.,draft\n"
    press(client, upload(client, ("trees.csv", table), status="published"), "_take_all")
    assert dict(Article.objects.values_list("title", "status")) == {
        "Oak": "published",
        "Elm": "draft",
    }


def test_what_was_corrected_stays_when_the_same_file_comes_again(client):
    oak = Document("Oak", (Part(body="<p>A tree.</p>"),), source=Source(key="oak"))
    file = ("trees.jsonl", oak.to_json().encode())
    upload(client, file)
    page = UploadedPage.objects.get()
    form = open_page(client, page)
    press(client, form, "_take", **typed(form, title="The oak", place="Trees"))
    again = upload(client, file)
    assert "Imported before as “The oak”, and the same since" in again.content.decode()
    press(client, again, "_take_all")
    assert list(Article.objects.values_list("title", "category__name")) == [("The oak", "Trees")]


def test_notes_of_many_pages_are_told_in_few_lines(client):
    text = "# {0}\n\nSee ![a map](missing-{0}.png) of it.\n"
    files = [(f"{name}.md", text.format(name).encode()) for name in ("oak", "elm", "ash")]
    shown = upload(client, *files).content.decode()
    assert shown.count("missing-") == 1
    assert "(and 2 more like it)" in shown


def test_categories_are_created_by_who_may(client):
    sign_in_with(client, "add_article")
    Category.objects.ensure(["Travel"])
    shown = upload(client, ("ferry.txt", PAGE.encode()))
    page = UploadedPage.objects.get()
    form = open_page(client, page)
    press(client, form, "_take", **typed(form, place="Elsewhere"))
    page.refresh_from_db()
    assert "no such category" in page.reason
    form = open_page(client, page)
    press(client, form, "_take", **typed(form, place="Travel"))
    assert Article.objects.get().category.name == "Travel"
    assert shown.status_code == 200


@pytest.mark.parametrize("permissions", [[], ["change_tag"], ["view_article"]])
def test_importing_needs_the_permission_to_add(client, permissions):
    upload(client, ("ferry.txt", PAGE.encode()))
    page = UploadedPage.objects.get()
    sign_in_with(client, *permissions)
    for url in (
        reverse("admin:summaries_upload_add"),
        reverse("admin:summaries_upload_changelist"),
        reverse("admin:summaries_upload_change", args=[page.upload_id]),
        reverse("admin:summaries_upload_page", args=[page.upload_id, page.pk]),
    ):
        assert client.get(url).status_code == 403


def test_writers_see_their_own_uploads(client):
    upload(client, ("ferry.txt", PAGE.encode()))
    sign_in_with(client, "add_article")
    page = UploadedPage.objects.get()
    assert open_page(client, page).status_code == 404
    listed = client.get(reverse("admin:summaries_upload_changelist"))
    assert "ferry.txt" not in listed.content.decode()


def test_old_uploads_are_cleared_away(client, settings):
    upload(client, ("old.txt", PAGE.encode()))
    Upload.objects.update(created_at=timezone.now() - timedelta(days=31))
    uploads.receive([("new.txt", io.BytesIO(PAGE.encode()))])
    assert Upload.objects.get().name == "new.txt"


LONG = " ".join(f"word{number}" for number in range(90))


def test_near_duplicates_are_named_with_a_link(client):
    article = make_article("In the library", f"<p>{LONG}</p>")
    twins.look([article.pk])
    text = LONG.replace("word17", "other").encode()
    listed = upload(client, ("again.txt", b"Again\n\n" + text))
    url = reverse("admin:summaries_article_change", args=[article.pk])
    for shown in (listed, open_page(client, UploadedPage.objects.get())):
        content = shown.content.decode()
        assert "Much like “In the library”" in content
        assert url in content


def test_a_draft_of_somebody_else_is_not_named(client):
    article = make_article("Not for you", f"<p>{LONG}</p>", status="draft")
    twins.look([article.pk])
    sign_in_with(client, "add_article")
    shown = upload(client, ("again.txt", b"Again\n\n" + LONG.encode())).content.decode()
    assert "Much like “a draft of somebody else”" in shown
    assert "Not for you" not in shown


def test_a_changed_page_is_compared_with_its_article(client):
    line = '{{"title": "Tides", "source": {{"key": "tides"}}, "parts": [{{"body": "<p>{}</p>"}}]}}'
    first = upload(client, ("one.jsonl", line.format("It rose at six.").encode()))
    press(client, first, "_take_all")
    article = Article.objects.get()
    Article.objects.filter(pk=article.pk).edit(status="published")
    upload(client, ("two.jsonl", line.format("It rose at seven.").encode()))
    page = UploadedPage.objects.get(state="read")
    content = open_page(client, page).content.decode()
    assert "What changes in “Tides”" in content
    changes = content.partition('id="changes-heading"')[2].partition("</section>")[0]
    assert ">six<" in changes
    assert ">seven<" in changes
    assert "Status" not in changes


# What comes with the pages: images, old addresses, categories and tags


def picture():
    file = io.BytesIO()
    Image.new("RGB", (30, 20), 90).save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def site(settings, tmp_path):
    """An archive of a page with an image, and lines of an export with one of theirs."""
    settings.MEDIA_ROOT = tmp_path
    page = f'<h1>The quay</h1><p>It is long.</p><img src="img/quay.jpg" alt="Quay"><p>{LONG}</p>'
    lines = [
        {"type": "image", "key": "a" * 32, "file": "images/a.jpg", "alt": "A pier"},
        {
            "type": "category",
            "category": ["Harbour"],
            "slug": "sea",
            "addresses": ["/?cat=3"],
        },
        {"type": "tag", "tag": "Ropes", "description": "Hold ships"},
        {"title": "The pier", "category": ["Harbour"], "tags": ["Ropes"], "addresses": ["/pier/"]},
    ]
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("quay.html", page)
        archive.writestr("img/quay.jpg", picture())
        archive.writestr("lines.jsonl", "\n".join(map(json.dumps, lines)))
        archive.writestr("images/a.jpg", picture())
        archive.writestr("images/b.png", b"no picture")
        archive.writestr("noise.exe", b"")
    return data.getvalue()


def test_what_comes_with_pages_survives_until_they_are_taken_in(client, site):
    shown = upload(client, ("site.zip", site))
    states = dict(UploadedPage.objects.values_list("path", "state"))
    assert states == {
        "quay.html": "read",
        "img/quay.jpg": "image",
        "lines.jsonl:4": "read",
        "images/a.jpg": "image",
        "images/b.png": "image",
        "noise.exe": "unreadable",
    }
    assert not any(UploadedPage.objects.filter(state="image").values_list("data", flat=True))
    assert ">Image <span" in shown.content.decode()
    assert shown.context["to_decide"] == 2
    kept = set(images.Image.objects.values_list("key", "alt"))
    assert ("a" * 32, "A pier") in kept
    assert len(kept) == 2
    assert not Category.objects.filter(name="Harbour").exists()
    press(client, shown, "_take_all")
    pier = Article.objects.get(title="The pier")
    assert pier.category.full_path == "sea"
    assert [tag.description for tag in pier.tags.all()] == ["Hold ships"]
    assert Redirect.objects.get(path="/pier").target == pier
    assert Redirect.objects.get(path="/?cat=3").target == pier.category
    (key,) = figures.keys(Article.objects.get(title="The quay").as_document().parts[0].body)
    assert key in {one for one, _alt in kept}


def test_who_may_not_create_categories_brings_none(client):
    sign_in_with(client, "add_article")
    Category.objects.ensure(["Work"])
    lines = [
        {"type": "category", "category": ["Harbour"]},
        {"type": "category", "category": ["Work"], "description": "Ours"},
        {"title": "The pier", "category": ["Work"]},
    ]
    data = "\n".join(map(json.dumps, lines)).encode()
    press(client, upload(client, ("lines.jsonl", data)), "_take_all")
    assert Article.objects.exists()
    assert [one.description for one in Category.objects.all()] == ["Ours"]


def test_in_a_category_for_all_the_addresses_of_others_lead_there(client, site):
    work = Category.objects.ensure(["Work"])
    press(client, upload(client, ("site.zip", site), category=work.pk), "_take_all")
    assert Redirect.objects.get(path="/?cat=3").target == work
    assert not Category.objects.filter(name="Harbour").exists()


def test_notes_stand_on_the_screen_of_the_page(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = f'<h1>The quay</h1><p>{LONG}</p><img src="quay.jpg" alt="Quay"><p>{LONG}</p>'
    shown = upload(client, ("quay.html", page.encode()), ("quay.jpg", b"no picture"))
    page = UploadedPage.objects.get(path="quay.html")
    note = "The image “Quay”: This is not a JPEG"
    content = open_page(client, page).content.decode()
    assert note in content
    assert '<p class="missing-image">Quay</p>' in content
    press(client, shown, "_take", page)
    page.refresh_from_db()
    assert page.state == "taken"
    assert page.notes[-1].startswith(note)
