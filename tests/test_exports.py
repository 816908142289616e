"""The library written to files: JSON lines, Markdown, WXR and a copy of the site."""

import json
import posixpath
from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from lxml import html
from PIL import Image as PillowImage

from summaries import exports, figures, importers
from summaries.document import Part, Source
from summaries.exporters.wxr import SPACES
from summaries.models import Article, Category, Tag, images
from tests.library import make_article

pytestmark = pytest.mark.django_db

SITE = "https://testserver"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT, settings.MEDIA_URL = tmp_path / "media", "/media/"


@pytest.fixture
def image():
    file = BytesIO()
    PillowImage.new("RGB", (30, 20), 90).save(file, "JPEG")
    return images.take(ContentFile(file.getvalue()), alt="A pier", credit="Ada")


@pytest.fixture
def library(image):
    """Two articles that link to each other, one with an image, and a draft."""
    pier = make_article(
        "The pier & its <ropes>",
        slug="pier",
        lead="What was mended.",
        byline="The crew",
        category=("Work", "Harbour"),
        tags=("ropes", "冬天"),
        published_at=datetime(2024, 5, 1, 9, 30, tzinfo=UTC),
        source=Source("Post", "https://example.org/pier"),
        is_featured=True,
        parts=(
            Part("Winter", f"<p>Wet. ]]> \x0b</p>{figures.figure(image.key, 'A pier')}"),
            Part("Summer", '<p>Dry, see <a href="/articles/码头/#part-1">the other</a>.</p>'),
        ),
    )
    other = make_article("码头", "<p>绳子湿了。</p>", category=("工作",), slug="码头")
    make_article("Secret plans", status="draft", category=("Hidden",), tags=("hidden",))
    return pier, other


def export(kind, folder, *options):
    call_command("export_articles", kind, str(folder), "--address", SITE, *options, verbosity=0)
    return folder


