"""Telling others that the library has changed: a WebSub hub, and search engines by IndexNow.

Both are told by commands, so that nothing is sent inside a request or a transaction.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import datetime
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import Request, urlopen

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .conf import settings
from .models import Announcement, Article, ArticleTag, Category, Redirect, Tag, writing

ENDPOINT = "https://api.indexnow.org/indexnow"
# Addresses that IndexNow takes at once, and that a hub is told at once.
BATCH, TOPICS = 10_000, 100
# Seconds that one answer may take, and all those of a hub.
TIMEOUT, LONGEST = 10, 60
KINDS = ("atom", "rss", "json")


class AnnouncementError(Exception):
    """Somebody could not be told; the message says why."""


def site_at(address: str) -> str:
    """The address of the site with its scheme and host; ``AnnouncementError`` if it is none."""
    parts = urlsplit(address)
    if not (parts.scheme in ("http", "https") and parts.netloc):
        said = _("%(address)s is no URL of a site: set SUMMARIES_SITE_URL, or add --address.")
        raise AnnouncementError(said % {"address": address or "“”"})
    return f"{parts.scheme}://{parts.netloc}"


def changed(since: datetime | None, until: datetime) -> QuerySet[Article]:
    """The articles whose pages changed, appeared or went between these moments.

    Without the first, all that are public.
    """
    if since is None:
        return Article.objects.published().filter(updated_at__lte=until, public_from__lte=until)
    between = {"gt": since, "lte": until}
    found = Q()
    for name in ("updated_at", "public_from", "public_until"):
        found |= Q(**{f"{name}__{lookup}": moment for lookup, moment in between.items()})
    return Article.objects.ever_public().filter(found)


# IndexNow


def submit(site: str, *, again: bool = False, endpoint: str = ENDPOINT) -> Iterator[int]:
    """Tell search engines of each address that changed since the last run, or of all.

    Yields the number of addresses after each batch. Interrupted, it is taken up there by the
    next call. Raises ``AnnouncementError``.
    """
    told = _begun(again=again)
    while batch := _batch(told):
        _submit(endpoint, site, [_page(site, slug) for _key, slug in batch])
        told.position = batch[-1][0]
        told.save()
        yield len(batch)
    gone = _gone(site, told)
    for start in range(0, len(gone), BATCH):
        some = gone[start : start + BATCH]
        _submit(endpoint, site, some)
        yield len(some)
    told.told_until, told.until, told.position = told.until, None, 0
    told.save()


def to_submit(site: str, *, again: bool = False) -> Iterator[str]:
    """The addresses of which the next call of ``submit()`` would tell."""
    told = Announcement.objects.filter(kind="indexnow").first()
    if told is None or again:
        told = Announcement(kind="indexnow")
    told.until = told.until or timezone.now()
    while batch := _batch(told):
        yield from (_page(site, slug) for _key, slug in batch)
        told.position = batch[-1][0]
    yield from _gone(site, told)


def _begun(*, again: bool) -> Announcement:
    """The run that was interrupted, or a new one."""
    with writing():
        told, _is_new = Announcement.objects.get_or_create(kind="indexnow")
        if again:
            told.told_until = told.until = None
            told.position = 0
        # Nobody else writes now, so that all that was changed before is there to be read.
        told.until = told.until or timezone.now()
        told.save()
    return told


def _batch(told: Announcement) -> list[tuple[int, str]]:
    articles = changed(told.told_until, told.until).filter(pk__gt=told.position)
    return list(articles.order_by("pk").values_list("pk", "slug")[:BATCH])


def _gone(site: str, told: Announcement) -> list[str]:
    """What was deleted for good meanwhile."""
    if told.told_until is None:
        return []
    since = {"created_at__gt": told.told_until, "created_at__lte": told.until}
    gone = Redirect.objects.filter(article=None, category=None, tag=None, **since)
    paths = gone.filter(path__startswith="articles/").order_by("pk")
    slugs = (path.removeprefix("articles/") for path in paths.values_list("path", flat=True))
    return [_page(site, slug) for slug in slugs]


def _page(site: str, slug: str) -> str:
    return urljoin(site, reverse("summaries:article_detail", args=[slug]))


def _submit(endpoint: str, site: str, addresses: list[str]) -> None:
    key = settings.INDEXNOW_KEY
    said = {
        "host": urlsplit(site).netloc,
        "key": key,
        "keyLocation": urljoin(site, reverse("summaries:indexnow_key", args=[key])),
        "urlList": addresses,
    }
    _post(endpoint, json.dumps(said).encode(), "application/json; charset=utf-8")


# WebSub


def ping(site: str, *, hub: str) -> Iterator[int]:
    """Tell the hub which feeds have changed since the last run.

    Those of the site come first, then those of categories and tags. After a minute, what is
    left is left to be found by readers as they ask. Yields the number of feeds after each
    batch. Raises ``AnnouncementError``; the next run tells of the same then.
    """
    with writing():
        told, _is_new = Announcement.objects.get_or_create(kind="websub")
        until = timezone.now()
    deadline = time.monotonic() + LONGEST
    topics = [urljoin(site, path) for path in feeds_changed(told.told_until, until)]
    for start in range(0, len(topics), TOPICS):
        if time.monotonic() > deadline:
            break
        some = topics[start : start + TOPICS]
        data = [("hub.mode", "publish"), *(("hub.url", one) for one in some)]
        _post(hub, urlencode(data).encode(), "application/x-www-form-urlencoded")
        yield len(some)
    told.told_until = until
    told.save()


def feeds_changed(since: datetime | None, until: datetime) -> Iterator[str]:
    """The addresses of the feeds that may have changed between these moments.

    Without the first, that of the site alone: nobody can wait yet for what is new in another.
    """
    articles = changed(since, until).order_by()
    if not articles.exists():
        return
    yield from _in_all_kinds("feed")
    if since is None:
        return
    keys = articles.values_list("category", flat=True).distinct()
    paths = {path for one in Category.objects.filter(pk__in=list(keys)) for path in one.paths()}
    for category in Category.objects.public().filter(path__in=paths):
        yield from _in_all_kinds("category_feed", category.full_path)
    tagged = ArticleTag.objects.filter(content_object__in=articles.values("pk")).order_by()
    tags = Tag.objects.public().filter(pk__in=tagged.values("tag"))
    for slug in tags.values_list("slug", flat=True):
        yield from _in_all_kinds("tag_feed", slug)


def _in_all_kinds(name: str, *args: str) -> Iterator[str]:
    return (reverse(f"summaries:{name}", args=[kind, *args]) for kind in KINDS)


def _post(url: str, data: bytes, content_type: str) -> None:
    request = Request(url, data, {"Content-Type": content_type})  # noqa: S310 - a check has seen it
    try:
        with urlopen(request, timeout=TIMEOUT):  # noqa: S310
            pass
    except HTTPError as error:
        said = _("%(url)s answers %(status)d %(reason)s.")
        told = {"url": url, "status": error.code, "reason": error.reason}
        raise AnnouncementError(said % told) from error
    except (OSError, HTTPException, ValueError) as error:
        why = str(getattr(error, "reason", error)).rstrip(".")
        said = _("%(url)s cannot be reached: %(why)s.")
        raise AnnouncementError(said % {"url": url, "why": why}) from error
