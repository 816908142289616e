"""What a job will do, looked at before it is started: page by page, from any position on."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from django.core.exceptions import ValidationError

from summaries.models import INDEX_COLUMNS, Article, Job

from .kinds import ArticleKind, documents, in_one_sentence, named
from .replacing import Found

# Articles on a page, and how long one page may look for them.
PAGE = 20
SECONDS = 1.0


@dataclass
class Preview:
    """Some articles with what becomes of them, and where the next page begins.

    ``looked_at`` counts the job's articles up to ``next``, which is ``None`` at the end.
    """

    rows: list[tuple[Article, list[Found], str]] = field(default_factory=list)
    first: int = 0
    looked_at: int = 0
    next: int | None = None


def preview(job: Job, params: dict[str, Any], *, start: int = 0) -> Preview:
    """Every place that the job will change, from this article of it on.

    A page ends after so many articles with a change, or so much time.
    """
    kind, keys, until = named(job.kind), job.unpack(), monotonic() + SECONDS
    params = kind.ready(params)
    page = Preview(first=start + 1, looked_at=start)
    while page.looked_at < len(keys) and len(page.rows) < PAGE and monotonic() < until:
        some = keys[page.looked_at : page.looked_at + PAGE]
        articles = Article.objects.filter(pk__in=some).select_related("category").in_bulk()
        said = documents(list(articles.values()))
        for key in some:
            if len(page.rows) == PAGE or (page.rows and monotonic() > until):
                break
            page.looked_at += 1
            if key in articles:
                _look_at(kind, articles[key], said[key], params, page)
    page.next = page.looked_at if page.looked_at < len(keys) else None
    return page


def _look_at(kind: ArticleKind, article: Article, document, params, page: Preview) -> None:
    try:
        found, problem = kind.find(document, params), ""
    except ValidationError as error:
        found, problem = [], in_one_sentence(error)
    if found or problem:
        page.rows.append((article, found, problem))


def chosen(job: Job, *, start: int = 0) -> Preview:
    """The articles of the job, from this one on."""
    keys = job.unpack()
    some = keys[start : start + PAGE]
    rows = Article.objects.select_related("category").defer(*INDEX_COLUMNS).in_bulk(some)
    page = Preview([(rows[key], [], "") for key in some if key in rows], start + 1)
    page.looked_at = min(start + PAGE, len(keys))
    page.next = page.looked_at if page.looked_at < len(keys) else None
    return page
