"""The library in small projects of other kinds, each visited in a process of its own."""

import json
import os
import subprocess
import sys
from functools import cache

import pytest
from django.conf import settings
from django.db import connection

from summaries.conf import DEFAULTS

HOSTS = ["base", "bare", "languages", "own_users", "own_articles", "databases", "elsewhere"]
PUBLIC = [
    *("home", "list", "category", "tag", "search", "titles", "article"),
    *("markdown", "share image", "llms", "oembed"),
    *("feed", "category feed", "tag feed", "search feed", "sitemap", "sitemap section", "robots"),
]
COMMANDS = {
    *("import_articles", "check_library", "check_links", "check_texts", "empty_bin"),
    *("find_duplicates", "index_now", "ping_hub", "run_jobs", "summaries_roles"),
}


def visit(host):
    """What ``tests.hosts.visit`` saw in this host."""
    done = run(host, "-m", "tests.hosts.visit")
    assert not done.returncode, done.stderr
    return json.loads(done.stdout)


@cache
def run(host, *arguments):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": f"tests.hosts.{host}"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("host", HOSTS)
def test_everything_can_be_done(host):
    seen = visit(host)
    assert not seen["failed"], "\n".join(seen["failed"].values())
    assert (seen["import_pages"], seen["publish"]) == (2, 2)
    assert seen["rename_a_tag"]
    assert seen["move_a_category"] == ["Office", "Sales"]


@pytest.mark.parametrize("host", HOSTS)
def test_checks_find_nothing_that_the_host_did_not_choose(host):
    expected = {"summaries.W002"} if host == "bare" else set()  # it has no page cache
    if connection.vendor == "sqlite":
        expected.add("summaries.W004")  # Django's default options
    if host == "elsewhere":
        expected.add("summaries.W001")  # it has no rich text
    assert set(visit(host)["check"]) == expected


@pytest.mark.parametrize("host", HOSTS)
def test_everybody_sees_the_pages(host):
    for statuses in (visit(host)["look"].get(who, {}) for who in ("visitor", "editor")):
        assert all(statuses[name] == 200 for name in PUBLIC if statuses), statuses
        assert statuses.get("nowhere", 404) == 404


@pytest.mark.parametrize(
    ("host", "preview", "edit_link"),
    [
        ("base", {"visitor": 302, "editor": 200}, "/admin/summaries/article/1/change/"),
        ("bare", {"visitor": 404}, None),
        ("languages", {"visitor": 302, "editor": 200}, "/en/admin/summaries/article/1/change/"),
        ("own_users", {"visitor": 302, "editor": 200}, "/desk/summaries/article/1/change/"),
    ],
)
def test_editors_find_preview_and_edit_link(host, preview, edit_link):
    seen = visit(host)["look"]
    link = seen.pop("edit link", None)
    assert {who: statuses["preview"] for who, statuses in seen.items()} == preview
    assert link == edit_link


@pytest.mark.parametrize(
    ("host", "admin", "has_history"),
    [
        ("base", "admin summaries_article", True),
        ("languages", "admin summaries_article", True),
        ("databases", "admin summaries_article", True),
        ("own_users", "desk summaries_article", True),
        ("elsewhere", "whole summaries_article", True),
        ("own_articles", "admin summaries_article", True),
        ("own_articles", "plain summaries_article", None),
        ("own_articles", "admin reports_report", None),
        ("own_articles", "plain reports_report", True),
    ],
)
def test_an_editor_adds_changes_and_deletes_an_article(host, admin, has_history):
    assert visit(host)["edit_in_admin"][admin] == {
        "slug": "posted-again",  # made of the title, since it was left empty
        "tags": ["rain, and hail"],
        "public": True,
        "history": has_history,
        "left": 0,
    }


def test_the_desk_is_where_articles_have_our_admin():
    assert visit("own_articles")["open_desks"] == {"admin": True, "plain": False}
    assert visit("own_users")["open_desks"] == {"desk": True}
    assert visit("elsewhere")["open_desks"] == {"whole": True}


