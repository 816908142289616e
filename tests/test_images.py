"""Images: taken, kept in a few sizes, shown in texts, and carried along with them."""

from io import BytesIO
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image as PillowImage

from summaries import exporters, figures, pictures
from summaries import text as texts
from summaries.document import Document, Part
from summaries.models import Article, Draft, Image, images
from tests.library import make_article

KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def media(settings):
    """Files that are gone with the test."""
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "media": memory}
    settings.SUMMARIES_IMAGE_STORAGE = "media"
    settings.MEDIA_URL = "/media/"


def photo(width=2000, height=1000, form="JPEG", mode="RGB", **options):
    file = BytesIO()
    PillowImage.new(mode, (width, height), 90).save(file, form, **options)
    return SimpleUploadedFile("photo", file.getvalue())


def opened(name):
    return PillowImage.open(storages["media"].open(name))


# Taking a file


def test_an_image_is_kept_in_a_few_sizes_that_are_never_larger(db):
    image = images.take(photo(1200, 600), alt="A pier")
    assert (image.width, image.height, image.widths) == (1200, 600, [480, 960, 1200])
    sizes = {name.rpartition("-")[2]: opened(name).size for name in image.names[1:]}
    assert sizes["480.jpg"] == sizes["480.webp"] == (480, 240)
    assert sizes["1200.webp"] == opened(image.file.name).size == (1200, 600)
    assert image.file.name == f"summaries/images/{image.key[:2]}/{image.key}.jpg"


def test_the_same_file_is_one_image_and_keeps_what_was_said_of_it(db):
    first = images.take(photo(), alt="A pier", credit="Ada")
    again = images.take(photo(), alt="Something else")
    assert Image.objects.get() == first == again
    assert (again.alt, again.credit) == ("A pier", "Ada")


def test_a_photo_is_turned_upright_and_tells_no_place(db):
    exif = PillowImage.Exif()
    exif[0x0112] = 6  # held sideways
    exif[0x010E] = "at home"
    exif.get_ifd(0x8825)[1] = "N"
    image = images.take(photo(400, 300, exif=exif, comment=b"at home"))
    assert (image.width, image.height) == (300, 400)
    for name in image.names:
        assert b"at home" not in storages["media"].open(name).read()
        assert not opened(name).getexif()


@pytest.mark.parametrize(
    ("form", "mode", "suffix"),
    [
        ("PNG", "RGBA", ".png"),
        ("GIF", "P", ".png"),
        ("PNG", "RGB", ".jpg"),
        ("JPEG", "CMYK", ".jpg"),
    ],
)
def test_transparency_and_few_colours_stay_a_png(form, mode, suffix):
    prepared = pictures.prepare(photo(form=form, mode=mode).read())
    assert prepared.suffix == suffix
    shown = PillowImage.open(BytesIO(prepared.files["-480.webp"]))
    assert (shown.mode == "RGBA") == (mode == "RGBA")


def moving():
    frames = [PillowImage.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "reason", "is_too_large"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a JPEG, PNG", False),
        (b"", "not a JPEG, PNG", False),
        (photo().read()[:3000], "not a JPEG, PNG", False),
        (moving(), "moves", False),
        (photo(9000, 9000, "PNG", "1").read(), "more than 50 million pixels", True),
        (photo(20_000, 9000, "PNG", "1").read(), "more than 50 million pixels", True),
        (photo(1, 17_000, "PNG", "1").read(), "longer than 16,000 pixels", True),
        (b"x" * (21 * 1024 * 1024), "at most 20 MB", True),
    ],
)
def test_what_is_no_usable_picture_is_refused_in_a_sentence(data, reason, is_too_large):
    with pytest.raises(pictures.UnusablePicture, match=reason) as refused:
        pictures.prepare(data)
    assert refused.value.is_too_large == is_too_large


def test_no_file_is_left_where_the_row_cannot_be_saved(db, monkeypatch):
    def fail(*args, **options):
        raise OSError

    monkeypatch.setattr(Image, "save", fail)
    with pytest.raises(OSError):  # noqa: PT011 - the one above
        images.take(photo())
    folders = storages["media"].listdir("summaries/images")[0]
    assert not any(storages["media"].listdir(f"summaries/images/{one}")[1] for one in folders)


def test_an_image_whose_files_were_lost_is_made_again_by_its_file(db):
    image = images.take(photo())
    for name in image.names:
        storages["media"].delete(name)
    assert opened(images.take(photo()).file.name).size == (2000, 1000)


