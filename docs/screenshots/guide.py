"""The pictures of the editors' guide: a day at the desk of the served demo, which it changes."""

from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 860}
ADMIN = "/admin/summaries/"
LONG, SHARED = "five-sprint-retrospectives", "four-short-internship-summaries"
PAGES = sorted((Path(__file__).parent / "pages").glob("*.txt"))


class Desk:
    """A page of somebody who is logged in, and what they do there."""

    def __init__(self, browser, site, folder, name="editor", password="library", size=DESK):  # noqa: S107
        self.site, self.folder = site, folder
        self.page = browser.new_page(viewport=size, color_scheme="light", locale="en")
        self.go("/admin/login/?next=/admin/")
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password").fill(password)
        self.press("Log in")
        if size["width"] > 1000:  # the list of all pages, beside each, only makes it narrower
            self.go(f"{ADMIN}article/")
            self.page.locator("#toggle-nav-sidebar").click()

    def go(self, address):
        self.page.goto(self.site + address)
        self.page.wait_for_load_state("networkidle")

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state("networkidle")

    def open(self, slug):
        """The form of an article, all its parts shown."""
        self.go(f"{ADMIN}article/?q={slug}")
        self.page.locator("#result_list tbody th a").first.click()
        self.page.locator(".summaries-parts.is-live").wait_for()
        self.page.wait_for_load_state("networkidle")

    def write(self, number, text):
        """Type at the beginning of a part."""
        part = self.page.get_by_role("group", name=f"Part {number}", exact=True)
        reading = part.locator(".summaries-part-text")
        if reading.count():
            reading.press("Enter")
        part.locator(".tiptap").press("Control+Home")
        self.page.keyboard.type(text)
        self.page.locator(".summaries-draft-state", has_text="Working copy saved").wait_for()

    def take(self, name, top=None):
        """A picture of the page, from this element on; small, since it has few colours."""
        if top:
            self.page.locator(top).first.evaluate("one => one.scrollIntoView()")
            self.page.mouse.wheel(0, -16)
            self.page.wait_for_timeout(200)
        self.page.mouse.move(0, 0)
        size = self.page.viewport_size
        end = self.page.locator("#content").evaluate("one => one.getBoundingClientRect().bottom")
        clip = {"x": 0, "y": 0, **size, "height": min(size["height"], end)}
        data = self.page.screenshot(clip=clip)
        picture = Image.open(BytesIO(data)).convert("RGB").quantize(96, dither=Image.Dither.NONE)
        picture.save(self.folder / f"{name}.png", optimize=True)


def take(browser, site, folder):
    @contextmanager
    def desk(*who, **options):
        one = Desk(browser, site, folder, *who, **options)
        yield one
        one.page.close()

    folder.mkdir(exist_ok=True)
    with desk() as editor:
        add_users(editor)
        take_in_files(editor)
        take_duplicates(editor)
        take_attention(editor)
        take_form(editor)
        with desk("tom", "guide-to-the-desk") as colleague:
            take_conflict(editor, colleague)
        with desk("mira", "guide-to-the-desk") as writer:
            submit(writer)
        take_review(editor)
        take_bulk(editor)
        take_image(editor)
        take_desk(editor)
    with desk(size=PHONE) as phone:
        phone.open(LONG)
        phone.take("phone", ".summaries-parts")


def add_users(editor):
    """An editor and a writer: all that a writer needs is the right to add articles."""
    for name, right in (("tom", "#id_is_superuser"), ("mira", "")):
        editor.go("/admin/auth/user/add/")
        editor.page.get_by_label("Username").fill(name)
        editor.page.locator("#id_password1").fill("guide-to-the-desk")
        editor.page.locator("#id_password2").fill("guide-to-the-desk")
        editor.press("Save and continue editing")
        if not editor.page.locator("#id_is_staff").count():
            raise SystemExit("The pictures of the guide need a fresh demo: make demo-reset")
        editor.page.locator("#id_is_staff").check()
        if right:
            editor.page.locator(right).check()
        else:
            rights = editor.page.locator("#id_user_permissions_from")
            rights.select_option(label="Library | article | Can add article")
            editor.page.locator("#id_user_permissions_add, #id_user_permissions_add_link").click()
        editor.press("Save")


def take_in_files(editor):
    editor.go(f"{ADMIN}upload/add/")
    editor.page.locator("#id_files").set_input_files(PAGES)
    editor.press("Upload")
    editor.take("import")
    editor.press(f"Take in all {len(PAGES)} to decide")


