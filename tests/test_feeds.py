"""Feeds, read as feed readers read them."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import feedparser
import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from django.utils import timezone
from lxml import etree, html
from PIL import Image as PillowImage

from summaries import feeds, figures
from summaries.document import Part
from summaries.models import Article, Category, Tag, images, writing
from tests.library import make_article

pytestmark = pytest.mark.django_db

ATOM = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))


class BriefFeed(feeds.ArticleFeed):
    """A host's own: long articles under shorter titles."""

    def get_queryset(self):
        return Article.objects.published().filter(word_count__gte=5)

    def item_title(self, item):
        return item.title.upper()


urlpatterns = [
    path("brief/<slug:kind>/", BriefFeed.as_view()),
    path("library/", include("summaries.urls")),
]


@pytest.fixture(autouse=True)
def empty_cache():
    caches["pages"].clear()


def get(address, **headers):
    return Client(HTTP_HOST="localhost").get(address, headers=headers)


def read(address):
    """The feed at the address as feedparser reads it, without a fault."""
    content = get(address).content
    found = feedparser.parse(content)
    assert not found.bozo, found.bozo_exception
    if "/atom/" in address:
        ATOM.assertValid(etree.fromstring(content))
    return found


def read_json(address):
    found = get(address).json()
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert all({"id", "url", "content_html"} <= item.keys() for item in found["items"])
    return found


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_a_reader_finds_what_there_is_to_know(kind):
    long_ago = datetime(1987, 6, 5, 4, tzinfo=UTC)
    make_article("Ferry notes", published_at=long_ago, byline="Ada", tags=("ferry", "winter"))
    make_article(
        "年终总结", "<p>今年的工作。</p>", days=9, category=("Work", "Reports"), language="zh"
    )
    newest, oldest = read(f"/feeds/{kind}/").entries
    assert (newest.title, oldest.title) == ("年终总结", "Ferry notes")
    assert oldest.link == "http://localhost/articles/ferry-notes/"
    assert oldest.author == "Ada"
    assert [tag.term for tag in oldest.tags] == ["Work", "ferry", "winter"]
    assert newest.tags[0].term == "Reports"
    assert oldest.published_parsed[:4] == (1987, 6, 5, 4)
    assert oldest.updated_parsed[:3] == timezone.now().utctimetuple()[:3]
    assert oldest.summary == "Nothing much happened."
    assert oldest.content[-1].value == "<p>Nothing much happened.</p>"
    assert not newest.get("guidislink")


def test_json_says_the_same():
    article = make_article("Ferry notes", byline="Ada", tags=("ferry",), language="en")
    feed = read_json("/feeds/json/")
    (item,) = feed["items"]
    assert item["id"] == f"urn:uuid:{article.guid}"
    assert (item["authors"], item["tags"]) == ([{"name": "Ada"}], ["Work", "ferry"])
    assert item["summary"] == "Nothing much happened."
    assert item["content_html"] == "<p>Nothing much happened.</p>"
    assert feed["feed_url"] == "http://localhost/feeds/json/"


def test_what_is_public_no_more_or_not_yet_is_in_none():
    now = timezone.now()
    make_article("Now")
    make_article("Draft", status="draft")
    make_article("Later", published_at=now + timedelta(days=1))
    make_article("Over", expires_at=now - timedelta(days=1))
    make_article("Thrown away").move_to_bin()
    assert [entry.title for entry in read("/feeds/atom/").entries] == ["Now"]


def test_an_entry_keeps_its_name_whatever_becomes_of_the_article(tmp_path):
    article = make_article()
    name = article.guid
    article.slug, article.title = "elsewhere", "Another title"
    article.save()
    dump = tmp_path / "library.json"
    call_command("dumpdata", "summaries", natural_primary=True, natural_foreign=True, output=dump)
    article.delete()
    make_article("Takes the old key's place")
    call_command("loaddata", dump, verbosity=0)
    assert Article.objects.get(slug="elsewhere").guid == name
    copy = Article.objects.get(slug="elsewhere")
    copy.pk, copy.slug, copy.status = None, "", "draft"
    copy.save()
    assert isinstance(copy.guid, UUID)
    assert copy.guid != name


