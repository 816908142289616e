"""The way to the public for those who may not publish: submit, accept or send back.

What waits is an article of the status "In review", or a working copy that was
submitted as a change of a published article. Its writer may go on writing; what is
accepted is what the reviewer has seen.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from smtplib import SMTPException

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.db import router, transaction
from django.utils.translation import gettext as _

from .comparing import merge
from .conf import settings
from .models import INDEX_COLUMNS, Article, Draft, ReviewStep, may_publish, writing

logger = logging.getLogger(__name__)

# Of more than so many that wait, only those are listed that were left alone the longest.
MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a review; ``draft`` is the change of a published article, if it is one."""

    article: Article
    since: datetime
    user: AbstractBaseUser | None
    note: str = ""
    draft: Draft | None = None


def queue(most: int = MOST_LISTED) -> list[Waiting]:
    """What waits for a review, the oldest first. Four queries."""
    articles = Article.objects.not_in_bin()
    articles = articles.filter(status=Article.Status.REVIEW, public_from=None)
    articles = list(articles.for_titles().order_by("updated_at", "pk")[:most])
    submitted = ReviewStep.objects.open(ReviewStep.Kind.SUBMITTED)
    steps = {
        step.article_id: step
        for step in submitted.filter(article__in=[one.pk for one in articles], draft=None)
    }
    unread = [*(f"article__{name}" for name in INDEX_COLUMNS), "draft__content", "draft__typed"]
    changes = submitted.filter(draft__isnull=False, article__deleted_at=None).select_related(
        "draft", "article__category"
    )
    rows: list[tuple[Article, ReviewStep | None]]
    rows = [(article, steps.get(article.pk)) for article in articles]
    rows += [(step.article, step) for step in changes.defer(*unread)[:most]]
    _know_users(rows)
    return sorted((_waiting(*row) for row in rows), key=lambda one: one.since)[:most]


def _know_users(rows: list[tuple[Article, ReviewStep | None]]) -> None:
    """Look up at once who has submitted each, or changed it; users may be in another database."""
    keys = {step.user_id if step else article.updated_by_id for article, step in rows}
    users = get_user_model()._default_manager.in_bulk(keys - {None})
    for article, step in rows:
        if step:
            step.user = users.get(step.user_id)
        else:
            article.updated_by = users.get(article.updated_by_id)


def waiting(user: AbstractBaseUser, most: int = 10) -> list[Waiting]:
    """What waits for this user to review, the oldest first; nothing if they may not publish."""
    return queue(most) if may_publish(user) else []


def sent_back(user: AbstractBaseUser, most: int = 10) -> list[ReviewStep]:
    """What was sent back to this user and not submitted again since, the latest first."""
    steps = ReviewStep.objects.open(ReviewStep.Kind.SENT_BACK).filter(writer=user.pk)
    unread = [f"article__{name}" for name in INDEX_COLUMNS]
    steps = steps.select_related("article").prefetch_related("user").defer(*unread)
    return list(steps.order_by("-created_at", "-pk")[:most])


def submit(
    article: Article,
    *,
    by: AbstractBaseUser,
    draft: Draft | None = None,
    note: str = "",
    address: str = "",
) -> ReviewStep:
    """Ask for the article to be published, or for the user's working copy of a published one.

    ``address`` is where the reviewer finds it, for the mail. Raises ``ValidationError``
    if it is public already or has no text, ``PermissionDenied`` if it is not the user's.
    """
    with writing():
        article.catch_up()
        if draft is not None:
            draft.catch_up()
            if draft.user_id != by.pk or not article.may_be_revised_by(by):
                raise PermissionDenied(_("This working copy is not yours."))
            if article.status != Article.Status.PUBLISHED:
                raise ValidationError(_("“%s” is not published: submit it itself.") % article)
        elif article.status == Article.Status.PUBLISHED:
            raise ValidationError(_("“%s” is published already.") % article)
        elif not article.parts.with_text().exists():
            message = _("“%s” has no text yet: write a part of it before you submit it.")
            raise ValidationError(message % article)
        else:
            with article.editing(by=by, note=_("Submitted for review")):
                article.status = Article.Status.REVIEW
                article.save()
        step = _add(ReviewStep.Kind.SUBMITTED, article, draft, by, writer=by, note=note)
    subject = _("Waiting for review: %s") % article
    _mail(subject, [_("By %s") % by.get_username(), note, address], settings.REVIEW_MAIL)
    return step