def test_files_go_with_their_image(db, django_capture_on_commit_callbacks):
    one, other = images.take(photo()), images.take(photo(30, 30))
    with django_capture_on_commit_callbacks(execute=True):
        one.delete()
        Image.objects.all().delete()
    assert not any(map(storages["media"].exists, [*one.names, *other.names]))


# In a text


def test_a_text_holds_images_of_the_library_only():
    kept = figures.figure(KEY, 'A "pier"', "In <em>spring</em>")
    assert texts.sanitise(kept) == kept
    html = f'{kept}<img src="https://example.org/x.png"><a href="image:{KEY}">a</a>'
    assert texts.sanitise(html) == f'{kept}<a rel="noopener">a</a>'
    assert texts.dropped(html) == ["img"]
    assert texts.dropped(kept) == []


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        (f'<p>a<img src="image:{KEY}" width="5" onload="x()">b</p>', ("<p>a</p>", "", "", "b")),
        (f'<p><b>a<img alt="x" src="image:{KEY}"></b></p>', ("<p><b>a</b></p>", "x", "", "")),
        (
            f'<figure class="x"><p><img src=image:{KEY}></p><figcaption><p>One</p><p>two</p>'
            "</figcaption></figure>",
            ("", "", "One two", ""),
        ),
        (f'<figure><img src="image:{KEY}"><figcaption> </figcaption></figure>', ("", "", "", "")),
    ],
)
def test_an_image_stands_in_a_figure_of_its_own(html, clean):
    before, alt, caption, after = clean
    assert texts.sanitise(html) == before + figures.figure(KEY, alt, caption) + after


def test_the_page_shows_sizes_for_every_screen(client, db):
    image = images.take(photo(), alt="A pier", credit="Photo: Ada")
    body = "<p>Here:</p>" + figures.figure(image.key, "The old pier", "In [month]")
    article = make_article(body=body)
    page = client.get(article.get_absolute_url()).content.decode()
    assert f'<source type="image/webp" srcset="/media/summaries/images/{image.key[:2]}/' in page
    assert f"/{image.key}-1600.jpg 1600w" in page
    for said in ('width="2000" height="1000"', 'alt="The old pier"', 'loading="lazy"'):
        assert said in page
    assert '<span class="credit">Photo: Ada</span></figcaption>' in page
    assert f"image:{image.key}" not in page
    fill_in = reverse("summaries:fill_in", args=[article.slug])
    assert f"{image.key}-960.jpg" in client.get(fill_in).content.decode()


def test_an_image_that_is_not_there_is_its_alternative_text(client, db):
    article = make_article(body=figures.figure(KEY, "The old pier"))
    page = client.get(article.get_absolute_url()).content.decode()
    assert "The old pier" in page
    assert "<img" not in page.partition('class="part')[2].partition("</main>")[0]


def test_a_new_credit_is_seen_on_a_stored_page(client, db):
    image = images.take(photo(), credit="Ada")
    url = make_article(body=figures.figure(image.key)).get_absolute_url()
    assert ">Ada<" in client.get(url).content.decode()
    image.credit = "Grace"
    image.save()
    assert ">Grace<" in client.get(url).content.decode()


def test_all_images_of_a_page_cost_one_query(db, django_assert_num_queries):
    keys = {images.take(photo(50 + n, 50)).key for n in range(3)}
    with django_assert_num_queries(1):
        assert Image.objects.pictures(*map(figures.figure, keys)).keys() == keys
    with django_assert_num_queries(0):
        assert Image.objects.pictures("<p>image: none</p>") == {}


# Taken away


def test_exports_carry_images(db):
    image = images.take(photo(1200, 600), alt="A pier")
    body = figures.figure(image.key, "The [old] pier", "In spring") + figures.figure(KEY, "Gone")
    document = make_article(body=body).as_document()
    shown = Image.objects.pictures(body)
    address = "https://example.org/articles/a/"
    markdown = exporters.export(document, "md", address=address, pictures=shown).data.decode()
    assert rf"![The \[old\] pier](https://example.org{image.picture.url})" in markdown
    assert "\n\nIn spring\n\n[Image: Gone]" in markdown
    plain = exporters.export(document, "txt", pictures=shown).data.decode()
    assert "[Image: The [old] pier]\nIn spring\n\n[Image: Gone]" in plain
    word = ZipFile(BytesIO(exporters.export(document, "docx", pictures=shown).data))
    (name,) = [one for one in word.namelist() if one.startswith("word/media/")]
    assert PillowImage.open(BytesIO(word.read(name))).size == (1200, 600)
    xml = word.read("word/document.xml").decode()
    assert 'descr="The [old] pier"' in xml
    assert "In spring" in xml


