"""Feeds in Atom, RSS and JSON: of the library, a category, a tag, and any filtered list.

They are made by Django's syndication framework, so a subclass changes one by the methods that
Django names (``title()``, ``item_title()``, ``item_extra_kwargs()``), or narrows it by
``get_queryset()``. The items are articles.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from html import escape, unescape
from mimetypes import guess_type
from typing import Any
from urllib.parse import urljoin

from django.contrib.syndication.views import Feed
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
    HttpResponseGone,
    HttpResponsePermanentRedirect,
    QueryDict,
)
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.feedgenerator import Enclosure, rfc3339_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic import View

from . import figures, reading
from .conf import settings
from .exporters.blocks import legible
from .filters import ArticleFilter
from .metadata import absolute
from .models import INDEX_COLUMNS, Article, ArticleTag, Category, Image, Part, Redirect, Tag
from .pagecache import PublicPage

_LINK = re.compile(r'(<a\b[^>]*?\bhref=")([^"]*)')


# The formats


class LegibleFeed(feedgenerator.SyndicationFeed):
    """A feed without the characters that XML has no place for, whatever it is given."""

    def __init__(self, **values: Any):
        super().__init__(**_legible(values))

    def add_item(self, **values: Any) -> None:
        super().add_item(**_legible(values))


def _legible(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _legible_value(value) for name, value in values.items()}


def _legible_value(value: Any) -> Any:
    if isinstance(value, str | Promise):
        return legible(str(value))
    return [_legible_value(one) for one in value] if isinstance(value, list | tuple) else value


class AtomFeed(LegibleFeed, feedgenerator.Atom1Feed):
    """Atom, with the whole text beside the summary, and the language of each entry."""

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("link", "", {"rel": "hub", "href": self.feed["hub"]})

    def item_attributes(self, item):
        return {"xml:lang": item["language"]} if item["language"] else {}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


class RSSFeed(LegibleFeed, feedgenerator.Rss201rev2Feed):
    """RSS 2.0, with the whole text beside the description."""

    def rss_attributes(self):
        namespace = "http://purl.org/rss/1.0/modules/content/"
        return super().rss_attributes() | {"xmlns:content": namespace}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler, item):
        # RSS has room for one image; the others are in the text.
        super().add_item_elements(handler, item | {"enclosures": item["enclosures"][:1]})
        if item["updateddate"] and item["updateddate"] != item["pubdate"]:
            handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])


class JSONFeed(LegibleFeed):
    """JSON Feed 1.1; see https://www.jsonfeed.org/version/1.1/."""

    content_type = "application/feed+json"

    def write(self, outfile, encoding):
        feed = self.feed
        hub = feed["hub"]
        said = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed["title"],
            "home_page_url": feed["link"],
            "feed_url": feed["feed_url"],
            "description": feed["description"],
            "language": feed["language"],
            "authors": _authors(feed),
            "hubs": [{"type": "WebSub", "url": hub}] if hub else None,
        }
        items = [self._item(item) for item in self.items]
        outfile.write(json.dumps(_said(said) | {"items": items}, ensure_ascii=False))

    def _item(self, item: dict[str, Any]) -> dict[str, Any]:
        files = [{"url": one.url, "mime_type": one.mime_type} for one in item["enclosures"]]
        published, updated = item["pubdate"], item["updateddate"]
        said = {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "summary": item["excerpt"],
            "image": files[0]["url"] if files else None,
            "date_published": published and rfc3339_date(published),
            "date_modified": updated and rfc3339_date(updated),
            "authors": _authors(item),
            "tags": item["categories"],
            "language": item["language"],
            "attachments": files,
        }
        return _said(said) | {"content_html": item["content"] or item["description"] or ""}


def _authors(said: dict[str, Any]) -> list[dict[str, str]]:
    return [{"name": said["author_name"]}] if said["author_name"] else []


def _said(values: dict[str, Any]) -> dict[str, Any]:
    """What there is to say: JSON Feed leaves out what is empty."""
    return {name: value for name, value in values.items() if value}


# The feeds


