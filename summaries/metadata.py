"""What a page tells machines of itself: search engines, and sites that show its address.

The views make one ``Metadata`` of what they have read for the page anyway, and the template
``summaries/includes/metadata.html`` writes it into the head. Nothing here reads the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode, urljoin

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from . import figures, shareimage
from . import text as texts
from .conf import settings
from .figures import Pictures
from .models import Article
from .shareimage import ShareImage

# Characters of a description; Chinese says as much in half of them.
LONGEST, LONGEST_CJK = 160, 80
# A picture of an article that is smaller says less than one of its title.
LEAST_WIDTH, LEAST_HEIGHT = 600, 315
# What is embedded elsewhere takes so many pixels where no less is asked for, for so many seconds.
EMBED_WIDTH, EMBED_HEIGHT, EMBED_AGE = 600, 200, 24 * 60 * 60
LOGO = "summaries/apple-touch-icon.png"
# The territories that sites expect behind a language; others are left out.
_LOCALES = {
    **{one: f"{one}_{one.upper()}" for one in "de es fi fr hu it nl pl pt ro ru tr".split()},
    "cs": "cs_CZ",
    "da": "da_DK",
    "en": "en_US",
    "ja": "ja_JP",
    "ko": "ko_KR",
    "sv": "sv_SE",
    "uk": "uk_UA",
    "zh": "zh_CN",
    "zh-hans": "zh_CN",
    "zh-hant": "zh_TW",
}
_BREAKS_OFF = ".:：。,，;；!！?？·|–—-"

# Labels and addresses as pages show them; the last, of the page itself, has no address.
Trail = Sequence[tuple[str, str]]
Node = dict[str, Any]


class Picture(NamedTuple):
    """A picture that stands for the page."""

    url: str
    width: int
    height: int
    alt: str


class Alternate(NamedTuple):
    """The same in another format."""

    type: str
    url: str
    title: str = ""


@dataclass(frozen=True)
class Metadata:
    """What is said of a page in its head. All texts are plain, all addresses whole.

    ``graph`` are nodes of JSON-LD. A page with ``robots`` says only that, and its canonical
    address if it has one.
    """

    title: str = ""
    description: str = ""
    canonical: str = ""
    robots: str = ""
    type: str = "website"
    language: str = ""
    image: Picture | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    section: str = ""
    tags: tuple[str, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    graph: tuple[Node, ...] = ()

    @property
    def locale(self) -> str:
        """Language and territory, ``en_US``; empty where the territory is not known."""
        language, _sign, territory = self.language.partition("-")
        if len(territory) == 2:
            return f"{language}_{territory.upper()}"
        return _LOCALES.get(self.language.lower(), "")

    @cached_property
    def json_ld(self) -> SafeString:
        """The graph as it may stand in a script element; empty if there is none."""
        if not self.graph:
            return mark_safe("")
        said = {"@context": "https://schema.org", "@graph": self.graph}
        written = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        for sign in "<>&":
            written = written.replace(sign, f"\\u{ord(sign):04X}")
        return mark_safe(written)  # noqa: S308 - no tag can begin or end in it


# A page that is for nobody to find.
HIDDEN = Metadata(robots="noindex")


def absolute(request: HttpRequest, path: str) -> str:
    """The whole address of a path, as the public knows the site."""
    if settings.SITE_URL:
        return urljoin(settings.SITE_URL, iri_to_uri(path))
    return request.build_absolute_uri(path)


def describe(text: str, title: str = "") -> str:
    """The text as a description: one line, cut at a word, without the title that it begins with."""
    text = " ".join(text.split())
    if title and text[: len(title)].casefold() == title.casefold():
        rest = text[len(title) :].lstrip()
        if not rest or rest[0] in _BREAKS_OFF:
            text = rest.lstrip(f"{_BREAKS_OFF} ")
    return texts.excerpt(text, LONGEST_CJK if texts.is_cjk(text) else LONGEST)


def holding(total: object, number: int, names: Iterable[str]) -> str:
    """A description of what holds articles, such as ``12 articles: Sales · Offices``."""
    if not number:
        return ""
    said = ngettext("%s article", "%s articles", number) % total
    return describe(f"{said}: {' · '.join(names)}")


# Pages


def of_article(
    request: HttpRequest,
    article: Article,
    *,
    breadcrumbs: Trail,
    section: str,
    tags: Sequence[str],
    picture: Picture | None,
) -> Metadata:
    """Of an article's page; ``section`` is its category, ``picture`` one from its text."""
    canonical = absolute(request, article.get_absolute_url())
    title = article.title
    image = picture or _share_picture(request, article, section)
    description = describe(article.excerpt, title)
    modified_at = max(filter(None, (article.updated_at, article.published_at)))
    publisher = _publisher(request)
    node = {
        "@type": "Article",
        "@id": f"{canonical}#article",
        "mainEntityOfPage": canonical,
        "url": canonical,
        "headline": title,
        "description": description,
        "image": image and image.url,
        "datePublished": article.published_at and article.published_at.isoformat(),
        "dateModified": modified_at.isoformat(),
        "author": {"@type": "Person", "name": article.byline} if article.byline else publisher,
        "publisher": publisher,
        "inLanguage": article.language,
        "wordCount": article.word_count,
        "articleSection": section,
        "keywords": list(tags),
        "license": _licence(article.licence),
        "isBasedOn": _source(article),
        "isPartOf": _site(request),
    }
    return Metadata(
        title=title,
        description=description,
        canonical=canonical,
        type="article",
        language=article.language,
        image=image,
        published_at=article.published_at,
        modified_at=modified_at,
        section=section,
        tags=tuple(tags),
        alternates=_alternates(request, article, canonical),
        graph=(_said(node), _breadcrumbs(request, breadcrumbs, canonical)),
    )


