"""Who does a job: the request itself, a worker of ``django.tasks``, or ``run_jobs``."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

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
    return _task is not None


def enqueue(key: int) -> None:
    _task.enqueue(key)


def do_job(key: int) -> None:
    """Do the job with this primary key, if it is free."""
    job = Job.objects.filter(pk=key).first()
    claimed = job and claim(job)
    for _count in work(claimed) if claimed else ():
        pass


def _as_task():
    """``do_job()`` as a task of the project's default backend, if that is more than a stand-in."""
    if not find_spec(TASKS.partition(".")[0]):
        return None
    tasks = import_module(TASKS)
    if "default" not in tasks.task_backends.settings:
        return None
    backend = tasks.task_backends["default"]
    immediate = import_module(f"{TASKS}.backends.immediate").ImmediateBackend
    dummy = import_module(f"{TASKS}.backends.dummy").DummyBackend
    if isinstance(backend, immediate | dummy):
        return None
    queue = "default" if "default" in (backend.queues or ["default"]) else min(backend.queues)
    return tasks.task(queue_name=queue)(do_job)


# A worker looks for the task under the function's own name.
if _task := _as_task():
    do_job = _task
