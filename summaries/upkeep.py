"""Find and fix what is wrong with the library's data.

Triggers notice every change except these: SQLite's ``INSERT OR REPLACE`` (without
``recursive_triggers``), PostgreSQL's ``session_replication_role = replica``, and
``pg_restore --data-only --disable-triggers``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass

from django.apps import apps
from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import ngettext_lazy

from . import database, statistics
from .document import Document
from .document import Part as DocumentPart
from .models import (
    Article,
    Category,
    PublicState,
    Redirect,
    Tag,
    copies,
    counts,
    maintained,
    search_index,
    writing,
)
from .models.derived import derive

# Articles checked at a time; those that need it are fixed in one transaction.
BATCH_SIZE = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem: its message, how to count its cases, and how to fix them."""

    message: str
    count: Callable[[BaseDatabaseWrapper], int]
    fix: Callable[[BaseDatabaseWrapper], None]


def find_problems(*, fix: bool = False) -> list[tuple[Problem, int]]:
    """The problems of the library as a whole, each with the number of its cases.

    With ``fix`` all of them are fixed, in one transaction.
    """
    connection = _connection()
    with writing() if fix else nullcontext():
        found = [(problem, problem.count(connection)) for problem in PROBLEMS]
        found = [(problem, count) for problem, count in found if count]
        for problem, _count in found if fix else ():
            problem.fix(connection)
    return found


def check_articles(*, fix: bool = False) -> Iterator[tuple[int, int]]:
    """For each batch, how many articles were checked and how many have outdated columns.

    With ``fix`` their derived columns are computed again, each batch in a transaction;
    a run that was interrupted can be repeated.
    """
    fixed, last = 0, None
    articles = Article.objects.order_by("pk").prefetch_related("parts", "tagged__tag")
    while batch := list((articles.filter(pk__gt=last) if last else articles)[:BATCH_SIZE]):
        wrong = [article.pk for article in batch if _is_outdated(article)]
        if wrong and fix:
            fixed += len(Article.objects.filter(pk__in=wrong).edit())
        last = batch[-1].pk
        yield len(batch), len(wrong)
    if fixed:
        statistics.refresh(_connection(), _tables())


def apply_search_rules(*, fix: bool = False) -> int:
    """How many articles are in the search index by other rules than today's.

    With ``fix`` they are read into it anew, each batch in a transaction.
    """
    outdated = Article.objects.with_other_rules().order_by("pk")
    count = outdated.count()
    while fix and (keys := list(outdated.values_list("pk", flat=True)[:BATCH_SIZE])):
        Article.objects.filter(pk__in=keys).edit()
    return count


def is_migrated() -> bool:
    """Whether the database has the library's tables."""
    return {*_tables()} <= {*_connection().introspection.table_names()}


def _is_outdated(article: Article) -> bool:
    """Whether a derived column differs from what the text gives."""
    parts = article.parts.all()
    document = Document(
        title=article.title,
        lead=article.lead,
        language=article.language,
        parts=tuple(DocumentPart(part.title, part.body, part.anchor) for part in parts),
        tags=tuple(sorted(one.tag.name for one in article.tagged.all())),
    )
    derived = derive(document)
    rows = zip([article, *parts], [derived.article, *derived.parts], strict=True)
    return any(
        getattr(row, name) != value for row, columns in rows for name, value in columns.items()
    )


def _count_objects(connection: BaseDatabaseWrapper) -> int:
    return sum(len(database.differing(connection, one)) for one in maintained(connection))


def _install_objects(connection: BaseDatabaseWrapper) -> None:
    database.install(connection, maintained(connection))


def _count_misplaced(connection: BaseDatabaseWrapper) -> int:
    """Categories whose columns do not match their place in the tree."""
    categories = list(Category.objects.order_by("path"))
    children = Counter(_above(category.path) for category in categories)
    addresses: dict[str, str] = {}
    misplaced = 0
    for category in categories:
        above = addresses.get(_above(category.path), "")
        address = addresses[category.path] = f"{above}/{category.slug}" if above else category.slug
        misplaced += (
            not _has_place(category.path, addresses)
            or category.numchild != children[category.path]
            or category.full_path != address
        )
    return misplaced


