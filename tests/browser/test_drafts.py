"""Nothing typed is lost: the ways in which text used to be, in a browser."""

import re
from base64 import b64encode
from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from PIL import Image as PillowImage
from playwright.sync_api import expect

from summaries.document import Part
from summaries.forms import ArticleForm
from summaries.models import Article, Draft
from tests.library import make_article

from .test_images import PASTE

ADD = "/admin/summaries/article/add/"
KEPT = re.compile("^Working copy saved")
OFFLINE = "ERR_INTERNET_DISCONNECTED"
LETTER = "The ferry leaves at nine. 渡轮九点开。"


@pytest.fixture
def ada(transactional_db):
    return get_user_model().objects.create_superuser("ada", password="secret")


@pytest.fixture
def berta(transactional_db):
    return get_user_model().objects.create_superuser("berta", password="secret")


@pytest.fixture
def article(transactional_db):
    parts = [Part("Times", "<p>At eight.</p>"), Part("Prices", "<p>Two coins.</p>")]
    return make_article("The ferry", parts=parts)


def form_of(page, article=None, query=""):
    """The form of the article, ready to be typed into."""
    url = f"/admin/summaries/article/{article.pk}/change/" if article else ADD
    page.goto(url + query)
    ready(page)
    return page


def ready(page):
    page.locator(".summaries-parts.is-live .prose-menubar").first.wait_for()


def title(page):
    return page.locator("#id_title")


def state(page):
    return page.locator(".summaries-draft-state")


def type_into_part(page, number, text):
    page.locator(".summaries-part").nth(number - 1).get_by_role("textbox", name="Part").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def local_copies(page):
    """What the browser keeps of what is typed."""
    return page.evaluate(
        "Object.entries(localStorage).filter(([key]) => key.startsWith('summaries-draft'))"
    )


def kept_here(page, text):
    """Wait until the browser's own copy has the text."""
    while text not in str(local_copies(page)):
        page.wait_for_timeout(50)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def log_in_by_form(page, name):
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("secret")
    press(page, "Log in")


def drop_session(page):
    page.context.clear_cookies(name="sessionid")


def no_server(page):
    """What the form keeps by itself does not arrive any more."""
    page.context.route("**/draft/", lambda route: route.abort())


def kill(page):
    """Close the tab as a killed browser does: no question asked, nothing run."""
    page.close(run_before_unload=False)


# The ways of losing text


def test_session_that_is_gone_is_noticed_and_renewed_in_another_tab(browse, log_in, ada, article):
    page = form_of(browse(ada, expected="403"), article)
    drop_session(page)
    title(page).fill("The night ferry")
    expect(state(page)).to_contain_text("You are logged out")
    press(page, "Save")
    expect(state(page)).to_contain_text("You are logged out")
    log_in(page.context, ada)
    press(page, "Save")
    page.get_by_text("was changed successfully").first.wait_for()
    assert Article.objects.get().title == "The night ferry"
    assert not Draft.objects.exists()


def test_text_saved_without_a_session_is_there_after_the_login(browse, ada, article):
    page = form_of(browse(ada), article)
    drop_session(page)
    type_into_part(page, 1, f" {LETTER}")
    press(page, "Save")
    log_in_by_form(page, "ada")
    page.get_by_text("Your working copy").wait_for()
    expect(page.locator(".summaries-parts")).to_contain_text(LETTER)
    assert local_copies(page) == []


def test_two_tabs_keep_a_text_each(browse, ada, article):
    one = form_of(browse(ada), article)
    title(one).fill("First")
    expect(state(one)).to_have_text(KEPT)
    other = form_of(one.context.new_page(), article)
    expect(title(other)).to_have_value("First")
    type_into_part(other, 1, " Other.")
    title(one).fill("First again")
    for page in (one, other):
        expect(state(page)).to_have_text(KEPT)
    assert {(d.document.title, d.document.parts[0].body) for d in Draft.objects.all()} == {
        ("First again", "<p>At eight.</p>"),
        ("First", "<p>At eight. Other.</p>"),
    }


