"""JSON lines: complete, and as their schema says."""

import json
import random
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.management import call_command
from jsonschema import Draft202012Validator
from PIL import Image as PillowImage

from summaries import figures, importers
from summaries.document import Document, DocumentError, Part, Source
from summaries.models import Article, Category, Image, Redirect, Tag, images
from tests.library import LONG_AGO, make_article

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "document.schema.json"
WHOLE = Document(
    "The pier",
    (Part("Winter", "<p>Wet.</p>", "part-7"), Part(body="<p>Dry.</p>")),
    slug="pier",
    category=("Work", "Harbour"),
    tags=("ropes",),
    status="published",
    published_at=LONG_AGO,
    source=Source("Post", "https://example.org/pier", "pier"),
)
PLACES = {
    "category": {"type": "category", "category": ["Work"], "slug": "work", "description": "Ours"},
    "tag": {"type": "tag", "tag": "ropes", "slug": "rope", "addresses": ["/tag/rope/"]},
    "image": {"type": "image", "key": "a" * 32, "file": "images/a.jpg", "is_decoration": False},
}


@pytest.fixture(scope="module")
def schema():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def read(line, **options):
    data = json.dumps(line).encode()
    return next(importers.read_bytes(data, "lines.jsonl", "lines", **options))


class Everything(importers.Media):
    """Finds a file at every path."""

    def named(self, path, *, beside=""):
        return bytes if path else None


def is_taken(line):
    entry = read(line, media=Everything())
    return not (isinstance(entry, importers.Reading) and entry.error)


# The schema


def test_what_is_written_is_valid(schema):
    for line in (WHOLE.to_dict(), {"title": "a", "addresses": ["/a"]}, *PLACES.values()):
        assert not list(schema.iter_errors(json.loads(json.dumps(line))))
        assert is_taken(line)


VALUES = (
    None,
    True,
    False,
    0,
    1,
    2.5,
    "",
    " ",
    "a",
    "a\x00",
    "b" * 32,
    [],
    ["a"],
    [1],
    {},
    {"x": 1},
)
NAMES = ("type", "version", "title", "parts", "category", "tag", "tags", "source", "status", "slug")
NAMES += (
    "key",
    "file",
    "addresses",
    "guid",
    "published_at",
    "is_featured",
    "is_decoration",
    "body",
    "x",
)


def changed(value, chance):
    """The value with some of what it holds replaced, left out or added."""
    if chance.random() < 0.12:
        return chance.choice(VALUES)
    if isinstance(value, dict):
        kept = {name: changed(one, chance) for name, one in value.items() if chance.random() < 0.9}
        if chance.random() < 0.2:
            kept[chance.choice(NAMES)] = chance.choice(VALUES)
        return kept
    return [changed(one, chance) for one in value] if isinstance(value, list) else value


def test_what_the_schema_refuses_is_refused(schema):
    chance = random.Random(12)
    lines = [json.loads(WHOLE.to_json()), *PLACES.values()]
    refused = taken = 0
    for _time in range(1_500):
        line = changed(chance.choice(lines), chance)
        if is_taken(line):
            taken += 1
            assert schema.is_valid(line), line
        refused += not schema.is_valid(line)
        if isinstance(line, dict) and not {"type", "addresses", "guid"} & line.keys():
            try:
                Document.from_dict(line)
            except DocumentError:
                continue
            assert schema.is_valid(line), line
    assert refused > 300
    assert taken > 100


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"type": "page"}, "type: expected one of category, tag, image."),
        ({"type": ["tag"]}, "type: expected one of"),
        ({"type": "tag", "tag": " "}, "A category or tag needs a name."),
        ({"type": "tag", "tag": 3}, "tag: expected a string."),
        ({"type": "category", "category": "Work"}, "category: expected a list of strings."),
        ({"type": "tag", "tag": "a", "slugs": ""}, "slugs: there is no such field."),
        ({"type": "image", "file": "a.jpg"}, "key: expected 32 digits"),
        ({**PLACES["image"], "file": "gone.jpg"}, "file: there is no image gone.jpg."),
        ({**PLACES["image"], "is_decoration": 1}, "is_decoration: expected true or false."),
        ({"title": "a", "addresses": "/a"}, "addresses: expected a list of strings."),
        ({"title": "a", "source": []}, "source: expected an object."),
        ({"title": "a", "version": True}, "version: True is not supported."),
    ],
)
def test_a_line_that_is_wrong_is_said_in_a_sentence(line, said):
    assert read(line).error.startswith(said)


# There and back


@pytest.fixture
def library(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    get_user_model().objects.create_user("ada")
    found = []
    for mode, form in (("RGB", "JPEG"), ("RGBA", "PNG")):
        file = BytesIO()
        PillowImage.effect_noise((60, 40), 80).convert(mode).save(file, form)
        found.append(images.take(ContentFile(file.getvalue()), alt="A pier", credit="Ada"))
    make_article("Notes", status="draft", category=("Private",), tags=("Two  words", "绳子"))
    pier = make_article(
        "The pier & its <ropes>",
        lead="What was\nmended.",
        category=("Work", "Harbour"),
        tags=("ropes", "boats"),
        author="ada",
        byline="The crew",
        licence="CC0",
        language="en",
        is_featured=True,
        comments_allowed=False,
        expires_at=LONG_AGO.replace(year=2090),
        parts=(
            Part("Winter", "<p>Wet.</p>" + "".join(figures.figure(one.key) for one in found)),
            Part("Summer", '<p>Dry, see <a href="/articles/码头/">this</a>.</p>', "part-9"),
        ),
    )
    make_article("码头", category=("Work",), slug="码头", status="archived")
    pier.slug = "the_pier"
    pier.save()
    Category.objects.filter(name="Harbour").update(slug="by-the-sea", full_path="work/by-the-sea")
    Tag.objects.filter(name="ropes").update(slug="rope_s", description="Hold ships")
    Redirect.objects.leave_many([("/2019/05/pier/", pier), ("/cat/3", pier.category)])
    images.Image.objects.filter(pk=found[1].pk).update(alt="", is_decoration=True)


def export(folder):
    call_command("export_articles", "jsonl", str(folder), "--everything", verbosity=0)
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_export_import_and_export_give_the_same_bytes(library, schema, tmp_path):
    before = export(tmp_path / "one")
    assert len(before) == 3
    for line in before["articles.jsonl"].decode().splitlines():
        assert not list(schema.iter_errors(json.loads(line)))
    Article.objects.all().delete()
    for model in (Category, Tag, Redirect, Image):
        model.objects.all().delete()
    call_command("import_articles", str(tmp_path / "one" / "articles.jsonl"), verbosity=0)
    after = export(tmp_path / "two")
    assert after["articles.jsonl"].decode() == before["articles.jsonl"].decode()
    assert after == before
