"""The admin: every list, search, filter, form and action is opened here."""

import re
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib.admin.sites import AdminSite, site
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import modify_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_prose_editor.config import allowlist_from_extensions

from summaries import attention
from summaries import text as texts
from summaries.admin import ArticleAdmin, TagAdmin, filters
from summaries.admin import library as lists
from summaries.document import Part as DocumentPart
from summaries.forms import RICH_TEXT
from summaries.models import Article, Category, LibraryDeadlock, Redirect, SourcePage, Tag
from tests.library import LONG_AGO, make_article, posted_parts, submitted

pytestmark = pytest.mark.django_db

MODELS = ["article", "category", "tag", "redirect", "sourcepage"]
ODD_INPUTS = [
    '"',
    "c++",
    "AND",
    "%",
    "中",
    "don't",
    "title:",
    "*",
    "(",
    "-",
    "\\",
    "\x00",
    " ",
    "/",
]
REPORT = {
    "title": "A quiet quarter",
    "damage": [{"text": "6.5438+0", "kind": "number", "suggestion": "1.0"}],
    "guesses": [{"field": "title", "reason": "Taken from the first sentence."}],
    "cut": [{"text": "I recommend it to all.", "reason": "a closing formula"}],
}


@pytest.fixture
def editor():
    return get_user_model().objects.create_superuser("ada", password="secret")


@pytest.fixture(autouse=True)
def signed_in(client, editor):
    client.force_login(editor)


@pytest.fixture
def article():
    return make_article(tags=("Office",), category=("Work", "Reports"))


@pytest.fixture
def imported(article):
    SourcePage.objects.create(key="a.txt", article=article, original="The page.", report=REPORT)
    return article


@pytest.fixture
def library(imported):
    """At least one row of everything."""
    article = Article.objects.get(pk=imported.pk)
    article.slug = "another-address"
    article.save()
    return article


def admin_url(name, *args):
    return reverse(f"admin:summaries_{name}", args=args)


def errors(response):
    assert response.status_code == 200
    context = response.context
    found = [*context["adminform"].form.errors.values()]
    for inline in context["inline_admin_formsets"]:
        found += [inline.formset.non_form_errors(), *(f.errors for f in inline.formset.forms)]
    return " ".join(str(error) for error in found if error)


