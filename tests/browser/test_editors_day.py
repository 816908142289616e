"""An editor's day in the admin, each with the permissions of their role and no others."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from summaries.document import Part
from summaries.models import Article, Category, Draft, Redirect, Tag
from tests.library import make_article

HARBOUR = [
    *("Anchors", "Buoys", "Cranes", "Docks", "Eels", "Ferries", "Gulls", "Hulls", "Islands"),
    "渡轮",
]


@pytest.fixture
def member(transactional_db):
    """Call it for a user who has nothing but a role."""
    call_command("summaries_roles", verbosity=0)

    def make(name, role):
        user = get_user_model().objects.create_user(name, password="secret", is_staff=True)
        user.groups.set(Group.objects.filter(name=role))
        return user

    return make


@pytest.fixture
def ada(member):
    return member("ada", "Editor")


@pytest.fixture
def article(transactional_db):
    parts = [
        Part("Times", "<p>The ferry leaves at eight.</p><p>It comes back at noon.</p>"),
        Part("票价", "<p>船票两元。</p>"),
    ]
    return make_article("The ferry", parts=parts, tags=("Boats",))


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def says(page, text):
    page.get_by_text(text).first.wait_for()


def open_form(page, article, query=""):
    page.goto(f"/admin/summaries/article/{article.pk}/change/{query}")
    page.locator(".summaries-parts.is-live .prose-menubar").first.wait_for()


def part(page, number):
    return page.get_by_role("group", name=f"Part {number}", exact=True)


def write(page, number, text):
    """Type at the end of a part."""
    part(page, number).get_by_role("textbox", name="Part").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def choose_category(page, name):
    page.locator(".field-category .select2-selection").click()
    page.keyboard.type(name)
    page.locator(".select2-results__option--highlighted", has_text=name).click()


def wait_until_kept(page):
    expect(page.locator(".summaries-draft-state")).to_contain_text("Working copy saved")


def bodies(article):
    return [part.body for part in article.parts.all()]


def choose_all(page, action):
    """Choose all rows of the admin's list for one of its actions."""
    page.locator("#action-toggle").check()
    page.get_by_label("Action:").select_option(label=action)
    press(page, "Run" if page.get_by_role("button", name="Run", exact=True).count() else "Go")


def test_ten_pages_are_uploaded_one_is_corrected_and_all_are_taken_in(browse, ada):
    fish = Category.objects.ensure(["Harbour", "Fish"])
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        for name in HARBOUR:
            text = f"{name}\n\nOf these the harbour has more than it needs.\n\n港口有很多{name}。\n"
            files.writestr(f"Harbour/{name}.txt", text)
    page = browse(ada)
    page.goto("/admin/summaries/upload/")
    page.get_by_role("link", name="Add").last.click()
    page.get_by_label("Files").set_input_files(
        {"name": "harbour.zip", "mimeType": "application/zip", "buffer": archive.getvalue()}
    )
    choose_category(page, "Harbour")
    press(page, "Upload")
    expect(page.locator(".summaries-pages tbody tr")).to_have_count(10)
    page.get_by_role("link", name="Eels").click()
    page.get_by_label("Title").fill("Eels and other fish")
    page.get_by_label("Category").fill("Harbour › Fish")
    press(page, "Save")
    page.get_by_role("link", name="harbour.zip").click()
    press(page, "Take in all 10 to decide")
    says(page, "10 pages taken in")
    assert Article.objects.filter(status="draft").count() == 10
    eels = Article.objects.get(title="Eels and other fish")
    assert eels.category == fish
    assert Article.objects.get(title="渡轮").parts.exists()


def test_a_repair_is_accepted_and_a_part_is_split(browse, ada):
    body = "<p>It took 1 1 months.</p><h2>Later</h2><p>Nobody minded. 没有人介意。</p>"
    article = make_article("How the pier was built", body=body)
    page = browse(ada)
    open_form(page, article)
    page.locator("#attention").get_by_role("button", name="Accept", exact=True).first.click()
    says(page, "11 months")
    assert "<p>It took 11 months.</p>" in bodies(article)[0]

    open_form(page, article)
    part(page, 1).get_by_role("button", name="What to do with this part").click()
    part(page, 1).get_by_role("button", name="Split at “Later”").click()
    press(page, "Save")
    says(page, "was changed successfully")
    assert [(one.title, one.body) for one in article.parts.all()] == [
        ("", "<p>It took 11 months.</p>"),
        ("Later", "<p>Nobody minded. 没有人介意。</p>"),
    ]


