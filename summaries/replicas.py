"""Reading from a replica of the database: what visitors read, while all else reads the primary.

A replica lags. ``ReplicaMiddleware`` says of each request whether it may read what is a moment
old, ``ReplicaRouter`` sends the queries of such a request to the replica. A page settles on one
database (``models.pinned()``), so its mark and its rows are of one state, however old.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings as project_settings
from django.db import models, router
from django.http import HttpRequest, HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

from .conf import settings
from .models.library import LibraryModel

# Tells the next requests of a browser that what it has written may not have reached the replica.
COOKIE = "summaries-written"
# Seconds for which it does so.
LONGEST_LAG = 60
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


@dataclass(slots=True)
class Reader:
    """A request under way: whether it may read the replica, and whether it has written."""

    may_lag: bool
    has_written: bool = False


# None outside of requests: commands and workers read the primary.
_reader: ContextVar[Reader | None] = ContextVar("summaries_reader", default=None)


class ReplicaRouter:
    """Sends what may lag to ``SUMMARIES_REPLICA``. First in ``DATABASE_ROUTERS``.

    Where the library is written, and where all else is, is for the routers behind it to say,
    or for Django: in ``default``.
    """

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        reader = _reader.get()
        may_lag = reader is not None and reader.may_lag and not reader.has_written
        return settings.REPLICA if may_lag and _is_ours(model) else None

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str | None:
        if settings.REPLICA is None or not _is_ours(model):
            return None
        if hints:
            # Without them, or Django would write a row to the replica that it was read from.
            return router.db_for_write(model)
        if reader := _reader.get():
            reader.has_written = True
        return None

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool | None:
        return True if settings.REPLICA in (one._state.db, other._state.db) else None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == settings.REPLICA else None


class ReplicaMiddleware(MiddlewareMixin):
    """Lets visitors read the replica. Right after ``PageCacheMiddleware``."""

    def may_lag(self, request: HttpRequest) -> bool:
        """Whether what the request reads may be a moment old: nobody is logged in, nor has written.

        By the request alone, since to know the user would cost queries.
        """
        known = {project_settings.SESSION_COOKIE_NAME, COOKIE} & request.COOKIES.keys()
        told = request.META.get("HTTP_AUTHORIZATION") or request.META.get("REMOTE_USER")
        return request.method in SAFE_METHODS and not known and not told

    def process_request(self, request: HttpRequest) -> None:
        _reader.set(Reader(may_lag=settings.REPLICA is not None and self.may_lag(request)))

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        reader = _reader.get()
        _reader.set(None)
        # A page that counts its visits, say, stays one for all, without a cookie.
        if reader and reader.has_written and request.method not in SAFE_METHODS:
            response.set_cookie(
                COOKIE,
                "1",
                max_age=LONGEST_LAG,
                secure=request.is_secure(),
                httponly=True,
                samesite="Lax",
            )
        return response


def _is_ours(model: type[models.Model]) -> bool:
    return model._meta.app_label == "summaries" or issubclass(model, LibraryModel)