def test_save_in_one_tab_leaves_what_another_has_typed(browse, ada, article):
    one = form_of(browse(ada), article)
    title(one).fill("First")
    expect(state(one)).to_have_text(KEPT)
    other = form_of(one.context.new_page(), article)
    type_into_part(other, 2, " Or three.")
    expect(state(other)).to_have_text(KEPT)
    press(one, "Save")
    one.get_by_text("was changed successfully").wait_for()
    kill(other)
    again = form_of(one, article)
    expect(again.locator(".summaries-parts")).to_contain_text("Two coins. Or three.")
    expect(title(again)).to_have_value("First")


def test_tab_goes_on_after_another_has_saved(browse, ada, article):
    one = form_of(browse(ada), article)
    title(one).fill("First")
    expect(state(one)).to_have_text(KEPT)
    other = form_of(one.context.new_page(), article)
    press(one, "Save")
    one.get_by_text("was changed successfully").wait_for()
    type_into_part(other, 1, " And ten.")
    expect(state(other)).to_contain_text("in another tab")
    expect(state(other)).to_contain_text("The article was saved meanwhile")
    press(other, "Save")
    other.get_by_text("was changed successfully").wait_for()
    saved = Article.objects.get().as_document()
    assert (saved.title, saved.parts[0].body) == ("First", "<p>At eight. And ten.</p>")


def test_back_shows_what_was_typed(browse, ada):
    page = form_of(browse(ada))
    no_server(page)
    page.on("dialog", lambda dialog: dialog.accept())
    title(page).fill("Left in a hurry")
    kept_here(page, "Left in a hurry")
    page.goto("/admin/")
    page.context.unroute("**/draft/")
    page.go_back()
    expect(title(page)).to_have_value("Left in a hurry")
    expect(state(page)).to_contain_text("orking copy")
    assert Draft.objects.get().document.title == "Left in a hurry"


def test_back_does_not_bring_old_text_over_what_others_have_saved(browse, ada, article):
    page = form_of(browse(ada), article)
    title(page).fill("Mine")
    press(page, "Save")
    page.get_by_text("was changed successfully").wait_for()
    with (saved := Article.objects.get()).editing():
        saved.title = "Newer"
        saved.save()
    page.go_back()
    ready(page)
    expect(title(page)).to_have_value("Newer")


def test_article_that_was_deleted_leaves_its_text(browse, ada, article):
    page = form_of(browse(ada), article)
    article.delete()
    title(page).fill("Still here")
    expect(state(page)).to_contain_text("The article was deleted meanwhile")
    press(page, "Save")
    page.get_by_text("Not saved: this article was deleted meanwhile").wait_for()
    expect(title(page)).to_have_value("Still here")
    press(page, "Save")
    page.get_by_text("was added successfully").wait_for()
    assert [part.title for part in Article.objects.get().parts.all()] == ["Times", "Prices"]


def test_article_of_many_parts_opens_and_saves(browse, ada):
    parts = [Part(f"Stop {n}", f"<p>Boats call at stop {n}.</p>") for n in range(1, 211)]
    article = make_article("All stops", parts=parts)
    page = browse(ada)
    page.goto(f"/admin/summaries/article/{article.pk}/change/")
    page.locator(".summaries-parts.is-live").wait_for()
    page.locator(".summaries-part").nth(149).get_by_label("Title").fill("The long pier")
    press(page, "Save")
    page.get_by_text("was changed successfully").wait_for()
    titles = [part.title for part in article.parts.all()]
    assert (len(titles), titles.index("The long pier")) == (210, 149)


