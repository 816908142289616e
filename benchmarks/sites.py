"""The sites: the library's demo site, the plain one, Wagtail. Where a page lies in each."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Target:
    """One page, whatever the site: what stands in its address."""

    category: str = ""
    tag: str = ""
    year: int = 0
    words: str = ""
    article: str = ""
    page: int = 1
    # The whole address in the library, and in the plain site if it has such a page.
    app_path: str = ""
    bare_path: str = ""


@dataclass(frozen=True)
class Site:
    name: str
    settings: str
    # The module that loads articles and edits them.
    store: str
    tag_parameter: str = "tag"
    python: str = sys.executable

    def path(self, target: Target) -> str | None:
        """The address of the page in this site; ``None`` where it has no such page."""
        if target.app_path:
            return {"app": target.app_path, "bare": target.bare_path or None}.get(self.name)
        query = {"page": target.page} if target.page > 1 else {}
        if target.words:
            query["q"] = target.words
        if target.year:
            query["year"] = target.year
        if target.article:
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


# Wagtail needs versions of its own; see wagtail/requirements.txt.
WAGTAIL_PYTHON = ROOT / "var" / "wagtail" / "bin" / "python"

SITES = {
    site.name: site
    for site in (
        Site("app", "benchmarks.app_settings", "benchmarks.app_store", tag_parameter="tags"),
        Site("bare", "benchmarks.bare.settings", "benchmarks.bare.store"),
        Site(
            "wagtail",
            "benchmarks.wagtail.settings",
            "benchmarks.wagtail.store",
            python=str(WAGTAIL_PYTHON),
        ),
    )
}
