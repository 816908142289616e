"""Previews: a text of an article that is not its public page, who may see it, and signed links."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from . import text as texts
from .conf import settings
from .document import Document
from .models import INDEX_COLUMNS, Article, Category, Draft, Revision, Tag, may, may_see_all
from .models.derived import derive

SALT = "summaries.preview"


class BrokenLink(Exception):
    """The link was not made here, or not all of it has come."""


class EndedLink(Exception):
    """The link has expired or was withdrawn, or what it showed is gone."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The present text of an article, or instead one of its revisions or a working copy.

    A working copy may be of an article that is not there yet.
    """

    article: Article | None = None
    revision: Revision | None = None
    draft: Draft | None = None

    @property
    def document(self) -> Document | None:
        """What is shown instead of the present text."""
        one = self.revision or self.draft
        return one.document if one else None

    @property
    def label(self) -> str:
        """What it is, in a sentence."""
        if self.draft:
            return _("Working copy, saved on %(time)s, not public.") % {
                "time": moment(self.draft.saved_at)
            }
        if self.revision:
            said = {
                "number": self.revision.number,
                "time": moment(self.revision.created_at),
            }
            if self.revision.number == self.article.version and self.article.is_public:
                return _("Revision %(number)s of %(time)s, which readers see.") % said
            return _("Revision %(number)s of %(time)s, not public.") % said
        return _present(self.article)


def _present(article: Article) -> str:
    if article.is_in_bin:
        return _("The article is in the bin, not public.")
    if article.is_public:
        return _("The article as readers see it.")
    if article.public_from and article.public_from > timezone.now():
        said = _("The article as it will appear on %(time)s, not public before.")
        return said % {"time": moment(article.public_from)}
    said = _("Readers see this only once it is published; its status is “%(status)s”.")
    return said % {"status": article.get_status_display()}


def moment(time: datetime) -> str:
    return date_format(timezone.template_localtime(time), "DATETIME_FORMAT")


# Who may see one


def may_preview(user: Any, article: Article | None = None) -> bool:
    """Whether the user may see the article before it is public, or any if none is given."""
    if not is_staff(user):
        return False
    if article is None:
        return any(may(user, deed, Article) for deed in ("view", "change", "add"))
    return article.may_be_seen_by(user)


def may_see(user: Any, preview: Preview) -> bool:
    """Whether the user may see this preview; one's own working copy always."""
    if preview.draft and preview.draft.user_id == user.pk:
        return is_staff(user)
    if preview.article is None:  # what somebody else is writing
        return is_staff(user) and may_see_all(user, Article)
    return may_preview(user, preview.article)


def is_staff(user: Any) -> bool:
    """Whether the user may use the admin; where users are not marked so, permissions decide."""
    return getattr(user, "is_staff", True)


# Links for people without an account


def link_token(preview: Preview) -> str:
    """The end of an address that shows this preview to anybody, for ``SUMMARIES_PREVIEW_DAYS``."""
    article, revision, draft = preview.article, preview.revision, preview.draft
    said = {"a": article.pk, "w": article.links_withdrawn} if article else {}
    said |= {"r": revision.number} if revision else {}
    said |= {"d": draft.key.hex} if draft else {}
    return signing.dumps(said, salt=SALT)


def find(token: str) -> Preview:
    """The preview that the token was made for; raises ``BrokenLink`` or ``EndedLink``."""
    try:
        age = timedelta(days=settings.PREVIEW_DAYS)
        said = signing.loads(token, salt=SALT, max_age=age)
    except signing.SignatureExpired as error:
        raise EndedLink from error
    except signing.BadSignature as error:
        raise BrokenLink from error
    article = revision = draft = None
    if "a" in said:
        kept = Article.objects.not_in_bin().defer(*INDEX_COLUMNS)
        article = kept.filter(pk=said["a"], links_withdrawn=said["w"]).first()
        if article is None:
            raise EndedLink
    if "r" in said:
        revision = article.revisions.filter(number=said["r"]).first()
    if "d" in said:
        draft = Draft.objects.filter(key=said["d"], article=article).first()
    if ("r" in said and revision is None) or ("d" in said and draft is None):
        raise EndedLink
    return Preview(article, revision, draft)


# What it shows


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as if it were an article's rows; nothing of it is ever saved.

    ``parts`` and ``tags`` are such rows as the page of an article reads; a tag that is
    not there yet has no key.
    """

    article: Article
    parts: list[tuple[Any, ...]]
    tags: list[tuple[int | None, str, str, int | None]]


def shown(document: Document, own: Article | None = None) -> Shown:
    """The document in place of what the article says, or as a new article."""
    article = copy(own) if own else Article()
    article.take(document)
    article.title = document.title or _("Untitled")
    article.slug = own.slug if own else document.slug or texts.slugify(document.title)
    category = Category.objects.named(document.category) if document.category else None
    if category:
        article.category = category
    derived = derive(document)
    for name, value in derived.article.items():
        setattr(article, name, value)
    parts = [
        (row["word_count"], part.title, part.anchor or f"new-{number}", part.body, "", [], "")
        for number, (part, row) in enumerate(zip(document.parts, derived.parts, strict=True))
    ]
    return Shown(article, parts, _tags(document))


def _tags(document: Document) -> list[tuple[int | None, str, str, int | None]]:
    known = Tag.objects.known(document.tags)
    keys = [tag.pk for tag in known.values()]
    counts = dict(Tag.objects.filter(pk__in=keys).values_list("pk", "stored_count__articles"))
    found = []
    for name in document.tags:
        if tag := known.get(texts.caseless(name)):
            found.append((tag.pk, tag.name, tag.slug, counts[tag.pk]))
        else:
            found.append((None, name, texts.slugify(name, "tag"), None))
    return found
