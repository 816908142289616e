"""Writes in one site what it is told to: ``python -m benchmarks.write app``.

Reads orders from standard input, one a line: ``text NUMBER SLUG``, ``title …`` and ``tags …`` are
one article saved, ``import COUNT FIRST`` are more new articles, numbered from FIRST. Answers each
with the seconds that it took, once it is done.
"""

from __future__ import annotations

import os
import sys
import time
from itertools import islice

import django

from . import corpus
from .load import store_of
from .sites import SITES

ENDLESS = sys.maxsize


def main() -> None:
    site = SITES[sys.argv[1]]
    os.environ["DJANGO_SETTINGS_MODULE"] = site.settings
    django.setup()
    store = store_of(site)
    corpus.words()  # where edits take words from
    new_articles = None
    print("ready", flush=True)
    for line in sys.stdin:
        what, one, other = line.split()
        if what == "import":
            count, first = int(one), int(other)
            new_articles = new_articles or corpus.documents(ENDLESS, "short", first=first)
            documents = list(islice(new_articles, count))
        start = time.perf_counter()
        if what == "import":
            store.store_all(documents, batch_size=count, progress=lambda done: None)
        else:
            store.edit(other, what, int(one))
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
