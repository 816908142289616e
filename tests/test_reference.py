"""The reference and the code say the same: what one names, the other has."""

import inspect
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import BaseCommand, load_command_class
from django.dispatch import Signal
from django.utils.module_loading import import_string

import summaries.templatetags.summaries as tags
from summaries import (
    attention,
    checks,
    exporters,
    jobs,
    models,
    pasting,
    reviews,
    signals,
    twins,
    urls,
)
from summaries.conf import DEFAULTS
from summaries.document import Document, Part, Source
from summaries.importers import Linked, Outcome, Reading
from summaries.importers.plaintext import Page
from summaries.models import Article, Category, Image, Redirect, Revision, Tag, images

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs/reference"
BLOCK = re.compile(r"\{% block (\w+)")
TEMPLATES = ROOT / "summaries/templates/summaries"
COMMANDS = sorted(path.stem for path in (ROOT / "summaries/management/commands").glob("[!_]*.py"))
# What the query sets have for the library's own use.
OURS = {
    *("get_by_natural_key", "key_ranges", "lexicon", "ever_public", "keep_public_past"),
    *("articles", "bulk_update", "db", "get_queryset", "add_sibling"),
    *("in_categories", "public_since_edit", "with_other_rules"),
    *("called", "offers", "plan_merge", "trails", "tree", "with_counts"),
    *("known", "letters"),
}
# What the calls in the reference begin with; without any, they are of a query set or a module.
OBJECTS = {
    "": [Article, Article.objects, Category, Category.objects, Tag, jobs, models],
    "Article.objects": [Article.objects, Article.objects.all()],
    "Category.objects": [Category.objects],
    "Tag.objects": [Tag.objects],
    "Image.objects": [Image.objects],
    "Redirect.objects": [Redirect.objects],
    "article": [Article],
    "category": [Category],
    "tag": [Tag],
    "image": [Image],
    "revision": [Revision],
    "attention": [attention],
    "images": [images],
    "jobs": [jobs],
    "pasting": [pasting],
    "reviews": [reviews],
    "twins": [twins],
}


