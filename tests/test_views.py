"""The public pages, as a visitor meets them."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from summaries.document import Part, Source
from summaries.models import Article, Category, Tag
from tests.library import make_article

pytestmark = pytest.mark.django_db

LIST = reverse("summaries:article_list")


@pytest.fixture(autouse=True)
def no_page_cache(settings):
    """A page from the cache has no context to look into; tests/test_pagecache.py has its tests."""
    settings.SUMMARIES_PAGE_CACHE = None


def page(client, url, status=200, **headers):
    response = client.get(url, headers=headers)
    assert response.status_code == status
    return response


class TestNothingUnpublishedLeaks:
    """One walk over every public page with marker words in what must stay hidden."""

    MARKER = "zanzibar"

    @pytest.fixture
    def hidden(self):
        soon, past = (timezone.now() + timedelta(days=n) for n in (1, -1))
        public = make_article("Open report", tags=("open",), category=("Work", "Open"))
        states = [
            {"status": "draft"},
            {"status": "review"},
            {"status": "archived"},
            {"status": "published", "published_at": soon},
            {"status": "published", "expires_at": past},
        ]
        articles = []
        for number, state in enumerate(states):
            article = make_article(
                f"{self.MARKER} {number}",
                f"<h3>{self.MARKER}</h3><p>Open report {self.MARKER}</p>",
                lead=f"{self.MARKER} lead",
                byline=self.MARKER,
                slug=f"hidden-{number}",
                language="fr",
                is_featured=True,
                tags=("open", self.MARKER),
                category=("Work", "Open"),
                **state,
            )
            article = Article.objects.get(pk=article.pk)
            article.slug = f"moved-{number}"
            article.save()
            articles.append(article)
        return public, articles

    def test_on_any_page_count_list_search_or_redirect(self, client, hidden):
        public, articles = hidden
        tag = Tag.objects.get(name=self.MARKER)
        category = public.category
        addresses = [
            "/",
            LIST,
            f"{LIST}?language=fr",
            f"{LIST}?year={timezone.now().year}",
            f"{LIST}?sort=title",
            category.get_absolute_url(),
            "/categories/work/",
            "/tags/open/",
            public.get_absolute_url(),
            reverse("summaries:search"),
        ]
        for address in addresses:
            body = page(client, address).content.decode()
            assert self.MARKER not in body, address
            assert "6 articles" not in body, address
        for query in ("q=%s", "tags=%s", "tags=%s&tags=open&tags_mode=any"):
            hidden_word, no_word = (
                page(client, f"{LIST}?{query % word}").content.decode().replace(word, "")
                for word in (self.MARKER, "xyzzyx")
            )
            assert hidden_word == no_word  # a hidden word is met like one that nobody wrote
        misspelt = page(client, reverse("summaries:search") + "?q=zanzibat").content.decode()
        assert self.MARKER not in misspelt
        for typed in ("zanz", "open", self.MARKER):
            titles = page(client, reverse("summaries:titles") + f"?q={typed}").json()["titles"]
            assert {one["title"] for one in titles} <= {"Open report"}
        assert page(client, reverse("summaries:search") + "?q=open").context["count"] == 1
        assert page(client, LIST).context["count"] == 1
        assert page(client, "/").context["article_count"] == 1
        page(client, tag.get_absolute_url(), 404)
        for number, article in enumerate(articles):
            page(client, article.get_absolute_url(), 404)
            page(client, f"/articles/hidden-{number}/", 404)
            page(client, f"{article.get_absolute_url()}preview/", 302)


class TestArticle:
    def test_holds_what_a_reader_needs(self, client):
        article = make_article(
            "Three ways to hand over",
            lead="For whoever is next.",
            byline="Ruth Pellow",
            source=Source("The Gazette", "https://example.org/gazette"),
            category=("Work", "Offices"),
            tags=("handover",),
            parts=(
                Part("Sample 1", "<h3>Keys</h3><p>They are with [Name].</p><h4>Spares</h4>"),
                Part("Sample 2", "<h3>Keys</h3><p>None.</p>"),
            ),
        )
        near = make_article("Another handover", category=("Work", "Offices"), days=3)
        response = page(client, article.get_absolute_url())
        body = response.content.decode()
        assert body.count("<h1") == 1
        for words in ("Ruth Pellow", "For whoever is next.", "The Gazette", near.title):
            assert words in body
        assert [label for label, _ in response.context["breadcrumbs"]] == [
            "Work",
            "Offices",
            "Three ways to hand over",
        ]
        contents = [
            (one.title, one.url, [child.url for child in one.children])
            for one in response.context["contents"]
        ]
        assert contents == [
            ("Sample 1", "#part-1", ["#part-1-keys"]),
            ("Sample 2", "#part-2", ["#part-2-keys"]),
        ]
        for anchor in ("part-1", "part-1-keys", "part-1-spares", "part-2-keys"):
            assert f'id="{anchor}"' in body
        assert 'They are with <span class="blank">' in body
        assert response.context["next"]["title"] == near.title
        assert not response.context["previous"]

    def test_leads_to_those_before_and_after(self, client):
        first, second, third, last = (
            make_article(title, days=day) for title, day in zip("abcd", (0, 1, 1, 2), strict=True)
        )
        make_article("Elsewhere", days=1, category=("Home",))
        ways = {
            article.title: tuple(
                one and one["title"] for one in (context["previous"], context["next"])
            )
            for article in (first, second, third, last)
            for context in [page(client, article.get_absolute_url()).context]
        }
        assert ways["a"] == (None, "b")
        assert ways["b"] == ("a", "c")
        assert ways["c"] == ("b", "d")
        assert ways["d"] == ("c", None)

    def test_contents_follow_the_headings(self, client):
        body = "<h3>A</h3><h4>B</h4><h5>C</h5><h4>D</h4><h3> </h3><h3>E</h3>"
        article = make_article(parts=(Part("", body), Part("Two", "<h3>F</h3>")))

        def outline(entries):
            return [(one.title, outline(one.children)) for one in entries]

        contents = page(client, article.get_absolute_url()).context["contents"]
        assert outline(contents) == [
            ("A", [("B", [("C", [])]), ("D", [])]),
            *[("E", []), ("Two", [("F", [])])],
        ]

    def test_an_old_address_redirects_for_good(self, client):
        article = make_article("Old name")
        article = Article.objects.get(pk=article.pk)
        article.slug = "新名"
        article.save()
        response = page(client, "/articles/old-name/", 301)
        assert response.url == article.get_absolute_url()
        page(client, response.url)

    def test_staff_preview_a_draft_and_nobody_else(self, client):
        article = make_article("Draft", status="draft", published_at=None)
        url = reverse("summaries:article_preview", args=[article.slug])
        assert page(client, url, 302).url.startswith("/admin/login/")
        reader = get_user_model().objects.create_user("reader")
        client.force_login(reader)
        page(client, url, 403)
        client.force_login(get_user_model().objects.create_superuser("ruth"))
        response = page(client, url)
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"

    def test_markup_in_plain_fields_is_shown_as_text(self, client):
        article = make_article("<b>Bold</b>", lead="<i>lead</i>", byline="<u>by</u>")
        for url in (article.get_absolute_url(), LIST, "/?q=bold", "/search/?q=bold"):
            body = page(client, url).content.decode()
            assert not any(tag in body for tag in ("<b>Bold", "<i>lead", "<u>by"))


class TestLists:
    @pytest.fixture
    def library(self):
        make_article("Alpha", "<p>budget</p>", days=1, tags=("a", "b"), category=("Work",))
        make_article(
            "Beta", "<p>[Name] budget</p>", days=400, tags=("a",), category=("Work", "Sub")
        )
        make_article("Gamma", f"<p>{'word ' * 600}</p>", days=800, tags=("b",), category=("Home",))
        make_article("中文预算", "<p>今年的预算已经完成。</p>", days=900, category=("Home",))

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("", ["中文预算", "Gamma", "Beta", "Alpha"]),
            ("sort=oldest", ["Alpha", "Beta", "Gamma", "中文预算"]),
            ("sort=title", ["Alpha", "Beta", "Gamma", "中文预算"]),
            ("q=budget", ["Beta", "Alpha"]),
            ("q=budget&sort=oldest", ["Alpha", "Beta"]),
            ("q=预算", ["中文预算"]),
            ("category=work", ["Beta", "Alpha"]),
            ("category=work/sub", ["Beta"]),
            ("tags=a", ["Beta", "Alpha"]),
            ("tags=a&tags=b", ["Alpha"]),
            ("tags=a&tags=b&tags_mode=any", ["Gamma", "Beta", "Alpha"]),
            ("year=2020", ["Alpha"]),
            ("published_after=2021-02-01&published_before=2022-03-11", ["Gamma", "Beta"]),
            ("length=medium", ["Gamma"]),
            ("length=short", ["中文预算", "Beta", "Alpha"]),
            ("blanks=with", ["Beta"]),
            ("blanks=without&tags=a", ["Alpha"]),
            ("language=zh", ["中文预算"]),
            ("q=budget&tags=b&year=2020&blanks=without&length=short&language=en", ["Alpha"]),
            # Values that make no sense are named and set aside.
            ("year=abc", ["中文预算", "Gamma", "Beta", "Alpha"]),
            ("tags=nothing&category=nowhere&length=x", ["中文预算", "Gamma", "Beta", "Alpha"]),
            ("published_after=yesterday&q=%00", ["中文预算", "Gamma", "Beta", "Alpha"]),
        ],
    )
    def test_filters_combine(self, client, library, query, titles):
        response = page(client, f"{LIST}?{query}")
        assert [strip_tags(one["title"]) for one in response.context["object_list"]] == titles
        assert response.context["count"] == len(titles)

    def test_what_is_set_shows_as_chips_that_can_be_removed(self, client, library):
        response = page(client, f"{LIST}?q=budget&tags=a&tags=b&page=1")
        chips = [(chip.value, chip.remove_url) for chip in response.context["chips"]]
        assert chips == [
            ("budget", "?tags=a&tags=b"),
            ("a", "?q=budget&tags=b"),
            ("b", "?q=budget&tags=a"),
        ]
        assert page(client, LIST + chips[1][1]).context["count"] == 1

    def test_an_empty_result_says_what_to_loosen(self, client, library):
        response = page(client, f"{LIST}?q=budget&year=2022&tags=a")
        assert response.context["count"] == 0
        assert [(one.url, one.total.number) for one in response.context["suggestions"]] == [
            (f"{LIST}?q=budget&tags=a", 2)
        ]

    def test_a_category_holds_what_is_below_it_unless_told_otherwise(self, client, library):
        titles = [one["title"] for one in page(client, "/categories/work/").context["object_list"]]
        assert titles == ["Beta", "Alpha"]
        direct = page(client, "/categories/work/?direct=on").context["object_list"]
        assert [one["title"] for one in direct] == ["Alpha"]
        assert [one.name for one in page(client, "/categories/work/").context["subcategories"]] == [
            "Sub"
        ]

    def test_a_category_offers_no_other_than_those_below_it(self, client, library):
        response = page(client, "/categories/work/?category=home")
        assert response.context["faults"] == ["There is no category “home” here; it was ignored."]
        assert [one["title"] for one in response.context["object_list"]] == ["Beta", "Alpha"]

    def test_a_moved_category_and_a_merged_tag_redirect(self, client, library):
        sub, home = Category.objects.get(name="Sub"), Category.objects.get(name="Home")
        Category.objects.move(sub, home, "last-child")
        assert page(client, "/categories/work/sub/", 301).url == "/categories/home/sub/"
        Tag.objects.get(name="a").merge_into(Tag.objects.get(name="b"))
        assert page(client, "/tags/a/", 301).url == "/tags/b/"

    def test_filters_survive_paging(self, client, library, settings):
        settings.SUMMARIES_PAGE_SIZE = 1
        response = page(client, f"{LIST}?tags=a&sort=oldest&page=2")
        assert [one["title"] for one in response.context["object_list"]] == ["Beta"]
        assert "?sort=oldest&amp;tags=a&amp;page=1" in response.content.decode()
        page(client, f"{LIST}?page=99", 404)

    def test_search_marks_its_hits(self, client, library):
        body = page(client, "/search/?q=beta+budget").content.decode()
        assert "<mark>Beta</mark>" in body
        assert "<mark>budget</mark>" in body

    def test_form_and_navigation_are_those_of_the_page(self, client, library):
        for path in (LIST, "/categories/work/", "/categories/home/"):
            body = page(client, path).content.decode()
            assert f'action="{path}"' in body
            here = re.findall(r'<a href="(/categories/[^"]+)"[^>]*aria-current', body)
            assert here == ([path] if "categories" in path else [])

    def test_a_card_is_of_the_size_and_words_of_its_page(self, client, library):
        Article.objects.filter(title="Beta").update(is_featured=True)
        home, hits, whole = (
            page(client, url).content.decode() for url in ("/", "/search/?q=budget", LIST)
        )
        assert all(look in home for look in ("card-small", "card-medium"))
        assert "<mark>" in hits
        assert not re.search("card-small|<mark>", whole)

    def test_a_misspelt_word_is_put_right(self, client, library):
        response = page(client, "/search/?q=bugdet&tags=a")
        assert "?q=budget&amp;tags=a" in response.content.decode()

    def test_of_very_many_hits_some_are_ranked_and_the_page_says_so(
        self, client, library, monkeypatch
    ):
        monkeypatch.setattr("summaries.search.RANKED", 1)
        body = page(client, "/search/?q=budget").content.decode()
        assert "2 articles" in body
        assert "only 1 are ranked" in body
        assert "sort=newest" in body

    def test_titles_come_as_one_types(self, client, library):
        make_article("Alphabetical index", language="en")

        def typed(words):
            answer = page(client, f"/search/titles/?q={words}").json()
            return [one["title"] for one in answer["titles"]]

        assert typed("alph") == ["Alpha", "Alphabetical index"]
        assert typed("ALPHAB") == ["Alphabetical index"]
        assert typed("中文预") == ["中文预算"]
        assert typed("budget") == ["Beta", "Alpha"]  # in the text
        assert typed("") == typed("%00") == []
        for number in range(9):
            make_article(f"Budget {number}")
        assert typed("budget") == [f"Budget {number}" for number in range(8)]

    def test_htmx_gets_the_results_alone(self, client, library):
        response = page(client, f"{LIST}?q=budget", **{"HX-Request": "true"})
        body = response.content.decode()
        assert "Alpha" in body
        assert "<html" not in body
        assert "HX-Request" in response["Vary"]

    def test_more_articles_cost_no_more_queries(self, client, django_assert_max_num_queries):
        def cost(url):
            with django_assert_max_num_queries(30) as queries:
                page(client, url)
            return len(queries)

        urls = ["/", LIST, "/search/?q=quarter", "/categories/work/", "/tags/a/"]
        for number in range(4):
            make_article(f"A quiet quarter {number}", tags=("a", "b"))
        few = [cost(url) for url in urls]
        for number in range(4, 16):
            make_article(f"A quiet quarter {number}", tags=("a", "b"))
        assert [cost(url) for url in urls] == few

    def test_a_list_without_description_says_what_it_holds(self, client):
        category = make_article().category
        category.description = "Of boats"
        category.save()
        described = '<meta name="description" content="{}">'.format
        assert described("1 article: A quiet quarter") in page(client, LIST).content.decode()
        assert described("Of boats") in page(client, category.get_absolute_url()).content.decode()


class TestTemplateTags:
    """Those that no template of ours uses; docs/reference/templates.md promises them."""

    def test_what_any_page_may_show(self):
        make_article("One", category=("Work", "Sales"))
        make_article("Two", days=1)
        make_article("Draft", status="draft")
        template = Template(
            "{% load summaries %}{% get_category_tree as tree %}{% get_recent_articles 1 as new %}"
            "{% for one in tree %}{{ one }} {{ one.article_count }}{% endfor %}"
            "{% for one in new %}{% article_card one title=words %}{% endfor %}"
        )
        shown = template.render(Context({"words": "A <i>title</i>"}))
        assert shown.startswith("Work 2")
        assert "A &lt;i&gt;title" in shown
        assert shown.count("/articles/two/") == shown.count('href="/articles/')


class TestOtherPages:
    def test_an_empty_library_says_what_to_do(self, client):
        assert "import_articles" in page(client, "/").content.decode()

    def test_what_is_not_there_offers_a_search(self, client):
        response = page(client, "/articles/sales-report/", 404)
        assert 'value="sales report"' in response.content.decode()

    @pytest.mark.parametrize(
        "url",
        ["/articles/%00/", "/tags/%00/", "/categories/a%00b/", "/articles/%F0%9F%99%82/", "/%FF/"],
    )
    def test_odd_addresses_are_not_found(self, client, url):
        page(client, url, 404)

    def test_an_error_has_a_page_that_needs_nothing(self, client, monkeypatch):
        client.raise_request_exception = False

        def broken(self):
            raise RuntimeError

        monkeypatch.setattr("summaries.models.ArticleQuerySet.published", broken)
        assert "<h1" in page(client, "/", 500).content.decode()

    def test_the_policy_is_strict_and_nothing_is_inline(self, client):
        article = make_article()
        for url in ("/", LIST, article.get_absolute_url(), "/nowhere/"):
            response = client.get(url)
            policy = response["Content-Security-Policy"]
            assert "default-src 'self'" in policy
            assert "unsafe" not in policy
            body = response.content.decode()
            assert "<style" not in body
            assert " style=" not in body
            assert "<script>" not in body

    def test_pages_speak_the_readers_language(self, client):
        make_article("Notes")
        make_article("More notes")
        body = page(client, LIST, **{"Accept-Language": "zh-hans"}).content.decode()
        assert '<html lang="zh-hans">' in body
        assert "最新优先" in body
