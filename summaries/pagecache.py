"""A cache of whole public pages that is never stale, and holds nothing of any visitor.

A page is kept under the stamp of the public state (``PublicState``), read at
each request by one small query: after any change the old pages are simply never
asked for again. ``CachedPage`` looks a page up, innermost, so that whatever a
host's middleware decides and adds goes for kept pages too. Whether a page just
made is kept, ``PageCacheMiddleware`` decides, outermost, by the final response.
"""

from __future__ import annotations

import hashlib
from functools import cache as computed_once
from importlib import import_module
from typing import Any, NamedTuple

from django.conf import settings as project_settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import get_script_prefix, get_urlconf
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import get_language

from .conf import settings
from .deployment import fingerprint
from .models import pinned

# Seconds; only so that pages nobody asks for go away.
TIMEOUT = 24 * 60 * 60
# A page with a longer query string is not kept: somebody is trying things out.
LONGEST_QUERY = 300
# Headers that the key holds, or that change nothing in what is kept.
KNOWN_VARY = {"accept-encoding", "accept-language", "hx-request", "hx-history-restore-request"}


class Page(NamedTuple):
    """What a view made for the present visitor, and the key to keep it under."""

    key: str
    content: bytes
    content_type: str

    @property
    def etag(self) -> str:
        return f'W/"{self.key}"'


class CachedPage:
    """Mixin for class-based views whose GET shows the same to everybody who is not logged in."""

    def asked(self, data: QueryDict) -> QueryDict:
        """What the page reads of a query string; its links are made of that as well."""
        return QueryDict()

    def dispatch(self, request, *args, **kwargs):
        self.query = self.asked(request.GET)
        with pinned() as facts:
            page, is_cache_up = None, False
            if facts.stamp and _may_be_kept(request, self.query):
                key = _key(request, facts.stamp, self.query)
                page, is_cache_up = _get(key)
            if page is not None:
                page = Page(key, *page)
                response = HttpResponse(page.content, content_type=page.content_type)
                return _labelled(request, response, page)
            response = super().dispatch(request, *args, **kwargs)
            response = response.render() if hasattr(response, "render") else response
        if is_cache_up and response.status_code == 200 and _is_all(request.GET, self.query):
            request.summaries_page = Page(key, response.content, response["Content-Type"])
            patch_cache_control(response, no_cache=True)
        return response


class PageCacheMiddleware(MiddlewareMixin):
    """Keeps the pages that were shown to nobody in particular. The first in ``MIDDLEWARE``."""

    def process_request(self, request):
        request.summaries_page = None

    def process_response(self, request, response):
        page = request.summaries_page
        if page is None or _is_personal(request) or not _is_for_all(request, response):
            return response
        _set(page)
        return _labelled(request, response, page)


def _labelled(request: HttpRequest, response: HttpResponse, page: Page) -> HttpResponse:
    """The response with its ETag, or the 304 that the browser's own headers ask for."""
    response.headers["ETag"] = page.etag
    patch_cache_control(response, no_cache=True)
    patch_vary_headers(response, ["Cookie", "HX-Request", "HX-History-Restore-Request"])
    return get_conditional_response(request, etag=page.etag, response=response)


# Whether a page may be kept for everybody


def _may_be_kept(request: HttpRequest, query: QueryDict) -> bool:
    return (
        settings.PAGE_CACHE is not None
        and not project_settings.DEBUG  # where templates change under a running server
        and hasattr(request, "summaries_page")
        and request.method in ("GET", "HEAD")
        and len(query.urlencode()) <= LONGEST_QUERY
        and not _is_personal(request)
    )


def _is_personal(request: HttpRequest) -> bool:
    """Whether the request tells who is asking, or the page may show what is this visitor's own.

    What was made for this visitor alone leaves a trace in the request: a CSRF
    token (``django.middleware.csrf``), a nonce (Django's and django-csp's), messages.
    """
    session, messages = getattr(request, "session", None), getattr(request, "_messages", None)
    return bool(
        {project_settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & request.COOKIES.keys()
        or request.META.get("HTTP_AUTHORIZATION")
        or request.META.get("REMOTE_USER")
        or _is_logged_in(request)
        or (session is not None and not session.is_empty())
        or "CSRF_COOKIE_NEEDS_UPDATE" in request.META
        or getattr(request, "_csp_nonce", None)
        or (messages is not None and (messages.added_new or (messages.used and len(messages))))
    )


def _is_logged_in(request: HttpRequest) -> bool:
    """Whether anybody is; the asking alone does not count as a look into the session."""
    session = getattr(request, "session", None)
    accessed = getattr(session, "accessed", False)
    found = getattr(getattr(request, "user", None), "is_authenticated", False)
    if session is not None:
        session.accessed = accessed
    return found


def _is_for_all(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the final response says nothing against showing it to others."""
    vary = _listed(response, "Vary")
    if getattr(getattr(request, "session", None), "accessed", False):
        vary -= {"cookie"}  # of a session that holds nothing
    return (
        response.status_code == 200
        and not response.cookies
        and not response.has_header("Set-Cookie")
        and not _listed(response, "Cache-Control") & {"private", "no-store"}
        and vary <= KNOWN_VARY
    )


def _listed(response: HttpResponseBase, header: str) -> set[str]:
    values = response.get(header, "").lower().split(",")
    return {value.partition("=")[0].strip() for value in values} - {""}


def _is_all(given: QueryDict, read: QueryDict) -> bool:
    """Whether the page reads every value given: a template may show the address as it stands."""
    return all(
        value in read.getlist(name) for name, values in given.lists() for value in values if value
    )


def _key(request: HttpRequest, stamp: str, query: QueryDict) -> str:
    """A digest of all that a page may depend on."""
    parts = (
        *(stamp, fingerprint(), request.scheme, request.get_host(), request.path),
        *(get_script_prefix(), str(get_urlconf()), query.urlencode()),
        *(get_language(), timezone.get_current_timezone_name()),
        *("HX-Request" in request.headers, "HX-History-Restore-Request" in request.headers),
    )
    return hashlib.blake2b(repr(parts).encode(), digest_size=20).hexdigest()


# A cache that is down costs the pages it would have held, nothing else.


@computed_once
def _errors() -> tuple[type[Exception], ...]:
    """What the cache backends that Django knows raise when their server is away."""
    found: list[type[Exception]] = [OSError]
    for module, name in (
        ("redis.exceptions", "RedisError"),
        ("pymemcache.exceptions", "MemcacheError"),
        ("pylibmc", "Error"),
    ):
        try:
            found.append(getattr(import_module(module), name))
        except ImportError:
            continue
    return tuple(found)


def _get(key: str) -> tuple[Any, bool]:
    """The kept page, and whether the cache answers: one that hangs is not asked twice."""
    try:
        return caches[settings.PAGE_CACHE].get(f"summaries:{key}"), True
    except _errors():
        return None, False


def _set(page: Page) -> None:
    try:
        kept = page.content, page.content_type
        caches[settings.PAGE_CACHE].set(f"summaries:{page.key}", kept, TIMEOUT)
    except _errors():
        return
