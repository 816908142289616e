"""The library's own kinds of jobs: each a function of a document and the job's parameters.

The parameters are what the form of the kind gives; categories and tags are named there by
their primary keys, and looked up when the job runs.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from summaries import text as texts
from summaries.document import Document, Source
from summaries.models import Category, Tag

from .kinds import ArticleKind, Params, register
from .replacing import Search

# What is public


def publish(document: Document, params: Params) -> Document:
    return replace(document, status="published")


def unpublish(document: Document, params: Params) -> Document:
    return replace(document, status="draft")


def archive(document: Document, params: Params) -> Document:
    return replace(document, status="archived")


def schedule(document: Document, params: Params) -> Document:
    """Published, from that time on."""
    return replace(document, status="published", published_at=_moment(params["at"]))


def expire(document: Document, params: Params) -> Document:
    """Public until that time; without one, for ever."""
    return replace(document, expires_at=_moment(params["at"]))


def feature(document: Document, params: Params) -> Document:
    return replace(document, is_featured=True)


def unfeature(document: Document, params: Params) -> Document:
    return replace(document, is_featured=False)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _said_of(text: str | None) -> str:
    moment = _moment(text)
    return date_format(timezone.template_localtime(moment), "DATETIME_FORMAT") if moment else ""


def _said_schedule(params: Params) -> str:
    return gettext("Publication time: %(time)s") % {"time": _said_of(params["at"])}


def _said_expiry(params: Params) -> str:
    time = _said_of(params["at"]) or gettext("none")
    return gettext("Expiry time: %(time)s") % {"time": time}


# Where it stands


def move(document: Document, params: Params) -> Document:
    return replace(document, category=tuple(params["category"]))


def add_tags(document: Document, params: Params) -> Document:
    own = set(map(texts.caseless, document.tags))
    new = [name for name in params["tags"] if texts.caseless(name) not in own]
    return replace(document, tags=tuple(sorted([*document.tags, *new]))) if new else document


def remove_tags(document: Document, params: Params) -> Document:
    removed = set(map(texts.caseless, params["tags"]))
    tags = tuple(name for name in document.tags if texts.caseless(name) not in removed)
    return replace(document, tags=tags)


def _trail(params: Params) -> Params:
    category = Category.objects.filter(pk=params["category"]).first()
    if category is None:
        raise ValidationError(gettext("The category was deleted meanwhile."))
    return {"category": list(Category.objects.trails([category])[category.pk])}


def _tag_names(params: Params) -> Params:
    """The names of those that are still there."""
    tags = Tag.objects.filter(pk__in=params["tags"])
    names = sorted(tags.values_list("name", flat=True))
    if not names:
        raise ValidationError(gettext("The tags were deleted meanwhile."))
    return {"tags": names}


def _said_move(params: Params) -> str:
    return gettext("Moved to %(category)s") % {"category": " › ".join(_trail(params)["category"])}


def _said_added(params: Params) -> str:
    return gettext("Added tags: %(tags)s") % {"tags": ", ".join(_tag_names(params)["tags"])}


def _said_removed(params: Params) -> str:
    return gettext("Removed tags: %(tags)s") % {"tags": ", ".join(_tag_names(params)["tags"])}


# What it says


def set_byline(document: Document, params: Params) -> Document:
    return replace(document, byline=params["byline"])


def set_source(document: Document, params: Params) -> Document:
    """Another name and address; the import still knows the article."""
    source = Source(params["name"], params["url"], document.source.key)
    return replace(document, source=source)


def find_and_replace(document: Document, params: Params) -> Document:
    return Search.of(params).apply(document)


def _said_byline(params: Params) -> str:
    return gettext("Byline: %(byline)s") % {"byline": params["byline"] or gettext("none")}


def _said_source(params: Params) -> str:
    return gettext("Source: %(source)s") % {"source": params["name"] or gettext("none")}


def _said_replaced(params: Params) -> str:
    values = {"old": params["find"][:80], "new": params["replacement"][:80]}
    return gettext("Replaced “%(old)s” by “%(new)s”") % values


for kind in (
    ArticleKind(
        name="publish",
        permission="publish",
        label=_("Publish articles"),
        change=publish,
        said=lambda params: gettext("Published"),
        publishes=True,
    ),
    ArticleKind(
        name="unpublish",
        permission="publish",
        label=_("Make articles drafts again"),
        change=unpublish,
        said=lambda params: gettext("Made a draft"),
        withdraws=True,
    ),
    ArticleKind(
        name="archive",
        label=_("Archive articles"),
        change=archive,
        said=lambda params: gettext("Archived"),
        withdraws=True,
    ),
    ArticleKind(
        name="schedule",
        permission="publish",
        label=_("Schedule articles"),
        change=schedule,
        said=_said_schedule,
        publishes=True,
        sets_dates=True,
    ),
    ArticleKind(
        name="expire",
        permission="publish",
        label=_("Set an expiry time"),
        change=expire,
        said=_said_expiry,
    ),
    ArticleKind(
        name="move", label=_("Move to a category"), change=move, said=_said_move, names=_trail
    ),
    ArticleKind(
        name="add_tags", label=_("Add tags"), change=add_tags, said=_said_added, names=_tag_names
    ),
    ArticleKind(
        name="remove_tags",
        label=_("Remove tags"),
        change=remove_tags,
        said=_said_removed,
        names=_tag_names,
    ),
    ArticleKind(name="set_byline", label=_("Set the byline"), change=set_byline, said=_said_byline),
    ArticleKind(name="set_source", label=_("Set the source"), change=set_source, said=_said_source),
    ArticleKind(
        name="feature",
        permission="publish",
        label=_("Feature articles"),
        change=feature,
        said=lambda params: gettext("Featured"),
    ),
    ArticleKind(
        name="unfeature",
        permission="publish",
        label=_("Stop featuring articles"),
        change=unfeature,
        said=lambda params: gettext("No longer featured"),
    ),
    ArticleKind(
        name="replace",
        label=_("Find and replace"),
        change=find_and_replace,
        said=_said_replaced,
        find=lambda document, params: Search.of(params).found(document),
    ),
):
    register(kind)
