"""Nothing hidden shows: one walk over every public address, filter and fragment."""

import json
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from summaries import announcing, cards, exports, urls, views
from summaries.document import Part, Source
from summaries.filters import ArticleFilter, ArticleFilterForm
from summaries.models import Article, Category, Redirect, SourcePage, Tag
from tests.library import make_article

pytestmark = pytest.mark.django_db

MARKER = "zanzibar"
# Nobody wrote it: who asks for what is hidden must get what they get who ask for this.
NO_WORD = "xyzzyxqq"


@pytest.fixture
def public():
    return make_article("Open report", "<p>Open words.</p>", tags=("open",), category=("Work",))


@pytest.fixture
def hidden(public):
    """An article in every state that hides, with all that belongs to it."""
    now = timezone.now()
    states = (
        {"status": "draft"},
        {"status": "review"},
        {"status": "archived"},
        {"status": "published", "published_at": now + timedelta(days=1)},
        {"status": "published", "expires_at": now - timedelta(days=1)},
        {"status": "draft", "deleted_at": now},
        {"status": "published", "deleted_at": now},
    )
    articles = []
    for number, state in enumerate(states):
        deleted_at = state.pop("deleted_at", None)
        article = make_article(
            f"{MARKER} {number}",
            lead=f"Open {MARKER} lead",
            byline=f"{MARKER} byline",
            slug=f"{MARKER}-{number}",
            language="fr",
            licence=f"{MARKER} licence",
            is_featured=True,
            source=Source(f"{MARKER} source", f"https://{MARKER}.example/"),
            tags=("open", f"{MARKER} {number % 2}"),
            category=(("Work", MARKER), (MARKER, "below"), ("Work",))[number % 3],
            parts=(Part(f"{MARKER} part", f"<h3>{MARKER}</h3><p>Open {MARKER} [{MARKER}]</p>"),),
            **state,
        )
        article = Article.objects.get(pk=article.pk)
        article.slug = f"moved-{MARKER}-{number}"
        article.save()  # leaves a redirect and a revision
        SourcePage.objects.create(
            key=f"{MARKER} {number}",
            article=article,
            digest=MARKER,
            original=f"{MARKER} original",
            report={MARKER: MARKER},
        )
        if deleted_at:
            article.move_to_bin()
        articles.append(article)
    for model, ours in ((Category, {"full_path": "work"}), (Tag, {"slug": "open"})):
        model.objects.exclude(**ours).update(description=MARKER)
    for tag in Tag.objects.exclude(slug="open"):
        Redirect.objects.leave(f"tags/old-{tag.slug}", tag.address, tag=tag)
    for category in Category.objects.exclude(full_path="work"):
        Redirect.objects.leave(
            f"categories/old/{category.full_path}", category.address, category=category
        )
    return articles


def get(address, *, follow=False, **headers):
    """What a visitor gets: status, headers and text."""
    response = Client().get(address, headers=headers, follow=follow)
    told = {name: value for name, value in response.headers.items() if name != "ETag"}
    return response.status_code, told, response.content.decode()


def in_part():
    """Searches that what is hidden would answer in part, by a beginning or in another form."""
    return [f"open {MARKER}", f"{MARKER}s part", "zanzi", "words of a lead", f"open-{MARKER}"]


