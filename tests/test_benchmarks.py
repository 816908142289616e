"""The benchmark's articles are always the same, and its plain site answers."""

import json
import os
import subprocess
import sys
from itertools import islice

from django.conf import settings

from benchmarks import corpus
from benchmarks.sites import SITES, Target

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
    response = client.get(SITES["bare"].path(wanted[0]))
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
