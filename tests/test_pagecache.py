"""The page cache: quick, never stale, and of nobody in particular."""

import copy
import gzip
import os
import random
import re
import subprocess
import sys
import threading
import time
import tracemalloc
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.messages.storage.base import BaseStorage, Message
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.db import connection, connections, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import override_script_prefix
from django.utils import timezone

from summaries.document import Document, Part
from summaries.importers import Reading, Store
from summaries.models import Article, Category, Marks, Overview, Tag, current_overview
from tests.library import LONG_AGO, make_article

pytestmark = pytest.mark.django_db

HOME, LIST = "/", "/articles/"
CARD = re.compile(r'<article class="card.*?</article>', re.S)
cache = caches["pages"]


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
    for _ in range(2):
        response = client.get(LIST)
        assert "no-cache" in response["Cache-Control"]
        assert {"Cookie", "HX-Request", "HX-History-Restore-Request"} <= {
            *response["Vary"].split(", ")
        }
    etag = response["ETag"]
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
    text = (Part(body="<p>Text.</p>"),)
    documents = [Document(f"T{n}", text, status="published") for n in range(3)]
    readings = [Reading("x", one.title, replace(one, lead=one.title)) for one in documents]
    shows(lambda: list(Store().store_many(readings)))
    shows(lambda: Article.objects.filter(title="T1").delete())


def test_time_passing_shows_at_once(monkeypatch):
    start = timezone.now()
    make_article("Scheduled", published_at=start + timedelta(hours=1))
    make_article("Passing", expires_at=start + timedelta(hours=2))
    second = 1 / 3600
    expected = {
        0: {"Passing"},
        1 - second: {"Passing"},
        1: {"Passing", "Scheduled"},
        2 - second: {"Passing", "Scheduled"},
        2: {"Scheduled"},
    }
    for hours, titles in expected.items():
        at = start + timedelta(hours=hours)
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        page = body()
        assert {title for title in ("Passing", "Scheduled") if title in page} == titles


@pytest.mark.parametrize("age", [0, 60])
@pytest.mark.parametrize("seed", range(3))
def test_random_edits_and_reads_never_meet_an_old_page(seed, age, settings, monkeypatch):
    """With a minute's grace the articles and their order are right, else the whole page."""
    settings.SUMMARIES_SURROUNDINGS_AGE = age
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
        for url in (HOME, LIST) if age else (HOME, LIST, "/articles/text-0/"):
            cached = body(url)
            cache.clear()
            fresh = body(url)
            assert CARD.findall(cached) == CARD.findall(fresh), f"step {step}"
            assert age or cached == fresh, f"step {step}"


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_there():
    make_article("First")
    before = body()
    with transaction.atomic():
        Article.objects.update(title="Second")
        assert "Second" in body()
        with transaction.atomic():
            Article.objects.update(title="Third")
            assert "Third" in body()
            transaction.set_rollback(True)
        assert "Second" in body()
        Article.objects.update(title="Fourth")
        assert "Fourth" in body()
        transaction.set_rollback(True)
    assert body() == before
    Article.objects.update(title="Fifth")
    assert "Fifth" in body()


@pytest.mark.django_db(transaction=True)
def test_a_reader_beside_a_writer_sees_what_is_committed():
    make_article("First")
    seen = []

    def read():
        seen.append(body())
        connection.close()

    def beside():
        reader = threading.Thread(target=read)
        reader.start()
        reader.join()
        return seen[-1]

    with transaction.atomic():
        Article.objects.update(title="Second")
        assert "Second" in body()  # the writer itself
        assert "First" in beside()
    assert "Second" in beside()
    assert "Second" in body()


@pytest.mark.django_db(transaction=True)
def test_threads_never_meet_an_old_page():
    make_article("Version 0")
    latest, wrong = [0], []

    def read():
        for _ in range(25):
            least = latest[0]
            page = body()
            shown = int(page.rpartition("Version ")[2].partition("<")[0])
            if shown < least:
                wrong.append((shown, least))
        connection.close()

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    number = 0
    while any(reader.is_alive() for reader in readers):
        number += 1
        Article.objects.update(title=f"Version {number}")
        latest[0] = number
    assert number
    assert not wrong


