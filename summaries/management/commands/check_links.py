import argparse
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from summaries import attention, upkeep
from summaries.findings import label
from summaries.linkcheck import Checks, collect
from summaries.models import LinkCheck

KINDS = ("link", "moved-link", "dead-link", "image")


class Command(BaseCommand):
    help = (
        "Look at the links in all texts: to pages of the library, to parts and images; with "
        "--external also ask other sites for the pages that texts link to. The admin shows under "
        "“Needs attention” what leads nowhere. May be interrupted, and goes on where it was."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--external", action="store_true", help="ask other sites, one page a second each"
        )
        parser.add_argument(
            "--older-than",
            type=whole_number,
            default=30,
            metavar="DAYS",
            help="ask again for what was asked for so long ago (default: 30; 0: for everything)",
        )
        parser.add_argument(
            "--limit", type=whole_number, metavar="COUNT", help="ask for no more pages than that"
        )
        parser.add_argument(
            "--allow-private",
            action="store_true",
            help="also ask hosts in private networks, such as those of an intranet",
        )

    def handle(self, *, external, older_than, limit, allow_private, verbosity, **options):
        if not upkeep.is_migrated():
            raise CommandError(_("The library's tables are missing. Run: python manage.py migrate"))
        asked = 0
        try:
            for _count in attention.refresh_all():
                pass
            if external:
                collect()
                before = timezone.now() - timedelta(days=older_than)
                asked = ask(Checks(before, limit=limit, allow_private=allow_private))
        except KeyboardInterrupt:
            raise CommandError(
                _("Interrupted; run the command again to finish."), returncode=130
            ) from None
        if verbosity:
            self.say(asked, external=external)

    def say(self, asked, *, external):
        if external:
            said = ngettext(
                "%(count)d page of another site was asked for; %(dead)d of %(all)d are dead.",
                "%(count)d pages of other sites were asked for; %(dead)d of %(all)d are dead.",
                asked,
            )
            known = LinkCheck.objects
            values = {"count": asked, "dead": known.dead().count(), "all": known.count()}
            self.stdout.write(said % values)
        counts = attention.counts()
        for kind in KINDS:
            self.stdout.write(f"{counts.get(kind, 0):>8} {label(kind)}")


def ask(checks: Checks) -> int:
    """Ask the sites, with a bar; how many pages these were."""
    asked = 0
    with tqdm(total=checks.count(), unit="link", disable=None, leave=False) as bar:
        for _row in checks.run():
            asked += 1
            bar.update()
    return asked


def whole_number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 7):
        raise argparse.ArgumentTypeError(_("“%(text)s” is no whole number.") % {"text": text})
    return int(text)
