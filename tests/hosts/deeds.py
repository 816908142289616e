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

from summaries import document as documents
from summaries.document import Document
from summaries.forms import TagsField
from summaries.models import Article, Category, Part, Tag
from tests.library import posted_parts, submitted

from .base import HOST

PAGE = """Sales summary

Our quarter was quiet, and the team sold more than the year before in every region.

The next quarter begins with a visit to our customers, and a plan for the summer.
"""
# The admin sites of the hosts, and what is an article there.
ADMINS = {
    "base": [("admin", "summaries_article")],
    "languages": [("admin", "summaries_article")],
    "databases": [("admin", "summaries_article")],
    "elsewhere": [("whole", "summaries_article")],
    "own_users": [("desk", "summaries_article")],
    "own_articles": [
        ("admin", "summaries_article"),  # where tags and categories have no admin
        ("plain", "summaries_article"),  # where articles have a plain ModelAdmin
        ("admin", "reports_report"),  # where reports have a plain ModelAdmin
        ("plain", "reports_report"),  # where reports have our ArticleAdmin
    ],
}
# The admin sites with the library's ArticleAdmin, whatever else they have.
DESKS = {
    "base": ["admin"],
    "languages": ["admin"],
    "databases": ["admin"],
    "own_users": ["desk"],
    "own_articles": ["admin"],
    "elsewhere": ["whole"],
}
# Where the app is migrated away in the end, which takes as long as all before.
UNINSTALLED = {"base", "databases", "own_articles"}
# What a field that looks words up tells the view that does so.
LOOKED_UP = ("app_label", "model_name", "field_name")
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
    edits = [edit_in_admin, open_desks, work_at_desks] if HOST in ADMINS else []
    own = special.LAST.get(HOST, [])
    last = [uninstall, command_without_tables] if HOST in UNINSTALLED else []
    return [*first, *common, *edits, *own, look_over, *last]


def check():
    """The ids of what the system checks find."""
    return sorted({one.id for one in run_checks(databases=list(connections))})


def import_pages():
    document = Document(
        "Spring report",
        (documents.Part("", "<p>Dear [Company name], the spring was <b>mild</b>.</p>"),),
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
    category, tag = article.category, Tag.objects.get(name="Springtime")
    pages = {
        "home": reverse("summaries:home"),
        "list": reverse("summaries:article_list") + "?sort=title&length=short",
        "category": category.get_absolute_url(),
        "tag": tag.get_absolute_url(),
        "search": reverse("summaries:search") + "?q=mild",
        "titles": reverse("summaries:titles") + "?q=spr",
        "article": article.get_absolute_url(),
        "markdown": reverse("summaries:article_markdown", args=[article.slug]),
        "share image": reverse("summaries:share_image", args=[article.slug]),
        "llms": reverse("summaries:llms"),
        "oembed": f"{reverse('summaries:oembed')}?url=http://testserver"
        + article.get_absolute_url(),
        "feed": reverse("summaries:feed", args=["json"]),
        "category feed": reverse("summaries:category_feed", args=["rss", category.full_path]),
        "tag feed": reverse("summaries:tag_feed", args=["atom", tag.slug]),
        "search feed": reverse("summaries:search_feed", args=["atom"]) + "?q=mild",
        "sitemap": reverse("summaries:sitemap"),
        "sitemap section": reverse("summaries:sitemap_section", args=["articles-1"]),
        "robots": reverse("summaries:robots"),
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
    """What became of an article that was added, changed and deleted in each admin."""
    return {f"{site} {model}": AdminVisit(site, model).seen() for site, model in ADMINS[HOST]}


def open_desks():
    """Whether the app's page of each admin site has the editors' desk."""
    seen = {}
    for site in {site for site, _model in ADMINS[HOST]}:
        page = editor().get(reverse(f"{site}:app_list", args=["summaries"]))
        assert page.status_code == 200
        seen[site] = "summaries-desk" in page.content.decode()
    return seen


def work_at_desks():
    """What editors have done at each desk."""
    from .editors import DeskVisit

    return {site: DeskVisit(site).seen() for site in DESKS[HOST]}


class AdminVisit:
    """An editor's way through the admin of articles, or of a model that inherits from them."""

    def __init__(self, site, model):
        self.site, self.model, self.client = site, model, editor()

    def seen(self):
        self.get("changelist")
        self.get("changelist", query="?q=mild")
        self.look_up(self.get("add"))
        category = Category.objects.get(name="Office")
        data = {"title": "Posted", "category": category.pk}
        data |= posted_parts([documents.Part(body="<p>Sleet.</p>")])
        self.post(self.url("add"), self.get("add"), data, ["Springtime", "rain, and hail"])
        pk = Article.objects.get(title="Posted").pk
        if not Part.objects.filter(article=pk).exists():  # an admin without a text's form
            Part.objects.create(article_id=pk, body="<p>Sleet.</p>")
        data = {"title": "Posted again", "slug": "", "status": "published"}
        self.post(self.url("change", pk), self.get("change", pk), data, ["rain, and hail"])
        article = Article.objects.get(pk=pk)
        seen = {
            "slug": article.slug,
            "tags": [tag.name for tag in article.tags.all()],
            "public": article.is_public,
            "history": self.history(pk),
        }
        self.get("delete", pk)
        selected = {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
        assert self.client.post(self.url("changelist"), selected).status_code == 302
        left = Article.objects.not_in_bin().filter(pk=pk).count()
        Article.objects.in_bin().delete()  # for the next visit
        return seen | {"left": left}

    def history(self, pk):
        """Whether the first revision was restored; ``None`` where the admin shows none."""
        page = self.get("history", pk)
        if "revisions" not in page.context:
            return None
        page = self.get("revision", pk, 1)
        restore = self.url("restore", pk, 1)
        assert restore in page.content.decode()
        self.client.post(restore)
        return Article.objects.get(pk=pk).title == "Posted"

    def url(self, page, *args):
        return reverse(f"{self.site}:{self.model}_{page}", args=args)

    def get(self, *args, query=""):
        response = self.client.get(self.url(*args) + query)
        assert response.status_code == 200, (args, response.status_code, response.headers)
        return response

    def post(self, url, page, data, tags):
        """Post the page's form; what stands in its way is told."""
        field = page.context["adminform"].form.fields["tags"]
        if isinstance(field, TagsField):
            data["tags"] = tags
        else:  # taggit's own: names with commas between
            data["tags"] = ", ".join(f'"{name}"' for name in tags)
        response = self.client.post(url, submitted(page) | data)
        if response.status_code != 302:
            raise AssertionError(response.context["adminform"].form.errors)

    def look_up(self, page):
        """Ask what each field that looks words up would ask."""
        for name, field in page.context["adminform"].form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if hasattr(widget, "get_url"):
                asked = widget.build_attrs({})
                query = {key: asked[f"data-{key.replace('_', '-')}"] for key in LOOKED_UP}
                response = self.client.get(widget.get_url(), query)
                assert response.status_code == 200, (name, response.status_code)


def look_over():
    """Raise ``CommandError`` if anything in the library is not as it should be."""
    call_command("check_library", stdout=StringIO())


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
        commands = ("check_library", "check_links", "check_texts", "empty_bin", "find_duplicates")
        commands += ("index_now", "ping_hub", "run_jobs", "summaries_roles")
        for name, *args in (["import_articles", folder], *([name] for name in commands)):
            try:
                call_command(name, *args, stdout=StringIO(), stderr=StringIO())
            except CommandError as error:
                said[name] = str(error)
    return said
