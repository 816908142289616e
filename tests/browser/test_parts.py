"""The editor of an article's parts, in a browser under the site's Content-Security-Policy."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model

from summaries import attention
from summaries import text as texts
from summaries.document import Document, Part
from summaries.models import Article

# Of every kind that an article may hold; as it came, with line ends and all.
RICH = "\n".join(
    [
        '<p lang="fr" dir="ltr">Bonjour, <strong>gras</strong>, <u>u</u>, <s>s</s>, H<sub>2</sub>O',
        "<strong><code>x</code></strong>, <em>it</em>, <u>u</u>, 10<sup>3</sup>,",
        '<a href="https://example.org/" rel="noopener">a link</a><br>and more</p>',
        "<dl><dt>Quay</dt><dd>Where ships lie</dd>",
        "<dt>Ferry</dt><dd><p>A ship</p><p>for people</p></dd></dl>",
        "<table><caption>Times of the <em>ferry</em></caption>",
        '<thead><tr><th scope="col">Day</th><th scope="col">Time</th></tr></thead>',
        '<tbody><tr><td rowspan="2">Monday</td><td>9</td></tr><tr><td>10</td></tr>',
        '<tr><td colspan="2">Not on Sundays</td></tr></tbody>',
        "<tfoot><tr><td>All</td><td>3</td></tr></tfoot></table>",
        '<ol start="3" type="a"><li>one</li><li>two<ul><li>deep</li></ul></li></ol>',
        "<blockquote><p>Quoted.</p></blockquote><hr>",
        "<pre>plain verse</pre><pre><code>code</code></pre>",
    ]
)


def part(number):
    body = f"<p>Text {number}.</p>\n<h2>Middle {number}</h2>\n<p>After {number}.</p>"
    return Part(f"Sample {number}", body, f"part-{number}")


FIVE = tuple(map(part, range(1, 6)))


@pytest.fixture
def editor(page, log_in):
    """Signed in."""
    log_in(page.context, get_user_model().objects.create_superuser("ada"))
    return page


class Desk:
    """The form of an article, and what can be done in it."""

    def __init__(self, page, *parts, title="Minutes"):
        self.page = page
        document = Document(title=title, parts=parts, category=("Work",), status="draft")
        self.article = Article().apply_document(document)
        page.goto(f"/admin/summaries/article/{self.article.pk}/change/")
        page.locator(".summaries-parts.is-live").wait_for()

    def part(self, number):
        return self.page.get_by_role("group", name=f"Part {number}", exact=True)

    def choose(self, number, entry):
        self.part(number).get_by_role("button", name="What to do with this part").click()
        self.part(number).get_by_role("button", name=entry).click()

    def write(self, number, text, *, at="End"):
        """Open the editor by keyboard, and type at the end of its first line."""
        self.part(number).locator(".summaries-part-text").press("Enter")
        self.part(number).get_by_role("textbox", name="Part").press(at)
        self.page.keyboard.type(text)

    def says(self, text):
        self.page.locator(".summaries-parts [role=status]", has_text=text).wait_for()

    def save(self):
        self.page.get_by_role("button", name="Save", exact=True).click()
        self.page.get_by_text("was changed successfully").wait_for()
        return Article.objects.get(pk=self.article.pk).as_document().parts


def test_untouched_parts_are_saved_to_the_letter(editor):
    assert texts.sanitise(RICH) == RICH
    desk = Desk(editor, Part("Rich", RICH, "part-1"), *FIVE[1:])
    desk.write(2, " More.")
    # The first is opened, changed, and changed back.
    desk.write(1, "x")
    editor.keyboard.press("Backspace")
    first, second, *others = desk.save()
    assert first.body == RICH
    assert second.body == FIVE[1].body.replace("Text 2.", "Text 2. More.")
    assert tuple(others) == FIVE[2:]


def test_nothing_an_article_may_hold_is_lost_by_a_change(editor):
    desk = Desk(editor, Part("Rich", RICH, "part-1"), *FIVE[1:])
    desk.write(1, "!", at="Home")
    (first, *_others) = desk.save()
    assert squeezed(first.body) == squeezed(RICH).replace("Bonjour", "!Bonjour")


def squeezed(html):
    """The HTML with its attributes in any order, and without the line ends between blocks."""
    html = html.replace("\n", " ").replace("> <", "><")
    return re.sub(r'<a rel="noopener" href="([^"]+)">', r'<a href="\1" rel="noopener">', html)


def test_parts_are_moved_by_keyboard(editor):
    desk = Desk(editor, *FIVE)
    desk.part(1).get_by_role("button", name="What to do with this part").press("Enter")
    down = desk.part(1).get_by_role("button", name="Move down")
    down.press("Enter")
    desk.says("Now part 2 of 5.")
    editor.keyboard.press("Enter")  # the focus is where it was
    desk.says("Now part 3 of 5.")
    editor.keyboard.press("Escape")
    assert editor.evaluate("document.activeElement.dataset.do") == "menu"
    contents = editor.locator(".summaries-contents a").all_inner_texts()
    assert [title[-1] for title in contents] == list("23145")
    assert desk.save() == (*FIVE[1:3], FIVE[0], *FIVE[3:])


def test_parts_are_dragged(editor):
    desk = Desk(editor, *FIVE)
    grip = desk.part(5).locator(".summaries-part-grip")
    grip.hover()
    editor.mouse.down()
    target = desk.part(2).bounding_box()
    editor.mouse.move(target["x"] + 20, target["y"] + 2, steps=4)
    editor.mouse.up()
    desk.says("Now part 2 of 5.")
    assert desk.save() == (FIVE[0], FIVE[4], *FIVE[1:4])


def test_a_part_is_split_at_the_cursor_and_merged_again(editor):
    desk = Desk(editor, *FIVE)
    desk.write(1, " And on.")
    for _letter in " And on.":
        editor.keyboard.press("ArrowLeft")
    editor.keyboard.press("Control+Shift+Enter")
    desk.says("Split: the new one is part 2.")
    editor.keyboard.type("The rest")  # the focus is in the new title
    first, second, *others = desk.save()
    assert first == Part("Sample 1", "<p>Text 1.</p>", "part-1")
    assert (second.title, second.anchor) == ("The rest", "part-6")
    assert second.body == "<p> And on.</p>\n<h2>Middle 1</h2>\n<p>After 1.</p>"
    assert tuple(others) == FIVE[1:]

    editor.goto(f"/admin/summaries/article/{desk.article.pk}/change/")
    desk.choose(1, "Merge with the next part")
    desk.says("Merged into part 1.")
    assert desk.save()[0] == Part(
        "Sample 1", f"{first.body}\n<h2>The rest</h2>\n{second.body}", "part-1"
    )


def test_a_part_is_split_at_a_heading_which_becomes_the_title(editor):
    desk = Desk(editor, *FIVE)
    desk.choose(2, "Split at “Middle 2”")
    # In an editor, at the cursor.
    desk.write(4, "", at="ArrowDown")
    editor.keyboard.press("Control+Shift+Enter")
    desk.says("Split: the new one is part 5.")
    saved = desk.save()
    assert saved[1:3] == (
        Part("Sample 2", "<p>Text 2.</p>", "part-2"),
        Part("Middle 2", "<p>After 2.</p>", "part-6"),
    )
    assert saved[4] == Part("Middle 3", "<p>After 3.</p>", "part-7")


def test_a_removed_part_can_be_had_back_until_the_form_is_saved(editor):
    desk = Desk(editor, *FIVE)
    desk.choose(2, "Remove")
    desk.choose(2, "Remove")  # which was the third
    assert editor.get_by_text("Removed “Sample 2”.").first.is_visible()
    editor.get_by_role("button", name="Undo").first.click()
    assert desk.save() == (*FIVE[:2], *FIVE[3:])


def test_a_part_is_added_and_an_empty_one_left_out(editor):
    desk = Desk(editor, *FIVE)
    editor.get_by_role("button", name="Add a part", exact=True).click()
    desk.choose(2, "Add a part below")
    editor.keyboard.type("New")
    editor.keyboard.press("Enter")
    desk.part(3).locator(".ProseMirror-focused").wait_for()
    editor.keyboard.type("New words.")
    saved = desk.save()
    assert saved == (*FIVE[:2], Part("New", "<p>New words.</p>", "part-6"), *FIVE[2:])


def test_what_is_gathered_in_a_script_is_what_would_be_saved(editor):
    """As the form's own saving does; each change tells the form by an event."""
    desk = Desk(editor, *FIVE)
    editor.evaluate(
        "document.forms.article_form.addEventListener('input', () => { window.heard = true })"
    )
    desk.choose(1, "Move down")
    assert editor.evaluate("window.heard")
    desk.write(1, " More.")
    sent = editor.evaluate(
        """async () => {
            const data = new FormData(document.forms.article_form);
            const fields = ["parts-title", "parts-body"].filter((name) => data.has(name));
            return [await data.get("parts").text(), fields];
        }"""
    )
    assert [one["title"] for one in json.loads(sent[0])][:2] == ["Sample 2", "Sample 1"]
    assert "Text 2. More." in sent[0]
    assert sent[1] == []


