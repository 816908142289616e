"""The admin's screens of the library: no rule of axe-core broken, no sideways scroll, no errors.

The console must be silent, too: the ``page`` fixture fails when the site's policy is violated.
"""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from summaries import jobs, reviews, uploads
from summaries.document import Part
from summaries.models import Article, Category, Draft, MistakeReport, SourcePage, Tag, Twin
from summaries.models.images import take
from tests.library import make_article
from tests.test_images import photo

# What select2, which comes with Django, makes of a select for several values: a list that holds
# more than its items.
SELECT2 = ".select2-selection--multiple > .select2-selection__rendered"

LOOKS = ((360, "dark"), (1280, "light"))
TEXT = "".join(f"<p>On day {day} the ferry left at six.</p>" for day in range(40))
PAGE = b"The barge\n\nIt crosses at six. In 1 1 months nobody was late ;and the rope was dry.\n"


def admin(page, *args):
    return reverse(f"admin:summaries_{page}", args=args)


@pytest.fixture
def editor(page, log_in):
    """Signed in on a desk with something of everything."""
    user = get_user_model().objects.create_superuser("ada")
    log_in(page.context, user)
    return user


@pytest.fixture
def media(page, settings, tmp_path):
    """Images go to a folder that the site does not know, so the browser is given one by us."""
    settings.MEDIA_ROOT = tmp_path
    file = photo().read()
    page.route("**/media/**", lambda route: route.fulfill(body=file, content_type="image/jpeg"))


@pytest.fixture
def screens(editor, media):
    """The addresses of all screens, each with something to show."""
    title = "The half-yearly report of the harbour office " * 4
    ferry = make_article(title[:190], parts=[Part("Spring", TEXT), Part("Summer", TEXT)])
    with ferry.editing(by=editor):
        ferry.lead = "A report of a wet half year."
        ferry.save()
    draft = Draft(article=ferry, user=editor, revision=ferry.version)
    draft.document = ferry.as_document()
    draft.content["lead"] = "Told once more."
    draft.save()
    waiting = make_article("The tug", TEXT, status="draft")
    reviews.submit(waiting, by=editor, note="Please look at the numbers.")
    make_article("The skiff", TEXT, published_at=timezone.now() + timedelta(days=3))
    binned = make_article("The raft")
    Article.objects.filter(pk=binned.pk).move_to_bin(by=editor)
    damaged = make_article("The punt", "<p>In 1 1 months we left ;so it rained.</p>")
    image = take(photo(), by=editor)
    MistakeReport.objects.create(article=ferry, text="It is moored, not morred.")
    upload = uploads.receive([("barge.txt", SimpleUploadedFile("barge.txt", PAGE))], by=editor)
    jobs.run(uploads.read(upload, by=editor))
    staged = upload.pages.get()
    source = SourcePage.objects.create(
        key="barge.txt", article=damaged, original=PAGE.decode(), report=staged.report
    )
    call_command("check_texts", verbosity=0)
    call_command("find_duplicates", verbosity=0)
    some = Article.objects.filter(pk__in=[ferry.pk, damaged.pk])
    planned = {
        name: jobs.prepare_articles(jobs.named(name), some, by=editor).pk
        for name in ("publish", "schedule", "move", "add_tags", "replace")
    }
    done = jobs.run(jobs.start(jobs.prepare_articles(jobs.named("feature"), some, by=editor)))
    lists = ("article", "category", "tag", "synonym", "redirect", "image", "upload", "twin")
    return [
        reverse("admin:app_list", args=["summaries"]),
        *(admin(f"{name}_changelist") for name in (*lists, "job", "sourcepage", "mistakereport")),
        *(admin("article_add"), admin("article_change", ferry.pk)),
        *(admin("article_change", waiting.pk), admin("article_change", damaged.pk)),
        *(admin("article_history", ferry.pk), admin("article_revision", ferry.pk, 2)),
        admin("article_compare", ferry.pk) + "?from=1&to=2",
        *(admin("article_bin"), admin("article_delete", ferry.pk), admin("article_due")),
        admin("article_share") + f"?article={ferry.pk}",
        *(admin("article_review_queue"), admin("article_review", waiting.pk)),
        *(admin("article_attention"), admin("article_attention") + "?kind=digits"),
        admin("article_accept") + "?kind=digits",
        admin("article_move_part", ferry.pk, ferry.parts.first().anchor),
        *(admin("job_change", job) for job in (*planned.values(), done.pk)),
        *(admin("upload_add"), admin("upload_change", upload.pk)),
        admin("upload_page", upload.pk, staged.pk),
        *(admin("image_add"), admin("image_change", image.pk)),
        admin("twin_change", Twin.objects.open().first().pk),
        *(admin("category_add"), admin("category_change", Category.objects.first().pk)),
        *(admin("tag_change", Tag.objects.first().pk), admin("sourcepage_change", source.pk)),
        admin("mistakereport_change", MistakeReport.objects.first().pk),
    ]


def test_every_screen_is_accessible(page, screens):
    """By the rules of axe-core for WCAG 2.2 AA, and by its best practices."""
    for url in screens:
        set_look(page, *LOOKS[0])
        assert page.goto(url).status == 200, url
        page.evaluate("document.fonts.ready")
        for width, scheme in LOOKS:
            set_look(page, width, scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, url
            found = broken_rules(page)
            assert not found, (url, width, scheme, found)


def set_look(page, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.evaluate("document.getAnimations().forEach((fade) => fade.finish())")


def broken_rules(page):
    # Without its preload, with which axe-core itself would violate the site's policy.
    options = {"preload": False, "resultTypes": ["violations"]}
    axe = Axe().run(page, context={"exclude": [[SELECT2]]}, options=options)
    found = axe.response["violations"]
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]


def test_a_merge_is_accessible_at_each_step(page, screens):
    page.goto(admin("tag_changelist"))
    for tag in page.locator("input[name=_selected_action]").all()[:2]:
        tag.check()
    page.get_by_label("Action:").select_option("merge")
    page.get_by_role("button", name="Go", exact=True).click()
    expect(page.get_by_role("heading", name="Merge tags")).to_be_visible()
    assert not broken_rules(page)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("button", name="Merge")).to_be_visible()
    assert not broken_rules(page)


def test_an_open_list_of_offers_has_a_name(page, screens):
    page.goto(admin("article_add"))
    page.locator(".field-category .select2-selection").click()
    expect(page.get_by_role("searchbox", name="Category")).to_be_focused()


def test_on_a_phone_the_values_of_a_list_say_what_they_are(page, screens):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(admin("article_changelist"))
    words = page.locator("#result_list .field-word_count").first
    expect(words).to_have_attribute("data-label", "Words")
    page.goto(admin("article_change", Article.objects.first().pk))
    assert page.locator(".summaries-save").bounding_box()["height"] < 100
