"""The public site, driven as a visitor would."""

import re
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.core.management import call_command
from playwright.sync_api import expect

from summaries.document import Part
from summaries.models import Article
from tests.library import make_article

LOOKS = ((360, "dark"), (1280, "light"))


def test_filter_search_and_read(page):
    page.goto("/articles/")
    total = Article.objects.published().count()
    expect(page.locator("#count")).to_contain_text(f"of {total} articles")

    page.get_by_role("link", name="With blanks to fill in").click()  # changes the list in place
    expect(page).to_have_url(re.compile("blanks=with"))
    with_blanks = Article.objects.published().filter(blank_count__gt=0).count()
    expect(page.locator("#count")).to_contain_text(f"{with_blanks} articles")
    expect(page.get_by_role("link", name=f"Show {with_blanks} articles")).to_be_visible()
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
    page.get_by_role("link", name="Long, over 1,500 words").click()
    long = Article.objects.published().filter(word_count__gte=1500)
    expect(page.locator("#count")).to_contain_text(f"{long.count()} article")
    page.get_by_text("Exact dates").click()
    page.get_by_label("From").fill("2020-01-01")
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile(r"\?length=long&published_after=2020-01-01$"))
    page.locator(".results h3 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    context.close()


def test_no_page_scrolls_sideways(page):
    longest = Article.objects.published().order_by("-part_count").first()
    tables = Article.objects.published().filter(parts__body__contains="<table").first()
    category = longest.category.get_absolute_url()
    for url in ("/", "/articles/", category, longest.get_absolute_url(), tables.get_absolute_url()):
        page.goto(url)
        for width, scheme in product((320, 1280), ("light", "dark")):
            set_look(page, width, scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (url, scheme)


def set_look(page, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.evaluate("document.getAnimations().forEach((fade) => fade.finish())")


def test_every_page_is_accessible(page):
    """By the rules of axe-core for WCAG 2.2 AA, and by its best practices."""
    article = Article.objects.published().order_by("-blank_count").first()
    address, tag = article.get_absolute_url(), article.tags.first()
    first, second = article.parts.values_list("anchor", flat=True)[:2]
    for url in (
        *("/", "/articles/", "/articles/?blanks=with", "/categories/", "/tags/"),
        *(article.category.get_absolute_url(), tag.get_absolute_url()),
        *("/search/?q=report", "/search/?q=office+clerk+zebra"),
        *(address, f"{address}fill-in/", f"{address}report/?part={first}"),
        *("/basket/", f"/basket/?part={article.pk}.{first}&part={article.pk}.{second}"),
    ):
        page.goto(url)
        for width, scheme in LOOKS:
            set_look(page, width, scheme)
            found = Axe().run(page).response["violations"]
            nodes = [(one["id"], one["nodes"][0]["html"]) for one in found]
            assert not nodes, (url, width, scheme)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_word_of_300_letters_stays_within_the_page(page, width):
    word = "Donaudampfschiffahrt" * 15
    make_article(
        word[:200],
        parts=[Part(word[:200], f"<h3>{word}</h3><p>{word} and so on, and so on.</p>")],
        category=(word[:100], word[100:200]),
        tags=(word[:90],),
        is_featured=True,
    )
    article = Article.objects.get(title=word[:200])
    tag = article.tags.get()
    page.set_viewport_size({"width": width, "height": 780})
    for url in (
        *("/", "/articles/", "/categories/", "/tags/", f"/search/?q={word[:200]}"),
        *(f"/articles/?tags={tag.slug}&category={article.category.full_path}",),
        *(article.get_absolute_url(), tag.get_absolute_url(), article.category.get_absolute_url()),
    ):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url


def test_a_list_that_is_changed_in_place_keeps_focus_and_place(page):
    page.goto("/articles/")
    page.evaluate("scrollTo(0, 150)")
    choice = page.locator("#choice-length-short")
    choice.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("length=short"))
    expect(choice).to_be_focused()
    expect(page.locator("#announcement")).to_contain_text("articles")
    assert page.evaluate("scrollY") == 150
    page.reload()
    reloaded = page.locator("#finder").inner_text()
    page.goto("/articles/")
    choice.click()
    expect(page).to_have_url(re.compile("length=short"))
    expect(page.locator("#finder")).to_have_text(reloaded, use_inner_text=True)


def test_back_after_paging_returns_to_the_place(page):
    page.goto("/articles/")
    link = page.get_by_role("link", name="Next", exact=False).last
    link.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    link.click()
    expect(page).to_have_url(re.compile("page=2"))
    page.go_back()
    expect(page.locator("#count")).to_contain_text("1–20")
    page.wait_for_function("place => Math.abs(scrollY - place) < 2", arg=place)


def test_on_a_phone_the_first_result_stands_high_and_menus_close(page):
    page.set_viewport_size({"width": 360, "height": 780})
    for url in ("/articles/", "/articles/?blanks=with"):
        page.goto(url)
        assert page.locator(".results .card-title").first.bounding_box()["y"] < 340
        row = [
            page.locator(f"#{name}-fold > summary").bounding_box() for name in ("filters", "sort")
        ]
        assert row[0]["y"] == row[1]["y"]
        assert {box["height"] for box in row} <= {40, 44}
    menu = page.locator("#site-menu")
    menu.locator("summary").click()
    expect(menu.get_by_role("link").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link").first).to_be_hidden()
    menu.locator("summary").click()
    page.mouse.click(5, 770)
    expect(menu.get_by_role("link").first).to_be_hidden()


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
    page.get_by_text("was changed successfully").wait_for()

    page.goto("/search/?q=marrows")
    expect(page.locator(".results h3")).to_have_text("Notes on the marrow show")
    page.goto("/articles/?category=garden-notes&blanks=with")
    expect(page.locator(".results h3")).to_have_text("Notes on the marrow show")
