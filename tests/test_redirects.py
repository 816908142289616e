"""Old addresses: what was moved is found where it stands, what was removed is said to be gone."""

import random
from datetime import timedelta

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth import get_user_model
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path
from django.utils import timezone

from summaries import redirects
from summaries.document import Document, Part
from summaries.models import Article, Category, MissingAddress, Redirect, Tag, old_address
from tests.library import make_article


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://old.example/2019/05/my-post/", "/2019/05/my-post"),
        ("/2019/05/my-post/?utm_source=mail#more", "/2019/05/my-post"),
        ("2019/05/My-Post", "/2019/05/My-Post"),
        ("https://old.example/?p=123", "/?p=123"),
        ("https://old.example/index.php?post_type=page&page_id=7", "/?page_id=7"),
        ("http://old.example/index.php/2019/05/my-post", "/2019/05/my-post"),
        ("/blog/?p=12", "/blog?p=12"),
        ("/notes/index.html", "/notes"),
        ("/%E5%B7%A5%E4%BD%9C/%e6%80%bb%e7%bb%93/", "/工作/总结"),
        ("//old.example//a//b//", "/a/b"),
        ("/caf%C3%A9", "/café"),
        ("/cafe\u0301", "/café"),
        ("https://old.example/", ""),
        ("https://old.example/?utm_source=mail", ""),
        ("http://[broken/", ""),
        ("/a%00b", ""),
        ("/" + "long" * 200, ""),
        ("", ""),
    ],
)
def test_address_of_an_old_site_has_one_form(url, address):
    assert old_address(url) == address
    assert old_address(address) == address


@pytest.mark.django_db
class TestManyAtOnce:
    def test_they_lead_to_what_was_imported_and_keep_what_they_have(self):
        report, other = make_article("Report"), make_article("Other")
        pairs = [
            ("https://old.example/2019/05/report/", report),
            ("https://old.example/?p=5", report),
            ("https://old.example/category/news/", report.category),
            ("https://old.example/tag/week/", Tag.objects.ensure(["week"])["week"]),
            ("https://old.example/", report),
            ("/2019/05/report", other),
        ]
        assert Redirect.objects.leave_many(pairs) == (4, {})
        assert Redirect.objects.target("/2019/05/report") == report
        assert Redirect.objects.target("/?p=5") == report
        assert Redirect.objects.target("/category/news") == report.category
        assert Redirect.objects.count() == 4
        pairs = [("/2019/05/report/", other), ("/?p=5", report), ("/?p=6", report)]
        new, kept = Redirect.objects.leave_many(pairs)
        assert (new, list(kept)) == (1, ["/2019/05/report"])

    def test_number_of_statements_does_not_grow(self, django_assert_max_num_queries):
        report = make_article("Report")
        with django_assert_max_num_queries(6):
            Redirect.objects.leave_many((f"/?p={number}", report) for number in range(100))
        assert Redirect.objects.count() == 100


@pytest.mark.django_db
class TestGone:
    def test_what_was_public_once_is_remembered(self):
        article = make_article("Report", tags=("week",), category=("Work", "Weekly"))
        never = make_article("Secret", tags=("hush",), category=("Work", "Hidden"), status="draft")
        for one in (article, never):
            one.status = Article.Status.ARCHIVED
            one.save()
        assert [Article.objects.get(pk=one.pk).was_public for one in (article, never)] == [1, 0]
        assert list(Article.objects.ever_public()) == [article]
        assert {one.full_path for one in Category.objects.ever_public()} == {"work", "work/weekly"}
        assert [one.name for one in Tag.objects.ever_public()] == ["week"]

    def test_what_is_deleted_for_good_leaves_its_addresses(self):
        article = make_article("Report", tags=("week",), category=("Work", "Weekly"))
        article.slug = "new-report"
        article.save()
        never = make_article("Secret", tags=("hush",), category=("Work", "Hidden"), status="draft")
        Redirect.objects.leave_many([("/?p=1", article), ("/?p=2", never)])
        for one in (article, never):
            one.delete()
        Tag.objects.all().delete()
        Category.objects.filter(name="Work").delete()
        gone = {"/?p=1", "articles/report", "articles/new-report", "tags/week"}
        gone |= {"categories/work", "categories/work/weekly"}
        assert {one.path for one in Redirect.objects.all()} == gone
        assert all(one.is_gone for one in Redirect.objects.all())

    def test_an_address_that_is_in_use_again_is_not_gone(self):
        make_article("Report", tags=("week",), category=("Work",)).delete()
        Tag.objects.all().delete()
        Category.objects.all().delete()
        make_article("Report", tags=("week",), category=("Work",))
        assert not Redirect.objects.exists()
        assert Tag.objects.get().slug == "week"
        assert Category.objects.get().full_path == "work"