@pytest.mark.django_db(transaction=True)
def test_another_process_with_a_memory_of_its_own_sees_every_change():
    reads = """
import sys
import django
django.setup()
from django.test import Client
for line in sys.stdin:
    page = Client().get("/articles/", headers={"host": "localhost"}).content.decode()
    print(page.rpartition("Version ")[2].partition("<")[0], flush=True)
"""
    at = connection.settings_dict
    server = f"{quote(at['USER'])}:{quote(at['PASSWORD'])}@{quote(at['HOST'], safe='')}"
    url = {
        "sqlite": f"sqlite:///{at['NAME']}",
        "postgresql": f"postgresql://{server}:{at['PORT']}/{at['NAME']}",
    }[connection.vendor]
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "project.settings"}
    make_article("Version 0")
    with subprocess.Popen(
        [sys.executable, "-c", reads],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        for number in (1, 2, 3):
            for _ in range(2):
                other.stdin.write("\n")
                other.stdin.flush()
                assert other.stdout.readline().strip() == f"{number - 1}"
            Article.objects.update(title=f"Version {number}")
        other.stdin.close()


@pytest.mark.skipif("'postgresql' not in os.environ['DATABASE_URL']", reason="PostgreSQL's own")
@pytest.mark.django_db(transaction=True)
def test_what_only_postgresql_has_shows_at_once():
    article = make_article("First")
    assert "By COPY" not in body(article.get_absolute_url())
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY summaries_part (article_id, position, title, body, anchor, word_count) FROM STDIN"
        ) as rows,
    ):
        rows.write_row([article.pk, 9, "By COPY", "<p>By hand</p>", "part-9", 2])
    assert "By COPY" in body(article.get_absolute_url())
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE summaries_part")
    assert "By COPY" not in body(article.get_absolute_url())


def test_languages_and_fragments_are_kept_apart():
    make_article()
    assert body(**{"Accept-Language": "zh-hans"}) != body()
    assert "<html" in body()
    for headers, is_whole in (
        *[({"HX-Request": "true"}, False), ({}, True)],
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, True),
    ):
        for _ in range(2):
            assert ("<html" in body(**headers)) is is_whole


def test_fragments_are_in_the_visitors_language_and_under_the_sites_prefix():
    make_article(tags=("a",))
    assert "All articles" in body()
    assert "All articles" not in body(**{"Accept-Language": "zh-hans"})
    with override_script_prefix("/library/"):
        page = body()
    assert 'href="/library/tags/a/"' in page
    assert 'href="/tags/a/"' not in page


def test_who_is_logged_in_gets_pages_of_their_own(client):
    article = make_article()
    client.force_login(get_user_model().objects.create_superuser("ruth"))
    own = client.get(article.get_absolute_url())
    assert "/admin/" in own.content.decode()
    assert "ETag" not in own.headers
    assert "/admin/" not in body(article.get_absolute_url())


class Hung(BaseCache):
    """A cache server that lets every call run into its time-out."""

    calls = 0

    def __init__(self, location, params):
        super().__init__(params)

    def get(self, *args, **kwargs):
        Hung.calls += 1
        raise TimeoutError

    set = get


def test_a_cache_that_is_down_costs_one_time_out(settings):
    make_article("Still here")
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": "tests.test_pagecache.Hung"}}
    assert "Still here" in body()
    assert Hung.calls == 1
    settings.CACHES = {
        **settings.CACHES,
        "pages": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1",
        },
    }
    assert "Still here" in body()
    settings.SUMMARIES_PAGE_CACHE = None
    assert "Still here" in body()


def test_a_cache_that_goes_down_meanwhile_costs_nothing(monkeypatch):
    def down(*args, **kwargs):
        raise ConnectionResetError

    make_article("Still here")
    monkeypatch.setattr(type(cache), "set", down)
    assert "Still here" in body()


# A host with a base.html and a middleware of its own


