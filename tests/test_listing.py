"""Lists: every page holds what a plain query would give, and is found in an index."""

import itertools
import random
import re
from datetime import timedelta

import django_filters
import pytest
from django.db import connection
from django.db.models import QuerySet
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from summaries import filters, statistics
from summaries import listing as listings
from summaries.document import Part
from summaries.filters import ArticleFilter
from summaries.importers.storing import TABLES
from summaries.listing import Total
from summaries.models import (
    Article,
    ArticleTag,
    Category,
    Tag,
    TagCount,
    current_overview,
    featured,
    overview,
)
from summaries.views import ArticleListView
from tests.library import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    """Articles that differ in all that filters tell apart; some scheduled, expired, passing."""
    draw, now = random.Random(7), timezone.now()
    for number in range(40):
        make_article(
            f"{draw.choice('ABC')} report {number}",
            parts=[
                Part(
                    body="<p>[Name]</p>" * draw.randrange(2) + "<p>word</p>" * draw.choice([3, 600])
                )
            ],
            category=draw.choice([("Work",), ("Work", "Sub"), ("Work", "Sub", "Low"), ("Home",)]),
            tags=draw.sample(["a", "b", "c"], draw.randrange(4)),
            published_at=now - timedelta(days=draw.randrange(-90, 1400)),
            expires_at=draw.choice([None, None, None, now + timedelta(days=200)]),
            status=draw.choice(["published", "published", "published", "draft"]),
            language=draw.choice(["en", "en", "fr"]),
        )
    Article.objects.filter(pk__in=list(Article.objects.values_list("pk", flat=True)[:3])).update(
        expires_at=now - timedelta(days=1)
    )


def asked(query, **page):
    return ArticleFilter(QueryDict(query), **page)


def plainly(found):
    """The keys that the same filter gives by a plain query."""
    articles = found.qs
    order = {"oldest": ("published_at", "pk")}.get(found.order, ("-published_at", "-pk"))
    return list(articles.order_by(*order).values_list("pk", flat=True))


def test_all_pages_together_hold_each_article_once_and_in_order(library):
    year = timezone.now().year - 1
    queries = (
        *("", "category=work", "category=work/sub", f"year={year}", "language=fr", "length=medium"),
        *("blanks=with", "blanks=without&language=en&category=home", "tags=a", "tags=a&tags=b"),
        *("tags=a&tags=b&tags_mode=any", f"tags=a&category=work&year={year}", "tags=b&language=fr"),
        *(f"tags=c&published_after={year}-01-15", "q=report", "q=report&category=work&tags=a"),
    )
    for query, order in itertools.product(queries, ("newest", "oldest")):
        found = asked(f"{query}&sort={order}")
        expected = plainly(found)
        listing = found.listing
        assert (listing.total.number, listing.total.is_bounded) == (len(expected), False), query
        pages = [listing.keys(n, n + 3) for n in range(0, len(expected), 3)]
        assert list(itertools.chain(*pages)) == expected, query


def test_facets_say_what_choosing_a_value_gives(library):
    short = f"length=short&year={timezone.now().year - 1}"
    for query in ("", "category=work", "tags=a", "q=report&language=en", short):
        facets, totals = asked(query).listing.facets, current_overview().totals
        for name, counts, values in (
            ("year", facets.years, totals.years),
            ("language", facets.languages, totals.languages),
            ("length", facets.lengths, totals.lengths),
            ("blanks", facets.blanks, totals.blanks),
        ):
            assert values
            for value in values:
                narrower = asked(f"{query}&{name}={value}")
                number = narrower.listing.total.number
                assert counts[value] == number == len(plainly(narrower)), (query, name, value)
    for tag, total in asked(query).listing.tags:
        narrower = asked(f"{query}&tags={tag.slug}")
        assert total.number == narrower.listing.total.number == len(plainly(narrower))
    for path in ("work", "home"):
        narrower = asked(f"{query}&category={path}")
        assert narrower.listing.total.number == len(plainly(narrower))


def test_the_newest_of_the_featured_come_first():
    keys = [make_article(f"{day}", days=day, is_featured=True).pk for day in range(6)]
    assert featured() == keys[:1:-1]


def test_a_total_is_exact_up_to_its_bound():
    assert [str(Total.counted(number, 5)) for number in (4, 5, 6)] == ["4", "5", "5+"]


def test_as_many_tags_are_used_as_the_page_says():
    tags = [f"t{number:02}" for number in range(11)]
    make_article(tags=tags)
    found = asked("&".join(f"tags={tag}" for tag in tags))
    assert [tag.name for tag in found.all_tags] == tags[:10]


