"""The two sites: the library's demo site and the plain one. Where a page lies in each."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode


@dataclass(frozen=True)
class Target:
    """One page, whatever the site: what stands in its address."""

    category: str = ""
    tag: str = ""
    year: int = 0
    words: str = ""
    article: str = ""
    page: int = 1
    is_admin: bool = False
    # The whole address, of a page that only the library has.
    app_path: str = ""


@dataclass(frozen=True)
class Site:
    name: str
    settings: str
    tag_parameter: str
    admin_list: str

    def path(self, target: Target) -> str | None:
        """The address of the page in this site; ``None`` where it has no such page."""
        if target.app_path:
            return target.app_path if self.name == "app" else None
        query = {"page": target.page} if target.page > 1 else {}
        if target.words:
            query["q"] = target.words
        if target.year:
            query["year"] = target.year
        if target.is_admin:
            path = self.admin_list
        elif target.article:
            path = f"/articles/{target.article}/"
        elif target.words:
            path = "/search/"
            query |= {"category": target.category} if target.category else {}
        elif target.category:
            path = f"/categories/{target.category}/"
            query |= {self.tag_parameter: target.tag} if target.tag else {}
        elif target.tag:
            path = f"/tags/{target.tag}/"
        else:
            path = "/articles/"
        return quote(path) + (f"?{urlencode(query)}" if query else "")


SITES = {
    site.name: site
    for site in (
        Site("app", "benchmarks.app_settings", "tags", "/admin/summaries/article/"),
        Site("bare", "benchmarks.bare.settings", "tag", "/admin/bare/article/"),
    )
}
