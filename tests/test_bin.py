"""The bin: what is deleted is gone at once, can be restored, and goes for good in time."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from summaries import importers
from summaries.document import Document, Part
from summaries.models import Article, Category, Draft, MistakeReport, Tag
from tests.library import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    return get_user_model().objects.create_superuser("ruth")


@pytest.fixture
def article():
    return make_article("Ferry notes", tags=("ferry",), category=("Work", "Ships"))


@pytest.fixture
def editor(client):
    """The client of somebody who may do everything."""
    client.force_login(get_user_model().objects.create_superuser("ada"))
    return client


def admin_url(page, *args):
    return reverse(f"admin:summaries_article_{page}", args=args)


def binned(title, *, days=0, **fields):
    """An article that was deleted so many days ago."""
    article = make_article(title, **fields)
    article.move_to_bin()
    deleted_at = timezone.now() - timedelta(days=days)
    Article.objects.filter(pk=article.pk).update(deleted_at=deleted_at)
    return Article.objects.get(pk=article.pk)


def status(path):
    return Client().get(path).status_code


def select(client, deed, *articles, **data):
    chosen = {deed: "selected", "article": [article.pk for article in articles]}
    return client.post(admin_url("bin"), chosen | data, follow=True)


# The model


def test_there_and_back_are_entries_of_the_history(article, ruth):
    article.move_to_bin(by=ruth)
    assert (article.is_in_bin, article.deleted_by, article.is_public) == (True, ruth, False)
    article.restore_from_bin(by=ruth)
    assert (article.is_in_bin, article.deleted_by, article.is_public) == (False, None, True)
    notes = article.revisions.values_list("number", "note", "created_by", "changes")
    assert list(notes)[:2] == [
        (3, "Restored from the bin", ruth.pk, []),
        (2, "Moved to the bin", ruth.pk, []),
    ]


def test_a_second_time_changes_nothing(article):
    article.restore_from_bin()
    article.move_to_bin()
    deleted_at = article.deleted_at
    article.move_to_bin()
    assert (article.deleted_at, article.version) == (deleted_at, 2)


def test_categories_and_tags_go_and_come_back_with_it(article):
    ships, ferry = Category.objects.get(name="Ships"), Tag.objects.get(name="ferry")
    article.move_to_bin()
    assert not ships.is_public
    assert not ferry.is_public
    article.restore_from_bin()
    assert ships.is_public
    assert ferry.is_public


def test_what_was_set_on_the_article_is_kept(article):
    article.title = "Ferry notes, spring"
    article.move_to_bin()
    article.save()
    assert Article.objects.get().title == "Ferry notes, spring"
    assert Article.objects.in_bin().count() == 1


def test_its_address_stays_its_own(article):
    article.move_to_bin()
    assert make_article("Ferry notes").slug == "ferry-notes-2"


def test_a_deleted_user_is_forgotten(article, ruth):
    article.move_to_bin(by=ruth)
    ruth.delete()
    assert Article.objects.get().deleted_by is None


def test_a_working_copy_outlives_the_article(article, ruth):
    draft = Draft.objects.create(article=article, user=ruth)
    article.delete()
    draft.refresh_from_db()
    assert draft.article is None


def test_an_import_leaves_the_bin_alone():
    reading = importers.Reading("notes.jsonl", "notes", Document("Notes", (Part("", "<p>A</p>"),)))
    importers.store(reading)
    Article.objects.get().move_to_bin()
    for body in ("<p>A</p>", "<p>B</p>"):
        again = importers.Reading("notes.jsonl", "notes", Document("Notes", (Part("", body),)))
        outcome = importers.store(again)
        assert (outcome.outcome, outcome.reason) == ("skipped", "Its article is in the bin.")


# When it goes for good


def test_what_is_overdue_goes_for_good(settings):
    settings.SUMMARIES_BIN_DAYS = 10
    make_article("Kept")
    binned("Recent", days=9)
    binned("Overdue", days=11)
    for option, left in (("--dry-run", 3), ("--verbosity=1", 2)):
        said = StringIO()
        call_command("empty_bin", option, stdout=said)
        assert said.getvalue().startswith("1 article ")
        assert Article.objects.count() == left
    assert not Article.objects.filter(title="Overdue").exists()


def test_a_bin_without_a_term_is_never_emptied(settings):
    settings.SUMMARIES_BIN_DAYS = 0
    binned("Old", days=9_999)
    said = StringIO()
    call_command("empty_bin", stdout=said)
    assert "never" in said.getvalue()
    assert Article.objects.count() == 1


def test_a_deletion_takes_the_overdue_along(article):
    binned("Overdue", days=31)
    binned("Recent", days=29)
    article.move_to_bin()
    assert set(Article.objects.values_list("title", flat=True)) == {"Ferry notes", "Recent"}


# Its address


def test_the_address_says_that_it_was_removed(article):
    make_article("Ships of today", category=("Work", "Ships"))
    url = article.get_absolute_url()
    article.move_to_bin()
    response = Client().get(url)
    text = response.content.decode()
    assert response.status_code == 410
    assert "no-store" in response["Cache-Control"]
    assert "This article was removed" in text
    assert '<a href="/categories/work/ships/">' in text
    assert article.title not in text


def test_a_category_that_is_not_public_is_not_named(article):
    article.move_to_bin()
    assert "Ships" not in Client().get(article.get_absolute_url()).content.decode()


def test_all_its_addresses_are_gone_and_come_back(article):
    article.slug = "ferry-news"
    article.save()
    url = article.get_absolute_url()
    pages = [url, f"{url}fill-in/", f"{url}download/txt/", f"{url}report/"]
    caches["pages"].clear()
    assert {status(page) for page in pages} == {200}
    article.move_to_bin()
    assert {status(page) for page in [*pages, "/articles/ferry-notes/"]} == {410}
    assert Client().post(f"{url}fill-in/", {"format": "txt"}).status_code == 410
    article.restore_from_bin()
    assert {status(page) for page in pages} == {200}
    assert status("/articles/ferry-notes/") == 301


@pytest.mark.parametrize(
    "state",
    [
        {"status": "draft"},
        {"status": "archived"},
        {"status": "published", "published_at": timezone.now() + timedelta(hours=1)},
    ],
)
def test_of_what_was_not_public_nothing_is_said(state):
    article = binned("Ferry plans", **state)
    assert status(article.get_absolute_url()) == 404


def test_a_scheduled_article_does_not_appear_from_the_bin():
    article = make_article("Ferry plans", published_at=timezone.now() + timedelta(hours=1))
    article.move_to_bin()
    Article.objects.filter(pk=article.pk).update(
        published_at=timezone.now() - timedelta(hours=1),
        deleted_at=timezone.now() - timedelta(hours=2),
    )
    assert status(article.get_absolute_url()) == 404


def test_a_stored_page_goes_at_once(article):
    caches["pages"].clear()
    url = article.get_absolute_url()
    etag = Client().get(url)["ETag"]
    assert "Ferry notes" in Client().get("/articles/").content.decode()
    article.move_to_bin()
    assert Client().get(url, headers={"If-None-Match": etag}).status_code == 410
    assert "Ferry notes" not in Client().get("/articles/").content.decode()


# The admin


def test_delete_asks_and_moves_to_the_bin(editor, article):
    url = admin_url("delete", article.pk)
    assert "from where it can be restored" in editor.get(url).content.decode()
    text = editor.post(url, {"post": "yes"}, follow=True).content.decode()
    assert f'<a href="{admin_url("bin")}">the bin</a> for 30 days' in text
    binned = Article.objects.in_bin().get()
    assert binned.deleted_by.get_username() == "ada"


def test_the_action_moves_to_the_bin(editor, article):
    other = make_article("Other")
    data = {"action": "delete_selected", "_selected_action": [article.pk, other.pk]}
    assert "can be restored" in editor.post(admin_url("changelist"), data).content.decode()
    editor.post(admin_url("changelist"), data | {"post": "yes"})
    assert Article.objects.in_bin().count() == 2


def test_the_admin_leaves_out_what_is_in_the_bin(editor, article):
    MistakeReport.objects.create(article=article, text="A word is missing.")
    article.move_to_bin()
    reports = reverse("admin:summaries_mistakereport_changelist")
    for url in (
        admin_url("changelist"),
        f"{admin_url('changelist')}?q=ferry",
        f"{admin_url('changelist')}?q=ferry-notes",
        f"{admin_url('changelist')}?state=published",
        reports,
    ):
        assert not editor.get(url).context["cl"].result_list, url
    categories = editor.get(reverse("admin:summaries_category_changelist")).context["cl"]
    assert {category.article_count for category in categories.result_list} == {0}


@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_its_form_leads_to_the_bin(editor, article, page):
    article.move_to_bin()
    response = editor.get(admin_url(page, article.pk), follow=True)
    assert response.redirect_chain[0][0] == admin_url("bin")
    assert "“Ferry notes” is in the bin" in response.content.decode()


def test_the_bin_says_who_when_and_until_when(editor, article, ruth):
    article.move_to_bin(by=ruth)
    (shown,) = editor.get(admin_url("bin")).context["articles"]
    assert shown.goes_at == article.deleted_at + timedelta(days=30)
    text = editor.get(admin_url("bin")).content.decode()
    assert "Ferry notes" in text
    assert "ruth" in text


def test_the_bin_is_searched_and_paged(editor):
    for number in range(52):
        binned(f"Ferry {number:02}")
    binned("Tram lines")
    texts = [editor.get(f"{admin_url('bin')}?{query}") for query in ("q=tram", "q=FERRY&p=2")]
    found = [[article.title for article in page.context["articles"]] for page in texts]
    assert found == [["Tram lines"], ["Ferry 01", "Ferry 00"]]


def test_several_are_restored(editor, article):
    plans = make_article("Ferry plans", status="draft")
    Article.objects.all().move_to_bin()
    text = select(editor, "restore", article, plans).content.decode()
    assert "2 articles restored." in text
    assert "1 of them is public again." in text
    assert status(article.get_absolute_url()) == 200


def test_one_is_restored(editor, article):
    article.move_to_bin()
    editor.post(admin_url("bin"), {"restore": article.pk})
    assert not Article.objects.in_bin().exists()


def test_deleting_for_good_asks_first(editor, article):
    article.move_to_bin()
    assert "cannot be undone" in select(editor, "delete", article).content.decode()
    assert Article.objects.count() == 1
    assert (
        "1 article deleted for good"
        in select(editor, "delete", article, sure="yes").content.decode()
    )
    assert not Article.objects.exists()


def test_what_is_not_in_the_bin_is_not_touched(editor, article):
    for deed in ("restore", "delete"):
        assert "Select one" in select(editor, deed, article, sure="yes").content.decode()
        for wrong in ("x' OR 1=1", "9" * 30, ""):
            editor.post(admin_url("bin"), {deed: wrong, "sure": "yes"})
    assert Article.objects.get().version == 1


@pytest.mark.parametrize(
    ("permission", "seen", "restored", "deleted"),
    [
        ("view_article", 200, 403, 403),
        ("change_article", 200, 403, 403),
        ("change_article publish_article", 200, 302, 403),
        ("delete_article", 403, 403, 403),
        ("change_tag", 403, 403, 403),
    ],
)
def test_each_permission_is_asked_for(client, article, ruth, permission, seen, restored, deleted):
    article.move_to_bin()
    ruth.is_superuser = False
    ruth.save()
    ruth.user_permissions.set(Permission.objects.filter(codename__in=permission.split()))
    client.force_login(ruth)
    url = admin_url("bin")
    assert client.get(url).status_code == seen
    delete = {"delete": article.pk, "sure": "yes"}
    assert client.post(url, delete).status_code == deleted
    assert client.post(url, {"restore": article.pk}).status_code == restored


def test_a_category_says_that_the_bin_holds_it(editor, article):
    article.move_to_bin()
    work = Category.objects.get(name="Work")
    text = editor.get(reverse("admin:summaries_category_delete", args=[work.pk])).content.decode()
    assert "1 article in the bin" in text


# What is due


def test_a_scheduled_article_says_its_date(editor):
    moment = timezone.now().replace(year=timezone.now().year + 1, month=12, day=3, hour=9, minute=0)
    article = make_article("Ferry plans", published_at=moment)
    for url in (
        admin_url("changelist"),
        admin_url("change", article.pk),
        admin_url("history", article.pk),
    ):
        text = editor.get(url).content.decode()
        assert f"Scheduled for Dec. 3, {moment.year}, 9 a.m." in text, url


def test_what_is_due_stands_by_day(editor):
    now = timezone.now()
    make_article("Soon", published_at=now + timedelta(days=1), expires_at=now + timedelta(days=3))
    make_article("Ends", expires_at=now + timedelta(days=2))
    make_article("Long gone", expires_at=now - timedelta(days=2))
    make_article("Draft", status="draft", published_at=now + timedelta(days=2))
    make_article("Binned", published_at=now + timedelta(days=2)).move_to_bin()
    page = editor.get(admin_url("due"))
    found = [
        (row["event"], row["article"].title) for _day, rows in page.context["days"] for row in rows
    ]
    assert found == [("public_from", "Soon"), ("public_until", "Ends"), ("public_until", "Soon")]
    assert len(page.context["days"]) == 3


def test_more_articles_cost_no_more_queries(editor, django_assert_max_num_queries):
    def count(url):
        with django_assert_max_num_queries(15) as queries:
            editor.get(url)
        return len(queries)

    def fill(numbers):
        for number in numbers:
            binned(f"Ferry {number}", category=("Work", f"Ships {number}"))
            make_article(f"Tram {number}", expires_at=timezone.now() + timedelta(days=number + 1))
        return [count(admin_url(page)) for page in ("bin", "due")]

    fill(range(2))  # what is looked up once
    assert fill(range(2, 10)) == fill(range(10, 30))
