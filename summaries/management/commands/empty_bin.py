from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from summaries import upkeep
from summaries.conf import settings
from summaries.models import Article


class Command(BaseCommand):
    help = (
        "Delete for good the articles that have been in the bin for SUMMARIES_BIN_DAYS. "
        "Interrupted, a second run takes up where the first one ended."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say how many they are")

    def handle(self, *, dry_run, verbosity, **options):
        if not upkeep.is_migrated():
            raise CommandError(_("The library's tables are missing. Run: python manage.py migrate"))
        total = Article.objects.overdue_in_bin().count()
        if not dry_run:
            total = self.empty(total)
        if not settings.BIN_DAYS:
            message = _("SUMMARIES_BIN_DAYS is 0: the bin is never emptied.")
        elif dry_run:
            said = ngettext("%d article would be deleted.", "%d articles would be deleted.", total)
            message = said % total
        else:
            said = ngettext("%d article was deleted.", "%d articles were deleted.", total)
            message = said % total
        if verbosity:
            self.stdout.write(message)

    def empty(self, total: int) -> int:
        """Delete the articles, a batch a transaction; how many there were."""
        deleted = 0
        try:
            with tqdm(total=total, unit="article", disable=None, leave=False) as bar:
                while count := Article.objects.delete_overdue():
                    deleted += count
                    bar.update(count)
        except KeyboardInterrupt:
            raise CommandError(
                _("Interrupted; run the command again to finish."), returncode=130
            ) from None
        return deleted