@pytest.fixture
def host(settings, tmp_path):
    """Lets the footer of every page hold a piece of template, and a middleware see to the rest."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.test_pagecache.host_middleware"]
    settings.ALLOWED_HOSTS = ["*"]

    def write(footer):
        (tmp_path / "summaries").mkdir(exist_ok=True)
        (tmp_path / "summaries" / "base.html").write_text(
            '{% extends "summaries/base.html" %}{% block footer %}' + footer + "{% endblock %}"
        )
        templates = copy.deepcopy(settings.TEMPLATES)
        templates[0]["DIRS"] = [tmp_path]
        settings.TEMPLATES = templates

    return write


def host_middleware(get_response):
    """Does for a visitor what the header ``X-Host`` says."""

    def respond(request):
        asked = request.headers.get("X-Host", "")
        match asked.split(":"):
            case ["sso", name]:
                request.user = get_user_model()(username=name)
            case ["message", text]:
                messages.info(request, text)
            case ["session", text]:
                request.session["text"] = text
            case ["zone", name]:
                timezone.activate(name)
            case ["addresses", name]:
                request.urlconf = name
        response = get_response(request)
        match asked.split(":"):
            case ["zone", _name]:
                timezone.deactivate()
            case ["cookie", text]:
                response.set_cookie("own", text)
            case ["status", _text]:
                response.status_code = 203
            case ["header", name, value, *_mine]:
                response.headers[name] = value
            case ["landing"] if response.status_code == 301:
                response = HttpResponse(f"It is at {response['Location']} now.")
        return response

    return respond


@pytest.mark.parametrize(
    ("footer", "visitor"),
    [
        ("{{ user }}", {"headers": {"X-Host": "sso:Mine"}}),
        ("{{ user }}", {"REMOTE_USER": "Mine"}),
        ("{{ request.META.REMOTE_USER }}", {"REMOTE_USER": "Mine"}),
        ("{{ request.headers.authorization }}", {"headers": {"Authorization": "Basic Mine"}}),
        ("{% for one in messages %}{{ one }}{% endfor %}", {"headers": {"X-Host": "message:Mine"}}),
        ("{{ request.session.text }}", {"headers": {"X-Host": "session:Mine"}}),
        *(
            ("{{ request.headers.x_host }}", {"headers": {"X-Host": does}})
            for does in (
                "cookie:Mine",
                "status:Mine",
                "header:Set-Cookie:own=Mine",
                "header:Cache-Control:private, Mine=1",
                "header:Cache-Control:no-store, Mine=1",
                "header:Vary:Mine",
                "header:Vary:Cookie:Mine",
                "header:Vary:*, Mine",
            )
        ),
    ],
)
def test_what_one_visitor_was_shown_nobody_else_is(settings, host, footer, visitor):
    remote_user = "django.contrib.auth.middleware.RemoteUserMiddleware"
    if footer == "{{ user }}":
        settings.MIDDLEWARE = [*settings.MIDDLEWARE[:-1], remote_user, settings.MIDDLEWARE[-1]]
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.RemoteUserBackend"]
    host(footer)
    make_article()
    client = Client()
    first = client.get(LIST, **visitor)
    assert "Mine" in first.content.decode()
    assert "ETag" not in first.headers
    for _ in range(2):
        assert "Mine" not in body()
    if {"sessionid", "messages"} & client.cookies.keys():
        # Nor does one who comes back with these get the page of the others.
        assert "ETag" not in client.get(LIST).headers


@pytest.mark.parametrize(
    ("footer", "visitor"),
    [
        ("{{ request.user }}", {"headers": {"X-Host": "sso:Mine"}}),
        ("{{ request.META.REMOTE_USER }}", {"REMOTE_USER": "Mine"}),
        ("{{ request.headers.authorization }}", {"headers": {"Authorization": "Basic Mine"}}),
        ("{% for one in messages %}{{ one }}{% endfor %}", {"headers": {"X-Host": "message:Mine"}}),
        ("{{ request.session.text }}", {"headers": {"X-Host": "session:Mine"}}),
    ],
)
def test_nobody_gets_a_kept_page_in_place_of_their_own(host, footer, visitor):
    host(footer)
    make_article()
    assert "ETag" in Client().get(LIST).headers
    assert "Mine" in Client().get(LIST, **visitor).content.decode()


@pytest.mark.parametrize("name", ["sessionid", "messages"])
def test_cookies_of_a_visitor_count_without_django_reading_them(settings, host, name):
    host("{{ request.COOKIES." + name + " }}")
    settings.MIDDLEWARE = [settings.MIDDLEWARE[0], "django.middleware.locale.LocaleMiddleware"]
    make_article()
    client = Client()
    client.cookies[name] = "Mine"
    for _ in range(2):
        assert "Mine" in client.get(LIST).content.decode()
        assert "Mine" not in body()


class Elsewhere(BaseStorage):
    """Messages that are kept where no cookie tells of them."""

    def _get(self, *args, **kwargs):
        text = self.request.headers.get("X-Stored")
        return [Message(messages.INFO, text)] if text else [], True

    def _store(self, left, *args, **kwargs):
        return []


def test_messages_from_elsewhere_are_not_kept(settings, host):
    settings.MESSAGE_STORAGE = "tests.test_pagecache.Elsewhere"
    host("{% for one in messages %}{{ one }}{% endfor %}")
    make_article()
    assert "Mine" in body(**{"X-Stored": "Mine"})
    assert "Mine" not in body()


def test_a_look_into_the_session_does_not_make_a_page_personal(host):
    host("{{ request.session.text }}")
    make_article()
    assert "ETag" in Client().get(LIST).headers


def test_a_kept_answer_is_of_the_same_kind():
    make_article()
    kinds = {Client().get("/search/titles/?q=a")["Content-Type"] for _ in range(2)}
    assert kinds == {"application/json"}


def test_other_methods_neither_get_nor_make_a_kept_page():
    make_article()
    for _ in range(2):
        assert Client().options(LIST).content == b""
        assert Client().post(LIST).status_code == 405
        assert "A quiet quarter" in body()


def test_what_a_host_makes_of_a_redirect_is_made_each_time(host):
    host("")
    article = make_article("Old")
    article.slug = "new"
    article.save()
    for _ in range(2):
        assert body("/articles/old/", **{"X-Host": "landing"}) == "It is at /articles/new/ now."


def test_a_message_that_waits_is_shown_on_a_page_that_is_kept(host):
    host("{% for one in messages %}{{ one }}{% endfor %}")
    make_article()
    body()
    client = Client()
    client.get("/search/titles/", headers={"X-Host": "message:Mine"})
    assert "Mine" in client.get(LIST).content.decode()
    assert "Mine" not in body()


@pytest.mark.parametrize("footer", ["{% csrf_token %}", "{{ request.csp_nonce }}{{ csp_nonce }}"])
@pytest.mark.parametrize("without", ["nothing", "CsrfViewMiddleware"])
def test_a_token_or_a_nonce_is_never_stored(settings, host, footer, without):
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if not one.endswith(without)]
    host(f"<i>{footer}</i>")
    make_article()
    first, second = (body().partition("<i>")[2].partition("</i>")[0] for _ in range(2))
    assert first != second


def test_foreign_cookies_do_not_matter(django_assert_num_queries):
    make_article()
    first, client = body(), Client()
    client.cookies.load({"_ga": "1", "consent": "yes", "csrftoken": "x" * 32})
    with django_assert_num_queries(1):
        assert client.get(LIST).content.decode() == first


def test_parameters_that_a_page_does_not_read_make_no_entries(host, django_assert_num_queries):
    host("{{ request.get_full_path }}")
    article = make_article(tags=("a", "b"))
    for url in (LIST, article.get_absolute_url(), f"{LIST}?q=quiet&tags=a&tags=b"):
        cache.clear()
        sign = "&" if "?" in url else "?"
        assert "Mine" in body(f"{url}{sign}utm_source=Mine")
        first = body(url)
        assert "Mine" not in first
        kept = len(cache._cache)
        with django_assert_num_queries(20):
            for number in range(20):
                assert body(f"{url}{sign}utm_source={number}&page=1") == first
        assert len(cache._cache) == kept
    body(f"{LIST}?tags=b&q=quiet&tags=a")  # the same, spelt another way
    assert len(cache._cache) == kept


def test_hosts_schemes_and_time_zones_are_kept_apart(host):
    host("{{ request.get_host }} {{ request.scheme }}")
    make_article(published_at=LONG_AGO.replace(hour=23))
    pages = {
        body(),
        body(host="other.example"),
        Client().get(LIST, secure=True).content.decode(),
        body(**{"X-Host": "zone:Asia/Tokyo"}),
    }
    assert len(pages) == 4
    other = {"X-Host": "addresses:tests.hosts.urls"}
    assert Client().get(LIST, headers=other)["ETag"] != Client().get(LIST)["ETag"]


def test_a_page_that_is_not_there_is_not_kept():
    make_article("First")
    for url in (f"{LIST}?page=9", "/articles/nothing/", "/categories/nothing/"):
        for headers in ({}, {"If-None-Match": "*"}):
            response = Client().get(url, headers=headers)
            assert response.status_code == 404
            assert "ETag" not in response.headers
    assert not cache._cache


@pytest.mark.parametrize("spelt", ['W/"{}"', '"{}"', '"other", W/"{}"', "*"])
def test_any_spelling_of_an_etag_that_is_known_gets_304(client, spelt):
    make_article()
    tag = client.get(LIST)["ETag"].removeprefix("W/").strip('"')
    for _ in range(2):
        again = client.get(LIST, headers={"If-None-Match": spelt.format(tag)})
        assert (again.status_code, again.content) == (304, b"")
        cache.clear()
    assert client.get(LIST, headers={"If-None-Match": '"other"'}).status_code == 200


def test_kept_pages_pass_through_a_hosts_middleware(settings):
    first, *others = settings.MIDDLEWARE
    settings.MIDDLEWARE = [first, "django.middleware.gzip.GZipMiddleware", *others]
    make_article()
    plain = body()
    for _ in range(2):
        response = Client().get(LIST, headers={"Accept-Encoding": "gzip"})
        assert gzip.decompress(response.content).decode() == plain
        assert "Content-Security-Policy" in response.headers


def test_nothing_is_kept_while_templates_are_being_written(settings):
    settings.DEBUG = True
    make_article()
    assert "ETag" not in Client().get(LIST).headers
    assert not cache._cache


def test_nothing_is_kept_without_a_mark():
    make_article("Here all the same")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM summaries_publicstate")
    for _ in range(2):
        response = Client().get(LIST)
        assert "Here all the same" in response.content.decode()
        assert "ETag" not in response.headers
    Article.objects.update(title="Marked")
    assert "ETag" in Client().get(LIST).headers


def test_nothing_is_kept_without_the_middleware(settings):
    settings.MIDDLEWARE = settings.MIDDLEWARE[1:]
    make_article()
    assert "ETag" not in Client().get(LIST).headers
    assert not cache._cache


def test_processes_of_one_deployment_agree():
    told = """
