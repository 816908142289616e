"""A visitor's way: a sentence, the part that fits, filled in or gathered, and a Word file."""

import io

import docx
import pytest
from playwright.sync_api import expect

from summaries.models import Article

SENTENCE = "a thank-you letter to a donor"
TITLE = "Letters of Thanks: Three Samples to Fill In"
PART = "Sample 1 of 3: To a donor"
# What is written into the blanks of these labels.
VALUES = {
    "Name of donor": "Odile Marchbank",
    "XX others": "27",
    "What was done": "mended both boats",
    "Small scene": "they floated",
    "pleased me best": "a dry jetty",
}
FILLED_IN = (
    "Dear Odile Marchbank,",
    "With your money and that of 27 others we have mended both boats.",
    "I was there myself when they floated.",
    "The thing that pleased me best was a dry jetty.",
)


@pytest.fixture
def plain_page(browser, live_server, library):
    """An empty page of a browser without JavaScript."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="en")
    yield context.new_page()
    context.close()


def find(page):
    page.goto("/")
    field = page.locator("input[name=q]:visible").last
    field.fill(SENTENCE)
    field.press("Enter")
    page.get_by_role("heading", level=1, name="Search").wait_for()


def only_with_blanks(page):
    link = page.get_by_role("link", name="With blanks to fill in")
    if not link.is_visible():
        page.get_by_text("Filters", exact=False).first.click()
    link.click()
    expect(page.get_by_role("link", name="Remove the filter Blanks")).to_be_visible()


def open_the_part(page):
    find(page)
    only_with_blanks(page)
    page.get_by_role("link", name=PART).click()
    part = page.get_by_role("region", name="To a donor")
    expect(part).to_be_in_viewport()
    return part


def fill_in_five_blanks(page):
    open_the_part(page).get_by_role("link", name="Fill in").click()
    for label, value in VALUES.items():
        page.get_by_label(label).fill(value)


def expect_the_text(page):
    text = page.locator(".filling-text")
    for sentence in FILLED_IN:
        expect(text).to_contain_text(sentence, use_inner_text=True)
    expect(page.locator(".filling-left")).to_have_text("9 of 14 left")


def words_in_word(page):
    """All words of the file that the button on the page gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Word").click()
    document = docx.Document(io.BytesIO(download.value.path().read_bytes()))
    return "".join(document.element.body.xpath(".//w:t/text()"))


def headings(download):
    document = docx.Document(io.BytesIO(download.path().read_bytes()))
    return [one.text for one in document.paragraphs if one.style.name == "Heading 1"]


@pytest.mark.parametrize("width", [1280, 360])
def test_from_a_sentence_to_a_letter_filled_in(page, width):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.set_viewport_size({"width": width, "height": 800})
    fill_in_five_blanks(page)
    expect_the_text(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    written = words_in_word(page)
    for sentence in FILLED_IN:
        assert sentence in copied
        assert sentence in written


@pytest.mark.parametrize("width", [1280, 360])
def test_a_letter_filled_in_without_javascript(plain_page, width):
    plain_page.set_viewport_size({"width": width, "height": 800})
    fill_in_five_blanks(plain_page)
    plain_page.get_by_role("button", name="Show in the text").click()
    expect_the_text(plain_page)
    written = words_in_word(plain_page)
    for sentence in FILLED_IN:
        assert sentence in written


@pytest.mark.parametrize("width", [1280, 360])
def test_from_a_sentence_to_a_basket_of_three(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    find(page)
    only_with_blanks(page)
    page.get_by_role("link", name=TITLE).click()
    for number in (2, 0):
        page.get_by_role("link", name="Add to basket").nth(number).click()
    page.goto("/articles/five-sprint-retrospectives/")
    page.get_by_role("link", name="Add to basket").first.click()
    page.get_by_role("link", name="Basket 3").click()
    expect(page.locator(".basket-rows > li")).to_have_count(3)
    page.get_by_role("link", name="Down").first.click()
    first = page.locator(".basket-title").first
    expect(first).to_contain_text("Sample 1")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download for Word").click()
    contents, *titles = headings(download.value)
    assert contents == "Contents"
    assert len(titles) == 3
    assert titles[0].startswith(f"{TITLE}: Sample 1")
    # What was moved is kept on the device. To empty somebody else's basket leads back to it.
    page.goto(page.url.partition("&")[0])
    expect(page.locator(".basket-rows > li")).to_have_count(1)
    page.get_by_role("link", name="Remove").click()
    expect(page.locator(".basket-rows > li")).to_have_count(3)
    expect(first).to_contain_text("Sample 1")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_basket_keeps_what_is_added_and_loses_what_is_withdrawn(page):
    rows = page.locator(".basket-rows > li")
    page.goto("/articles/five-sprint-retrospectives/")
    page.get_by_role("link", name="Add to basket").first.click()
    page.get_by_role("link", name="Basket 1").click()
    letter = "/articles/letter-of-thanks-three-samples/"
    page.get_by_label("Add a sample by its address").fill(letter)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(rows).to_have_count(2)
    Article.objects.filter(title=TITLE).update(status=Article.Status.DRAFT)
    page.goto("/")
    page.get_by_role("link", name="Basket 2").click()
    expect(rows).to_have_count(1)
    page.goto("/")
    Article.objects.update(status=Article.Status.DRAFT)
    page.get_by_role("link", name="Basket 1").click()
    expect(page.get_by_text("There is nothing in the basket")).to_be_visible()
    page.reload()
    expect(page.get_by_text("There is nothing in the basket")).to_be_visible()
    assert page.evaluate("localStorage.getItem('summaries-basket')") == "[]"


def test_a_basket_without_javascript(plain_page, live_server):
    page = plain_page
    find(page)
    only_with_blanks(page)
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Add to basket").first.click()
    for address in (
        "/articles/five-sprint-retrospectives/#part-2",
        "/articles/cider-orchard-harvest-summary/",
    ):
        page.get_by_label("Add a sample by its address").fill(live_server.url + address)
        page.get_by_role("button", name="Add", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download for Word").click()
    assert len(headings(download.value)) == 4