def accept(
    article: Article,
    *,
    by: AbstractBaseUser,
    draft: Draft | None = None,
    seen: int | None = None,
    note: str = "",
    address: str = "",
) -> ReviewStep:
    """Publish the article, or the change that the working copy makes of it, as one edit.

    ``seen`` is the version that the user has seen, of the working copy or the article.
    Raises ``ValidationError`` if it was changed since, or waits no more.
    """
    with writing():
        before = _submitted(article, draft, by, seen)
        with article.editing(by=by, note=_("Accepted after review")):
            if draft is not None:
                _apply(draft, article)
            else:
                article.status = Article.Status.PUBLISHED
                article.check_dates()
                article.save()
        step = _add(ReviewStep.Kind.ACCEPTED, article, draft, by, writer=before.user, note=note)
        if draft is not None:
            draft.delete()
    _tell(before.user, _("Accepted: %s") % article, [note, address])
    return step


def send_back(
    article: Article,
    *,
    by: AbstractBaseUser,
    note: str,
    anchor: str = "",
    draft: Draft | None = None,
    address: str = "",
) -> ReviewStep:
    """Give the article, or the working copy, back to its writer with a note.

    ``anchor`` is that of the part which the note is about. Raises ``ValidationError`` if
    it waits no more.
    """
    with writing():
        before = _submitted(article, draft, by)
        if draft is None:
            with article.editing(by=by, note=_("Sent back")):
                article.status = Article.Status.DRAFT
                article.save()
        kind = ReviewStep.Kind.SENT_BACK
        step = _add(kind, article, draft, by, writer=before.user, note=note, anchor=anchor)
    _tell(before.user, _("Sent back: %s") % article, [note, address])
    return step


def find(article: Article, draft: Draft | None = None) -> Waiting | None:
    """The article, or the change of it, if it waits for a review."""
    if draft is None and article.status != Article.Status.REVIEW:
        return None
    steps = ReviewStep.objects.open(ReviewStep.Kind.SUBMITTED).of(article, draft)
    step = steps.prefetch_related("user").first()
    return _waiting(article, step) if step or draft is None else None


def _waiting(article: Article, step: ReviewStep | None) -> Waiting:
    """Without a step, somebody set the status by hand, or an import did."""
    if step is None:
        return Waiting(article, article.updated_at, article.updated_by)
    return Waiting(article, step.created_at, step.user, step.note, step.draft)


def _submitted(article, draft, by, seen: int | None = None) -> Waiting:
    """What is to be answered by this user, as it is under the lock."""
    if not may_publish(by):
        raise PermissionDenied(_("You may not publish, and so not review."))
    article.catch_up()
    if draft is not None:
        draft.catch_up()
    found = find(article, draft)
    if found is None:
        raise ValidationError(_("“%s” is not waiting for a review any more.") % article)
    if seen is not None and seen != (article if draft is None else draft).version:
        message = _("“%s” was changed since you opened it. Read it again, then decide.")
        raise ValidationError(message % article)
    return found


def _apply(draft: Draft, article: Article) -> None:
    """Make the article say what the working copy says; it stays published as it is."""
    base = article.revisions.filter(number=draft.revision).first()
    merged = merge(base and base.document, draft.document, article.as_document())
    if merged.collisions:
        message = _(
            "“%s” was changed in the same places since this change of it was begun. Send it "
            "back, so that its writer brings both together."
        )
        raise ValidationError(message % article)
    document = replace(merged.document, status=article.status)
    article.apply_document(replace(document, parts=article.with_anchors(document.parts)))


def _add(kind, article, draft, by, **fields) -> ReviewStep:
    """Add a step, which answers those before it."""
    ReviewStep.objects.of(article, draft).filter(is_open=True).update(is_open=False)
    is_open = kind != ReviewStep.Kind.ACCEPTED
    return ReviewStep.objects.create(
        article=article, draft=draft, kind=kind, user=by, is_open=is_open, **fields
    )


def _tell(writer: AbstractBaseUser | None, subject: str, lines: Iterable[str]) -> None:
    """Mail the writer, if they have an address and the project has mails of reviews."""
    address = writer and getattr(writer, writer.get_email_field_name(), "")
    _mail(subject, lines, [address] if address and settings.REVIEW_MAIL else [])


def _mail(subject: str, lines: Iterable[str], to: Iterable[str]) -> None:
    """Send the mail once the change is committed; a failure is logged, and changes nothing."""
    if not (to := list(to)):
        return

    def send() -> None:
        try:
            send_mail(" ".join(subject.split()), "\n\n".join(filter(None, lines)), None, to)
        except (SMTPException, OSError) as error:
            logger.error("The mail “%s” was not sent: %s", subject, error)

    transaction.on_commit(send, using=router.db_for_write(Article))