import django
django.setup()
from django.test import override_settings
from summaries.deployment import fingerprint
with override_settings(OWN={"some", "values", "in", "no", "order"}):
    print(fingerprint())
"""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "project.settings"}
    fingerprints = {
        subprocess.check_output(
            [sys.executable, "-c", told], env=environment | {"PYTHONHASHSEED": seed}
        )
        for seed in "123"
    }
    assert len(fingerprints) == 1


def test_nothing_old_survives_a_deployment(settings, host, tmp_path, tmp_path_factory, monkeypatch):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    make_article()
    etags = set()

    def deploys():
        etag = Client().get(LIST)["ETag"]
        assert etag not in etags
        assert Client().get(LIST)["ETag"] == etag
        etags.add(etag)

    deploys()
    host("One")
    deploys()
    base = tmp_path / "summaries" / "base.html"
    date = base.stat()
    host("Two")
    os.utime(base, ns=(date.st_atime_ns, date.st_mtime_ns))  # as reproducible builds do
    deploys()
    settings.LOCALE_PATHS = [elsewhere]
    deploys()
    for name in ("django.mo", "formats.py"):
        (elsewhere / name).write_bytes(b"")
        settings.LOCALE_PATHS = [elsewhere]
        deploys()
    (elsewhere / "formats.py").rename(elsewhere / "more.py")
    settings.LOCALE_PATHS = [elsewhere]
    deploys()
    settings.SUMMARIES_SITE_NAME = "Another"
    deploys()
    monkeypatch.syspath_prepend(tmp_path)
    for line in ("", "# Changed"):
        (tmp_path / "addresses.py").write_text(f"from project.urls import *  # noqa\n{line}")
        settings.ROOT_URLCONF = "addresses"
        deploys()


# Bounds


def test_however_long_a_query_the_page_is_not():
    tags = [f"a-tag-of-some-length-{number:03}" for number in range(127)]
    make_article(tags=tags)
    query = "&".join(f"tags={tag}" for tag in tags)
    assert len(query) > 3500
    page = body(f"{LIST}?{query}")
    assert "Only the first 10 tags are used." in page
    assert tags[50] not in page.partition('id="results"')[2].partition("card")[0]
    assert len(page) < 100_000
    words = "word " * 800
    page = body(f"{LIST}?q={words}")
    assert "Only the first 200 characters of the words are used." in page
    assert len(page) < 100_000
    assert not cache._cache


def test_what_a_process_stores_stays_under_its_bound(monkeypatch):
    monkeypatch.setattr("summaries.models.overview.COUNTS_STORED", 20_000)
    make_article(tags=("a", "b", "c"))
    for number in range(16):
        assert Client().get(f"{LIST}?q=quiet&year={1900 + number}&tags=a").status_code == 200
        assert Client().get(f"{LIST}?q=quiet+quarter{number}").status_code == 200
    assert 10_000 < current_overview().bytes <= 20_000


def test_bytes_are_counted_honestly(monkeypatch):
    monkeypatch.setattr("summaries.models.overview.COUNTS_STORED", 1_000_000)
    whole = Overview(Marks(), "default")
    tracemalloc.start()
    try:
        for number in range(5000):
            value = [f"{number} " * 20, {number: [number + 1000]}, (number, 2.5)]
            whole.stored(("key", number), lambda value=value: value)
        assert tracemalloc.get_traced_memory()[0] < 1_300_000
    finally:
        tracemalloc.stop()
    whole.stored("large", lambda: "x" * 2_000_000)
    assert whole.stored("large", lambda: "not stored") == "not stored"
    assert whole.stored(("key", 4999), lambda: "computed again") != "computed again"


# Routers


class RandomRouter:
    """Sends each query somewhere else."""

    draw = random.Random(5)

    def db_for_read(self, model, **hints):
        return self.draw.choice(["default", "replica"])

    def db_for_write(self, model, **hints):
        return "default"


def test_a_page_is_read_from_one_database(settings, monkeypatch):
    monkeypatch.setitem(connections.databases, "replica", connections.databases["default"])
    replica = copy.copy(connections["default"])
    replica.alias, replica.execute_wrappers = "replica", []
    connections["replica"] = replica
    make_article("First", tags=("a",))
    settings.DATABASE_ROUTERS = ["tests.test_pagecache.RandomRouter"]
    asked = set()

    def note(execute, sql, params, many, context):
        asked.add(context["connection"].alias)
        return execute(sql, params, many, context)

    try:
        with connections["default"].execute_wrapper(note), replica.execute_wrapper(note):
            for url in (HOME, f"{LIST}?q=first&tags=a", "/tags/a/", "/articles/first/") * 5:
                cache.clear()
                asked.clear()
                assert "First" in body(url)
                assert len(asked) == 1, url
    finally:
        del connections["replica"]


# What may be old, and what never is


@pytest.fixture
def lagging(settings, monkeypatch):
    """A minute's grace for what surrounds a page, and a clock to let it pass."""
    settings.SUMMARIES_SURROUNDINGS_AGE = 60
    clock = [time.time()]
    monkeypatch.setattr(time, "time", lambda: clock[0])

    def wait(seconds):
        clock[0] += seconds

    return wait


