from django.core.management import call_command
from django.test import TestCase

from summaries.document import Document, Part
from summaries.models import Article, Category
from summaries.search import highlight, parse
from summaries.search.spelling import suggest
from tests.library import make_article

from .models import Report


class Reports(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_article("Ferry timetable", "<p>sails in spring</p>", tags=("money",))
        for title in ("Zeal in spring", "Annual figures"):
            report = Report(category=Category.objects.ensure(["Work"]), quarter="Q1")
            document = Document(title, (Part("", "<p>Sales of spring.</p>"),), status="published")
            report.apply_document(document)

    def titles(self, reports):
        return [report.title for report in reports]

    def test_reports_are_found_and_other_articles_are_not(self):
        found = Report.objects.filter(quarter="Q1").published().search("spring")
        self.assertEqual(self.titles(found), ["Zeal in spring", "Annual figures"])
        self.assertEqual(Report.objects.count_matching("spring", 9, scope=3), 2)
        self.assertEqual(Report.objects.matching("spring", scope=None).count(), 2)
        self.assertEqual(Article.objects.search("spring").count(), 3)
        self.assertEqual(suggest(Report.objects.all(), parse("sprimg")), "spring")

    def test_reports_come_by_title(self):
        self.assertEqual(
            self.titles(Report.objects.by_title()), ["Annual figures", "Zeal in spring"]
        )
        self.assertEqual(self.titles(Report.objects.by_title(scope=2))[0], "Annual figures")
        self.assertEqual(self.titles(Report.objects.title_begins("ann")), ["Annual figures"])

    def test_hits_are_marked(self):
        report = Report.objects.search("sales").first()
        self.assertIn("<mark>Sales</mark>", highlight(report.excerpt, parse("sales")))

    def test_the_library_is_sound(self):
        call_command("check_library", verbosity=0)
