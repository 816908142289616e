import ast

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import connection, router
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.test import modify_settings
from django.utils.translation import gettext_lazy

from summaries import checks, database
from summaries.apps import after_migrate
from summaries.conf import DEFAULTS
from summaries.conf import settings as ours_alone
from summaries.models import Redirect, maintained
from tests.library import make_article

pytestmark = pytest.mark.django_db


def ours():
    """What the library's checks say."""
    return [one for one in run_checks() if one.id.startswith("summaries")]


def test_nothing_is_said_of_the_demo():
    assert not ours()


@pytest.mark.parametrize(
    ("setting", "value", "found"),
    [
        ("SUMMARIES_PAGE_SIZE", 0, ["summaries.E001"]),
        ("SUMMARIES_PAGE_SIZE", "20", ["summaries.E001"]),
        ("SUMMARIES_PAGE_SIZE", True, ["summaries.E001"]),
        ("SUMMARIES_PAGE_CACHE", "nowhere", ["summaries.E004"]),
        ("SUMMARIES_PAGE_CACHE", ["default"], ["summaries.E004"]),
        ("SUMMARIES_PAGE_CACHE", None, []),
        ("SUMMARIES_SITE_NAME", None, ["summaries.E006"]),
        ("SUMMARIES_SITE_NAME", gettext_lazy("Library"), []),
        ("SUMMARIES_SITE_DESCRIPTION", b"All of it", ["summaries.E007"]),
        ("SUMMARIES_RELATED_COUNT", -1, ["summaries.E008"]),
        ("SUMMARIES_RELATED_COUNT", 0, []),
        ("SUMMARIES_IMPORT_MAX_BYTES", 1.5e6, ["summaries.E010"]),
        ("SUMMARIES_MISSING_KEPT", -1, ["summaries.E027"]),
        ("SUMMARIES_IMPORT_FORMATS", "tests.importers.wiki", ["summaries.E025"]),
        ("SUMMARIES_IMPORT_FORMATS", ["tests.importers.wiki"], ["summaries.E026"]),
        ("SUMMARIES_IMPORT_FORMATS", ["tests.importers.test_pages"], ["summaries.E026"]),
        ("SUMMARIES_SURROUNDINGS_AGE", -1, ["summaries.E011"]),
        ("SUMMARIES_REPORTS_PER_HOUR", "many", ["summaries.E012"]),
        ("USE_TZ", False, ["summaries.E009"]),
        ("MIDDLEWARE", [], ["summaries.W002"]),
        ("MIDDLEWARE", ["x", "summaries.pagecache.PageCacheMiddleware"], ["summaries.W002"]),
    ],
)
def test_settings_that_cannot_work_are_named(settings, setting, value, found):
    setattr(settings, setting, value)
    messages = ours()
    assert [one.id for one in messages] == found
    assert all(setting in one.msg + one.hint and one.hint for one in messages)


def test_every_setting_is_checked():
    assert checks.SETTINGS.keys() == DEFAULTS.keys()


def test_a_setting_that_is_none_is_none():
    assert not hasattr(ours_alone, "PAGESIZE")


def test_a_misspelt_setting_is_named_with_the_one_that_was_meant(settings):
    settings.SUMMARIES_PAGESIZE = 50
    (warning,) = ours()
    assert warning.id == "summaries.W003"
    assert "SUMMARIES_PAGESIZE" in warning.msg
    assert "SUMMARIES_PAGE_SIZE" in warning.hint


def test_an_admin_without_the_rich_text_editor_is_named():
    with modify_settings(INSTALLED_APPS={"remove": "django_prose_editor"}):
        assert [one.id for one in ours()] == ["summaries.W001"]


@pytest.fixture
def sqlite(monkeypatch, tmp_path):
    """Let the library have one SQLite database, with these options."""

    def only(options, name=tmp_path / "db.sqlite3"):
        described = connection.settings_dict | {"NAME": name, "OPTIONS": options}
        databases = {"other": DatabaseWrapper(described, "other")}
        monkeypatch.setattr(checks, "connections", databases)

    return only


