"""Sitemaps and robots.txt, read as crawlers read them."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote
from urllib.robotparser import RobotFileParser

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from django.utils import timezone
from django.views.generic import RedirectView
from lxml import etree
from PIL import Image as PillowImage

from summaries import figures, sitemaps
from summaries.document import Part
from summaries.models import Article, Tag, images
from tests.library import make_article

pytestmark = pytest.mark.django_db

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("sitemap.xsd")))
SPACES = {"s": sitemaps.NAMESPACE, "image": sitemaps.IMAGE_NAMESPACE}

urlpatterns = [
    path("robots.txt", sitemaps.RobotsView.as_view()),
    path("library/", include("summaries.urls")),
    path("key.txt", RedirectView.as_view(url="/elsewhere/")),
]


@pytest.fixture(autouse=True)
def empty_cache():
    caches["pages"].clear()


def get(address, **headers):
    return Client(HTTP_HOST="localhost").get(address, headers=headers)


def read(address="/sitemap.xml"):
    """The addresses in the sitemap, without scheme and host, each with what is said of it."""
    tree = etree.fromstring(get(address).content)
    SCHEMA.assertValid(tree)
    return {
        unquote(entry.findtext("s:loc", namespaces=SPACES)).removeprefix("http://localhost"): entry
        for entry in tree
    }


def test_the_index_leads_to_each_page_once_that_is_for_all():
    now = timezone.now()
    make_article("Ferry notes", tags=("ferry", "once"), category=("Work", "Sales"))
    make_article("年终总结", tags=("ferry",))
    make_article("Draft", status="draft", tags=("drafty",), category=("Drafts",))
    make_article("Later", published_at=now + timedelta(days=1), tags=("drafty",))
    make_article("Over", expires_at=now - timedelta(days=1), tags=("drafty",))
    make_article("Thrown away").move_to_bin()
    index = read()
    assert [*index] == [
        f"/sitemaps/{name}.xml" for name in ("pages", "categories", "articles-1", "tags-1")
    ]
    pages = [page for sitemap in index for page in read(sitemap)]
    assert pages == [
        *("/", "/articles/", "/categories/", "/tags/"),
        *("/categories/work/", "/categories/work/sales/"),
        *("/articles/ferry-notes/", "/articles/年终总结/"),
        "/tags/ferry/",
    ]
    assert {get(page).status_code for page in pages} == {200}


def test_an_empty_library_has_a_sitemap():
    assert [*read()] == ["/sitemaps/pages.xml"]
    assert "/" in read("/sitemaps/pages.xml")


def test_ranges_of_keys_with_nothing_in_them_are_left_out(monkeypatch):
    monkeypatch.setattr(sitemaps, "WIDTH", 10)
    category = make_article("Before").category
    start = 1_000_000  # beyond all keys that the database gives by itself
    keys = {"First": start, "Same range": start + 9, "Next": start + 10, "Far": start + 95}
    Article.objects.bulk_create(
        Article(
            pk=key,
            title=title,
            slug=title.lower().replace(" ", "-"),
            category=category,
            status="published",
            published_at=timezone.now(),
        )
        for title, key in keys.items()
    )
    number = start // 10 + 1
    named = [name for name in read() if "articles" in name][1:]
    assert named == [f"/sitemaps/articles-{n}.xml" for n in (number, number + 1, number + 9)]
    assert [*read(named[0])] == ["/articles/first/", "/articles/same-range/"]
    assert [*read(named[2])] == ["/articles/far/"]
    wrong = (f"articles-{number + 2}", "articles-0", "articles-01", "articles", "tags-9", "other")
    for name in (*wrong, f"articles-{9**11}"):
        assert get(f"/sitemaps/{name}.xml").status_code == 404, name


def test_a_page_changed_when_its_article_was_edited_or_appeared():
    old, edited = datetime(1999, 12, 31, 8, tzinfo=UTC), datetime(2020, 2, 3, 4, 5, tzinfo=UTC)
    make_article("Edited", published_at=old)
    make_article("Appeared", published_at=edited + timedelta(days=1))
    Article.objects.update(updated_at=edited)
    found = {
        address: entry.findtext("s:lastmod", namespaces=SPACES)
        for address, entry in read("/sitemaps/articles-1.xml").items()
    }
    assert found == {
        "/articles/edited/": "2020-02-03T04:05:00+00:00",
        "/articles/appeared/": "2020-02-04T04:05:00+00:00",
    }


def test_images_stand_with_the_article_that_shows_them(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    out = BytesIO()
    PillowImage.new("RGB", (300, 200), "navy").save(out, "JPEG")
    image = images.take(SimpleUploadedFile("pier.jpg", out.getvalue()))
    shown = figures.figure(image.key, "A pier")
    make_article("With", parts=(Part("", f"<p>See:</p>{shown}"), Part("", shown)))
    make_article("Draft", shown, status="draft")
    make_article("Without")
    found = {
        address: entry.xpath("image:image/image:loc/text()", namespaces=SPACES)
        for address, entry in read("/sitemaps/articles-1.xml").items()
    }
    assert found == {
        "/articles/with/": [f"http://localhost{image.picture.url}"],
        "/articles/without/": [],
    }


@pytest.mark.parametrize(("least", "names"), [(1, "one two three"), (3, "three"), (9, "")])
def test_tags_of_too_few_articles_are_left_out(settings, least, names):
    settings.SUMMARIES_THIN_TAG = least
    make_article(tags=("one", "two", "three"))
    make_article(tags=("two", "three"), expires_at=timezone.now() + timedelta(days=1))
    make_article(tags=("three",))
    make_article(tags=("one", "two", "three"), published_at=timezone.now() + timedelta(days=1))
    assert ("/sitemaps/tags-1.xml" in read()) == bool(names)
    assert {tag.name for tag in Tag.objects.public(least)} == {*names.split()}
    if names:
        assert {*read("/sitemaps/tags-1.xml")} == {f"/tags/{name}/" for name in names.split()}


def test_a_crawler_that_has_the_sitemap_costs_one_query(django_assert_num_queries, settings):
    article = make_article(tags=("ferry",))
    for cache in ("pages", None):
        settings.SUMMARIES_PAGE_CACHE = cache
        for address in ("/sitemap.xml", "/sitemaps/articles-1.xml", "/sitemaps/categories.xml"):
            etag = get(address)["ETag"]
            with django_assert_num_queries(1):
                assert get(address, if_none_match=etag).status_code == 304
    Article.objects.filter(pk=article.pk).update(status="draft")
    assert get("/sitemaps/articles-1.xml", if_none_match=etag).status_code == 404
    assert get("/sitemaps/articles-1.xml", if_none_match="*").status_code == 404
    assert "/sitemaps/articles-1.xml" not in read()


def test_an_article_that_appears_by_itself_is_in_the_sitemap():
    make_article("Soon", published_at=timezone.now() + timedelta(hours=1))
    assert "/sitemaps/articles-1.xml" not in read()
    Article.objects.update(published_at=timezone.now() - timedelta(seconds=1))
    assert "/articles/soon/" in read("/sitemaps/articles-1.xml")


def test_more_articles_cost_no_more_queries():
    costs = []
    for count in (2, 12):
        for number in range(count):
            make_article(f"Week {number}", tags=("a", "b"))
        get("/articles/")  # which counts the library
        with CaptureQueriesContext(connection) as queries:
            read("/sitemap.xml")
            read("/sitemaps/articles-1.xml")
            read("/sitemaps/tags-1.xml")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 8


def test_robots_are_kept_from_what_is_for_one_visitor():
    robots = RobotFileParser()
    robots.parse(get("/robots.txt").content.decode().splitlines())
    assert robots.site_maps() == ["http://localhost/sitemap.xml"]
    for free in ("/", "/articles/x/", "/categories/work/", "/feeds/atom/", "/sitemap.xml"):
        assert robots.can_fetch("*", free), free
    for kept in ("/search/?q=x", "/basket/", "/previews/abc/", "/drafts/abc/preview/"):
        assert not robots.can_fetch("*", kept), kept


@pytest.mark.urls("tests.test_sitemaps")
def test_a_library_below_a_prefix_names_its_addresses_in_full(settings):
    settings.SUMMARIES_INDEXNOW_KEY = "0123456789abcdef"
    settings.SUMMARIES_SITE_URL = "https://example.org"
    text = get("/robots.txt").content.decode()
    assert "Disallow: /library/articles/*/fill-in/\n" in text
    assert "Sitemap: https://example.org/library/sitemap.xml\n" in text
    make_article()
    assert "https://example.org/library/sitemaps/articles-1.xml" in read("/library/sitemap.xml")
    (address,) = read("/library/sitemaps/articles-1.xml")
    assert address == "https://example.org/library/articles/a-quiet-quarter/"
    assert get("/library/0123456789abcdef.txt").content == b"0123456789abcdef"
    assert get("/library/0123456789abcdee.txt").status_code == 404
    assert get("/key.txt").status_code == 302
