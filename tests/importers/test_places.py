"""What a site brings beside its texts: categories, tags, addresses and images."""

from io import BytesIO

import pytest
from PIL import Image as PillowImage

from summaries import figures, pictures
from summaries.document import Document, Part
from summaries.importers import FoundImage, Place, Reading, Store
from summaries.models import Article, Category, Image, Redirect, Tag, images

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def reading(title="The pier", body="<p>It was mended in May.</p>", **fields):
    known = {name: fields.pop(name) for name in ("category", "slug") if name in fields}
    document = Document(title, (Part(body=body),), **{"category": ("Work",), **known})
    return Reading(f"{title}.xml", f"key/{title}", document, **fields)


def stored(*entries, **options):
    return list(Store(**options).store_many(entries))


def picture(colour=90):
    file = BytesIO()
    PillowImage.new("RGB", (30, 20), colour).save(file, "JPEG")
    return file.getvalue()


def found_image(data, **fields):
    return FoundImage(pictures.digest(data), lambda: data, **fields)


def kept(folder, image):
    return (folder / image.file.name).read_bytes()


def leads(path):
    return Redirect.objects.get(path=path).target


# Categories and tags


def test_a_place_keeps_its_slug_and_description_and_its_address_leads_on():
    place = Place("a.xml", ("News", "From the harbour"), slug="harbour", description="Ships")
    tag = Place("a.xml", tag="Ropes", slug="rope", addresses=("https://old.example/tag/rope/",))
    assert stored(Place("a.xml", ("News",), addresses=("/?cat=3",)), place, tag) == []
    harbour = Category.objects.get(slug="harbour")
    assert (harbour.full_path, harbour.description) == ("news/harbour", "Ships")
    assert leads("/?cat=3") == Category.objects.get(slug="news")
    assert leads("/tag/rope") == Tag.objects.get(name="Ropes", slug="rope")


def test_what_an_editor_wrote_stays():
    category = Category.objects.ensure(("News",))
    category.description, category.slug = "Ours", "our-news"
    category.save()
    stored(Place("a.xml", ("News",), slug="news", description="Theirs"))
    category.refresh_from_db()
    assert (category.description, category.slug) == ("Ours", "our-news")


def test_a_slug_that_others_have_gets_a_number():
    Tag.objects.ensure(["Rope"])
    Category.objects.ensure(("Rope",))
    stored(Place("a.xml", tag="Ropes", slug="rope"), Place("a.xml", ("Ropes",), slug="rope"))
    assert Tag.objects.get(name="Ropes").slug == "rope-2"
    assert Category.objects.get(name="Ropes").slug == "rope-2"


def test_a_place_that_does_not_fit_is_said_and_costs_itself_alone():
    deep = Place("a.xml:7", tuple("abcdefghijklmnopqrstuvwxyz"))
    (failed,) = stored(deep, Place("a.xml", ("News",)))
    assert (failed.outcome, failed.reading.path) == ("failed", "a.xml:7")
    assert "no deeper" in failed.reason
    assert Category.objects.get().name == "News"


def test_under_a_category_of_ones_own_the_addresses_of_others_lead_there():
    stored(Place("a.xml", ("News",), addresses=("/category/news/",)), category=("Old site",))
    assert leads("/category/news") == Category.objects.get(name="Old site")
    assert not Category.objects.filter(name="News").exists()


# Addresses


def test_old_addresses_lead_to_the_article_and_a_second_run_repairs_them():
    page = reading(addresses=("https://old.example/2019/05/pier/", "/?p=12"))
    stored(page)
    article = Article.objects.get()
    assert leads("/2019/05/pier") == leads("/?p=12") == article
    Redirect.objects.all().delete()
    assert [one.outcome for one in stored(page)] == ["unchanged"]
    assert leads("/?p=12") == article


def test_where_an_editor_has_led_an_address_it_stays():
    stored(reading("The quay"), reading(addresses=("/pier",)))
    quay = Article.objects.get(title="The quay")
    Redirect.objects.update(article=quay)
    (again,) = stored(reading(addresses=("/pier",)))
    assert again.notes == ("/pier leads elsewhere already.",)
    assert leads("/pier") == quay


def test_the_address_of_a_copy_leads_to_the_article_with_its_text():
    one, copy = reading(), reading()
    copy = Reading("copy.xml", "copy", copy.document, addresses=("/copy",))
    assert [one.outcome for one in stored(one, copy)] == ["created", "skipped"]
    assert leads("/copy") == Article.objects.get()


def test_an_own_former_address_stays_one_unless_something_stands_there():
    stored(reading("The quay", slug="quay"), reading(addresses=("articles/old", "articles/quay")))
    assert leads("articles/old") == Article.objects.get(title="The pier")
    assert Redirect.objects.count() == 1


# Images


def test_images_come_with_the_texts_that_show_them(files):
    image = found_image(picture(), alt="A pier", credit="Ada")
    page = reading(body=figures.figure(image.key, "A pier"), images=(image,))
    store = Store()
    (outcome,) = store.store_many([page])
    assert (outcome.outcome, outcome.notes) == ("created", ())
    assert store.sentences() == ["1 image stored"]
    kept = Image.objects.get(pk=image.key)
    assert (kept.alt, kept.credit) == ("A pier", "Ada")
    kept.delete()
    stored(page)
    assert Image.objects.filter(pk=image.key).exists()  # a second run repairs


def test_a_text_does_not_lose_images_that_are_not_found_a_second_time(files):
    image = found_image(picture())
    stored(reading(body=figures.figure(image.key, "A pier"), images=(image,)))
    (outcome,) = stored(reading(body="<p>A pier</p>", lacks_images=True))
    assert (outcome.outcome, "were not found" in outcome.reason) == ("skipped", True)
    assert image.key in Article.objects.get().as_document().parts[0].body
    (outcome,) = stored(reading(body="<p>A pier</p>"))  # the author left it out
    assert outcome.outcome == "updated"


def test_a_dry_run_stores_nothing(files):
    image = found_image(picture())
    page = reading(images=(image,), addresses=("/a",))
    stored(Place("a.xml", ("News",), addresses=("/b",)), page, image, dry_run=True)
    assert not files.exists()
    for model in (Image, Category, Redirect, Article):
        assert not model.objects.exists()


def test_an_image_that_is_none_is_a_note_and_the_text_comes():
    image = found_image(b"no picture", alt="A pier")
    (outcome,) = stored(reading(images=(image,)))
    assert outcome.outcome == "created"
    (note,) = outcome.notes
    assert note.startswith("The image “A pier”: This is not a JPEG")
    assert outcome.report()["notes"] == [note]


def test_a_jpeg_that_tells_only_its_picture_is_kept_to_the_byte(files):
    data = picture()
    image = images.take(BytesIO(data), key="0" * 32)
    assert kept(files, image) == data
    file = BytesIO()
    PillowImage.new("RGB", (30, 20), 90).save(file, "JPEG", comment=b"Ada was here")
    for said in (file.getvalue(), data + b"Ada"):
        assert b"Ada" not in kept(files, images.take(BytesIO(said)))


def test_a_file_that_a_killed_process_left_half_is_written_anew(files):
    data = picture()
    image = images.take(BytesIO(data))
    Image.objects.filter(pk=image.pk)._raw_delete("default")  # which keeps the files
    (files / image.file.name).write_bytes(data[:20])
    assert kept(files, images.take(BytesIO(data))) == data
    assert len(list(files.rglob(f"{image.key}.*"))) == 1