def sign_in_with(client, *permissions):
    user = get_user_model().objects.create_user("staff", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return user


def messages(response):
    return " ".join(str(message) for message in response.context["messages"])


def run_action(client, model, action, objects, **data):
    selected = {"action": action, "_selected_action": [obj.pk for obj in objects]}
    return client.post(admin_url(f"{model}_changelist"), selected | data, follow=True)


# Lists


@pytest.mark.parametrize("model", MODELS)
def test_list_and_forms_open(client, library, model):
    rows = apps.get_model("summaries", model).objects.all()
    listed = client.get(admin_url(f"{model}_changelist"))
    assert listed.context["cl"].result_count == rows.count() > 0
    for row in rows:
        form = client.get(admin_url(f"{model}_change", row.pk))
        assert form.status_code == 200
        assert str(row) in form.content.decode()
        assert client.get(admin_url(f"{model}_history", row.pk)).status_code == 200
    add = client.get(admin_url(f"{model}_add"))
    assert add.status_code == (403 if model == "sourcepage" else 200)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("words", ODD_INPUTS)
def test_search_takes_any_input(client, library, model, words):
    assert client.get(admin_url(f"{model}_changelist"), {"q": words}).status_code == 200


@pytest.mark.parametrize(
    "words", ["quiet quarter", "happened", "office", "a-quiet-quarter", "import/7", "中文"]
)
def test_search_finds_by_text_address_and_import_key(client, words):
    wanted = make_article(tags=("Office",), lead="用中文写的")
    Article.objects.filter(pk=wanted.pk).update(source_key="import/7")
    make_article("Something else", "<p>Other words.</p>")
    listed = client.get(admin_url("article_changelist"), {"q": words})
    assert list(listed.context["cl"].result_list) == [wanted]


def test_search_takes_an_address_from_the_site(client, article):
    address = f"https://example.org{article.get_absolute_url()}"
    listed = client.get(admin_url("article_changelist"), {"q": address})
    assert list(listed.context["cl"].result_list) == [article]


def test_search_puts_titles_first_unless_a_column_is_chosen(client):
    body = make_article("Zebra", "<p>About budgets.</p>")
    title = make_article("Budgets", "<p>About animals, and more, and more.</p>")
    make_newest = make_article("Yak", "<p>Budgets appear here as well, in passing.</p>")
    url = admin_url("article_changelist")
    assert client.get(url, {"q": "budgets"}).context["cl"].result_list[0] == title
    by_title = client.get(url, {"q": "budgets", "o": "-1"}).context["cl"].result_list
    assert list(by_title) == [body, make_newest, title]


@pytest.mark.parametrize("model", MODELS)
def test_every_filter_opens(client, library, model):
    listed = client.get(admin_url(f"{model}_changelist"))
    for shown in listed.context["cl"].filter_specs:
        for choice in shown.choices(listed.context["cl"]):
            filtered = client.get(admin_url(f"{model}_changelist") + choice["query_string"])
            assert filtered.status_code == 200, choice


def test_filter_by_state(client):
    now = timezone.now()
    hour = timedelta(hours=1)
    expected = {
        "draft": make_article("Draft", status="draft"),
        "review": make_article("Review", status="review"),
        "published": make_article("Published"),
        "scheduled": make_article("Scheduled", published_at=now + hour),
        "expired": make_article("Expired", expires_at=now - hour),
        "archived": make_article("Archived", status="archived"),
    }
    for state, article in expected.items():
        listed = client.get(admin_url("article_changelist"), {"state": state})
        assert list(listed.context["cl"].result_list) == [article]
        assert f"summaries-state-{state}" in listed.content.decode()


def test_filter_by_category_goes_down_the_tree(client, article):
    make_article("Elsewhere", category=("Garden",))
    work = Category.objects.get(name="Work")
    listed = client.get(admin_url("article_changelist"), {"category": work.pk})
    assert list(listed.context["cl"].result_list) == [article]
    content = listed.content.decode()
    assert "Reports" in content
    assert "Garden" not in content
    for nonsense in ("0", "x", "٣", "9" * 30):
        listed = client.get(admin_url("article_changelist"), {"category": nonsense})
        assert listed.context["cl"].result_count == 0


def test_filter_by_what_needs_attention(client, article):
    broken = make_article("The ferry", "<p>We met * * * on the quay.</p>")
    attention.refresh([article.pk, broken.pk])
    assert titles(listed(client, attention="damage")) == ["The ferry"]
    assert titles(listed(client, attention="tags")) == ["The ferry"]
    assert len(titles(listed(client, attention="short"))) == 2
    attention.ignore(broken.findings.values_list("pk", flat=True))
    assert titles(listed(client, attention="damage")) == []


@pytest.mark.parametrize("model", MODELS)
def test_list_costs_the_same_for_more_rows(client, model, editor):
    def add_rows(start, end):
        for number in range(start, end):
            article = make_article(
                f"Number {number}", tags=(f"tag {number}",), category=("Work", f"Topic {number}")
            )
            with article.editing(by=editor):
                article.slug = f"address-{number}"
                article.save()
            SourcePage.objects.create(key=f"{number}.txt", article=article)

    url = admin_url(f"{model}_changelist")
    add_rows(0, 10)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    add_rows(10, 40)
    with CaptureQueriesContext(connection) as many:
        response = client.get(url)
    assert len(response.context["cl"].result_list) >= 40
    assert len(many) == len(few)


# Long lists


@pytest.fixture
def long_lists(monkeypatch):
    """Lists are counted up to 10, sorted by any column up to 4, and show 3 a page."""
    monkeypatch.setattr(lists, "BOUND", 10)
    monkeypatch.setattr(lists, "SORTED", 4)
    monkeypatch.setattr(filters, "SORTED", 4)
    monkeypatch.setattr(ArticleAdmin, "list_per_page", 3)


def make_articles(count, **fields):
    return [make_article(f"Number {number:02}", days=number, **fields) for number in range(count)]


def listed(client, model="article", **parameters):
    return client.get(admin_url(f"{model}_changelist"), parameters)


def titles(response):
    return [article.title for article in response.context["cl"].result_list]


def confirmed(client, page):
    """What the page of a bulk change answers when it is confirmed."""
    return client.post(page.request["PATH_INFO"], {"consent": "on"}, follow=True)


def run_on_all(client, action, **parameters):
    """The action on all pages of a list, from its first page."""
    url = f"{admin_url('article_changelist')}?{urlencode(parameters)}"
    rows = client.get(url).context["cl"].result_list
    data = {"action": action, "select_across": "1", "index": "0"}
    selected = {"_selected_action": [article.pk for article in rows]}
    return client.post(url, data | selected, follow=True)


def test_long_list_is_counted_and_paged_up_to_a_bound(client, long_lists):
    articles = make_articles(12)
    first = listed(client)
    assert titles(first) == ["Number 11", "Number 10", "Number 09"]
    assert "10+ articles" in first.content.decode()
    assert "Select all 10+ articles" in first.content.decode()
    assert titles(listed(client, p=4)) == ["Number 02"]
    assert listed(client, p=5).status_code == 302
    assert "10+ results" in listed(client, q="happened").content.decode()
    for article in articles[:2]:
        article.delete()
    exact = listed(client).content.decode()
    assert "10 articles" in exact
    assert "Select all 10 articles" in exact


def test_long_list_is_sorted_by_an_index_alone(client, long_lists):
    make_articles(6)
    title, changed, published = 1, 7, 4
    by_title = listed(client, o=title)
    assert titles(by_title) == titles(listed(client))
    assert by_title.context["cl"].sortable_by == ("changed",)
    assert titles(listed(client, o=changed, p=2)) == ["Number 03", "Number 04", "Number 05"]
    assert titles(listed(client, o=published, state="published"))[0] == "Number 00"
    assert listed(client, o=changed, q="happened").context["cl"].sortable_by == []
    Article.objects.filter(title__gt="Number 02").update(status="draft")
    assert titles(listed(client, o=title, state="draft")) == ["Number 03", "Number 04", "Number 05"]


def test_long_list_of_tags_is_sorted_by_what_is_kept(client, long_lists):
    for number in range(6):
        make_article(f"Number {number}", tags=[f"t{n}" for n in range(number + 1)])
    listed_tags = listed(client, "tag", o="-3").context["cl"].result_list
    assert [tag.name for tag in listed_tags] == ["t0", "t1", "t2", "t3", "t4", "t5"]


def test_all_of_a_short_list_can_be_shown(client, long_lists):
    make_articles(4)
    assert len(titles(listed(client))) == 3
    assert len(titles(listed(client, all=""))) == 4


def test_action_on_all_pages_takes_what_the_filters_leave(client, long_lists):
    make_articles(7, status="draft")
    make_articles(2, status="review")
    page = run_on_all(client, "publish", state="draft")
    assert "7 articles changed." in messages(confirmed(client, page))
    assert sorted(Article.objects.values_list("status", flat=True)) == [
        *["published"] * 7,
        *["review"] * 2,
    ]


def test_action_on_more_than_can_be_done_at_once_is_refused(client, long_lists, monkeypatch):
    make_articles(11)
    monkeypatch.setitem(lists.MOST_AT_ONCE, "delete_selected", 10)
    assert "No more than 10 at once" in messages(run_on_all(client, "delete_selected"))
    assert Article.objects.count() == 11


def test_bulk_change_of_a_list_too_long_to_be_counted(client, long_lists):
    make_articles(11)
    assert "11 articles changed." in messages(confirmed(client, run_on_all(client, "archive")))


def test_bulk_change_of_a_search_takes_all_that_match(client, long_lists, monkeypatch):
    monkeypatch.setattr("summaries.search.RANKED", 5)
    make_articles(8)
    page = run_on_all(client, "archive", q="happened")
    assert "8 articles changed." in messages(confirmed(client, page))


@pytest.mark.parametrize(
    ("parameters", "index"),
    [
        ({}, "changed"),
        ({"o": "7"}, "changed"),
        ({"state": "published"}, "newest"),
        ({"state": "published", "o": "4"}, "newest"),
        ({"state": "draft"}, "changed|waiting"),
        ({"state": "expired"}, "expiry"),
        ({"state": "scheduled"}, "newest"),
        ({"published": "year"}, "newest"),
        ({"changed": "week"}, "changed"),
        ({"changed": "week", "state": "draft"}, "changed|waiting"),
        ({"language": "ko"}, "changed"),
        ({"language": "ko", "state": "published"}, "newest"),
        ({"featured": "yes"}, "featured"),
        ({"category": "work"}, "changed"),
        ({"category": "work", "state": "published"}, "newest|in_category"),
    ],
)
def test_long_list_is_a_walk_in_an_index(client, long_lists, parameters, index):
    """So that a page costs the same however many articles there are."""
    make_articles(6)
    for fields in (
        *({"status": "draft"}, {"is_featured": True}, {"published_at": timezone.now()}),
        *({"expires_at": LONG_AGO + timedelta(days=100)}, {"language": "ko"}),
        {"published_at": timezone.now() + timedelta(days=1)},
    ):
        make_article("One of a kind", **fields)
    if "category" in parameters:
        parameters = parameters | {"category": Category.objects.get().pk}
    with unsorted_plans(), CaptureQueriesContext(connection) as queries:
        response = listed(client, **parameters)
    assert titles(response)
    table = Article._meta.db_table
    start = f'SELECT "{table}"."id" AS "pk"'
    walks = [query["sql"] for query in queries if query["sql"].startswith(start)]
    assert walks
    for sql in walks:
        with unsorted_plans(), connection.cursor() as cursor:
            prefix = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
            cursor.execute(f"{prefix} {sql}".replace("%", "%%"))
            plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
        assert re.search(f"{table}_({index})", plan)
        assert "B-TREE FOR ORDER BY" not in plan
        assert not re.search(r"Seq Scan|^ *(->)? *Sort", plan)


@contextmanager
def unsorted_plans():
    """Let PostgreSQL plan for a few rows as for many, and SQLite as if it had seen none."""
    names = ["seqscan", "bitmapscan", "sort"]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # What an import of another test has found out, and a rollback has not undone.
            cursor.execute("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'")
            if cursor.fetchone():
                cursor.execute("DELETE FROM sqlite_stat1")
            cursor.execute("ANALYZE sqlite_schema")
        for name in names if connection.vendor == "postgresql" else []:
            cursor.execute(f"SET LOCAL enable_{name} = off")
    yield
    with connection.cursor() as cursor:
        for name in names if connection.vendor == "postgresql" else []:
            cursor.execute(f"SET LOCAL enable_{name} = on")


def test_filter_by_day(client):
    now = timezone.now()
    make_article("Now", published_at=now)
    make_article("Last week", published_at=now - timedelta(days=6, hours=1))
    make_article("Long ago")
    make_article("Draft", published_at=now, status="draft")
    assert titles(listed(client, published="today")) == ["Now"]
    assert titles(listed(client, published="week")) == ["Now", "Last week"]
    assert len(titles(listed(client, changed="today"))) == 4
    Article.objects.exclude(title="Draft").update(updated_at=LONG_AGO)
    assert titles(listed(client, changed="month")) == ["Draft"]


def test_filter_by_featured(client):
    make_article("Plain")
    make_article("Featured", is_featured=True)
    assert titles(listed(client, featured="yes")) == ["Featured"]


def test_what_has_no_form_on_a_site_is_named_without_a_link(article):
    assert lists.link(AdminSite("plain"), article) == "A quiet quarter"


def test_redirects_and_source_pages_are_found_by_how_they_begin(client, library):
    def found(model, words):
        return len(listed(client, model, q=words).context["cl"].result_list)

    assert found("redirect", "a-quiet") == found("redirect", "/articles/a-quiet-quarter/") == 1
    assert found("redirect", "quarter") == 0
    assert found("sourcepage", "a.") == 1
    assert found("sourcepage", ".txt") == 0


# The article's form


def test_add_article_with_parts_and_tags_is_one_revision(client, editor, article):
    data = submitted(client.get(admin_url("article_add"))) | {
        "title": "New year's plan",
        "category": article.category_id,
        "tags": ["Office"],
        "status": "published",
        **posted_parts([DocumentPart(body="<p>Write <script>alert(1)</script>more. 写作</p>")]),
    }
    response = client.post(admin_url("article_add"), data, follow=True)
    assert response.redirect_chain, errors(response)
    added = Article.objects.get(title="New year's plan")
    assert added.is_public
    assert added.parts.get().body == "<p>Write more. 写作</p>"
    assert [tag.name for tag in added.tags.all()] == ["Office"]
    assert [(r.number, r.created_by) for r in added.revisions.all()] == [(1, editor)]
    assert added.updated_by == editor


def test_change_of_everything_is_one_revision_by_the_user(client, editor, article):
    url = admin_url("article_change", article.pk)
    Tag.objects.create(name="Other")
    data = submitted(client.get(url)) | {
        "title": "A loud quarter",
        "tags": ["Other"],
        **posted_parts(
            [
                DocumentPart(body="<p>Much happened.</p>", anchor="part-1"),
                DocumentPart("More", "<p>And more.</p>"),
            ]
        ),
    }
    response = client.post(url, data, follow=True)
    assert response.redirect_chain, errors(response)
    assert article.revisions.count() == 2
    after = article.revisions.first()
    assert after.created_by == editor
    assert set(after.changes) == {"title", "tags", "parts"}
    assert after.document.tags == ("Other",)
    assert [part.body for part in after.document.parts] == [
        "<p>Much happened.</p>",
        "<p>And more.</p>",
    ]


def test_save_without_a_change_leaves_no_revision(client, article):
    url = admin_url("article_change", article.pk)
    response = client.post(url, submitted(client.get(url)), follow=True)
    assert response.redirect_chain, errors(response)
    assert article.revisions.count() == 1


def test_parts_come_in_the_order_in_which_they_are_posted(client, editor):
    parts = [DocumentPart(name, f"<p>{name}</p>") for name in "abc"]
    article = make_article(parts=parts)
    a, _b, c = article.as_document().parts
    url = admin_url("article_change", article.pk)
    client.post(url, submitted(client.get(url)) | posted_parts([c, a]))
    assert article.as_document().parts == (c, a)
    assert [part.position for part in article.parts.all()] == [1, 2]
    assert article.revisions.first().created_by == editor
    assert article.revisions.count() == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": ""}, "required"),
        ({"category": ""}, "required"),
        ({"category": "nonsense"}, "valid choice"),
        ({"tags": ["n" * 101]}, "at most 100 characters"),
        ({"slug": "taken"}, "already exists"),
        ({"source_url": "javascript:alert(1)"}, "valid URL"),
        ({"published_at_0": "2030-01-02", "expires_at_0": "2030-01-01"}, "before it is published"),
    ],
)
def test_invalid_article_says_why(client, article, change, message):
    make_article("Taken", slug="taken")
    url = admin_url("article_change", article.pk)
    times = {"published_at_1": "10:00:00", "expires_at_1": "10:00:00"}
    change = change | (times if "expires_at_0" in change else {})
    response = client.post(url, submitted(client.get(url)) | {"slug": "x"} | change)
    assert message in errors(response)
    assert article.revisions.count() == 1


