"""Bulk changes: what was confirmed is done once, goes on after a kill, and is undone once."""

from datetime import timedelta

import pytest
from django.contrib.admin import AdminSite
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.urls import path, reverse
from django.utils import timezone

from project.urls import urlpatterns as projects
from summaries import jobs
from summaries.admin import ArticleAdmin, JobAdmin
from summaries.document import Part
from summaries.models import Article, Category, Job, JobChange, Tag
from tests.library import make_article

pytestmark = pytest.mark.django_db

office, bare = AdminSite(name="office"), AdminSite(name="bare")
office.register(Article, ArticleAdmin)
office.register(Job, JobAdmin)
bare.register(Article, ArticleAdmin)
urlpatterns = [path("office/", office.urls), path("bare/", bare.urls), *projects]


@pytest.fixture
def editor():
    return get_user_model().objects.create_superuser("ada", password="secret")


@pytest.fixture
def small_batches():
    """Three articles a transaction."""
    kinds = [jobs.named(name) for name in ("archive", "feature", "replace", "undo")]
    for kind in kinds:
        object.__setattr__(kind, "batch_size", 3)
    yield
    for kind in kinds:
        object.__setattr__(kind, "batch_size", jobs.Kind.batch_size)


def make_articles(count, **fields):
    return [make_article(f"Number {number}", **fields) for number in range(count)]


def begin(name, params=None, by=None):
    """A started job for every article there is."""
    kind = jobs.named(name)
    job = jobs.prepare_articles(kind, Article.objects.all(), by=by)
    return jobs.start(job, params)


def done(name, params=None, by=None):
    return jobs.run(begin(name, params, by))


def take_back(job, by=None):
    return jobs.run(jobs.undo(Job.objects.get(pk=job.pk), by=by))


# What each kind does


@pytest.mark.parametrize(
    ("name", "params", "before", "after"),
    [
        ("publish", {}, {"status": "draft"}, {"status": "published"}),
        ("unpublish", {}, {}, {"status": "draft"}),
        ("archive", {}, {}, {"status": "archived"}),
        ("feature", {}, {}, {"is_featured": True}),
        ("unfeature", {}, {"is_featured": True}, {"is_featured": False}),
        ("set_byline", {"byline": "A. Lovelace"}, {}, {"byline": "A. Lovelace"}),
        ("set_source", {"name": "The Gazette", "url": ""}, {}, {"source_name": "The Gazette"}),
        (
            "replace",
            {"find": "quiet", "replacement": "loud"},
            {},
            {"title": "A loud quarter"},
        ),
    ],
)
def test_a_kind_changes_each_article_and_its_undo_gives_it_back(
    editor, name, params, before, after
):
    article = make_article(**before)
    said = article.as_document()
    job = done(name, params, editor)
    assert (job.state, job.changed, job.failed) == ("done", 1, 0)
    article.refresh_from_db()
    assert {field: getattr(article, field) for field in after} == after
    assert article.revisions.first().created_by == editor
    assert article.revisions.first().note == job.note
    undone = take_back(job, editor)
    article = Article.objects.get()
    assert article.as_document() == said
    assert (undone.state, undone.changed) == ("done", 1)
    assert Job.objects.get(pk=job.pk).state == "undone"


def test_schedule_and_expiry():
    article = make_article(status="draft")
    now = timezone.now()
    done("schedule", {"at": (now + timedelta(days=1)).isoformat()})
    done("expire", {"at": (now + timedelta(days=2)).isoformat()})
    article.refresh_from_db()
    assert article.status == "published"
    assert article.public_from == now + timedelta(days=1)
    assert article.public_until == now + timedelta(days=2)
    done("expire", {"at": None})
    article.refresh_from_db()
    assert article.public_until is None


def test_category_and_tags_are_found_by_what_they_are_not_by_their_names():
    make_article(tags=("Old", "Both"))
    garden = make_article("Elsewhere", category=("Garden",), tags=("New",)).category
    old, new = Tag.objects.get(name="Old"), Tag.objects.get(name="New")
    work = Article.objects.filter(category__name="Work")
    waiting = [
        jobs.start(jobs.prepare_articles(jobs.named(name), work), params)
        for name, params in (
            ("move", {"category": garden.pk}),
            ("add_tags", {"tags": [new.pk]}),
            ("remove_tags", {"tags": [old.pk]}),
        )
    ]
    garden.name, new.name = "Yard", "Newer"
    garden.save()
    new.save()
    moved, added, removed = (jobs.run(job) for job in waiting)
    article = Article.objects.get(title="A quiet quarter")
    assert article.as_document().category == ("Yard",)
    assert article.as_document().tags == ("Both", "Newer")
    assert Category.objects.count() == 2
    for job in (removed, added, moved):
        take_back(job)
    assert Article.objects.get(pk=article.pk).as_document().tags == ("Both", "Old")
    assert Article.objects.get(pk=article.pk).category.name == "Work"


