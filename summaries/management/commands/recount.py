from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import ngettext

from summaries import triggers
from summaries.models import counts, kept


class Command(BaseCommand):
    help = "Count the public articles anew, report where the kept counts were wrong, mend them."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="only report; fail if one is wrong"
        )

    def handle(self, *, check, **options):
        drift = sum(one.drift(connection) for one in counts(connection))
        message = ngettext("%(count)d count is wrong.", "%(count)d counts are wrong.", drift)
        if check and drift:
            raise CommandError(message % {"count": drift})
        if not check:
            triggers.install(connection, kept(connection))
            triggers.refresh(connection, kept(connection))
            message = ngettext("%(count)d count was wrong.", "%(count)d counts were wrong.", drift)
        if options["verbosity"]:
            self.stdout.write(message % {"count": drift})