def rename(one):
    one.name = "Another name"
    one.save()


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Category, rename),
        (
            Category,
            lambda one: Category.objects.move(one, Category.objects.ensure(["Work", "A"]), "right"),
        ),
        (Tag, rename),
    ],
)
def test_second_editor_of_a_category_or_tag_is_refused_once(client, article, model, change):
    one = model.objects.last()
    url = admin_url(f"{model._meta.model_name}_change", one.pk)
    mine = submitted(client.get(url)) | {"description": "Mine"}
    change(one)
    refused = client.post(url, mine)
    assert "somebody changed this" in errors(refused)
    assert not model.objects.exclude(description="").exists()
    assert client.post(url, submitted(refused)).status_code == 302
    assert model.objects.get(pk=one.pk).description == "Mine"


def test_form_that_came_without_its_parts_says_so(client, article):
    data = {"title": "New", "slug": "new", "category": article.category_id, "status": "draft"}
    response = client.post(admin_url("article_change", article.pk), data)
    assert "did not arrive" in errors(response)


def test_view_on_site_leads_to_the_preview_of_what_is_not_public(client, article):
    url = admin_url("article_change", article.pk)
    assert f'href="{article.get_absolute_url()}"' in client.get(url).content.decode()
    Article.objects.filter(pk=article.pk).update(status="draft")
    preview = reverse("summaries:article_preview", args=[article.slug])
    assert f'href="{preview}"' in client.get(url).content.decode()


