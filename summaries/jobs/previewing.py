"""What a job will do, looked at before it is started: page by page, from any position on."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from django.core.exceptions import ValidationError

from summaries.comparing import Comparison, compare
from summaries.models import Article, Job

from .kinds import OfArticles, documents_of, in_one_sentence, named
from .replacing import Found

# Articles on a page, and how long one page may look for them.
PAGE = 20
SECONDS = 1.0


@dataclass
class Row:
    """An article, and what becomes of it: the places that change, or a comparison, or why not."""

    article: Article
    found: list[Found] = field(default_factory=list)
    comparison: Comparison | None = None
    problem: str = ""


@dataclass
class Preview:
    """Some articles with what becomes of them, and where the next page begins.

    ``looked_at`` counts the job's articles up to ``next``, which is ``None`` at the end.
    """

    rows: list[Row] = field(default_factory=list)
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
        articles, said = _articles(some), documents_of(some)
        become = {} if kind.find else kind.become(params, said)
        for key in some:
            if len(page.rows) == PAGE or (page.rows and monotonic() > until):
                break
            page.looked_at += 1
            if key in articles and key in said:
                row = _row(kind, articles[key], params, said[key], become.get(key))
                page.rows += [row] if row.found or row.comparison or row.problem else []
    page.next = page.looked_at if page.looked_at < len(keys) else None
    return page


def _row(kind: OfArticles, article: Article, params, document, after) -> Row:
    if isinstance(after, ValidationError):
        return Row(article, problem=in_one_sentence(after))
    if not kind.find:
        return Row(article, comparison=compare(document, after))
    try:
        return Row(article, kind.find(document, params))
    except ValidationError as error:
        return Row(article, problem=in_one_sentence(error))


def _articles(keys: list[int]) -> dict[int, Article]:
    return Article.objects.for_titles().in_bulk(keys)


def chosen(job: Job, *, start: int = 0) -> Preview:
    """The articles of the job, from this one on."""
    keys = job.unpack()
    some = keys[start : start + PAGE]
    articles = _articles(some)
    page = Preview([Row(articles[key]) for key in some if key in articles], start + 1)
    page.looked_at = min(start + PAGE, len(keys))
    page.next = page.looked_at if page.looked_at < len(keys) else None
    return page
