"""The app speaks all its languages: each sentence of the code and the templates is translated."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

import summaries

PACKAGE = Path(summaries.__file__).parent
CATALOGUES = [path.parent for path in PACKAGE.glob("locale/*/LC_MESSAGES/django.po")]
MENDED = "Run makemessages, translate what is empty or fuzzy, and run compilemessages."

# Places for values, and tags: what a translation has to have like the text itself.
PLACES = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|</?\w[^>]*>")
# A call as `templatize` writes it, up to its last text.
MARKED = re.compile(
    r"""\b(?:_|(?:n|p|np)?gettext)\((?:[ ,]*u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"))+"""
)


@pytest.fixture(params=CATALOGUES, ids=lambda folder: folder.parent.name)
def folder(request):
    return request.param


def test_every_text_of_the_app_is_in_the_catalogue_and_nothing_else(folder):
    known = {key[:2] for key, _, _ in entries(folder)}
    used = {key[:2] for key in (*texts_of_code(), *texts_of_templates())}
    assert (used - known, known - used) == (set(), set()), MENDED


def test_nothing_is_left_untranslated(folder):
    assert not [key for key, said, is_fuzzy in entries(folder) if is_fuzzy or not said], MENDED


def test_translations_keep_the_places_for_values(folder):
    wrong = [
        key
        for key, said, _ in entries(folder)
        if sorted(PLACES.findall(said)) != sorted(PLACES.findall(key[-1]))
    ]
    assert not wrong


def test_the_compiled_catalogue_is_up_to_date(folder):
    with (folder / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    old = [key for key, said, _ in entries(folder) if compiled_text(compiled, key) != said]
    assert not old, "Run compilemessages."


def entries(folder):
    """Each text as ``(context, singular, plural or singular)``, its translation, if it is fuzzy."""
    for block in (folder / "django.po").read_text(encoding="utf-8").split("\n\n"):
        fields = {
            name: "".join(map(ast.literal_eval, quoted.splitlines()))
            for name, quoted in re.findall(r'^(msg\S+) ((?:".*"\n?)+)', block, re.MULTILINE)
        }
        if singular := fields.get("msgid"):
            plural = fields.get("msgid_plural", singular)
            said = fields.get("msgstr", fields.get("msgstr[0]"))
            is_fuzzy = re.search(r"^#,.*\bfuzzy", block, re.MULTILINE)
            yield (fields.get("msgctxt"), singular, plural), said, bool(is_fuzzy)


def compiled_text(compiled, key):
    context, singular, plural = key
    if singular != plural:
        return (
            compiled.npgettext(context, singular, plural, 1)
            if context
            else compiled.ngettext(singular, plural, 1)
        )
    return compiled.pgettext(context, singular) if context else compiled.gettext(singular)


def texts_of_code():
    for path in PACKAGE.rglob("*.py"):
        if "migrations" not in path.parts:
            yield from marked(ast.parse(path.read_text(encoding="utf-8")))


def texts_of_templates():
    """Django makes Python of a template for ``xgettext``; here it is read as such."""
    for path in PACKAGE.rglob("templates/**/*.html"):
        for call in MARKED.findall(templatize(path.read_text(encoding="utf-8"))):
            yield from marked(ast.parse(f"{call})"))


def marked(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id.removesuffix("_lazy")
            said = [one.value for one in node.args if isinstance(one, ast.Constant)]
            if name in {"_", "gettext"} and said:
                yield None, said[0], said[0]
            elif name == "ngettext":
                yield None, *said[:2]
            elif name == "pgettext":
                yield *said[:2], said[1]
            elif name == "npgettext":
                yield tuple(said[:3])
