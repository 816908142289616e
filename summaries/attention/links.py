"""The rules for links: to pages of the library, to what stands in them, and to other sites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.db.models import Model

from summaries import figures, redirects
from summaries import text as texts
from summaries.document import Document, Part
from summaries.findings import MOVED, Finding, Passage
from summaries.models import Article, Image, LinkCheck, Redirect, old_address
from summaries.models import Part as StoredPart
from summaries.models.links import digest_of
from summaries.words import spans

Documents = Mapping[Article, Document]
Found = Iterator[tuple[int, Finding]]

_LINK = re.compile(r'<a (?:[^<>]* )?href="([^"]*)"[^<>]*>(.*?)</a>', re.S)
_PART = re.compile(r"part-\d+")


class Link(NamedTuple):
    """A link in a part: where it leads, and where its words are."""

    part: Part
    href: str
    words: range

    @property
    def address(self) -> str:
        """What the library calls the page, such as ``articles/a-slug``; else an old address."""
        if not self.href.startswith("/"):
            return ""
        return redirects.inside(self.href) or old_address(self.href)

    @property
    def anchor(self) -> str:
        """The part that is meant within the page, ``part-3``."""
        anchor = unquote(urlsplit(self.href).fragment)
        return anchor if _PART.fullmatch(anchor) else ""

    def finding(self, kind: str, note: str = "") -> Finding:
        body = self.part.body
        stands = [n for n, span in enumerate(spans(body)) if span and span[0] in self.words]
        passage = Passage("body", texts.from_html(body), self.part.anchor, body)
        start, end = (stands[0], stands[-1] + 1) if stands else (0, 0)
        return passage.finding(kind, start, end, note=note or self.href)


def links(document: Document) -> Iterator[Link]:
    for part in document.parts:
        for match in _LINK.finditer(part.body) if 'href="' in part.body else ():
            yield Link(part, unescape(match[1]), range(*match.span(2)))


def has_links(document: Document) -> bool:
    """Whether the document links to pages of the library."""
    return any(link.address for link in links(document))


def outside(html: str) -> set[str]:
    """The addresses on other sites that a text links to, as these are asked for them."""
    return {url for match in _LINK.finditer(html) if (url := _outside(unescape(match[1])))}


def _outside(href: str) -> str:
    return href.partition("#")[0] if href.lower().startswith(("http://", "https://")) else ""


def broken(documents: Documents) -> Found:
    """A link to ``/articles/gone/`` where nothing public is, or to ``#part-9`` of eight parts.

    One to an old address, from which a redirect leads on, can be replaced by the new one.
    """
    found = [(article.pk, link) for article, one in documents.items() for link in links(one)]
    pages = {link.address for _key, link in found if link.address}
    there = redirects.public(pages) if pages else set()
    old = Redirect.objects.filter(path__in=pages - there).for_answers() if pages - there else ()
    targets = {one.path: one.public_target for one in old}
    own = {article.pk: {part.anchor for part in one.parts} for article, one in documents.items()}
    anchors = _anchors(link for _key, link in found if link.anchor and link.address)
    told = set()
    for key, link in found:
        page, new = link.address, targets.get(link.address)
        if page and page not in there:
            place = (key, link.part.anchor, link.href)
            if new and place not in told:
                told.add(place)
                yield key, _moved(link, new)
            elif not new and (page in targets or not page.startswith("/")):
                yield key, link.finding("link")
        elif link.anchor and link.anchor not in (anchors.get(page, ()) if page else own[key]):
            yield key, link.finding("link")


def _moved(link: Link, new: Model) -> Finding:
    """The link's finding, with the address that it should have."""
    fragment = urlsplit(link.href).fragment
    suggestion = new.get_absolute_url() + (f"#{fragment}" if fragment else "")
    return replace(link.finding(MOVED), suggestion=suggestion)


def _anchors(wanted: Iterable[Link]) -> dict[str, set[str]]:
    """By the library's addresses of articles, the anchors of their parts. One query, if any."""
    slugs = {link.address.removeprefix("articles/") for link in wanted}
    if not slugs:
        return {}
    found: dict[str, set[str]] = {}
    rows = StoredPart.objects.filter(article__slug__in=slugs)
    for slug, anchor in rows.values_list("article__slug", "anchor"):
        found.setdefault(f"articles/{slug}", set()).add(anchor)
    return found


def missing_images(documents: Documents) -> Found:
    """An image in the text, ``image:…``, that is not among the library's images."""
    keys = {
        (article.pk, part.anchor): figures.keys(part.body)
        for article, document in documents.items()
        for part in document.parts
    }
    wanted = {key for some in keys.values() for key in some}
    there = set(Image.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else ()
    for (article, anchor), some in keys.items():
        for key in dict.fromkeys(some):
            if key not in there:
                yield article, Finding("image", "body", anchor, note=f"image:{key}")


def dead(documents: Documents) -> Found:
    """A link to another site that ``check_links --external`` has found dead."""
    found = [
        (article.pk, link, url)
        for article, document in documents.items()
        for link in links(document)
        if (url := _outside(link.href))
    ]
    digests = {digest_of(url) for _key, _link, url in found}
    rows = LinkCheck.objects.dead().filter(digest__in=digests) if digests else ()
    answers = {one.url: one.answer for one in rows}
    for key, link, url in found:
        if url in answers:
            yield key, link.finding("dead-link", f"{url} ({answers[url]})")
