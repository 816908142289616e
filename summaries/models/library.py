"""The library as a whole: what of it is public, where it is read, and the one door to change it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import OperationalError, connections, models, router, transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries import signals

from .state import PublicState

# PostgreSQL's code for a transaction that was ended to let another one go on.
DEADLOCK = "40P01"
# SQLite takes no more than some thousand values in one query.
KEYS_AT_ONCE = 1_000


class LibraryDeadlock(OperationalError):
    """The database undid this change, since another transaction took its locks in another order."""


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
    the database that is written to, and nobody else changes it until the transaction
    ends. Raises ``LibraryDeadlock`` where a project locked rows of the library first.
    """
    using = router.db_for_write(PublicState)
    change = _change.get()
    if change is not None and change.using == using:
        with transaction.atomic(using=using, savepoint=savepoint), change.part():
            yield
        return
    change = Change(using)
    try:
        with _in_turn(using), reading(using):
            PublicState.objects.db_manager(using).lock()
            token = _change.set(change)
            try:
                yield
                if not transaction.get_rollback(using):
                    change.announce()
            finally:
                _change.reset(token)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != DEADLOCK:
            raise
        raise LibraryDeadlock(
            _(
                "Nothing was saved: another transaction had locked rows of the library before "
                "it took the library's lock. Try again. Code that locks or changes such rows "
                "itself must do so inside summaries.models.writing()."
            )
        ) from error


@contextmanager
def _in_turn(using: str) -> Iterator[None]:
    """A transaction that the threads of this process begin one after another on SQLite.

    Those that wait for SQLite's own lock ask again after ever longer pauses, in which nobody
    may be writing. A thread inside a transaction may have that lock already, so it never waits.
    """
    connection = connections[using]
    waits = connection.vendor == "sqlite" and not connection.in_atomic_block
    with ExitStack() as turn:
        if waits:
            turn.enter_context(_turns.setdefault(using, Lock()))
        with transaction.atomic(using=using):
            if waits:
                # The next thread need not wait for what is done on commit.
                transaction.on_commit(turn.close, using=using)
            yield


_turns: dict[str, Lock] = {}


@dataclass(slots=True)
class Change:
    """A change under way: what it touches, to be told when it was committed."""

    using: str
    # By the key of an article that was there before: whether it was public then.
    was_public: dict[int, bool] = field(default_factory=dict)
    created: dict[int, None] = field(default_factory=dict)
    imported: dict[int, None] = field(default_factory=dict)
    addresses: dict[tuple[models.Model, str, str], None] = field(default_factory=dict)

    @contextmanager
    def part(self) -> Iterator[None]:
        """A part of the change that may fail by itself: what it touched is forgotten then."""
        known = [(touched, len(touched)) for touched in self._all()]
        try:
            yield
        except BaseException:
            for touched, size in known:
                for key in list(touched)[size:]:
                    del touched[key]
            raise

    def touch(self, articles: models.QuerySet) -> None:
        """Note the articles that are about to change, if anybody wants to know."""
        if _is_heard():
            keys = set(articles.order_by().values_list("pk", flat=True)) - self.was_public.keys()
            public = _public(keys - self.created.keys(), self.using)
            self.was_public.update((key, key in public) for key in keys - self.created.keys())

    def announce(self) -> None:
        """Send what the change comes to, once it is committed."""
        if _is_heard() and (self.was_public or self.created):
            public = _public([*self.was_public, *self.created], self.using)
            there = set(_existing(self.was_public, self.using))
            before = {key for key, was_public in self.was_public.items() if was_public}
            self._send_about(signals.article_published, public - before)
            self._send_about(signals.article_unpublished, before - public)
            self._send_about(signals.article_changed, there)
            self._send_about(signals.article_imported, set(self.imported))
        for instance, old, new in self.addresses:
            self._send(signals.address_changed, type(instance), instance=instance, old=old, new=new)

    def _send_about(self, signal: Signal, keys: set[int]) -> None:
        if keys:
            self._send(signal, _article(), articles=sorted(keys))

    def _send(self, signal: Signal, sender: type[models.Model], **told: Any) -> None:
        def send() -> None:
            signal.send(sender, using=self.using, **told)

        # What a receiver does wrong is logged; the change is there all the same.
        transaction.on_commit(send, using=self.using, robust=True)

    def _all(self) -> tuple[dict, ...]:
        return self.was_public, self.created, self.imported, self.addresses


