"""Details of the public pages that a reader, or a search engine, would miss."""

import re

import pytest
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse

from summaries.document import Part as DocumentPart
from summaries.models import Article, ArticleTag, Category, Part, Tag
from tests.library import make_article

pytestmark = pytest.mark.django_db

LIST = reverse("summaries:article_list")


def content(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def options(page, name):
    """The choices of one filter with their counts, as the page offers them."""
    links = re.findall(rf'<a [^>]*id="choice-{name}-.*?</a>', page, re.S)
    texts = (re.findall(r'class="(?:choice-label|count)">(.*?)<', link) for link in links)
    return ["{} ({})".format(*text) for text in texts]


@pytest.mark.parametrize(
    ("body", "language", "minutes"),
    [
        ("word " * 1100, "en", "5 minutes to read"),
        ("word " * 20, "en", "1 minute to read"),
        ("总" * 2000, "zh", "5 minutes to read"),
        ("総" * 1000 + "の" * 1000, "ja", "5 minutes to read"),
    ],
)
def test_reading_time_counts_characters_where_words_have_no_spaces(client, body, language, minutes):
    article = make_article("A", f"<p>{body}</p>", language=language)
    assert minutes in content(client, article.get_absolute_url())


def test_an_article_of_exactly_500_words_is_of_medium_length(client):
    make_article("Short", "<p>" + "word " * 499 + "</p>")
    make_article("Medium", "<p>" + "word " * 500 + "</p>")
    make_article("Still medium", "<p>" + "word " * 1499 + "</p>")
    make_article("Long", "<p>" + "word " * 1500 + "</p>")
    assert options(content(client, LIST), "length") == [
        "Short, under 500 words (1)",
        "Medium, 500 to 1,500 words (2)",
        "Long, over 1,500 words (1)",
    ]
    lengths = {"short": {"Short"}, "medium": {"Medium", "Still medium"}, "long": {"Long"}}
    for length, titles in lengths.items():
        for url in (f"{LIST}?length={length}", f"{LIST}?length={length}&q=word"):
            found = client.get(url).context["object_list"]
            assert {article["title"] for article in found} == titles


def test_each_filters_counts_hold_all_the_others(client):
    """What choosing a value would leave: the others stay set, its own value is set aside."""
    for language, blanks, count in [
        *[("en", "", 1), ("en", " [Name]", 2), ("zh", "", 4), ("zh", " [Name]", 8)]
    ]:
        for number in range(count):
            make_article(f"{language}{blanks}{number}", f"<p>Text.{blanks}</p>", language=language)
    page = content(client, f"{LIST}?language=en&blanks=with")
    assert options(page, "language") == ["English (2)", "Chinese (8)"]
    assert options(page, "blanks") == ["With blanks to fill in (2)", "Without blanks (1)"]
    assert options(page, "length") == []  # all are short


def test_every_page_of_a_list_is_its_own_canonical_address(client, settings):
    settings.SUMMARIES_PAGE_SIZE = 1
    make_article("One")
    make_article("Two")
    canonical = '<link rel="canonical" href="http://testserver/articles/{}">'
    assert canonical.format("") in content(client, LIST)
    assert canonical.format("?page=2") in content(client, f"{LIST}?page=2")
    assert canonical.format("") in content(client, f"{LIST}?sort=title")


def test_addresses_below_a_moved_category_redirect(client):
    make_article(category=("Work", "Sales", "North"))
    sales, office = (Category.objects.ensure(names) for names in (["Work", "Sales"], ["Office"]))
    Category.objects.move(sales, office, "last-child")
    response = client.get("/categories/work/sales/north/")
    assert (response.status_code, response["Location"]) == (301, "/categories/office/sales/north/")


@pytest.mark.parametrize(
    "change",
    [
        lambda article: article.parts.update(body="<p>After.</p>"),
        lambda article: article.parts.all().delete(),
        lambda article: Part.objects.bulk_create([Part(article=article, anchor="x", title="New")]),
        lambda article: article.tagged.all().delete(),
        lambda article: ArticleTag.objects.bulk_create(
            [ArticleTag(content_object=article, tag=Tag.objects.create(name="new"))]
        ),
    ],
)
def test_a_change_of_parts_or_tags_alone_shows_at_once(client, change):
    article = make_article(parts=[DocumentPart("One", "<p>Before.</p>")], tags=("a",))
    before = content(client, article.get_absolute_url())
    assert content(client, article.get_absolute_url()) == before
    change(article)
    assert content(client, article.get_absolute_url()) != before


def test_a_page_in_another_language_is_another_page(client):
    article = make_article(byline="R. P.")
    url = article.get_absolute_url()
    pages = [
        client.get(url, headers={"Accept-Language": language}).content.decode()
        for language in ("en", "zh-hans", "en")
    ]
    assert pages[0] == pages[2]
    assert "minute to read" in pages[0]
    assert "minute to read" not in pages[1]
    assert "About this text" not in pages[1]


def test_related_articles_and_categories_are_public(client):
    article = make_article(category=("Work",), tags=("a",))
    make_article("Draft", status="draft", category=("Work", "Secret"), tags=("a",))
    response = client.get(article.get_absolute_url())
    assert not str(response.context["related"]).count("Draft")
    assert client.get("/categories/work/secret/").status_code == 404


def test_an_old_address_says_nothing_of_what_is_hidden_now(client):
    article = make_article(tags=("secret",), category=("Attic",))
    for one, slug in [(article, "new"), (article.tags.get(), "hushed"), (article.category, "loft")]:
        one.slug = slug
        one.save()
    old = ["/articles/a-quiet-quarter/", "/tags/secret/", "/categories/attic/"]
    assert [client.get(url).status_code for url in old] == [301, 301, 301]
    Article.objects.update(status="draft")
    for url in old:
        response = client.get(url)
        assert response.status_code == 410  # it was public once
        assert not {"hushed", "loft"} & set(re.findall(r"\w+", response.content.decode()))


def test_html_that_came_past_the_field_is_sanitised_where_it_is_shown(client, admin_client):
    article = make_article()
    script = Concat("body", Value("<script>x</script><b onclick='x'>y</b>"))
    Part.objects.update(body=script)
    Article.objects.get().tags.add("a")  # a revision with it
    for url in (
        article.get_absolute_url(),
        reverse("summaries:article_preview", args=[article.slug]),
        reverse("admin:summaries_article_revision", args=[article.pk, 2]) + "?view=text",
    ):
        page = admin_client.get(url).content.decode()
        assert "<b>y</b>" in page
        assert "<script>x" not in page
        assert "onclick" not in page
