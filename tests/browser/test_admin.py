"""An editor's way through the admin, in a browser under the site's Content-Security-Policy."""

import pytest
from django.contrib.auth import get_user_model

from summaries.models import Article, Category, Tag


@pytest.fixture
def editor(transactional_db):
    return get_user_model().objects.create_superuser("ada", password="secret")


def choose(page, field, words):
    """Type into one of the admin's autocomplete fields and take the first offer."""
    page.locator(f".field-{field} .select2-selection").click()
    page.locator(".select2-search__field:focus").wait_for()
    page.keyboard.type(words)
    page.locator(".select2-results__option--highlighted", has_text=words).click()


def test_write_and_publish_an_article(page, editor):
    category = Category.objects.filter(depth=2).first()
    tag = Tag.objects.first()

    page.goto("/admin/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("secret")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Log out").wait_for()

    page.goto("/admin/summaries/article/add/")
    page.get_by_label("Title:").first.fill("Minutes of a short meeting")
    choose(page, "category", category.name)
    choose(page, "tags", tag.name)
    page.get_by_role("group", name="Part 1", exact=True).locator(".tiptap").click()
    page.keyboard.type("We met, and we agreed. ")
    page.keyboard.press("Control+b")
    page.keyboard.insert_text("会议纪要")
    # A second part gets its own editor.
    page.get_by_role("button", name="Add a part").click()
    page.get_by_role("group", name="Part 2", exact=True).locator(".tiptap").click()
    page.keyboard.type("Nobody objected.")
    page.get_by_label("Status:").select_option("published")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was added successfully").wait_for()

    article = Article.objects.get(title="Minutes of a short meeting")
    assert (article.category, [*article.tags.all()]) == (category, [tag])
    assert [part.body for part in article.parts.all()] == [
        "<p>We met, and we agreed. <strong>会议纪要</strong></p>",
        "<p>Nobody objected.</p>",
    ]

    page.goto(article.get_absolute_url())
    assert page.get_by_role("heading", level=1).inner_text() == "Minutes of a short meeting"
    assert page.locator("main strong", has_text="会议纪要").is_visible()


def test_a_new_tag_is_typed_in_place(page, editor, log_in):
    article, tag = Article.objects.first(), Tag.objects.create(name="weather report")
    article.tags.clear()
    log_in(page.context, editor)
    page.goto(f"/admin/summaries/article/{article.pk}/change/")
    choose(page, "tags", "weather rep")
    page.locator(".field-tags .select2-selection").click()
    page.keyboard.type("weather station")
    page.get_by_role("option", name="weather station (new)").click()
    page.keyboard.type("gauge,")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was changed successfully").wait_for()
    assert {one.name for one in article.tags.all()} == {tag.name, "weather station", "gauge"}
