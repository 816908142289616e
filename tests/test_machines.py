"""Articles for machines: as Markdown, as a picture, by oEmbed, and in llms.txt."""

import io
import json
from urllib.parse import urlencode
from xml.etree import ElementTree

import lxml.html
import pytest
import yaml
from django.core.cache import caches
from django.test import Client
from django.test.utils import override_script_prefix
from markdown_it import MarkdownIt
from PIL import Image

from summaries.document import Part, Source
from summaries.models import Article
from summaries.shareimage import HEIGHT, WIDTH, ShareImage
from tests.library import make_article

PAGE, MARKDOWN = "/articles/ferry-notes/", "/articles/ferry-notes.md"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"


@pytest.fixture
def article(db):
    return make_article(
        "Ferry notes",
        byline="Ruth Pellow",
        category=("Work", "Boats"),
        tags=("ferry",),
        source=Source("The Gazette", "https://example.org/gazette"),
        parts=(Part("April", "<p>We sailed on <em>forty</em> days and missed one tide.</p>"),),
    )


def get(address, status=200, **headers):
    response = Client().get(address, headers=headers)
    assert response.status_code == status, response.status_code
    return response


def moved(article):
    """The article at another address, to which the old one leads."""
    article = Article.objects.get(pk=article.pk)
    article.slug = "boat-notes"
    article.save()
    return article


class TestMarkdown:
    def test_is_the_article_with_what_is_known_of_it(self, article):
        response = get(MARKDOWN)
        assert response["Content-Type"] == "text/markdown; charset=utf-8"
        assert response["Link"] == f'<http://testserver{PAGE}>; rel="canonical"'
        _start, front, text = response.content.decode().split("---\n", 2)
        assert yaml.safe_load(front)["categories"] == ["Work", "Boats"]
        html = MarkdownIt().render(text)
        assert "<h1>Ferry notes</h1>" in html
        assert "<em>forty</em>" in html
        assert f"http://testserver{PAGE}" in html
        get(MARKDOWN, 304, **{"If-None-Match": response["ETag"]})

    @pytest.mark.parametrize(
        ("accept", "kind"),
        [
            ("text/markdown", "text/markdown"),
            ("text/markdown, text/html;q=0.9, */*;q=0.1", "text/markdown"),
            (BROWSER, "text/html"),
            ("*/*", "text/html"),
            ("text/*", "text/html"),
            ("text/html, text/markdown;q=0.5", "text/html"),
            ("image/png", "text/html"),
        ],
    )
    def test_is_at_the_articles_own_address_for_who_prefers_it(self, article, accept, kind):
        caches["pages"].clear()
        for _ in range(2):
            response = get(PAGE, accept=accept)
            assert response["Content-Type"] == f"{kind}; charset=utf-8"
            assert "Accept" in response["Vary"].split(", ")

    def test_a_stored_page_never_answers_for_it_nor_the_other_way(
        self, article, django_assert_num_queries
    ):
        caches["pages"].clear()
        etags = []
        for kind in ("html", "markdown", "html", "markdown"):
            response = get(PAGE, accept=f"text/{kind}")
            assert response["Content-Type"].startswith(f"text/{kind}")
            etags.append(response["ETag"])
        assert etags[:2] == etags[2:]
        for kind, other in (("html", etags[1]), ("markdown", etags[0])):
            get(PAGE, 200, accept=f"text/{kind}", **{"If-None-Match": other})
        with django_assert_num_queries(1):  # the page is stored, as others are
            get(PAGE, accept=BROWSER)

    def test_moves_and_goes_with_the_article(self, article):
        moved(article)
        assert get(MARKDOWN, 301)["Location"] == "/articles/boat-notes.md"
        assert get(PAGE, 301)["Location"] == "/articles/boat-notes/"
        get("/articles/nothing.md", 404)
        Article.objects.get().move_to_bin()
        get("/articles/boat-notes.md", 410)
        get("/articles/boat-notes/", 410, accept="text/markdown")


def drawn(response):
    image = Image.open(io.BytesIO(response.content))
    assert image.size == (WIDTH, HEIGHT)
    return image


