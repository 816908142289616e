"""The pages of errors."""

from __future__ import annotations

from urllib.parse import unquote

from django.shortcuts import render

from .. import cards
from .. import text as texts
from ..metadata import HIDDEN
from ..models import Article, pinned
from .lists import MAX_TYPED

# Articles that a page that is not there offers instead, and words of its address tried for them.
HITS, TRIED = 3, 3


def page_not_found(request, exception=None):
    """The 404 page, with what a search for the words of the address finds."""
    words = words_of(unquote(request.path).rstrip("/").rpartition("/")[2])
    with pinned() as state:
        rows = cards.read(_hits(words), with_tags=False)
        found = cards.of_rows(state.overview, rows)
        context = {"words": words, "cards": found, "metadata": HIDDEN}
        return render(request, "summaries/404.html", context, status=404)


def words_of(slug: str) -> str:
    """The words that the end of an address is made of, to search for."""
    words = " ".join(texts.tokens(slug)) if slug.isascii() else slug.replace("-", " ")
    return words.replace("\x00", "")[:MAX_TYPED]


def _hits(words: str) -> list[int]:
    """The keys of some articles that hold the words, or else one of the longest of them."""
    longest = sorted(words.split(), key=len, reverse=True)[:TRIED]
    for one in dict.fromkeys([words, *longest]):
        found = Article.objects.published().search(one).values_list("pk", flat=True)
        if keys := list(found[:HITS]):
            return keys
    return []


def server_error(request):
    """The 500 page; it needs neither database nor session."""
    return render(None, "summaries/500.html", status=500)