def of_list(
    request: HttpRequest,
    title: str,
    path: str,
    *,
    description: str,
    breadcrumbs: Trail,
    items: Iterable[Mapping[str, Any]] = (),
    first: int = 1,
    total: int | None = None,
) -> Metadata:
    """Of a page that leads to others: ``items`` have ``title`` or ``name``, and ``url``.

    ``first`` is the place of the first of them among all, whose number is the ``total``.
    """
    canonical = absolute(request, path)
    listed = [
        {
            "@type": "ListItem",
            "position": place,
            "url": absolute(request, one["url"]),
            "name": str(one.get("title") or one["name"]),
        }
        for place, one in enumerate(items, start=first)
    ]
    node = {
        "@type": "CollectionPage",
        "@id": f"{canonical}#page",
        "url": canonical,
        "name": title,
        "description": description,
        "inLanguage": get_language() or "",
        "isPartOf": _site(request),
        "mainEntity": listed
        and _said({"@type": "ItemList", "numberOfItems": total, "itemListElement": listed}),
    }
    return Metadata(
        title=title,
        description=description,
        canonical=canonical,
        language=get_language() or "",
        graph=(_said(node), _breadcrumbs(request, breadcrumbs, canonical)),
    )


def of_home(request: HttpRequest, *, description: str) -> Metadata:
    """Of the home page, with the address of the search."""
    site = _site(request)
    search = absolute(request, reverse("summaries:search"))
    node = {
        **site,
        "description": description,
        "inLanguage": get_language() or "",
        "publisher": _publisher(request),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }
    return Metadata(
        title=site["name"],
        description=description,
        canonical=site["url"],
        language=get_language() or "",
        graph=(_said(node),),
    )


