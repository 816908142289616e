"""A visitor's way: a sentence, the part that fits, and three samples in one Word file."""

import io

import docx
import pytest
from playwright.sync_api import expect

SENTENCE = "a letter of thanks to a donor"
TITLE = "Letters of Thanks: Three Samples to Fill In"


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


def headings(download):
    document = docx.Document(io.BytesIO(download.path().read_bytes()))
    return [one.text for one in document.paragraphs if one.style.name == "Heading 1"]


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
    # What was moved is kept on the device, and somebody else's basket changes nothing there.
    address = page.url.split("&part=")
    page.goto("&part=".join([address[0], address[-1]]))
    page.get_by_role("link", name="Remove").click()
    page.goto("/basket/")
    expect(page.locator(".basket-rows > li")).to_have_count(3)
    expect(first).to_contain_text("Sample 1")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_same_without_javascript(browser, live_server, library):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
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
    context.close()
