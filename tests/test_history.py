"""The history of an article in the admin, and restoring from it."""

from dataclasses import replace

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from summaries.comparing import Collision, merge
from summaries.document import Document, Part
from summaries.importers import Reading, Store
from summaries.models import Article, Category, CategoryChange, Redirect, Tag

from .library import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    user = get_user_model().objects.create_superuser("ada", "ada@example.org", "x")
    client.force_login(user)
    return user


@pytest.fixture
def article():
    parts = [Part("March", "<p>A cold month.</p>"), Part("April", "<p>The water rose.</p>")]
    return make_article(
        "Ferry notes", parts=parts, tags=("ferry", "tide"), category=("Work", "Sales")
    )


def page(client, name, article, *args, status=200, **query):
    url = reverse(f"admin:summaries_article_{name}", args=[article.pk, *args])
    response = client.get(url, query)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def change(article, by=None, note="", **fields):
    article = Article.objects.get(pk=article.pk)
    return article.apply_document(replace(article.as_document(), **fields), by=by, note=note)


def parts(article):
    return Article.objects.get(pk=article.pk).as_document().parts


def rename(name, new):
    category = Category.objects.get(name=name)
    category.name = new
    category.save()
    return category


# The list


def test_the_list_says_what_each_change_was(client, ada, article):
    march, april = parts(article)
    change(article, by=ada, note="Spring", title="Ferry notes, spring", parts=(april, march))
    change(article, status="archived")
    history = page(client, "history", article)
    assert "Title, 1 part moved" in history
    assert "Status: Archived" in history
    assert "First version" in history
    assert "Spring" in history


def test_a_renamed_or_moved_category_is_an_event_between_the_revisions(client, ada, article):
    elsewhere = make_article("Elsewhere", category=("Home",))
    category = Category.objects.get(name="Work")
    category.name = "Office"
    category.save(by=ada)
    change(article, lead="Later.")
    Category.objects.move(Category.objects.get(name="Sales"), category, "left", by=ada)
    history = page(client, "history", article)
    order = ["“Office › Sales” is now “Sales”", "Lead", "“Work” is now “Office”", "First version"]
    assert sorted(order, key=history.index) == order
    assert "is now" not in page(client, "history", elsewhere)


def test_a_renamed_category_is_no_change_by_the_next_editor(client, ada, article):
    rename("Sales", "Selling")
    Article.objects.get().save()
    assert article.revisions.count() == 1
    change(article, lead="Later.")
    assert article.revisions.first().changes == ["lead"]
    assert "Selling" not in page(client, "revision", article, 2)


def test_tags_say_what_became_of_them(ada, article):
    tide, ferry = Tag.objects.get(name="tide"), Tag.objects.get(name="ferry")
    tide.name = "tides"
    tide.save(by=ada)
    tide.merge_into(ferry, by=ada)
    ferry.delete(by=ada)
    assert [(one.note, one.created_by) for one in article.revisions.all()[:3]] == [
        ("Tag “ferry” was deleted", ada),
        ("Tag “tides” was merged into “ferry”", ada),
        ("Tag “tide” is now “tides”", ada),
    ]


def test_the_list_costs_the_same_for_fifty_revisions(client, ada, article):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(client, "history", article)
        return len(queries)

    few = cost()
    for number in range(60):
        change(article, by=ada, lead=f"Day {number}")
    for name in ("A", "B"):
        rename(Category.objects.get(depth=2).name, name)
    assert cost() <= few + 1 < 15  # of what is there in any case, the users
    second = page(client, "history", article, p=2)
    assert "First version" in second
    assert "is now" not in second


def test_very_long_texts_are_named_by_their_fields(client, ada, article, monkeypatch):
    for number in range(3):
        change(article, lead=f"Day {number}", title=f"Title {number}")
    monkeypatch.setattr("summaries.admin.history.PACKED", 0)
    assert page(client, "history", article).count("Title, lead") == 3


# Differences


def test_a_revision_shows_what_it_changed(client, ada, article):
    march, april = parts(article)
    change(article, parts=(replace(march, body="<p>A mild month.</p>"), april))
    shown = page(client, "revision", article, 2)
    assert ">cold<" in shown
    for element, said, word in [("del", "removed:", "cold"), ("ins", "added:", "mild")]:
        assert f'<{element}><span class="visually-hidden">[{said} </span>{word}' in shown
    assert "The water rose." not in shown
    assert "The water rose." in page(client, "revision", article, 2, view="text")


def test_any_two_revisions_are_compared(client, ada, article):
    change(article, title="Second")
    change(article, title="Third")
    for numbers in ({"from": 1, "to": 3}, {"from": 3, "to": 1}):
        shown = page(client, "compare", article, **numbers)
        assert "Ferry notes" in shown
        assert "Third" in shown
        assert "Second" not in shown
    for numbers in ({}, {"from": 2, "to": 2}, {"from": "x", "to": 99}):
        page(client, "compare", article, status=302, **numbers)


# Restoring


def restore(client, article, number, **data):
    url = reverse("admin:summaries_article_restore", args=[article.pk, number])
    return client.post(url, data, follow=True)


