"""The rules that read more of the library than one document; they look at many at a time.

Each yields the key of an article with its finding. Reported mistakes are rows of their own
and stand in no finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.urls import Resolver404, get_script_prefix, resolve

from summaries import text as texts
from summaries.document import Document, Part
from summaries.findings import Finding, Passage, passages
from summaries.models import Article, Category, Redirect, SourcePage, Tag, Twin
from summaries.words import spans

Documents = Mapping[Article, Document]
Found = Iterator[tuple[int, Finding]]

# By the names of the site's addresses: their argument, and how the library calls them.
_PAGES = {
    "article_detail": ("slug", "articles/"),
    "category_detail": ("path", "categories/"),
    "tag_detail": ("slug", "tags/"),
}
_LINK = re.compile(r'<a (?:[^<>]* )?href="(/[^"]*)"[^<>]*>(.*?)</a>', re.S)
_TITLE_LENGTH = 299  # characters of a title that the import keeps


def imported(documents: Documents) -> Found:
    """A title that the import guessed, and text that it would leave out, as far as they stand."""
    report = ("report__title", "report__guesses", "report__suggested_cuts")
    pages = SourcePage.objects.filter(article__in=documents).values_list("article", *report)
    by_key = {article.pk: document for article, document in documents.items()}
    for key, title, guesses, cuts in pages:
        document = by_key[key]
        reasons = [guess["reason"] for guess in guesses or () if guess["field"] == "title"]
        if reasons and document.title == texts.excerpt(title, _TITLE_LENGTH):
            yield key, Finding("title", "title", text=document.title, note=reasons[0])
        for cut in cuts or ():
            if anchor := _holder(document, cut["text"]):
                yield key, Finding("cut", "body", anchor, text=cut["text"], note=cut["reason"])


def _holder(document: Document, text: str) -> str:
    """The anchor of the part that has the text, however its lines are broken."""
    wanted = " ".join(text.split())
    bodies = (one for one in passages(document) if one.field == "body")
    return next((one.anchor for one in bodies if wanted in " ".join(one.text.split())), "")


def broken_links(documents: Documents) -> Found:
    """A link to ``/articles/gone/`` where no public article has or had this address."""
    links = {article.pk: list(_links(document)) for article, document in documents.items()}
    wanted = {link.address for some in links.values() for link in some}
    there = _public(wanted) if wanted else set()
    for key, some in links.items():
        yield from ((key, link.finding()) for link in some if link.address not in there)


def has_links(document: Document) -> bool:
    """Whether the document links to pages of the library."""
    return any(True for _link in _links(document))


class Link(NamedTuple):
    """A link in a part: its address, that of the page in the library, and where its words are."""

    part: Part
    href: str
    address: str
    words: range

    def finding(self) -> Finding:
        body = self.part.body
        stands = [n for n, span in enumerate(spans(body)) if span and span[0] in self.words]
        passage = Passage("body", texts.from_html(body), self.part.anchor, body)
        start, end = (stands[0], stands[-1] + 1) if stands else (0, 0)
        return passage.finding("link", start, end, note=self.href)


def _links(document: Document) -> Iterator[Link]:
    for part in document.parts:
        for match in _LINK.finditer(part.body) if 'href="/' in part.body else ():
            href = unescape(match[1])
            if address := address_of(href):
                yield Link(part, href, address, range(*match.span(2)))


def address_of(href: str) -> str:
    """What the library calls the page of this address, such as ``articles/a-slug``."""
    try:
        path = unquote(urlsplit(href).path)
        page = resolve(f"/{path.removeprefix(get_script_prefix())}")
    except (Resolver404, ValueError):
        return ""
    if page.app_names[-1:] != ["summaries"] or page.url_name not in _PAGES:
        return ""
    argument, prefix = _PAGES[page.url_name]
    return prefix + page.kwargs[argument].strip("/")


def _public(addresses: set[str]) -> set[str]:
    """Those of the addresses that lead to something public, by themselves or by a redirect."""
    there = set()
    for model, prefix, column in (
        (Article.objects.published(), "articles/", "slug"),
        (Category.objects.public(), "categories/", "full_path"),
        (Tag.objects.public(), "tags/", "slug"),
    ):
        names = [one.removeprefix(prefix) for one in addresses if one.startswith(prefix)]
        found = model.filter(**{f"{column}__in": names}).values_list(column, flat=True)
        there.update(prefix + name for name in found if names)
    old = Redirect.objects.filter(path__in=addresses - there)
    return there.union(one.path for one in old if Redirect.objects.target(one.path))


def duplicates(documents: Documents) -> Found:
    """A text nearly that of another article; the note is the primary key of the likest pair."""
    keys = {article.pk for article in documents}
    pairs = Twin.objects.open().of(keys).order_by("likeness", "-pk")
    likest = {
        key: pair
        for pair, *both in pairs.values_list("pk", "article", "other")
        for key in keys.intersection(both)
    }
    for key, pair in likest.items():
        yield key, Finding("duplicate", "parts", note=str(pair))


# A rule that asks a service has its place here.
RULES: tuple[Callable[[Documents], Found], ...] = (imported, broken_links, duplicates)
