from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from summaries import announcing, upkeep
from summaries.conf import settings


class Command(BaseCommand):
    help = (
        "Tell search engines by IndexNow which articles have changed, appeared or gone since the "
        "last run; the first run tells of all. Interrupted, the next run takes up where it ended."
    )

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="tell of all that are public")
        parser.add_argument(
            "--dry-run", action="store_true", help="only list the addresses, tell nobody"
        )
        parser.add_argument(
            "--address", default=settings.SITE_URL, metavar="URL", help="of the site"
        )
        parser.add_argument(
            "--endpoint", default=announcing.ENDPOINT, metavar="URL", help="where to tell it"
        )

    def handle(self, *, dry_run, address, endpoint, verbosity, **options):
        if not upkeep.is_migrated():
            raise CommandError(_("The library's tables are missing. Run: python manage.py migrate"))
        if not settings.INDEXNOW_KEY:
            said = _("Without a key nobody believes it: set SUMMARIES_INDEXNOW_KEY.")
            raise CommandError(said)
        try:
            site = announcing.site_at(address)
            if dry_run:
                for one in announcing.to_submit(site, again=options["all"]):
                    self.stdout.write(one)
                return
            batches = announcing.submit(site, again=options["all"], endpoint=endpoint)
            total = sum(tqdm(batches, unit="batch", disable=None, leave=False))
        except announcing.AnnouncementError as error:
            raise CommandError(error) from error
        except KeyboardInterrupt:
            raise CommandError(
                _("Interrupted; run the command again to finish."), returncode=130
            ) from None
        if verbosity:
            said = ngettext("%d address was told.", "%d addresses were told.", total)
            self.stdout.write(said % total)
