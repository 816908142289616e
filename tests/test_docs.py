"""The documentation names everything that there is, and links to nothing that there is not."""

import re
from pathlib import Path

import pytest

from summaries import checks
from summaries.conf import DEFAULTS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
REFERENCE = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)")


def documented(pattern):
    """The first column of the rows of the reference that begin so, in their order."""
    return re.findall(rf"^\| `{pattern}", REFERENCE, re.MULTILINE)


def test_settings_are_documented_in_their_order():
    assert documented(r"SUMMARIES_(\w+)`") == list(DEFAULTS)


def test_checks_are_documented_in_their_order():
    source = Path(checks.__file__).read_text(encoding="utf-8")
    assert documented(r"summaries\.(\w+)`") == sorted(set(re.findall(r"\b[EW]\d{3}\b", source)))


def test_commands_are_documented():
    commands = (ROOT / "summaries/management/commands").glob("[!_]*.py")
    assert set(documented(r"(\w+_\w+)[ `]")) - {f"SUMMARIES_{name}" for name in DEFAULTS} == {
        path.stem for path in commands
    }


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
    forgotten = {*PAGES[2:], *pictures} - linked
    assert not forgotten


def test_pictures_are_described():
    for page in PAGES:
        assert "![](" not in page.read_text(encoding="utf-8"), page


def anchors(page):
    """The headings of the page as GitHub names them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
