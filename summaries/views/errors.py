"""The pages of errors."""

from __future__ import annotations

from django.shortcuts import render

from .. import cards
from ..metadata import HIDDEN
from ..models import pinned
from ..redirects import alike, instead, words_of


def page_not_found(request, exception=None):
    """What an old address answers; else the 404 page, with what is like the address."""
    if found := instead(request):
        return found
    words = words_of(request.path)
    with pinned() as state:
        rows = cards.read(alike(words), with_tags=False)
        found = cards.of_rows(state.overview, rows)
        context = {"words": words, "cards": found, "metadata": HIDDEN}
        return render(request, "summaries/404.html", context, status=404)


def server_error(request):
    """The 500 page; it needs neither database nor session."""
    return render(None, "summaries/500.html", status=500)