def test_a_category_that_is_gone_ends_the_job_with_the_reason():
    make_article()
    other = Category.objects.ensure(["Garden"])
    job = begin("move", {"category": other.pk})
    Category.objects.filter(pk=other.pk).delete()
    job = jobs.run(job)
    assert job.state == "failed"
    assert "deleted" in job.failures[0]["reason"]


def test_a_project_adds_a_kind_of_its_own():
    from dataclasses import replace

    def shout(document, params):
        return replace(document, title=document.title.upper())

    kind = jobs.register(jobs.ArticleKind(name="shout", label="Shout", change=shout))
    make_article()
    done(kind.name)
    assert Article.objects.get().title == "A QUIET QUARTER"


# What was confirmed, once, whatever happens


def test_only_what_was_chosen_is_changed(small_batches):
    make_articles(4)
    job = begin("archive")
    make_article("Later")
    jobs.run(job)
    assert Article.objects.get(title="Later").status == "published"
    assert Article.objects.filter(status="archived").count() == 4


def test_a_killed_job_goes_on_where_its_last_batch_ended(small_batches, monkeypatch):
    make_articles(8)
    job = begin("archive")
    killed = jobs.claim(job)
    work = jobs.work(killed)
    next(work)
    written = jobs.kinds.write

    def killed_in_the_middle(edits, **options):
        written(edits, **options)
        raise SystemExit

    monkeypatch.setattr(jobs.kinds, "write", killed_in_the_middle)
    with pytest.raises(SystemExit):
        next(work)
    monkeypatch.setattr(jobs.kinds, "write", written)
    assert Article.objects.filter(status="archived").count() == 3
    assert jobs.claim(job) is None  # as far as anybody knows, it is being done
    Job.objects.update(heartbeat=timezone.now() - timedelta(minutes=10))
    job = jobs.run(job)
    assert (job.state, job.position, job.changed) == ("done", 8, 8)
    assert all(article.revisions.count() == 2 for article in Article.objects.all())


def test_two_workers_share_the_jobs_and_a_slow_one_is_replaced(small_batches):
    make_articles(7)
    first, second = begin("archive"), begin("feature")
    one, other = jobs.claim(), jobs.claim()
    assert (one.pk, other.pk, jobs.claim()) == (first.pk, second.pk, None)
    slow = jobs.work(one)
    assert next(slow) == 3
    Job.objects.filter(pk=one.pk).update(heartbeat=timezone.now() - timedelta(minutes=10))
    assert list(jobs.work(jobs.claim())) == [3, 1]
    assert list(slow) == []
    assert JobChange.objects.filter(job=one).count() == 7
    assert jobs.run(other).position == 0  # which is in other hands


def test_a_stopped_job_goes_on_or_is_undone(small_batches):
    make_articles(7)
    job = begin("archive")
    work = jobs.work(jobs.claim(job))
    next(work)
    jobs.stop(job)
    assert list(work) == []
    assert Article.objects.filter(status="archived").count() == 3
    jobs.resume(job)
    assert jobs.run(job).changed == 7
    take_back(job)
    assert not Article.objects.filter(status="archived").exists()
    with pytest.raises(jobs.JobError, match="undone"):
        jobs.undo(Job.objects.get(pk=job.pk))


def test_undo_leaves_alone_what_was_edited_since():
    kept, edited = make_articles(2)
    job = done("archive")
    edited.refresh_from_db()
    edited.lead = "Written afterwards."
    edited.save()
    undone = take_back(job)
    kept.refresh_from_db()
    edited.refresh_from_db()
    assert (kept.status, edited.status) == ("published", "archived")
    assert [(one["title"], one["reason"]) for one in undone.failures] == [
        (edited.title, "It was edited since.")
    ]


def test_undo_reaches_what_was_written_past_the_history():
    article = make_article()
    Article.objects.update(byline="By hand in SQL")
    job = done("set_byline", {"byline": "A. Lovelace"})
    take_back(job)
    article.refresh_from_db()
    assert article.byline == "By hand in SQL"


