import signal
import time
from contextlib import closing, contextmanager

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections
from django.utils.translation import gettext as _
from tqdm import tqdm

from summaries import jobs, upkeep


class Command(BaseCommand):
    help = (
        "Do the jobs of the admin that wait: bulk changes, their undo, imports. Goes on until "
        "it is stopped; several may run at once, each takes other jobs."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="end when no job waits")
        parser.add_argument(
            "--interval", type=float, default=5.0, help="seconds between two looks (default: 5)"
        )

    def handle(self, *, once, interval, **options):
        if not upkeep.is_migrated():
            raise CommandError(_("The library's tables are missing. Run: python manage.py migrate"))
        with stopped_politely():
            try:
                self.work(once, max(interval, 0.1))
            except KeyboardInterrupt:
                said = _("Stopped; run the command again to go on.")
                raise CommandError(said, returncode=130) from None

    def work(self, once, interval):
        while True:
            for connection in connections.all(initialized_only=True):
                if not connection.in_atomic_block:
                    connection.close_if_unusable_or_obsolete()
            try:
                job = jobs.claim()
                if job:
                    self.do(job)
            except OperationalError as error:
                why = str(error).strip().partition("\n")[0].rstrip(".")
                said = _("The database failed: %s. Run the command again to go on.") % why
                if once:
                    raise CommandError(said) from error
                self.stderr.write(said)
                job = None
            if job is None:
                if once:
                    return
                time.sleep(interval)

    def do(self, job):
        """The job, with its progress; one line says what became of it."""
        look = {"unit": "", "desc": job.note, "disable": None, "leave": False}
        with (
            closing(jobs.work(job)) as work,
            tqdm(total=job.total, initial=job.position, **look) as bar,
        ):
            for count in work:
                bar.update(count)
        job.refresh_from_db(fields=["state", "changed", "failed"])
        self.stdout.write(
            _("%(job)s: %(state)s, %(changed)d changed, %(failed)d left alone")
            % {
                "job": job.note,
                "state": job.get_state_display(),
                "changed": job.changed,
                "failed": job.failed,
            }
        )


@contextmanager
def stopped_politely():
    """While inside, a service manager's SIGTERM ends the work as Ctrl+C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