def oembed(
    request: HttpRequest, article: Article, section: str, *, width: int, height: int
) -> Node:
    """What a site needs that embeds the article, in at most so many pixels.

    The type is ``rich``: a quotation that holds the link, without script or style.
    """
    canonical = absolute(request, article.get_absolute_url())
    description = describe(article.excerpt, article.title)
    html = format_html(
        '<blockquote cite="{url}" lang="{language}"><p><a href="{url}">{title}</a></p>'
        "{description}</blockquote>",
        url=canonical,
        language=article.language,
        title=article.title,
        description=format_html("<p>{}</p>", description) if description else "",
    )
    node = {
        "version": "1.0",
        "type": "rich",
        "title": article.title,
        "author_name": article.byline,
        "provider_name": str(settings.SITE_NAME),
        "provider_url": _home(request),
        "cache_age": EMBED_AGE,
        "html": html,
        "width": min(width, EMBED_WIDTH),
        "height": min(height, EMBED_HEIGHT),
    }
    image = _share_picture(request, article, section)
    if image and image.width <= width and image.height <= height:
        node["thumbnail_url"] = image.url
        node["thumbnail_width"], node["thumbnail_height"] = image.width, image.height
    return _said(node)


# Pictures


def share_image(article: Article, section: str) -> ShareImage:
    """What is drawn of an article."""
    return ShareImage(str(settings.SITE_NAME), article.title, section, article.language)


def picture_of(request: HttpRequest, bodies: Iterable[str], pictures: Pictures) -> Picture | None:
    """The first picture of the bodies that is large enough to stand for them."""
    for body in bodies:
        for key, alt in figures.named(body):
            picture = pictures.get(key)
            if picture is None or not picture.plain:
                continue
            width, url = picture.plain[-1]
            height = round(picture.height * width / picture.width)
            if width >= LEAST_WIDTH and height >= LEAST_HEIGHT:
                return Picture(absolute(request, url), width, height, alt or picture.alt)
    return None


def _share_picture(request: HttpRequest, article: Article, section: str) -> Picture | None:
    version = share_image(article, section).version
    if not version:
        return None
    path = reverse("summaries:share_image", args=[article.slug])
    url = absolute(request, f"{path}?v={version}")
    return Picture(url, shareimage.WIDTH, shareimage.HEIGHT, article.title)


# Nodes


def _said(node: Node) -> Node:
    """The node without what is not known."""
    return {name: value for name, value in node.items() if value}


def _home(request: HttpRequest) -> str:
    return absolute(request, reverse("summaries:home"))


def _site(request: HttpRequest) -> Node:
    home = _home(request)
    return {
        "@type": "WebSite",
        "@id": f"{home}#site",
        "url": home,
        "name": str(settings.SITE_NAME),
    }


def _publisher(request: HttpRequest) -> Node:
    home = _home(request)
    return {
        "@type": "Organization",
        "@id": f"{home}#publisher",
        "name": str(settings.SITE_NAME),
        "url": home,
        "logo": absolute(request, static(LOGO)),
    }


def _breadcrumbs(request: HttpRequest, trail: Trail, canonical: str) -> Node:
    crumbs = [(str(settings.SITE_NAME), reverse("summaries:home")), *trail]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": str(name),
                "item": absolute(request, url) if url else canonical,
            }
            for place, (name, url) in enumerate(crumbs, start=1)
        ],
    }


def _licence(licence: str) -> str | Node:
    if not licence or licence.startswith(("http://", "https://")):
        return licence
    return {"@type": "CreativeWork", "name": licence}


def _source(article: Article) -> Node | None:
    node = {"name": article.source_name, "url": article.source_url}
    return _said({"@type": "CreativeWork", **node}) if any(node.values()) else None


def _alternates(request: HttpRequest, article: Article, canonical: str) -> tuple[Alternate, ...]:
    markdown = reverse("summaries:article_markdown", args=[article.slug])
    oembed = absolute(request, reverse("summaries:oembed"))
    return (
        Alternate("text/markdown", absolute(request, markdown)),
        *(
            Alternate(
                f"{kind}+oembed",
                f"{oembed}?{urlencode({'url': canonical, 'format': name})}",
                article.title,
            )
            for kind, name in (("application/json", "json"), ("text/xml", "xml"))
        ),
    )