def test_a_filter_filters_by_itself(library):
    public = Article.objects.published()
    assert set(ArticleFilter({}, public).qs) == set(ArticleFilter().qs) == set(public)
    year = timezone.now().year - 1
    for article in ArticleFilter({"year": str(year), "tags": ["a"]}, public).qs:
        assert article.published_at.year == year
        assert article.tags.filter(name="a").exists()
    assert [one.pk for one in ArticleFilter({"q": "report"}, public).qs.newest()] == plainly(
        asked("q=report")
    )


class BylineFilter(ArticleFilter):
    byline = django_filters.CharFilter(label="Written by")
    marks = django_filters.MultipleChoiceFilter(
        field_name="language", label="Tongue", choices=[("en", "English"), ("fr", "French")]
    )

    is_featured = django_filters.BooleanFilter(label="Featured")


class RangeFilter(ArticleFilter):
    words = django_filters.RangeFilter(field_name="word_count", label="Length in words")


class OwnList(ArticleListView):
    filterset_class = BylineFilter


def test_a_hosts_own_filter_filters_combines_and_has_a_chip(library, rf, monkeypatch):
    keys = list(Article.objects.published().values_list("pk", flat=True)[:4])
    Article.objects.filter(pk__in=keys).update(byline="Ruth")

    def shown(query):
        request = rf.get(f"/own/?{query}")
        return OwnList.as_view()(request), BylineFilter(request.GET).qs

    response, found = shown("byline=Ruth&sort=oldest")
    body = response.content.decode()
    assert "4 articles" in body
    assert 'name="byline" value="Ruth"' in body
    assert re.search(r'href="\?sort=oldest"[^>]*>.*Written by.*Ruth', body)
    assert {one.pk for one in found} == {*keys}
    _response, both = shown("byline=Ruth&language=fr")
    assert {one.language for one in both} <= {"fr"}
    response, _found = shown("marks=en&marks=fr&is_featured=false&byline=Ruth")
    chips = re.findall('chip-label">(.*?)</span> (.*?)</span>', response.content.decode())
    assert chips == [
        *[("Written by", "Ruth"), ("Tongue", "English"), ("Tongue", "French")],
        ("Featured", "no"),
    ]
    found = RangeFilter(RangeFilter.canonical(QueryDict("words_min=200&words_max=900&page=2&x=1")))
    assert 0 < found.qs.count() < Article.objects.published().count()
    assert [(chip.value, chip.remove_url) for chip in found.chips] == [("200–900", "?")]
    monkeypatch.setattr(listings, "BOUND", 2)
    assert str(BylineFilter({"marks": ["en"]}).listing.total) == "2+"


def test_a_hosts_narrower_queryset_is_counted_by_itself(library):
    some = Article.objects.published().filter(language="fr")
    listing = ArticleFilter(None, some).listing
    assert listing.total.number == some.count() < current_overview().article_count
    assert listing.facets.languages == {"fr": some.count()}


def test_of_very_many_the_count_is_bounded_and_no_facet_is_made(library, monkeypatch):
    monkeypatch.setattr(listings, "BOUND", 5)
    monkeypatch.setattr(listings, "FEW", 3)
    found = asked("q=report")
    assert str(found.listing.total) == "5+"
    assert found.listing.facets is None
    assert found.listing.tags
    assert all(total is None for _tag, total in found.listing.tags)
    assert {one.label for one in found.choices["category"]} == {"Home", "Work"}
    assert not any(one.total for one in found.choices["category"])
    of_two = asked("tags=a&tags=b&tags_mode=any").listing
    assert str(of_two.total) == "5+"
    whole = asked("").listing  # what the database counts is exact all the same
    assert not whole.total.is_bounded
    assert whole.facets.years
    for tag, total in whole.tags:
        assert total.number == len(plainly(asked(f"tags={tag.slug}")))


def test_pages_end_at_a_number_and_go_on_by_year(library, client, settings, monkeypatch):
    settings.SUMMARIES_PAGE_SIZE = 2
    monkeypatch.setattr(listings, "MOST_PAGES", 3)
    last = client.get("/articles/?page=3")
    years = [f'href="?year={year}"' for year in current_overview().years]
    body = last.content.decode()
    assert all(year in body for year in years)
    assert "after 6 articles" in body
    assert client.get("/articles/?page=4").status_code == 404
    assert (
        years[0]
        not in client.get("/articles/?page=2").content.decode().partition('id="results"')[2]
    )