@pytest.mark.parametrize(("model", "status"), [("category", 404), ("tag", 404)])
def test_what_holds_nothing_public_is_not_offered_on_the_site(client, model, status):
    article = make_article(tags=("One",), category=("Two",))
    obj = article.category if model == "category" else article.tags.get()
    url = admin_url(f"{model}_change", obj.pk)
    assert obj.get_absolute_url() in client.get(url).content.decode()
    Article.objects.update(status="draft")
    assert "viewsitelink" not in client.get(url).content.decode()
    assert client.get(obj.get_absolute_url()).status_code == status


def test_imported_article_shows_the_findings(client, imported):
    content = client.get(admin_url("article_change", imported.pk)).content.decode()
    for words in ("Taken from the first sentence.", "a closing formula", "The page."):
        assert words in content
    page = SourcePage.objects.get()
    assert "6.5438+0" in client.get(admin_url("sourcepage_change", page.pk)).content.decode()


def test_editor_writes_only_what_is_kept():
    written = (
        "<h2>1</h2><h3>1</h3><h4>1</h4><h5>1</h5><h6>1</h6><p><strong>a</strong><em>b</em><u>c</u>"
        "<s>d</s><sub>e</sub><sup>f</sup><code>g</code><a>h</a><br></p><hr><ul><li>i</li></ul>"
        '<ol start="3" type="a"><li>j</li></ol><blockquote>k</blockquote><pre>l</pre><table><thead>'
        '</thead><tbody><tr><th colspan="2">m</th><td rowspan="2">n</td></tr></tbody></table>'
    )
    assert allowlist_from_extensions(RICH_TEXT)["tags"] == set(re.findall(r"<([a-z]+\d?)", written))
    assert texts.sanitise(written) == written.replace("<a>", '<a rel="noopener">')


