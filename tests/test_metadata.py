"""What pages say of themselves in their head, as those read it who have no eyes."""

import io
import json
from datetime import datetime

import lxml.html
import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import override_script_prefix
from PIL import Image as PillowImage
from pyld import jsonld

from summaries import metadata
from summaries.document import Source
from summaries.figures import figure
from summaries.models import Category, images
from tests.library import make_article

pytestmark = pytest.mark.django_db

# What schema.org and the search engines ask of each type, and all that we say of it: whether it
# is needed, and what it is: a text, a time, a number, a type, or an address.
TEXT, TIME, NUMBER, ADDRESS = "text", "time", "number", "address"
NEEDED = {
    "Article": {
        "headline": TEXT,
        "datePublished": TIME,
        "dateModified": TIME,
        "url": ADDRESS,
        "author": ("Person", "Organization"),
        "publisher": ("Organization",),
        "mainEntityOfPage": ADDRESS,
        "isPartOf": ("WebSite",),
        "inLanguage": TEXT,
    },
    "BreadcrumbList": {"itemListElement": ("ListItem",)},
    "CollectionPage": {"name": TEXT, "url": ADDRESS, "isPartOf": ("WebSite",)},
    "CreativeWork": {},
    "EntryPoint": {"urlTemplate": TEXT},
    "ItemList": {"itemListElement": ("ListItem",)},
    "ListItem": {"position": NUMBER},
    "Organization": {"name": TEXT},
    "Person": {"name": TEXT},
    "SearchAction": {"target": ("EntryPoint",), "query-input": TEXT},
    "WebSite": {"name": TEXT, "url": ADDRESS},
}
ALLOWED = {
    "Article": {
        "description": TEXT,
        "wordCount": NUMBER,
        "articleSection": TEXT,
        "keywords": TEXT,
        "image": ADDRESS,
        "license": ("CreativeWork", ADDRESS),
        "isBasedOn": ("CreativeWork",),
    },
    "CollectionPage": {"description": TEXT, "inLanguage": TEXT, "mainEntity": ("ItemList",)},
    "CreativeWork": {"name": TEXT, "url": ADDRESS},
    "ItemList": {"numberOfItems": NUMBER},
    "ListItem": {"name": TEXT, "url": ADDRESS, "item": ADDRESS},
    "Organization": {"url": ADDRESS, "logo": ADDRESS},
    "WebSite": {
        "description": TEXT,
        "inLanguage": TEXT,
        "publisher": ("Organization",),
        "potentialAction": ("SearchAction",),
    },
}
VOCABULARY = "https://schema.org/"


def complaints(graph):
    """What is wrong with JSON-LD: a sentence each."""

    def load(url, options):
        assert url == "https://schema.org"
        context = {"@context": {"@vocab": VOCABULARY}}
        return {"contextUrl": None, "documentUrl": url, "document": context}

    nodes = jsonld.expand(graph, {"documentLoader": load})
    assert nodes, "no node"
    return [one for node in nodes for one in wrong(node)]


def wrong(node):
    (kind,) = (one.removeprefix(VOCABULARY) for one in node.get("@type", ["of no type"]))
    if kind not in NEEDED:
        yield f"{kind}: no such type"
        return
    said = {name.removeprefix(VOCABULARY): values for name, values in node.items()}
    for name in NEEDED[kind].keys() - said.keys():
        yield f"{kind} has no {name}"
    expected = NEEDED[kind] | ALLOWED.get(kind, {})
    for name, values in said.items():
        if name.startswith("@"):
            continue
        if name not in expected:
            yield f"{kind} knows no {name}"
            continue
        for value in values:
            if "@list" in value or "@type" in value:
                yield from wrong(value)
            if not fits(value, expected[name]):
                yield f"{name} of {kind} is {value}"


