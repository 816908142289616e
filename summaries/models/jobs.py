"""Jobs: one change of many articles, done a batch at a time and undone once."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings as project_settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from summaries.conf import settings

from .library import LibraryModel, LibraryQuerySet, forget_user
from .state import NotDumped

# A worker says that it is alive after each batch; after so long without, another takes over.
STALE = timedelta(minutes=2)
# What nobody confirmed is forgotten.
CONFIRMED_WITHIN = timedelta(days=1)


class JobQuerySet(LibraryQuerySet):
    def free(self) -> JobQuerySet:
        """The jobs that a worker may take up, the oldest first: also what a killed one left."""
        left = Q(state=Job.State.RUNNING, heartbeat__lt=timezone.now() - STALE)
        return self.filter(Q(state=Job.State.WAITING) | left).order_by("pk")

    def busy(self) -> JobQuerySet:
        """The jobs that a living worker has in hand."""
        return self.filter(state=Job.State.RUNNING, heartbeat__gte=timezone.now() - STALE)

    def outdated(self) -> JobQuerySet:
        """Those that were never confirmed, and those that ended longer ago than the setting."""
        now = timezone.now()
        ended = now - timedelta(days=settings.JOBS_KEPT_DAYS)
        return self.filter(
            Q(state=Job.State.PREPARED, created_at__lt=now - CONFIRMED_WITHIN)
            | Q(finished_at__lt=ended)
        )

    def for_list(self) -> JobQuerySet:
        """Without what a list of jobs does not show."""
        return self.defer("keys", "failures")


class Job(LibraryModel):
    """One change of many rows, in the order of ``keys``; ``position`` of them are done.

    The keys are those that the user confirmed, whatever would match now. The position
    moves in the transaction of the batch, so that none is done twice. Elsewhere the same
    keys are those of other rows, so jobs are not dumped.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", _("To be confirmed")
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Stopped")
        DONE = "done", pgettext_lazy("job", "Done")
        FAILED = "failed", _("Failed")
        UNDONE = "undone", _("Undone")

    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    # What it does, in the language of its user: for the history of each article.
    note = models.CharField(_("what is done"), max_length=200, blank=True)
    language = models.CharField(max_length=16, blank=True)
    user = models.ForeignKey(
        project_settings.AUTH_USER_MODEL,
        on_delete=forget_user,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name=_("user"),
    )
    # So that the job of a user who is no more does not run as nobody's, who may do everything.
    user_name = models.CharField(_("user"), max_length=200, blank=True)
    state = models.CharField(
        _("status"), max_length=10, choices=State.choices, default=State.PREPARED
    )
    keys = models.BinaryField(default=b"")
    total = models.PositiveIntegerField(_("articles"), default=0)
    position = models.PositiveIntegerField(_("done"), default=0)
    changed = models.PositiveIntegerField(pgettext_lazy("job", "changed"), default=0)
    failed = models.PositiveIntegerField(_("left alone"), default=0)
    # The first of those left alone: key, title and reason.
    failures = models.JSONField(default=list)
    # How many were public when they were chosen, and how many would be if they were published.
    counts = models.JSONField(default=dict)
    undoes = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, related_name="undone_by"
    )
    # Who has it in hand; another one that took it over has another key.
    worker = models.UUIDField(null=True)
    heartbeat = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    started_at = models.DateTimeField(_("begun"), null=True)
    finished_at = models.DateTimeField(_("ended"), null=True)

    objects = JobQuerySet.as_manager()
    not_dumped = NotDumped()

    class Meta:
        default_manager_name = "not_dumped"
        base_manager_name = "objects"
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [models.Index(fields=["state", "heartbeat"], name="summaries_job_state")]

    def __str__(self) -> str:
        return self.note or self.kind

    @staticmethod
    def pack(keys: Iterable[int]) -> bytes:
        return zlib.compress(json.dumps(list(keys)).encode())

    def unpack(self) -> list[int]:
        """The primary keys of what is to be changed, in order."""
        return json.loads(zlib.decompress(self.keys)) if self.keys else []

    @property
    def actor(self) -> AbstractBaseUser | None:
        """Whose rights it has; ``None`` for a job of the program itself."""
        return self.user if self.user_name else None

    @property
    def is_over(self) -> bool:
        """Whether nothing happens to it any more unless somebody asks."""
        return self.state not in (self.State.WAITING, self.State.RUNNING)

    @property
    def is_lost(self) -> bool:
        """Whether its worker has not been heard of for too long."""
        is_running = self.state == self.State.RUNNING
        return is_running and self.heartbeat < timezone.now() - STALE

    @property
    def percent(self) -> int:
        return 100 * self.position // self.total if self.total else 100


class JobChange(LibraryModel):
    """What a job did to one article: the versions before and after, for the undo."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="+", db_index=False)
    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="+")
    before = models.PositiveIntegerField()
    after = models.PositiveIntegerField()

    objects = LibraryQuerySet.as_manager()
    not_dumped = NotDumped()

    class Meta:
        default_manager_name = "not_dumped"
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["job", "article"], name="summaries_jobchange_once")
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.before} > {self.after}"
