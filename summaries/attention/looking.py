"""Look for findings, and store them.

Texts are read before the library is locked. An article that is changed meanwhile is left for
the next time: it has no ``Checkup``, and so is ``stale()``.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.module_loading import import_string

from summaries import findings
from summaries.conf import settings
from summaries.document import Document
from summaries.models import INDEX_COLUMNS, Article, Checkup, Finding, Rows, writing
from summaries.quality import articles as quality

from . import library, links

# To be raised whenever a built-in rule finds something else.
VERSION = 3
BATCH_SIZE = 50
# Of one article, no more are kept: a text with so many has another trouble.
MOST = 500
_COLUMNS = ("start", "end", "suggestion", "anchor", "note")


def rules() -> str:
    """A name for the rules of today, which changes with them and with their settings."""
    named = [str(VERSION), str(settings.SHORT_WORDS), *settings.QUALITY_RULES]
    return hashlib.blake2b("\0".join(named).encode(), digest_size=8).hexdigest()


def stale() -> QuerySet[Article]:
    """The articles whose findings are not those of today's text and rules."""
    is_fresh = Checkup.objects.filter(article=OuterRef("pk"), rules=rules())
    return Article.objects.not_in_bin().filter(~Exists(is_fresh))


def dependent() -> QuerySet[Article]:
    """The articles with links to pages of the library, or with a near-duplicate: both may go."""
    links = Checkup.objects.filter(article=OuterRef("pk"), has_links=True)
    duplicates = Finding.objects.filter(article=OuterRef("pk"), kind="duplicate")
    return Article.objects.filter(Exists(links) | Exists(duplicates))


def counts(found: QuerySet[Finding] | None = None) -> dict[str, int]:
    """How many open findings there are of each kind, of all or of these."""
    found = Finding.objects.all() if found is None else found
    counted = found.open().order_by().values_list("kind").annotate(Count("pk"))
    return dict(counted)


def refresh_all(*, again: bool = False) -> Iterator[int]:
    """Look at all articles that are stale or depend on others, a batch at a time; their numbers.

    ``again`` looks at every article. A run that was interrupted can be repeated: it goes on
    with what is left.
    """
    last, whole = 0, Article.objects if again else stale() | dependent()
    while keys := list(
        whole.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH_SIZE]
    ):
        refresh(keys)
        last = keys[-1]
        yield len(keys)


def refresh(keys: Iterable[int], *, sound: Collection[int] = ()) -> None:
    """Find anew what there is to find in these articles, given by their keys; some hundreds.

    In those that are ``sound``, the import has looked for damage before, and found none.
    """
    documents = _documents(keys)
    found = {
        article.pk: _found(document, is_sound=article.pk in sound)
        for article, document in documents.items()
    }
    linked = {article.pk for article, document in documents.items() if links.has_links(document)}
    for rule in library.RULES:
        for key, finding in rule(documents):
            found[key].append(finding)
    with writing():
        versions = Article.objects.filter(pk__in=found).values_list("pk", "version")
        read = {(article.pk, article.version) for article in documents}
        same = {key: found[key] for key, version in versions if (key, version) in read}
        _store(same)
        Checkup.objects.bulk_create(
            [Checkup(article_id=key, rules=rules(), has_links=key in linked) for key in same],
            update_conflicts=True,
            unique_fields=["article"],
            update_fields=["rules", "has_links"],
        )


def _documents(keys: Iterable[int]) -> dict[Article, Document]:
    articles = list(
        Article.objects.filter(pk__in=list(keys))
        .select_related("category")
        .prefetch_related("author")
        .defer(*INDEX_COLUMNS)
    )
    rows = Rows(articles)
    rows.know_trails(article.category for article in articles)
    return {one: rows.document(one, rows.parts[one.pk], rows.tags(one)) for one in articles}


def _found(document: Document, *, is_sound: bool) -> list[findings.Finding]:
    own = [import_string(name) for name in settings.QUALITY_RULES]
    applied = [rule for rule in (*quality.RULES, *own) if not (is_sound and rule is quality.damage)]
    return [finding for rule in applied for finding in rule(document)][:MOST]


def _store(found: dict[int, list[findings.Finding]]) -> None:
    """Let the articles have these findings; those that are there already keep their rows."""
    stored: dict[tuple[int, str], deque[Finding]] = defaultdict(deque)
    ignored = set()
    for row in Finding.objects.filter(article__in=found).order_by("start", "pk"):
        stored[row.article_id, row.digest].append(row)
        if row.is_ignored:
            ignored.add((row.article_id, row.digest))
    new, moved = [], []
    for key, some in found.items():
        for finding in some:
            rows = stored[key, finding.digest]
            if not rows:
                new.append(_row(key, finding, ignored))
                continue
            row = rows.popleft()
            for name in _COLUMNS:
                setattr(row, name, getattr(finding, name))
            if row.changed_fields():
                moved.append(row)
    gone = [row.pk for rows in stored.values() for row in rows]
    if gone:
        Finding.objects.filter(pk__in=gone).delete()
    if moved:
        Finding.objects.bulk_update(moved, _COLUMNS)
    Finding.objects.bulk_create(new)


def _row(key: int, finding: findings.Finding, ignored: set[tuple[int, str]]) -> Finding:
    """A new row; where the same words stand twice, they are ignored together."""
    columns = {name: getattr(finding, name) for name in finding.__slots__}
    is_ignored = (key, finding.digest) in ignored
    return Finding(article_id=key, digest=finding.digest, is_ignored=is_ignored, **columns)
