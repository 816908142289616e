"""What readers report as mistakes."""

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache

from summaries.document import Part
from summaries.models import MistakeReport
from tests.library import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def ferry():
    cache.clear()
    return make_article(
        "The ferry", parts=[Part("Rowing", "<p>Row.</p>"), Part("Mooring", "<p>x</p>")]
    )


def send(client, article, part="part-2", **data):
    data = {"text": "It is moored, not morred.", **data}
    return client.post(f"{article.get_absolute_url()}report/?part={part}", data)


def test_a_report_reaches_the_editors_and_nobody_else(client, ferry):
    response = send(client, ferry, email="ann@example.org")
    assert response.status_code == 302
    thanks = client.get(response.url)
    assert "Thank you" in thanks.content.decode()
    assert "no-store" in thanks.headers["Cache-Control"]
    report = MistakeReport.objects.get()
    assert (report.article, report.anchor, report.email) == (ferry, "part-2", "ann@example.org")
    assert "ann@example.org" not in client.get(ferry.get_absolute_url()).content.decode()


@pytest.mark.parametrize("data", [{"text": " "}, {"text": "x" * 2001}, {"email": "ann"}])
def test_what_does_not_fit_is_said_and_kept_in_the_form(client, ferry, data):
    response = send(client, ferry, **data)
    assert response.status_code == 400
    assert "report-error" in response.content.decode()
    assert not MistakeReport.objects.exists()


def test_a_program_in_the_trap_is_thanked_and_not_heard(client, ferry):
    assert send(client, ferry, website="http://spam.example").status_code == 302
    assert not MistakeReport.objects.exists()


def test_an_address_may_report_so_many_an_hour(client, ferry, settings):
    settings.SUMMARIES_REPORTS_PER_HOUR = 2
    assert [send(client, ferry).status_code for _ in range(3)] == [302, 302, 429]
    assert MistakeReport.objects.count() == 2


def test_reports_can_be_switched_off(client, ferry, settings):
    settings.SUMMARIES_REPORTS_PER_HOUR = 0
    assert send(client, ferry).status_code == 404
    assert "report/" not in client.get(ferry.get_absolute_url()).content.decode()


def test_no_report_on_what_is_not_public_or_not_there(client, ferry):
    assert send(client, ferry, part="part-9").status_code == 404
    ferry.status = "draft"
    ferry.save()
    assert send(client, ferry).status_code == 410


def test_editors_see_open_reports_first_and_mark_them_done(client, ferry):
    admin = get_user_model().objects.create_superuser("ed", "ed@example.org", "pw")
    client.force_login(admin)
    done = MistakeReport.objects.create(article=ferry, text="Old", state=MistakeReport.State.DONE)
    report = MistakeReport.objects.create(article=ferry, text="New")
    page = client.get("/admin/summaries/mistakereport/").content.decode()
    assert page.index("New") < page.index("Old")
    form = client.get(f"/admin/summaries/article/{ferry.pk}/change/").content.decode()
    assert "1 open report" in form
    data = {"action": "mark_done", "_selected_action": [report.pk]}
    client.post("/admin/summaries/mistakereport/", data)
    report.refresh_from_db()
    assert report.state == done.state


def test_a_deleted_article_takes_its_reports_along(ferry):
    MistakeReport.objects.create(article=ferry, text="New")
    ferry.delete()
    assert not MistakeReport.objects.exists()