def change_elsewhere(**fields):
    """Change every article as another process does."""
    with connection.cursor() as cursor:
        for name, value in fields.items():
            cursor.execute(f"UPDATE summaries_article SET {name} = %s", [value])


def test_an_edit_leaves_the_stored_pages_of_other_articles_alone(
    lagging, django_assert_max_num_queries
):
    one, other = make_article("One", tags=("a",)), make_article("Other", tags=("b",))
    url, first = one.get_absolute_url(), body(one.get_absolute_url())
    other.title = "Another"
    other.save()
    with django_assert_max_num_queries(6):  # the marks, and the texts on the page read again
        assert body(url) == first
    with django_assert_max_num_queries(1):  # which is remembered
        assert body(url) == first
    lagging(61)
    assert "Another" in body(url)


def test_related_articles_are_chosen_anew_when_others_change(settings):
    """By their titles: also where the articles shown so far are as they were."""
    settings.SUMMARIES_SURROUNDINGS_AGE = 0
    settings.SUMMARIES_RELATED_COUNT = 1
    article = make_article("Harbour report", tags=("a",))
    for days in (1, 2, 3):
        make_article(f"Other {days}", tags=("a",), category=("Home",), days=days)
    url = article.get_absolute_url()
    assert "Harbour news" not in body(url)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE summaries_article SET title = 'Harbour news' WHERE title = 'Other 1'"
        )
    assert "Harbour news" in body(url)


