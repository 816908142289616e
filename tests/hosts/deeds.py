"""What is done with the library of every host; each deed returns what was seen."""

import tempfile
from io import StringIO
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.urls import reverse

from summaries.document import Document, Part
from summaries.models import Article, Category, Tag
from tests.library import submitted

from .base import HOST

PAGE = """Sales summary

Our quarter was quiet, and the team sold more than the year before in every region.

The next quarter begins with a visit to our customers, and a plan for the summer.
"""
# The admin sites of a host, where they are not the one that Django makes.
SITES = {"own_users": ["desk"], "own_articles": ["admin", "plain"]}
# What each database holds by name: tables and indexes, triggers, functions.
OBJECTS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE name LIKE 'summaries%'",
    "postgresql": """
        SELECT relname FROM pg_class WHERE relname LIKE 'summaries%'
        UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
        UNION SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    """,
}


def deeds():
    """The deeds in their order, with those of this host alone."""
    from . import special

    first = special.FIRST.get(HOST, [])
    common = [check, import_pages, publish, rename_a_tag, move_a_category, look]
    edits = [edit_in_admin] if apps.is_installed("django.contrib.admin") else []
    own = special.LAST.get(HOST, [])
    return [*first, *common, *edits, *own, uninstall, command_without_tables]


def check():
    """The ids of what the system checks find."""
    return sorted({one.id for one in run_checks(databases=list(connections))})


def import_pages():
    document = Document(
        "Spring report",
        (Part("", "<p>Dear [Company name], the spring was <b>mild</b>.</p>"),),
        category=("Work", "Reports"),
        tags=("spring", "weather"),
        slug="spring-report",
    )
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "page.txt").write_text(PAGE, encoding="utf-8")
        Path(folder, "lines.jsonl").write_text(document.to_json() + "\n", encoding="utf-8")
        call_command("import_articles", folder, category="Work/Sales", stdout=StringIO())
    return Article.objects.count()


def publish():
    Article.objects.all().edit(status=Article.Status.PUBLISHED)
    return Article.objects.published().count()


def rename_a_tag():
    """Whether the articles say its new name."""
    tag = Tag.objects.get(name="spring")
    tag.name = "Springtime"
    tag.save()
    return "springtime" in Article.objects.get(slug="spring-report").search_text


def move_a_category():
    """The trail of an article's category after the move."""
    reports = Article.objects.get(slug="spring-report").category
    Category.objects.move(reports, Category.objects.ensure(("Office",)), "last-child")
    article = Article.objects.get(slug="spring-report")
    return list(article.as_document().category)


def look():
    """The status of each page for a visitor and, where there are users, for an editor."""
    seen = {"visitor": statuses(Client())}
    if apps.is_installed("django.contrib.sessions"):
        seen["editor"] = statuses(editor())
        page = editor().get(Article.objects.get(slug="spring-report").get_absolute_url())
        seen["edit link"] = page.context["edit_url"]
    return seen


def statuses(client):
    article = Article.objects.get(slug="spring-report")
    tag = Tag.objects.get(name="Springtime")
    pages = {
        "home": reverse("summaries:home"),
        "list": reverse("summaries:article_list") + "?sort=title&length=short",
        "category": article.category.get_absolute_url(),
        "tag": tag.get_absolute_url(),
        "search": reverse("summaries:search") + "?q=mild",
        "titles": reverse("summaries:titles") + "?q=spr",
        "article": article.get_absolute_url(),
        "preview": reverse("summaries:article_preview", args=[article.slug]),
        "nowhere": reverse("summaries:home") + "nowhere/",
    }
    return {name: client.get(url).status_code for name, url in pages.items()}


def editor():
    """The client of somebody who may do everything."""
    user = get_user_model()
    name = {user.USERNAME_FIELD: "ada@example.org"}
    found = user.objects.filter(**name).first() or user.objects.create_superuser(**name)
    client = Client()
    client.force_login(found)
    return client


def edit_in_admin():
    """Of each site, the status of each page and what became of what was posted."""
    return {site: AdminVisit(site).seen() for site in SITES.get(HOST, ["admin"])}


class AdminVisit:
    """An editor's way through one admin site."""

    def __init__(self, site):
        self.site, self.client = site, editor()

    def url(self, page, *args, model="summaries_article"):
        return reverse(f"{self.site}:{model}_{page}", args=args)

    def get(self, *args, **kwargs):
        response = self.client.get(self.url(*args, **kwargs))
        assert response.status_code == 200, (args, response.status_code, response.headers)
        return response

    def post(self, url, data):
        """Post a form; what stands in its way is told."""
        response = self.client.post(url, data)
        if response.status_code != 302:
            raise AssertionError(response.context["adminform"].form.errors)
        return response

    def seen(self):
        self.get("changelist")
        assert self.client.get(self.url("changelist") + "?q=mild").status_code == 200
        category = Category.objects.get(name="Office")
        data = submitted(self.get("add")) | {"title": "Posted", "category": category.pk}
        self.post(self.url("add"), data | self.tags("Springtime", "rain, and hail"))
        article = Article.objects.get(title="Posted")
        change = submitted(self.get("change", article.pk))
        data = change | {"title": "Posted again", "slug": "", "status": "published"}
        self.post(self.url("change", article.pk), data | self.tags("rain, and hail"))
        article = Article.objects.get(pk=article.pk)
        self.get("history", article.pk)
        self.get("delete", article.pk)
        selected = {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}
        tags = [tag.name for tag in article.tags.all()]
        slug, revisions = article.slug, article.revisions.count()
        assert self.client.post(self.url("changelist"), selected).status_code == 302
        return {
            "slug": slug,
            "tags": tags,
            "revisions": revisions,
            "left": Article.objects.filter(pk=article.pk).count(),
        }

    def tags(self, *names):
        """The tags as the form wants them: keys, or names with commas between."""
        field = self.get("add").context["adminform"].form.fields["tags"]
        if hasattr(field, "queryset"):
            return {"tags": [tag.pk for tag in Tag.objects.ensure(names).values()]}
        return {"tags": ", ".join(f'"{name}"' for name in names)}


def uninstall():
    """What is left of the library in any database."""
    for alias in settings.DATABASES:
        if not connections[alias].settings_dict["TEST"]["MIRROR"]:
            call_command("migrate", "summaries", "zero", database=alias, verbosity=0)
    return sorted({name for alias in connections for name in objects(alias)})


def objects(alias):
    """The names of all that the library made in the database."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        cursor.execute(OBJECTS[connection.vendor])
        return [name for (name,) in cursor.fetchall()]


def command_without_tables():
    """What each command says before ``migrate`` was run."""
    said = {}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "page.txt").write_text(PAGE, encoding="utf-8")
        for name, *args in (["import_articles", folder], ["rebuild_search"], ["recount"]):
            try:
                call_command(name, *args, stdout=StringIO(), stderr=StringIO())
            except CommandError as error:
                said[name] = str(error)
    return said
