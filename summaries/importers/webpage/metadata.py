"""What a page says of itself: in JSON-LD, OpenGraph, other ``<meta>``, and its breadcrumbs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from summaries import text as texts

from ..plaintext.credits import read_date
from ..plaintext.titles import letters
from ..plaintext.vocabulary.sites import HOME

Node = Mapping[str, Any]

_MOST_NAMES, _LONGEST_NAME, _DEEPEST = 50, 100, 5
_LONGEST_ADDRESS = 1000


@dataclass(frozen=True, slots=True)
class About:
    """What a page says of itself; what it does not say is ``""``.

    ``address`` is its own on the old site, ``base`` what its relative links are read from.
    """

    title: str = ""
    byline: str = ""
    published: str = ""
    source: str = ""
    address: str = ""
    base: str = ""
    language: str = ""
    trail: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def metadata(tree: HtmlElement, html: str) -> About:
    """What the page says; JSON-LD wins over OpenGraph, and that over other elements."""
    nodes = list(_json_ld(tree))
    article = next((one for one in nodes if _kinds(one) & _ARTICLES), {})
    meta = _meta(tree)
    title = _title(tree, article, meta, nodes)
    address = _address(tree, article, meta, html)
    published = (_said(article.get("datePublished")), *(meta.get(one, "") for one in _DATES))
    written = next(filter(None, published), "") or _time(tree)
    return About(
        title=title,
        byline=_byline(tree, article, meta),
        published=_iso(written),
        address=address,
        base=_attribute(tree, "//base/@href") or address,
        language=_language(tree, article),
        trail=_trail(tree, nodes, meta, title, address),
        tags=_tags(tree, article, meta),
    )


# -- where it is said ------------------------------------------------------------------------


def _json_ld(tree: HtmlElement) -> Iterator[Node]:
    """The nodes of the page's JSON-LD, those of a graph each for itself."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            found = json.loads(script.text_content().strip().strip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for one in found if isinstance(found, list) else [found]:
            if isinstance(one, dict):
                graph = one.get("@graph")
                yield from (node for node in _listed(graph) if isinstance(node, dict))
                yield one


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _kinds(node: Node) -> set[str]:
    return {one.rpartition("/")[2] for one in _listed(node.get("@type")) if isinstance(one, str)}