class ArticleFeed(PublicPage, Feed, View):
    """The newest articles; the base of every other feed.

    ``kinds`` has the format for each ``kind`` in the address. A host may narrow
    ``get_queryset()`` and give a ``filterset_class`` with filters of its own.
    """

    kinds = {"atom": AtomFeed, "rss": RSSFeed, "json": JSONFeed}
    filterset_class = ArticleFilter
    category: Category | None = None
    tag: Tag | None = None
    item_guid_is_permalink = False

    def dispatch(self, request, *args, **kwargs):
        if self.kwargs["kind"] not in self.kinds:
            raise Http404(_("There is no such format."))
        response = super().dispatch(request, *args, **kwargs)
        if settings.WEBSUB_HUB and response.status_code in (200, 304):
            links = {"hub": settings.WEBSUB_HUB, "self": self.feed_url()}
            response["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items())
        return response

    def get_queryset(self):
        """The articles that the filter narrows; ``None`` for all that are published."""
        return None

    def make_filter(self, data: QueryDict | None = None):
        found = self.filterset_class(
            data or None, self.get_queryset(), category=self.category, tag=self.tag
        )
        # What answers a search in part is no news of what is searched for.
        found.partial = None
        return found

    def load(self) -> HttpResponseBase | None:
        self.filter = self.make_filter()
        self.read(self.filter.listing.keys(0, settings.FEED_SIZE))
        return None

    def read(self, keys: list[int]) -> None:
        """Read these articles, and what their entries say."""
        public = Article.objects.published().filter(pk__in=keys).defer(*INDEX_COLUMNS)
        found = {one.pk: one for one in public}
        self.articles = [found[key] for key in keys if key in found]
        self.tags, self.parts = defaultdict(list), defaultdict(list)
        tagged = ArticleTag.objects.filter(content_object__in=keys).order_by("pk")
        for key, name in tagged.values_list("content_object", "tag__name"):
            self.tags[key].append(name)
        parts = Part.objects.filter(article__in=keys)
        # Without the texts, only the images of the articles are of interest.
        parts = parts if settings.FEED_FULL_TEXT else parts.filter(has_images=True)
        for key, *part in parts.values_list("article", "title", "anchor", "body", "html_digest"):
            self.parts[key].append((part[0], reading.written(*part)))
        bodies = (body for texts in self.parts.values() for _title, body in texts)
        self.pictures = Image.objects.pictures(*bodies)
        said = [one.__dict__["_loaded"] for one in self.articles]
        self.subject = said, dict(self.tags), dict(self.parts), sorted(self.pictures)

    def show(self) -> HttpResponse:
        self.feed_type = self.kinds[self.kwargs["kind"]]
        feed = self.get_feed(None, self.request)
        return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)

    # What the feed says of itself

    def title(self):
        return settings.SITE_NAME

    def description(self):
        return str(settings.SITE_DESCRIPTION) or self.title()

    def subtitle(self):
        return str(settings.SITE_DESCRIPTION) or None

    def link(self):
        return self.absolute(reverse("summaries:home"))

    def feed_url(self):
        return self.absolute(self.request.path)

    def author_name(self):
        return settings.SITE_NAME

    def feed_extra_kwargs(self, obj):
        return {"hub": settings.WEBSUB_HUB}

    # What it says of each article

    def items(self):
        return self.articles

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return escape(item.excerpt, quote=False)

    def item_link(self, item):
        return self.absolute(item.get_absolute_url())

    def item_guid(self, item):
        return item.guid.urn

    def item_author_name(self, item):
        return item.byline or None

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return max(item.updated_at, item.published_at)

    def item_categories(self, item):
        (*_above, category) = self.overview.breadcrumbs(item.category_id)
        return list(dict.fromkeys([category.name, *self.tags[item.pk]]))

    def item_enclosures(self, item):
        """The article's images; how long their files are, is not known without opening them."""
        keys = dict.fromkeys(
            key for _title, body in self.parts[item.pk] for key in figures.keys(body)
        )
        pictures = [self.pictures[key] for key in keys if key in self.pictures]
        return [
            Enclosure(self.absolute(one.url), "0", guess_type(one.url.partition("?")[0])[0] or "")
            for one in pictures
        ]

    def item_extra_kwargs(self, item):
        content = self.item_content(item) if settings.FEED_FULL_TEXT else ""
        return {"content": content, "excerpt": item.excerpt, "language": item.language}

    def item_content(self, item) -> str:
        """The whole text as HTML, with whole addresses, and blanks as they are written."""
        pieces = [f"<p>{escape(item.lead)}</p>"] if item.lead else []
        urls = {key: self.absolute(one.url) for key, one in self.pictures.items()}
        address = self.item_link(item)
        for title, body in self.parts[item.pk]:
            pieces += [f"<h2>{escape(title)}</h2>"] if title else []
            pieces.append(_with_whole_links(figures.plain(body, urls), address))
        return "\n".join(pieces)

    def absolute(self, path: str) -> str:
        """The whole address of a path."""
        return absolute(self.request, path)

    def moved_from(self, kind: str, value: str) -> HttpResponseBase:
        """A permanent redirect to the feed of what stood there; 410 if it is gone, or else 404."""
        redirect = None if "\x00" in value else Redirect.objects.find(f"{kind}/{value}")
        target = redirect and redirect.public_target
        if isinstance(target, Category):
            return self.redirect("category_feed", target.full_path)
        if isinstance(target, Tag):
            return self.redirect("tag_feed", target.slug)
        if redirect and redirect.target is None:
            return HttpResponseGone()
        raise Http404

    def redirect(self, name: str, *args: str) -> HttpResponsePermanentRedirect:
        url = reverse(f"summaries:{name}", args=[self.kwargs["kind"], *args])
        return HttpResponsePermanentRedirect(url)