def test_moving_to_another_article_is_offered_while_nothing_is_unsaved(editor):
    desk = Desk(editor, *FIVE)
    desk.part(1).get_by_role("button", name="What to do with this part").click()
    desk.part(1).get_by_role("link", name="Move to another article").click()
    title = Article.objects.exclude(pk=desk.article.pk).first().title
    editor.locator(".select2-selection").click()
    editor.keyboard.type(title)
    editor.locator(".select2-results__option--highlighted", has_text=title).click()
    editor.get_by_role("button", name="Move", exact=True).click()
    editor.get_by_text("is now the last part of").wait_for()
    desk.write(1, "x")
    desk.part(1).get_by_role("button", name="What to do with this part").click()
    assert editor.get_by_text("Save your changes to move this part").is_visible()
    assert not editor.get_by_role("link", name="Move to another article").is_visible()


def test_words_are_counted_as_the_server_counts_them(editor):
    said = [
        *("plain words, and don't-stop o’clock", "会议纪要：渡轮 9 点 leaves", "ひらがな カタカナ"),
        *("한국어 단어", "naïve café a_b 1,000.5 ½ x²", "e\u0301 𠀀𠀁 ok 🙂"),
    ]
    bodies = [*(f"<p>{text}</p>" for text in said), RICH, *(one.body for one in FIVE)]
    bodies += ["<p>a &amp; b&nbsp;c &lt;d&gt;</p><ul><li>x</li><li>y</li></ul>"]
    desk = Desk(editor, *(Part("", body) for body in bodies))
    counts = editor.locator(".summaries-contents li span").all_inner_texts()
    expected = [texts.word_count(texts.from_html(body)) for body in bodies]
    assert list(map(int, counts)) == expected
    total = sum(expected)
    desk.write(1, "three more words ", at="Home")
    editor.locator(".summaries-total", has_text=str(total + 3)).wait_for()


