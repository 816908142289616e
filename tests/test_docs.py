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


def test_addresses_are_documented_in_their_order():
    rows = re.findall(r"^\| `(\w+)` \| `/([^`?]*)", page("templates"), re.MULTILINE)
    patterns = [(one.name, re.sub(r"<\w+:", "<", str(one.pattern))) for one in urls.urlpatterns]
    assert [(name, NAMES_IN_ADDRESSES.sub("<>", address)) for name, address in rows] == [
        (name, NAMES_IN_ADDRESSES.sub("<>", pattern)) for name, pattern in patterns
    ]


def test_templates_and_blocks_are_documented():
    names = {path.name for path in TEMPLATES.glob("*.*")}
    includes = {path.name for path in (TEMPLATES / "includes").glob("*.html")}
    assert names | includes <= set(re.findall(r"[\w/]*?(\w+\.(?:html|txt))`", page("templates")))
    blocks = re.findall(r"{% block (\w+)", (TEMPLATES / "base.html").read_text(encoding="utf-8"))
    assert set(blocks) <= code("templates")


def test_template_tags_are_documented():
    tags = re.findall(r"{% (\w+) ?", page("templates"))
    filters = re.findall(r"\\\|(\w+) }}", page("templates"))
    assert set(tags) - {"load", "url", "include", "block"} == set(register.tags)
    assert set(filters) == set(register.filters)


@pytest.mark.parametrize("model", [Article, Category, Tag])
def test_query_set_methods_are_documented_or_internal(model):
    own = {
        name
        for kind in type(model.objects).__mro__ + model.objects._queryset_class.__mro__
        if kind.__module__.startswith("summaries.")
        for name, value in vars(kind).items()
        if callable(value) and not name.startswith("_")
    }
    said = set(re.findall(r"(?:\.|^\| `)(\w+)\(", page("python"), re.MULTILINE))
    django = {name for name in vars(QuerySet) if not name.startswith("_")}
    assert own - said - django == INTERNAL[model] - said
    assert INTERNAL[model] <= own


def test_documented_query_set_methods_exist():
    for name, method in re.findall(r"\b(Article|Category|Tag)\.objects\.(\w+)\(", page("python")):
        model = {"Article": Article, "Category": Category, "Tag": Tag}[name]
        assert hasattr(model.objects, method), f"{name}.objects.{method}"


def test_signals_are_documented():
    names = [name for name, value in vars(signals).items() if isinstance(value, Signal)]
    assert [name for name in names if f"| `{name}` |" not in page("python")] == []


def test_fields_of_a_document_are_documented():
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", page("document"), re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"\w+", row)}
    assert {one.name for one in fields(Document)} <= named
    for kind in (Part, Source):
        names = [f'"{one.name}"' for one in fields(kind)]
        assert "{" + ", ".join(names) + "}" in page("document")


def test_fields_of_a_report_are_documented():
    said = fields_of_reports()
    assert documented_in("import-report") == said


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