def test_one_that_cannot_be_changed_does_not_stop_the_others(editor, monkeypatch):
    good, bad, gone = make_articles(3)
    bad.title = "quiet"
    bad.save()
    job = begin("replace", {"find": "quiet", "replacement": ""}, editor)
    gone.delete()
    good.lead = "A quiet lead"
    good.save()
    job = jobs.run(job)
    good.refresh_from_db()
    assert (good.lead, job.changed, job.failed) == ("A  lead", 1, 2)
    reasons = {one["title"]: one["reason"] for one in job.failures}
    assert "blank" in reasons["quiet"]
    assert "deleted" in reasons[""]


def test_what_the_user_may_not_do_is_left_alone(editor, monkeypatch):
    make_articles(2)
    written = jobs.kinds.write

    def guarded(edits, *, by=None):
        if any(edit.article.title == "Number 1" for edit in edits):
            raise PermissionDenied
        written(edits, by=by)

    make_articles(1)
    job = begin("archive", by=editor)
    monkeypatch.setattr(jobs.kinds, "write", guarded)
    job = jobs.run(job)
    assert (job.changed, job.failed) == (2, 1)
    assert job.failures[0]["title"] == "Number 1"


def test_the_job_of_a_deleted_user_is_not_done(editor):
    make_article()
    job = begin("archive", by=editor)
    editor.delete()
    job = jobs.run(job)
    assert job.state == "failed"
    assert Article.objects.get().status == "published"


def test_a_mistake_in_a_kind_ends_the_job():
    def broken(document, params):
        raise KeyError("nothing")

    jobs.register(jobs.ArticleKind(name="broken", label="Broken", change=broken))
    make_article()
    job = begin("broken")
    with pytest.raises(KeyError):
        jobs.run(job)
    assert Job.objects.get().state == "failed"
    assert jobs.claim() is None


def test_what_was_never_confirmed_is_forgotten():
    make_article()
    old = jobs.prepare_articles(jobs.named("archive"), Article.objects.all())
    Job.objects.update(created_at=timezone.now() - timedelta(days=2))
    done("feature")
    assert not Job.objects.filter(pk=old.pk).exists()
    Job.objects.update(finished_at=timezone.now() - timedelta(days=31))
    begin("feature")
    assert Job.objects.count() == 1


def test_run_jobs_does_what_waits(editor, capsys):
    make_articles(2)
    begin("archive", by=editor)
    begin("feature", by=editor)
    call_command("run_jobs", "--once")
    assert Article.objects.filter(status="archived", is_featured=True).count() == 2
    assert "Archived: Done, 2 changed, 0 left alone" in capsys.readouterr().out


# Find and replace


def replaced(html, **params):
    document = make_article(parts=[Part("Ferry", html)], lead="The ferry.").as_document()
    return jobs.Search.of({"find": "ferry", "replacement": "boat", **params}).apply(document)


def test_only_what_a_reader_sees_is_replaced():
    html = '<p>A <a href="https://ferry.example/" title="ferry">ferry</a> &amp; two Ferryboats</p>'
    document = replaced(html)
    assert 'href="https://ferry.example/" title="ferry"' in document.parts[0].body
    assert document.parts[0].body.endswith(">boat</a> &amp; two boatboats</p>")
    assert (document.parts[0].title, document.lead) == ("boat", "The boat.")


def test_a_replacement_is_text_not_html():
    assert "&lt;b&gt;&amp;" in replaced("<p>ferry</p>", replacement="<b>&").parts[0].body
    assert "AT&amp;T" in replaced("<p>A&amp;T</p>", find="A&T", replacement="AT&T").parts[0].body


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, "boats boat BOAT boat-man"),
        ({"match_case": True}, "boats boat FERRY boat-man"),
        ({"whole_words": True}, "ferrys boat boat boat-man"),
        ({"places": ["titles"]}, "ferrys ferry FERRY ferry-man"),
    ],
)
def test_what_is_found(params, expected):
    body = replaced("<p>ferrys ferry FERRY ferry-man</p>", **params).parts[0].body
    if "whole_words" in params or not params:
        expected = expected.replace("BOAT", "boat")
    assert body == f"<p>{expected}</p>"