def queries(is_combined=True):
    """Every filter with what is hidden and with what is public, alone and with others."""
    year = timezone.now().year
    values = {
        "q": [MARKER, "open", f'"{MARKER} lead"', f"open -{MARKER}", "zanzibra", *in_part()],
        "category": ["work", f"work/{MARKER}", MARKER, f"{MARKER}/below"],
        "tags": ["open", f"{MARKER}-0", f"{MARKER}-1"],
        "tags_mode": ["any"],
        "year": [2020, year, year + 1],
        "published_after": ["2019-01-01", f"{year}-01-01"],
        "published_before": [f"{year + 2}-01-01"],
        "length": ["short", "long"],
        "blanks": ["with", "without"],
        "language": ["en", "fr"],
        "direct": ["on"],
        "sort": ["newest", "oldest", "relevance", "title"],
    }
    assert values.keys() == {*ArticleFilter.base_filters, *ArticleFilterForm.base_fields}
    beside = {"q": "open"}, {"tags": ["open", f"{MARKER}-0"], "tags_mode": "any"}
    for name, given in values.items():
        for value in given:
            for others in ({}, *beside) if is_combined else ({},):
                yield {**others, name: value}


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize(
    "address", ["/", "/articles/", "/search/", "/categories/work/", "/tags/open/"]
)
def test_no_list_count_filter_or_fragment_tells_of_what_is_hidden(hidden, address, headers):
    for query in ({}, *queries(is_combined=not headers)):
        encoded = urlencode(query, doseq=True)
        status, told, text = get(f"{address}?{encoded}", follow=True, **headers)
        assert status == 200
        if MARKER in encoded:
            asked = encoded.replace(MARKER, NO_WORD)
            unknown = get(f"{address}?{asked}", follow=True, **headers)[2]
            assert text.replace(MARKER, NO_WORD) == unknown, query
        else:
            assert MARKER not in text, query
        assert MARKER not in str(told)
        assert not re.search(r"\b[2-9] articles", text), query


@pytest.mark.parametrize("kind", ["atom", "rss", "json"])
@pytest.mark.parametrize("full_text", [True, False])
def test_no_feed_tells_of_what_is_hidden(hidden, settings, kind, full_text):
    settings.SUMMARIES_FEED_FULL_TEXT = full_text
    for name in ("", "categories/work/", "tags/open/"):
        for _ in range(2):
            status, told, text = get(f"/feeds/{kind}/{name}")
            assert (status, MARKER in text + str(told)) == (200, False)
            assert "Open words" in text


def test_no_feed_of_a_search_tells_of_what_is_hidden(hidden):
    for query in queries():
        encoded = urlencode(query, doseq=True)
        status, told, text = get(f"/feeds/atom/search/?{encoded}", follow=True)
        unknown = get(f"/feeds/atom/search/?{encoded.replace(MARKER, NO_WORD)}", follow=True)
        assert (status, as_made(text)) == (unknown[0], as_made(unknown[2])), query
        assert (MARKER in text, MARKER in str(told)) <= (MARKER in encoded, False), query


def as_made(text):
    """The text whatever was asked for, and whenever an empty feed was made."""
    return re.sub(r"(<updated>|<lastBuildDate>)[^<]*", r"\1", text.replace(MARKER, NO_WORD))


def test_no_sitemap_tells_of_what_is_hidden(public, hidden, settings):
    settings.SUMMARIES_THIN_TAG = 1
    _status, told, index = get("/sitemap.xml")
    sections = re.findall(r"(/sitemaps/[^<]*)</loc>", index)
    assert len(sections) == 4
    for path in ("/robots.txt", *sections):
        for _ in range(2):
            status, told, text = get(path)
            assert (status, MARKER in text + str(told)) == (200, False), path
    for path in {article.get_absolute_url() for article in hidden}:
        assert path not in index
    assert get(sections[2])[2].count("<url>") == 1
    assert "/tags/open/" in get(sections[3])[2]


def test_nobody_is_told_of_what_is_hidden(public, hidden, capsys, settings):
    settings.SUMMARIES_INDEXNOW_KEY, settings.SUMMARIES_SITE_URL = "0123abcd", "https://a.example"
    call_command("index_now", dry_run=True)
    assert capsys.readouterr().out == f"https://a.example{public.get_absolute_url()}\n"
    since = timezone.now() - timedelta(days=1)
    for address in announcing.feeds_changed(since, timezone.now()):
        text = get(address)[2]
        assert MARKER not in text


