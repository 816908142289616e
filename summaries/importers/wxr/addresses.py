"""The addresses that WordPress gives to posts, categories and tags, whatever its settings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urljoin, urlsplit

from .stream import Element

_DAY = re.compile(r"(?!0000)(\d{4})-(\d\d)-(\d\d)")


def decoded(slug: str) -> str:
    """The slug in its own letters; one that was cut within a letter loses that."""
    return unquote(slug, errors="replace").replace("\ufffd", "").strip("-")


def of_post(
    item: Element, site: str, attachments: Iterable[str], former: Iterable[str]
) -> tuple[str, ...]:
    """Those of a post, with its attachments', and under its former slugs."""
    number, link = item["wp:post_id"], item["link"]
    found = [link, f"{site}/?p={number}"]
    # Old versions made it of the address; later ones have a number in it, maybe of another site.
    if host(item["guid"]) == host(site) and "?" not in item["guid"]:
        found.append(item["guid"])
    if item["wp:post_type"] == "page":
        found.append(f"{site}/?page_id={number}")
    if link and "?" not in link:
        bare = link.rstrip("/")
        slug = item["wp:post_name"]
        if slug and bare.endswith(f"/{slug}"):
            found += [f"{bare.removesuffix(slug)}{old}/" for old in former]
    found += _dated(item, site)
    return addresses([*found, *attachments])


def _dated(item: Element, site: str) -> list[str]:
    """Those by day and by month, which a site may have had before it chose another form."""
    match = _DAY.match(item["wp:post_date"])
    slug = item["wp:post_name"]
    if not (match and slug) or item["wp:post_type"] == "page":
        return []
    year, month, day = match.groups()
    return [f"{site}/{year}/{month}/{day}/{slug}/", f"{site}/{year}/{month}/{slug}/"]


def of_category(slugs: tuple[str, ...], number: str, site: str) -> tuple[str, ...]:
    """Those of a category's archive, by the slugs from the root of the tree."""
    found = [f"{site}/category/{'/'.join(slugs)}/", f"{site}/category/{slugs[-1]}/"]
    if number:
        found.append(f"{site}/?cat={number}")
    return addresses(found)


def of_tag(slug: str, site: str) -> tuple[str, ...]:
    return addresses([f"{site}/tag/{slug}/", f"{site}/?tag={slug}"])


def addresses(found: Iterable[str]) -> tuple[str, ...]:
    """Each of them once, if it is an address on the web and not that of a whole site."""
    return tuple(dict.fromkeys(one for one in found if _is_page(one)))


def _is_page(address: str) -> bool:
    try:
        parsed = urlsplit(address)
    except ValueError:
        return False
    is_whole_site = parsed.path in ("", "/") and not parsed.query
    return parsed.scheme in ("http", "https") and bool(parsed.netloc) and not is_whole_site


def absolute(address: str, base: str) -> str:
    """The address as a page at ``base`` means it; unchanged, if it cannot be read."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return address


def host(address: str) -> str:
    """Its host without ``www.``, as one site has it both ways."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