def test_expressions_know_groups_and_the_ends_of_paragraphs():
    pytest.importorskip("re2")
    html = "<p>from 9 to 17</p><p>from 10 to 18</p><ul><li>to 3</li></ul>"
    params = {"find": r"^from (\d+) to (\d+)$", "replacement": r"\1–\2", "is_expression": True}
    assert replaced(html, **params).parts[0].body == (
        "<p>9–17</p><p>10–18</p><ul><li>to 3</li></ul>"
    )


def test_an_expression_costs_no_more_than_it_may():
    pytest.importorskip("re2")
    document = replaced("<p>x</p>")
    hostile = jobs.Search.of({"find": "(a+)+$", "replacement": "", "is_expression": True})
    started = timezone.now()
    hostile.apply(make_article(body=f"<p>{'a' * 5000}b</p>").as_document())
    assert timezone.now() - started < timedelta(seconds=2)
    assert document
    for find, replacement in (("(", ""), ("(?=a)", ""), ("a{1,2000}", ""), ("a", r"\1")):
        with pytest.raises(ValidationError):
            jobs.Search.of({"find": find, "replacement": replacement, "is_expression": True})


def test_the_preview_shows_every_place_page_by_page(monkeypatch):
    monkeypatch.setattr(jobs.previewing, "PAGE", 2)
    make_article("None", body="<p>Nothing.</p>")
    for number in range(3):
        make_article(f"Number {number}", body="<p>One ferry, two ferries. A ferry.</p>")
    params = {"find": "ferry", "replacement": "boat"}
    job = jobs.prepare_articles(jobs.named("replace"), Article.objects.all())
    shown, start = [], 0
    while start is not None:
        page = jobs.preview(job, params, start=start)
        shown += page.rows
        start = page.next
    assert [row.article.title for row in shown] == [
        "Number 0",
        "Number 1",
        "Number 2",
    ]
    assert [(one.before, one.old, one.new) for one in shown[0].found] == [
        ("One ", "ferry", "boat"),
        ("One ferry, two ferries. A ", "ferry", "boat"),
    ]


# In the admin


@pytest.fixture
def signed_in(client, editor):
    client.force_login(editor)
    return client


LIST = "admin:summaries_article_changelist"


def choose(client, action, articles, **data):
    """The page that asks, after the action was chosen in the list."""
    data = {"action": action, "_selected_action": [one.pk for one in articles], **data}
    return client.post(reverse(LIST), data, follow=True)


def confirm(client, page, **data):
    return client.post(page.request["PATH_INFO"], data, follow=True)


def test_the_page_says_what_becomes_public_and_asks(signed_in):
    draft, public = make_article("Draft", status="draft"), make_article("Public")
    later = make_article("Later", status="draft", published_at=timezone.now() + timedelta(days=1))
    page = choose(signed_in, "publish", [draft, public, later])
    content = page.content.decode()
    assert "<strong>1</strong> becomes public" in content
    assert "<strong>1</strong> stays hidden because of its dates" in content
    assert "This field is required" in confirm(signed_in, page).content.decode()
    assert not draft.is_public
    response = confirm(signed_in, page, consent="on")
    assert "2 articles changed." in response.content.decode()
    assert Article.objects.get(pk=draft.pk).is_public


def test_nothing_public_nothing_to_tick(signed_in):
    draft = make_article(status="draft")
    response = confirm(signed_in, choose(signed_in, "archive", [draft]))
    assert "1 article changed." in response.content.decode()
    undone = signed_in.post(response.request["PATH_INFO"], {"_undo": ""}, follow=True)
    assert "1 article changed." in undone.content.decode()
    assert Article.objects.get().status == "draft"


def test_replacing_is_shown_before_it_is_done(signed_in):
    article = make_article()
    page = choose(signed_in, "replace", [article])
    assert "Show what will change" in page.content.decode()
    data = {"find": "quiet", "replacement": "loud", "places": ["titles"]}
    page = confirm(signed_in, page, **data)
    assert "<del>quiet</del><ins>loud</ins>" in page.content.decode()
    changed = {**data, "replacement": "noisy", "consent": "on"}
    page = confirm(signed_in, page, **changed)
    assert "<ins>noisy</ins>" in page.content.decode()
    assert Article.objects.get().title == "A quiet quarter"
    confirm(signed_in, page, **changed)
    assert Article.objects.get().title == "A noisy quarter"


