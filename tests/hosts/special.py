"""What is done with the library of one host alone."""

import re
from threading import Thread

from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, connections
from django.test import Client
from django.urls import reverse

from summaries.document import Document
from summaries.document import Part as DocumentPart
from summaries.models import Article, Category, Finding, Job, Part, Tag, Twin, Upload, UploadedPage
from summaries.search import highlight, parse, spelling
from tests.library import submitted

from .deeds import editor, objects

SAVES = 30
REPLICAS = ("north", "south")


# base


def save_in_two_threads():
    """How many saves failed, and whether each left its revision."""
    articles = list(Article.objects.order_by("pk")[:2])
    before = [article.revisions.count() for article in articles]
    failed = []

    def save(article):
        for number in range(SAVES):
            try:
                article.lead = f"Lead {number}"
                article.save()
            except DatabaseError as error:
                failed.append(str(error))
        connection.close()

    threads = [Thread(target=save, args=[article]) for article in articles]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = [article.revisions.count() for article in articles]
    return {"failed": failed, "new": [b - a for a, b in zip(before, after, strict=True)]}


# languages


def visit_in_turn():
    """Where the links of each page lead, for visitors of different languages and host names."""
    seen = []
    for host, start in [
        ("testserver", "/zh-hans/"),
        ("second.testserver", "/second/"),
        ("testserver", "/en/"),
        ("testserver", "/zh-hans/"),
        ("second.testserver", "/second/"),
    ]:
        client = Client(headers={"host": host})
        seen.append([start, sorted({first for page in pages(client, start) for first in page})])
    return seen


def pages(client, start):
    """The first steps of the addresses that the pages link to."""
    tag = Tag.objects.get(name="Springtime")
    for page in ("", "articles/", f"articles/?tags={tag.slug}&length=short", "search/?q=mild"):
        content = client.get(start + page).content.decode()
        links = re.findall(r'(?:href|action)="(/[^"]*)"', content)
        yield [re.match("/[^/]*/", link)[0] for link in links if not link.startswith("/static/")]


# own_articles


def search_reports():
    """What is found among reports, and among all articles."""
    from .reports.models import Report

    category = Category.objects.ensure(("Office",))
    for title in ("Zeal in autumn", "Annual figures"):
        document = Document(
            title, (DocumentPart("", "<p>Sales of autumn.</p>"),), status="published"
        )
        Report(category=category, quarter="Q1").apply_document(document)
    document = Document(
        "Ferries", (DocumentPart("", "<p>They sail in autumn.</p>"),), category=("Work",)
    )
    Article().apply_document(document)
    reports = Report.objects.filter(quarter="Q1").published()
    found = {
        "searched": reports.search("autumn"),
        "begun": Report.objects.title_begins("ann"),
        "matching": Report.objects.matching("autumn").order_by("title"),
        "articles": Article.objects.search("autumn").order_by("title"),
    }
    seen = {name: [one.title for one in rows] for name, rows in found.items()}
    seen["counted"] = Report.objects.count_matching("autumn", 9, scope=3)
    seen["spelling"] = spelling.suggest(Report.objects.all(), parse("autumm"))
    seen["marked"] = highlight(reports.search("sales").first().excerpt, parse("sales"))
    Report.objects.all().delete()
    return seen


def write_a_report():
    """A model that inherits from articles is searched, edited and undone as these are."""
    from .reports.models import Report

    document = Document(
        "Rain report",
        (DocumentPart("", "<p>Rain fell on forty days.</p>"),),
        category=("Office",),
        tags=("rain",),
        status="published",
    )
    report = Report(quarter="Q1").apply_document(document)
    with report.editing(note="Second thoughts"):
        report.lead = "A wet quarter."
    report = Report.objects.get(pk=report.pk)
    report.quarter = "Q2"
    report.save()
    report.tags.add("weather")
    found = {
        "found": [one.quarter for one in Report.objects.search("forty days")],
        "tags": sorted(tag.name for tag in Report.objects.get().tags.all()),
        "revisions": [one.note for one in report.revisions.all()],
    }
    report.revisions.get(number=1).restore()
    restored = Report.objects.get(pk=report.pk)
    found["restored"] = [restored.lead, restored.quarter]
    Report.objects.all().edit(quarter="Q3", byline="R. Ain")
    found["edited"] = list(Report.objects.values_list("quarter", "byline"))
    Report.objects.update(quarter="Q4", byline="S. Now")
    found["updated"] = list(Report.objects.values_list("quarter", "byline"))
    found["page"] = Client().get(restored.get_absolute_url()).status_code
    Report.objects.all().delete()
    found["left"] = Article.objects.filter(pk=report.pk).count()
    return found


