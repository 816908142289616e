"""Make a library ten times as large by copying its articles under other addresses.

``python -m benchmarks`` calls this for a million articles, whose import would take
an hour. Categories, tags, words and dates keep their shares; the copies have no history.
"""

from __future__ import annotations

import argparse
import os

import django

from .sites import SITES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("site", choices=["app", "bare"])
    parser.add_argument("--times", type=int, default=10)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = SITES[options.site].settings
    django.setup()
    {"app": multiply_app, "bare": multiply_bare}[options.site](options.times)


def multiply_app(times: int) -> None:
    """Without triggers and full text, which are made anew at the end."""
    from django.db import connection

    from summaries import database
    from summaries.models import Article, ArticleTag, Part, maintained

    objects = maintained(connection)
    database.drop(connection, objects)
    multiply((Article, Part, ArticleTag), times)
    database.install(connection, objects)
    for one in objects:
        one.refresh(connection)


def multiply_bare(times: int) -> None:
    from .bare.models import Article

    multiply((Article, Article.tags.through), times)


def multiply(models: tuple, times: int) -> None:
    """Insert ``times - 1`` copies of every row; each model after those that it refers to."""
    from django.core.management.color import no_style
    from django.db import connection, transaction

    last = {}
    with connection.cursor() as cursor:
        for model in models:
            table = model._meta.db_table
            cursor.execute(f'SELECT max(id) FROM "{table}"')
            (last[model],) = cursor.fetchone()
        for copy in range(1, times):
            with transaction.atomic():
                for model in models:
                    fields = [one for one in model._meta.concrete_fields if not one.generated]
                    names = ", ".join(f'"{field.column}"' for field in fields)
                    values = ", ".join(_copied(field, copy, last) for field in fields)
                    table, most = model._meta.db_table, last[model]
                    cursor.execute(
                        f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}"'
                        f" WHERE id <= {most}"
                    )
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _copied(field, copy: int, last: dict) -> str:
    """The SQL of the column in a copy: keys and addresses of its own, all else as it is."""
    column = f'"{field.column}"'
    model = field.model if field.primary_key else field.related_model
    if model in last:
        return f"{column} + {copy * last[model]}"
    if field.name == "source_key":
        return "''"
    return f"{column} || '-{copy}'" if field.unique else column


if __name__ == "__main__":
    main()
