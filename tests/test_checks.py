import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import connection

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


def test_missing_triggers_are_named():
    connection.check_constraints()
    with connection.cursor() as cursor:
        on = "ON summaries_tag" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER summaries_tag_mark_update {on}")
    (error,) = [one for one in run_checks(databases=["default"]) if one.id == "summaries.E005"]
    assert "summaries_tag" in error.msg
    after_migrate(apps.get_app_config("summaries"), using="default")
    assert not [one for one in run_checks(databases=["default"]) if one.id == "summaries.E005"]
