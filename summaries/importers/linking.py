"""Links between the pages of an old site, led to the articles that they became.

While it is imported, an article's row of ``SourcePage`` notes which of its links lead to pages
of its old site. Where an old address leads somewhere by now, ``link()`` writes the new one into
the text; the others wait for the pages that a later import brings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _

from summaries import attention, redirects
from summaries.document import Document
from summaries.models import (
    Article,
    Checkup,
    Edit,
    Finding,
    Redirect,
    Rows,
    SourcePage,
    current_change,
    old_address,
    write,
    writing,
)

# Articles whose links are rewritten in one transaction, and addresses looked up in one query.
AT_ONCE, ASKED_AT_ONCE = 50, 200
# Links of one article that are noted.
MOST = 1_000
HOME = "/"

# What a link to a file ends with, which becomes no article and stays where it is.
_FILE = re.compile(
    r"\.(7z|avif|bmp|csv|docx?|epub|gif|gz|jpe?g|json|m4a|mov|mp[34]|od[pst]|og[gv]|pdf|png|pptx?|"
    r"rar|rtf|svg|tar|txt|wav|web[mp]|wm[av]|xlsx?|xml|zip)$",
    re.IGNORECASE,
)
_LINK = re.compile(r'(<a (?:[^<>]* )?href=")([^"]*)(?=")')


@dataclass(frozen=True, slots=True)
class Linked:
    """How many links of an article got new addresses, and those to which nothing answers."""

    article: Article
    rewritten: int = 0
    missing: tuple[str, ...] = ()

    def report(self) -> dict[str, Any]:
        """JSON-ready; see docs/reference/import-report.md."""
        said = {"article": self.article.slug, "rewritten_links": self.rewritten}
        return {**said, "missing_links": list(self.missing)}


def links_in(bodies: Iterable[str], *, site: str, addresses: Iterable[str]) -> dict[str, str]:
    """The links in the HTML that lead to pages of the old site, each with its old address.

    Those to files are none of them. ``addresses`` are the page's own there: relative links
    begin at the first one.
    """
    own = [one for one in addresses if one.startswith("/") or "://" in one]
    if not (site or own):
        return {}
    found = {}
    base = urljoin(site, own[0]) if own else site
    home = _split(site or base)
    for body in bodies:
        for match in _LINK.finditer(body) if 'href="' in body else ():
            href = unescape(match[2])
            url = _split(href, base) if not href.startswith("#") else None
            if url and home and _is_of(home, url, whole=not site) and not _FILE.search(url.path):
                found[href] = old_address(url.geturl()) or ("" if url.query else HOME)
    return dict([one for one in found.items() if one[1]][:MOST])


def _split(url: str, base: str = "") -> SplitResult | None:
    try:
        return urlsplit(urljoin(base, url))
    except ValueError:
        return None


def _is_of(site: SplitResult, url: SplitResult, *, whole: bool) -> bool:
    """Whether the URL is one of the site, or of the ``whole`` host."""
    if url.scheme not in ("", "http", "https"):
        return False
    if url.netloc and _host(url) != _host(site):
        return False
    folder = "" if whole else site.path.rstrip("/")
    return f"{url.path}/".startswith(f"{folder}/")


def _host(url: SplitResult) -> str:
    return url.netloc.lower().removeprefix("www.")


def link(*, by: AbstractBaseUser | None = None) -> Iterator[Linked]:
    """Rewrite the links that wait to the new addresses, an edit an article; what became of each.

    A batch of articles is one transaction; interrupted, the next call goes on. A link to
    something that is not public stays as it is in a text that is.
    """
    waiting = SourcePage.objects.filter(links__isnull=False).select_related("article")
    waiting, last = waiting.only("links", "article__slug").order_by("pk"), 0
    while pages := list(waiting.filter(pk__gt=last)[:AT_ONCE]):
        last = pages[-1].pk
        targets = _targets({one for page in pages for one in page.links.values()})
        answered = []
        for page in pages:
            if page.article is None or not targets.keys().isdisjoint(page.links.values()):
                answered.append(page.pk)
            else:
                yield Linked(page.article, missing=tuple(page.links))
        if answered:
            yield from _rewrite(answered, targets, by)


@dataclass(frozen=True, slots=True)
class _Target:
    """Where an old address leads now."""

    url: str
    is_public: bool


# By old addresses; ``None`` for what is an address of the library itself.
_Targets = Mapping[str, _Target | None]


def _targets(addresses: set[str]) -> _Targets:
    """What answers for the addresses; the others are missing."""
    found: dict[str, _Target | None] = {}
    some = sorted(addresses)
    for start in range(0, len(some), ASKED_AT_ONCE):
        asked = {one: _above(one) for one in some[start : start + ASKED_AT_ONCE]}
        rows = Redirect.objects.filter(path__in={one for above in asked.values() for one in above})
        rows = {one.path: one for one in rows.select_related("article", "category", "tag")}
        for one, above in asked.items():
            redirect = rows.get(one)
            if redirect is None and not rows.keys().isdisjoint(above):
                redirect = Redirect.objects.find(one)
            if target := redirect and redirect.target:
                found[one] = _Target(target.get_absolute_url(), target.is_public)
            elif one == HOME:
                found[one] = _Target(reverse("summaries:home"), is_public=True)
            elif redirects.inside(one) or redirects.inside(f"{one}/"):
                found[one] = None
    return found


def _above(address: str) -> list[str]:
    """The addresses whose redirects may answer for this one."""
    steps = address.partition("?")[0].split("/")
    return [address, *("/".join(steps[:end]) for end in range(2, len(steps) + 1))]


def _rewrite(keys: list[int], targets: _Targets, by: AbstractBaseUser | None) -> list[Linked]:
    """Rewrite the links of the articles of these pages, by their keys; what became of them."""
    linked, edits = [], []
    with writing():
        pages = list(SourcePage.objects.filter(pk__in=keys).defer("original", "report"))
        found = Article.objects.filter(pk__in=[page.article_id for page in pages]).not_in_bin()
        current_change().touch(found)
        found = found.select_related("category").prefetch_related("author")
        articles = {one.pk: one for one in found}
        rows = Rows(articles.values())
        rows.know_trails(one.category for one in articles.values())
        for page in pages:
            if article := articles.get(page.article_id):
                document = rows.document(article, rows.parts[article.pk], rows.tags(article))
                one, new = _linked(article, document, page, targets)
                linked.append(one)
                if new != document:
                    note = _("Links lead to the new addresses")
                    edits.append(Edit(article, document=new, note=note))
            elif page.article_id is None:
                page.links = None
        checked = _checked(edits)
        _write(edits, pages, by)
    unsound = Finding.objects.filter(article__in=checked, field__in=("title", "lead", "body"))
    attention.refresh(checked, sound=checked.difference(unsound.values_list("article", flat=True)))
    return linked


def _linked(
    article: Article, document: Document, page: SourcePage, targets: _Targets
) -> tuple[Linked, Document]:
    """What becomes of the article's links, and its new document; the page keeps what is missing."""
    urls, missing = {}, {}
    for href, address in (page.links or {}).items():
        target = targets.get(address)
        if target and (target.is_public or not article.is_public):
            fragment = urlsplit(href).fragment
            urls[href] = f"{target.url}#{fragment}" if fragment else target.url
        elif target or address not in targets:
            missing[href] = address

    def new(match: re.Match[str]) -> str:
        url = urls.get(unescape(match[2]))
        return match[1] + (escape(url) if url else match[2])

    page.links = missing or None
    parts = tuple(replace(part, body=_LINK.sub(new, part.body)) for part in document.parts)
    return Linked(article, len(urls), tuple(missing)), replace(document, parts=parts)


def _checked(edits: list[Edit]) -> set[int]:
    """The keys of those articles whose findings are known."""
    checked = Checkup.objects.filter(article__in=[edit.article.pk for edit in edits])
    return set(checked.values_list("article", flat=True))


def _write(edits: list[Edit], pages: list[SourcePage], by: AbstractBaseUser | None) -> None:
    """Write the articles and the pages; what an editor has edited before still counts as that."""
    versions = {edit.article.pk: edit.article.version for edit in edits}
    write(edits, by=by, is_allowed=True)
    new = {edit.article.pk: edit.article.version for edit in edits}
    for page in pages:
        if page.revision == versions.get(page.article_id):
            page.revision = new[page.article_id]
    SourcePage.objects.bulk_update(pages, ["links", "revision"])