@modify_settings(INSTALLED_APPS={"remove": "django_prose_editor"})
def test_form_works_without_the_rich_text_editor(client, article):
    content = client.get(admin_url("article_change", article.pk)).content.decode()
    assert "prose-editor" not in content
    assert "&lt;p&gt;Nothing much happened.&lt;/p&gt;" in content


@pytest.mark.parametrize("model", MODELS)
def test_pages_hold_nothing_inline(client, library, model):
    """A strict Content-Security-Policy holds: the editor's import map alone carries its nonce."""
    row = apps.get_model("summaries", model).objects.first()
    for url in (admin_url(f"{model}_changelist"), admin_url(f"{model}_change", row.pk)):
        content = client.get(url).content.decode()
        assert not re.findall(r"<[^>]+\s(?:style|on\w+)=", content)
        for tag in re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", content):
            assert "nonce=" in tag


# History


def test_revision_is_listed_shown_and_restored(client, editor, article):
    with article.editing(by=editor, note="Spelling"):
        article.title = "A changed title"
        article.save()
    history = client.get(admin_url("article_history", article.pk)).content.decode()
    assert "Spelling" in history
    assert "ada" in history
    url = admin_url("article_revision", article.pk, 1)
    shown = client.get(url, {"view": "text"}).content.decode()
    assert "A quiet quarter" in shown
    assert "<p>Nothing much happened.</p>" in shown

    restore = admin_url("article_restore", article.pk, 1)
    assert client.get(restore).status_code == 405
    response = client.post(restore, follow=True)
    assert "Restored revision 1" in messages(response)
    assert Article.objects.get().title == "A quiet quarter"
    assert article.revisions.first().created_by == editor
    assert client.post(admin_url("article_restore", article.pk, 99)).status_code == 404


