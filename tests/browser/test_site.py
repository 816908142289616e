"""The public site, driven as a visitor would."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from playwright.sync_api import expect

from summaries.models import Article


def test_filter_search_and_read(page):
    page.goto("/articles/")
    total = Article.objects.published().count()
    expect(page.locator("#count")).to_contain_text(f"of {total} articles")

    page.get_by_label("Blanks").select_option("with")  # changes the results in place
    expect(page).to_have_url(re.compile("blanks=with"))
    with_blanks = Article.objects.published().filter(blank_count__gt=0).count()
    expect(page.locator("#count")).to_contain_text(f"{with_blanks} articles")
    page.locator(".chip").filter(has_text="With blanks").click()
    expect(page.locator("#count")).to_contain_text(f"of {total} articles")

    page.get_by_role("combobox", name="Search the library").fill("safety")
    page.get_by_role("combobox", name="Search the library").press("Enter")
    expect(page.locator(".results mark").first).to_have_text(re.compile("safety", re.IGNORECASE))
    title = page.locator(".results h3").first.inner_text()
    page.locator(".results h3 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_a_title_is_found_while_typing(page):
    article = Article.objects.published().filter(language="en").first()
    page.goto("/")
    field = page.get_by_role("combobox", name="Search the library")
    field.press_sequentially(article.title[:12])
    option = page.get_by_role("option", name=article.title, exact=True)
    expect(option).to_be_visible()
    field.press("Escape")
    expect(option).to_be_hidden()
    field.press_sequentially(article.title[12:14])
    expect(option).to_be_visible()
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", re.compile("titles-0"))
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(article.title)


def test_everything_works_without_javascript(browser, live_server, library):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/articles/")
    page.get_by_label("Length").select_option("long")
    page.get_by_role("button", name="Show results").click()
    count = Article.objects.published().filter(word_count__gte=1500).count()
    expect(page.locator("#count")).to_contain_text(f"{count} article")
    page.locator(".results h3 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways(page, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    longest = Article.objects.published().order_by("-part_count").first()
    tables = Article.objects.published().filter(parts__body__contains="<table").first()
    category = longest.category.get_absolute_url()
    for url in ("/", "/articles/", category, longest.get_absolute_url(), tables.get_absolute_url()):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url


def test_a_page_is_imported_published_and_found(page, tmp_path):
    (tmp_path / "page.txt").write_text(
        "Village Pages - Garden notes - Notes on the marrow show\n\n"
        "Notes on the marrow show\n\n"
        "The following marrows were weighed in XX hall, and the scales held.\n",
        encoding="utf-8",
    )
    call_command("import_articles", str(tmp_path), verbosity=0)
    article = Article.objects.get(title="Notes on the marrow show")
    get_user_model().objects.create_superuser("ruth", password="a long word")

    page.goto(f"/admin/summaries/article/{article.pk}/change/")
    page.get_by_label("Username").fill("ruth")
    page.get_by_label("Password").fill("a long word")
    page.get_by_role("button", name="Log in").click()
    page.get_by_label("Status").select_option("published")
    page.get_by_role("button", name="Save", exact=True).click()

    page.goto("/search/?q=marrows")
    expect(page.locator(".results h3")).to_have_text("Notes on the marrow show")
    page.goto("/articles/?category=garden-notes&blanks=with")
    expect(page.locator(".results h3")).to_have_text("Notes on the marrow show")