class CategoryFeed(ArticleFeed):
    """The newest articles of a category and of all below it."""

    def load(self):
        path = self.kwargs["path"]
        self.category = self.overview.by_path.get(path)
        if self.category is None:
            return self.moved_from("categories", path)
        super().load()
        return None if self.articles else self.moved_from("categories", path)

    def title(self):
        return f"{self.category.name} – {settings.SITE_NAME}"

    def description(self):
        return self.category.description or self.title()

    def subtitle(self):
        return self.category.description or None

    def link(self):
        return self.absolute(self.category.get_absolute_url())


class TagFeed(ArticleFeed):
    """The newest articles with a tag."""

    def load(self):
        slug = self.kwargs["slug"]
        self.tag = None if "\x00" in slug else Tag.objects.filter(slug=slug).first()
        if self.tag is None:
            return self.moved_from("tags", slug)
        super().load()
        return None if self.articles else self.moved_from("tags", slug)

    def title(self):
        return f"{_('Tagged “%(tag)s”') % {'tag': self.tag}} – {settings.SITE_NAME}"

    def description(self):
        return self.tag.description or self.title()

    def subtitle(self):
        return self.tag.description or None

    def link(self):
        return self.absolute(self.tag.get_absolute_url())


class SearchFeed(ArticleFeed):
    """The newest articles of a filtered list, which has the same query string.

    A value that makes no sense is not ignored as in a list: it would bring all articles.
    """

    def read_query(self, data):
        query = self.filterset_class.canonical(data)
        for name in ("page", "sort"):
            query.pop(name, None)
        return query

    def load(self):
        if not self.query:
            return self.redirect("feed")
        data = self.query.copy()
        data["sort"] = "newest"
        self.filter = self.make_filter(data)
        if faults := self.filter.faults:
            raise Http404(" ".join(faults))
        self.read(self.filter.listing.keys(0, settings.FEED_SIZE))
        return None

    def title(self):
        asked = ", ".join(f"{chip.label}: {chip.value}" for chip in self.filter.chips)
        return f"{asked} – {settings.SITE_NAME}"

    def subtitle(self):
        return None

    def description(self):
        return self.title()

    def link(self):
        return self.absolute(f"{reverse('summaries:search')}?{self.query.urlencode()}")

    def feed_url(self):
        return self.absolute(f"{self.request.path}?{self.query.urlencode()}")


def _with_whole_links(html: str, address: str) -> str:
    """The sanitised HTML with the addresses of its links in full."""

    def whole(match: re.Match[str]) -> str:
        try:
            return match[1] + escape(urljoin(address, unescape(match[2])))
        except ValueError:  # a host such as "[1"
            return match[0]

    return _LINK.sub(whole, html)
