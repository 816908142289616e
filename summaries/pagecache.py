"""A cache of whole public pages that is never stale, for visitors who are not logged in.

A page is kept under the stamp of the public state (``PublicState``), read at
each request by one small query: after any change the old pages are simply never
asked for again. The stamp is the page's ETag as well, so that a browser that
has the page gets a 304 before anything else is queried or rendered.
"""

from __future__ import annotations

import hashlib
from functools import cache as computed_once
from importlib import import_module
from pathlib import Path

from django.conf import settings as project_settings
from django.core.cache import caches
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template import engines
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

from .conf import DEFAULTS, settings
from .models import PublicState, pinned

# Seconds; only so that pages nobody asks for go away.
TIMEOUT = 24 * 60 * 60
# A longer query string is somebody trying things out.
LONGEST_QUERY = 300


class CachedPage:
    """Mixin for class-based views whose GET shows the same to everybody who is not logged in."""

    def dispatch(self, request, *args, **kwargs):
        stamp = PublicState.objects.stamp()
        if not stamp or not _is_cacheable(request):
            return self._made(stamp, request, *args, **kwargs)
        key = _key(request, stamp)
        etag = f'W/"{key}"'
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            return _labelled(HttpResponseNotModified(), etag)
        kept = _get(key)
        if kept is not None:
            content, content_type = kept
            return _labelled(HttpResponse(content, content_type=content_type), etag)
        response = self._made(stamp, request, *args, **kwargs)
        if response.status_code != 200 or response.cookies:
            return response
        _set(key, (response.content, response.headers["Content-Type"]))
        return _labelled(response, etag)

    def _made(self, stamp, request, *args, **kwargs) -> HttpResponse:
        """The page, made and rendered under one stamp."""
        with pinned(stamp):
            response = super().dispatch(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") else response


def _is_cacheable(request: HttpRequest) -> bool:
    return (
        settings.PAGE_CACHE is not None
        and not project_settings.DEBUG  # where templates change under a running server
        and request.method in ("GET", "HEAD")
        and project_settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not {"HTTP_AUTHORIZATION", "REMOTE_USER"} & request.META.keys()
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
    )


def _labelled(response: HttpResponse, etag: str) -> HttpResponse:
    response.headers["ETag"] = etag
    patch_cache_control(response, no_cache=True)
    patch_vary_headers(response, ["Cookie", "HX-Request"])
    return response


# What a page may depend on, besides the public state.
_META = (
    *("HTTP_HOST", "HTTP_X_FORWARDED_HOST", "SERVER_NAME", "SERVER_PORT"),
    *("HTTP_HX_REQUEST", "HTTP_HX_HISTORY_RESTORE_REQUEST"),
)


def _key(request: HttpRequest, stamp: str) -> str:
    parts = (
        *(stamp, _configuration(), request.scheme, request.get_full_path()),
        *(get_language(), timezone.get_current_timezone_name()),
        *map(request.META.get, _META),
    )
    return hashlib.blake2b(repr(parts).encode(), digest_size=20).hexdigest()


@computed_once
def _configuration() -> str:
    """What the pages are made with: another one after other code or settings were deployed."""
    folders = {Path(__file__).parent}
    for engine in engines.all():
        folders |= {Path(folder) for folder in engine.template_dirs}
    files = (file for folder in folders for file in folder.rglob("*") if file.is_file())
    latest = max((file.stat().st_mtime_ns for file in files), default=0)
    return repr((latest, [str(getattr(settings, name)) for name in DEFAULTS]))


@receiver(setting_changed)
def _forget_configuration(**kwargs) -> None:
    _configuration.cache_clear()


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


def _get(key: str) -> tuple[bytes, str] | None:
    try:
        return caches[settings.PAGE_CACHE].get(f"summaries:{key}")
    except _errors():
        return None


def _set(key: str, page: tuple[bytes, str]) -> None:
    try:
        caches[settings.PAGE_CACHE].set(f"summaries:{key}", page, TIMEOUT)
    except _errors():
        return