def test_the_number_and_the_length_of_entries_are_settings(settings):
    for number in range(3):
        make_article(f"Week {number}", "<p>First.</p><p>And then.</p>", days=number)
    settings.SUMMARIES_FEED_SIZE, settings.SUMMARIES_FEED_FULL_TEXT = 2, False
    entries = read("/feeds/atom/").entries
    assert [entry.title for entry in entries] == ["Week 2", "Week 1"]
    assert "content" not in entries[0]
    assert entries[0].summary == "First. And then."
    assert "content" not in read("/feeds/rss/").entries[0]
    assert read_json("/feeds/json/")["items"][0]["content_html"] == "First. And then."


def test_a_text_stands_in_a_reader_as_on_its_page(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    out = BytesIO()
    PillowImage.new("RGB", (300, 200), "navy").save(out, "JPEG")
    image = images.take(SimpleUploadedFile("pier.jpg", out.getvalue()))
    other = images.take(SimpleUploadedFile("gone.png", _png()))
    body = (
        "<p>Dear [Name], <a href='/articles/x/?a=1&amp;b=2'>this</a> or <a href='#part-2'>that</a>"
    )
    body += figures.figure(image.key, "A pier", "In May") + figures.figure(other.key)
    make_article(
        "Letters",
        lead="For <all> & none",
        parts=(Part("One & two", body), Part("", "<h3>More</h3><p>____</p>")),
    )
    for kind in ("atom", "rss"):
        (entry,) = read(f"/feeds/{kind}/").entries
        text = entry.content[-1].value
        page = html.fromstring(text)
        links = page.xpath("//a/@href")
        assert links == [
            "http://localhost/articles/x/?a=1&b=2",
            "http://localhost/articles/letters/#part-2",
        ]
        assert page.xpath("//img/@src")[0].startswith("http://localhost/media/summaries/images/")
        assert page.xpath("//p")[0].text_content() == "For <all> & none"
        assert page.xpath("//h2")[0].text_content() == "One & two"
        assert "Dear [Name]" in text
        assert not page.xpath("//span")  # blanks are plain text
        types = [one.type for one in entry.enclosures]
        assert types == ["image/jpeg", "image/png"][: {"atom": 2, "rss": 1}[kind]]
    (item,) = read_json("/feeds/json/")["items"]
    assert item["image"] == item["attachments"][0]["url"] == page.xpath("//img/@src")[0]
    settings.SUMMARIES_FEED_FULL_TEXT = False
    assert len(read("/feeds/atom/").entries[0].enclosures) == 2


def _png():
    out = BytesIO()
    PillowImage.new("RGBA", (30, 20), (0, 0, 0, 0)).save(out, "PNG")
    return out.getvalue()


def test_nothing_written_can_break_the_xml(settings):
    settings.SUMMARIES_SITE_NAME = "Site \x0b & <more> \ufffe"
    article = make_article("A & B", tags=("R&D",), byline="Ann <ann>")
    with writing():
        damage = "Tom \x01& ]]> “范文” \uffff"
        Article.objects.filter(pk=article.pk).update(title=damage, byline=damage, excerpt=damage)
        Tag.objects.update(name=damage)
        Category.objects.update(name=damage, description=damage)
        article.parts.update(body="<p>Bad \x0b ]]> &amp; \ufffe</p>")
    clean = "Tom & ]]> “范文” "
    tag, category = Tag.objects.get(), Category.objects.get()
    for kind in ("atom", "rss"):
        for rest in (
            "",
            f"tags/{tag.slug}/",
            f"categories/{category.full_path}/",
            "search/?length=short",
        ):
            feed = read(f"/feeds/{kind}/{rest}")
            assert feed.entries[0].title == clean.strip()
        assert read(f"/feeds/{kind}/search/?q=%01%0Btom%20%EF%BF%BF").feed.title.startswith(
            "Words: "
        )
    assert read_json("/feeds/json/")["items"][0]["title"] == clean


def test_an_empty_library_has_empty_feeds():
    assert read("/feeds/atom/").entries == read("/feeds/rss/").entries == []
    assert read_json("/feeds/json/")["items"] == []
    assert read("/feeds/atom/search/?q=anything").entries == []


def test_a_category_has_what_is_below_it_and_a_tag_its_own():
    make_article("One", category=("Work", "Sales"), tags=("ferry",), days=1)
    make_article("Two", category=("Work",), days=2)
    make_article("Three", category=("Home",), tags=("ferry",), days=3)
    work, sales = read("/feeds/rss/categories/work/"), read("/feeds/atom/categories/work/sales/")
    assert [entry.title for entry in work.entries] == ["Two", "One"]
    assert [entry.title for entry in sales.entries] == ["One"]
    assert work.feed.link == "http://localhost/categories/work/"
    ferry = read("/feeds/atom/tags/ferry/")
    assert [entry.title for entry in ferry.entries] == ["Three", "One"]
    assert ferry.feed.title == "Tagged “ferry” – The Summary Library"


def test_a_filtered_list_has_a_feed_of_the_newest():
    make_article("Harbour report", "<p>Boats.</p>", category=("Work",), days=1)
    make_article("Boats", "<p>Harbour harbour harbour.</p>", category=("Work",), days=2)
    make_article("Harbour at home", "<p>Boats.</p>", category=("Home",), days=3)
    found = read("/feeds/atom/search/?q=harbour&category=work&sort=title&page=7")
    assert [entry.title for entry in found.entries] == ["Boats", "Harbour report"]
    assert found.feed.link == "http://localhost/search/?category=work&q=harbour"
    assert not read("/feeds/rss/search/?q=harbour+zeppelin").entries  # not what answers in part
    assert get("/feeds/rss/search/?page=2")["Location"] == "/feeds/rss/"
    for senseless in ("category=nowhere", "year=x", "q=,,,", "tags=unknown", "length=tall"):
        assert get(f"/feeds/atom/search/?{senseless}").status_code == 404, senseless


def test_a_feed_moves_with_what_it_is_of():
    make_article(category=("Work",), tags=("ferry",))
    category, tag = Category.objects.get(), Tag.objects.get()
    category.slug, tag.slug = "office", "boats"
    category.save()
    tag.save()
    assert get("/feeds/rss/categories/work/")["Location"] == "/feeds/rss/categories/office/"
    assert get("/feeds/json/tags/ferry/")["Location"] == "/feeds/json/tags/boats/"
    tag.delete()
    assert get("/feeds/json/tags/boats/").status_code == 410
    Category.objects.create(name="Empty", slug="empty", path="0002", depth=1, full_path="empty")
    for nothing in ("categories/empty/", "categories/nowhere/", "tags/nothing/", "tags/a%00b/"):
        assert get(f"/feeds/atom/{nothing}").status_code == 404, nothing
    assert get("/feeds/gopher/").status_code == 404


def test_a_reader_that_has_the_feed_costs_one_query(django_assert_num_queries, settings):
    article = make_article()
    for cache in ("pages", None):
        settings.SUMMARIES_PAGE_CACHE = cache
        first = get("/feeds/atom/")
        with django_assert_num_queries(1):
            assert get("/feeds/atom/", if_none_match=first["ETag"]).status_code == 304
        Article.objects.filter(pk=article.pk).update(title=f"Another {cache}")
        again = get("/feeds/atom/", if_none_match=first["ETag"])
        assert (again.status_code, again["ETag"] == first["ETag"]) == (200, False)
        Article.objects.filter(pk=article.pk).update(status="draft")
        assert get("/feeds/atom/categories/work/", if_none_match="*").status_code == 404
        Article.objects.filter(pk=article.pk).update(status="published")


def test_an_edit_elsewhere_leaves_a_stored_feed_as_it_is():
    make_article("Old", category=("Home",))
    other = make_article("New")
    etag = get("/feeds/atom/categories/home/")["ETag"]
    Article.objects.filter(pk=other.pk).update(title="Newer")
    assert get("/feeds/atom/categories/home/", if_none_match=etag).status_code == 304


def test_more_articles_cost_no_more_queries():
    costs = []
    for days in (2, 12):
        for number in range(days):
            make_article(f"Week {number}", tags=("a", "b"), days=number)
        get("/articles/")  # which counts the library
        with CaptureQueriesContext(connection) as queries:
            get("/feeds/rss/")
        costs.append(len(queries))
    assert costs == [5, 5]


def test_the_hub_is_named_in_feed_and_headers(settings):
    settings.SUMMARIES_WEBSUB_HUB = "https://hub.example/"
    make_article()
    for kind in ("atom", "rss"):
        links = {link.rel: link.href for link in read(f"/feeds/{kind}/").feed.links}
        assert links["hub"] == "https://hub.example/"
        assert links["self"] == f"http://localhost/feeds/{kind}/"
    assert read_json("/feeds/json/")["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    for _ in range(2):  # made, and from the page cache
        link = get("/feeds/atom/search/?q=quiet")["Link"]
        assert link == (
            '<https://hub.example/>; rel="hub", '
            '<http://localhost/feeds/atom/search/?q=quiet>; rel="self"'
        )


def test_addresses_are_those_by_which_the_public_knows_the_site(settings):
    settings.SUMMARIES_SITE_URL = "https://example.org"
    make_article()
    (entry,) = read("/feeds/atom/").entries
    assert entry.link == "https://example.org/articles/a-quiet-quarter/"


@pytest.mark.urls("tests.test_feeds")
def test_a_host_makes_its_own_of_ours():
    make_article("Short", "<p>Too short.</p>")
    make_article("Long", "<p>One two three four five six.</p>")
    (entry,) = read("/brief/rss/").entries
    assert (entry.title, entry.link) == ("LONG", "http://localhost/library/articles/long/")
    assert len(read("/library/feeds/rss/").entries) == 2
    assert get("/library/feeds/rss/search/")["Location"] == "/library/feeds/rss/"


# What pages say of them


def offered(address):
    page = html.fromstring(get(address).content)
    return [
        (link.get("type").removeprefix("application/"), link.get("href"))
        for link in page.xpath("//head/link[@rel='alternate'][contains(@href, '/feeds/')]")
    ]


def test_pages_name_their_feeds():
    article = make_article("Ferry notes", category=("Work",), tags=("ferry", "winter"))
    site = [("atom+xml", "/feeds/atom/"), ("rss+xml", "/feeds/rss/"), ("feed+json", "/feeds/json/")]
    for address in (
        "/",
        "/articles/",
        "/articles/?page=1&sort=title",
        "/tags/",
        "/search/",
        "/no/",
    ):
        assert offered(address) == site
    for address in ("/categories/work/", article.get_absolute_url(), "/articles/?category=work"):
        own = [(mime, f"{url}categories/work/") for mime, url in site]
        assert offered(address) == [*own, site[0]]
    assert offered("/tags/ferry/")[0][1] == "/feeds/atom/tags/ferry/"
    assert offered("/search/?q=ferry&sort=title")[0][1] == "/feeds/atom/search/?q=ferry"
    assert offered("/categories/work/?length=short&tags=ferry")[0][1] == (
        "/feeds/atom/search/?category=work&length=short&tags=ferry"
    )
    (link,) = html.fromstring(get("/tags/ferry/?length=short").content).xpath(
        "//p[@class='feed-link']/a/@href"
    )
    assert [entry.title for entry in read(link).entries] == ["Ferry notes"]
