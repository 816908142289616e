import signal
from contextlib import closing, contextmanager
from threading import Event

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
        with told_to_stop() as stop:
            while not stop.is_set():
                is_idle = not self.work(stop, once)
                if is_idle and once:
                    return
                if is_idle:
                    stop.wait(max(interval, 0.1))
        self.stdout.write(_("Stopped; run the command again to go on."))

    def work(self, stop, once) -> bool:
        """Do the next job, if one waits; whether there was one."""
        for connection in connections.all(initialized_only=True):
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
        try:
            job = jobs.claim()
            if job:
                self.do(job, stop)
        except OperationalError as error:
            why = str(error).strip().partition("\n")[0].rstrip(".")
            said = _("The database failed: %s. Run the command again to go on.") % why
            if once:
                raise CommandError(said) from error
            self.stderr.write(said)
            return False
        return job is not None

    def do(self, job, stop):
        """The job, with its progress; one line says what became of it."""
        look = {"unit": "", "desc": job.note, "disable": None, "leave": False}
        with (
            closing(jobs.work(job)) as work,
            tqdm(total=job.total, initial=job.position, **look) as bar,
        ):
            for count in work:
                bar.update(count)
                if stop.is_set():
                    break
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
def told_to_stop():
    """An event that Ctrl+C or a service manager's SIGTERM sets; a second one kills as usual."""
    stop = Event()
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(one) for one in signals]

    def back():
        for one, handler in zip(signals, before, strict=True):
            signal.signal(one, handler)

    def tell(number, frame):
        stop.set()
        back()

    for one in signals:
        signal.signal(one, tell)
    try:
        yield stop
    finally:
        back()
