import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import connection, router

from summaries.apps import after_migrate

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("setting", "value", "found"),
    [
        ("SUMMARIES_PAGE_SIZE", 0, ["summaries.E001"]),
        ("SUMMARIES_PAGE_SIZE", "20", ["summaries.E001"]),
        ("SUMMARIES_PAGE_CACHE", "nowhere", ["summaries.E004"]),
        ("SUMMARIES_PAGE_CACHE", None, []),
    ],
)
def test_settings_that_cannot_work_are_named(settings, setting, value, found):
    setattr(settings, setting, value)
    messages = [one for one in run_checks() if one.id.startswith("summaries")]
    assert [one.id for one in messages] == found
    assert all(one.hint for one in messages)


def found():
    """What the checks of the databases say of the library, by its id."""
    messages = run_checks(databases=["default"])
    assert all(one.hint for one in messages)
    return {one.id: one.msg for one in messages if one.id in DATABASE_CHECKS}


DATABASE_CHECKS = ("summaries.E002", "summaries.E003", "summaries.E005")


def test_missing_triggers_are_named():
    connection.check_constraints()
    with connection.cursor() as cursor:
        on = "ON summaries_tag" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER summaries_tag_mark_update {on}")
    assert found() == {"summaries.E005": "Changes are not noticed in summaries_tag."}
    after_migrate(apps.get_app_config("summaries"), using="default")
    assert not found()


def test_missing_parts_of_the_search_index_are_named():
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX summaries_article_by_title")
    assert found() == {"summaries.E002": "Missing or not as defined: summaries_article_by_title."}


def test_another_database_is_named_without_a_look_at_its_tables(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "mysql", raising=False)
    monkeypatch.setattr(connection.introspection, "table_names", None)
    assert "SQLite and PostgreSQL" in found()["summaries.E003"]


def test_a_database_that_a_router_keeps_the_library_out_of_is_not_looked_at(monkeypatch):
    monkeypatch.setattr(router, "allow_migrate_model", lambda db, model: False)
    monkeypatch.setattr(connection, "vendor", "mysql", raising=False)
    assert not found()