# The site answers


urlpatterns = [
    path("", lambda request: HttpResponse("the host's home")),
    path("library/", include("summaries.urls")),
]


class Languages:
    urlpatterns = i18n_patterns(path("", include("summaries.urls")))


def asked(url, **headers):
    response = Client().get(url, headers=headers)
    return response.status_code, response.get("Location", "")


@pytest.fixture
def report():
    """An article that was moved here with the addresses that an old site had for it."""
    report = make_article("Weekly report", category=("News", "Local"), tags=("week",))
    addresses = ("/2019/05/my-post/", "/?p=12", "/blog/?p=12", "/工作/总结", "/article.asp?id=3")
    Redirect.objects.leave_many((one, report) for one in addresses)
    news = Category.objects.get(name="News")
    Redirect.objects.leave_many([("/category/old-news/", news)])
    return report


@pytest.mark.django_db
class TestSite:
    @pytest.mark.parametrize(
        "url",
        [
            "/2019/05/my-post/",
            "/2019/05/my-post",
            "/index.php/2019/05/my-post/",
            "/2019/05/my-post/?utm_source=mail",
            "/2019/05/my-post/feed/",
            "/2019/05/my-post/amp/",
            "/2019/05/my-post/page/2/",
            "/2019/05/my-post/3/",
            "/2019/05/my-post/comment-page-1/",
            "/2019/05/my-post/attachment/a-picture/",
            "/?p=12",
            "/?p=12&utm_source=mail",
            "/index.php?p=12",
            "/blog/?p=12",
            "/%E5%B7%A5%E4%BD%9C/%E6%80%BB%E7%BB%93/",
            "/article.asp?id=3",
        ],
    )
    def test_address_of_an_old_site_leads_straight_to_the_article(self, report, url):
        assert asked(url) == (301, report.get_absolute_url())

    def test_what_stood_below_a_category_leads_below_its_new_address(self, report):
        assert asked("/category/old-news/") == (301, "/categories/news/")
        assert asked("/category/old-news/page/4/") == (301, "/categories/news/")
        assert asked("/category/old-news/local/") == (301, "/categories/news/local/")
        assert asked("/category/old-news/nowhere/") == (404, "")

    @pytest.mark.parametrize(
        "url", ["/?p=13", "/?tag=week", "/", "/2019/05/", "/2019/05/my-post/more/", "/?p=%00"]
    )
    def test_other_addresses_are_left_alone(self, report, url):
        assert asked(url)[0] in (200, 404)

    def test_only_who_reads_is_led_on(self, report):
        assert Client().post("/2019/05/my-post/").status_code == 404
        assert Client().head("/2019/05/my-post/").status_code == 301

    def test_page_that_is_there_never_gives_way(self, report):
        other = make_article("Other")
        Redirect.objects.leave_many([("/articles/other/", report), ("/tags/week/", other)])
        assert asked("/articles/other/") == asked("/tags/week/") == (200, "")
        other.move_to_bin()
        assert asked("/articles/other/") == (301, report.get_absolute_url())

    def test_it_costs_other_pages_no_query(self, report, django_assert_max_num_queries, client):
        client.get("/")
        with django_assert_max_num_queries(1):
            client.get("/")

    def test_library_under_a_prefix(self, report):
        with override_settings(ROOT_URLCONF=__name__):
            to = "/library/articles/weekly-report/"
            assert asked("/2019/05/my-post/") == asked("/?p=12") == (301, to)
            Redirect.objects.leave_many([("/library/?page_id=4", report)])
            assert asked("/library/?page_id=4") == (301, to)
            assert asked("/") == asked("/library/") == (200, "")

    def test_site_in_several_languages(self, report):
        with override_settings(ROOT_URLCONF=Languages):
            for url in ("/?p=12", "/2019/05/my-post/"):
                assert asked(url) == (301, "/en/articles/weekly-report/")
                chinese = asked(url, accept_language="zh-hans")
                assert chinese == (301, "/zh-hans/articles/weekly-report/")
            assert asked("/articles/weekly-report/") == (302, "/en/articles/weekly-report/")


