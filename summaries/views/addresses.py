"""What the views share about the addresses of pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect, QueryDict


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
