"""What was public once: remembered when it changes, said at its address when it is deleted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from .categories import Category
from .redirects import Redirect
from .tags import ArticleTag, Tag

if TYPE_CHECKING:
    from .articles import Article, ArticleQuerySet

# What decides whether, and where, an article is listed.
PLACING = {"category", "status", "published_at", "expires_at", "deleted_at"}
DELETED_AT_ONCE = 500


def was_public_since_edit(row: dict[str, Any], now: datetime | None = None) -> bool:
    """Whether an article, by the columns of its row, has been public since its latest edit.

    The same for many is ``public_since_edit()``.
    """
    since, until = row.get("published_at"), row.get("expires_at")
    is_published = row.get("status") == "published" and row.get("deleted_at") is None
    if not is_published or since is None or since > (now or timezone.now()):
        return False
    return until is None or until > row["updated_at"]


def keep_public_past(articles: Iterable[Article]) -> None:
    """Remember of articles that are about to be written, where they have been public.

    And if they will be listed elsewhere, or no more, remember it of their category and tags.
    """
    now, leaving = timezone.now(), {}
    for article in articles:
        row = article.__dict__.get("_loaded", {})
        if article.is_new or not was_public_since_edit(row, now):
            continue
        article.has_been_public = True
        is_over = row["expires_at"] is not None and row["expires_at"] <= now
        if is_over or not PLACING.isdisjoint(article.changed_fields()):
            leaving[article.pk] = row["category_id"]
    _keep_of_places(leaving)


def leave_gone(articles: ArticleQuerySet) -> None:
    """Before articles are deleted for good: let the addresses that were public say so."""
    _keep_of_places(dict(articles.public_since_edit().values_list("pk", "category_id")))
    gone = dict(articles.ever_public().values_list("pk", "slug"))
    deleted = articles.order_by().values("pk")
    Redirect.objects.filter(article__in=deleted, was_public=True).update(article=None)
    keys = list(gone)
    for start in range(0, len(keys), DELETED_AT_ONCE):
        some = keys[start : start + DELETED_AT_ONCE]
        Redirect.objects.filter(article__in=some).update(article=None)
        Redirect.objects.leave_gone(f"articles/{gone[key]}" for key in some)


def _keep_of_places(articles: dict[int, int]) -> None:
    """Remember of the categories and tags of these articles, each with its category's key."""
    if articles:
        Category.objects.keep_public_past(set(articles.values()))
        tagged = ArticleTag.objects.filter(content_object__in=list(articles))
        Tag.objects.filter(pk__in=tagged.values("tag")).keep_public_past()