def fits(value, expected):
    if "@type" in value:
        return value["@type"][0].removeprefix(VOCABULARY) in expected
    value = value["@value"]
    if expected == TIME:
        return datetime.fromisoformat(value).tzinfo is not None
    if expected == NUMBER:
        return isinstance(value, int) and value > 0
    if expected == ADDRESS or ADDRESS in expected:
        return value.startswith(("http://", "https://"))
    return expected == TEXT and isinstance(value, str) and bool(value.strip())


class Head:
    """The head of a page, parsed."""

    def __init__(self, address, status=200, **headers):
        response = Client().get(address, headers=headers)
        assert response.status_code == status
        self.head = lxml.html.fromstring(response.content.decode()).find("head")

    def meta(self, name):
        """The contents of the tags of this name."""
        return self.head.xpath(f"meta[@name='{name}' or @property='{name}']/@content")

    def links(self, rel, kind=None):
        ofkind = f" and @type='{kind}'" if kind else ""
        return self.head.xpath(f"link[@rel='{rel}'{ofkind}]/@href")

    @property
    def graph(self):
        """The nodes of the JSON-LD by their type, which is checked."""
        (text,) = self.head.xpath("script[@type='application/ld+json']/text()")
        data = json.loads(text)
        assert not complaints(data)
        return {node["@type"]: node for node in data["@graph"]}

    @property
    def is_hidden(self):
        """Whether it says that it is for nobody to find, and nothing else."""
        said = bool(self.meta("robots"))
        assert said != bool(self.meta("og:title"))
        assert said != bool(self.head.xpath("script[@type='application/ld+json']"))
        return said


@pytest.fixture
def article():
    return make_article(
        "Ferry notes",
        lead="We sailed on forty days and missed the tide once, which nobody minded at all.",
        byline="Ruth Pellow",
        category=("Work", "Boats"),
        tags=("ferry", "winter"),
        licence="CC BY 4.0",
        source=Source("The Gazette", "https://example.org/gazette"),
        language="en",
    )


class TestArticle:
    def test_says_all_that_is_known(self, article):
        head = Head(article.get_absolute_url())
        address = "http://testserver/articles/ferry-notes/"
        assert head.links("canonical") == head.meta("og:url") == [address]
        assert head.meta("description") == head.meta("og:description") == [article.lead]
        assert head.meta("og:type") == ["article"]
        assert head.meta("og:title") == ["Ferry notes"]
        assert head.meta("og:locale") == ["en_US"]
        assert head.meta("article:section") == ["Boats"]
        assert head.meta("article:tag") == ["ferry", "winter"]
        assert head.meta("article:published_time") == ["2020-01-01T09:00:00+00:00"]
        assert head.meta("twitter:card") == ["summary_large_image"]
        assert head.links("alternate", "text/markdown") == [f"{address[:-1]}.md"]
        said = head.graph["Article"]
        assert said["author"] == {"@type": "Person", "name": "Ruth Pellow"}
        assert said["license"] == {"@type": "CreativeWork", "name": "CC BY 4.0"}
        assert said["isBasedOn"]["url"] == "https://example.org/gazette"
        assert said["wordCount"] == article.word_count
        crumbs = head.graph["BreadcrumbList"]["itemListElement"]
        assert [one["name"] for one in crumbs][1:] == ["Work", "Boats", "Ferry notes"]
        assert crumbs[-1]["item"] == address

    def test_without_byline_it_is_the_sites_and_never_older_than_published(self):
        said = Head(make_article().get_absolute_url()).graph["Article"]
        assert said["author"] == said["publisher"]
        assert said["dateModified"] >= said["datePublished"]

    def test_no_text_gets_out_of_its_element(self):
        title = '</script><script>alert("1")</script> & “so”'
        head = Head(make_article(title, byline="<b>&").get_absolute_url())
        assert head.graph["Article"]["headline"] == title
        assert head.meta("og:title") == [title]

    def test_costs_no_query(self, article, django_assert_num_queries):
        request = RequestFactory().get("/")
        with django_assert_num_queries(0):
            said = metadata.of_article(
                request, article, breadcrumbs=[("Ferry", "")], section="A", tags=[], picture=None
            )
        assert said.json_ld

    def test_its_own_picture_stands_for_it_if_that_is_large_enough(self, settings):
        settings.STORAGES = settings.STORAGES | {
            "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}
        }
        keys = []
        for size in ((200, 100), (1000, 700)):
            file = io.BytesIO()
            PillowImage.new("RGB", size).save(file, "PNG")
            file.size = file.tell()
            file.seek(0)
            keys.append(images.take(file, alt="A pier").pk)
        body = "<p>Seen from the pier.</p>" + "".join(figure(key, "Low “tide”") for key in keys)
        head = Head(make_article(body=body).get_absolute_url())
        (url,) = head.meta("og:image")
        assert keys[1] in url
        assert url.startswith("http://testserver/")
        assert head.meta("og:image:width") == ["1000"]
        assert head.meta("og:image:height") == ["700"]
        assert head.meta("og:image:alt") == ["Low “tide”"]