@pytest.mark.django_db
class TestGonePage:
    @pytest.mark.parametrize("state", ["draft", "archived", "expired", "deleted", "binned"])
    def test_what_was_public_is_gone_at_all_its_addresses(self, report, state):
        report.slug = "weekly-news"
        report.save()
        if state == "expired":
            now = timezone.now()
            times = {"expires_at": now, "updated_at": now - timedelta(days=1)}
            Article.objects.filter(pk=report.pk).update(**times)
        elif state == "deleted":
            report.delete()
        elif state == "binned":
            report.move_to_bin()
        else:
            report.status = state
            report.save()
        own = ("/articles/weekly-report/", "/articles/weekly-news/")
        for url in (*own, "/?p=12", "/2019/05/my-post"):
            response = Client().get(url)
            assert response.status_code == 410, url
            assert "noindex" in response.content.decode()
            assert "no-store" in response["Cache-Control"]

    def test_it_offers_the_category_and_what_its_address_names(self, report):
        make_article("A report of the week", category=("News", "Local"))
        report.status = "draft"
        report.title = "Secret plans"
        report.save()
        page = Client().get("/articles/weekly-report/").content.decode()
        assert "/articles/a-report-of-the-week/" in page
        assert "/categories/news/local/" in page
        assert "Secret" not in page

    def test_tags_and_categories_that_were_public(self, report):
        report.apply_document(make_document("Weekly report", ("Office",)))
        Tag.objects.get(name="week").delete()
        Category.objects.get(name="News").delete()
        categories = ("/categories/news/", "/categories/news/local/", "/category/old-news")
        for url in ("/tags/week/", *categories):
            page = Client().get(url)
            assert page.status_code == 410
            assert "This page was removed" in page.content.decode()

    def test_an_address_that_was_never_public_is_unknown(self, report):
        report.status = "draft"
        report.save()
        for slug in ("secret", "plans"):
            report.slug = slug
            report.save()
            assert asked(f"/articles/{slug}/") == (404, "")
        assert asked("/articles/secret/") == (404, "")
        assert asked("/articles/weekly-report/")[0] == 410
        report.delete()
        assert asked("/articles/secret/") == asked("/articles/plans/") == (404, "")
        assert asked("/articles/weekly-report/")[0] == 410


def make_document(title, category):
    parts = (Part(body="<p>Words.</p>"),)
    return Document(title=title, category=category, parts=parts, status="published")


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [0, 2, 3])
def test_whatever_happens_an_old_address_leads_straight_on_or_is_gone(seed):
    """A walk: everything is renamed, moved, merged, hidden, deleted and restored at random."""
    rng = random.Random(seed)
    for number in range(3):
        make_article(f"Report {number}", tags=(f"tag {number}",), category=("Top", f"Sub {number}"))
    Redirect.objects.leave_many((f"/?p={one.pk}", one) for one in Article.objects.all())
    secret = make_article("Secret", tags=("hush",), category=("Hidden",), status="draft")
    seen, statuses = set(), set()
    for step in range(40):
        note_public(seen)
        change_something(rng, step)
    note_public(seen)
    for url in seen:
        first = Client().get(url)
        statuses.add(first.status_code)
        assert first.status_code in (200, 301, 410), url
        if first.status_code == 301:
            assert Client().get(first["Location"]).status_code == 200, url
    assert {200, 301, 410} <= statuses
    assert asked(secret.get_absolute_url()) == (404, "")
    assert asked("/tags/hush/") == asked("/categories/hidden/") == (404, "")


def note_public(seen):
    """Add the addresses at which something is public now."""
    for found in (Article.objects.published(), Category.objects.public(), Tag.objects.public()):
        seen.update(one.get_absolute_url() for one in found)
    old = Redirect.objects.filter(article__in=Article.objects.published(), path__startswith="/")
    seen.update(old.values_list("path", flat=True))


def change_something(rng, step):
    articles = list(Article.objects.exclude(title="Secret").order_by("pk"))
    tags = list(Tag.objects.exclude(name="hush").order_by("pk"))
    categories = list(Category.objects.exclude(name="Hidden"))
    deed = rng.choice(DEEDS)
    deed(rng, step, articles, tags, categories)


def rename(rng, step, articles, tags, categories):
    for some in (articles, tags, categories):
        for one in rng.sample(some, min(len(some), 1)):
            one.slug = f"name-{step}"
            one.save()


def set_state(rng, step, articles, tags, categories):
    if articles:
        article = rng.choice(articles)
        article.status = rng.choice(["published", "draft", "archived"])
        article.save()


def bin_or_restore(rng, step, articles, tags, categories):
    if articles:
        article = rng.choice(articles)
        article.restore_from_bin() if article.is_in_bin else article.move_to_bin()


