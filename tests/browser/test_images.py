"""Images and pasted text in the editor, under the site's Content-Security-Policy."""

from base64 import b64encode
from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from PIL import Image as PillowImage
from playwright.sync_api import expect

from summaries.figures import figure
from summaries.models import Article, Image
from tests.library import make_article

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p {margin: 0}</style>
</head><body><h1 style='color:red'>Aims</h1>
<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span><![endif]>Meet<o:p></o:p></p>
<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level2 lfo1'>
<span style='mso-list:Ignore'>a.<span>&nbsp;</span></span>in the <b>hall</b></p>
<p class=MsoNormal><img src="https://example.org/a.png" width=300></p></body></html>"""

PASTE = """(element, [kind, content]) => {
  const data = new DataTransfer();
  const bytes = () => Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
  if (kind === "text/html") data.setData(kind, content);
  else data.items.add(new File([bytes()], "pier.png", { type: kind }));
  const options = { clipboardData: data, bubbles: true, cancelable: true };
  element.dispatchEvent(new ClipboardEvent("paste", options));
}"""


def pier():
    file = BytesIO()
    PillowImage.new("RGB", (1200, 600), "teal").save(file, "PNG")
    return file.getvalue()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def form(page, log_in):
    """The form of an article with a definition list and a table that has a caption."""
    log_in(page.context, get_user_model().objects.create_superuser("ada"))
    body = (
        "<dl><dt>Pier</dt><dd>A <em>way</em> to a ship.</dd></dl><table><caption>Ships by"
        " <strong>year</strong></caption><tbody><tr><td>1901</td></tr></tbody></table><p>End.</p>"
    )
    article = make_article("Ships", body=body)
    page.goto(f"/admin/summaries/article/{article.pk}/change/")
    page.locator(".tiptap").first.get_by_text("End.").click()
    page.keyboard.press("End")
    return page


def paste(page, kind, content):
    page.locator(".tiptap").first.evaluate(PASTE, [kind, content])


def saved(page):
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was changed successfully").wait_for()
    return Article.objects.get(title="Ships").parts.get().body


def test_a_paste_from_word_keeps_its_structure_and_says_what_is_missing(form):
    form.keyboard.press("Enter")
    paste(form, "text/html", WORD)
    expect(form.locator(".summaries-editor-line")).to_have_text("Left out: 1 picture.")
    body = saved(form)
    assert "<dl><dt>Pier</dt><dd>A <em>way</em> to a ship.</dd></dl>" in body
    assert "<caption>Ships by <strong>year</strong></caption>" in body
    assert body.endswith(
        "<h2>Aims</h2>\n<ol><li>Meet"
        '<ol type="a"><li>in the <strong>hall</strong></li></ol></li></ol>'
    )


def test_an_image_is_pasted_described_and_shown(form):
    paste(form, "image/png", b64encode(pier()).decode())
    dialog = form.get_by_role("dialog", name="Add an image")
    dialog.get_by_role("button", name="Put it in").click()  # not yet
    dialog.get_by_label("Alternative text").fill("The old pier")
    dialog.get_by_label("Caption").fill("In spring")
    dialog.get_by_label("Credit").fill("Ada")
    dialog.get_by_role("button", name="Put it in").click()
    shown = form.locator(".tiptap img")
    expect(shown).to_have_js_property("naturalWidth", 960)
    body = saved(form)
    image = Image.objects.get()
    assert (image.alt, image.credit) == ("The old pier", "Ada")
    assert body.endswith(figure(image.key, "The old pier", "In spring"))
    form.goto(Article.objects.get(title="Ships").get_absolute_url())
    picture = form.get_by_role("img", name="The old pier")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)  # noqa: FBT003
    assert picture.evaluate("image => image.currentSrc").endswith(".webp")