def test_a_writer_submits_and_an_editor_sends_back_and_publishes(browse, member, ada, article):
    will = browse(member("will", "Writer"), expected="404")
    will.goto("/admin/summaries/")
    will.get_by_role("link", name="Write an article").click()
    will.get_by_label("Title:").first.fill("Ropes")
    choose_category(will, "Work")
    part(will, 1).get_by_label("Title").fill("Knots")
    write(will, 1, "A knot holds. 绳结很牢。")
    will.get_by_label("Note to the reviewer").fill("My first one.")
    press(will, "Save and submit for review")
    says(will, "Submitted for review")

    desk = browse(ada)
    desk.goto("/admin/summaries/")
    desk.get_by_role("link", name="Ropes").first.click()
    says(desk, "My first one.")
    desk.get_by_label("Note to the writer").fill("Which knot?")
    desk.get_by_label("About").select_option("Knots")
    press(desk, "Send back")
    desk.wait_for_url("**/review/")

    will.goto("/admin/summaries/")
    says(will, "Which knot?")
    will.get_by_role("link", name="Ropes").first.click()
    expect(will.locator(".summaries-review")).to_contain_text("Knots")
    write(will, 1, " The bowline does.")
    press(will, "Save and submit for review")
    says(will, "Submitted for review")
    ropes = Article.objects.get(title="Ropes")
    assert will.goto(ropes.get_absolute_url()).status == 404

    desk.goto("/admin/summaries/article/review/")
    desk.get_by_role("link", name="Ropes").click()
    says(desk, "The bowline does.")
    press(desk, "Accept and publish")
    assert will.goto(ropes.get_absolute_url()).ok
    says(will, "The bowline does.")


def test_a_writers_change_of_a_published_article_is_accepted_from_the_desk(
    browse, member, ada, article
):
    writer = member("will", "Writer")
    with article.editing():
        article.author = writer
        article.save()
    will = browse(writer)
    open_form(will, article)
    write(will, 1, " Or later.")
    press(will, "Save and submit for review")
    says(will, "Submitted for review")
    assert "later" not in str(bodies(article))

    desk = browse(ada)
    desk.goto("/admin/summaries/")
    desk.get_by_role("link", name="The ferry").first.click()
    press(desk, "Accept the change")
    desk.wait_for_url("**/review/")
    assert bodies(article)[0].endswith("<p>It comes back at noon. Or later.</p>")


def test_a_published_article_is_edited_for_two_days_and_published_in_one_go(browse, ada, article):
    public = browse()
    monday = browse(ada)
    open_form(monday, article)
    write(monday, 1, " On Sundays it stays.")
    wait_until_kept(monday)
    press(monday, "Log out")
    says(monday, "Logged out")
    public.goto(article.get_absolute_url())
    assert not public.get_by_text("On Sundays").count()

    tuesday = browse()
    tuesday.goto("/admin/login/?next=/admin/summaries/")
    tuesday.get_by_label("Username").fill("ada")
    tuesday.get_by_label("Password").fill("secret")
    press(tuesday, "Log in")
    tuesday.get_by_role("link", name="The ferry").first.click()
    says(tuesday, "Your working copy")
    write(tuesday, 2, " 儿童半价。")
    wait_until_kept(tuesday)
    public.reload()
    assert not public.get_by_text("On Sundays").count()
    version = article.version
    press(tuesday, "Save")
    says(tuesday, "was changed successfully")
    public.reload()
    assert public.get_by_text("On Sundays it stays.").is_visible()
    says(public, "儿童半价")
    assert Article.objects.get().version == version + 1
    assert not Draft.objects.exists()


def test_an_article_is_scheduled(browse, ada):
    article = make_article("Winter times", "<p>From December on. 冬季时刻。</p>", status="draft")
    day = timezone.now() + timedelta(days=3)
    page = browse(ada)
    open_form(page, article)
    page.get_by_label("Status:").select_option("published")
    page.locator("#id_published_at_0").fill(f"{day:%Y-%m-%d}")
    page.locator("#id_published_at_1").fill("08:00:00")
    press(page, "Save")
    says(page, "was changed successfully")
    page.goto("/admin/summaries/article/due/")
    expect(page.locator(".summaries-due")).to_contain_text("Winter times")
    assert browse(expected="404").goto(article.get_absolute_url()).status == 404


