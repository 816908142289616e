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
from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType

import django
from django.core.management import call_command
from tqdm import tqdm

from . import corpus
from .processes import peak_memory
from .sites import SITES, Site

BATCH_SIZE = 500


def load(site: str, size: int, length: str, batch_size: int = BATCH_SIZE) -> dict[str, float]:
    """Migrate and store the articles; returns what it cost.

    Django must be set up with the site's settings.
    """
    call_command("migrate", verbosity=0)
    documents = Timed(corpus.documents(size, length))
    cpu, clock = time.process_time(), time.perf_counter()
    with tqdm(total=size, unit=" articles", desc=site, mininterval=5) as bar:
        store_of(SITES[site]).store_all(documents, batch_size=batch_size, progress=bar.update)
    cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
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


def store_of(site: Site) -> ModuleType:
    """How the site stores articles and edits them; Django must be set up with its settings."""
    return import_module(site.store)


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
