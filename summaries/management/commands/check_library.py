from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from summaries import attention, twins, upkeep
from summaries.models import Article

from . import check_texts


class Command(BaseCommand):
    help = (
        "Check the whole library: triggers and search index, the category tree, stored "
        "counts, redirects, and each article's derived columns. Fails if something is "
        "wrong and says how to fix it."
    )

    def add_arguments(self, parser):
        parser.add_argument("--fix", action="store_true", help="fix what is wrong")
        parser.add_argument("--quick", action="store_true", help="do not read every article")

    def handle(self, *, fix, quick, verbosity, **options):
        if not upkeep.is_migrated():
            raise CommandError(_("The library's tables are missing. Run: python manage.py migrate"))
        found = upkeep.find_problems(fix=fix)
        messages = [problem.message % {"count": count} for problem, count in found]
        if outdated := upkeep.apply_search_rules(fix=fix):
            messages.append(
                ngettext(
                    "%(count)d article is in the search index by other rules than today’s",
                    "%(count)d articles are in the search index by other rules than today’s",
                    outdated,
                )
                % {"count": outdated}
            )
        if not quick and (wrong := self.check_articles(fix=fix)):
            messages.append(
                ngettext(
                    "%(count)d article has an outdated excerpt, count or search text",
                    "%(count)d articles have an outdated excerpt, count or search text",
                    wrong,
                )
                % {"count": wrong}
            )
        if fix and not quick:
            check_texts.look(again=False)
        for message in messages if verbosity else ():
            said = _("%(problem)s: fixed.") if fix else _("%(problem)s.")
            self.stdout.write(said % {"problem": message})
        if messages and not fix:
            raise CommandError(
                _(
                    "The database was changed without running its triggers (INSERT OR REPLACE "
                    "on SQLite; session_replication_role = replica or pg_restore --data-only "
                    "--disable-triggers on PostgreSQL), or rows were loaded without their "
                    "derived columns. To fix this, run: python manage.py check_library --fix"
                )
            )
        if verbosity and not messages:
            self.stdout.write(_("No problems found."))
        if verbosity:
            self.tell_what_waits()

    def tell_what_waits(self):
        """What no command has looked at since it changed, which is not wrong."""
        if count := attention.stale().count():
            said = ngettext(
                "%(count)d article waits for check_texts.",
                "%(count)d articles wait for check_texts.",
                count,
            )
            self.stdout.write(said % {"count": count})
        if count := twins.changed().count():
            said = ngettext(
                "%(count)d article waits for find_duplicates.",
                "%(count)d articles wait for find_duplicates.",
                count,
            )
            self.stdout.write(said % {"count": count})

    def check_articles(self, *, fix: bool) -> int:
        """How many articles had outdated derived columns."""
        total = 0
        try:
            with tqdm(
                total=Article.objects.count(), unit="article", disable=None, leave=False
            ) as bar:
                for checked, wrong in upkeep.check_articles(fix=fix):
                    total += wrong
                    bar.update(checked)
        except KeyboardInterrupt:
            raise CommandError(
                _("Interrupted; run the command again to finish."), returncode=130
            ) from None
        return total