def test_revision_that_cannot_be_restored_says_why(client, article):
    for address in ("Gazette", "https://example.org/"):
        article.source_url = address
        article.save()
    response = client.post(admin_url("article_restore", article.pk, 2), follow=True)
    assert "Enter a valid URL" in messages(response)
    assert Article.objects.get().source_url == "https://example.org/"


def test_history_of_what_is_gone_leads_home(client):
    assert client.get(admin_url("article_history", 99)).url == reverse("admin:index")


def test_what_is_posted_is_read_under_the_librarys_lock(client, article):
    post, chosen = {"post": "yes"}, {"action": "archive", "_selected_action": [article.pk]}
    for url, data in (
        (admin_url("article_changelist"), chosen),
        (admin_url("article_change", article.pk), {"title": "x"}),
        (admin_url("tag_change", Tag.objects.get().pk), {"name": ""}),
        (admin_url("article_restore", article.pk, 1), {}),
        (admin_url("article_delete", article.pk), post),
    ):
        with CaptureQueriesContext(connection) as queries:
            client.post(url, data)
        first = next(query["sql"] for query in queries if "summaries_" in query["sql"])
        assert "summaries_publicstate" in first, url


@pytest.mark.django_db(transaction=True)
def test_what_the_database_undid_is_done_again(client, article, monkeypatch):
    tries = []

    def restore(revision, *, by):
        tries.append(revision.number)
        if len(tries) < most:
            raise LibraryDeadlock("Nothing was saved.")
        return revision.article

    monkeypatch.setattr("summaries.models.Revision.restore", restore)
    url, most = admin_url("article_restore", article.pk, 1), 3
    assert client.post(url).status_code == 302
    assert tries == [1, 1, 1]
    most = 7
    with pytest.raises(LibraryDeadlock, match="Nothing was saved"):
        client.post(url)
    assert len(tries) == 6


def test_restore_and_actions_need_the_permission_to_change(client, article):
    sign_in_with(client, "view_article")
    assert client.get(admin_url("article_change", article.pk)).status_code == 200
    history = client.get(admin_url("article_history", article.pk)).content.decode()
    assert 'method="post"' not in history.partition("change-history")[2]
    assert client.post(admin_url("article_restore", article.pk, 1)).status_code == 403
    form = client.get(admin_url("article_change", article.pk)).content.decode()
    assert 'name="parts-0-body"' not in form
    Article.objects.update(status="draft")
    for action in ("publish", "feature"):
        run_action(client, "article", action, [article])
    article.refresh_from_db()
    assert (article.status, article.is_featured, article.version) == ("draft", False, 1)


@pytest.mark.parametrize("model", MODELS)
def test_who_may_only_look_sees_lists_and_forms(client, library, model):
    sign_in_with(client, f"view_{model}")
    for row in apps.get_model("summaries", model).objects.all():
        form = client.get(admin_url(f"{model}_change", row.pk))
        assert form.status_code == 200
        assert 'name="_save"' not in form.content.decode()
    assert client.get(admin_url(f"{model}_changelist")).status_code == 200


def test_who_may_write_articles_may_write_their_parts(client, article):
    user = sign_in_with(client, "change_article", "publish_article")
    url = admin_url("article_change", article.pk)
    mine = posted_parts([DocumentPart(body="<p>Mine.</p>", anchor="part-1")])
    client.post(url, submitted(client.get(url)) | mine)
    assert article.parts.get().body == "<p>Mine.</p>"
    assert article.revisions.first().created_by == user


