"""The page cache: quick, and never stale."""

import random
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from summaries.document import Document, Part
from summaries.importers import Reading, Store
from summaries.models import Article, Category, Tag
from tests.library import make_article

pytestmark = pytest.mark.django_db

HOME, LIST = "/", "/articles/"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def body(url=LIST, **headers):
    return Client().get(url, headers=headers).content.decode()


def test_the_second_visitor_costs_one_query(django_assert_num_queries):
    article = make_article()
    for url in (HOME, LIST, article.get_absolute_url()):
        first = body(url)
        with django_assert_num_queries(1):
            assert body(url) == first


def test_a_browser_that_has_the_page_gets_304(client, django_assert_num_queries):
    make_article()
    response = client.get(LIST)
    etag = response["ETag"]
    assert "no-cache" in response["Cache-Control"]
    with django_assert_num_queries(1):
        again = client.get(LIST, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    make_article("Another")
    assert client.get(LIST, headers={"If-None-Match": etag}).status_code == 200


def test_every_kind_of_change_shows_at_once():
    article = make_article("First", tags=("one",), category=("Work",))
    seen = {body(HOME) + body(LIST)}

    def shows(change):
        change()
        now = body(HOME) + body(LIST)
        assert now not in seen
        seen.add(now)

    def rename_category():
        category = Category.objects.get(name="Work")
        category.name = "Labour"
        category.save()

    def raw_sql():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE summaries_article SET title = 'By hand'")

    shows(lambda: Article.objects.update(title="Second"))
    shows(lambda: article.tags.add("two"))
    shows(lambda: Tag.objects.filter(name="two").update(name="zwei"))
    shows(rename_category)
    shows(raw_sql)
    documents = [Reading("x", f"k{n}", Document(f"T{n}", status="published")) for n in range(3)]
    shows(lambda: list(Store().store_many(documents)))
    shows(lambda: Article.objects.filter(title="T1").delete())


def test_time_passing_shows_at_once(monkeypatch):
    start = timezone.now()
    make_article("Scheduled", published_at=start + timedelta(hours=1))
    make_article("Passing", expires_at=start + timedelta(hours=2))
    expected = {0: {"Passing"}, 1.5: {"Passing", "Scheduled"}, 3: {"Scheduled"}}
    for hours, titles in expected.items():
        at = start + timedelta(hours=hours)
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        page = body()
        assert {title for title in ("Passing", "Scheduled") if title in page} == titles


@pytest.mark.parametrize("seed", range(3))
def test_random_edits_and_reads_never_meet_an_old_page(seed, monkeypatch):
    draw = random.Random(seed)
    clock = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: clock)
    for number in range(4):
        make_article(f"Text {number}", tags=("tag",), published_at=clock)
    for step in range(20):
        articles = list(Article.objects.order_by("?")[:2])
        match draw.randrange(7):
            case 0:
                make_article(f"New {step}", published_at=clock + timedelta(hours=draw.randrange(9)))
            case 1:
                articles[0].title = f"Edited {step}"
                articles[0].save()
            case 2:
                Article.objects.filter(pk=articles[0].pk).update(
                    status=draw.choice(["draft", "published"])
                )
            case 3:
                Article.objects.filter(pk=articles[0].pk).update(
                    expires_at=clock + timedelta(hours=draw.randrange(3))
                )
            case 4:
                clock += timedelta(hours=draw.randrange(4))
            case 5:
                articles[0].parts.create(body=f"<p>Part {step}</p>")
            case 6:
                document = Document(f"Import {step}", (Part(),), status="published")
                list(Store().store_many([Reading("x", f"{seed}-{step}", document)]))
        for url in (HOME, LIST):
            cached = body(url)
            cache.clear()
            assert cached == body(url), f"step {step}"


def test_languages_and_fragments_are_kept_apart():
    make_article()
    assert body(**{"Accept-Language": "zh-hans"}) != body()
    assert "<html" in body()
    assert "<html" not in body(**{"HX-Request": "true"})


def test_who_is_logged_in_gets_pages_of_their_own(client):
    article = make_article()
    client.force_login(get_user_model().objects.create_superuser("ruth"))
    own = client.get(article.get_absolute_url())
    assert "/admin/" in own.content.decode()
    assert "ETag" not in own.headers
    assert "/admin/" not in body(article.get_absolute_url())


def test_a_cache_that_is_down_costs_nothing_else(settings):
    make_article("Still here")
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1",
        }
    }
    assert "Still here" in body()
    settings.SUMMARIES_PAGE_CACHE = None
    assert "Still here" in body()
