"""How jobs go: prepared, started, taken up by one worker at a time, stopped and undone.

A batch is one transaction, which also moves the job on: whoever is killed leaves the job
where its last whole batch ended, and the next worker goes on there.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import monotonic

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connections, router
from django.db.models import Count, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from summaries.models import Article, Job, JobChange, LibraryDeadlock, writing

from .kinds import JobError, Kind, Outcome, Params, UnknownKind, in_one_sentence, named

# So many are changed at once, in the request; more are a worker's.
AT_ONCE = 200
# A request gives a job no more time than that; what is left is a worker's, too.
SECONDS_AT_ONCE = 10.0
MOST_ROWS = 250_000
# Those left alone that are told by name.
MOST_FAILURES = 200
# How often a batch is tried that the database undid because of a deadlock.
TRIES = 3


def prepare(
    kind: Kind,
    keys: Iterable[int],
    *,
    by: AbstractBaseUser | None = None,
    counts: dict[str, int] | None = None,
    params: Params | None = None,
    undoes: Job | None = None,
) -> Job:
    """A job for these rows, which waits to be confirmed; what is outdated is cleared away."""
    keys = list(keys)
    if len(keys) > MOST_ROWS:
        raise JobError(
            _("No more than %(count)d at once: filter the list first.") % {"count": MOST_ROWS}
        )
    with writing():
        Job.objects.outdated().delete()
        job = Job(kind=kind.name, user=by, user_name=by.get_username() if by else "")
        job.keys, job.total, job.counts = Job.pack(keys), len(keys), counts or {}
        job.params, job.undoes = params or {}, undoes
        job.note = str(kind.label)[:200]
        job.save()
    return job


def prepare_articles(
    kind: Kind,
    articles: QuerySet,
    *,
    by: AbstractBaseUser | None = None,
    params: Params | None = None,
) -> Job:
    """A job for the articles of a list, as they are now: later ones are not changed by it."""
    articles = articles.order_by()
    now = timezone.now()
    is_open = Q(expires_at=None) | Q(expires_at__gt=now)
    may_appear = is_open & (Q(published_at=None) | Q(published_at__lte=now))
    is_public = Q(public_from__lte=now) & (Q(public_until=None) | Q(public_until__gt=now))
    with writing():
        keys = sorted(articles.values_list("pk", flat=True)[: MOST_ROWS + 1])
        counts = articles.aggregate(
            public=Count("pk", filter=is_public),
            ready=Count("pk", filter=may_appear & ~Q(status=Article.Status.PUBLISHED)),
        )
        return prepare(kind, keys, by=by, counts=counts, params=params)


def start(job: Job, params: Params | None = None) -> Job:
    """Let the job be done with these parameters. Raises ``ValidationError`` if it cannot be."""
    kind, params = named(job.kind), params or {}
    kind.ready(params)
    with writing():
        job.catch_up()
        if job.state != Job.State.PREPARED:
            raise JobError(_("This job was started already."))
        job.params, job.note = params, kind.note(params)
        job.language = translation.get_language() or ""
        job.state = Job.State.WAITING
        job.save()
    return job


def stop(job: Job) -> None:
    """Let the job end after the batch that is being done; it can go on, or be undone."""
    with writing():
        job.catch_up()
        if not job.is_over:
            job.state, job.finished_at = Job.State.PAUSED, timezone.now()
            job.save()


def resume(job: Job) -> None:
    """Let a stopped or failed job go on where it was."""
    with writing():
        job.catch_up()
        if job.state not in (Job.State.PAUSED, Job.State.FAILED) or hasattr(job, "undone_by"):
            raise JobError(_("This job cannot go on."))
        job.state, job.finished_at = Job.State.WAITING, None
        job.save()


def undo(job: Job, *, by: AbstractBaseUser | None = None) -> Job:
    """The job that gives each article back what this one changed; it waits to be run."""
    kind = named("undo")
    with writing():
        job.catch_up()
        if not can_be_undone(job):
            raise JobError(_("This job cannot be undone."))
        done = JobChange.objects.filter(job=job).order_by("article")
        keys = done.values_list("article", flat=True)
        made = prepare(kind, keys, by=by, undoes=job)
        return start(made, {"of": job.note})


def can_be_undone(job: Job) -> bool:
    """Whether it changed something, has ended, was not undone before and is no undo itself."""
    ended = (Job.State.PAUSED, Job.State.DONE, Job.State.FAILED)
    if job.state not in ended or job.undoes_id or hasattr(job, "undone_by"):
        return False
    return JobChange.objects.filter(job=job).exists()


# Workers


def claim(job: Job | None = None) -> Job | None:
    """Take up the oldest job that waits or whose worker is gone, or this one; else ``None``."""
    free = Job.objects.free().filter(pk=job.pk) if job else Job.objects.free()
    if not free.exists():
        return None
    with writing():
        found = free.first()
        if found:
            found.state, found.worker = Job.State.RUNNING, uuid.uuid4()
            found.heartbeat = timezone.now()
            found.started_at = found.started_at or found.heartbeat
            found.save()
    return found


def work(job: Job, *, seconds: float | None = None) -> Iterator[int]:
    """Do what is left of a claimed job, yielding after each batch how many it had.

    After so many ``seconds``, or if the caller closes this, it waits for the next worker. It
    ends early if somebody stopped it or took it over.
    """
    until = None if seconds is None else monotonic() + seconds
    with translation.override(job.language or None), _in_hand(job):
        kind = named(job.kind)
        if job.user_name and job.user is None:
            raise ValidationError(_("The user who started it is no more."))
        keys = job.unpack()
        while job.position < job.total and (until is None or monotonic() < until):
            batch = keys[job.position : job.position + kind.batch_size]
            if not _do(job, kind, batch):
                return
            yield len(batch)
        if job.position >= job.total:
            _finish(job, kind)


def run(job: Job, *, seconds: float | None = None) -> Job:
    """Claim the job and work on it, if it is free; the job as it is then."""
    if claimed := claim(job):
        for _count in work(claimed, seconds=seconds):
            pass
    return Job.objects.get(pk=job.pk)


@contextmanager
def _in_hand(job: Job) -> Iterator[None]:
    """While a worker has it: where it ends is where the next worker goes on.

    What cannot be done at all ends the job with the reason. So does a mistake in its kind,
    which would come again; but that is raised, too.
    """
    try:
        yield
    except (UnknownKind, ValidationError) as error:
        why = in_one_sentence(error) if isinstance(error, ValidationError) else str(error)
        _end(job, Job.State.FAILED, why)
    except GeneratorExit:
        _leave(job)
        raise
    except DatabaseError:
        raise  # when the database is back, the job is free as that of a killed worker is
    except Exception as error:
        _end(job, Job.State.FAILED, _("It failed: %(error)s.") % {"error": type(error).__name__})
        raise
    else:
        _leave(job)


def _do(job: Job, kind: Kind, keys: list[int]) -> bool:
    """Do one batch; false if the job is not this worker's any more."""
    params = kind.ready(job.params)
    plan = kind.plan(job, params, keys)
    for left in reversed(range(TRIES)):
        try:
            with writing():
                if not _is_mine(job):
                    return False
                outcome = kind.apply(job, params, keys, plan)
                _note(job, outcome, len(keys))
            kind.follow(keys)
            return True
        except LibraryDeadlock:
            if not left or connections[router.db_for_write(Job)].in_atomic_block:
                raise
    return False