# Actions


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("publish", {"status": "draft"}, {"status": "published"}),
        ("unpublish", {"status": "published"}, {"status": "draft"}),
        ("archive", {"status": "published"}, {"status": "archived"}),
        ("feature", {"is_featured": False}, {"is_featured": True}),
        ("unfeature", {"is_featured": True}, {"is_featured": False}),
    ],
)
def test_action_is_an_edit_of_each_article(client, editor, action, before, after):
    articles = [make_article(title, **before) for title in ("One", "Two")]
    response = confirmed(client, run_action(client, "article", action, articles))
    assert "2 articles changed." in messages(response)
    for article in articles:
        article.refresh_from_db()
        assert {name: getattr(article, name) for name in after} == after
        assert article.revisions.first().created_by == editor
        assert article.revisions.count() == 2


def test_publish_sets_the_time(client):
    draft = make_article("Draft", status="draft", published_at=None)
    tomorrow = timezone.now() + timedelta(days=1)
    later = make_article("Later", status="draft", published_at=tomorrow)
    confirmed(client, run_action(client, "article", "publish", [draft, later]))
    assert list(Article.objects.published()) == [draft]


@pytest.mark.parametrize("model", ["category", "tag"])
def test_delete_asks_and_deletes(client, library, model):
    objects = apps.get_model("summaries", model).objects
    if model == "category":
        Article.objects.all().delete()
    row = objects.first()
    url = admin_url(f"{model}_delete", row.pk)
    assert "Are you sure" in client.get(url).content.decode()
    assert client.post(url, {"post": "yes"}).status_code == 302
    assert not objects.filter(pk=row.pk).exists()
    rows = list(objects.all())
    if rows:
        assert "Are you sure" in run_action(client, model, "delete_selected", rows).content.decode()
        run_action(client, model, "delete_selected", rows, post="yes")
        assert not objects.exists()


# Categories


def add_category(client, name, **fields):
    return client.post(
        admin_url("category_add"),
        {"name": name, "slug": "", "description": "", "parent": "", "place": ""} | fields,
    )


def names(categories):
    return [category.name for category in categories]


def test_category_is_added_at_its_place(client):
    work = Category.objects.ensure(["Work"])
    Category.objects.ensure(["Work", "Reports"])
    assert add_category(client, "Plans", parent=work.pk, place=1).status_code == 302
    assert add_category(client, "Letters", parent=work.pk).status_code == 302
    assert add_category(client, "Home", place=1).status_code == 302
    assert names(Category.objects.all()) == ["Home", "Work", "Plans", "Reports", "Letters"]
    assert Category.objects.get(name="Plans").full_path == "work/plans"


def test_category_is_moved_and_its_old_address_redirects(client):
    reports = Category.objects.ensure(["Work", "Reports"])
    Category.objects.ensure(["Work", "Reports", "Annual"])
    make_article(category=("Work", "Reports", "Annual"))
    home = Category.objects.ensure(["Home"])
    url = admin_url("category_change", reports.pk)
    data = submitted(client.get(url))
    assert client.post(url, data | {"parent": home.pk}).status_code == 302
    assert names(Category.objects.all()) == ["Work", "Home", "Reports", "Annual"]
    assert Redirect.objects.target("categories/work/reports/annual").full_path == (
        "home/reports/annual"
    )
    data = submitted(client.get(url))
    assert client.post(url, data | {"parent": "", "place": "1"}).status_code == 302
    assert names(Category.objects.get_root_nodes()) == ["Reports", "Work", "Home"]
    assert client.post(url, submitted(client.get(url)) | {"place": "2"}).status_code == 302
    assert client.post(url, submitted(client.get(url))).status_code == 302
    assert names(Category.objects.get_root_nodes()) == ["Work", "Reports", "Home"]
    assert client.post(url, submitted(client.get(url)) | {"place": ""}).status_code == 302
    assert names(Category.objects.get_root_nodes()) == ["Work", "Home", "Reports"]


def test_category_refuses_a_cycle_and_a_clash(client):
    annual = Category.objects.ensure(["Work", "Reports", "Annual"])
    reports, work = Category.objects.get_parent(annual), Category.objects.get(name="Work")
    url = admin_url("category_change", work.pk)
    data = submitted(client.get(url))
    for parent in (annual, work):
        response = client.post(url, data | {"parent": parent.pk})
        assert "cannot stand below itself" in errors(response)
    assert "valid choice" in errors(client.post(url, data | {"parent": "x"}))
    assert "of this name" in errors(add_category(client, "reports", parent=work.pk))
    response = add_category(client, "Other", slug="reports", parent=work.pk)
    assert "of this address" in errors(response)
    deep = reports
    for number in range(5):
        deep = Category.objects.add_child(deep, {"name": str(number), "slug": "x" * 110})
    response = add_category(client, "Deep", slug="y" * 110, parent=deep.pk)
    assert "nested too deeply" in errors(response)
    long = Category.objects.add_root({"name": "Long", "slug": "z" * 110})
    url = admin_url("category_change", reports.pk)
    response = client.post(url, submitted(client.get(url)) | {"parent": long.pk})
    assert "nested too deeply" in errors(response)