# The database that the library is read from, where a page or a change has settled on one.
_database: ContextVar[str | None] = ContextVar("summaries_database", default=None)
_change: ContextVar[Change | None] = ContextVar("summaries_change", default=None)
_ABOUT_ARTICLES = (
    *(signals.article_published, signals.article_unpublished),
    *(signals.article_changed, signals.article_imported),
)


def _is_heard() -> bool:
    """Whether a receiver listens to changed articles; else nothing is queried for it."""
    return any(signal.receivers for signal in _ABOUT_ARTICLES)


def current_change() -> Change:
    """The change under way; only inside ``writing()``."""
    change = _change.get()
    assert change is not None, "The library is changed inside writing()."  # noqa: S101
    return change


class LibraryQuerySet(models.QuerySet):
    """Rows of the library; those that write do so through ``writing()``.

    ``articles`` is the lookup that leads from a row to the articles it is part of.
    """

    articles = ""

    @property
    def db(self) -> str:
        if self._db or self._for_write:
            return super().db
        return _database.get() or super().db

    def update(self, **fields: Any) -> int:
        with writing(savepoint=False):
            self._touch()
            return super().update(**fields)

    def delete(self) -> tuple[int, dict[str, int]]:
        with writing(savepoint=False):
            self._touch()
            return super().delete()

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        with writing(savepoint=False):
            made = super().bulk_create(*args, **kwargs)
            if self.articles == "pk":
                current_change().created.update((one.pk, None) for one in made if one.pk)
            elif self.articles:
                keys = {getattr(one, f"{self.articles}_id") for one in made}
                current_change().touch(_article().objects.filter(pk__in=keys))
            return made

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        with writing(savepoint=False):
            return super().bulk_update(*args, **kwargs)

    update.alters_data = delete.alters_data = True
    delete.queryset_only = True

    def key_ranges(self, width: int) -> list[int]:
        """Which ranges of so many primary keys hold a row, by number: of 10, 0 is of 0 to 9.

        One query that looks for the first row of each range, and reads no others.
        """
        keys, next_key = self.order_by("pk"), RawSQL("(ranges.number + 1) * %s", [width])
        first, params = self._compiled(keys.values("pk")[:1])
        following, more = self._compiled(keys.filter(pk__gte=next_key).values("pk")[:1])
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                f"WITH RECURSIVE ranges(number) AS (SELECT ({first}) / %s"  # noqa: S608
                f" UNION ALL SELECT ({following}) / %s FROM ranges WHERE number IS NOT NULL)"
                " SELECT number FROM ranges WHERE number IS NOT NULL",
                [*params, width, *more, width],
            )
            return [number for (number,) in cursor.fetchall()]

    def _compiled(self, rows: models.QuerySet) -> tuple[str, tuple]:
        return rows.query.get_compiler(self.db).as_sql()

    def _touch(self) -> None:
        if self.articles and _is_heard():
            keys = self.order_by().values(self.articles)
            current_change().touch(_article()._base_manager.filter(pk__in=keys))


class PublicQuerySet(LibraryQuerySet):
    """Rows that the database says of from when until when they are public."""

    def published(self) -> Self:
        """What anyone may read now. The only definition of public."""
        now = timezone.now()
        return self.filter(Q(public_until=None) | Q(public_until__gt=now), public_from__lte=now)