def test_the_subject_of_a_page_is_never_old(lagging):
    article = make_article("First", tags=("one",))
    addresses = (article.get_absolute_url(), LIST, HOME, "/tags/one/", "/categories/work/")
    addresses += ("/search/?q=first", f"{LIST}?year=2020")
    for url in addresses:
        assert "First" in body(url)
    change_elsewhere(title="Second first")
    for url in addresses:
        assert "Second" in re.sub("</?mark>", "", body(url)), url
    with connection.cursor() as cursor:
        cursor.execute("UPDATE summaries_part SET body = '<p>By hand</p>'")
        cursor.execute("UPDATE summaries_tag SET name = 'uno'")
        cursor.execute("UPDATE summaries_category SET name = 'Labour'")
    assert all(words in body(addresses[0]) for words in ("By hand", "uno", "Labour"))
    change_elsewhere(status="draft")
    for url in addresses[:1] + addresses[3:5]:
        assert Client().get(url).status_code == 404
    for url in (*addresses[1:3], *addresses[5:]):
        assert "Second" not in body(url), url


def add_elsewhere(title):
    """Publish a copy of the oldest article under another title as another process does."""
    columns = [one.column for one in Article._meta.concrete_fields if not one.generated][1:]
    values = {**dict(zip(columns, columns, strict=True)), "title": "%s", "slug": "%s"}
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO summaries_article ({', '.join(columns)}) SELECT"
            f" {', '.join(values[name] for name in columns)} FROM summaries_article"
            " ORDER BY published_at, id LIMIT 1",
            [title, title.lower()],
        )


