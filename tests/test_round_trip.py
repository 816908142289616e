"""What is exported and imported again is what it was, whatever the library holds."""

import random
import shutil
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.management import call_command
from PIL import Image as PillowImage

from summaries import figures, importers
from summaries import text as texts
from summaries.document import Document, Part, Source
from summaries.models import Article, Category, Image, Redirect, SourcePage, Tag, images

pytestmark = pytest.mark.django_db

WORDS = (
    "rope knot 码头 «quay» a&b <tide> ]]> “ferry” 冬天的绳子 na\u00efve 50% 'so' \\n # * _x_ | é 🚢"
).split()
TRAILS = [
    ("Work",),
    ("Work", "Harbour"),
    ("Work", "Harbour", "Night"),
    ("工作",),
    ("Sport", "Work"),
]
TAGS = ["ropes", "Ropes and knots", "绳子", "c++", "50%"]


class Library:
    """A library of all that articles may be, drawn by chance."""

    def __init__(self, seed, *, with_images=True):
        self.draw = random.Random(seed)
        self.images = [self.image(color) for color in (10, 200)] if with_images else []
        get_user_model().objects.create_user("ada")
        for number in range(20):
            self.article(number)
        Tag.objects.filter(name=TAGS[0]).update(description=self.words(5))
        Category.objects.filter(depth=2).update(description=self.words(5))
        for article in self.draw.sample(list(Article.objects.all()), 4):
            article.slug = f"new-{article.slug}"
            article.save()
        Redirect.objects.leave_many(
            [("/2019/05/old post/", Article.objects.last()), ("/?cat=7", Category.objects.last())]
        )

    def words(self, number):
        return " ".join(self.draw.choices(WORDS, k=number))

    def image(self, color):
        file = BytesIO()
        PillowImage.new("RGB", (30, 20), color).save(file, "PNG")
        return images.take(ContentFile(file.getvalue()), alt=self.words(2), credit=self.words(1))

    def article(self, number):
        draw = self.draw
        moment = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=draw.randrange(10**8))
        status = draw.choice(["draft", "review", "published", "published", "archived"])
        document = Document(
            title=f"{self.words(3)} {number}",
            parts=tuple(self.part() for _part in range(draw.randint(1, 4))),
            category=draw.choice(TRAILS),
            tags=tuple(draw.sample(TAGS, draw.randint(0, 3))),
            lead=draw.choice(["", self.words(8)]),
            status=status,
            published_at=draw.choice([None, moment]) if status != "published" else moment,
            expires_at=draw.choice([None, None, moment + timedelta(days=400)]),
            byline=draw.choice(["", self.words(2)]),
            author=draw.choice(["", "ada"]),
            source=draw.choice([Source(), Source("Post", "https://example.org/x", f"k/{number}")]),
            licence=draw.choice(["", "CC BY 4.0"]),
            language=draw.choice(["", "en", "zh-hans"]),
            is_featured=draw.random() < 0.2,
            comments_allowed=draw.random() < 0.8,
        )
        Article().apply_document(document, by=None)

    def part(self):
        body = "".join(f"<p>{figures.escape(self.words(6))}</p>" for _line in range(2))
        if self.images and self.draw.random() < 0.3:
            body += figures.figure(
                self.draw.choice(self.images).key, self.words(1), "In <em>May</em>"
            )
        return Part(self.draw.choice(["", self.words(2)]), body)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.mark.parametrize("seed", range(3))
def test_json_lines_make_the_same_library_again(seed, tmp_path):
    Library(seed)
    first, second = tmp_path / "first", tmp_path / "second"
    export("jsonl", first)
    for model in (SourcePage, Redirect, Article, Tag, Category, Image):
        model.objects.all().delete()
    shutil.rmtree(tmp_path / "media")
    call_command("import_articles", str(first), verbosity=0)
    export("jsonl", second)
    lines = [
        (one / "articles.jsonl").read_text(encoding="utf-8").split("\n") for one in (first, second)
    ]
    assert lines[0] == lines[1]
    files = [{f.name: f.read_bytes() for f in one.rglob("*.*")} for one in (first, second)]
    assert files[0] == files[1]


def export(kind, folder):
    options = {"everything": True, "address": "https://testserver"}
    call_command("export_articles", kind, str(folder), verbosity=0, **options)


@pytest.mark.parametrize("seed", range(3))
def test_titles_places_tags_and_words_survive_markdown_and_wordpress(seed, tmp_path):
    Library(seed, with_images=False)
    for kind in ("markdown", "wxr"):
        export(kind, tmp_path / kind)
        found = [
            one.document
            for path in importers.find([tmp_path / kind])
            for one in importers.read(path)
            if isinstance(one, importers.Reading)
        ]
        expected = {one.title: one.as_document() for one in Article.objects.all()}
        assert {one.title for one in found} == expected.keys()
        for one in found:
            was = expected[one.title]
            assert one.category == was.category[-len(one.category) :]
            assert sorted(one.tags) == sorted(was.tags)
            assert words_of(one) == words_of(was), one.title


def words_of(document):
    """The words of the text; a part's title may have become a heading."""
    html = "".join(f"<p>{figures.escape(part.title)}</p>{part.body}" for part in document.parts)
    return texts.tokens(texts.from_html(html))