class LibraryModel(models.Model):
    """A row of the library. ``save()`` writes what was changed since the row was read, no more."""

    objects = LibraryQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"  # so that related rows are read from the same database

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **kwargs: Any
    ) -> Self:
        instance = super().from_db(db, field_names, values, **kwargs)
        instance._remember()
        return instance

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, **kwargs: Any
    ) -> None:
        super().refresh_from_db(using=using, fields=fields, **kwargs)
        self._remember(fields)

    @property
    def is_new(self) -> bool:
        """Whether saving inserts a row; a copy is made by emptying the primary key."""
        return self._state.adding or self.pk is None

    def changed_fields(self) -> list[str]:
        """The names of the fields that were set since the row was read or saved."""
        loaded, values = self.__dict__.get("_loaded", {}), self.__dict__
        return [
            field.name
            for field in self._meta.concrete_fields
            if not (field.primary_key or field.generated)
            and field.attname in values
            and values[field.attname] != loaded.get(field.attname, models.NOT_PROVIDED)
        ]

    def catch_up(self) -> None:
        """Take over what others have changed since the row was read; inside ``writing()``.

        What was set here stays. Raises ``DoesNotExist`` if the row was deleted.
        """
        changed = set(self.changed_fields())
        fields = [one for one in self._meta.concrete_fields if one.attname in self.__dict__]
        names = [one.attname for one in fields]
        row = type(self)._base_manager.filter(pk=self.pk).values_list(*names).first()
        if row is None:
            message = _("“%(name)s” was deleted meanwhile.") % {"name": self}
            raise self.DoesNotExist(message)
        self._loaded = dict(zip(names, row, strict=True))
        for one in fields:
            if one.name not in changed:
                setattr(self, one.attname, self._loaded[one.attname])

    def save(self, **options: Any) -> None:
        self.save_row(**options)

    def save_row(
        self,
        *,
        force_insert: bool | tuple[type[models.Model], ...] = False,
        update_fields: Iterable[str] | None = None,
        **options: Any,
    ) -> None:
        """Write this row alone; what else follows from a change is for ``save()`` to do."""
        with writing(savepoint=False):
            if not (self.is_new or force_insert):
                changed = self.changed_fields()
                if update_fields is not None:
                    changed = [name for name in changed if name in update_fields]
                update_fields = changed
            super().save(force_insert=force_insert, update_fields=update_fields, **options)
            self._remember()

    def delete(self, **options: Any) -> tuple[int, dict[str, int]]:
        with writing():
            return super().delete(**options)

    delete.alters_data = True

    def _remember(self, names: Iterable[str] | None = None) -> None:
        """Take the present values of the fields, or of all, for those of the row."""
        values, fields = self.__dict__, self._meta.concrete_fields
        read = {
            one.attname: values[one.attname]
            for one in fields
            if one.attname in values and (names is None or {one.name, one.attname} & set(names))
        }
        self._loaded = read if names is None else self.__dict__.get("_loaded", {}) | read


class LibraryForeignKey(models.ForeignKey):
    """A relation inside the library: validation looks for its row where ``reading()`` says."""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs

    def validate(self, value, model_instance):
        # Django's own asks the router, who may know a replica that has not caught up yet.
        super(models.ForeignKey, self).validate(value, model_instance)
        if value is not None and not self.related_model._base_manager.filter(pk=value).exists():
            told = {"model": self.related_model._meta.verbose_name, "pk": value}
            told |= {"field": self.target_field.name, "value": value}
            raise ValidationError(self.error_messages["invalid"], code="invalid", params=told)


def forget_user(collector, field, rows, using) -> None:
    """``on_delete`` of a relation to a user: empty it, in the library's own database if it has one.

    The database itself does not hold such a relation, since it may lead into another one.
    """
    if not router.allow_migrate_model(using, field.model):
        rows = rows.using(router.db_for_write(field.model))
    models.SET_NULL(collector, field, rows, using)


# So that Django does not ask the user's database for the rows.
forget_user.lazy_sub_objs = True


def _article() -> type[models.Model]:
    return PublicState._meta.apps.get_model("summaries", "article")


def _public(keys: Iterable[int], using: str) -> set[int]:
    return set(_existing(keys, using, public=True))


def _existing(keys: Iterable[int], using: str, *, public: bool = False) -> Iterator[int]:
    articles, keys = _article().objects.using(using), list(keys)
    articles = articles.published() if public else articles
    for start in range(0, len(keys), KEYS_AT_ONCE):
        some = articles.filter(pk__in=keys[start : start + KEYS_AT_ONCE])
        yield from some.values_list("pk", flat=True)
