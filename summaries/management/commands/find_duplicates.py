from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from summaries import twins, upkeep
from summaries.models import Article, Twin


class Command(BaseCommand):
    help = (
        "Compare the articles that were not compared since they changed with all others, and "
        "keep the pairs with nearly the same text for the editors. May be interrupted."
    )

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="compare all articles again")

    def handle(self, *, again, verbosity, **options):
        if not upkeep.is_migrated():
            raise CommandError(_("The library's tables are missing. Run: python manage.py migrate"))
        articles = Article.objects.all() if again else twins.changed()
        compared = 0
        try:
            with tqdm(total=articles.count(), unit="article", disable=None, leave=False) as bar:
                for number in twins.look_at_changed(again=again):
                    compared += number
                    bar.update(number)
        except KeyboardInterrupt:
            raise CommandError(
                _("Interrupted; run the command again to finish."), returncode=130
            ) from None
        if verbosity:
            said = ngettext(
                "%(count)d article was compared.", "%(count)d articles were compared.", compared
            )
            pairs = Twin.objects.open().count()
            waiting = ngettext(
                "%(count)d pair waits for an editor.", "%(count)d pairs wait for an editor.", pairs
            )
            self.stdout.write(f"{said % {'count': compared}} {waiting % {'count': pairs}}")