def test_what_is_hidden_has_no_page(hidden):
    paths = []
    for article in hidden:
        for slug in (article.slug, article.slug.removeprefix("moved-")):
            for page in ("", "fill-in/", "download/docx/", "download/txt/"):
                paths += [f"/articles/{slug}/{page}", f"/articles/{slug}/{page}?part=part-1"]
            paths += [f"/articles/{slug}.md", f"/articles/{slug}/share.png"]
    for tag in Tag.objects.exclude(slug="open"):
        paths += [f"/tags/{tag.slug}/", f"/tags/old-{tag.slug}/"]
    for category in Category.objects.exclude(full_path="work"):
        paths += [f"/categories/{category.full_path}/", f"/categories/old/{category.full_path}/"]
    paths += [f"/feeds/{kind}{path}" for kind in ("atom", "json") for path in paths[10 * 14 :]]
    assert len(paths) == 10 * 14 + 3 * (4 + 6)
    for path in paths:
        # Of what was public once, and so is said to be gone, only the address is known.
        was_public = (f"{MARKER}-6" in path and "/articles/" in path) or path in (
            *(f"/tags/{MARKER}-0/", f"/tags/old-{MARKER}-0/"),
            *(f"/categories/work/{MARKER}/", f"/categories/old/work/{MARKER}/"),
        )
        headers_of_all = [{}]
        if path in paths[::5]:
            headers_of_all += [{"HX-Request": "true"}, {"If-None-Match": "*"}]
        if path.startswith("/articles/") and path.count("/") == 3 and "?" not in path:
            headers_of_all.append({"Accept": "text/markdown"})
        for headers in headers_of_all:
            status, told, text = get(path, **headers)
            if was_public:
                # It searches by the words of the address.
                end = 2 if "/articles/" in path else -2
                searched = path.split("/")[end].removesuffix(".md").replace("-", " ")
                left = text.replace(f'value="{searched}"', "") + str(told)
                assert (status, MARKER in left) == (410, False), path
                continue
            assert status == 404, path
            unknown = get(path.replace(MARKER, NO_WORD), **headers)
            assert (status, told, text.replace(MARKER, NO_WORD)) == unknown
    for article in hidden:
        posted = Client().post(f"/articles/{article.slug}/fill-in/", {"format": "txt"})
        assert posted.status_code == (410 if article.was_public else 404)
        text = posted.content.decode().replace(f"{article.slug}/", "")
        assert MARKER not in text.replace(f'value="{article.slug.replace("-", " ")}"', "")
        status, told, text = get(reverse("summaries:article_preview", args=[article.slug]))
        assert status == 302  # to the login, and from there back to the same address
        assert (told["Location"].count(MARKER), text) == (1, "")


def test_addresses_of_another_site_tell_nothing_of_what_is_hidden(hidden):
    for number, article in enumerate(hidden):
        old = (f"/old/{MARKER}-{number}", f"/?p={number + 100}")
        Redirect.objects.leave_many((one, article) for one in old)
        for path in (f"{old[0]}/", f"{old[0]}/feed/", old[1]):
            status, told, text = get(path)
            left = text.replace(f'value="{MARKER} {number}"', "") + str(told)
            if article.was_public:
                assert (status, MARKER in left) == (410, False), path
                continue
            unknown = get(path.replace(MARKER, NO_WORD).replace("?p=", "?p=9"))
            assert (status, told, text.replace(MARKER, NO_WORD)) == unknown
            assert status == (200 if path == old[1] else 404)
        article.delete()
        assert get(f"{old[0]}/")[0] == (410 if number == 6 else 404)


