"""What writers, editors and librarians may do, with the permissions of their group alone."""

from contextlib import suppress
from dataclasses import replace
from io import BytesIO, StringIO

import PIL.Image
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from summaries import attention, twins
from summaries.document import Document, Part
from summaries.importers import Reading, Store
from summaries.models import (
    Article,
    Category,
    Draft,
    Finding,
    MistakeReport,
    Redirect,
    Synonym,
    Tag,
)
from tests.library import make_article, posted_parts, submitted

pytestmark = pytest.mark.django_db
EMPTY = (Part("A title", "<p>…</p>"),)


@pytest.fixture
def roles():
    said = StringIO()
    call_command("summaries_roles", stdout=said)
    return said.getvalue()


@pytest.fixture
def join(roles, client):
    """Log a new member of the role's group in, who may do nothing else."""

    def sign_in(role, name="ruth"):
        user = get_user_model().objects.create_user(name, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return user

    return sign_in


def admin_url(name, *args):
    return reverse(f"admin:summaries_{name}", args=args)


def titles(response):
    return {article.title for article in response.context["cl"].result_list}


def run_action(client, action, *articles, **data):
    selected = {"action": action, "_selected_action": [one.pk for one in articles], **data}
    page = client.post(admin_url("article_changelist"), selected, follow=True)
    if "/job/" not in page.request["PATH_INFO"]:
        return page.content.decode()
    return client.post(page.request["PATH_INFO"], {"consent": "on"}, follow=True).content.decode()


def autocomplete(client, url, model, field, term):
    about = {"app_label": "summaries", "model_name": model, "field_name": field, "term": term}
    response = client.get(url, about)
    return [one["text"] for one in response.json().get("results", ())]


# The groups


def test_groups_are_made_once_and_keep_what_a_project_added(roles):
    assert roles.count("made") == 3
    writer = Group.objects.get(name="Writer")
    writer.permissions.add(Permission.objects.get(codename="add_tag"))
    Group.objects.get(name="Editor").permissions.clear()
    said = StringIO()
    call_command("summaries_roles", stdout=said)
    assert "Writer: has all it needs." in said.getvalue()
    assert "Editor: added add_article, add_image, add_tag" in said.getvalue()
    assert {one.codename for one in writer.permissions.all()} == {
        *("add_article", "add_image", "add_tag", "view_image")
    }
    assert Group.objects.count() == 3


def test_groups_may_have_other_names():
    call_command("summaries_roles", writer="Authors", verbosity=0)
    assert set(Group.objects.values_list("name", flat=True)) == {"Authors", "Editor", "Librarian"}


# A writer


def test_writer_writes_and_keeps_a_draft(client, join):
    make_article("Other", category=("Work", "Reports"), tags=("ferry",))
    writer = join("Writer")
    form = client.get(admin_url("article_add"))
    choices = form.context["adminform"].form.fields["status"].choices
    assert [value for value, _label in choices] == ["draft", "review", "archived"]
    category = admin_url("category_autocomplete")
    assert autocomplete(client, category, "article", "category", "reports") == ["Work › Reports"]
    tag = admin_url("tag_autocomplete")
    assert tag in form.content.decode()
    assert autocomplete(client, tag, "articletag", "tag", "fer") == ["ferry"]
    data = {
        "title": "Mine",
        "category": Category.objects.get(name="Reports").pk,
        "tags": [Tag.objects.get().name],
        **posted_parts([Part(body="<p>Moored.</p>")]),
    }
    client.post(admin_url("article_add"), submitted(form) | data)
    article = Article.objects.get(title="Mine")
    assert (article.author, article.status) == (writer, "draft")
    assert titles(client.get(admin_url("article_changelist"))) == {"Mine"}
    url = admin_url("article_change", article.pk)
    client.post(url, submitted(client.get(url)) | {"title": "Still mine"})
    article.refresh_from_db()
    assert (article.title, article.author, article.updated_by) == ("Still mine", writer, writer)
    assert client.get(reverse("summaries:article_preview", args=[article.slug])).status_code == 200
    assert client.post(admin_url("article_delete", article.pk), {"post": "yes"}).status_code == 302


def test_writer_prepares_but_does_not_make_a_change_of_what_is_published(client, join):
    writer = join("Writer")
    article = make_article("Mine", author=writer.username)
    url = admin_url("article_change", article.pk)
    form = client.get(url)
    assert form.status_code == 200
    assert 'value="Save"' not in form.content.decode()
    client.post(url, submitted(form) | {"title": "Changed", "_save": "Save"})
    assert Draft.objects.get(article=article, user=writer).document.title == "Changed"
    assert client.post(admin_url("article_delete", article.pk), {"post": "yes"}).status_code == 403
    for action in ("publish", "unpublish", "feature", "archive"):
        run_action(client, action, article)
    selected = {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}
    assert client.post(admin_url("article_changelist"), selected).status_code == 403
    article.refresh_from_db()
    assert (article.title, article.status) == ("Mine", "published")


def test_writer_does_not_publish_by_any_form(client, join):
    writer = join("Writer")
    article = make_article("Mine", author=writer.username, status="draft")
    url = admin_url("article_change", article.pk)
    data = {"status": "published", "author": "", "is_featured": "on"}
    client.post(url, submitted(client.get(url)) | data)
    article.refresh_from_db()
    assert (article.status, article.author, article.is_featured) == ("draft", writer, False)


def test_writer_sees_nothing_of_others(client, join):
    join("Writer")
    article = make_article("Not mine", status="draft")
    assert not titles(client.get(admin_url("article_changelist"), {"q": "not mine"}))
    for page in ("change", "history", "delete"):
        response = client.get(admin_url(f"article_{page}", article.pk))
        assert response.status_code == 302  # to the index: there is no such article
    assert client.get(admin_url("article_revision", article.pk, 1)).status_code == 404
    preview = client.get(reverse("summaries:article_preview", args=[article.slug]))
    assert preview.status_code == 403
    assert client.get(admin_url("category_changelist")).status_code == 403
    assert client.get(admin_url("article_review_queue")).status_code == 403


# An editor


def test_editor_does_everything_with_articles(client, join):
    editor = join("Editor")
    article = make_article("Someone's", status="draft", tags=("ferry",))
    url = admin_url("article_change", article.pk)
    form = client.get(url)
    client.post(url, submitted(form) | {"title": "Edited", "status": "published"})
    article.refresh_from_db()
    assert (article.title, article.is_public, article.updated_by) == ("Edited", True, editor)
    assert "1 article changed" in run_action(client, "unpublish", article)
    assert "1 article changed" in run_action(client, "publish", article)
    report = MistakeReport.objects.create(article=article, text="A typo")
    assert "1 open report" in client.get(url).content.decode()
    client.post(
        admin_url("mistakereport_changelist"),
        {"action": "mark_done", "_selected_action": [report.pk]},
    )
    report.refresh_from_db()
    assert report.state == MistakeReport.State.DONE
    assert client.get(admin_url("article_review_queue")).status_code == 200
    assert client.get(admin_url("category_add")).status_code == 403
    client.post(admin_url("tag_add"), {"name": "harbour"})
    assert Tag.objects.filter(name="harbour").exists()
    client.post(admin_url("article_delete", article.pk), {"post": "yes"})
    assert not Article.objects.published().exists()


def test_change_alone_does_not_publish(client, join):
    user = join("Librarian")
    user.user_permissions.add(Permission.objects.get(codename="change_article"))
    public, draft = make_article("Public"), make_article("Draft", status="draft")
    assert "you may not publish or change what is published" in run_action(
        client, "archive", public, draft
    )
    assert Article.objects.get(status="archived") == draft
    url = admin_url("article_change", public.pk)
    client.post(url, submitted(client.get(url)) | {"title": "Changed"})
    public.refresh_from_db()
    assert public.title == "Public"


# A librarian


def test_librarian_keeps_categories_and_tags(client, join):
    librarian = join("Librarian")
    article = make_article("Ferries", tags=("ferry", "boat"), category=("Work",))
    work = Category.objects.get()
    sea = {"name": "Sea", "parent": work.pk, "place": "", "slug": ""}
    client.post(admin_url("category_add"), sea)
    assert Category.objects.get(name="Sea").full_path == "work/sea"
    url = admin_url("tag_change", Tag.objects.get(name="ferry").pk)
    client.post(url, submitted(client.get(url)) | {"name": "ferries"})
    one, other = Tag.objects.order_by("name")
    client.post(
        admin_url("tag_changelist"),
        {
            "action": "merge",
            "_selected_action": [one.pk, other.pk],
            "merge": "1",
            "target": one.pk,
        },
    )
    assert [tag.name for tag in Article.objects.get().tags.all()] == ["boat"]
    assert article.revisions.first().created_by == librarian
    url = admin_url("redirect_delete", Redirect.objects.get().pk)
    assert client.post(url, {"post": "yes"}).status_code == 302
    client.post(admin_url("tag_delete", one.pk), {"post": "yes"})
    assert not Tag.objects.exists()
    client.post(admin_url("synonym_add"), {"words": "ferry, boat"})
    assert client.get(admin_url("synonym_changelist")).status_code == 200
    assert Synonym.objects.count() == 1
    assert titles(client.get(admin_url("article_changelist"))) == {"Ferries"}
    form = client.get(admin_url("article_change", article.pk))
    assert not form.context["has_change_permission"]
    assert client.get(admin_url("article_add")).status_code == 403


# The pages of the desk

PAGES = [
    # The page, and whether writers, editors and librarians have it.
    ("article_changelist", True, True, True),
    ("article_add", True, True, False),
    ("article_attention", True, True, True),
    ("article_bin", True, True, True),
    ("article_due", True, True, True),
    ("article_quick", True, True, True),
    ("article_review_queue", False, True, False),
    ("upload_changelist", True, True, False),
    ("upload_add", True, True, False),
    ("job_changelist", True, True, True),
    ("twin_changelist", False, True, True),
    ("image_changelist", True, True, False),
    ("image_add", True, True, False),
    ("tag_changelist", False, True, True),
    ("tag_add", False, True, True),
    ("category_changelist", False, True, True),
    ("category_add", False, False, True),
    ("synonym_changelist", False, False, True),
    ("mistakereport_changelist", False, True, False),
]


@pytest.mark.parametrize(("number", "role"), [(1, "Writer"), (2, "Editor"), (3, "Librarian")])
def test_each_role_has_its_pages_and_is_refused_the_others(client, join, number, role):
    make_article("Ferries", tags=("ferry",))
    join(role)
    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get(reverse("admin:app_list", args=["summaries"])).status_code == 200
    found = {page: client.get(admin_url(page)).status_code for page, *_roles in PAGES}
    assert found == {row[0]: 200 if row[number] else 403 for row in PAGES}


def picture():
    file = BytesIO()
    PIL.Image.new("RGB", (40, 30), "navy").save(file, "png")
    return SimpleUploadedFile("quay.png", file.getvalue(), "image/png")


@pytest.mark.parametrize("role", ["Writer", "Editor", "Librarian"])
def test_who_writes_uploads_images(client, join, settings, tmp_path, role):
    settings.MEDIA_ROOT, may = tmp_path, role != "Librarian"
    join(role)
    answer = client.post(admin_url("image_upload"), {"file": picture()})
    assert answer.status_code == (200 if may else 403)
    if may:
        change = client.get(admin_url("image_change", answer.json()["key"]))
        assert change.context["has_change_permission"] == (role == "Editor")


@pytest.mark.parametrize("role", ["Writer", "Editor"])
def test_who_writes_imports_and_follows_the_job(client, join, role):
    join(role)
    Category.objects.ensure(["Work"])
    file = SimpleUploadedFile("note.txt", b"Ferry notes\n\nThe ferry left at noon.\n")
    category = Category.objects.get().pk
    data = {"files": file, "category": category, "status": "draft"}
    page = client.post(admin_url("upload_add"), data, follow=True)
    assert page.status_code == 200
    page = client.post(page.request["PATH_INFO"], {"_take_all": ""}, follow=True)
    assert "1 page taken in." in page.content.decode()
    assert len(client.get(admin_url("job_changelist")).context["cl"].result_list) == 2
    article = Article.objects.get()
    assert client.get(admin_url("article_change", article.pk)).status_code == 200


def test_editor_settles_near_duplicates_and_librarian_only_sees_them(client, join):
    text = " ".join(f"word{number}" for number in range(60))
    keys = [make_article(name, f"<p>{text}</p>").pk for name in ("One", "Two")]
    (pair,) = twins.look(keys)
    join("Librarian", "lea")
    page = client.get(admin_url("twin_change", pair.pk)).content.decode()
    assert "Keep both" not in page
    assert client.post(admin_url("twin_change", pair.pk), {"keep": ""}).status_code == 403
    join("Editor", "ed")
    said = client.post(admin_url("twin_change", pair.pk), {"keep": ""}, follow=True)
    assert "Both are kept" in said.content.decode()


def test_librarian_merges_categories_with_articles_of_others(client, join):
    librarian = join("Librarian")
    article = make_article("Ferries", category=("Boats",))
    boats, ships = Category.objects.get(), Category.objects.ensure(["Ships"])
    chosen = {"action": "merge", "_selected_action": [boats.pk, ships.pk]}
    said = client.post(
        admin_url("category_changelist"), chosen | {"merge": "1", "target": ships.pk}, follow=True
    )
    assert "was merged into" in said.content.decode()
    article.refresh_from_db()
    assert (article.category, article.updated_by) == (ships, librarian)
    (job,) = client.get(admin_url("job_changelist")).context["cl"].result_list
    page = client.get(admin_url("job_change", job.pk)).content.decode()
    assert "A merge cannot be undone." in page


def test_writer_is_told_what_they_may_not_do_with_a_finding(client, join):
    writer = join("Writer")
    body = "<p>It rained. In 1 1 months we left, and nobody came back to the quay.</p>"
    article = make_article("Ferries", body, author=writer.username)
    attention.refresh([article.pk])
    finding = Finding.objects.get(kind="digits")
    page = f"{admin_url('article_attention')}?kind=digits"
    assert "1 1 months" in client.get(page).content.decode()
    assert 'name="_accept"' not in client.get(page).content.decode()
    form = client.get(admin_url("article_change", article.pk)).content.decode()
    assert 'name="_accept"' not in form
    said = client.post(page, {"_accept": finding.pk}, follow=True).content.decode()
    assert "you may not change “Ferries” as it stands" in said
    assert "1 1 months" in article.parts.get().body


# Where the change is made


@pytest.fixture
def ruth(roles):
    user = get_user_model().objects.create_user("ruth")
    user.groups.add(Group.objects.get(name="Writer"))
    return user


def edited(article, user):
    with article.editing(by=user):
        article.lead = "Changed."


DEEDS = {
    "edit": lambda article, user: edited(article, user),
    "tag": lambda article, user: article.apply_document(
        replace(article.as_document(), tags=("new",)), by=user
    ),
    "hide": lambda article, user: Article.objects.edit(by=user, status="draft"),
    "restore": lambda article, user: article.revisions.last().restore(by=user),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_changes_what_is_published_without_the_permission(ruth, deed):
    article = make_article("Mine", author="ruth")
    article.tags.add("old")
    ruth.user_permissions.add(Permission.objects.get(codename="change_article"))
    with pytest.raises(PermissionDenied, match=r"“Mine” was not saved"):
        DEEDS[deed](Article.objects.get(), ruth)
    assert article.revisions.count() == 2
    ruth.user_permissions.add(Permission.objects.get(codename="publish_article"))
    DEEDS[deed](Article.objects.get(), get_user_model().objects.get())
    assert article.revisions.count() == 3


def test_nobody_publishes_in_steps(ruth):
    article = make_article("Mine", author="ruth", status="draft")
    with suppress(PermissionDenied), article.editing(by=ruth):
        article.status = "published"
        article.save()
        article.tags.add("new")
    assert not Article.objects.published().exists()


def test_a_writer_changes_drafts_of_their_own_and_no_others(ruth):
    mine, other = (make_article(status="draft", author=name) for name in ("ruth", ""))
    edited(mine, ruth)
    with pytest.raises(PermissionDenied, match="only change drafts of your own"):
        edited(other, ruth)
    with pytest.raises(PermissionDenied), mine.editing(by=ruth):
        mine.author = None
    new = Article().apply_document(Document("New", category=("Work",)), by=ruth)
    assert Article.objects.get(pk=new.pk).author == ruth
    assert set(Article.objects.visible_to(ruth)) == {mine, new}


@pytest.mark.parametrize("status", Article.Status.values)
@pytest.mark.parametrize("author", ["", "ruth"])
@pytest.mark.parametrize("allowed", [[], ["change_article"], ["change_article", "publish_article"]])
def test_the_rule_is_the_same_for_one_and_for_many(ruth, status, author, allowed):
    ruth.user_permissions.set(Permission.objects.filter(codename__in=allowed))
    article = make_article(status=status, author=author)
    assert article.may_be_changed_by(ruth) == (article in Article.objects.changeable_by(ruth))


def test_permissions_are_asked_for_once(ruth):
    for number in range(12):
        make_article(f"Number {number}", status="draft", author="ruth")
    everything = Article.objects.all()
    few = everything.filter(pk__lte=everything[1].pk)

    def cost(articles, lead):
        with CaptureQueriesContext(connection) as queries:
            articles.edit(by=get_user_model().objects.get(), lead=lead)
        return sum("auth_permission" in query["sql"] for query in queries)

    assert cost(few, "One.") == cost(everything, "Two.") <= 2


# Text


def test_an_article_without_text_is_not_published(client, roles):
    draft = make_article("Empty", parts=EMPTY, status="draft")
    for deed in (
        lambda: make_article("Another", parts=()),
        lambda: Article.objects.edit(status="published"),
        lambda: draft.apply_document(replace(draft.as_document(), status="published")),
    ):
        with pytest.raises(ValidationError, match="has no text yet"):
            deed()
    full = make_article("Full")
    with pytest.raises(ValidationError, match="“Full” has no text yet"):
        full.parts.get().delete()
    assert list(Article.objects.published()) == [full]


def test_a_bulk_action_leaves_out_what_has_no_text(client, join):
    join("Editor")
    empty = make_article("Empty", parts=EMPTY, status="draft")
    full = make_article("Full", status="draft")
    said = run_action(client, "publish", empty, full)
    assert "1 article changed." in said
    assert "“Empty” has no text yet" in said
    assert list(Article.objects.published()) == [full]


def test_the_form_says_that_there_is_no_text(client, join):
    join("Editor")
    draft = make_article("Empty", parts=EMPTY, status="draft")
    url = admin_url("article_change", draft.pk)
    response = client.post(url, submitted(client.get(url)) | {"status": "published"})
    assert "has no text yet" in response.content.decode()


def test_an_import_fails_for_the_article_without_text_alone():
    text = (Part(body="<p>Moored.</p>"),)
    documents = [Document("Empty", status="published"), Document("Full", text, status="published")]
    outcomes = Store().store_batch([Reading(one.title, one.title, one) for one in documents])
    assert [one.outcome for one in outcomes] == ["failed", "created"]
    assert "“Empty” has no text yet" in outcomes[0].reason