def lines(folder):
    text = (folder / "articles.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_json_lines_hold_images_places_and_articles(library, image, tmp_path):
    Tag.objects.filter(name="ropes").update(description="What holds ships")
    found = lines(export("jsonl", tmp_path / "out"))
    kinds = [one.get("type", "article") for one in found]
    assert kinds == ["image", *["category"] * 3, *["tag"] * 2, *["article"] * 2]
    assert (tmp_path / "out" / found[0]["file"]).read_bytes()
    assert {key: found[0][key] for key in ("key", "alt", "credit")} == {
        "key": image.key,
        "alt": "A pier",
        "credit": "Ada",
    }
    assert found[2]["category"] == ["Work", "Harbour"]
    assert "What holds ships" in [one.get("description") for one in found]
    assert [one["title"] for one in found if "title" in one] == [one.title for one in library]
    assert found[-1]["guid"] == str(library[-1].guid)


def test_the_accounts_and_drafts_are_only_in_an_export_of_everything(library, tmp_path, admin_user):
    with library[0].editing():
        library[0].author = admin_user
    public, everything = (
        (export("jsonl", tmp_path / name, *options) / "articles.jsonl").read_text(encoding="utf-8")
        for name, options in (("public", ()), ("everything", ("--everything",)))
    )
    assert "admin" not in public
    assert "Secret" not in public
    assert "hidden" not in public.lower()
    assert '"author": "admin"' in everything
    assert "Secret plans" in everything


def test_old_addresses_are_exported_with_what_they_lead_to(library, tmp_path):
    library[0].slug = "the-pier"
    library[0].save()
    (line,) = (one for one in lines(export("jsonl", tmp_path)) if one.get("slug") == "the-pier")
    assert line["addresses"] == ["articles/pier"]


def test_markdown_files_are_read_again_by_the_importer(library, tmp_path):
    folder = export("markdown", tmp_path / "tree")
    assert [str(one.relative_to(folder)) for one in sorted(folder.rglob("*.md"))] == [
        "work/harbour/pier.md",
        "工作/码头.md",
    ]
    (reading,) = importers.read(folder / "work" / "harbour" / "pier.md")
    found, pier = reading.document, library[0].as_document()
    for name in ("title", "category", "tags", "published_at", "byline"):
        assert getattr(found, name) == getattr(pier, name)
    page = (folder / "work" / "harbour" / "pier.md").read_text(encoding="utf-8")
    picture = page.partition("![A pier](")[2].partition(")")[0]
    assert (folder / "work" / "harbour" / picture).resolve().is_file()
    assert page.index("## Winter") < page.index("## Summer")


def test_wordpress_gets_posts_with_their_terms_and_images(library, image, tmp_path):
    tree = ElementTree.parse(export("wxr", tmp_path) / "wordpress.xml")
    attached, post, other = tree.findall("channel/item")

    def said(item, name):
        return item.findtext(name, namespaces=SPACES)

    assert said(attached, "wp:attachment_url") == f"{SITE}{image.file.url}"
    assert said(post, "title") == "The pier &amp; its &lt;ropes&gt;"
    assert said(post, "wp:post_date_gmt") == "2024-05-01 09:30:00"
    assert [said(post, f"wp:{name}") for name in ("status", "is_sticky", "post_name")] == [
        *("publish", "1", "pier")
    ]
    assert said(post, "dc:creator") == "The crew"
    assert said(post, "excerpt:encoded") == "What was mended."
    assert [(one.get("domain"), one.text) for one in post.findall("category")] == [
        *(("category", "Harbour"), ("post_tag", "ropes"), ("post_tag", "冬天")),
    ]
    content = said(post, "content:encoded")
    assert "<h2>Winter</h2>\n<p>Wet. ]]&gt; </p>" in content
    assert f'<img src="{SITE}{image.file.url}" alt="A pier">' in content
    parents = {
        said(one, "wp:category_nicename"): said(one, "wp:category_parent")
        for one in tree.findall("channel/wp:category", SPACES)
    }
    assert parents == {"work": "", "harbour": "work", "工作": ""}
    assert said(other, "wp:post_name") == "码头"


def test_wordpress_knows_categories_of_one_slug_apart(tmp_path):
    for names in (("Work", "2024"), ("Sport", "2024")):
        make_article("A year", category=names)
    tree = ElementTree.parse(export("wxr", tmp_path) / "wordpress.xml")
    slugs = [one.get("nicename") for one in tree.findall("channel/item/category")]
    assert len(set(slugs)) == 2


# The copy of the site


def test_every_link_of_the_copy_leads_to_a_file(library, image, tmp_path):
    folder = export("static", tmp_path / "copy")
    pages = list(folder.rglob("*.html"))
    names = {str(one.relative_to(folder)) for one in folder.rglob("*")}
    assert names >= {
        *("index.html", "articles/pier/index.html", "tags/ropes/index.html", "robots.txt"),
        *("articles/pier.md", "feeds/atom/index.xml", "sitemap.xml", "sitemaps/categories.xml"),
        *("llms.txt", "articles/pier/download/docx/pier.docx"),
    }
    for page in pages:
        for link in html.parse(page).xpath("//@href | //@src"):
            assert leads(folder, page, link), (page, link)
    page = html.parse(folder / "articles" / "pier" / "index.html")
    assert page.xpath("//main//img/@src")
    assert not page.xpath("//form | //*[@data-live]")
    assert "without search" in page.xpath("string(//body/footer)")


def leads(folder, page, link):
    url = urlsplit(link)
    if url.netloc or url.scheme:
        return True
    path = unquote(url.path)
    target = page if not path else page.parent / path
    target = target / "index.html" if path.endswith("/") else target
    ids = html.parse(target).xpath("//@id") if url.fragment and target.is_file() else ()
    return target.is_file() and (not url.fragment or unquote(url.fragment) in ids)


def test_the_copy_is_brought_up_to_date(library, tmp_path, capsys):
    folder = export("static", tmp_path / "copy")
    pier = folder / "articles" / "pier" / "index.html"
    before = pier.stat().st_mtime_ns
    capsys.readouterr()
    export("static", folder)
    assert capsys.readouterr().out.startswith("0 pages")  # nothing has changed

    Article.objects.filter(slug="码头").edit(title="新码头")
    export("static", folder)
    assert "新码头" in (folder / "articles" / "码头" / "index.html").read_text(encoding="utf-8")
    assert pier.stat().st_mtime_ns == before

    Article.objects.filter(slug="码头").edit(status="draft")
    export("static", folder)
    # The other article links to it still, and so leads to a page that says that it is not there.
    page = html.parse(folder / "articles" / "码头" / "index.html")
    assert not page.xpath("//article")
    assert not (folder / "categories" / "工作").exists()
    (picture,) = html.parse(pier).xpath("//main//img/@src")
    assert leads(folder, pier, picture)


def test_a_copy_that_was_interrupted_is_taken_up(library, tmp_path, monkeypatch):
    monkeypatch.setattr(exports.site, "_SAVED_AFTER", 1)
    copying = exports.site.write(exports.Library(address=SITE), tmp_path)
    for _page in range(3):
        next(copying)
    copying.close()
    Article.objects.filter(slug="pier").edit(title="The long pier")
    export("static", tmp_path)
    for slug, title in (("pier", "The long pier"), ("码头", "码头")):
        page = html.parse(tmp_path / "articles" / slug / "index.html")
        assert page.xpath("string(//h1)") == title


def test_a_copy_deletes_no_file_that_is_not_its_own(library, tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    export("static", tmp_path)
    Article.objects.edit(status="draft")
    export("static", tmp_path)
    assert not list(tmp_path.glob("articles/*/index.html"))
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "path",
    ["/categories/%2e%2e/%2e%2e/%2e%2e/x/", "/media/%2e%2e/%2e%2e/x.png", "/static/%2e%2e/x.css"],
)
def test_no_link_leads_a_copy_out_of_its_folder(tmp_path, path):
    make_article("Ropes", f'<p>See <a href="{path}">the loft</a>.</p>')
    folder = export("static", tmp_path / "a" / "b" / "copy")
    page = html.parse(folder / "articles" / "ropes" / "index.html")
    assert "See the loft." in page.xpath("string(//article)")
    assert [one.name for one in (tmp_path / "a").iterdir()] == ["b"]
    assert [one.name for one in (tmp_path / "a" / "b").iterdir()] == ["copy"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["static"], "needs the site's URL"),
        (["wxr"], "needs the site's URL"),
        (["static", "--everything", "--address", SITE], "leave out --everything"),
        (["wxr", "--address", "example.org"], "is no URL"),
        (["static", "--address", "https://elsewhere.example"], "add it to ALLOWED_HOSTS"),
    ],
)
def test_what_is_missing_is_said(arguments, said, tmp_path):
    kind, *options = arguments
    with pytest.raises(CommandError, match=said):
        call_command("export_articles", kind, str(tmp_path / "out"), *options)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match=r"Nothing can be written to \S+file"):
        export("jsonl", tmp_path / "file" / "out")


def test_slugs_that_no_file_system_takes_are_shortened(tmp_path):
    Category.objects.ensure(("Work",))
    for last in "一二":
        make_article("长", slug="长" * 79 + last)
    names = [one.name for one in export("markdown", tmp_path).rglob("*.md")]
    assert len(set(names)) == 2
    assert max(len(name.encode()) for name in names) < 255
    assert posixpath.splitext(names[0])[1] == ".md"