def rows(page, heading=""):
    """The cells of the tables of a page of the documentation, or of those below a heading."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    if heading:
        text = re.split(rf"^#+ {heading}$", text, flags=re.MULTILINE)[1]
        text = re.split(r"^#+ ", text, flags=re.MULTILINE)[0]
    for line in re.findall(r"^\| (.+) \|$", text, re.MULTILINE):
        yield re.split(r"(?<!\\) \| ", line)


def names(page, heading=""):
    """What stands as code in the first column."""
    return [name for first, *_rest in rows(page, heading) for name in re.findall(r"`(.+?)`", first)]


def test_settings_are_told_in_their_order():
    told = [name.removeprefix("SUMMARIES_") for name in names("reference/settings.md", "Settings")]
    assert [name for name in told if name in DEFAULTS] == list(DEFAULTS)


def test_checks_are_told_in_their_order():
    source = Path(checks.__file__).read_text(encoding="utf-8")
    told = names("reference/settings.md", "System checks")
    assert told == [f"summaries.{one}" for one in sorted(set(re.findall(r"\b[EW]\d{3}\b", source)))]


def test_commands():
    told = {name.split()[0] for name in names("reference/settings.md", "Commands")}
    assert told == set(COMMANDS)


def test_settings_have_the_defaults_that_are_told():
    told = {cells[0]: cells[-1] for cells in rows("reference/settings.md", "Settings")}
    for name, default in DEFAULTS.items():
        if isinstance(default, int | str):
            assert told[f"`SUMMARIES_{name}`"].strip('`"') == str(default), name


def test_addresses():
    told = list(rows("reference/templates.md", "Addresses"))
    addresses = " ".join(re.sub("<[^>]*>", "<>", address) for _name, address, *_more in told)
    for pattern in urls.urlpatterns:
        assert f"`{pattern.name}`" in " ".join(cells[0] for cells in told)
        assert f"`/{re.sub('<[^>]*>', '<>', str(pattern.pattern))}" in addresses
    assert len(names("reference/templates.md", "Addresses")) == len(urls.urlpatterns)


def test_templates():
    shown = {path.name for path in TEMPLATES.glob("*.*")}
    assert set(names("reference/templates.md", "Templates")) == shown


def test_blocks_of_templates():
    told = {
        (block.strip("`"), of.strip("`"))
        for block, of, _holds in rows("reference/templates.md", "Blocks")
        if block.startswith("`")
    }
    sources = {path.name: path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html")}
    assert all(f"{{% block {block} %}}" in sources[of] for block, of in told)
    defined = {name for source in sources.values() for name in BLOCK.findall(source)}
    assert {block for block, _of in told} == defined


def test_included_templates():
    included = {f"includes/{path.name}" for path in (TEMPLATES / "includes").iterdir()}
    assert set(names("reference/templates.md", "Included templates")) == included


def test_template_tags():
    first = " ".join(names("reference/templates.md", "Template tags"))
    told = set(re.findall(r"\{% (\w+)", first)) | set(re.findall(r"\\\|(\w+)", first))
    assert told == {*tags.register.tags, *tags.register.filters}


def test_signals():
    sent = {name for name, value in vars(signals).items() if isinstance(value, Signal)}
    assert set(names("reference/python.md", "Signals")) == sent


def test_fields_of_a_document():
    assert {field.name for field in fields(Document)} <= set(names("reference/document.md"))
    text = (REFERENCE / "document.md").read_text(encoding="utf-8")
    for kind in (Part, Source):
        listed = ", ".join(f'"{field.name}"' for field in fields(kind))
        assert f"`{{{listed}}}`" in text


def test_fields_of_a_report():
    reading = Reading("notes.txt", "notes", Document("Notes"))
    outcome = Outcome(reading, "created", notes=("A note.",))
    reported = outcome.report() | Linked(Article()).report()
    text = (REFERENCE / "import-report.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`(\w+)`", text))
    assert reported.keys() | {field.name for field in fields(Page)} <= told


def test_formats_of_export():
    told = {name.strip('"') for name in names("reference/python.md", "Export")}
    assert told == set(exporters.FORMATS)


def test_calls_are_as_they_are_told():
    """Each call in a table exists, and takes what is named."""
    for call in names("reference/python.md") + names("reference/images.md", "Python"):
        found = re.fullmatch(r"(?:([\w.]*)(?:\.filter\(…\))?\.)?(\w+)\((.*)\)", call)
        if not found:
            continue
        owners = [one for one in OBJECTS[found[1] or ""] if hasattr(one, found[2])]
        assert owners, call
        taken = [inspect.signature(getattr(one, found[2])).parameters for one in owners]
        keywords = set(re.findall(r"(\w+)=", found[3]))
        assert any(keywords <= parameters.keys() for parameters in taken), call


@pytest.mark.parametrize("model", [Article, Category, Tag])
def test_query_sets(model):
    """What they have beyond Django's is told, or for the library's own use."""
    text = (REFERENCE / "python.md").read_text(encoding="utf-8")
    own = {
        name
        for kind in {*type(model.objects).__mro__, *type(model.objects.all()).__mro__}
        if kind.__module__.startswith("summaries.")
        for name in vars(kind)
        if name[0] != "_" and name not in OURS
    }
    assert not {name for name in own if not re.search(rf"\b{name}\(", text)}


@pytest.mark.parametrize("name", COMMANDS)
def test_options_of_commands(name):
    """Each option stands in one of the guides."""
    command = load_command_class("summaries", name)
    own, every = options(command), options(BaseCommand())
    text = "".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs").rglob("*.md"))
    assert not [option for option in own - every if option not in text]


def options(command):
    actions = command.create_parser("manage.py", "")._actions
    return {option for action in actions for option in action.option_strings}


def test_extras():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = {name.strip('."[]') for name in names("how-to/install.md", "Install")}
    assert told == set(project["optional-dependencies"])


def test_limits():
    """Each number of the explanation is that of the code."""
    for _what, bound, place in rows("explanation/limits.md"):
        if "`" in place:
            assert f"{bound_at(place.split('`')[1]):,.0f}" == bound, place


def bound_at(name):
    if name.startswith("SUMMARIES_"):
        return DEFAULTS[name.removeprefix("SUMMARIES_")]
    owner, last = name.rsplit(".", 1)
    if owner.startswith("models.") and owner[7].isupper():
        return apps.get_model("summaries", owner[7:])._meta.get_field(last).max_length
    return import_string(f"summaries.{name}")
