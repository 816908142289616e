from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from summaries import announcing, upkeep
from summaries.conf import settings


class Command(BaseCommand):
    help = (
        "Tell the hub of SUMMARIES_WEBSUB_HUB which feeds have changed since the last run, so "
        "that their readers get what is new at once."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--address", default=settings.SITE_URL, metavar="URL", help="of the site"
        )

    def handle(self, *, address, verbosity, **options):
        if not upkeep.is_migrated():
            raise CommandError(_("The library's tables are missing. Run: python manage.py migrate"))
        if not settings.WEBSUB_HUB:
            raise CommandError(_("There is no hub: set SUMMARIES_WEBSUB_HUB to its URL."))
        try:
            site = announcing.site_at(address)
            total = sum(announcing.ping(site, hub=settings.WEBSUB_HUB))
        except announcing.AnnouncementError as error:
            raise CommandError(error) from error
        if verbosity:
            said = ngettext("%d feed has changed.", "%d feeds have changed.", total)
            self.stdout.write(said % total)
