"""What editors leave in a large library: drafts, findings, reviews, jobs, uploads and the like.

``fill()`` adds it to the articles of the corpus, in numbers that go with 100,000 of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import cycle
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db.models import F, QuerySet
from django.db.models.functions import Mod
from django.utils import timezone

from summaries import attention
from summaries.document import Document, Part
from summaries.findings import DAMAGE, LABELS
from summaries.models import (
    Article,
    Checkup,
    Draft,
    Finding,
    Image,
    Job,
    MistakeReport,
    Redirect,
    ReviewStep,
    Twin,
    Upload,
    UploadedPage,
)

from .app_store import edit

# Whose screens are measured: who may do everything, who has both groups, and one of them.
PEOPLE = {"superuser": (), "editor": ("Writer", "Editor"), "writer": ("Writer",)}
EDITS, PARTS = 50, 210
BATCH = 1_000


def fill() -> None:
    people()
    states()
    long_articles()
    keys = list(Article.objects.not_in_bin().order_by("pk").values_list("pk", flat=True))
    findings(keys)
    twins(keys)
    working_copies(keys)
    reviews()
    jobs(keys)
    uploads()
    traces(keys)


def every(turns: int, turn: int) -> QuerySet[Article]:
    """One in so many articles."""
    return Article.objects.annotate(turn=Mod(F("pk"), turns)).filter(turn=turn)


def people() -> None:
    call_command("summaries_roles", verbosity=0)
    for name, groups in PEOPLE.items():
        user = get_user_model().objects.create_user(
            name, is_staff=True, is_superuser=name == "superuser"
        )
        user.groups.set(Group.objects.filter(name__in=groups))


def person(name: str):
    return get_user_model().objects.get(username=name)


def states() -> None:
    """A fifth of the articles are drafts, in review or scheduled; a twentieth is in the bin."""
    now, writer = timezone.now(), person("writer")
    every(15, 0).update(status="draft")
    every(15, 5).update(status="review")
    for day in range(1, 101):
        later = now + timedelta(days=day)
        every(1500, 15 * day - 5).update(status="published", published_at=later)
        every(2000, 20 * day - 17).update(deleted_at=now - timedelta(days=day), deleted_by=writer)
    every(100, 7).update(expires_at=now + timedelta(days=30))
    every(100, 9).update(expires_at=now - timedelta(days=30))
    for turn in (0, 2, 5):  # drafts, published ones and some in review
        every(150, turn).update(author=writer, updated_by=writer)


def long_articles() -> None:
    """One with many revisions, one with many parts."""
    (first,) = Article.objects.published().order_by("pk")[:1]
    for number in range(1, EDITS):
        edit(first.slug, "text", number)
    parts = tuple(Part(f"Chapter {number}", first.parts.first().body) for number in range(PARTS))
    category = tuple(one.name for one in first.category.trail())
    Article().apply_document(Document(title="Many parts", category=category, parts=parts))


def add(rows: Iterable) -> None:
    if rows := list(rows):
        type(rows[0]).objects.bulk_create(rows, batch_size=BATCH)


def findings(keys: list[int]) -> None:
    """Two more for every third article; one of twenty was not looked at since it changed."""
    rules, kinds = attention.rules(), cycle(LABELS)
    unread = Article.objects.filter(checkup=None).values_list("pk", flat=True)
    add(Checkup(article_id=key, rules=rules) for key in [*unread])
    Checkup.objects.filter(article__in=every(20, 0)).delete()
    add(
        Finding(
            article_id=key,
            kind=(kind := next(kinds)),
            field="body" if kind in DAMAGE else "lead",
            anchor="part-1" if kind in DAMAGE else "",
            text="1 1" if kind in DAMAGE else "",
            suggestion="11" if kind in DAMAGE[:6] else None,
            note="12" if kind == "short" else "",
            digest=f"{key}-{number}",
            is_ignored=key % 10 == 1,
        )
        for key in keys[::3]
        for number in range(2)
    )


def twins(keys: list[int]) -> None:
    pairs = zip(keys[::30], keys[1::30], strict=False)
    add(
        Twin(article_id=one, other_id=other, likeness=80 + one % 20, parts=1)
        for one, other in pairs
    )


def working_copies(keys: list[int]) -> None:
    users = cycle([person(name) for name in PEOPLE])
    rows = []
    for article in Article.objects.filter(pk__in=keys[:: len(keys) // 200]).order_by("pk"):
        draft = Draft(article=article, user=next(users), revision=article.version)
        draft.document = article.as_document()
        rows.append(draft)
    add(rows)


def reviews() -> None:
    """Half of what is in review was submitted, as were some changes of published articles."""
    writer, submitted = person("writer"), ReviewStep.Kind.SUBMITTED
    common = {"user": writer, "writer": writer, "note": "Please look at the second part."}
    waiting = Article.objects.not_in_bin().filter(status="review").order_by("pk")
    add(ReviewStep(article=one, kind=submitted, **common) for one in waiting[::2])
    changes = Draft.objects.filter(user=writer.pk, article__status="published")
    add(
        ReviewStep(article=one.article, draft=one, kind=submitted, **common)
        for one in changes.select_related("article")
    )
    own = Article.objects.not_in_bin().filter(status="draft", author=writer.pk)
    back = {**common, "kind": ReviewStep.Kind.SENT_BACK, "user": person("editor")}
    add(ReviewStep(article=one, **back) for one in own[:50])


def jobs(keys: list[int]) -> None:
    chosen, now, users = keys[:48_000], timezone.now(), cycle([person(name) for name in PEOPLE])
    done = {"position": len(chosen), "total": len(chosen), "finished_at": now}
    failures = [{"key": key, "title": "A title", "reason": "No text."} for key in chosen[:200]]
    packed = Job.pack(chosen)
    add(
        Job(
            kind="add_tags",
            params={"tags": ["quarterly"]},
            note=f"Tags added: {number}",
            user=(user := next(users)),
            user_name=user.username,
            state=Job.State.DONE,
            keys=packed,
            changed=len(chosen) - len(failures),
            failed=len(failures),
            failures=failures,
            **done,
        )
        for number in range(30)
    )


def uploads() -> None:
    """Ten uploads of forty pages, and one of two thousand."""
    for count in (*[40] * 10, 2_000):
        upload = Upload(name=f"{count} pages", user=person("writer"))
        upload.save()
        add(page(upload, number) for number in range(1, count + 1))


def page(upload: Upload, number: int) -> UploadedPage:
    body = f"<p>{'The quarter was quiet, and the harbour as well. ' * 20}</p>"
    one = UploadedPage(
        upload=upload,
        position=number,
        path=f"pages/{number}.txt",
        key=f"upload/{upload.pk}/{number}",
        state=UploadedPage.State.READ,
        original=body,
        report={"cut": [], "suggested_cuts": [], "guesses": [], "damage": []},
        digest=str(number),
    )
    one.document = Document(title=f"Page {number}", category=("Work",), parts=(Part("", body),))
    return one


def traces(keys: list[int]) -> None:
    """What readers and changed addresses have left, and images."""
    now: datetime = timezone.now()
    add(Redirect(path=f"articles/former-{key}", article_id=key) for key in keys[::20])
    add(MistakeReport(article_id=key, text="A word is missing.") for key in keys[::200])
    images = (uuid4().hex for _number in range(2_000))
    add(
        Image(
            key=key,
            file=f"images/{key}.jpg",
            width=1600,
            height=900,
            widths=[400, 800, 1600],
            alt=f"Harbour {key}",
            uploaded_by=person("editor"),
            uploaded_at=now,
        )
        for key in list(images)
    )
