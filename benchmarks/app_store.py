"""Writing in the library, as its import and its editors do it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from summaries.document import Document
from summaries.importers import Reading, Store
from summaries.models import Article, Tag

from .edits import TAGS, reworded


def store_all(
    documents: Iterable[Document], *, batch_size: int, progress: Callable[[int], object]
) -> None:
    """By the library's own import, as ``import_articles`` does it."""
    readings = (Reading(one.source.key, one.source.key, one) for one in documents)
    for outcome in Store().store_many(readings, batch_size=batch_size):
        if outcome.outcome != "created":
            raise RuntimeError(f"{outcome.reading.key} {outcome.outcome}: {outcome.reason}")
        progress(1)


def edit(slug: str, what: str, number: int) -> None:
    """One edit as the admin's form makes it: article, parts, tags, and a revision."""
    article = Article.objects.get(slug=slug)
    with article.editing(note="Reworded"):
        part = article.parts.first()
        part.body = reworded(part.body, number)
        part.save()
        if what == "title":
            article.title = reworded(article.title, number)
        elif what == "tags":
            article.tags.add(Tag.objects.order_by("pk")[number % TAGS])
