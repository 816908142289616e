"""From a writer's submission to the public, or back to the writer."""

from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from summaries import reviews
from summaries.document import Part
from summaries.models import Article, Draft, ReviewStep
from tests.library import make_article, posted_parts, submitted

pytestmark = pytest.mark.django_db


def user_with(name, *permissions):
    user = get_user_model().objects.create_user(name, f"{name}@example.org", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


@pytest.fixture
def writer():
    return user_with("ruth", "add_article")


@pytest.fixture
def editor():
    names = ("view_article", "add_article", "change_article", "publish_article")
    return user_with("ada", *names)


@pytest.fixture
def article(writer):
    parts = [Part("Rowing", "<p>Row.</p>"), Part("Mooring", "<p>Moor.</p>")]
    return make_article("The ferry", status="draft", author="ruth", parts=parts)


@pytest.fixture
def change(article, editor):
    """A change of a published article, by somebody who may not publish."""
    article.status = "published"
    article.save()
    helper = user_with("ben", "change_article")
    draft = Draft(article=article, user=helper, revision=article.version)
    draft.document = article.as_document()
    draft.content["lead"] = "Across the water."
    draft.save()
    return draft


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def admin_url(name, *args):
    return reverse(f"admin:summaries_article_{name}", args=args)


def content(response):
    assert response.status_code == 200
    return response.content.decode()


def answer(user, article, button, *draft, **data):
    client = signed_in(user)
    url = admin_url("review_of_change" if draft else "review", article.pk, *draft)
    form = client.get(url).context["form"]
    data = {"seen": form["seen"].value(), "note": "", "anchor": "", button: "x", **data}
    return client.post(url, data, follow=True)


def test_submitted_sent_back_submitted_again_and_published(article, writer, editor):
    mine = signed_in(writer)
    form = mine.get(admin_url("change", article.pk))
    assert "Save and submit for review" in content(form)
    data = submitted(form) | {
        "title": "The old ferry",
        "_submit_for_review": "x",
        "review_note": "Is it too short?",
    }
    response = mine.post(admin_url("change", article.pk), data, follow=True)
    assert "Submitted for review." in content(response)

    queue = content(signed_in(editor).get(admin_url("review_queue")))
    assert "The old ferry" in queue
    assert "Is it too short?" in queue
    assert "ruth" in queue
    page = content(signed_in(editor).get(admin_url("review", article.pk)))
    assert "<p>Moor.</p>" in page

    nothing_said = answer(editor, article, "_send_back")
    assert "Say what the writer shall change." in content(nothing_said)
    answer(editor, article, "_send_back", note="How long is the rope?", anchor="part-2")
    article.refresh_from_db()
    assert article.status == "draft"
    assert [step.note for step in reviews.sent_back(writer)] == ["How long is the rope?"]
    form = mine.get(admin_url("change", article.pk))
    assert "How long is the rope?" in content(form)
    assert "· Mooring" in content(form)

    data = submitted(form) | {"lead": "Ten metres.", "_submit_for_review": "x"}
    mine.post(admin_url("change", article.pk), data)
    assert not reviews.sent_back(writer)
    response = answer(editor, article, "_accept", note="Thank you.")
    assert "Accepted: The old ferry" in content(response)
    article.refresh_from_db()
    assert article.is_public
    assert not reviews.queue()
    assert "Thank you." in content(mine.get(admin_url("change", article.pk)))
    kinds = ReviewStep.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["submitted", "sent back", "submitted", "accepted"]


def test_a_new_article_is_submitted_at_once(article, writer):
    client = signed_in(writer)
    data = submitted(client.get(admin_url("add"))) | {
        "title": "New",
        "category": article.category_id,
        "tags": [],
        **posted_parts([Part(body="<p>Text.</p>")]),
        "_submit_for_review": "x",
    }
    client.post(admin_url("add"), data)
    assert Article.objects.get(title="New").status == "review"


def test_what_has_no_text_is_saved_but_not_submitted(writer):
    empty = make_article("Empty", status="draft", author="ruth", parts=())
    client = signed_in(writer)
    data = submitted(client.get(admin_url("change", empty.pk)))
    data |= {"lead": "Soon.", "_submit_for_review": "x"}
    response = client.post(admin_url("change", empty.pk), data, follow=True)
    assert "“Empty” has no text yet" in content(response)
    empty.refresh_from_db()
    assert (empty.status, empty.lead) == ("draft", "Soon.")


def test_what_is_accepted_is_what_the_reviewer_has_seen(article, writer, editor):
    reviews.submit(article, by=writer)
    seen = article.version
    with article.editing(by=writer):  # who may go on writing
        article.lead = "A word more."
    response = answer(editor, article, "_accept", seen=seen, note="Fine.")
    assert "was changed since you opened it" in content(response)
    assert response.context["form"]["note"].value() == "Fine."
    assert response.context["form"]["seen"].value() == article.version
    article.refresh_from_db()
    assert article.status == "review"


def test_two_reviewers_do_not_answer_twice(article, writer, editor):
    reviews.submit(article, by=writer)
    other = Article.objects.get()
    reviews.send_back(article, by=editor, note="Longer.")
    with pytest.raises(ValidationError, match="not waiting for a review any more"):
        reviews.accept(other, by=editor)


def test_only_who_may_publish_reviews(article, writer, editor):
    reviews.submit(article, by=writer)
    for deed in (reviews.accept, reviews.send_back):
        with pytest.raises(PermissionDenied):
            deed(article, by=writer, note="")
    client = signed_in(writer)
    assert client.get(admin_url("review_queue")).status_code == 403
    assert client.post(admin_url("review", article.pk), {"seen": 1}).status_code == 403
    assert not reviews.waiting(writer)
    assert [one.article for one in reviews.waiting(editor)] == [article]


def test_a_change_of_a_published_article_is_accepted_in_one_go(article, change, editor):
    reviews.submit(article, by=change.user, draft=change, note="A lead at last.")
    article.refresh_from_db()
    assert (article.status, article.lead) == ("published", "")
    queue = content(signed_in(editor).get(admin_url("review_queue")))
    assert "Change of a published article" in queue
    page = signed_in(editor).get(admin_url("review_of_change", article.pk, change.pk))
    assert "Across the water." in content(page)
    answer(editor, article, "_accept", change.pk)
    article.refresh_from_db()
    assert (article.lead, article.is_public) == ("Across the water.", True)
    assert article.revisions.count() == 3
    assert not Draft.objects.exists()
    assert not reviews.queue()


def test_a_change_is_sent_back_and_stays_with_its_writer(article, change, editor):
    reviews.submit(article, by=change.user, draft=change)
    answer(editor, article, "_send_back", change.pk, note="Which water?")
    assert Draft.objects.get() == change
    (step,) = reviews.sent_back(change.user)
    assert (step.draft, step.note) == (change, "Which water?")
    assert not reviews.queue()
    article.refresh_from_db()
    assert article.status == "published"


def test_a_change_begun_from_another_text_is_not_put_on_top(article, change, editor):
    reviews.submit(article, by=change.user, draft=change)
    with article.editing(by=editor):
        article.lead = "Theirs."
    with pytest.raises(ValidationError, match="was changed in the same places"):
        reviews.accept(article, by=editor, draft=change)


def test_a_working_copy_that_was_deleted_meanwhile_is_not_submitted(article, change):
    Draft.objects.all().delete()
    with pytest.raises(Draft.DoesNotExist):
        reviews.submit(article, by=change.user, draft=change)
    assert not article.review_steps.exists()


def test_nobody_submits_the_working_copy_of_another(article, change, writer):
    with pytest.raises(PermissionDenied):
        reviews.submit(article, by=writer, draft=change)


def test_the_queue_begins_with_the_oldest_however_it_came_there(article, writer, editor, change):
    first = make_article("By hand", status="review")
    Article.objects.filter(pk=first.pk).update(updated_at=timezone.now() - timedelta(days=2))
    last = make_article("Last", status="draft", author="ruth")
    reviews.submit(article, by=change.user, draft=change)
    reviews.submit(last, by=writer)
    assert [one.article.title for one in reviews.queue()] == ["By hand", "The ferry", "Last"]
    Article.objects.filter(pk=first.pk).edit(status="archived", by=editor)
    assert [one.article.title for one in reviews.queue()] == ["The ferry", "Last"]


def test_the_queue_costs_the_same_for_more(writer, editor):
    def submit(count):
        for number in range(count):
            article = make_article(f"Number {number}", status="draft", author="ruth")
            reviews.submit(article, by=writer, note="Please.")

    client = signed_in(editor)
    costs = []
    for count in (5, 30):
        submit(count)
        with CaptureQueriesContext(connection) as queries:
            assert "Please." in content(client.get(admin_url("review_queue")))
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 10


# Mails


def test_no_mail_is_sent_unless_it_was_asked_for(
    article, writer, editor, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        reviews.submit(article, by=writer)
        reviews.accept(article, by=editor)
    assert not mail.outbox


def test_reviewers_and_writer_are_mailed(
    article, writer, editor, settings, django_capture_on_commit_callbacks
):
    settings.SUMMARIES_REVIEW_MAIL = ["desk@example.org"]
    client = signed_in(writer)
    data = submitted(client.get(admin_url("change", article.pk)))
    data |= {"_submit_for_review": "x", "review_note": "Please.", "title": "Ferries"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(admin_url("change", article.pk), data)
        answer(editor, article, "_send_back", note="Longer.")
    asked, answered = mail.outbox
    assert (asked.to, asked.subject) == (["desk@example.org"], "Waiting for review: Ferries")
    assert f"http://testserver{admin_url('review', article.pk)}" in asked.body
    assert (answered.to, answered.subject) == (["ruth@example.org"], "Sent back: Ferries")
    assert "Longer." in answered.body


def test_a_mail_that_fails_is_logged_in_one_line_and_nothing_more(
    article, writer, settings, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    settings.SUMMARIES_REVIEW_MAIL = ["desk@example.org"]

    def fail(*args, **kwargs):
        raise SMTPException("no such host")

    monkeypatch.setattr(reviews, "send_mail", fail)
    with django_capture_on_commit_callbacks(execute=True):
        reviews.submit(article, by=writer)
    article.refresh_from_db()
    assert article.status == "review"
    (record,) = (one for one in caplog.records if one.name == "summaries.reviews")
    assert (
        record.getMessage() == "The mail “Waiting for review: The ferry” was not sent: no such host"
    )
    assert record.exc_info is None
