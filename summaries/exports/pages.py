"""The HTML and CSS of a page as a file server carries them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

from django.utils.translation import gettext as _

from summaries.exporters import MissingExtra

# The new link for a URL as it stands in the page; ``None`` if the copy does not have it.
Target = Callable[[str], str | None]

_URL = re.compile(r"""url\(\s*["']?(?!data:|#)([^"')]+)["']?\s*\)""")
_LOCATION = re.compile(rb"<loc>\s*(.*?)\s*</loc>")
_SOURCE = re.compile(r"([^\s,]\S*[^\s,])(\s+[^,]+)?(?:,|$)")
_ATTRIBUTES = ("href", "src", "poster")


def rewritten(data: bytes, target: Target, note: str) -> bytes:
    """The page with its links as ``target`` has them, and without what needs a server.

    What is marked ``data-live`` goes, and every form. A link to what the copy does not have
    is its words alone. The ``note`` stands at the end. Needs lxml.
    """
    html = _lxml_html()
    page = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    for element in page.xpath("//*[@data-live] | //form"):
        if element.getparent() is not None:
            element.drop_tree()
    for element in page.xpath("//*[@href or @src or @poster or @srcset]"):
        if element.get("rel") != "canonical":
            _redirect(element, target)
    for image in page.xpath("//meta[@property='og:image']/@content"):
        target(image)
    _add(page, note)
    return html.tostring(page, encoding="utf-8", doctype="<!doctype html>") + b"\n"


def redirect(link: str) -> bytes:
    """A page that leads to another one, since files have no redirects."""
    html = _lxml_html()
    builder = html.builder
    refresh = {"http-equiv": "refresh", "content": f"0; url={link}"}
    page = builder.HTML(
        builder.HEAD(builder.META(charset="utf-8"), builder.META(**refresh), builder.TITLE(link)),
        builder.BODY(builder.P(builder.A(link, href=link))),
    )
    return html.tostring(page, encoding="utf-8", doctype="<!doctype html>") + b"\n"


def links_in_css(text: str) -> Iterator[str]:
    """The URLs that a style sheet names, as they stand there."""
    yield from (match[1].strip() for match in _URL.finditer(text))


def links_in_sitemap(data: bytes) -> Iterator[str]:
    """The URLs of the pages and further sitemaps in a sitemap; none in other XML."""
    yield from (unescape(match[1].decode()) for match in _LOCATION.finditer(data))


def _lxml_html() -> Any:
    try:
        from lxml import html
        from lxml.html import builder  # noqa: F401 - html.builder
    except ImportError as error:
        said = _("A copy of the site needs lxml: pip install 'django-summaries[static]'.")
        raise MissingExtra(said) from error
    return html


def _redirect(element: Any, target: Target) -> None:
    if sources := element.get("srcset"):
        found = [(target(match[1]), match[2] or "") for match in _SOURCE.finditer(sources)]
        element.set("srcset", ", ".join(f"{url}{size}" for url, size in found if url))
    for name in _ATTRIBUTES:
        value = element.get(name)
        if value is None:
            continue
        link = target(value)
        if link is not None:
            element.set(name, link)
        elif element.tag == "a":
            element.drop_tag()
            return
        else:
            element.drop_tree()
            return


def _add(page: Any, note: str) -> None:
    """Put the note at the end of the page's footer, or of the page."""
    footers = page.xpath("//footer[contains(@class, 'site-footer')]/*")
    place = footers[-1] if footers else page.body
    place.append(_lxml_html().builder.P(note, {"class": "copy-note"}))
