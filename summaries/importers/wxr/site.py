"""What the posts of an export refer to: authors, categories, tags, media, reusable blocks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import timezone as fixed
from typing import NamedTuple

from django.utils import timezone

from summaries import text as texts

from ..decoding import UnreadableFile
from ..files import File
from ..reading import Place
from . import addresses
from .stream import Element, entries

NAME_LENGTH = 120
TAG_LENGTH = 100
# A category that says nothing, in an export that was made in English or Chinese.
NO_CATEGORY = frozenset(("uncategorized", "未分类", "未分類"))
_DEEPEST = 20


class Term(NamedTuple):
    """A category or tag; ``parent`` is the slug of the one above, in version 1.0 its name."""

    name: str
    slug: str
    parent: str = ""
    number: str = ""
    description: str = ""


class Attachment(NamedTuple):
    """A file in the media library: ``url`` is the file's, ``address`` that of its page."""

    url: str
    address: str
    title: str
    alt: str
    caption: str


@dataclass(slots=True)
class Site:
    url: str = ""
    authors: dict[str, str] = field(default_factory=dict)
    categories: dict[str, Term] = field(default_factory=dict)
    tags: dict[str, Term] = field(default_factory=dict)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    attached: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    blocks: dict[str, str] = field(default_factory=dict)
    _media_hosts: set[str] = field(default_factory=set)
    _offsets: Counter[timedelta] = field(default_factory=Counter)

    @property
    def key(self) -> str:
        """What tells the site from others: its host, and its folder there."""
        return self.url.partition("//")[2].lower().removeprefix("www.")

    @property
    def hosts(self) -> set[str]:
        """The hosts of the site and of its media."""
        return {addresses.host(self.url), *self._media_hosts}

    @property
    def zone(self) -> tzinfo:
        """Where the site's clock is: as most of its posts show, else here."""
        common = self._offsets.most_common(1)
        return fixed(common[0][0]) if common else timezone.get_default_timezone()

    # -- the tree ----

    def path(self, slug: str) -> tuple[Term, ...]:
        """The categories from the root to the one with this slug."""
        found: list[Term] = []
        while (term := self._category(slug)) and term not in found and len(found) < _DEEPEST:
            found.insert(0, term)
            slug = term.parent
        return tuple(found)

    def _category(self, slug: str) -> Term | None:
        if not slug:
            return None
        by_name = (one for one in self.categories.values() if one.name == slug)
        return self.categories.get(slug) or next(by_name, None)

    def places(self, path: str) -> Iterator[Place]:
        """The categories, those above first, and the tags."""
        for terms in sorted(map(self.path, self.categories), key=len):
            slugs = tuple(one.slug for one in terms)
            yield Place(
                path,
                category=tuple(one.name for one in terms),
                slug=addresses.decoded(slugs[-1]),
                description=terms[-1].description,
                addresses=addresses.of_category(slugs, terms[-1].number, self.url),
            )
        for tag in self.tags.values():
            yield Place(
                path,
                tag=tag.name,
                slug=addresses.decoded(tag.slug),
                description=tag.description,
                addresses=addresses.of_tag(tag.slug, self.url),
            )

    # -- reading ----

    def take(self, entry: Element) -> None:
        match entry.name:
            case "link":
                self.url = self.url or entry.text.strip().rstrip("/")
            case "wp:base_blog_url":
                self.url = entry.text.strip().rstrip("/") or self.url
            case "wp:author":
                name = one_line(entry["wp:author_display_name"])
                self.authors[entry["wp:author_login"]] = name
            case "wp:category":
                names = ("cat_name", "category_nicename", "category_parent", "term_id")
                self._take_term("category", entry, *names, "category_description")
            case "wp:tag":
                names = ("tag_name", "tag_slug", "tag_parent", "term_id")
                self._take_term("post_tag", entry, *names, "tag_description")
            case "wp:term":
                names = ("term_name", "term_slug", "term_parent", "term_id")
                self._take_term(entry["wp:term_taxonomy"], entry, *names, "term_description")
            case "item":
                self._take_item(entry)

    def _take_term(self, taxonomy: str, entry: Element, name: str, *names: str) -> None:
        slug, parent, number, description = (entry[f"wp:{one}"] for one in names)
        title = one_line(entry[f"wp:{name}"])
        self._add(taxonomy, Term(title, slug, parent, number, one_line(description)))

    def _add(self, taxonomy: str, term: Term) -> None:
        if taxonomy == "category":
            terms, length = self.categories, NAME_LENGTH
        elif taxonomy in ("post_tag", "tag"):
            terms, length = self.tags, TAG_LENGTH
        else:
            return
        if term.slug and term.name:
            terms.setdefault(term.slug, term._replace(name=term.name[:length].strip()))

    def _take_item(self, item: Element) -> None:
        kind, number = item["wp:post_type"], item["wp:post_id"]
        if kind == "attachment":
            self._take_attachment(item, number)
            return
        if kind == "wp_block":
            self.blocks[number] = item["content:encoded"]
        if kind in ("post", "page"):
            self._take_offset(item)
        if kind == "post":
            for one in item.all("category"):
                slug = one.attributes.get("nicename", "")
                term = Term(one_line(one.text), slug)
                self._add(one.attributes.get("domain", ""), term)

    def _take_attachment(self, item: Element, number: str) -> None:
        self.attachments[number] = Attachment(
            item["wp:attachment_url"] or item["guid"],
            item["link"],
            one_line(item["title"]),
            one_line(meta(item).get("_wp_attachment_image_alt", "")),
            item["excerpt:encoded"],
        )
        self._media_hosts.add(addresses.host(self.attachments[number].url))
        parent = item["wp:post_parent"]
        if parent not in ("", "0"):
            self.attached[parent].append(number)

    def _take_offset(self, item: Element) -> None:
        local, universal = moment(item["wp:post_date"]), moment(item["wp:post_date_gmt"])
        if local and universal and abs(local - universal) < timedelta(hours=24):
            self._offsets[local - universal] += 1


def survey(file: File) -> Site:
    """What the whole file says of the site; raises ``UnreadableFile`` if it has no entry."""
    site = Site()
    has_items = False
    try:
        for entry in entries(file):
            site.take(entry)
            has_items |= entry.name == "item"
    except UnreadableFile:
        if not has_items:
            raise
    return site


def moment(written: str) -> datetime | None:
    """The time as WordPress writes it, as if it were in UTC; ``None`` for one that is none."""
    try:
        return datetime.fromisoformat(written).replace(tzinfo=UTC)
    except ValueError:
        return None


def meta(item: Element) -> dict[str, str]:
    """The first value of each field that plugins and WordPress itself store with a post."""
    found: dict[str, str] = {}
    for one in item.all("wp:postmeta"):
        found.setdefault(one["wp:meta_key"], one["wp:meta_value"])
    return found


def one_line(html: str) -> str:
    """The words of a name or title, which may have HTML in it."""
    return " ".join(texts.from_html(html).split())