def test_category_with_articles_is_protected(client, article):
    work = Category.objects.get(name="Work")
    content = client.get(admin_url("category_delete", work.pk)).content.decode()
    assert "protected" in content
    assert "Reports" in content
    client.post(admin_url("category_delete", work.pk), {"post": "yes"})
    run_action(client, "category", "delete_selected", [work], post="yes")
    assert Category.objects.count() == 2


def test_category_with_a_draft_alone_is_protected(client):
    make_article(status="draft", published_at=None)
    work = Category.objects.get()
    client.post(admin_url("category_delete", work.pk), {"post": "yes"})
    assert Category.objects.count() == 1
    assert listed(client, "category").context["cl"].result_list[0].article_count == 1


def test_category_is_offered_with_its_trail(client, article):
    form = client.get(admin_url("article_change", article.pk)).content.decode()
    assert "Work › Reports" in form
    found = client.get(
        reverse("admin:summaries_category_autocomplete"),
        {
            "app_label": "summaries",
            "model_name": "article",
            "field_name": "category",
            "term": "rep",
        },
    ).json()
    assert [result["text"] for result in found["results"]] == ["Work › Reports"]


def test_add_below_fills_the_parent_in(client, article):
    url = admin_url("category_add")
    work = Category.objects.get(name="Work")
    content = client.get(url, {"parent": work.pk}).content.decode()
    assert f'<option value="{work.pk}" selected>Work</option>' in content
    assert client.get(url, {"parent": "nonsense"}).status_code == 200


# Tags


def test_tags_are_completed(client, article):
    found = client.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "summaries",
            "model_name": "articletag",
            "field_name": "tag",
            "term": "off",
        },
    ).json()
    assert [result["text"] for result in found["results"]] == ["Office"]


def test_tag_list_counts_what_is_published(client):
    make_article("One", tags=("Office", "Home"))
    make_article("Two", tags=("Office",))
    make_article("Three", tags=("Home", "Garden"), status="draft")
    tags = listed(client, "tag", o="-3").context["cl"].result_list
    assert [(tag.name, tag.public_count) for tag in tags] == [
        *[("Office", 2), ("Home", 1), ("Garden", 0)]
    ]


def test_tag_form(client):
    url = admin_url("tag_add")
    empty = submitted(client.get(url))
    assert client.post(url, empty | {"name": "工作"}).status_code == 302
    tag = Tag.objects.get()
    assert tag.slug == "工作"
    assert "tag of this name" in errors(client.post(url, empty | {"name": " 工作 "}))
    assert "required" in errors(client.post(url, empty))
    make_article(tags=("工作",))
    url = admin_url("tag_change", tag.pk)
    data = submitted(client.get(url)) | {"slug": "work"}
    assert client.post(url, data).status_code == 302
    assert Redirect.objects.target("tags/工作") == tag


def test_tags_are_merged_after_a_confirmation(client, editor):
    office = make_article("One", tags=("Office",)).tags.get()
    bureau = make_article("Two", tags=("Bureau",)).tags.get()
    assert "Select 2 to" in messages(run_action(client, "tag", "merge", [office]))
    page = run_action(client, "tag", "merge", [office, bureau]).content.decode()
    assert "Bureau (1 article)" in page
    missing = run_action(client, "tag", "merge", [office, bureau], merge="Merge", target="x")
    assert "valid choice" in missing.content.decode()
    response = run_action(client, "tag", "merge", [office, bureau], merge="Merge", target=office.pk)
    assert "merged into “Office”" in messages(response)
    assert office.tagged.count() == 2
    assert Article.objects.get(title="Two").revisions.first().created_by == editor
    assert list(Tag.objects.all()) == [office]


def test_more_tags_than_can_be_merged_are_refused(client, monkeypatch):
    monkeypatch.setattr(TagAdmin, "most_to_merge", 2)
    make_article(tags=("a", "b", "c"))
    assert "Select 2 to 2" in messages(run_action(client, "tag", "merge", Tag.objects.all()))


@pytest.mark.parametrize("many", [False, True])
def test_deleted_tag_is_an_edit_of_its_articles(client, editor, article, many):
    tag = Tag.objects.get()
    if many:
        run_action(client, "tag", "delete_selected", [tag], post="yes")
    else:
        client.post(admin_url("tag_delete", tag.pk), {"post": "yes"})
    assert article.revisions.first().created_by == editor
    assert article.revisions.first().changes == ["tags"]
    assert not Article.objects.search("office")


def test_every_model_of_the_library_is_looked_after():
    registered = {model._meta.model_name for model in site._registry}
    assert set(MODELS) <= registered
