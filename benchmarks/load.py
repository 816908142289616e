"""Load the corpus into one site's database: ``python -m benchmarks.load app --size 10k``.

``python -m benchmarks`` calls this where the articles are not there yet. The
measurement, one line of JSON, is the last thing printed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator

import django
from django.core.management import call_command
from tqdm import tqdm

from . import corpus
from .processes import peak_memory
from .sites import SITES

BATCH_SIZE = 500


def load(site: str, size: int, length: str, batch_size: int = BATCH_SIZE) -> dict[str, float]:
    """Migrate, store the articles, add a superuser; returns what it cost.

    Django must be set up with the site's settings.
    """
    from django.contrib.auth import get_user_model

    call_command("migrate", verbosity=0)
    documents = Timed(corpus.documents(size, length))
    cpu, clock = time.process_time(), time.perf_counter()
    with tqdm(total=size, unit=" articles", desc=site, mininterval=5) as bar:
        store_all_of(site)(documents, batch_size=batch_size, progress=bar.update)
    cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
    get_user_model().objects.create_superuser("admin", password="admin")
    return {
        "articles": size,
        "seconds": clock,
        "cpu_application": cpu - documents.seconds,
        "cpu_generator": documents.seconds,
        "peak_memory": peak_memory("self"),
    }


class Timed:
    """An iterable that keeps count of the processor time it took."""

    def __init__(self, items: Iterable):
        self.items = iter(items)
        self.seconds = 0.0

    def __iter__(self) -> Iterator:
        return self

    def __next__(self):
        start = time.process_time()
        try:
            return next(self.items)
        finally:
            self.seconds += time.process_time() - start


def store_all_of(site: str) -> Callable:
    if site == "app":
        return _store_in_app
    from .bare.store import store_all

    return store_all


def _store_in_app(documents, *, batch_size, progress) -> None:
    """By the library's own import, as ``import_articles`` does it."""
    from summaries.importers import Reading, Store

    readings = (Reading(one.source.key, one.source.key, one) for one in documents)
    for outcome in Store().store_many(readings, batch_size=batch_size):
        if outcome.outcome != "created":
            raise RuntimeError(f"{outcome.reading.key} {outcome.outcome}: {outcome.reason}")
        progress(1)


def number(text: str) -> int:
    """``"10k"`` and ``"1M"`` as numbers."""
    factor = {"k": 1_000, "m": 1_000_000}.get(text[-1:].lower())
    return int(text[:-1]) * factor if factor else int(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("site", choices=SITES)
    parser.add_argument("--size", type=number, default=10_000)
    parser.add_argument("--length", choices=corpus.LENGTHS, default="short")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = SITES[options.site].settings
    django.setup()
    json.dump(load(options.site, options.size, options.length), sys.stdout)


if __name__ == "__main__":
    main()