class TestShareImage:
    ADDRESS = f"{PAGE}share.png"

    def announced(self):
        (url,) = lxml.html.fromstring(get(PAGE).content.decode()).xpath(
            "//meta[@property='og:image']/@content"
        )
        return url.removeprefix("http://testserver")

    def test_is_drawn_and_kept(self, article):
        response = get(self.announced())
        assert response["Content-Type"] == "image/png"
        assert "max-age=86400" in response["Cache-Control"]
        assert len(drawn(response).getcolors(256)) > 2  # paper, ink, and more
        assert len(response.content) < 60_000
        get(self.ADDRESS, 304, **{"If-None-Match": response["ETag"]})
        assert "max-age" not in get(f"{self.ADDRESS}?v=other")["Cache-Control"]

    def test_is_drawn_once(self, article, monkeypatch):
        caches["pages"].clear()
        first = get(self.announced()).content
        monkeypatch.delattr(ShareImage, "draw")
        monkeypatch.setattr(ShareImage, "draw", None, raising=False)
        assert get(self.announced()).content == first
        assert get(f"{self.ADDRESS}?v=1").content == first

    def test_has_another_address_when_it_changes(self, article):
        before = self.announced()
        Article.objects.update(title="Ferry notes, spring")
        after = self.announced()
        assert before != after
        assert get(before).content == get(after).content

    def test_moves_and_goes_with_the_article(self, article):
        moved(article)
        assert get(self.ADDRESS, 301)["Location"] == "/articles/boat-notes/share.png"
        Article.objects.update(status="draft")
        get("/articles/boat-notes/share.png", 404)


class TestFonts:
    """Which titles can be drawn with which fonts."""

    @pytest.fixture
    def own_font_alone(self, settings):
        settings.SUMMARIES_SHARE_FONTS = ["no-such-font.ttf", "/nowhere/font.ttc"]

    def test_pillows_own_font_is_enough_for_plain_english(self, own_font_alone):
        image = ShareImage("Library", "Ferry notes, 2nd quarter (draft)", "Work")
        assert image.version
        assert image.draw().startswith(b"\x89PNG")

    @pytest.mark.parametrize("title", ["年度工作总结", "Отчёт", "Notes 总结", "", "تقرير"])
    def test_what_no_font_can_write_has_no_picture(self, own_font_alone, title):
        assert not ShareImage("Library", title, "Work").version

    @pytest.mark.django_db
    def test_and_none_is_announced(self, own_font_alone):
        article = make_article("年度工作总结", language="zh")
        page = lxml.html.fromstring(get(article.get_absolute_url()).content.decode())
        assert not page.xpath("//meta[@property='og:image']")
        assert page.xpath("//meta[@name='twitter:card']/@content") == ["summary"]
        get(f"{article.get_absolute_url()}share.png", 404)

    def test_signs_that_are_no_letters_are_left_out(self, own_font_alone):
        with_sign, without = (ShareImage("Library", f"Done{s} Next") for s in (" 🎉", ""))
        assert with_sign.draw() == without.draw()

    def test_any_title_fits(self, own_font_alone):
        for title in ("x", "word " * 60, "w" * 300, "— " * 20):
            image = Image.open(io.BytesIO(ShareImage("Library", title).draw())).convert("L")
            for edge in (image.crop((1125, 60, 1200, 630)), image.crop((0, 60, 75, 630))):
                assert edge.getextrema()[0] > 200, title  # paper alone

    def test_a_language_with_a_face_of_its_own_has_another_version(self):
        versions = {ShareImage("摘", "直角", language=one).version for one in ("zh", "ja")}
        assert len(versions) == (1 if "" in versions else 2)


