from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase

from summaries.models import Article, ArticleCount, PublicState, TagCount
from tests.library import make_article


class Emptied(TransactionTestCase):
    """Tests that empty the databases after each other, in the order of the process's hash seed.

    What was there before is put back, without a word to the library: no migration is said to end.
    """

    databases = {"default", "other"}
    serialized_rollback = True

    def test_once(self):
        self.change()

    def test_again(self):
        self.change()

    def change(self):
        for model in (Article, ArticleCount, TagCount):
            assert not model.objects.exists()
        make_article(tags=("money",))
        assert PublicState.objects.marks().text
        assert TagCount.objects.get().articles == 1
        call_command("check_library", verbosity=0)

    def test_the_other_database_holds_nothing_of_the_library(self):
        call_command("check", databases=["default", "other"])
        names = connections["other"].introspection.table_names()
        assert not [name for name in names if name.startswith("summaries")]
