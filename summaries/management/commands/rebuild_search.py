from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.translation import gettext as _

from summaries import statistics
from summaries.importers.storing import TABLES
from summaries.models import Article
from summaries.search.operations import rebuild_index


class Command(BaseCommand):
    help = "Compute every article's derived columns anew and rebuild the search index."

    def handle(self, **options):
        rebuild_index(connection, Article._meta.db_table)
        count = len(Article.objects.edit())
        statistics.refresh(connection, TABLES)
        if options["verbosity"]:
            self.stdout.write(
                _("Rebuilt the search index over %(count)s articles.") % {"count": count}
            )