def test_one_part_is_restored_alone(client, ada, article):
    march, april = parts(article)
    change(article, title="New", parts=(replace(march, body="<p>Gone.</p>"), april))
    restore(client, article, 1, part=march.anchor, version=2)
    assert parts(article) == (march, april)
    assert Article.objects.get().title == "New"
    assert article.revisions.first().note == "Restored “March” of revision 1"
    assert restore(client, article, 1, part="nowhere", version=3).status_code == 404


def test_a_part_that_is_gone_returns_to_its_place(article):
    march, april = parts(article)
    change(article, parts=(april, Part("May", "<p>Dry.</p>")))
    article.revisions.get(number=1).restore_part(march.anchor)
    assert [one.title for one in parts(article)] == ["March", "April", "May"]
    change(article, parts=(march,))
    article.revisions.get(number=1).restore_part(april.anchor)
    assert parts(article) == (march, april)


def test_restoring_asks_where_somebody_changed_the_article_meanwhile(client, ada, article):
    change(article, title="Second")
    change(article, by=ada, lead="Typed just now.")
    response = restore(client, article, 1, version=2)
    assert response.status_code == 409
    assert "Typed just now." in response.content.decode()
    assert Article.objects.get().title == "Second"
    restore(client, article, 1, version=3)
    assert Article.objects.get().title == "Ferry notes"


def test_restoring_what_stands_there_leaves_no_revision(client, ada, article):
    response = restore(client, article, 1, version=1)
    assert "The article says this already." in response.content.decode()
    assert article.revisions.count() == 1


# Names of then


def test_names_of_then_mean_what_became_of_them(tmp_path, article):
    Tag.objects.get(name="tide").merge_into(Tag.objects.get(name="ferry"))
    sales = rename("Sales", "Selling")
    Category.objects.move(sales, Category.objects.ensure(["Office"]), "last-child")
    rename("Work", "Old work")
    before = set(Redirect.objects.values_list("path", flat=True))
    file = tmp_path / "notes.md"
    file.write_text(
        "---\ntitle: Quay notes\ncategory: [Work, Sales]\ntags: [tide, TIDE]\n---\n\nCalm.\n"
    )
    call_command("import_articles", str(file), verbosity=0)
    change(article, tags=())
    article.revisions.get(number=1).restore()
    for one in Article.objects.all():
        assert [tag.name for tag in one.tags.all()] == ["ferry"]
        assert one.category.full_path == "office/sales"
    assert set(Redirect.objects.values_list("path", flat=True)) == before
    assert Redirect.objects.target("tags/tide").name == "ferry"


def test_an_import_finds_a_category_by_its_old_address(article):
    """Where its old parent, below which it had its former name, is gone."""
    sales = Category.objects.get(name="Sales")
    Category.objects.move(sales, Category.objects.ensure(["Office"]), "last-child")
    rename("Sales", "Selling")
    Category.objects.get(name="Work").delete()
    document = Document("Quay notes", category=("Work", "Sales", "North"))
    Store().store_batch([Reading("x", "key", document)])
    assert Article.objects.get(title="Quay notes").category.full_path == "office/sales/north"
    assert Redirect.objects.target("categories/work/sales").name == "Selling"
    assert not Category.objects.filter(full_path="work").exists()


def test_an_import_takes_no_address_that_leads_elsewhere(article):
    slow = Tag.objects.get(name="tide")
    slow.name, slow.slug = "Ebb", "ebb"
    slow.save()
    slow.former_names.all().delete()
    sales = Category.objects.get(name="Sales")
    sales.slug = "selling"
    sales.save()
    names = ("Work", "Sales!")
    Store().store_batch([Reading("x", "key", Document("Quay", tags=("tide",), category=names))])
    assert Tag.objects.get(name="tide").slug == "tide-2"
    assert Redirect.objects.target("tags/tide") == slow
    assert Redirect.objects.target("categories/work/sales") == sales


def test_a_new_article_takes_its_address_from_a_redirect(article):
    article.slug = "ferry"
    article.save()
    assert Redirect.objects.filter(path="articles/ferry-notes").exists()
    article.revisions.get(number=1).restore()
    assert Article.objects.get().slug == "ferry"
    make_article("Other", slug="ferry-notes")
    assert not Redirect.objects.exists()


def test_changes_of_categories_are_few_and_chained(article):
    rename("Sales", "A")
    rename("A", "B")
    assert [str(one) for one in CategoryChange.objects.all()] == [
        "Category “Work › Sales” is now “Work › A”",
        "Category “Work › A” is now “Work › B”",
    ]


# Collisions


def test_both_sides_of_a_collision_stand_beside_each_other():
    base = Document("Notes", (Part("March", "<p>A cold month.</p>", "part-1"),), tags=("a",))
    mine = replace(base, title="Mine", parts=(replace(base.parts[0], body="<p>Hot.</p>"),))
    theirs = replace(base, title="Theirs", parts=())
    shown = [
        render_to_string("admin/summaries/collision.html", {"collision": one, "their_name": "bo"})
        for one in merge(base, mine, theirs).collisions
    ]
    assert ["Mine" in shown[0], "Theirs" in shown[0], "bo" in shown[0]] == [True] * 3
    assert "Part removed" in shown[1]
    assert "Hot." in shown[1]
    tags = Collision("tags", "tags", None, ("a",), ("b",), has_base=False)
    assert [run.text for side in tags.changes for run in side.runs] == ["a", "a", ", ", "b"]