def delete(rng, step, articles, tags, categories):
    if len(articles) > 2:
        rng.choice(articles).delete()
    if len(tags) > 2:
        rng.choice(tags).delete()


def merge(rng, step, articles, tags, categories):
    if len(tags) > 1:
        one, other = rng.sample(tags, 2)
        one.merge_into(other)
    below = [one for one in categories if one.depth > 1]
    if len(below) > 1:
        one, other = rng.sample(below, 2)
        if not other.path.startswith(one.path):
            one.merge_into(other)


def move(rng, step, articles, tags, categories):
    one, other = rng.choice(categories), rng.choice(categories)
    if not other.path.startswith(one.path) and other.depth < 4:
        Category.objects.move(one, other, "last-child")


def write_new(rng, step, articles, tags, categories):
    make_article(f"New {step % 3}", tags=(f"tag {step % 3}",), category=("Top", f"Sub {step % 4}"))


DEEDS = [rename, set_state, bin_or_restore, delete, merge, move, write_new, write_new]


# What visitors asked for in vain


@pytest.fixture
def missing(settings, monkeypatch):
    """What is met is written at once."""
    settings.SUMMARIES_MISSING_KEPT = 20
    monkeypatch.setattr(redirects, "PAUSE", 0)
    monkeypatch.setattr(redirects, "missing", redirects.Missing())
    return redirects.missing


def met():
    return list(MissingAddress.objects.order_by("pk").values_list("path", "hits", "referrer"))


@pytest.mark.django_db
class TestMissing:
    def test_they_are_counted_with_the_page_that_linked_to_them(self, missing):
        asked("/nowhere/", referer="https://kate:secret@other.example:8000/links?q=me#there")
        asked("/nowhere")
        asked("/articles/nothing/", referer="javascript:alert(1)")
        Client().head("/elsewhere/")
        assert met() == [
            ("/nowhere", 2, "https://other.example:8000/links"),
            ("/articles/nothing", 1, ""),
        ]

    @pytest.mark.parametrize(
        "url",
        [
            *("/wp-login.php", "/.env", "/a/.git/config", "/xmlrpc.php", "/cgi-bin/x", "/old.sql"),
            *("/favicon.ico", "/apple-touch-icon-120x120.png", "/%3Cscript%3E", "/?q=1"),
            "/long" * 200,
        ],
    )
    def test_what_no_visitor_asks_for_is_not(self, missing, url):
        asked(url)
        assert met() == []

    def test_nor_what_the_staff_looks_at(self, missing, client):
        client.force_login(get_user_model().objects.create_superuser("ada"))
        client.get("/nowhere/")
        assert met() == []

    def test_a_redirect_and_a_slash_are_no_miss(self, missing, report):
        for url in ("/2019/05/my-post/", "/articles/weekly-report", "/?p=12"):
            asked(url)
        assert met() == []

    def test_none_are_kept_where_the_project_wants_none(self, missing, settings):
        settings.SUMMARIES_MISSING_KEPT = 0
        asked("/nowhere/")
        assert met() == []

    def test_what_is_met_most_and_what_is_met_last_is_kept(self, missing):
        for number in range(40):
            for _time in range(3 if number < 5 else 1):
                asked(f"/missing-{number}/")
        kept = {path for path, _hits, _referrer in met()}
        assert len(kept) <= 22
        assert {f"/missing-{number}" for number in (0, 1, 2, 3, 4, 36, 37, 38, 39)} <= kept

    def test_they_are_written_once_in_a_while(
        self, missing, monkeypatch, django_assert_num_queries
    ):
        asked("/first/")
        monkeypatch.setattr(redirects, "PAUSE", 60)
        asked("/second/")
        for number in range(300):
            missing.meet(request_for(f"/later-{number}"))
        with django_assert_num_queries(0):
            missing.write_if_due()
        monkeypatch.setattr(missing, "_due", 0)
        missing.write_if_due()
        assert len(met()) <= 22

    def test_two_processes_add_up(self, missing):
        for process in (redirects.Missing(), redirects.Missing()):
            process.meet(request_for("/nowhere"))
            process.meet(request_for("/nowhere"))
            process.write_if_due()
        assert met() == [("/nowhere", 4, "")]

    def test_a_database_that_cannot_be_written_fails_no_page(self, missing, monkeypatch):
        def locked(met):
            raise OperationalError("database is locked")

        monkeypatch.setattr(MissingAddress.objects, "record", locked)
        assert asked("/nowhere/") == (404, "")
        assert not missing._met


def request_for(url):
    return RequestFactory().get(url)
