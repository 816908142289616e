"""Who does a job: the request itself, a worker of ``django.tasks``, or ``run_jobs``."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import django
from django.db import router, transaction

from summaries.models import Job

from .running import AT_ONCE, SECONDS_AT_ONCE, claim, run, work

# Django's own since 6.0, a package of the same contents before.
TASKS = "django.tasks" if django.VERSION >= (6,) else "django_tasks"


def hand_over(job: Job) -> Job:
    """Do a small job now; a large one, or what is left, is done behind the request.

    Where the project has no worker of ``django.tasks``, it waits for ``run_jobs``.
    """
    if job.total <= AT_ONCE:
        job = run(job, seconds=SECONDS_AT_ONCE)
    if not job.is_over and has_worker():
        transaction.on_commit(lambda: enqueue(job.pk), using=router.db_for_write(Job))
    return job


def has_worker() -> bool:
    """Whether the project's tasks are done by a process of their own."""
    tasks = _tasks()
    if tasks is None:
        return False
    backend = tasks.task_backends["default"]
    immediate = import_module(f"{TASKS}.backends.immediate").ImmediateBackend
    dummy = import_module(f"{TASKS}.backends.dummy").DummyBackend
    return not isinstance(backend, immediate | dummy)


def enqueue(key: int) -> None:
    do_job.enqueue(key)


def _tasks() -> ModuleType | None:
    return import_module(TASKS) if find_spec(TASKS.partition(".")[0]) else None


def do_job(key: int) -> None:
    """Do the job with this primary key, if it is free."""
    job = Job.objects.filter(pk=key).first()
    claimed = job and claim(job)
    for _count in work(claimed) if claimed else ():
        pass


if tasks := _tasks():
    do_job = tasks.task()(do_job)