@pytest.mark.parametrize(
    ("host", "site", "has_all"),
    [
        *(("base", "admin", True), ("languages", "admin", True), ("databases", "admin", True)),
        *(("own_articles", "admin", True), ("elsewhere", "whole", True)),
        ("own_users", "desk", False),  # no pages of jobs, imports, images and near-duplicates
    ],
)
def test_editors_do_their_work_at_the_desk(host, site, has_all):
    assert visit(host)["work_at_desks"][site] == {
        "desk": True,
        "quick_search": True,
        "keep_a_draft": ["Half a form", True, True],
        "collide": ["Mine", "Wet.", True],
        "look_back": ["Both", 4],
        "show_others": [200, True],
        "review": ["draft", "published"],
        "use_the_bin": [1, 0],
        "look_at_findings": True,
        "change_many": ["undone", "published"] if has_all else None,
        "import_files": ["taken"] if has_all else None,
        "upload_an_image": [40, 30] if has_all else None,
        "settle_twins": "archived" if has_all else None,
        "leave": True,
    }


@pytest.mark.parametrize("host", ["base", "databases", "own_articles"])
def test_nothing_is_left_of_an_app_that_was_uninstalled(host):
    assert visit(host)["uninstall"] == []


@pytest.mark.parametrize("host", ["base", "databases"])
def test_commands_say_that_migrate_was_not_run(host):
    said = visit(host)["command_without_tables"]
    assert said.keys() >= COMMANDS
    assert all("migrate" in sentence for sentence in said.values())


def test_threads_wait_for_one_another_with_the_options_of_django():
    assert visit("base")["save_in_two_threads"] == {"failed": [], "new": [30, 30]}


def test_links_lead_where_their_visitor_is():
    for start, first_steps in visit("languages")["visit_in_turn"]:
        assert first_steps == [start]


def test_a_model_that_inherits_from_articles_is_searched_for_itself():
    both = ["Annual figures", "Zeal in autumn"]
    assert (
        visit("own_articles")["search_reports"]
        == {
            "searched": both[::-1],  # the title counts for more
            "begun": both[:1],
            "matching": both,
            "articles": ["Annual figures", "Ferries", "Zeal in autumn"],
            "counted": 2,
            "spelling": "autumn",
            "marked": "<mark>Sales</mark> of autumn.",
        }
    )


def test_a_model_that_inherits_from_articles_is_one():
    assert visit("own_articles")["write_a_report"] == {
        "found": ["Q2"],
        "tags": ["rain", "weather"],
        "revisions": ["", "Second thoughts", ""],
        "restored": ["", "Q2"],
        "edited": [["Q3", "R. Ain"]],
        "updated": [["Q4", "S. Now"]],
        "page": 200,
        "left": 0,
    }


def test_a_field_of_a_projects_own_is_edited_filtered_and_shown():
    assert visit("own_articles")["show_reports"] == {
        "listed": ["Figures of Q2"],
        "chips": ["Q2"],
        "shown": [["Q1"], ["Q1"], ["Q3"], ["Q4"], ["Q5"]],
        "saved": 302,
    }


def test_the_library_has_a_database_of_its_own():
    seen = visit("databases")
    assert seen["look_into_default"] == []
    assert seen["delete_the_author"] == ["bob", ""]


def test_a_change_reads_nothing_from_a_replica():
    assert visit("databases")["tell_what_was_read_while_writing"] == []


def test_a_page_is_read_from_one_replica():
    assert set(visit("databases")["read_pages"]) == {1}


def test_settings_that_cannot_work_are_named_with_their_fix():
    done = run("wrong", "-m", "django", "check")
    assert done.returncode == 1
    for name in ("USE_TZ", *DEFAULTS):
        assert name in done.stderr
    assert done.stderr.count("(summaries.E") == 1 + len(DEFAULTS)
    assert done.stderr.count("(summaries.") == done.stderr.count("HINT")


@pytest.mark.parametrize("seed", ["0", "1"])
def test_a_project_may_empty_its_databases_between_tests(seed, tmp_path):
    """On SQLite ``flush`` empties the tables in an order that the hash seed decides."""
    host, url = "tests.hosts.two_databases", os.environ["DATABASE_URL"]
    sqlite = f"sqlite:///{tmp_path}/db.sqlite3"
    environment = os.environ | {
        "DATABASE_URL": sqlite if url.startswith("sqlite:") else f"{url}_two_databases",
        "DJANGO_SETTINGS_MODULE": f"{host}.settings",
        "PYTHONHASHSEED": seed,
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "test", host],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert not done.returncode, done.stderr