def test_the_last_page_of_a_bounded_list_does_not_claim_an_exact_number(
    library, client, settings, monkeypatch
):
    settings.SUMMARIES_PAGE_SIZE = 2
    monkeypatch.setattr(listings, "BOUND", 6)
    monkeypatch.setattr(listings, "MOST_PAGES", 3)
    for page in (1, 3):
        body = client.get(f"/search/?q=report&sort=newest&page={page}").content.decode()
        assert "of 6+ articles" in body


def test_only_short_lists_are_offered_by_title(library, client, monkeypatch):
    assert "title" in dict(asked("").orders)
    monkeypatch.setattr(filters, "TITLE_ORDER_MOST", 5)
    found = asked("sort=title")
    assert "title" not in dict(found.orders)
    assert found.listing.keys(0, 5) == asked("").listing.keys(0, 5)
    assert "too long to be sorted by title" in client.get("/articles/?sort=title").content.decode()


def test_a_tags_count_is_exact_however_many(library):
    tag = Tag.objects.get(name="a")
    listing = asked("", tag=tag).listing
    count = Article.objects.published().filter(tagged__tag=tag).count()
    assert (listing.total.number, listing.total.is_bounded) == (count, False)


@pytest.fixture
def many():
    """So many articles that a planner has a choice."""
    now = timezone.now()
    works = [Category.objects.ensure(("Work", str(number))) for number in range(100)]
    tags = list(Tag.objects.ensure(map(str, range(20))).values())
    articles = Article.objects.bulk_create(
        Article(
            title=f"Report {number}",
            slug=f"report-{number}",
            category=works[number % 100],
            status="published",
            published_at=now - timedelta(hours=number),
            is_featured=not number % 500,
            expires_at=None if number % 400 else now + timedelta(days=9),
        )
        for number in range(2000)
    )
    ArticleTag.objects.bulk_create(
        ArticleTag(tag=tags[(one.pk + shift) % 20], content_object=one)
        for one in articles
        for shift in (0, 7)
    )
    statistics.refresh(connection, TABLES)


def _read(made):
    """Have the database answer, where it has not yet."""
    return list(made) if isinstance(made, QuerySet) else made


def plan(queries):
    """How the database would answer, in its own words."""
    told = []
    with connection.cursor() as cursor:
        for query in queries:
            explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
            cursor.execute(explain + query["sql"])
            told += [str(row[-1]) for row in cursor.fetchall()]
    return "\n".join(told)


INDEXES = [
    (lambda: asked("").listing.keys(0, 20), "summaries_article_newest"),
    (lambda: asked("").listing.keys(1900, 1920), "summaries_article_newest"),
    (lambda: asked("category=work").listing.keys(0, 20), "summaries_article_newest"),
    (lambda: asked("length=short&language=en").listing.keys(0, 9), "summaries_article_newest"),
    (lambda: asked("category=work/7").listing.keys(0, 20), "summaries_article_in_category"),
    (lambda: asked("tags=7").listing.keys(0, 20), "summaries_articletag_newest"),
    (
        lambda: ArticleTag.objects.published().filter(tag=Tag.objects.first()).newest()[:20],
        "summaries_articletag_newest",
    ),
    (
        lambda: Article.objects.published().filter(category=Category.objects.last()).newest()[:20],
        "summaries_article_in_category",
    ),
    (lambda: featured(), "summaries_article_featured"),
    (lambda: current_overview().top_tags, "summaries_tagcount_most"),
    (lambda: TagCount.objects.public(Tag.objects.all()[:2]), "summaries_article_expiry"),
    (lambda: current_overview().article_count, "summaries_article_expiry"),
]


def test_lists_and_counts_are_found_in_an_index(many):
    if connection.vendor == "postgresql":  # let it plan for these as for a million
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    for make, index in INDEXES:
        overview._latest.clear()  # as in a process that has just started
        with CaptureQueriesContext(connection) as queries:
            _read(make())
        told = plan(queries[-3:])
        assert index in told, told
        assert not re.search("FOR ORDER BY|Sort Key: .*(public_from|articles)", told), told


def test_a_list_costs_few_statements_whatever_is_asked(client, library, settings):
    settings.SUMMARIES_PAGE_CACHE = None
    work, tag = Category.objects.get(full_path="work"), Tag.objects.get(name="a")
    article = Article.objects.published().first()
    for url, most in (
        ("/articles/", 7),
        ("/articles/?length=short&blanks=without&language=en", 7),
        ("/articles/?tags=a&tags=b&year=2025", 7),
        (work.get_absolute_url() + "?tags=a", 7),
        (tag.get_absolute_url(), 7),
        ("/search/?q=report", 7),
        (article.get_absolute_url(), 6),
    ):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        assert len(queries) <= most, (url, [query["sql"][:80] for query in queries])
