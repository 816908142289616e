"""The floor under the import: its own rows, inserted into empty tables by ``executemany()``.

``python -m benchmarks.raw --size 10k`` needs the library to be loaded already
(``python -m benchmarks --rounds 0``). Indexes, triggers and full text are at
work as in the import; what is missing is everything that makes the rows.
"""

from __future__ import annotations

import json
import os
import time

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connections, transaction

from . import report
from .databases import running
from .run import database_name, kept_cost, library_options
from .sites import SITES

BATCH_SIZE = 2000


def main() -> None:
    options = library_options(__doc__).parse_args()
    with running(options.database, options.folder.resolve()) as database:
        loaded, copied = (database_name(what, options) for what in ("app", "raw"))
        database.create(copied)
        os.environ["DJANGO_SETTINGS_MODULE"] = SITES["app"].settings
        os.environ["DATABASE_URL"] = database.url(copied)
        os.environ["BENCHMARK_SOURCE_URL"] = database.url(loaded)
        django.setup()
        call_command("migrate", verbosity=0)
        reading = _cpu(database, lambda: [None for _ in rows()])
        both = _cpu(database, insert)
        connections.close_all()
        database.drop(copied)
    cost = json.loads(kept_cost("app", options).read_text(encoding="utf-8"))
    imported = report.per_cpu_second(cost)
    raw = cost["articles"] / (both - reading)
    print(
        f"articles per CPU second: raw inserts {raw:,.0f}, import {imported:,.0f}"
        f" ({imported / raw:.0%})"
    )


def insert() -> None:
    """Copy every row of the library, a batch at a time."""
    for table, columns, batch in rows():
        names = ", ".join(f'"{column}"' for column in columns)
        values = ", ".join(["%s"] * len(columns))
        with transaction.atomic(), connections["default"].cursor() as cursor:
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({values})', batch)


def rows():
    """The loaded library's rows in batches: table, columns, values; what is referred to first."""
    from summaries.models import ArticleCount, PublicState, TagCount

    # What triggers write is written by them here as well.
    kept = {ArticleCount, PublicState, TagCount}
    models = [one for one in apps.get_app_config("summaries").get_models() if one not in kept]

    def depth(model) -> int:
        targets = {field.related_model for field in model._meta.concrete_fields}
        return 1 + max(map(depth, (targets & set(models)) - {model}), default=0)

    for model in sorted(models, key=depth):
        table, key = model._meta.db_table, model._meta.pk.column
        columns = [
            field.column
            for field in model._meta.concrete_fields
            if not getattr(field, "generated", False)
        ]
        selected = ", ".join(f'"{column}"' for column in columns)
        at, after = columns.index(key), ""
        with connections["source"].cursor() as cursor:
            parameters = []
            while True:
                cursor.execute(
                    f'SELECT {selected} FROM "{table}" {after} ORDER BY "{key}" LIMIT {BATCH_SIZE}',
                    parameters,
                )
                if not (batch := cursor.fetchall()):
                    break
                yield table, columns, batch
                after, parameters = f'WHERE "{key}" > %s', [batch[-1][at]]


def _cpu(database, work) -> float:
    """Processor seconds of this process and of the database."""
    before = time.process_time() + database.cpu_seconds()
    work()
    return time.process_time() + database.cpu_seconds() - before


if __name__ == "__main__":
    main()
