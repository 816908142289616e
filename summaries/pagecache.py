"""A cache of whole public pages, in which nothing old and nothing of any visitor is shown.

A page has a *subject*: the article on its own page, the articles of a list in their
order. The subject is never old. What surrounds it (related articles, neighbours,
numbers of articles) may be as old as ``SUMMARIES_SURROUNDINGS_AGE`` says.

So a stored page is shown again while nothing public has changed at all, which one
small query tells (``PublicState``). If only texts have changed, those on the page are read
again, and it is shown if they are the same. Else its subject is read again, which is a part
of the work, and it is shown if that is the same and its surroundings are young enough.

``CachedPage`` looks a page up, innermost, so that whatever a host's middleware
decides and adds goes for stored pages too. Whether a page just made is stored,
``PageCacheMiddleware`` decides, outermost, by the final response.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from functools import cache as computed_once
from importlib import import_module
from typing import Any, NamedTuple

from django.conf import settings as project_settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    QueryDict,
)
from django.urls import get_script_prefix, get_urlconf
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import parse_etags
from django.utils.translation import get_language

from . import cards
from .conf import settings
from .deployment import fingerprint
from .models import Marks, Overview, State, is_young, pinned

# Seconds; only so that pages nobody asks for go away.
TIMEOUT = 24 * 60 * 60
# A page with a longer query string is not stored: somebody is trying things out.
LONGEST_QUERY = 300
# Headers that the key holds, or that change nothing in what is stored.
KNOWN_VARY = {"accept-encoding", "accept-language", "hx-request", "hx-history-restore-request"}


class StoredPage(NamedTuple):
    """A page as everybody may see it, and what it was made of.

    ``shape`` and ``text`` are marks of the public state, ``subject`` a digest of the
    subject's data, ``made_at`` the time of the surroundings, in seconds; ``is_exact`` if
    these were of that public state. ``shown`` are the keys of the articles with a card on
    the page, and ``texts`` a digest of what these and the subject say; ``shown`` is ``None``
    where other texts matter as well.
    """

    content: bytes
    content_type: str
    etag: str
    shape: str
    text: str
    subject: str
    shown: tuple[int, ...] | None
    texts: str
    made_at: float
    is_exact: bool

    @property
    def is_current(self) -> bool:
        """Whether its surroundings may be shown while the shape of the library is the same."""
        return self.is_exact or is_young(self.made_at)


class CachedPage:
    """Mixin for class-based views whose GET shows the same to everybody who is not logged in.

    A view has two steps. ``load()`` reads the page's subject into ``self.subject``,
    plain data, and may return a redirect or raise ``Http404``. ``show()`` makes
    the response of it, and leaves in ``rows`` what its cards are made of, ``None`` if the
    page depends on texts that are not on it. ``load_text()`` reads the subject's own text,
    if it has one beside its cards, into ``self.text``.
    """

    state: State
    overview: Overview
    subject: Any = None
    text: Any = ()
    # Whether other texts than those on the page decide which articles it shows around its subject.
    chooses_by_text = False
    rows: list[dict[str, Any]] | None = None
    # Whether it may be stored at all.
    is_stored = True
    # Headers of the request by which the view answers otherwise before a page is looked up.
    varies_by: tuple[str, ...] = ()

    def read_query(self, data: QueryDict) -> QueryDict:
        """What the page reads of a query string; its links are made of that as well."""
        return QueryDict()

    def load(self) -> HttpResponseBase | None:
        raise NotImplementedError

    def load_text(self) -> HttpResponseBase | None:
        return None

    def show(self) -> HttpResponseBase:
        return self.render_to_response(self.get_context_data())

    def dispatch(self, request, *args, **kwargs):
        with pinned() as self.state:
            self.overview = self.state.overview
            response = super().dispatch(request, *args, **kwargs)
            if self.varies_by:
                patch_vary_headers(response, self.varies_by)
            return response.render() if hasattr(response, "render") else response

    def get(self, request, *args, **kwargs):
        self.query, started_at = self.read_query(request.GET), time.time()
        key, page, is_cache_up = "", None, False
        if self.is_stored and self.state.marks.text and _may_be_stored(request, self.query):
            key = _key(request, self.state.marks, self.query)
            page, is_cache_up = _get(key)
        marks = self.state.marks
        if page and page.shape == marks.shape and page.is_current:
            if page.text == marks.text:
                return _respond(request, page)
            if page.shown is not None and (not self.chooses_by_text or is_young(page.made_at)):
                if response := self.load_text():
                    return response
                if page.texts == self._texts(cards.read(page.shown, with_tags=False)):
                    is_exact = page.is_exact and not self.chooses_by_text
                    page = page._replace(text=marks.text, is_exact=is_exact)
                    _set(key, page)
                    return _respond(request, page)
        if self.subject is None and (response := self.load()):
            return response
        if not is_cache_up:
            return self.show()
        subject = _digest(repr(self.subject).encode())
        if page and page.subject == subject and is_young(page.made_at):
            page = page._replace(shape=marks.shape, text=marks.text, is_exact=False)
            _set(key, page)
            return _respond(request, page)
        response = self.show()
        if hasattr(response, "render"):
            response = response.render()
        if response.status_code == 200 and _is_all(request.GET, self.query):
            page = StoredPage(
                content=response.content,
                content_type=response["Content-Type"],
                etag=f'W/"{_digest(key.encode() + response.content)}"',
                shape=marks.shape,
                text=marks.text,
                subject=subject,
                shown=None if self.rows is None else tuple(row["pk"] for row in self.rows),
                texts=self._texts(self.rows or ()),
                made_at=self.state.oldest or started_at,
                is_exact=self.state.oldest is None,
            )
            request.summaries_page = key, page, {name.lower() for name in self.varies_by}
            patch_cache_control(response, no_cache=True)
        return response

    def _texts(self, rows: Iterable[dict[str, Any]]) -> str:
        return _digest(repr((self.text, cards.texts_of(rows))).encode())


class PublicPage(CachedPage):
    """A page that shows the same to everybody, also to who is logged in.

    Where it is not stored, its ETag is made of the marks: a 304 costs one query.
    """

    def get(self, request, *args, **kwargs):
        self.query, marks = self.read_query(request.GET), self.state.marks
        if self.is_stored and _may_be_stored(request, self.query):
            return super().get(request, *args, **kwargs)
        etag = f'W/"{_digest(repr((marks, _key(request, marks, self.query))).encode())}"'
        is_exact = bool(marks.text) and self.state.oldest is None
        if is_exact and etag in parse_etags(request.headers.get("If-None-Match", "")):
            response: HttpResponseBase = HttpResponseNotModified()
        else:
            response = super().get(request, *args, **kwargs)
            # Older surroundings may have been used meanwhile.
            is_exact = is_exact and response.status_code == 200 and self.state.oldest is None
        if is_exact:
            response["ETag"] = etag
            patch_cache_control(response, no_cache=True)
        return response


class PageCacheMiddleware(MiddlewareMixin):
    """Stores the pages that were shown to nobody in particular. The first in ``MIDDLEWARE``."""

    def process_request(self, request):
        request.summaries_page = None

    def process_response(self, request, response):
        if request.summaries_page is None:
            return response
        key, page, varies_by = request.summaries_page
        if _is_personal(request) or not _is_for_all(request, response, KNOWN_VARY | varies_by):
            return response
        _set(key, page)
        return _labelled(request, response, page)


def _respond(request: HttpRequest, page: StoredPage) -> HttpResponseBase:
    response = HttpResponse(page.content, content_type=page.content_type)
    return _labelled(request, response, page)


def _labelled(
    request: HttpRequest, response: HttpResponseBase, page: StoredPage
) -> HttpResponseBase:
    """The response with its ETag, or the 304 that the browser's own headers ask for."""
    response.headers["ETag"] = page.etag
    patch_cache_control(response, no_cache=True)
    patch_vary_headers(response, ["Cookie", "HX-Request", "HX-History-Restore-Request"])
    return get_conditional_response(request, etag=page.etag, response=response)


