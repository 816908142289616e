"""Who is told of changes, and what: a server of our own plays hub and search engine."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qsl

import pytest
from django.core.management import CommandError, call_command

from summaries import announcing
from summaries.models import Announcement, Article
from tests.library import make_article

pytestmark = pytest.mark.django_db

SITE, KEY = "https://example.org", "0123456789abcdef"


@contextmanager
def told(status=200):
    """An address to tell things to, and the list of what was told there."""
    heard = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(status)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(autouse=True)
def site(settings):
    settings.SUMMARIES_SITE_URL = SITE
    settings.SUMMARIES_INDEXNOW_KEY = KEY


def index_now(endpoint, **options):
    call_command("index_now", endpoint=endpoint, verbosity=0, **options)


def addresses(heard):
    """What the search engine was told, by batches."""
    return [
        [one.removeprefix(f"{SITE}/articles/") for one in json.loads(body)["urlList"]]
        for body in heard
    ]


def test_the_first_run_tells_of_all_and_the_next_of_what_has_changed():
    first, gone = make_article("First"), make_article("Gone")
    make_article("Draft", status="draft")
    with told(202) as (endpoint, heard):
        index_now(endpoint)
        said = json.loads(heard[0])
        assert (said["host"], said["key"]) == ("example.org", KEY)
        assert said["keyLocation"] == f"{SITE}/{KEY}.txt"
        index_now(endpoint)
        make_article("New")
        first.title = "First of all"
        first.save()
        gone.delete()
        index_now(endpoint)
        Article.objects.get(slug="new").move_to_bin()
        index_now(endpoint)
        index_now(endpoint, all=True)
    assert addresses(heard) == [
        ["first/", "gone/"],
        ["first/", "new/"],
        ["gone/"],
        ["new/"],
        ["first/"],
    ]


def test_a_run_that_failed_is_taken_up_where_it_ended(monkeypatch):
    monkeypatch.setattr(announcing, "BATCH", 2)
    for title in ("one", "two", "three", "four", "five"):
        make_article(title)
    with told() as (endpoint, heard):
        batches = announcing.submit(SITE, endpoint=endpoint)
        next(batches)
        batches.close()
    make_article("meanwhile")
    with told(429) as (endpoint, _heard), pytest.raises(CommandError, match="429"):
        index_now(endpoint)
    with told() as (endpoint, more):
        index_now(endpoint)
        index_now(endpoint)
    assert addresses(heard) == [["one/", "two/"]]
    assert addresses(more) == [["three/", "four/"], ["five/"], ["meanwhile/"]]


def test_a_dry_run_tells_nobody(capsys):
    make_article("First")
    call_command("index_now", dry_run=True, endpoint="http://127.0.0.1:1/")
    assert capsys.readouterr().out == f"{SITE}/articles/first/\n"
    assert not Announcement.objects.exists()


@pytest.mark.parametrize(
    ("setting", "command", "sentence"),
    [
        ("SITE_URL", "index_now", "“” is no URL of a site: set SUMMARIES_SITE_URL"),
        ("INDEXNOW_KEY", "index_now", "set SUMMARIES_INDEXNOW_KEY"),
        ("WEBSUB_HUB", "ping_hub", "set SUMMARIES_WEBSUB_HUB"),
    ],
)
def test_what_is_missing_is_said(settings, setting, command, sentence):
    setattr(settings, f"SUMMARIES_{setting}", "")
    with pytest.raises(CommandError, match=sentence):
        call_command(command)


def test_who_cannot_be_reached_is_named():
    make_article()
    with pytest.raises(CommandError, match=r"http://127\.0\.0\.1:1/ cannot be reached: .*refused"):
        index_now("http://127.0.0.1:1/")


def test_the_hub_is_told_of_the_feeds_that_changed(settings):
    def ping():
        call_command("ping_hub", verbosity=0)

    def topics(body):
        assert ("hub.mode", "publish") in parse_qsl(body)
        return [
            value.removeprefix(f"{SITE}/feeds/atom/")
            for name, value in parse_qsl(body)
            if name == "hub.url" and "/atom/" in value
        ]

    make_article("Old", category=("Home",), tags=("winter", "ferry"))
    with told() as (hub, heard):
        settings.SUMMARIES_WEBSUB_HUB = hub
        ping()  # there is nobody yet who could have subscribed to more
        ping()
        make_article("New", category=("Work", "Sales"), tags=("ferry",))
        make_article("Draft", status="draft", category=("Secret",), tags=("secret",))
        ping()
    assert [topics(body) for body in heard] == [
        [""],
        ["", "categories/work/", "categories/work/sales/", "tags/ferry/"],
    ]
    assert heard[0].count("hub.url") == 3  # in each format
    Article.objects.get(title="New").move_to_bin()
    with told(500) as (settings.SUMMARIES_WEBSUB_HUB, _heard), pytest.raises(CommandError):
        ping()
    with told() as (settings.SUMMARIES_WEBSUB_HUB, heard):
        ping()
    assert "tags/ferry/" in topics(heard[0])
