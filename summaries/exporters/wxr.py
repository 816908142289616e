"""WXR, the RSS of WordPress' own export, as its importer reads it.

See https://github.com/WordPress/wordpress-importer for what is read of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from xml.sax.saxutils import escape as escaped
from xml.sax.saxutils import quoteattr

from summaries import figures
from summaries.document import Document

SPACES = {
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": "http://wordpress.org/export/1.2/",
}
END = "</channel>\n</rss>\n"
# What XML 1.0 has no place for.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STATUSES = {"review": "pending", "archived": "private"}
_NEVER = "0000-00-00 00:00:00"


@dataclass(frozen=True, slots=True)
class Term:
    """A category, below the slug of its ``parent``, or a tag."""

    name: str
    slug: str
    description: str = ""
    parent: str = ""


def begin(title: str, *, description: str, address: str, language: str) -> str:
    """What stands above the terms and items; ``address`` is the site's own."""
    spaces = " ".join(f"xmlns:{name}={quoteattr(url)}" for name, url in SPACES.items())
    said = [
        *(("title", title), ("link", address), ("description", description)),
        *(("language", language), ("wp:wxr_version", "1.2")),
        *(("wp:base_site_url", address), ("wp:base_blog_url", address)),
    ]
    lines = [_element(name, value) for name, value in said]
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {spaces}>\n<channel>\n'
    return head + "".join(lines)


def category(number: int, term: Term) -> str:
    fields = [
        *(("wp:term_id", str(number)), ("wp:category_nicename", term.slug)),
        *(("wp:category_parent", term.parent), ("wp:cat_name", _html(term.name))),
        ("wp:category_description", _html(term.description)),
    ]
    return _group("wp:category", [_element(*field) for field in fields])


def tag(number: int, term: Term) -> str:
    fields = [
        *(
            ("wp:term_id", str(number)),
            ("wp:tag_slug", term.slug),
            ("wp:tag_name", _html(term.name)),
        ),
        ("wp:tag_description", _html(term.description)),
    ]
    return _group("wp:tag", [_element(*field) for field in fields])


def attachment(number: int, *, name: str, url: str, alt: str = "") -> str:
    """An image, which WordPress' importer fetches from its ``url``."""
    fields = [
        *(("title", name), ("link", url), ("guid", url)),
        *(("wp:post_id", str(number)), ("wp:post_date", _NEVER), ("wp:post_date_gmt", _NEVER)),
        *(("wp:post_name", name), ("wp:status", "inherit"), ("wp:post_type", "attachment")),
        ("wp:attachment_url", url),
    ]
    lines = [_element(*field) for field in fields]
    return _group("item", [*lines, *(_meta("_wp_attachment_image_alt", alt) if alt else ())])


def post(
    number: int,
    document: Document,
    *,
    address: str,
    categories: Iterable[Term],
    tags: Iterable[Term],
    images: Mapping[str, str],
) -> str:
    """The item of an article, with the URLs of images by their keys; parts have headings."""
    moment = document.published_at
    fields = [
        *(("title", _html(document.title)), ("link", address), ("guid", address)),
        *(("pubDate", format_datetime(moment)) if moment else ("pubDate", ""),),
        *(("dc:creator", document.byline or document.author), ("description", "")),
        *(
            ("content:encoded", _content(document, images)),
            ("excerpt:encoded", _html(document.lead)),
        ),
        *(("wp:post_id", str(number)), ("wp:post_date", _moment(moment))),
        *(("wp:post_date_gmt", _moment(moment)), ("wp:post_name", document.slug)),
        ("wp:comment_status", "open" if document.comments_allowed else "closed"),
        *(("wp:status", _status(document)), ("wp:post_type", "post")),
        *(("wp:post_password", ""), ("wp:is_sticky", "1" if document.is_featured else "0")),
    ]
    terms = [
        f"<category domain={quoteattr(kind)} nicename={quoteattr(term.slug)}>"
        f"{_cdata(_html(term.name))}</category>\n"
        for kind, found in (("category", categories), ("post_tag", tags))
        for term in found
    ]
    return _group("item", [*(_element(*field) for field in fields), *terms])


def _html(text: str) -> str:
    """The plain text as HTML, which WordPress takes titles, names and excerpts for."""
    return escape(text, quote=False)


def _status(document: Document) -> str:
    if document.status == "published":
        moment = document.published_at
        return "future" if moment and moment > datetime.now(UTC) else "publish"
    return _STATUSES.get(document.status, "draft")


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if moment else _NEVER


def _content(document: Document, images: Mapping[str, str]) -> str:
    def pieces() -> Iterator[str]:
        for part in document.parts:
            if part.title:
                yield f"<h2>{escape(part.title)}</h2>"
            yield figures.plain(part.body, images)

    return "\n".join(pieces())


def _group(name: str, lines: Iterable[str]) -> str:
    return f"<{name}>\n{''.join(lines)}</{name}>\n"


def _element(name: str, value: str) -> str:
    return f"<{name}>{_cdata(value)}</{name}>\n"


def _meta(key: str, value: str) -> Iterator[str]:
    yield _group("wp:postmeta", [_element("wp:meta_key", key), _element("wp:meta_value", value)])


def _cdata(value: str) -> str:
    """The text as WordPress writes it: its importer may read the file without an XML parser."""
    value = _FORBIDDEN.sub("", value)
    if value.isalnum() or not value:
        return escaped(value)
    return f"<![CDATA[{value.replace(']]>', ']]]]><![CDATA[>')}]]>"