class TestLlms:
    def test_says_what_there_is_and_where(self, article, settings):
        settings.SUMMARIES_SITE_DESCRIPTION = "Reports [to] read"
        make_article("A *starred* one", days=-1)
        response = get("/llms.txt")
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        page = lxml.html.fromstring(MarkdownIt().render(response.content.decode()))
        assert page.xpath("string(//h1)") == "The Summary Library"
        assert page.xpath("string(//blockquote)").strip() == "Reports [to] read"
        links = {one.text_content(): one.get("href") for one in page.xpath("//a")}
        assert links["Ferry notes"] == f"http://testserver{MARKDOWN}"
        assert links["Boats"] == "http://testserver/categories/work/boats/"
        assert "A *starred* one" in links
        assert "/articles/<slug>.md" in response.content.decode()
        for address in links.values():
            get(address.removeprefix("http://testserver"))

    def test_is_stored_until_something_changes(self, article, django_assert_num_queries):
        caches["pages"].clear()
        get("/llms.txt")
        with django_assert_num_queries(1):
            get("/llms.txt")
        Article.objects.update(title="Ferry notes, spring")
        assert "spring" in get("/llms.txt").content.decode()

    def test_of_an_empty_library(self, db):
        assert "## Newest" not in get("/llms.txt").content.decode()


class TestOembed:
    def ask(self, url=f"http://testserver{PAGE}", status=200, **query):
        return get(f"/oembed/?{urlencode({'url': url, **query})}", status)

    def test_the_page_leads_to_it(self, article):
        page = lxml.html.fromstring(get(PAGE).content.decode())
        (address,) = page.xpath("//link[@type='application/json+oembed']/@href")
        assert json.loads(get(address).content)["title"] == "Ferry notes"
        (address,) = page.xpath("//link[@type='text/xml+oembed']/@href")
        root = ElementTree.fromstring(get(address).content)
        assert root.findtext("title") == "Ferry notes"
        assert root.findtext("html").startswith("<blockquote")

    def test_has_what_the_specification_asks_for(self, article):
        said = json.loads(self.ask().content)
        assert (said["version"], said["type"]) == ("1.0", "rich")
        assert said["author_name"] == "Ruth Pellow"
        assert said["provider_url"] == "http://testserver/"
        assert {"width", "height", "html"} <= said.keys()
        get(said["thumbnail_url"].removeprefix("http://testserver"))
        quoted = lxml.html.fromstring(said["html"])
        assert quoted.xpath("//a/@href") == [f"http://testserver{PAGE}"]

    def test_fits_what_is_asked_for(self, article):
        said = json.loads(self.ask(maxwidth=300, maxheight=100).content)
        assert (said["width"], said["height"]) == (300, 100)
        assert not [name for name in said if name.startswith("thumbnail")]
        for size in ("wide", "-1", "0", "9" * 5000):
            self.ask(maxwidth=size, status=400)
        self.ask(format="yaml", status=501)

    def test_its_html_is_safe(self, db):
        title = "<script>alert(1)</script>"
        article = make_article(title)
        said = json.loads(self.ask(f"http://testserver{article.get_absolute_url()}").content)
        assert "<script" not in said["html"]
        assert said["title"] == title

    @pytest.mark.parametrize(
        "url",
        [
            *("", "nonsense", "http://[", "http://elsewhere.example/articles/ferry-notes/"),
            *("ftp://testserver/articles/ferry-notes/", "http://testserver/articles/nothing/"),
            *("http://testserver/", "http://testserver/articles/ferry-notes/fill-in/"),
            "http://testserver/articles/%00/",
        ],
    )
    def test_what_is_no_article_here_is_not_found(self, article, url):
        self.ask(url, 404)

    def test_an_old_address_and_one_with_more_behind_it(self, article):
        moved(article)
        for url in (PAGE, "/articles/boat-notes/?utm_source=x#part-1"):
            said = json.loads(self.ask(f"https://testserver{url}").content)
            assert "/articles/boat-notes/" in said["html"]

    def test_under_a_prefix_and_in_another_script(self, db):
        article = make_article("年度总结", language="zh")
        with override_script_prefix("/library/"):
            address = f"http://testserver{article.get_absolute_url()}"
            said = json.loads(self.ask(address).content)
        assert said["title"] == "年度总结"
        assert said["provider_url"] == "http://testserver/library/"