def _is_mine(job: Job) -> bool:
    """Whether this worker still has it; its numbers are read anew."""
    row = Job.objects.defer("keys").get(pk=job.pk)
    for name in ("position", "changed", "failed", "failures"):
        setattr(job, name, getattr(row, name))
    return row.state == Job.State.RUNNING and row.worker == job.worker


def _note(job: Job, outcome: Outcome, count: int) -> None:
    job.position += count
    job.changed += outcome.changed
    job.failed += len(outcome.failures)
    job.failures = [*job.failures, *outcome.failures][:MOST_FAILURES]
    job.heartbeat = timezone.now()
    job.save()


def _finish(job: Job, kind: Kind) -> None:
    with writing():
        if _is_mine(job):
            kind.finish(job)
            job.state, job.finished_at = Job.State.DONE, timezone.now()
            job.save()


def _end(job: Job, state: str, why: str) -> None:
    with writing():
        if _is_mine(job):
            job.state, job.finished_at = state, timezone.now()
            job.failures = [{"key": 0, "title": "", "reason": why}, *job.failures]
            job.save()


def _leave(job: Job) -> None:
    """Let the next worker have what is not done."""
    with writing():
        if job.state == Job.State.RUNNING and _is_mine(job):
            job.state = Job.State.WAITING
            job.save()
