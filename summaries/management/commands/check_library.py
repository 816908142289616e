from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from summaries import upkeep
from summaries.models import Article


class Command(BaseCommand):
    help = (
        "Look the whole library over: triggers and search index, the tree of categories, "
        "kept counts, redirects, and whether each article's derived columns fit its text. "
        "Fails if something is wrong, and says what to do."
    )

    def add_arguments(self, parser):
        parser.add_argument("--fix", action="store_true", help="mend what is wrong")
        parser.add_argument("--quick", action="store_true", help="do not read every article")

    def handle(self, *, fix, quick, verbosity, **options):
        if not upkeep.is_migrated():
            raise CommandError(_("The library's tables are missing. Run: python manage.py migrate"))
        said = [concern.meaning % {"count": count} for concern, count in upkeep.look_over(fix=fix)]
        if not quick and (wrong := self.look_over_articles(fix=fix)):
            said.append(
                ngettext(
                    "%(count)d article has an excerpt, counts or search text of another text",
                    "%(count)d articles have an excerpt, counts or search text of another text",
                    wrong,
                )
                % {"count": wrong}
            )
        for line in said if verbosity else ():
            self.stdout.write(f"{line}: {_('mended')}." if fix else f"{line}.")
        if said and not fix:
            raise CommandError(
                _(
                    "Something changed the database behind its triggers' back, as INSERT OR "
                    "REPLACE does on SQLite, session_replication_role = replica and pg_restore "
                    "--data-only --disable-triggers on PostgreSQL, or rows were loaded without "
                    "their derived columns. To mend this, run: python manage.py check_library --fix"
                )
            )
        if verbosity and not said:
            self.stdout.write(_("All is well."))

    def look_over_articles(self, *, fix: bool) -> int:
        """How many articles' derived columns were wrong."""
        total = 0
        try:
            with tqdm(
                total=Article.objects.count(), unit="article", disable=None, leave=False
            ) as bar:
                for looked_at, wrong in upkeep.look_over_articles(fix=fix):
                    total += wrong
                    bar.update(looked_at)
        except KeyboardInterrupt:
            raise CommandError(
                _("Interrupted; run the command again to finish."), returncode=130
            ) from None
        return total
