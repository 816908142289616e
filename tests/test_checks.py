import pytest
from django.core.checks import run_checks

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
