"""The import rule: a module imports from its own floor or a lower one, never from a higher one."""

import ast
from pathlib import Path

import pytest

import summaries

PACKAGE = Path(summaries.__file__).parent

FLOORS = [  # from the ground up
    {
        *("conf", "deployment", "text", "document", "blanks", "reading", "facets", "quality"),
        *("prose", "filling", "excerpts", "signals", "statistics", "comparing", "likeness"),
        *("figures", "pictures", "pasting", "shareimage"),
        *("prose", "filling", "excerpts", "signals", "statistics", "findings", "words"),
    },
    {"database", "search"},  # mechanisms; apart from the text floor, since they need the ORM
    {"models"},
    {
        "importers",
        "exporters",
        "metadata",
        "basket",
        "linkcheck",
        "listing",
        "cards",
        "named",
        "pagecache",
        "previews",
        "redirects",
        "replicas",
        "reviews",
        "twins",
        "upkeep",
        "exports",
        "attention",
        "desk",
        "announcing",
        "jobs",
        "uploads",
    },
    {
        "admin",
        "views",
        "api",
        "feeds",
        "sitemaps",
        "filters",
        "forms",
        "templatetags",
        "management",
    },
    {"urls", "apps", "checks"},
]
FACES = FLOORS[4]
SHARED_FACES = {"filters", "forms"}


def test_imports_look_down():
    complaints = []
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).with_suffix("").parts
        if module[0] not in {"__init__", "migrations"}:
            complaints += violations(module, path.read_text(encoding="utf-8"))
    assert not complaints, "\n" + "\n".join(complaints)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("text", "from .models import Article"),
        ("text", "from . import search"),
        ("text", "from django.db import models"),
        ("models", "import summaries.importers"),
        ("models", "def f():\n    from summaries import admin"),
        ("importers/plaintext/reading", "from ...models import Article"),
        ("importers/plaintext/reading", "import django.db.models"),
        ("importers/__init__", "from ..views import home"),
        ("views", "from .admin import ArticleAdmin"),
        ("views", "from .urls import urlpatterns"),
        ("management/commands/export", "from ...views import home"),
        ("management/commands/export", "from summaries.views import home"),
        ("utils", ""),
        ("text", "from .utils import helper"),
    ],
)
def test_rule_is_enforced(module, source):
    assert violations(tuple(module.split("/")), source)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("text", "from .conf import settings"),
        ("models", "from django.db import models\nfrom .search import query"),
        ("importers/__init__", "from ..models import Article\nfrom . import plaintext"),
        ("importers/jsonl", "from ..document import Document\nfrom .plaintext import read_page"),
        ("views", "from summaries.filters import ArticleFilter"),
        ("urls", "from . import views"),
    ],
)
def test_rule_allows(module, source):
    assert not violations(tuple(module.split("/")), source)


def violations(module, source):
    """What a module's imports do against the rule, a line each."""
    name = "/".join(module)
    own = module[0]
    if floor(own) is None:
        return [f"{name}: has no floor; give it one in {Path(__file__).name}"]
    complaints = []
    for imported in imports(module, source):
        if imported[0] == "django":
            connects = imported[1:3] == ("db", "backends")  # names a connection's type, no model
            if imported[1:2] == ("db",) and not connects and knows_no_database(module):
                complaints.append(f"{name}: imports {'.'.join(imported)}, but knows no database")
            continue
        other = imported[1]
        if floor(other) is None:
            complaints.append(f"{name}: imports {other}, which has no floor")
        elif floor(other) > floor(own):
            complaints.append(f"{name}: looks up at {other}")
        elif other == "models" and knows_no_database(module):
            complaints.append(f"{name}: imports models, but knows no database")
        elif {own, other} <= FACES and other not in {own, *SHARED_FACES}:
            complaints.append(f"{name}: a face that imports another, {other}")
    return complaints


def floor(name):
    return next((number for number, names in enumerate(FLOORS) if name in names), None)


def knows_no_database(module):
    """Whether the module is of the text floor, or reads or writes one format."""
    return (
        floor(module[0]) == 0
        or module[0] == "exporters"
        or (
            module[0] == "importers"
            and module[1:] not in {("__init__",), ("storing",), ("restoring",), ("linking",)}
        )
    )


def imports(module, source):
    """Absolute dotted names, as tuples, of what a module imports from the app and from Django."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [tuple(alias.name.split(".")) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = ("summaries", *module)[: -node.level] if node.level else ()
            start += tuple(node.module.split(".")) if node.module else ()
            names = [(*start, alias.name) for alias in node.names]
        else:
            continue
        yield from (name for name in names if name[0] in {"summaries", "django"} and name[1:])
