"""The library as a whole: what of it is public, where it is read, and the one door to change it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models, router, transaction
from django.db.models import Q
from django.utils import timezone

from .state import PublicState

# The database that the library is read from, where a page or a change has settled on one.
_database: ContextVar[str | None] = ContextVar("summaries_database", default=None)
# The database whose lock is held.
_locked: ContextVar[str | None] = ContextVar("summaries_locked", default=None)


@contextmanager
def reading(using: str) -> Iterator[None]:
    """Read the library from this database alone, whatever a router says of each query."""
    token = _database.set(using)
    try:
        yield
    finally:
        _database.reset(token)


@contextmanager
def writing(*, savepoint: bool = True) -> Iterator[None]:
    """The one door through which the library is changed: a transaction that locks it first.

    One transaction changes the library at a time. What is read inside comes from
    the database that is written to, and nobody changes it until the transaction ends.
    """
    using = router.db_for_write(PublicState)
    with transaction.atomic(using=using, savepoint=savepoint), reading(using):
        if _locked.get() == using:
            yield
            return
        PublicState.objects.db_manager(using).lock()
        token = _locked.set(using)
        try:
            yield
        finally:
            _locked.reset(token)


class LibraryQuerySet(models.QuerySet):
    """Rows of the library; those that write do so through ``writing()``."""

    @property
    def db(self):
        if self._db or self._for_write:
            return super().db
        return _database.get() or super().db

    def update(self, **fields):
        with writing(savepoint=False):
            return super().update(**fields)

    def delete(self):
        with writing(savepoint=False):
            return super().delete()

    def bulk_create(self, *args, **kwargs):
        with writing(savepoint=False):
            return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args, **kwargs):
        with writing(savepoint=False):
            return super().bulk_update(*args, **kwargs)

    update.alters_data = delete.alters_data = True
    delete.queryset_only = True


class PublicQuerySet(LibraryQuerySet):
    """Rows that the database says of from when until when they are public."""

    def published(self):
        """What anyone may read now. The only definition of public."""
        now = timezone.now()
        return self.filter(Q(public_until=None) | Q(public_until__gt=now), public_from__lte=now)