def test_a_download_holds_the_image(client, db):
    image = images.take(photo(), alt="A pier")
    article = make_article(body=figures.figure(image.key, "A pier"))
    url = reverse("summaries:download", args=[article.slug, "md"])
    text = client.get(url).content.decode()
    assert f"![A pier](http://testserver{urlsplit(image.picture.url).path})" in text


def test_a_dump_carries_images(db, tmp_path):
    image = images.take(photo(), alt="A pier", credit="Ada")
    make_article(body=figures.figure(image.key))
    dump = tmp_path / "dump.json"
    options = {"natural_foreign": True, "natural_primary": True, "output": dump}
    call_command("dumpdata", "summaries", **options)
    Article.objects.all().delete()
    Image.objects.all().delete()
    call_command("loaddata", dump, verbosity=0)
    assert Image.objects.get().names == image.names
    assert Image.objects.get().articles(5) == [Article.objects.get()]


# The admin


@pytest.fixture
def editor(client, db):
    user = get_user_model().objects.create_superuser("ada", password="secret")
    client.force_login(user)
    return user


def test_upload_answers_with_the_image(client, editor):
    url = reverse("admin:summaries_image_upload")
    answer = client.post(url, {"file": photo()}).json()
    image = Image.objects.get()
    assert image.uploaded_by == editor
    assert (answer["key"], answer["width"], answer["height"]) == (image.key, 2000, 1000)
    assert answer["urls"]["480"].endswith(f"{image.key}-480.jpg")
    described = reverse("admin:summaries_image_describe", args=[image.key])
    client.post(described, {"alt": "A pier", "credit": "Ada"})
    image.refresh_from_db()
    assert (image.alt, image.credit) == ("A pier", "Ada")
    shown = client.get(reverse("admin:summaries_image_file", args=[image.key]))
    assert shown.url == image.picture.url


@pytest.mark.parametrize(
    ("posted", "status", "reason"),
    [
        ({"file": SimpleUploadedFile("a.svg", b"<svg/>")}, 400, "not a JPEG"),
        ({"file": photo(9000, 9000, "PNG", "1")}, 413, "50 million"),
        ({}, 400, "No file"),
    ],
)
def test_an_upload_that_fails_says_why(client, editor, posted, status, reason):
    response = client.post(reverse("admin:summaries_image_upload"), posted)
    assert response.status_code == status
    assert reason in response.json()["error"]


def test_who_may_not_add_images_uploads_none(client, db):
    user = get_user_model().objects.create_user("bob", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="change_article"))
    client.force_login(user)
    response = client.post(reverse("admin:summaries_image_upload"), {"file": photo()})
    assert (response.status_code, Image.objects.count()) == (403, 0)


def test_the_admin_lists_adds_and_describes_images(client, editor):
    add = reverse("admin:summaries_image_add")
    refused = client.post(add, {"upload": photo()})
    assert "Say what the image shows" in refused.content.decode()
    refused = client.post(add, {"upload": SimpleUploadedFile("a", b"no"), "alt": "A pier"})
    assert "not a JPEG" in refused.content.decode()
    client.post(add, {"upload": photo(), "alt": "A pier"})
    image = Image.objects.get()
    assert (image.alt, image.uploaded_by) == ("A pier", editor)
    listed = client.get(reverse("admin:summaries_image_changelist"), {"q": "pier"})
    assert f"{image.key}-480.jpg" in listed.content.decode()
    change = reverse("admin:summaries_image_change", args=[image.key])
    client.post(change, {"alt": "", "is_decoration": "on", "credit": "Ada"})
    image.refresh_from_db()
    assert (image.alt, image.is_decoration, image.credit) == ("", True, "Ada")


def test_an_image_that_a_text_shows_is_not_deleted(client, editor):
    image = images.take(photo(), alt="A pier")
    article = make_article("Piers of the coast", body=figures.figure(image.key))
    page = client.get(reverse("admin:summaries_image_change", args=[image.key]))
    assert ">Piers of the coast</a>" in page.content.decode()
    delete = reverse("admin:summaries_image_delete", args=[image.key])
    assert "Piers of the coast" in client.get(delete).content.decode()
    client.post(delete, {"post": "yes"})
    assert Image.objects.exists()
    article.delete()
    other = make_article("Harbours")
    typed = Document("Harbours", (Part(body=figures.figure(image.key)),))
    draft = Draft.objects.create(article=other, user=editor, content=typed.to_dict())
    assert "Harbours" in client.get(delete).content.decode()
    draft.delete()
    client.post(delete, {"post": "yes"})
    assert not Image.objects.exists()
