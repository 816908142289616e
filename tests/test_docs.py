"""The pages of the documentation lead to one another, and to nothing that is not there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for path, anchor in LINK.findall(text):
        target = page.parent / path if path else page
        assert target.exists(), f"{path} is not there"
        if anchor:
            assert anchor in anchors(target), f"{path}#{anchor} is not there"


def test_every_page_and_picture_is_linked_to():
    linked = {
        (page.parent / path).resolve()
        for page in PAGES
        for path, _anchor in LINK.findall(page.read_text(encoding="utf-8"))
    }
    pictures = (ROOT / "docs/screenshots").rglob("*.png")
    forgotten = {*(ROOT / "docs").rglob("*.md"), *pictures} - linked
    assert not forgotten


def test_pictures_are_described():
    for page in PAGES:
        assert "![](" not in page.read_text(encoding="utf-8"), page


def anchors(page):
    """The headings of the page as GitHub names them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