@pytest.mark.parametrize(("action", "after"), [("add_tags", ["New", "Old"]), ("remove_tags", [])])
def test_tags_are_offered_and_chosen_by_their_names(signed_in, action, after):
    make_article("Elsewhere", tags=("New",))
    article = make_article(tags=("Old",) if action == "add_tags" else ("New",))
    page = choose(signed_in, action, [article])
    assert reverse("admin:summaries_tag_autocomplete") in page.content.decode()
    page = confirm(signed_in, page, tags=["New"], consent="on")
    assert "1 article changed." in page.content.decode()
    assert [tag.name for tag in article.tags.order_by("name")] == after


def test_many_wait_for_run_jobs_or_are_done_bit_by_bit(signed_in, monkeypatch, small_batches):
    monkeypatch.setattr(jobs.tasks, "AT_ONCE", 2)
    articles = make_articles(4, status="draft")
    page = confirm(signed_in, choose(signed_in, "archive", articles))
    assert "run_jobs" in page.content.decode()
    monkeypatch.setattr(jobs, "SECONDS_AT_ONCE", 0.0)
    page = signed_in.post(page.request["PATH_INFO"], {"_run": ""}, follow=True)
    assert page.context["job"].state == "waiting"
    monkeypatch.setattr(jobs, "SECONDS_AT_ONCE", 9.0)
    page = signed_in.post(page.request["PATH_INFO"], {"_run": ""}, follow=True)
    assert page.context["job"].state == "done"
    assert "Archived" in signed_in.get(reverse("admin:summaries_job_changelist")).content.decode()


def test_a_job_is_its_users_to_confirm(client, signed_in):
    page = choose(signed_in, "archive", [make_article()])
    other = get_user_model().objects.create_user("bob", is_staff=True)
    client.force_login(other)
    assert confirm(client, page, consent="on").status_code == 403
    other.user_permissions.add(Permission.objects.get(codename="change_article"))
    assert confirm(client, page, consent="on").status_code == 403
    assert Article.objects.get().status == "published"


def test_writers_see_their_own_jobs(client, signed_in):
    page = confirm(signed_in, choose(signed_in, "archive", [make_article()]), consent="on")
    writer = get_user_model().objects.create_user("bob", is_staff=True)
    writer.user_permissions.add(Permission.objects.get(codename="add_article"))
    client.force_login(writer)
    assert client.get(page.request["PATH_INFO"]).status_code == 403
    listed = client.get(reverse("admin:summaries_job_changelist"))
    assert listed.context["cl"].result_count == 0


@pytest.mark.urls(__name__)
def test_under_a_site_of_the_projects_own(signed_in):
    page = signed_in.post(
        reverse("office:summaries_article_changelist"),
        {"action": "archive", "_selected_action": [make_article().pk]},
        follow=True,
    )
    assert page.request["PATH_INFO"].startswith("/office/")
    response = confirm(signed_in, page, consent="on")
    assert Article.objects.get().status == "archived"
    assert 'href="/admin/' not in response.content.decode()


@pytest.mark.urls(__name__)
def test_a_site_without_the_pages_of_jobs_offers_none(signed_in):
    make_article()
    listed = signed_in.get(reverse("bare:summaries_article_changelist"))
    assert ">Archive articles<" not in listed.content.decode()


# What changes is shown


def test_any_change_is_shown_in_each_article(signed_in):
    draft = make_article("Draft", status="draft")
    page = choose(signed_in, "publish", [draft, make_article("Public")]).content.decode()
    assert "What will change" in page
    assert "<ins>" in page
    assert "Draft</a>" in page
    assert "Public</a>" not in page  # nothing changes there


def test_what_a_form_asks_for_is_shown_first_if_wanted(signed_in):
    garden = Category.objects.ensure(["Garden"])
    article = make_article()
    page = choose(signed_in, "move", [article])
    page = confirm(signed_in, page, category=garden.pk, _preview="")
    shown = page.content.decode()
    assert "What will change" in shown
    assert "Garden" in shown.partition('id="preview"')[2]
    assert Article.objects.get().category.name == "Work"
    confirm(signed_in, page, category=garden.pk, consent="on")
    assert Article.objects.get().category == garden


def test_a_preview_of_what_is_gone_says_so(signed_in):
    garden = Category.objects.ensure(["Garden"])
    page = choose(signed_in, "move", [make_article()])
    page = confirm(signed_in, page, category=garden.pk, _preview="")
    garden.delete()
    page = signed_in.get(page.request["PATH_INFO"]).content.decode()
    assert "The category was deleted meanwhile." in page