def _said(value: Any) -> str:
    """The one text that the value is, or is named by."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id") or ""
    return _line(value) if isinstance(value, str) else ""


def _line(text: str) -> str:
    return " ".join(texts.normalise(texts.from_html(text) if "<" in text else text).split())


def _meta(tree: HtmlElement) -> dict[str, str]:
    """The first content of each name."""
    found: dict[str, str] = {}
    for one in tree.iter("meta"):
        name = one.get("property") or one.get("name") or one.get("itemprop") or ""
        if content := _line(one.get("content") or ""):
            found.setdefault(name.lower(), content)
    return found


def _attribute(tree: HtmlElement, path: str) -> str:
    return next((str(one).strip() for one in tree.xpath(path)), "")


# -- what is said ----------------------------------------------------------------------------


def _title(tree: HtmlElement, article: Node, meta: Mapping[str, str], nodes: list[Node]) -> str:
    """The title without the name of the site: one that a heading repeats, if there is any."""
    named = (
        _said(article.get("headline")),
        meta.get("og:title", ""),
        meta.get("twitter:title", ""),
    )
    in_head = _line(_attribute(tree, "//head/title/text()|//title/text()"))
    headings = [_line(one.text_content()) for one in tree.iter("h1")]
    headings = [one for one in headings if one]
    for title in filter(None, [*named, in_head]):
        for heading in headings:
            if letters(heading) and letters(title).startswith(letters(heading)):
                return heading
    title = next(filter(None, [*named, in_head]), "") or next(iter(headings), "")
    sites = [meta.get("og:site_name", ""), meta.get("application-name", "")]
    sites += [_said(one.get("name")) for one in nodes if _kinds(one) & _SITES]
    sites.append(_said(article.get("publisher")))
    return _without_site(title, [site for site in sites if site])


def _without_site(title: str, sites: Iterable[str]) -> str:
    for site in sites:
        pieces = _BETWEEN.split(title)
        kept = [one for one in pieces if letters(one) != letters(site)]
        if 0 < len(kept) < len(pieces):
            first, last = title.find(kept[0]), title.rfind(kept[-1])
            return title[first : last + len(kept[-1])].strip()
    return title


def _address(tree: HtmlElement, article: Node, meta: Mapping[str, str], html: str) -> str:
    """Its own address: the canonical one, or where a browser saved it from."""
    saved = _SAVED.search(html[:_HEAD])
    main = article.get("mainEntityOfPage")
    places = (
        _attribute(tree, "//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href"),
        meta.get("og:url", ""),
        main.get("@id", "") if isinstance(main, dict) else main,
        saved["address"] if saved else "",
        article.get("url"),
    )
    base = saved["address"] if saved else ""
    for place in places:
        address = _joined(base, place) if isinstance(place, str) and place else ""
        parsed = urlsplit(address)
        if parsed.scheme in ("http", "https") and parsed.netloc and len(address) < _LONGEST_ADDRESS:
            return address.partition("#")[0]
    return ""


def _joined(base: str, address: str) -> str:
    try:
        address = urljoin(base, address.strip())
        urlsplit(address)
    except ValueError:
        return ""
    return address


def _byline(tree: HtmlElement, article: Node, meta: Mapping[str, str]) -> str:
    names = [_said(one) for one in _listed(article.get("author"))]
    names = names or [meta.get(one, "") for one in _AUTHORS]
    if not any(names):
        marked = tree.xpath("//a[@rel='author']|//*[@itemprop='author']|//*[@class='p-author']")
        names = [_line(one.text_content()) for one in marked[:1]]
    names = [_BY.sub("", name) for name in names]
    kept = [name for name in names if name and len(name) <= _LONGEST_NAME and "://" not in name]
    kept = list(dict.fromkeys(kept))
    return ("、" if any(map(texts.is_cjk, kept)) else ", ").join(kept[:5])


def _time(tree: HtmlElement) -> str:
    """The time of the article in its own elements."""
    for path in _TIMES:
        if written := _attribute(tree, path):
            return written
    return ""


def _iso(written: str) -> str:
    """The date in ISO 8601, as far as it is one."""
    written = written.strip()
    if _ISO.match(written):
        return re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", written.replace("Z", "+00:00"))
    return read_date(written)


def _language(tree: HtmlElement, article: Node) -> str:
    said = _said(article.get("inLanguage")) or _attribute(tree, "//html/@lang|//html/@xml:lang")
    code = said.replace("_", "-").strip()
    return code.partition("-")[0].lower() if _CODE.fullmatch(code) else ""


def _tags(tree: HtmlElement, article: Node, meta: Mapping[str, str]) -> tuple[str, ...]:
    """The tags that the page links to, or names as its own; not the words for search engines."""
    names = [
        _line(one.text_content()).lstrip("#") for one in tree.xpath("//a[contains(@rel, 'tag')]")
    ]
    if not names:
        names = [one.get("content") or "" for one in tree.xpath("//meta[@property='article:tag']")]
    if not names:
        for one in _listed(article.get("keywords")):
            names += _COMMA.split(one) if isinstance(one, str) else []
    lines = (_line(name) for name in names)
    kept = [name for name in lines if name and len(name) <= _LONGEST_NAME]
    return tuple({texts.caseless(name): name for name in reversed(kept)}.values())[::-1][
        :_MOST_NAMES
    ]


def _trail(
    tree: HtmlElement, nodes: list[Node], meta: Mapping[str, str], title: str, address: str
) -> tuple[str, ...]:
    """The categories from the outermost in, by the breadcrumbs, or by the section."""
    for names in (_listed_trail(nodes, address), _marked_trail(tree)):
        kept = [name for name in names if name and not _is_home(name)]
        if names and kept and kept[0] == names[0] and len(names) > 1:
            kept = _without_home(kept, meta, address)
        while kept and letters(title) and letters(title).startswith(letters(kept[-1])):
            kept.pop()
        if kept:
            return tuple(name[:_LONGEST_NAME] for name in kept[:_DEEPEST])
    section = meta.get("article:section", "")
    return (section[:_LONGEST_NAME],) if section else ()


def _is_home(name: str) -> bool:
    """Whether the name leads to the first page, or is an arrow to another one."""
    return HOME.finds(name) or name.lower() in _HOME or name.startswith(_ARROWS)


def _without_home(names: list[str], meta: Mapping[str, str], address: str) -> list[str]:
    """The names without that of the site, with which breadcrumbs begin."""
    sites = {letters(meta.get("og:site_name", "")), letters(urlsplit(address).netloc)}
    return names[1:] if letters(names[0]) in sites - {""} else names


def _listed_trail(nodes: list[Node], address: str) -> list[str]:
    """The names in the list of JSON-LD, without that of the page itself."""
    for node in nodes:
        crumbs = node.get("breadcrumb") if "BreadcrumbList" not in _kinds(node) else node
        items = crumbs.get("itemListElement") if isinstance(crumbs, dict) else None
        found = [one for one in _listed(items) if isinstance(one, dict)]
        names = [_said(one.get("name")) or _said(one.get("item")) for one in found]
        if len(names) > 1:
            last = found[-1].get("item")
            last = last.get("@id") if isinstance(last, dict) else last
            is_own = isinstance(last, str) and last.rstrip("/") == address.rstrip("/")
            return names[:-1] if is_own else names
    return []


def _marked_trail(tree: HtmlElement) -> list[str]:
    for crumbs in tree.xpath(_BREADCRUMBS):
        links = [_line(one.text_content()) for one in crumbs.iter("a")]
        if links:
            return links
    return []


_HEAD = 4096
_ARTICLES = {
    *("Article", "NewsArticle", "BlogPosting", "TechArticle", "Report", "ScholarlyArticle"),
    *("ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "Review", "HowTo"),
    *("DiscussionForumPosting", "SocialMediaPosting", "Recipe"),
}
_SITES = {"WebSite", "Organization", "NewsMediaOrganization", "Blog"}
_DATES = (
    *("article:published_time", "og:published_time", "datepublished", "dc.date", "dc.date.issued"),
    *("dcterms.created", "date", "pubdate", "publishdate", "publish-date", "sailthru.date"),
    *("parsely-pub-date", "citation_publication_date", "article_date_original"),
)
_TIMES = (
    "//*[@itemprop='datePublished']/@datetime",
    "//*[@itemprop='datePublished']/@content",
    "//time[@pubdate]/@datetime",
    "//article//time[contains(@class, 'published') or contains(@class, 'entry-date')]/@datetime",
    "//time[contains(@class, 'dt-published')]/@datetime",
    "(//article//time)[1]/@datetime",
)
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl")
_BREADCRUMBS = (
    "//*[contains(@itemtype, 'schema.org/BreadcrumbList')]"
    "|//nav[contains(translate(@aria-label, 'B', 'b'), 'breadcrumb')]"
    "|//*[self::nav or self::div or self::ul or self::ol or self::p]"
    "[contains(translate(concat(@class, ' ', @id), 'BC', 'bc'), 'breadcrumb')"
    " or contains(concat(' ', @class, ' '), ' crumbs ')"
    " or contains(concat(' ', @class, ' '), ' position ')]"
)
# In other languages than those of the vocabulary, and no name at all.
_HOME = frozenset(
    "startseite start accueil inicio início strona główna главная forsiden hjem blog null"
    " undefined ホーム トップ 홈".split()
) | {"strona główna"}
_ARROWS = ("‹", "«", "<", "←", "&laquo;")
_BETWEEN = re.compile(r"\s+[-–—|·•»:/]\s+|\s*[_|｜]\s*|\s*——\s*|(?<=[\u3400-\u9fff])-")
_BY = re.compile(r"^(?:by|von|par|por)\s+", re.I)
_COMMA = re.compile(r"[,，、;；]")
_CODE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.I)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|$)")
_SAVED = re.compile(
    r"(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(?P<address>\S+)", re.I
)
