"""The how-to guides do what they say: their code is run as it stands there."""

import re
import shutil
import sqlite3
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest
from django.db import connection
from PIL import Image

from summaries import importers
from summaries.importers.media import Media
from summaries.models import Article, Redirect
from tests.library import make_article

HOW_TO = Path(__file__).parents[1] / "docs/how-to"
NAMED = re.compile(r"```\w+\n(?:# |\{# )([\w./]+\.\w+)(?: #\})?\n(.*?)```", re.DOTALL)
OBJECTS = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
FENCED = re.compile(r"```\n(.*?)```", re.DOTALL)


def files(page):
    """The files that a page shows, by their names; one may be shown in several pieces."""
    found = {}
    for name, text in NAMED.findall((HOW_TO / page).read_text(encoding="utf-8")):
        found[name] = found.get(name, "") + text
    return found


def fenced(page):
    """What a page shows without a language: commands and files of a user."""
    return FENCED.findall((HOW_TO / page).read_text(encoding="utf-8"))


def picture():
    file = BytesIO()
    Image.new("RGB", (4, 3)).save(file, "PNG")
    return file.getvalue()


def module(name, code):
    made = ModuleType(name)
    exec(compile(code, name, "exec"), made.__dict__)
    return made


@pytest.fixture
def minutes(settings, monkeypatch):
    """The format of the guide, as a project has it."""
    code = files("importers-and-exporters.md")["mysite/minutes.py"]
    monkeypatch.setitem(sys.modules, "mysite.minutes", module("mysite.minutes", code))
    settings.SUMMARIES_IMPORT_FORMATS = ["mysite.minutes"]
    return fenced("importers-and-exporters.md")[0].encode()


@pytest.fixture
def restyled(settings):
    """Use templates as they are, over those of the library."""

    def use(templates):
        loaders = [
            ("django.template.loaders.locmem.Loader", templates),
            "django.template.loaders.app_directories.Loader",
        ]
        options = settings.TEMPLATES[0]["OPTIONS"] | {"loaders": loaders}
        settings.TEMPLATES = [settings.TEMPLATES[0] | {"APP_DIRS": False, "OPTIONS": options}]

    return use


@pytest.mark.django_db
def test_templates_are_overridden(client, restyled):
    article = make_article("Ferry notes")
    shown = files("restyle.md")
    restyled({name.removeprefix("templates/"): text for name, text in shown.items()})
    home, page = client.get("/"), client.get(article.get_absolute_url())
    assert "own.css" in home.content.decode()
    assert '<p><a href="/articles/ferry-notes/">Ferry notes</a> <time' in home.content.decode()
    assert "/advice/?about=ferry-notes" in page.content.decode()
    assert "/articles/ferry-notes/" in client.get("/nowhere/").content.decode()


@pytest.mark.django_db
def test_the_library_stands_in_the_frame_of_a_site(client, restyled):
    article = make_article("Ferry notes")
    frame = "<html><head>{% block head %}{% endblock %}</head>{% block body %}{% endblock %}</html>"
    _page, own = (
        (HOW_TO / "restyle.md").read_text(encoding="utf-8").split(", in the frame of the site #}")
    )
    restyled({"base.html": frame, "summaries/base.html": own.partition("```")[0].strip()})
    for url in ("/", article.get_absolute_url(), "/search/?q=ferry", "/nowhere/"):
        html = client.get(url).content.decode()
        assert html.startswith("<html><head>\n  <title>")
        assert html.count("summaries/summaries.css") == html.count("</main>") == 1


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="GNU gettext is not installed")
@pytest.mark.django_db
def test_a_text_is_worded_otherwise(client, settings, tmp_path):
    name = "locale/en/LC_MESSAGES/django.po"
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text(files("translate.md")[name], encoding="utf-8")
    subprocess.run(
        ["msgfmt", "-o", "django.mo", "django.po"], cwd=(tmp_path / name).parent, check=True
    )
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    html = client.get("/basket/").content.decode()
    assert "Folder" in html
    assert ">Basket" not in html


@pytest.mark.django_db
def test_a_format_is_read(minutes):
    media = Media([("pier.jpg", picture)])
    readings = list(importers.read_bytes(minutes, "year.minutes", "club/year", media=media))
    outcomes = list(importers.Store(status="published").store_many(readings))
    assert [one.outcome for one in outcomes] == ["created", "created"]
    spring = Article.objects.get(title="Spring meeting")
    document = spring.as_document()
    assert document.category == ("Club", "Meetings")
    assert document.tags == ("boats", "budget")
    assert "paint the pier.</p><figure>" in document.parts[0].body
    assert spring.category.description == "What we agreed on."
    autumn = Article.objects.get(title="Autumn meeting")
    assert Redirect.objects.find("/minutes/17").target == autumn
    again = [one.outcome for one in importers.Store().store_many(readings)]
    assert again == ["unchanged", "unchanged"]


def test_what_is_no_file_of_the_format_is_said(minutes):
    (reading,) = importers.read_bytes(b"Notes", "year.minutes", "club/year")
    assert reading.error == "It does not begin with a title."


@pytest.mark.django_db
def test_a_format_is_written(tmp_path):
    code = files("importers-and-exporters.md")["mysite/management/commands/export_minutes.py"]
    make_article("Spring meeting", "<p>It rained.</p>", status="published")
    make_article("Autumn meeting", status="draft")
    module("export_minutes", code).Command().handle(folder=tmp_path / "out")
    assert (tmp_path / "out/list.txt").read_text(encoding="utf-8") == (
        "spring-meeting.txt: Spring meeting, 0 old addresses\n"
    )
    assert "It rained." in (tmp_path / "out/spring-meeting.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", files("fields-and-filters.md"))
def test_fields_and_filters_are_those_of_a_host_that_is_tested(name):
    host = (Path(__file__).parent / "hosts" / name).read_text(encoding="utf-8")
    shown = files("fields-and-filters.md")[name].splitlines()
    assert [line for line in shown if line not in host.splitlines()] == []


@pytest.mark.django_db(transaction=True)
def test_a_copy_that_sqlite_makes_has_triggers_counts_and_index(tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has its own tools.")
    article = make_article("Ferry notes")
    (command,) = re.findall(r'sqlite3 db.sqlite3 "(.*)"', (HOW_TO / "backup.md").read_text("utf-8"))
    with connection.cursor() as cursor:
        cursor.execute(command.replace("backup.sqlite3", str(tmp_path / "backup.sqlite3")))
        cursor.execute(OBJECTS)
        original = cursor.fetchall()
    copy = sqlite3.connect(tmp_path / "backup.sqlite3")
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert copy.execute(OBJECTS).fetchall() == original
    found = "SELECT rowid FROM summaries_article_fts WHERE summaries_article_fts MATCH 'ferry'"
    assert copy.execute(found).fetchall() == [(article.pk,)]
    copy.close()