def offers(page, label):
    """The number beside a choice of the filters."""
    return re.search(rf'choice-label">{label}</span> <span class="count">(\d+)<', page)[1]


def test_numbers_are_no_older_than_the_setting_says(lagging):
    make_article("At home", days=1, category=("Home",))
    for number in range(3):
        make_article(f"Text {number}")
    assert "4 articles" in body(LIST)
    add_elsewhere("Text 4")
    page = body(LIST)
    assert "5 articles" in page  # the list itself is read
    assert offers(page, "Work") == "3"
    lagging(61)
    assert offers(body(LIST), "Work") == "4"


@pytest.mark.parametrize(
    "statements",
    [
        ["UPDATE summaries_article SET status = 'draft' WHERE id = %s"],
        ["UPDATE summaries_article SET expires_at = published_at WHERE id = %s"],
        [
            *(
                f"DELETE FROM summaries_{table} WHERE {column} = %s"
                for table, column in (
                    ("articletag", "content_object_id"),
                    ("part", "article_id"),
                    ("revision", "article_id"),
                    ("article", "id"),
                )
            )
        ],
    ],
)
def test_what_is_withdrawn_is_gone_from_every_page_at_once(lagging, statements):
    make_article("One", tags=("a",))
    two = make_article("Two", tags=("a", "Odd"), category=("Work", "Odd"))
    urls = (HOME, LIST, "/articles/one/", "/tags/a/", "/categories/work/", "/search/?q=much")
    around = (HOME, "/categories/", "/tags/")
    assert all("Two" in body(url) for url in urls)
    assert all("Odd" in body(url) for url in around)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, [two.pk])
    assert not any("Two" in body(url) for url in urls)
    assert not any("Odd" in body(url) for url in around)


def test_numbers_of_a_search_are_no_older_either(settings, lagging):
    for number in range(3):
        make_article(f"Text {number}")
    settings.SUMMARIES_PAGE_SIZE = 1
    url = "/search/?q=zeppelin"
    assert "0 articles" in body(url)
    change_elsewhere(search_text="zeppelin")
    assert "1–1 of 2 articles" in body(url)  # that there is another one is seen at once
    lagging(61)
    assert "1–1 of 3 articles" in body(url)
    settings.SUMMARIES_SURROUNDINGS_AGE = 0
    change_elsewhere(search_text="nothing")
    assert "0 articles" in body(url)


def test_who_has_written_sees_numbers_of_this_moment(lagging):
    make_article("At home", days=1, category=("Home",))
    make_article("One")
    assert offers(body(LIST), "Work") == "1"
    make_article("Two")
    assert offers(body(LIST), "Work") == "2"


def test_a_list_that_has_grown_goes_on(lagging, settings):
    settings.SUMMARIES_PAGE_SIZE = 2
    make_article("One")
    make_article("Two", days=1)
    assert "page=2" not in body(LIST)
    add_elsewhere("Three")
    assert "page=2" in body(LIST)


def test_a_draft_and_its_edits_leave_every_page_alone(django_assert_num_queries):
    make_article("Public")
    draft = make_article("Draft", status="draft", tags=("a",))
    first = body(LIST)
    draft.title = "Another"
    draft.tags.add("b")
    draft.save()
    with django_assert_num_queries(1):
        assert body(LIST) == first
