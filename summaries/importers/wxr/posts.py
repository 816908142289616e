"""A post as a document, with what is to be said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from summaries import figures
from summaries import text as texts
from summaries.document import Document, Part, Source, is_representable

from ..files import File
from ..reading import Reading
from . import addresses, content
from .images import Images
from .site import NO_CATEGORY, TAG_LENGTH, Site, Term, meta, moment, one_line
from .stream import Element
from .summary import Summary, comments, counted

_TITLE_LENGTH = 300
_BYLINE_LENGTH = 200
_FEW_WORDS = 80
_STATUSES = {
    "publish": "published",
    "future": "published",
    "draft": "draft",
    "pending": "review",
    "private": "draft",
}
# These are no posts of anybody.
_NO_POST = ("trash", "auto-draft", "inherit")
# Ways to sort that say nothing of a text.
_TECHNICAL = frozenset(("nav_menu", "post_format", "wp_theme", "language", "post_translations"))
_DESCRIPTIONS = ("_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description")
_MAIN_CATEGORIES = ("_yoast_wpseo_primary_category", "rank_math_primary_category")
_NAMED = 3  # of the missing images


@dataclass(slots=True)
class Posts:
    """Reads the posts of a site; ``summary`` is of all that it was given."""

    site: Site
    file: File
    summary: Summary = field(default_factory=Summary)

    def read(self, item: Element) -> Reading | None:
        """The reading of an entry; ``None`` for one that becomes no article."""
        if not self._is_taken(item):
            return None
        path, key = f"{self.file.name}:{item.line}", self._key(item)
        if not item.is_whole:
            return Reading(path, key, error=_("The post is too large."))
        return _Post(self.site, self.file, item, self.summary).reading(path, key)

    def _is_taken(self, item: Element) -> bool:
        kind, status = item["wp:post_type"] or "post", item["wp:status"]
        kinds = ("post", "page") if self.file.options.pages else ("post",)
        if kind not in kinds:
            self.summary.kinds[kind] += 1
            return False
        if status in _NO_POST:
            self.summary.statuses[status] += 1
            return False
        return True

    def _key(self, item: Element) -> str:
        number = item["wp:post_id"] or item["guid"] or item["link"] or str(item.line)
        return f"wxr/{self.site.key or self.file.key}/{number}"[:500]


@dataclass(slots=True)
class _Post:
    site: Site
    file: File
    item: Element
    summary: Summary
    notes: list[str] = field(default_factory=list)

    def reading(self, path: str, key: str) -> Reading:
        item = self.item
        fields = meta(item)
        base = item["link"] or f"{self.site.url}/"
        images = Images(self.site, self.file.media, base)
        number = item["wp:post_id"]
        attached = self.site.attached.get(number, [])
        text = content.read(item["content:encoded"], images, attached)
        bodies = self._with_featured(text.bodies, images, fields.get("_thumbnail_id", ""))
        category, tags = self._terms(fields)
        document = Document(
            title=self._title(bodies),
            parts=tuple(Part(body=body) for body in bodies),
            slug=self._slug(),
            category=category,
            tags=tags,
            lead=one_line(item["excerpt:encoded"]),
            status=self._status(bodies),
            published_at=self._published(),
            byline=self._byline(),
            source=Source(key=key),
            is_featured=item["wp:is_sticky"] == "1",
            comments_allowed=item["wp:comment_status"] != "closed",
        )
        self._note_text(text, images)
        self._note_comments()
        self.summary.descriptions += any(map(fields.get, _DESCRIPTIONS))
        self.summary.files += images.files
        former = [
            one["wp:meta_value"]
            for one in item.all("wp:postmeta")
            if one["wp:meta_key"] == "_wp_old_slug"
        ]
        return Reading(
            path,
            key,
            document,
            addresses=addresses.of_post(
                item, self.site.url, self._of_attachments(attached), former
            ),
            images=tuple(images.found.values()),
            site=self.site.url,
            notes=tuple(self.notes),
            lacks_images=bool(images.missing),
        )

    # -- fields ----

    def _title(self, bodies: list[str]) -> str:
        title = one_line(self.item["title"])
        if not title:
            words = " ".join(texts.from_html(body) for body in bodies)
            number = self.item["wp:post_id"]
            title = texts.excerpt(words, _FEW_WORDS) or _("Post %(number)s") % {"number": number}
            self.notes.append(_("The post has no title; its first words are the title."))
        elif len(title) > _TITLE_LENGTH:
            self.notes.append(_("The title is too long and was cut: “%s”.") % title)
        return texts.excerpt(title, _TITLE_LENGTH - 1)

    def _slug(self) -> str:
        slug = addresses.decoded(self.item["wp:post_name"])
        return texts.slugify(slug, fallback="") if slug else ""

    def _byline(self) -> str:
        login = one_line(self.item["dc:creator"])
        return (self.site.authors.get(login) or login)[:_BYLINE_LENGTH]

    def _status(self, bodies: list[str]) -> str:
        status = self.item["wp:status"]
        if self.item["wp:post_password"]:
            self.notes.append(_("The post was protected by a password; it comes as a draft."))
            return "draft"
        if status == "private":
            self.notes.append(_("The post was private; it comes as a draft."))
        elif status not in _STATUSES:
            said = _("The post had the status “%s”; it comes as a draft.")
            self.notes.append(said % status)
        elif status in ("publish", "future") and not any(map(_says_something, bodies)):
            self.notes.append(_("The post has no text; it comes as a draft."))
            return "draft"
        return _STATUSES.get(status, "draft")

    def _published(self) -> datetime | None:
        """The time in UTC; else that of the site's clock, which a draft has by chance."""
        published = moment(self.item["wp:post_date_gmt"])
        local = moment(self.item["wp:post_date"])
        if not published and local and self.item["wp:status"] not in ("draft", "pending"):
            published = local.replace(tzinfo=self.site.zone)
        return published if published and is_representable(published) else None

    # -- categories and tags ----

    def _terms(self, fields: dict[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names of the category from the root, and the tags: the other categories, too."""
        paths: dict[str, tuple[Term, ...]] = {}
        tags: list[str] = []
        others: Counter[str] = Counter()
        for one in self._sorted_into():
            domain, name = one.attributes.get("domain", "category"), one_line(one.text)
            slug = one.attributes.get("nicename", "")
            if domain == "category" and name:
                paths[name] = self.site.path(slug) or self.site.path(name) or (Term(name, slug),)
            elif domain in ("post_tag", "tag") and name:
                tags.append(name)
            elif domain not in _TECHNICAL:
                others[domain] += 1
        self.summary.taxonomies.update(others.keys())
        known = {name: path for name, path in paths.items() if name.lower() not in NO_CATEGORY}
        main = self._main_category(list((known or paths).values()), fields)
        names = [term.name for term in main]
        rest = [name for name in known if name not in names]
        self.summary.several_categories += bool(rest)
        distinct = {
            texts.caseless(tag): tag[:TAG_LENGTH].strip() for tag in reversed([*tags, *rest])
        }
        return tuple(names), tuple(reversed(distinct.values()))

    def _sorted_into(self) -> list[Element]:
        """The terms of the post; version 1.0 also writes each without saying what it is."""
        terms = self.item.all("category")
        told = [one for one in terms if one.attributes.get("nicename")]
        return told or terms

    def _main_category(
        self, paths: list[tuple[Term, ...]], fields: dict[str, str]
    ) -> tuple[Term, ...]:
        """The one that an author chose by a plugin, else the deepest, else the first."""
        chosen = {fields[name] for name in _MAIN_CATEGORIES if fields.get(name)}
        for path in paths:
            if path[-1].number in chosen:
                return path
        return max(paths, key=len, default=())

    # -- images ----

    def _with_featured(self, bodies: list[str], images: Images, number: str) -> list[str]:
        """The texts, and above them the image that the post is shown with, if they have not."""
        attachment = self.site.attachments.get(number)
        if attachment is None:
            return bodies
        key = images.key(attachment.url, alt=attachment.alt)
        if not key or any(key in figures.keys(body) for body in bodies):
            return bodies
        return [figures.figure(key, attachment.alt) + bodies[0], *bodies[1:]]

    def _of_attachments(self, attached: list[str]) -> Iterator[str]:
        for number in attached:
            yield self.site.attachments[number].address
            yield f"{self.site.url}/?attachment_id={number}"

    # -- notes ----

    def _note_text(self, text: content.Content, images: Images) -> None:
        if text.shortcodes:
            said = _("Shortcodes were left out, what stood between them was not: %s.")
            self.notes.append(said % counted(text.shortcodes))
        if blocks := +text.blocks:
            self.notes.append(_("Blocks without a text were left out: %s.") % counted(blocks))
        if images.players:
            said = ngettext(
                "%(count)s video or other player became a link.",
                "%(count)s videos or other players became links.",
                images.players,
            )
            self.notes.append(said % {"count": images.players})
        if images.elsewhere:
            said = ngettext(
                "%(count)s image of another site became a link.",
                "%(count)s images of other sites became links.",
                images.elsewhere,
            )
            self.notes.append(said % {"count": images.elsewhere})
        self._note_missing(list(dict.fromkeys(images.missing)))
        self.notes += text.dropped

    def _note_missing(self, missing: list[str]) -> None:
        if missing:
            said = ngettext(
                "%(count)s image was not found: %(names)s.",
                "%(count)s images were not found: %(names)s.",
                len(missing),
            )
            more = ["…"] if len(missing) > _NAMED else []
            names = _(", ").join([*missing[:_NAMED], *more])
            self.notes.append(said % {"count": len(missing), "names": names})

    def _note_comments(self) -> None:
        kinds = [
            one["wp:comment_type"]
            for one in self.item.all("wp:comment")
            if one["wp:comment_approved"] == "1"
        ]
        pingbacks = sum(kind in ("pingback", "trackback") for kind in kinds)
        count = len(kinds) - pingbacks
        self.summary.comments += count
        self.summary.pingbacks += pingbacks
        if kinds:
            self.notes.append(_("Left out: %s.") % comments(count, pingbacks))


def _says_something(body: str) -> bool:
    return bool(figures.keys(body) or texts.word_count(texts.from_html(body)))