class TestDescription:
    @pytest.mark.parametrize(
        ("text", "title", "description"),
        [
            ("Ferry notes. We sailed.", "Ferry Notes", "We sailed."),
            ("Ferry notes are short.", "Ferry notes", "Ferry notes are short."),
            ("ferry  notes", "Ferry notes", ""),
            ("摘要：一切顺利。", "摘要", "一切顺利。"),
            ("One\n two", "", "One two"),
        ],
    )
    def test_is_one_line_that_does_not_repeat_the_title(self, text, title, description):
        assert metadata.describe(text, title) == description

    def test_is_cut_at_a_word(self):
        long = metadata.describe("word " * 90)
        assert long.endswith(" word…")
        assert len(long) <= 161
        assert len(metadata.describe("工作" * 90)) == 81


class TestLists:
    def test_say_what_they_hold(self, article):
        make_article("Lamp", category=("Work",), days=1)
        head = Head("/categories/work/")
        assert head.meta("description") == ["2 articles: Boats"]
        assert Head("/articles/").meta("description") == ["2 articles: Lamp · Ferry notes"]
        Category.objects.filter(full_path="work").update(description="What we do.")
        head = Head("/categories/work/")
        assert head.meta("description") == ["What we do."]
        said = head.graph["CollectionPage"]["mainEntity"]
        assert said["numberOfItems"] == 2
        assert said["itemListElement"][1] == {
            "@type": "ListItem",
            "position": 2,
            "url": "http://testserver/articles/ferry-notes/",
            "name": "Ferry notes",
        }

    def test_pages_go_on_counting(self, article, settings):
        settings.SUMMARIES_PAGE_SIZE = 1
        make_article("Lamp", days=1)
        head = Head("/articles/?page=2&utm_source=x")
        assert head.links("canonical") == ["http://testserver/articles/?page=2"]
        (item,) = head.graph["CollectionPage"]["mainEntity"]["itemListElement"]
        assert (item["position"], item["name"]) == (2, "Ferry notes")

    def test_the_home_page_has_the_search(self, article, settings):
        settings.SUMMARIES_SITE_DESCRIPTION = ""
        head = Head("/")
        assert head.meta("description") == ["1 article: Work"]
        assert head.links("canonical") == ["http://testserver/"]
        template = head.graph["WebSite"]["potentialAction"]["target"]["urlTemplate"]
        found = Client().get(template.format(search_term_string="ferry"))
        assert article.get_absolute_url() in found.content.decode()

    @pytest.mark.parametrize("address", ["/categories/", "/tags/"])
    def test_overviews_name_what_is_in_them(self, article, address):
        head = Head(address)
        assert head.links("canonical") == [f"http://testserver{address}"]
        items = head.graph["CollectionPage"]["mainEntity"]["itemListElement"]
        assert items[0]["name"] in head.meta("description")[0]