def test_two_editors_collide_and_solve_it(browse, member, ada, article):
    pages = browse(ada), browse(member("berta", "Editor"))
    for page, said in zip(pages, ("nine", "ten"), strict=True):
        open_form(page, article)
        page.locator(".tiptap p").first.click()
        page.keyboard.press("End")
        page.keyboard.type(f" Or at {said}.")
    adas, bertas = pages
    bertas.get_by_label("Lead").fill("All you need to know. 须知。")
    press(adas, "Save")
    says(adas, "was changed successfully")
    press(bertas, "Save")
    says(bertas, "Somebody else changed the same")
    collision = bertas.locator(".summaries-choose")
    expect(collision).to_contain_text("Or at nine.")
    expect(collision).to_contain_text("Or at ten.")
    assert "nine" in bodies(article)[0]
    collision.get_by_label("Theirs stays").check()
    press(bertas, "Save")
    says(bertas, "was changed successfully")
    after = Article.objects.get()
    assert after.lead == "All you need to know. 须知。"
    assert bodies(after)[0].startswith("<p>The ferry leaves at eight. Or at nine.</p>")
    assert not Draft.objects.exists()


def test_one_part_is_restored_from_the_history(browse, ada, article):
    one, two = article.as_document().parts
    for parts in ((two,), (replace(two, body="<p>三元。</p>"),)):
        article.apply_document(replace(article.as_document(), parts=parts))
    page = browse(ada)
    page.goto(f"/admin/summaries/article/{article.pk}/history/")
    page.get_by_role("link", name=re.compile("2$")).first.click()
    page.get_by_role("button", name=re.compile("Restore this part.*Times")).click()
    says(page, "restored")
    assert bodies(article) == [one.body, "<p>三元。</p>"]


def test_two_tags_are_merged(browse, member, article):
    other = make_article("The ship", "<p>It is bigger.</p>", tags=("Ships",))
    page = browse(member("lin", "Librarian"))
    page.goto("/admin/summaries/tag/")
    choose_all(page, "Merge selected tags into one")
    page.get_by_label("Boats").check()
    press(page, "Preview")
    says(page, "This is what will happen")
    press(page, "Merge")
    says(page, "was merged into “Boats”")
    assert [tag.name for tag in other.tags.all()] == ["Boats"]
    assert Tag.objects.count() == 1
    assert Redirect.objects.exists()


def test_a_replacement_in_many_articles_is_undone(browse, ada, article):
    other = make_article("The pier", "<p>The ferry lands here.</p>")
    before = bodies(article) + bodies(other)
    page = browse(ada)
    page.goto("/admin/summaries/article/")
    choose_all(page, "Find and replace")
    page.get_by_label("Find", exact=False).first.fill("ferry")
    page.get_by_label("Replace with").fill("steamer 轮船")
    press(page, "Show what will change")
    expect(page.locator("#preview ins").first).to_have_text("steamer 轮船")
    page.get_by_label("I have checked this").check()
    press(page, "Find and replace")
    expect(page.locator("#progress")).to_contain_text("2 changed")
    assert "steamer 轮船" in bodies(other)[0]
    press(page, "Undo")
    says(page, "the job that is undone")
    assert bodies(article) + bodies(other) == before


def test_text_is_there_after_a_lost_session_and_a_killed_browser(browse, ada, log_in, article):
    page = browse(ada)
    open_form(page, article)
    page.context.clear_cookies(name="sessionid")
    write(page, 1, " On stormy days it waits. 风大时等候。")
    expect(page.locator(".summaries-draft-state")).to_contain_text("You are logged out")
    context = page.context
    page.close(run_before_unload=False)
    assert not Draft.objects.exists()

    log_in(context, ada)
    page = context.new_page()
    page.goto(f"/admin/summaries/article/{article.pk}/change/")
    says(page, "Your working copy")
    expect(part(page, 1)).to_contain_text("On stormy days it waits. 风大时等候。")
    press(page, "Save")
    says(page, "was changed successfully")
    assert "On stormy days" in bodies(article)[0]
