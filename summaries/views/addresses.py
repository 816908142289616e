"""What the views share about the addresses of pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect, QueryDict
from django.urls import reverse

from ..models import Article, Redirect


def without_empty(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """A redirect to the same page without its empty parameters, such as a form leaves."""
    if all(value for _name, values in request.GET.lists() for value in values):
        return None
    data = request.GET.copy()
    for name, values in request.GET.lists():
        data.setlist(name, list(filter(None, values)))
    return HttpResponsePermanentRedirect(address_of(request.path, data))


def address_of(path: str, data: QueryDict) -> str:
    query = data.urlencode()
    return f"{path}?{query}" if query else path


def plain(value: str) -> str:
    """The part of an address; PostgreSQL refuses NUL characters, which nothing here holds."""
    if "\x00" in value:
        raise Http404
    return value


def moved_from(kind: str, value: str, to: str = "article_detail") -> HttpResponsePermanentRedirect:
    """A permanent redirect to what had this address before; 404 where nothing public had.

    ``to`` names which of the addresses of an article is meant.
    """
    target = Redirect.objects.target(f"{kind}/{value}")
    if target is None:
        raise Http404
    if isinstance(target, Article):
        return HttpResponsePermanentRedirect(reverse(f"summaries:{to}", args=[target.slug]))
    return HttpResponsePermanentRedirect(target.get_absolute_url())