def test_server_that_fails_loses_nothing(browse, ada, article, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("broken")

    page = form_of(browse(ada, expected="500"), article)
    title(page).fill("Typed in vain?")
    with monkeypatch.context() as broken:
        broken.setattr(ArticleForm, "save_article", fail)
        press(page, "Save")
        page.get_by_text("Something went wrong").first.wait_for()
    page.go_back()
    page.get_by_text("Your working copy").wait_for()
    expect(title(page)).to_have_value("Typed in vain?")


def test_killed_browser_leaves_the_last_words(browse, ada, article):
    page = form_of(browse(ada, expected=OFFLINE), article)
    context = page.context
    context.set_offline(True)
    type_into_part(page, 2, f" {LETTER}")
    kept_here(page, "九点开")
    kill(page)
    context.set_offline(False)
    page = form_of(context.new_page(), article)
    page.get_by_text("Your working copy").wait_for()
    expect(page.locator(".summaries-parts")).to_contain_text(f"Two coins. {LETTER}")


def test_last_words_are_offered_to_whom_types_on_already(browse, ada, article):
    page = form_of(browse(ada, expected=OFFLINE), article)
    context, waiting = page.context, []
    context.set_offline(True)
    title(page).fill("The last words")
    kept_here(page, "The last words")
    kill(page)
    context.set_offline(False)
    context.route("**/draft/", lambda route: waiting.append(route))
    page = form_of(context.new_page(), article)
    title(page).fill("Newer words")
    waiting.pop(0).continue_()
    context.unroute("**/draft/")
    expect(state(page)).to_have_text(KEPT)
    page.get_by_role("link", name="Text that was typed here before").click()
    expect(title(page)).to_have_value("The last words")
    page.get_by_role("link", name="Newer words").wait_for()


@pytest.mark.parametrize("button", ["Keep as working copy", "Discard working copy"])
def test_what_was_kept_or_discarded_does_not_come_back(browse, ada, article, button):
    page = form_of(browse(ada), article)
    title(page).fill("First")
    expect(state(page)).to_have_text(KEPT)
    form_of(page, article)
    title(page).fill("Second")
    press(page, button)
    page.get_by_text(re.compile("was kept|was discarded")).wait_for()
    form_of(page, article).wait_for_timeout(500)
    is_kept = button.startswith("Keep")
    expect(title(page)).to_have_value("Second" if is_kept else "The ferry")
    assert (Draft.objects.count(), local_copies(page)) == (int(is_kept), [])


# What else can happen while one types


def test_leaving_is_warned_of_only_while_something_is_unsaved(browse, ada, article):
    page = form_of(browse(ada), article)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    title(page).fill("Half a thou")
    page.close(run_before_unload=True)
    expect(state(page)).to_have_text(KEPT)
    assert asked == ["beforeunload"]
    page.get_by_role("link", name="Home").click()
    page.get_by_role("heading", name="Site administration").wait_for()
    assert asked == ["beforeunload"]


def test_error_in_the_form_is_shown_beside_what_was_typed(browse, ada, article):
    page = form_of(browse(ada), article)
    type_into_part(page, 1, " And ten.")
    title(page).fill("")
    press(page, "Save")
    page.get_by_text("This field is required").wait_for()
    page.wait_for_timeout(500)  # in which nothing else opens
    assert page.get_by_text("This field is required").is_visible()
    expect(page.locator(".summaries-parts")).to_contain_text("At eight. And ten.")
    assert Draft.objects.count() == 1
    title(page).fill("The ferry again")
    press(page, "Save")
    page.get_by_text("was changed successfully").wait_for()
    assert not Draft.objects.exists()
    assert local_copies(form_of(page, article)) == []


def test_control_s_saves_and_stays(browse, ada, article):
    page = form_of(browse(ada), article)
    title(page).fill("The day ferry")
    page.keyboard.press("Control+s")
    page.get_by_text("was changed successfully. You may edit it again below").wait_for()
    assert Article.objects.get().title == "The day ferry"


def test_who_never_pauses_is_kept_all_the_same(browse, ada, article):
    page = browse(ada)
    page.clock.install()
    form_of(page, article)
    with page.expect_response("**/draft/"):
        for _second in range(12):
            title(page).press("x")
            page.clock.run_for(1000)
    expect(state(page)).to_have_text(KEPT)


def test_slow_server_is_never_asked_twice_at_once(browse, ada, article):
    page = form_of(browse(ada), article)
    waiting = []
    page.context.route("**/draft/", lambda route: waiting.append(route))
    for text in ("One", "Two"):
        title(page).fill(text)
        page.wait_for_timeout(2500)
        assert len(waiting) == 1
    waiting.pop().continue_()
    page.wait_for_timeout(2500)
    assert len(waiting) == 1
    waiting.pop().continue_()
    expect(state(page)).to_have_text(KEPT)
    press(page, "Save")
    page.get_by_text("was changed successfully").wait_for()
    assert Article.objects.get().title == "Two"


def test_another_user_of_the_browser_sees_nothing_of_it(browse, log_in, ada, berta, article):
    page = form_of(browse(ada, expected="403"), article)
    drop_session(page)
    title(page).fill("A secret")
    expect(state(page)).to_contain_text("You are logged out")
    other = page.context.new_page()
    other.goto(page.url)
    log_in_by_form(other, "berta")
    ready(other)
    press(page, "Save")
    expect(state(page)).to_contain_text("You are logged out")
    kill(page)
    form_of(other, article).wait_for_timeout(500)
    expect(title(other)).to_have_value("The ferry")
    assert not Draft.objects.exists()
    log_in(other.context, ada)
    form_of(other, article).get_by_text("Your working copy").wait_for()
    expect(title(other)).to_have_value("A secret")


def test_new_tags_and_categories_are_kept_by_name(browse, ada, article):
    page = form_of(browse(ada), article)
    page.locator(".field-tags .select2-selection").click()
    page.keyboard.type("night boats,")
    page.keyboard.type("渡轮，")
    expect(state(page)).to_have_text(KEPT)
    form_of(page, article)
    expect(page.locator(".field-tags .select2-selection")).to_contain_text("night boats")
    press(page, "Save")
    page.get_by_text("was changed successfully").wait_for()
    assert {tag.name for tag in article.tags.all()} == {"night boats", "渡轮"}


def test_image_pasted_between_two_saves_is_kept(browse, ada, article, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = BytesIO()
    PillowImage.new("RGB", (40, 20), "teal").save(file, "PNG")
    page = form_of(browse(ada), article)
    title(page).fill("The painted ferry")
    box = page.get_by_role("textbox", name="Part").first
    box.click()
    box.evaluate(PASTE, ["image/png", b64encode(file.getvalue()).decode()])
    dialog = page.get_by_role("dialog", name="Add an image")
    dialog.wait_for()
    expect(state(page)).to_have_text(KEPT)
    dialog.get_by_label("Alternative text").fill("A ferry 渡轮")
    with page.expect_response("**/draft/"):
        dialog.get_by_role("button", name="Put it in").click()
    form_of(page, article)
    expect(page.get_by_role("img", name="A ferry 渡轮")).to_have_js_property("naturalWidth", 40)
    press(page, "Save")
    page.get_by_text("was changed successfully").wait_for()
    assert 'alt="A ferry 渡轮"' in article.parts.first().body


def test_category_added_in_its_popup_is_kept(browse, ada, article):
    page = form_of(browse(ada), article)
    with page.expect_popup() as popup:
        page.locator("#add_id_category").click()
    popup.value.get_by_label("Name").fill("Boats")
    press(popup.value, "Save")
    expect(state(page)).to_have_text(KEPT)
    assert Draft.objects.get().document.category[-1] == "Boats"


def test_part_moves_elsewhere_only_while_nothing_is_unsaved(browse, ada, article):
    page = form_of(browse(ada), article)
    title(page).fill("The night ferry")
    expect(state(page)).to_have_text(KEPT)
    form_of(page, article)
    page.get_by_role("button", name="What to do with this part").first.click()
    assert page.get_by_text("Save your changes to move this part").is_visible()


def test_without_scripts_a_working_copy_is_kept_by_its_button(browse, ada, article):
    page = browse(ada, java_script_enabled=False)
    url = f"/admin/summaries/article/{article.pk}/change/"
    page.goto(url)
    page.locator("[name=parts-body]").first.fill("<p>At nine.</p>")
    press(page, "Keep as working copy")
    page.get_by_role("link", name="The ferry").first.click()
    page.goto(url)
    expect(page.locator("[name=parts-body]").first).to_have_value("<p>At nine.</p>")
    press(page, "Save")
    page.get_by_text("was changed successfully").wait_for()
    assert article.parts.first().body == "<p>At nine.</p>"
