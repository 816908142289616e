"""The benchmark's articles are always the same, and its plain site answers."""

import json
import os
import subprocess
import sys
from itertools import islice

import pytest
from django.conf import settings
from django.http import HttpResponse

from benchmarks import corpus
from benchmarks.changed import ChangedMiddleware
from benchmarks.report import report
from benchmarks.sites import SITES, Target
from summaries.models import public_facts
from summaries.models.state import PublicStateManager

# The plain site has settings of its own, hence a process of its own.
VISIT = """
import json
import django
django.setup()
from django.test import Client
from benchmarks.load import load
from benchmarks.sites import SITES
from benchmarks.targets import targets

load("bare", 50, "short")
client = Client(SERVER_NAME="localhost")
client.login(username="admin", password="admin")
pages = {}
for kind, wanted in targets("short").items():
    path = SITES["bare"].path(wanted[0])
    if path is None:
        continue
    response = client.get(path)
    pages[kind] = [response.status_code, response.content.decode().count('href="/articles/')]
print(json.dumps(pages))
"""


def test_corpus_is_always_the_same():
    small = list(corpus.documents(30, "short"))
    assert small == list(islice(corpus.documents(1000, "short"), 30))
    assert len({document.slug for document in small}) == 30
    assert {document.language for document in corpus.documents(100, "short")} == {"en", "zh"}


def test_words_have_about_the_hits_that_are_asked_for():
    (word,) = corpus.words_with_hits(0.5, "short", count=1)
    texts = [
        " ".join(part.body for part in document.parts).lower()
        for document in corpus.documents(500, "short")
    ]
    assert 150 < sum(word in text for text in texts) < 350


def test_plain_site_answers(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", VISIT],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "DATABASE_URL": f"sqlite:///{tmp_path}/bare.sqlite3",
            "DJANGO_SETTINGS_MODULE": SITES["bare"].settings,
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    pages = json.loads(done.stdout)
    assert {status for status, links in pages.values()} == {200}
    for kind in ("list, page 1", "category, large", "tag, common", "search, common word"):
        assert pages[kind][1] > 2, kind


def test_both_sites_know_each_page():
    page = Target(category="finance/annual", tag="budget", year=2020, page=3)
    app, bare = (SITES[name].path(page) for name in ("app", "bare"))
    assert app == "/categories/finance/annual/?page=3&year=2020&tags=budget"
    assert bare == "/categories/finance/annual/?page=3&year=2020&tag=budget"


def test_some_pages_are_of_the_library_alone():
    page = Target(app_path="/articles/?sort=title")
    assert SITES["app"].path(page) == "/articles/?sort=title"
    assert SITES["bare"].path(page) is None


@pytest.mark.django_db
def test_each_request_meets_a_state_of_its_own(rf, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(PublicStateManager, "stamp", PublicStateManager.stamp)  # to put it back
    computed = []

    def page(request):
        for _ in range(2):
            public_facts().kept("figure", lambda: computed.append(request))
        return HttpResponse()

    middleware = ChangedMiddleware(page)
    public_facts()
    with django_assert_num_queries(6):  # the stamp is asked of the database as ever
        for _ in range(3):
            middleware(rf.get("/"))
    assert len(computed) == 3


def test_report_of_a_run_that_knew_no_change():
    page = {"app": measured(2), "bare": measured(4), "ratio": 2}
    table, other, growth = rows(report([result(500, page), result(10_000, page)]), "list")
    assert table == other
    assert table[:5] == ["2.0", "", "4.0", "**2.0**", ""]
    assert growth == ["2.0", "2.0", "1.00", "4.0", "4.0", "1.00"]


def test_report_of_a_page_of_the_library_alone():
    page = {"app": measured(2), "changed": measured(8)}
    text = report([result(500, page), result(10_000, page)])
    assert rows(text, "list")[0][:5] == ["2.0", "8.0", "", "", ""]
    assert rows(text, "list, changed") == [["8.0", "8.0", "1.00", "", "", ""]]


def result(size, page):
    """The figures of a run, of one kind of page."""
    return {
        "size": size,
        "length": "short",
        "database": "sqlite",
        "database_version": "3.50",
        "database_cpu_known": True,
        "python": "3.14",
        "django": "6.0",
        "processors": 2,
        "rounds": 1,
        "seconds": 1,
        "measured_at": "2026-01-01T00:00:00",
        "pages": {"list": page},
        "floor": {"empty": measured(1)},
        "load": {},
        "memory": {},
    }


def measured(milliseconds):
    times = {"cpu_application": milliseconds, "cpu_database": 0, "p50": 5, "p95": 9}
    return {**times, "per_second": 80, "statements": 6}


def rows(text, name):
    """The cells behind this first one, of each table's row that begins with it."""
    lines = [line[1:-1].split("|") for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line] for line in lines]
    return [rest for first, *rest in cells if first == name]