def take_duplicates(editor):
    for slug in ("a-year-at-the-lock", "winter-at-the-lock"):
        editor.open(slug)  # each is compared when it is saved
        editor.press("Save and continue editing")
    editor.go(f"{ADMIN}twin/")
    editor.page.locator("#result_list tbody a").first.click()
    editor.take("duplicates")


def take_attention(editor):
    editor.open("sponsored-walk-what-it-brought")
    editor.take("attention", "#attention")


def take_form(editor):
    editor.open(LONG)
    editor.write(2, "Two of us were ill. ")
    editor.page.reload()
    editor.page.locator(".summaries-parts.is-live").wait_for()
    editor.take("form", ".summaries-draft")
    editor.press("Save and continue editing")
    editor.page.get_by_role("link", name="History").click()
    editor.page.locator(".summaries-history tbody th a").first.click()
    editor.take("history")


def take_conflict(editor, colleague):
    editor.open(SHARED)
    colleague.open(SHARED)
    colleague.write(1, "Seen in May: ")
    colleague.press("Save and continue editing")
    editor.write(1, "Seen in June: ")
    editor.press("Save and continue editing")
    editor.take("conflict", ".summaries-collisions")
    editor.press("Discard working copy")


def submit(writer):
    writer.go(f"{ADMIN}article/add/")
    page = writer.page
    page.get_by_label("Title").first.fill("A Season at the Ferry Kiosk")
    page.locator(".select2-selection").first.click()
    page.locator(".select2-results__option[role=option]").first.click()
    page.locator("#id_lead").fill("What was sold between Easter and the first storm.")
    writer.write(1, "We opened on 3 April and sold 4,100 cups of tea. The ice came late.")
    page.get_by_label("Note to the reviewer:").fill(
        "The numbers are from the till. Is it too short?"
    )
    writer.press("Save and submit for review")
    # The form is saved once the working copy under way is.
    page.get_by_text("Submitted for review").wait_for()


def take_review(editor):
    editor.go(f"{ADMIN}article/review/")
    editor.page.get_by_role("link", name="A Season at the Ferry Kiosk").click()
    editor.page.get_by_label("Note to the writer").fill("Please add what did not sell.")
    editor.take("review")


def take_bulk(editor):
    editor.go(f"{ADMIN}article/")
    editor.page.locator("#action-toggle").check()
    editor.page.get_by_role("button", name="Select all").or_(
        editor.page.locator(".question a")
    ).first.click()
    editor.page.locator("select[name=action]").select_option(label="Find and replace")
    editor.press("Go")
    editor.page.get_by_label("Find").first.fill("ferry")
    editor.page.get_by_label("Replace with").fill("boat")
    editor.page.get_by_label("Whole words only").check()
    editor.page.locator(".submit-row .default").click()
    editor.page.locator("#preview ins").first.wait_for()
    editor.take("replace", "#job_form")


def take_image(editor):
    editor.open("letter-of-thanks-three-samples")
    with editor.page.expect_file_chooser() as chooser:
        editor.page.get_by_role("button", name="Add an image").first.click()
    chooser.value.set_files({"name": "pier.png", "mimeType": "image/png", "buffer": pier()})
    dialog = editor.page.locator(".summaries-image-dialog")
    dialog.get_by_label("Alternative text").fill("A wooden pier that leads into a calm sea")
    dialog.get_by_label("Credit").fill("Ada Quay")
    editor.take("image")
    dialog.get_by_role("button", name="Cancel").click()


def take_desk(editor):
    editor.open(SHARED)
    editor.write(2, "To be checked: ")
    editor.page.set_viewport_size({**DESK, "height": 1240})
    editor.go(ADMIN)
    editor.take("desk")


def pier():
    """A picture of a pier, as bytes."""
    picture = Image.new("RGB", (1200, 600), "#cfe3ea")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 260, 1200, 600), fill="#4b8ba0")
    draw.ellipse((900, 90, 1010, 200), fill="#f4d68a")
    draw.polygon([(420, 600), (780, 600), (620, 270), (590, 270)], fill="#7a5a3c")
    for step in range(9):
        draw.line(
            (440 + 18 * step, 570 - 36 * step, 760 - 17 * step, 570 - 36 * step), "#5d4229", 4
        )
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