@pytest.mark.parametrize("count", [1, 3, 5])
def test_the_editor_is_accessible(editor, count):
    Desk(editor, *FIVE[:count])
    if count <= 3:
        editor.locator(".prose-menubar").nth(count - 1).wait_for()
    editor.get_by_role("button", name="What to do with this part").first.click()
    found = Axe().run(editor, ".summaries-parts", {"preload": False, "resultTypes": ["violations"]})
    assert not found.response["violations"], found.generate_report()


def test_two_hundred_parts_are_opened_and_saved(editor):
    words = " ".join(["Nobody objected to the new times of the ferry."] * 11)
    body = "\n".join(f"<p>{words}</p>" for _ in range(5))
    parts = [Part(f"Sample {number}", body, f"part-{number}") for number in range(1, 211)]
    desk = Desk(editor, *parts)
    desk.part(150).get_by_label("Title").fill("Changed")
    saved = desk.save()
    assert [part.title for part in saved].count("Changed") == 1
    assert len(saved) == 210


def test_a_finding_leads_into_its_part(editor):
    text = "<p>In 1 1 months we left, and nobody came back to the quay.</p>"
    desk = Desk(editor, *FIVE[:3], Part("Ferry", text, "part-4"), FIVE[4])
    attention.refresh([desk.article.pk])
    editor.goto("/admin/summaries/article/attention/?kind=digits")
    editor.get_by_role("link", name="Edit").click()
    desk.part(4).get_by_role("textbox", name="Part").wait_for()
    assert editor.evaluate("document.activeElement.value") == "Ferry"
    editor.get_by_role("button", name="Collapse all").click()
    editor.evaluate("location.hash = '#id_parts-2'")
    desk.part(2).get_by_role("textbox", name="Part").wait_for()
    assert editor.evaluate("document.activeElement.value") == FIVE[1].title