def _fix_tree(connection: BaseDatabaseWrapper) -> None:
    """Correct each category's columns; categories without their parent become roots."""
    while orphan := _first_orphan():
        paths = Category.objects.values_list("path", flat=True)
        last = max(
            (Category._str2int(path[: Category.steplen]) for path in paths if _is_path(path)),
            default=0,
        )
        root = Category._get_path("", 1, last + 1)
        below = Category.objects.filter(path__startswith=orphan)
        below.update(
            path=Concat(Value(root), Substr("path", len(orphan) + 1)),
            depth=(Length("path") - len(orphan)) / Category.steplen + 1,
        )
    Category.objects.fix_tree()
    for key in list(Category.objects.order_by("path").values_list("pk", flat=True)):
        category = Category.objects.get(pk=key)
        above = category.parent_full_path()
        if category.full_path != (f"{above}/{category.slug}" if above else category.slug):
            category.save()


def _first_orphan() -> str | None:
    """The path of the first category whose parent is missing."""
    seen: set[str] = set()
    for path in Category.objects.order_by("path").values_list("path", flat=True):
        seen.add(path)
        if not _has_place(path, seen):
            return path
    return None


def _has_place(path: str, seen) -> bool:
    return _is_path(path) and (len(path) == Category.steplen or _above(path) in seen)


def _is_path(path: str) -> bool:
    return len(path) % Category.steplen == 0 and {*path} <= {*Category.alphabet}


def _above(path: str) -> str:
    return path[: -Category.steplen]


def _count_drift(connection: BaseDatabaseWrapper) -> int:
    return sum(one.drift(connection) for one in counts(connection))


def _count_again(connection: BaseDatabaseWrapper) -> None:
    for one in counts(connection):
        one.refresh(connection)


def _useless_redirects() -> QuerySet[Redirect]:
    """Redirects from an address that is in use again, or to a target that was deleted."""
    useless = Q()
    for name, model, prefix, column in (
        ("article", Article, "articles/", "slug"),
        ("category", Category, "categories/", "full_path"),
        ("tag", Tag, "tags/", "slug"),
    ):
        address = Substr(OuterRef("path"), len(prefix) + 1)
        in_use = Exists(model.objects.filter(**{column: address}))
        gone = ~Exists(model.objects.filter(pk=OuterRef(name)))
        useless |= Q(in_use, path__startswith=prefix) | Q(gone, **{f"{name}__isnull": False})
    return Redirect.objects.filter(useless)


PROBLEMS = (
    Problem(
        ngettext_lazy(
            "%(count)d trigger or index is missing or not as defined",
            "%(count)d triggers or indexes are missing or not as defined",
            "count",
        ),
        _count_objects,
        _install_objects,
    ),
    Problem(
        ngettext_lazy(
            "%(count)d category does not match its place in the tree",
            "%(count)d categories do not match their places in the tree",
            "count",
        ),
        _count_misplaced,
        _fix_tree,
    ),
    Problem(
        ngettext_lazy(
            "%(count)d stored count of articles is wrong",
            "%(count)d stored counts of articles are wrong",
            "count",
        ),
        _count_drift,
        _count_again,
    ),
    Problem(
        ngettext_lazy(
            "%(count)d tag of an article has other dates or another category than the article",
            "%(count)d tags of articles have other dates or another category than the article",
            "count",
        ),
        lambda connection: copies().drift(connection),
        lambda connection: copies().refresh(connection),
    ),
    Problem(
        ngettext_lazy(
            "%(count)d search index is out of date",
            "%(count)d search indexes are out of date",
            "count",
        ),
        lambda connection: int(search_index().is_stale(connection)),
        lambda connection: search_index().refresh(connection),
    ),
    Problem(
        ngettext_lazy(
            "%(count)d redirect has no target or starts at an address that is in use",
            "%(count)d redirects have no target or start at an address that is in use",
            "count",
        ),
        lambda connection: _useless_redirects().count(),
        lambda connection: _useless_redirects().delete(),
    ),
)


def _connection() -> BaseDatabaseWrapper:
    return connections[router.db_for_write(PublicState)]


def _tables() -> list[str]:
    return [model._meta.db_table for model in apps.get_app_config("summaries").get_models()]