def show_reports():
    """What a list with a filter of its own shows, and the pages that show a field of its own."""
    from .reports.models import Report

    for quarter in ("Q1", "Q2"):
        document = Document(
            f"Figures of {quarter}",
            (DocumentPart("", "<p>We sold a boat.</p>"),),
            category=("Office",),
            status="published",
        )
        Report(quarter=quarter).apply_document(document)
    client, report = Client(), Report.objects.get(quarter="Q1")

    def shown():
        return re.findall("Quarter: (..)", client.get(report.get_absolute_url()).content.decode())

    page = client.get(reverse("reports"), {"quarter": "Q2"})
    seen = {
        "listed": [card["title"] for card in page.context["cards"]],
        "chips": [chip.value for chip in page.context["chips"]],
        "shown": [shown(), shown()],
    }
    for quarter in ("Q3", "Q4"):
        Report.objects.filter(pk=report.pk).edit(quarter=quarter)
        seen["shown"].append(shown())
    url = reverse("plain:reports_report_change", args=[report.pk])
    form = submitted(editor().get(url)) | {"quarter": "Q5"}
    seen["saved"] = editor().post(url, form).status_code
    seen["shown"].append(shown())
    Report.objects.all().delete()
    return seen


# databases


def watch_the_replicas():
    """From here on note what is read from a replica while the library is written to."""
    for alias in REPLICAS:
        connections[alias].execute_wrappers.append(_note)


def tell_what_was_read_while_writing():
    for alias in REPLICAS:
        connections[alias].execute_wrappers.remove(_note)
    return _noted["while writing"]


_noted = {"aliases": set(), "while writing": []}


def _note(execute, sql, params, many, context):
    _noted["aliases"].add(context["connection"].alias)
    if connections["library"].in_atomic_block:
        _noted["while writing"].append(sql)
    return execute(sql, params, many, context)


def read_pages():
    """From how many replicas the library was read for each page."""
    seen = []
    for name in ("home", "article_list", "search"):
        for _number in range(5):
            _noted["aliases"].clear()
            Client().get(reverse(f"summaries:{name}") + "?q=spring")
            seen.append(len(_noted["aliases"]))
    return seen


def look_into_default():
    """What the library made in the database of all else."""
    return objects("default")


def delete_the_author():
    """Who wrote an article whose author was deleted, in another database."""
    author = get_user_model().objects.create_user("bob")
    article = Article.objects.get(slug="spring-report")
    article.author = author
    article.save()
    said = [Article.objects.get(pk=article.pk).as_document().author]
    author.delete()
    return [*said, Article.objects.get(pk=article.pk).as_document().author]


# elsewhere

HIGH = {
    "sqlite": "UPDATE sqlite_sequence SET seq = 5000 WHERE name = %s",
    "postgresql": "SELECT setval(pg_get_serial_sequence(%s, 'id'), 5000)",
}


def count_from_high_numbers():
    """So that a number in an address or a form that is grouped in thousands is noticed."""
    connection = connections["library"]
    with connection.cursor() as cursor:
        for model in (Article, Category, Finding, Job, Part, Tag, Twin, Upload, UploadedPage):
            cursor.execute(HIGH[connection.vendor], [model._meta.db_table])


FIRST = {"databases": [watch_the_replicas], "elsewhere": [count_from_high_numbers]}
LAST = {
    "base": [save_in_two_threads],
    "languages": [visit_in_turn],
    "own_articles": [search_reports, write_a_report, show_reports],
    "databases": [
        delete_the_author,
        read_pages,
        tell_what_was_read_while_writing,
        look_into_default,
    ],
}