# Whether a page may be stored for everybody


def _may_be_stored(request: HttpRequest, query: QueryDict) -> bool:
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


def _is_for_all(request: HttpRequest, response: HttpResponseBase, known_vary: set[str]) -> bool:
    """Whether the final response says nothing against showing it to others."""
    vary = _listed(response, "Vary")
    if getattr(getattr(request, "session", None), "accessed", False):
        vary -= {"cookie"}  # of a session that holds nothing
    return (
        response.status_code == 200
        and not response.cookies
        and not response.has_header("Set-Cookie")
        and not _listed(response, "Cache-Control") & {"private", "no-store"}
        and vary <= known_vary
    )


def _listed(response: HttpResponseBase, header: str) -> set[str]:
    values = response.get(header, "").lower().split(",")
    return {value.partition("=")[0].strip() for value in values} - {""}


def _is_all(given: QueryDict, read: QueryDict) -> bool:
    """Whether the page reads every value given: a template may show the address as it stands."""
    return all(
        value in read.getlist(name) for name, values in given.lists() for value in values if value
    )


def _key(request: HttpRequest, marks: Marks, query: QueryDict) -> str:
    """A digest of all that a page may depend on beside its subject and surroundings."""
    parts = (
        *(marks.frame, fingerprint(), request.scheme, request.get_host(), request.path),
        *(get_script_prefix(), str(get_urlconf()), query.urlencode()),
        *(get_language(), timezone.get_current_timezone_name()),
        *("HX-Request" in request.headers, "HX-History-Restore-Request" in request.headers),
    )
    return f"summaries:{_digest(repr(parts).encode())}"


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=20).hexdigest()


def kept(key: str, make: Callable[[], bytes]) -> bytes:
    """What was made under this key before, as long as the page cache has it."""
    if settings.PAGE_CACHE is None:
        return make()
    found, is_cache_up = _read(key)
    if found is None:
        found = make()
        if is_cache_up:
            _write(key, found)
    return found


# A cache that is down costs the pages it would have held, nothing else.


def answers() -> bool:
    """Whether the cache can be reached."""
    return _get("summaries:health")[1]


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


def _get(key: str) -> tuple[StoredPage | None, bool]:
    """The stored page, and whether the cache answers: one that hangs is not tried twice."""
    values, is_cache_up = _read(key)
    return (StoredPage(*values) if values else None), is_cache_up


def _set(key: str, page: StoredPage) -> None:
    _write(key, tuple(page))


def _read(key: str) -> tuple[Any, bool]:
    try:
        return caches[settings.PAGE_CACHE].get(key), True
    except _errors():
        return None, False


def _write(key: str, value: Any) -> None:
    try:
        caches[settings.PAGE_CACHE].set(key, value, TIMEOUT)
    except _errors():
        return
