"""A template filled in and taken away, as a visitor does it."""

import io

import docx
import pytest
from playwright.sync_api import expect

from summaries.document import Part
from tests.library import make_article

VALUES = {
    "Your name": "Ada <b>Fenwick</b>",
    "Company name": "Brick & Sons",
    "Weather": "rain\nand hail",
    "We laid ____ bricks in here: 20XX.": "=1+1",
    "Bricks · Broken": "אב 👩🏽\u200d🚀",
}
SAID = "I, Ada <b>Fenwick</b> of Brick & Sons, saw rain"


@pytest.fixture
def article(library):
    return make_article(
        "Site diary",
        parts=(
            Part(
                "Monday",
                "<p>I, [Your name] of [Company name], saw [Weather].</p>"
                "<ol><li>We laid ____ bricks in 20XX.</li></ol>"
                "<table><tr><th>What</th><th>Broken</th></tr>"
                "<tr><td>Bricks</td><td>____</td></tr></table>",
            ),
            Part("Tuesday", "<p>Nothing. Signed: [your name]</p>"),
        ),
    )


@pytest.fixture(autouse=True)
def may_use_the_clipboard(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])


def read(download):
    """The paragraphs and cells of a Word file, each as one text."""
    document = docx.Document(io.BytesIO(download.path().read_bytes()))
    text = document.element.body.xpath(".//w:p")
    return ["".join(run.text or "\n" for run in p.xpath(".//w:t | .//w:br")) for p in text]


def clipboard(page, kind):
    return page.evaluate(
        """async (kind) => {
            const [item] = await navigator.clipboard.read();
            return (await item.getType(kind)).text();
        }""",
        kind,
    )


def fill(page):
    for label, value in VALUES.items():
        page.get_by_label(label, exact=True).fill(value)


@pytest.mark.parametrize("width", [1280, 360])
def test_five_blanks_are_filled_in_copied_and_taken_to_word(page, article, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(article.get_absolute_url())
    page.get_by_role("link", name="Fill in 7 blanks").click()
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    fill(page)
    text = page.locator(".filling-text")
    expect(text).to_contain_text(SAID, use_inner_text=True)
    expect(text).to_contain_text("Signed: Ada <b>Fenwick</b>", use_inner_text=True)
    expect(page.locator(".filling-left")).to_have_text("1 of 7 left")
    expect(page.locator(".place:not(.is-filled)")).to_have_count(1)
    assert all("/static/" in url for url in sent)

    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    plain, html = clipboard(page, "text/plain"), clipboard(page, "text/html")
    assert f"{SAID}\nand hail." in plain
    assert "1. We laid ____ bricks in =1+1." in plain
    assert "Ada &lt;b&gt;Fenwick&lt;/b&gt; of Brick &amp; Sons, saw rain<br>and hail." in html
    assert "class=" not in html

    with page.expect_download() as download:
        page.get_by_role("button", name="Word").click()
    said = read(download.value)
    assert f"{SAID}\nand hail." in said
    assert "Nothing. Signed: Ada <b>Fenwick</b>" in said
    assert VALUES["Bricks · Broken"] in said
    assert download.value.suggested_filename == "site-diary.docx"

    page.get_by_role("link", name="Clear").click()
    expect(page.locator(".filling-left")).to_have_text("7 of 7 left")
    expect(text).to_contain_text("[Your name] of [Company name]", use_inner_text=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_same_without_javascript(browser, live_server, article):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(article.get_absolute_url())
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    page.get_by_role("link", name="Fill in 7 blanks").click()
    fill(page)
    page.get_by_role("button", name="Show in the text").click()
    expect(page.locator(".filling-text")).to_contain_text(SAID, use_inner_text=True)
    expect(page.locator(".filling-left")).to_have_text("1 of 7 left")
    with page.expect_download() as download:
        page.get_by_role("button", name="Word").click()
    assert f"{SAID}\nand hail." in read(download.value)
    context.close()


def test_a_part_is_copied_and_taken_alone(page, article):
    page.goto(article.get_absolute_url())
    part = page.get_by_role("region", name="Tuesday")
    part.get_by_role("button", name="Copy").click()
    expect(part.get_by_role("button", name="Copied")).to_be_visible()
    assert clipboard(page, "text/plain").strip() == "Tuesday\n\nNothing. Signed: [your name]"
    assert clipboard(page, "text/html") == "<h2>Tuesday</h2><p>Nothing. Signed: [your name]</p>"
    with page.expect_download() as download:
        part.get_by_role("link", name="Word").click()
    assert "Nothing. Signed: [your name]" in read(download.value)
    part.get_by_role("link", name="Fill in").click()
    page.get_by_label("Your name").fill("Ada")
    expect(page.locator(".filling-text")).to_contain_text("Signed: Ada", use_inner_text=True)


def test_a_selection_is_copied_with_its_brackets(page, article):
    page.goto(article.get_absolute_url())
    page.locator(".prose").last.select_text()
    page.keyboard.press("ControlOrMeta+c")
    assert clipboard(page, "text/plain").strip() == "Nothing. Signed: [your name]"
    assert "blank" not in clipboard(page, "text/html")


def test_where_nothing_can_be_copied_the_text_is_selected(page, article):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(article.get_absolute_url())
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("button", name="Selected")).to_be_visible()
    selected = page.evaluate("getSelection().toString()")
    assert "I, [Your name] of" in selected
    assert "Signed: [your name]" in selected


def test_names_are_remembered_only_where_it_was_wished(page, article):
    other = make_article("Other diary", "<p>Signed: [YOUR NAME], [constructor], ____</p>")
    page.goto(f"{article.get_absolute_url()}fill-in/")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("Remember").check()
    page.get_by_label("Company name").fill("Brick")
    page.goto(f"{other.get_absolute_url()}fill-in/")
    expect(page.get_by_label("YOUR NAME", exact=True)).to_have_value("Ada")
    expect(page.locator(".filling-text")).to_contain_text(
        "Signed: Ada, [constructor]", use_inner_text=True
    )
    page.get_by_label("Remember").uncheck()
    page.goto(f"{article.get_absolute_url()}fill-in/")
    expect(page.get_by_label("Your name")).to_have_value("")
    assert page.evaluate("localStorage.length") == 0
