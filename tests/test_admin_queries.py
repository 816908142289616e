"""More rows cost a screen of the admin no more statements: 12 what 4 did, and fewer than 15."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from summaries import attention, jobs, reviews
from summaries.document import Document, Part
from summaries.models import (
    Article,
    Draft,
    Image,
    MistakeReport,
    Redirect,
    Twin,
    Upload,
    UploadedPage,
)

from .library import make_article

pytestmark = pytest.mark.django_db
# Beside the statements by which Django knows the user and their permissions.
MOST = 15
DJANGO = {"superuser": 2, "editor": 4}
DAMAGED = (Part("", "<p>In 1 1 months.</p>"), Part("", "<p>We met * * * on the quay.</p>"))


@pytest.fixture(params=["superuser", "editor"])
def user(request):
    """Who may do everything, and who has the permissions of two groups."""
    call_command("summaries_roles", verbosity=0)
    name = request.param
    user = get_user_model().objects.create_user(
        name, is_staff=True, is_superuser=name == "superuser"
    )
    user.groups.set(Group.objects.filter(name__in=["Writer", "Editor"]))
    return user


@pytest.fixture
def signed_in(client, user):
    client.force_login(user)
    return client


# What is added, by its number; each adds what its screen shows.


def article(number, **fields):
    return make_article(
        f"Number {number}",
        **{"category": ("Work", f"Topic {number}"), "tags": (f"tag {number}",), **fields},
    )


def desk(number, user):
    now = timezone.now()
    draft = article(number, status="draft", author=user.username)
    article(f"{number} of spring", published_at=now + timedelta(days=number + 1))
    waiting = article(f"{number} of summer", status="draft", author=user.username)
    reviews.submit(waiting, by=user)
    returned = article(f"{number} of autumn", status="draft", author=user.username)
    reviews.submit(returned, by=user)
    reviews.send_back(returned, by=user, note="Shorter, please.")
    Draft.objects.create(user=user, article=draft, content={"title": f"Copy {number}"})
    damaged = article(f"{number} of winter", parts=DAMAGED)
    attention.refresh([damaged.pk])


def found(number, user):
    address = f"articles/number-old-{number}"
    Redirect.objects.create(path=address, article=article(number))


def binned(number, user):
    article(number).move_to_bin(by=user)


def due(number, user):
    moment = timezone.now() + timedelta(days=number + 1)
    article(number, published_at=moment, expires_at=moment + timedelta(days=1))


def waiting(number, user):
    reviews.submit(article(number, status="draft"), by=user, note="Please.")
    public = article(f"{number} once more")
    change = Draft.objects.create(
        user=user, article=public, content=public.as_document().to_dict(), revision=public.version
    )
    reviews.submit(public, by=user, draft=change)


def damaged(number, user):
    attention.refresh([article(number, parts=DAMAGED).pk])


def pair(number, user):
    one, other = article(number), article(f"{number} once more")
    Twin.objects.create(article=one, other=other, likeness=90, parts=1)


def job(number, user):
    chosen = Article.objects.filter(pk=article(number, status="draft").pk)
    kind = jobs.named("archive")
    jobs.run(jobs.start(jobs.prepare_articles(kind, chosen, by=user)))


def upload(number, user):
    made = Upload.objects.create(name=f"pages-{number}.zip", user=user)
    page(number, user, made)


def page(number, user, upload=None):
    upload = upload or Upload.objects.first() or Upload.objects.create(name="a.zip", user=user)
    page = UploadedPage(upload=upload, position=number, path=f"{number}.txt", key=f"{number}")
    page.state, page.article = UploadedPage.State.TAKEN, article(f"{upload.pk}-{number}")
    page.document = Document(title=f"Page {number}", category=("Work",))
    page.save()


def report(number, user):
    MistakeReport.objects.create(article=article(number), text="A word is missing.")


def image(number, user):
    Image.objects.create(
        key=f"{number:032}", file=f"{number}.jpg", width=8, height=6, widths=[8], uploaded_by=user
    )


def copy(number, user):
    chosen = Article.objects.first() or article("one")
    content = {**chosen.as_document().to_dict(), "title": f"Copy {number}"}
    Draft.objects.create(user=user, article=chosen, content=content, revision=chosen.version)


def revision(number, user):
    chosen = Article.objects.first() or article("one")
    chosen.apply_document(chosen.as_document(), by=user)
    with chosen.editing(by=user):
        chosen.lead = f"Day {number}."
        chosen.save()


def page_of(name, *args, model="article", **query):
    return reverse(f"admin:summaries_{model}_{name}", args=args, query=query)


def of_first(name, model, of="article", **query):
    """The address of a page of the first row of the model."""
    return lambda: page_of(name, model.objects.first().pk, model=of, **query)


SCREENS = {
    "desk": (desk, lambda: reverse("admin:app_list", args=["summaries"])),
    "quick search": (found, lambda: page_of("quick", q="number")),
    "quick search, old address": (found, lambda: page_of("quick", q="number-old")),
    "articles": (desk, lambda: page_of("changelist")),
    "form": (copy, of_first("change", Article)),
    "history": (revision, of_first("history", Article)),
    "bin": (binned, lambda: page_of("bin")),
    "due": (due, lambda: page_of("due")),
    "review queue": (waiting, lambda: page_of("review_queue")),
    "attention": (damaged, lambda: page_of("attention")),
    "attention, a kind": (damaged, lambda: page_of("attention", kind="digits")),
    "attention, preview": (damaged, lambda: page_of("accept", kind="digits")),
    "twins": (pair, lambda: page_of("changelist", model="twin")),
    "jobs": (job, lambda: page_of("changelist", model="job")),
    "uploads": (upload, lambda: page_of("changelist", model="upload")),
    "upload": (page, of_first("change", Upload, "upload")),
    "mistake reports": (report, lambda: page_of("changelist", model="mistakereport")),
    "images": (image, lambda: page_of("changelist", model="image")),
    "autocomplete of tags": (found, lambda: offers("tag", "articletag", "tag")),
    "autocomplete of categories": (found, lambda: offers("category", "article", "category")),
}


def offers(model, source, field):
    asked = {"app_label": "summaries", "model_name": source, "field_name": field}
    return page_of("autocomplete", model=model, term="t", **asked)


@pytest.mark.parametrize("screen", SCREENS)
def test_more_rows_cost_no_more(signed_in, user, screen):
    add, address = SCREENS[screen]

    def cost(numbers):
        for number in numbers:
            add(number, user)
        signed_in.get(address())  # so that nothing is looked up only once
        with CaptureQueriesContext(connection) as queries:
            response = signed_in.get(address())
        if response.status_code == 403:
            pytest.skip("not for this user")
        assert response.status_code == 200
        return len(queries) - DJANGO[user.username]

    few = cost(range(4))
    assert cost(range(4, 12)) <= few < MOST