class TestHidden:
    """What search engines should not list says so, and nothing else but its address."""

    def test_what_is_no_whole_list(self, article):
        make_article("Lamp", tags=("ferry",))
        for path in ("/articles/", "/categories/work/", "/tags/ferry/"):
            assert not Head(path).is_hidden
            for query in ("q=tide", "sort=oldest", "language=en", "tags=winter", "year=2020"):
                assert Head(f"{path}?{query}").is_hidden, (path, query)
        assert Head("/search/").is_hidden
        assert Head("/search/?q=ferry").is_hidden
        assert Head("/articles/?page=9", 404).is_hidden

    def test_tags_with_few_articles(self, article, settings):
        assert Head("/tags/ferry/").is_hidden
        make_article("Lamp", tags=("ferry",))
        assert not Head("/tags/ferry/").is_hidden
        settings.SUMMARIES_THIN_TAG = 3
        assert Head("/tags/ferry/").is_hidden
        settings.SUMMARIES_THIN_TAG = 0
        assert not Head("/tags/winter/").is_hidden

    def test_what_is_for_one_visitor_and_what_is_not_there(self, article):
        own = article.get_absolute_url()
        for path in (f"{own}fill-in/", f"{own}report/", "/basket/"):
            assert Head(path).is_hidden, path
        assert Head("/nowhere/", 404).is_hidden
        article.move_to_bin()
        assert Head(own, 410).is_hidden
        assert Head("/previews/x/", 403).is_hidden


class TestAddresses:
    def test_behind_a_proxy_and_under_a_prefix(self, article, settings):
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        behind = {"X-Forwarded-Proto": "https", "host": "testserver"}
        with override_script_prefix("/library/"):
            head = Head("/articles/ferry-notes/", **behind)
        address = "https://testserver/library/articles/ferry-notes/"
        assert head.links("canonical") == [address]
        assert head.graph["Article"]["isPartOf"]["url"] == "https://testserver/library/"
        assert head.meta("og:image")[0].startswith(f"{address}share.png?v=")

    def test_of_a_site_that_the_public_knows_by_another_name(self, article, settings):
        settings.SUMMARIES_SITE_URL = "https://example.org"
        for path in ("/", "/articles/", "/tags/", article.get_absolute_url()):
            head = Head(path)
            assert head.links("canonical") == [f"https://example.org{path}"]
            assert "testserver" not in json.dumps(head.graph)
        assert head.meta("og:image")[0].startswith("https://example.org/articles/")

    def test_a_template_without_metadata_has_the_sites_description(self, settings):
        settings.SUMMARIES_SITE_DESCRIPTION = "Reports to read"
        page = render_to_string("summaries/base.html", request=RequestFactory().get("/"))
        assert '<meta name="description" content="Reports to read">' in page


def test_the_checker_finds_what_is_broken(article):
    """So that no complaint means something."""

    def graph(**changes):
        node = {**Head(article.get_absolute_url()).graph["Article"], **changes}
        return {"@context": "https://schema.org", "@graph": [node]}

    assert not complaints(graph())
    for change, complaint in [
        ({"headline": ""}, "headline of Article"),
        ({"headlines": "x"}, "Article knows no headlines"),
        ({"datePublished": None}, "Article has no datePublished"),
        ({"datePublished": "2020-01-01T09:00:00"}, "datePublished of Article"),
        ({"author": {"@type": "Organization"}}, "Organization has no name"),
        ({"author": {"@type": "WebSite", "name": "x", "url": "http://x"}}, "author of Article"),
        ({"author": {"@type": "Human"}}, "Human: no such type"),
        ({"isPartOf": "here"}, "isPartOf of Article"),
        ({"url": "/articles/x/"}, "url of Article"),
        ({"wordCount": "12"}, "wordCount of Article"),
    ]:
        assert any(one.startswith(complaint) for one in complaints(graph(**change))), change


@pytest.mark.parametrize(
    ("language", "locale"),
    [("en", "en_US"), ("en-gb", "en_GB"), ("zh", "zh_CN"), ("zh-hans", "zh_CN"), ("eo", "")],
)
def test_locale_has_a_territory(language, locale):
    assert metadata.Metadata(language=language).locale == locale