def test_redirects_of_an_old_site_that_nobody_follows(settings):
    Redirect.objects.leave_many([("/2019/05/my-post", make_article("Report"))])

    def found():
        return [one.id for one in run_checks(databases=["default"]) if one.id == "summaries.W007"]

    assert found() == []
    settings.MIDDLEWARE = settings.MIDDLEWARE[:-1]
    assert found() == ["summaries.W007"]
    Redirect.objects.all().delete()
    assert found() == []


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        ({}, "transaction_mode, timeout, init_command"),
        (checks.SQLITE_OPTIONS, ""),
        (checks.SQLITE_OPTIONS | {"transaction_mode": "exclusive"}, ""),
        (checks.SQLITE_OPTIONS | {"transaction_mode": "DEFERRED"}, "transaction_mode"),
        (checks.SQLITE_OPTIONS | {"timeout": 5}, "timeout"),
        (checks.SQLITE_OPTIONS | {"init_command": "PRAGMA synchronous=NORMAL;"}, "init_command"),
    ],
)
def test_sqlite_options_that_let_writers_fail_are_named(sqlite, options, missing):
    sqlite(options)
    messages = ours()
    assert [one.id for one in messages] == ["summaries.W004"] * bool(missing)
    for warning in messages:
        assert warning.msg.endswith(f"OPTIONS lack {missing}.")
        pasted = ast.literal_eval(warning.hint.partition('"OPTIONS": ')[2])
        assert not checks.missing_options(pasted)


class Elsewhere:
    def allow_migrate(self, db, app_label, **hints):
        return not (db == "other" and app_label == "summaries")


def test_sqlite_options_do_not_matter_in_memory_or_without_the_library(sqlite, settings):
    sqlite({}, name=":memory:")
    assert not ours()
    settings.DATABASE_ROUTERS = [Elsewhere()]
    sqlite({})
    assert not ours()


def found():
    """What the checks of the databases say of the library, by its id."""
    messages = run_checks(databases=["default"])
    assert all(one.hint for one in messages)
    return {one.id: one.msg for one in messages if one.id in DATABASE_CHECKS}


DATABASE_CHECKS = ("summaries.E002", "summaries.E003", "summaries.E005")


def test_images_that_would_go_anywhere_are_told_of(settings):
    settings.MEDIA_ROOT = ""
    (one,) = ours()
    assert (one.id, "MEDIA_ROOT" in one.hint) == ("summaries.W006", True)
    with modify_settings(INSTALLED_APPS={"remove": "django.contrib.admin"}):
        assert "summaries.W006" not in {one.id for one in ours()}


def test_missing_triggers_are_named():
    connection.check_constraints()
    with connection.cursor() as cursor:
        on = "ON summaries_tag" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER summaries_tag_frame_update {on}")
    assert found() == {
        "summaries.E005": "Triggers are missing, disabled or outdated on summaries_tag."
    }
    after_migrate(apps.get_app_config("summaries"), using="default")
    assert not found()


def test_missing_parts_of_the_search_index_are_named():
    with connection.cursor() as cursor:
        kind = "INDEX" if connection.vendor == "postgresql" else "TABLE"
        cursor.execute(f"DROP {kind} summaries_article_titles")
    assert found() == {
        "summaries.E002": "The search index is missing or outdated: summaries_article_titles."
    }


def test_a_database_yet_to_be_migrated_is_in_order(monkeypatch):
    database.drop(connection, maintained(connection), only=database.Trigger)
    assert found()
    monkeypatch.setattr(connection.introspection, "table_names", list)
    assert not found()


def test_another_database_is_named_without_a_look_at_its_tables(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "mysql", raising=False)
    monkeypatch.setattr(connection.introspection, "table_names", None)
    assert "SQLite and PostgreSQL" in found()["summaries.E003"]


def test_a_database_that_a_router_keeps_the_library_out_of_is_not_looked_at(monkeypatch):
    monkeypatch.setattr(router, "allow_migrate_model", lambda db, model: False)
    monkeypatch.setattr(connection, "vendor", "mysql", raising=False)
    assert not found()
