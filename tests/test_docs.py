"""The documentation names everything that there is, and links to nothing that there is not."""

import re
from dataclasses import fields
from itertools import chain
from pathlib import Path

import pytest
from django.core.management import load_command_class
from django.db.models import QuerySet
from django.dispatch import Signal

from summaries import (
    basket,
    checks,
    filters,
    likeness,
    listing,
    pictures,
    search,
    signals,
    sitemaps,
    twins,
    urls,
)
from summaries.conf import DEFAULTS
from summaries.document import Document, Part, Source
from summaries.importers import Linked, Outcome, Reading, linking, unpacking
from summaries.importers.plaintext import Page
from summaries.jobs import replacing, running
from summaries.models import Article, Category, Tag, categories
from summaries.search import query
from summaries.templatetags.summaries import register

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
REFERENCE = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
TEMPLATES = ROOT / "summaries/templates/summaries"
# Methods of the managers that no project should call: steps of what is documented.
STEPS = {"articles", "get_by_natural_key", "key_ranges"}
INTERNAL = {
    Article: STEPS | {"in_categories", "lexicon", "public_since_edit", "with_other_rules"},
    Category: STEPS
    | {"called", "get_queryset", "keep_public_past", "offers", "plan_merge", "tree", "trails"}
    | {"with_counts"},
    Tag: STEPS | {"keep_public_past", "known", "letters", "offers"},
}
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)")


def page(name):
    return (ROOT / f"docs/reference/{name}.md").read_text(encoding="utf-8")


def first_column(name):
    """The code in the first column of the tables of a page."""
    cells = re.findall(r"^\| ((?:[^|\\]|\\.)*) \|", page(name), re.MULTILINE)
    return [one for cell in cells for one in re.findall(r"`([^`]+)`", cell)]


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


def test_addresses_are_documented():
    text, names = re.sub("<[^>]*>", "<>", page("templates")), set(first_column("templates"))
    for one in urls.urlpatterns:
        assert one.name in names
        assert f"`/{re.sub('<[^>]*>', '<>', str(one.pattern))}" in text, one.name


def test_templates_and_blocks_are_documented():
    text = page("templates")
    names = [path.name for path in chain(TEMPLATES.glob("*.*"), TEMPLATES.glob("includes/*"))]
    assert [name for name in names if f"{name}`" not in text] == []
    text = text.partition("## Templates")[2]
    blocks = re.findall(r"{% block (\w+)", (TEMPLATES / "base.html").read_text(encoding="utf-8"))
    assert [name for name in blocks if f"`{name}`" not in text] == []


def test_template_tags_are_documented():
    column = "\n".join(first_column("templates"))
    assert set(re.findall(r"{% (\w+)", column)) - {"load"} == set(register.tags)
    assert set(re.findall(r"\|(\w+) }}", column)) == set(register.filters)


@pytest.mark.parametrize("model", INTERNAL, ids=lambda model: model.__name__)
def test_methods_of_managers_are_documented_or_internal(model):
    classes = {*type(model.objects).__mro__, *type(model.objects.all()).__mro__}
    own = {
        name
        for one in classes
        if one.__module__.startswith("summaries.")
        for name in vars(one)
        if not name.startswith("_") and not hasattr(QuerySet, name)
    }
    said = set(re.findall(r"\.(\w+)\(|\b(\w+)\(", "\n".join(first_column("python"))))
    assert own - {name for pair in said for name in pair} == INTERNAL[model]


def test_documented_methods_of_managers_exist():
    found = re.findall(r"\b(Article|Category|Tag)\.objects\.(\w+)\(", page("python"))
    models = {"Article": Article, "Category": Category, "Tag": Tag}
    assert found
    assert [pair for pair in found if not hasattr(models[pair[0]].objects, pair[1])] == []


def test_signals_are_documented():
    names = {name for name, value in vars(signals).items() if isinstance(value, Signal)}
    assert names <= set(first_column("python"))


def test_fields_of_documents_are_documented():
    assert {one.name for one in fields(Document)} <= set(first_column("document"))
    for kind in (Part, Source):
        names = [f'"{one.name}"' for one in fields(kind)]
        assert f"{{{', '.join(names)}}}" in page("document"), kind


def test_fields_of_reports_are_documented():
    reading = Reading("notes.txt", "notes", Document("Notes"))
    reports = [
        Outcome(reading, "created", notes=("A note.",)).report(),
        Linked(Article()).report(),
        {one.name: None for one in fields(Page)},
    ]
    assert {name for report in reports for name in report} <= {
        *first_column("import-report"),
        *re.findall(r"`(\w+)`", page("import-report")),
    }


def test_limits_are_those_of_the_code():
    text = (ROOT / "docs/explanation/limits.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (.*?) (\|.*)", text, re.MULTILINE))
    for subject, *numbers in (
        ("`tags`", filters.MOST_TAGS),
        ("words of a search", filters.MOST_WORDS, query.MAX_TERMS, query.MAX_SYNONYMS),
        ("counting", listing.BOUND),
        ("numbers beside", listing.FEW),
        ("pages by number", listing.MOST_PAGES),
        ("order by title", listing.TITLE_ORDER_MOST),
        ("articles in a feed", DEFAULTS["FEED_SIZE"]),
        ("a sitemap", sitemaps.WIDTH),
        ("results", search.RANKED, search.FIRST),
        ("phrases", search.MAX_POSITIONS),
        ("different words", search.MAX_DISTINCT),
        ("misspelt", search.spelling.MAX_MISSPELT),
        ("title", Article._meta.get_field("title").max_length),
        ("name", categories.NAME_LENGTH, Tag._meta.get_field("name").max_length),
        ("depth", categories.MAX_DEPTH),
        ("parts in", basket.MOST),
        ("near-duplicates", twins.MOST, twins.COMPARED, likeness.LEAST),
        ("a file", DEFAULTS["IMPORT_MAX_BYTES"] // 2**20),
        ("an upload", unpacking.MOST_FILES, DEFAULTS["UPLOAD_MAX_BYTES"] // 2**20),
        ("compression", unpacking.MOST_COMPRESSED),
        ("an image", pictures._LONGEST_SIDE, DEFAULTS["IMAGE_MAX_BYTES"] // 2**20),
        ("links", linking.MOST),
        ("articles of a bulk", running.MOST_ROWS, running.AT_ONCE),
        ("what is searched", replacing.LONGEST),
        ("those left alone", running.MOST_FAILURES),
    ):
        (row,) = (
            first + second
            for first, second in rows.items()
            if f"{first} ".startswith(f"{subject} ")
        )
        assert {f"{number:,}" for number in numbers} <= set(re.findall(r"\d[\d,]*\d|\d", row))


def test_options_of_commands_exist():
    names = [path.stem for path in (ROOT / "summaries/management/commands").glob("[!_]*.py")]
    known = {
        option
        for name in names
        for action in load_command_class("summaries", name).create_parser("", name)._actions
        for option in action.option_strings
    }
    rows = re.findall(rf"^\| `(?:{'|'.join(names)})[ `].*", REFERENCE, re.MULTILINE)
    assert set(re.findall(r"(--[\w-]+)", " ".join(rows))) <= known


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
