"""The benchmark's articles are always the same, its sites answer, and the docs show its figures."""

import json
import os
import subprocess
import sys
from itertools import islice

import pytest
from django.conf import settings

from benchmarks import corpus, report
from benchmarks.edits import edits, reworded
from benchmarks.sites import SITES, Target
from summaries.models import Article, Revision

# Each site has settings of its own, hence a process of its own.
VISIT = """
import json, sys
import django
django.setup()
from django.test import Client
from benchmarks.load import load, store_of
from benchmarks.sites import SITES
from benchmarks.targets import Targets

load("bare", 60, "short")
targets = Targets("short")
client = Client(SERVER_NAME="localhost")
wanted = {
    **{kind: pages[0] for kind, pages in targets.pages().items()},
    **{f"crawl, {kind}": pages[-1] for kind, pages in targets.crawl().items()},
    **{f"mix, {number}": page for number, page in enumerate(targets.mix()[:100])},
}
pages = {}
for kind, target in wanted.items():
    if path := SITES["bare"].path(target):
        response = client.get(path)
        pages[kind] = [response.status_code, response.content.decode().count('href="/articles/')]
store_of(SITES["bare"]).edit(targets.articles[0], "title", 7)
page = client.get(SITES["bare"].path(targets.pages()["article"][0])).content.decode()
print(json.dumps([pages, page]))
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


def test_plain_site_answers_and_is_edited(tmp_path):
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
    pages, edited = json.loads(done.stdout)
    assert {status for status, links in pages.values()} == {200}
    for kind in ("list, page 1", "category, large", "tag, common", "search, common word"):
        assert pages[kind][1] > 2, kind
    assert edited.count(corpus.words()[7]) >= 2  # in the title and in the text


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
def test_an_edit_is_a_real_one():
    from benchmarks import app_store

    app_store.store_all(corpus.documents(3, "short"), batch_size=3, progress=lambda done: None)
    article = Article.objects.published().first()
    tags, title, body = article.tags.count(), article.title, article.parts.first().body
    app_store.edit(article.slug, "title", 1)
    app_store.edit(article.slug, "tags", 2)
    article = Article.objects.get(pk=article.pk)
    assert article.title != title
    assert article.parts.first().body != body
    assert article.tags.count() >= tags
    assert Revision.objects.filter(article=article).count() == 3


def test_the_most_popular_articles_are_edited_most():
    slugs = [order.split()[2] for order in islice(edits(["first", "second", *"abcdefgh"]), 300)]
    assert slugs.count("first") > slugs.count("second") > slugs.count("h") > 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A report on work", "A report on {}"),
        ("<p>One.</p>\n<p>Two words, and more.</p>", "<p>One.</p>\n<p>Two words, and {}.</p>"),
    ],
)
def test_the_last_word_is_another_one(text, expected):
    assert reworded(text, 3) == expected.format(corpus.words()[3])


def test_performance_page_shows_the_figures_that_are_kept():
    text = report.PAGE.read_text(encoding="utf-8")
    assert report.page(text) == text, "run python -m benchmarks.report"


def test_tables_of_two_sizes_show_the_growth():
    cells = rows(report.tables([result(500, app=2, bare=4), result(10_000, app=3, bare=40)]))
    assert cells["SQLite"][:4] == ["every 5 s", "80", "20", "**4.0**"]
    assert cells["list"] == ["3.0", "40", "1.50 (plain 10.0)"]


def result(size, app, bare):
    """The figures of a run, of one kind of page."""
    costs = {"app": {"cpu": app, "cpu_ratio": app / bare}, "bare": {"cpu": bare}}
    times = {"p50": 5, "p95": 9}
    mix = {
        "app": {**costs["app"], **times, "per_second": 80, "per_second_ratio": 4},
        "bare": {**costs["bare"], **times, "per_second": 20},
    }
    return {
        "size": size,
        "length": "short",
        "database": "sqlite",
        "database_version": "3.50",
        "database_cpu_known": True,
        "python": "3.14",
        "django": "6.0",
        "processors": 2,
        "measured_at": "2026-01-01T00:00:00",
        "mix": {"every 5 s": mix},
        "changes": {"list": costs},
        "load": {},
    }


def rows(text):
    """The cells of each table's rows by the first one."""
    lines = [line[1:-1].split("|") for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line] for line in lines]
    return {first: rest for first, *rest in cells}
