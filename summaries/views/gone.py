"""What the address of an article answers where none is public."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from ..metadata import HIDDEN
from ..models import INDEX_COLUMNS, Article
from .addresses import moved_from
from .errors import words_of


def not_here(request: HttpRequest, slug: str, to: str = "article_detail") -> HttpResponse:
    """A redirect to the article that had this address before, or 410 if it is in the bin.

    404 where nothing was ever public. ``to`` names which of its addresses is meant.
    """
    binned = Article.objects.in_bin().defer(*INDEX_COLUMNS).select_related("category")
    article = (
        binned.filter(slug=slug).first() or binned.filter(redirect__path=f"articles/{slug}").first()
    )
    if article is None or not article.was_public:
        return moved_from("articles", slug, to)
    category = article.category if article.category.is_public else None
    context = {"words": words_of(slug), "category": category, "metadata": HIDDEN}
    response = render(request, "summaries/410.html", context, status=410)
    add_never_cache_headers(response)  # it may be restored
    return response