def test_nothing_that_machines_read_tells_of_what_is_hidden(public, hidden):
    own = public.get_absolute_url()
    for path in ("/llms.txt", f"{own[:-1]}.md", f"/oembed/?url=http://testserver{own}"):
        status, told, text = get(path)
        assert (status, MARKER in text + str(told)) == (200, False), path
    for article in hidden:
        for slug in (article.slug, article.slug.removeprefix("moved-")):
            for kind in ("json", "xml"):
                asked = f"/oembed/?url=http://testserver/articles/{slug}/&format={kind}"
                status, told, text = get(asked)
                unknown = get(asked.replace(MARKER, NO_WORD))
                assert (status, told, text.replace(MARKER, NO_WORD)) == unknown
                assert status == 404


def test_no_other_page_tells_of_what_is_hidden(public, hidden):
    own = public.get_absolute_url()
    pages = ("/categories/", "/tags/", "/tags/?letter=o", "/articles/?page=9")
    in_basket = urlencode({"part": [f"{article.pk}.part-1" for article in hidden]}, doseq=True)
    forms = (
        f"{own}fill-in/",
        f"{own}download/txt/",
        f"{own}report/",
        f"/basket/?{in_basket}",
        f"/basket/?{in_basket}&part={public.pk}.part-1",
        f"/basket/download/txt/?{in_basket}&part={public.pk}.part-1",
        *(f"/basket/?add=/articles/{article.slug}/" for article in hidden),
    )
    for url in (own, *forms, "/articles/nothing/", "/nowhere/", *pages):
        for _ in range(2):
            _status, told, text = get(url)
            typed = url.rpartition("add=")[2]
            assert MARKER not in (text + str(told)).replace(typed, ""), url


def test_no_tag_is_found_by_its_first_character_that_is_hidden(hidden, monkeypatch):
    for most in (views.lists.TAGS_AT_ONCE, 0):
        monkeypatch.setattr(views.lists, "TAGS_AT_ONCE", most or 1)
        assert get("/tags/?letter=z")[0] == get("/tags/?letter=x")[0] == 404
        assert MARKER not in get("/tags/")[2]


def test_no_card_is_made_of_what_is_hidden_by_now(hidden):
    assert cards.read([article.pk for article in hidden]) == []


def test_no_title_as_one_types_is_hidden(hidden):
    for typed in ("zanz", MARKER, f"{MARKER} 0", "open", "o", "part", "source"):
        _status, told, text = get(f"/search/titles/?q={typed}")
        assert {one["title"] for one in json.loads(text)["titles"]} <= {"Open report"}
        assert MARKER not in str(told)


def test_every_address_is_walked():
    assert {one.name for one in urls.urlpatterns} == {
        *("home", "article_list", "article_detail", "article_preview"),
        *("draft_preview", "shared_preview"),
        *(
            "basket",
            "basket_download",
            "report",
            "fill_in",
            "download",
            "category_detail",
            "category_list",
            "tag_detail",
            "tag_list",
        ),
        *("search", "titles"),
        *("article_markdown", "share_image", "oembed", "llms"),
        *("feed", "search_feed", "category_feed", "tag_feed"),
        *("sitemap", "sitemap_section", "robots", "indexnow_key"),
    }


def test_a_stored_page_goes_with_what_it_showed(public):
    caches["pages"].clear()
    article = make_article(f"{MARKER} one", tags=(MARKER,), category=(MARKER,))
    paths = [article.get_absolute_url(), f"/tags/{MARKER}/", f"/categories/{MARKER}/"]
    etags = {path: Client().get(path)["ETag"] for path in paths}
    assert MARKER in get("/")[2]
    Article.objects.filter(pk=article.pk).update(status="draft")
    for path, etag in etags.items():
        assert get(path, **{"If-None-Match": etag})[0] == 404
    assert MARKER not in get("/")[2]


@pytest.mark.parametrize("kind", exports.KINDS)
def test_no_export_tells_of_it(public, hidden, kind, tmp_path):
    call_command("export_articles", kind, str(tmp_path), address="https://testserver")
    files = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert any("Open words" in one.read_text(errors="replace") for one in files)
    for one in files:
        assert MARKER not in f"{one} {one.read_text(errors='replace')}".lower()
