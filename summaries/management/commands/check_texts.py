from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from summaries import attention, upkeep
from summaries.findings import label
from summaries.models import Article


class Command(BaseCommand):
    help = (
        "Look for what needs an editor's attention in the articles that have changed, or whose "
        "links may lead nowhere by now, and say how much there is of each kind. The admin "
        "shows it under “Needs attention”."
    )

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="look at every article again")

    def handle(self, *, verbosity, **options):
        if not upkeep.is_migrated():
            raise CommandError(_("The library's tables are missing. Run: python manage.py migrate"))
        total = look(again=options["all"])
        if not verbosity:
            return
        message = ngettext("%(count)d article was read.", "%(count)d articles were read.", total)
        self.stdout.write(message % {"count": total})
        for kind, count in sorted(attention.counts().items(), key=lambda one: -one[1]):
            self.stdout.write(f"{count:>8} {label(kind)}")


def look(*, again: bool) -> int:
    """Look at the articles, with a bar; how many these were."""
    total = 0
    whole = Article.objects.all() if again else attention.stale()
    try:
        with tqdm(total=whole.count(), unit="article", disable=None, leave=False) as bar:
            for count in attention.refresh_all(again=again):
                total += count
                bar.update(count)
    except KeyboardInterrupt:
        raise CommandError(
            _("Interrupted; run the command again to finish."), returncode=130
        ) from None
    return total
