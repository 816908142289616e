"""Files, folders and zip archives as an import is given them, and the images in them."""

import io
import json
import sys
import zipfile

import pytest
from django.core.management import CommandError, call_command
from PIL import Image as PillowImage

from summaries import importers, pictures
from summaries.document import Document, Part
from summaries.importers import Given, Media, Place, Reading, archives
from summaries.importers.media import in_archive
from summaries.models import Article, Redirect
from tests.importers.test_import import run

PAGE = "The pier\n\nIt was mended in May by those who live there.\n"


def picture(colour=90):
    file = io.BytesIO()
    PillowImage.new("RGB", (9, 9), colour).save(file, "PNG")
    return file.getvalue()


def zipped(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def read(*paths, **options):
    with Given(paths, **options) as given:
        return list(given.read()), given


def line(title):
    return json.dumps({"title": title, "parts": [{"body": f"<p>{title} it is.</p>"}]})


# Files


def test_an_archive_in_a_folder_is_read_like_a_folder(tmp_path):
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    members = {
        "notes/b.txt": PAGE,
        "c.jsonl": line("C"),
        ".hidden.txt": PAGE,
        "d.exe": b"",
        "e": "",
    }
    zipped(tmp_path / "site.zip", {**members, "inner.zip": b"", "p.png": picture()})
    readings, given = read(tmp_path)
    assert [one.path.removeprefix(f"{tmp_path}/") for one in readings] == [
        "a.txt",
        "site.zip/c.jsonl:1",
        "site.zip/notes/b.txt",
    ]
    assert all(one.document for one in readings)
    assert len({one.key for one in readings}) == 3
    assert str(tmp_path) not in "".join(one.key for one in readings)
    assert given.found.sentences() == [
        "1 .exe file: not read",
        "1 file without a suffix: not read",
        "1 .zip file: not read (an archive in an archive: unpack it)",
        "1 image: read where a text shows it",
    ]
    assert given.read_bytes == given.all_bytes > 0


def test_what_is_named_twice_is_read_once(tmp_path):
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    assert len(read(tmp_path, tmp_path / "a.txt", tmp_path)[0]) == 1


def test_progress_moves_within_a_file(tmp_path):
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(line(f"Pier {number}") for number in range(2_000)), encoding="utf-8")
    with Given([file]) as given:
        places = [given.read_bytes for _reading in given.read()]
    assert given.all_bytes == file.stat().st_size
    assert 0 < places[0] < given.all_bytes / 4 < places[1_000] < places[-1]


def test_what_cannot_be_read_of_an_archive_is_said(tmp_path):
    whole = zipped(tmp_path / "a.zip", {"a.txt": PAGE * 50, "b.txt": PAGE}).read_bytes()
    (tmp_path / "a.zip").write_bytes(whole.replace(whole[40:60], bytes(20), 1))
    (tmp_path / "b.zip").write_bytes(b"no archive")
    (tmp_path / "c.zip").write_bytes(zipped(tmp_path / "c.zip", {"p.exe": b""}).read_bytes())
    readings, given = read(tmp_path, tmp_path / "gone.zip")
    assert [one.error for one in readings] == [
        "It is damaged.",
        "",
        "This is no zip archive, or it is damaged.",
        "The file does not exist.",
    ]
    assert given.found.empty == [tmp_path / "c.zip"]


def test_links_in_an_archive_lead_nowhere(tmp_path):
    link = zipfile.ZipInfo("a.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
        assert list(archives.members(archive)) == []


@pytest.mark.django_db
def test_the_same_archive_again_changes_nothing_and_media_must_be_there(tmp_path):
    archive = zipped(tmp_path / "site.zip", {"a.txt": PAGE, "b.jsonl": line("B")})
    assert run(archive)[0].endswith("2 created, 0 updated, 0 unchanged, 0 skipped, 0 failed")
    assert run(archive)[0].endswith("0 created, 0 updated, 2 unchanged, 0 skipped, 0 failed")
    with pytest.raises(CommandError, match=r"--media: \S+gone: The file does not exist\."):
        run(archive, media=[tmp_path / "gone"])


# Images


class Format:
    """A format of a project: addresses of images, and what is found there."""

    SUFFIXES = (".page",)

    @staticmethod
    def read(file):
        for address in file.text().split():
            found = file.media.find(address, beside=file.name)
            yield Reading(file.name, address, error=found.key if found else "none")


@pytest.fixture
def own_format(settings, monkeypatch):
    """Reads ``.page`` files in the way that is given."""

    def use(form):
        monkeypatch.setitem(sys.modules, "own_format", form)

    use(Format)
    settings.SUMMARIES_IMPORT_FORMATS = ["own_format"]
    return use


def keys(*paths, **options):
    return [one.error for one in read(*paths, **options)[0]]


def key(data):
    return pictures.digest(data)


def test_images_are_found_where_the_text_lies_or_in_other_media(own_format, tmp_path):
    folder, uploads = tmp_path / "site", tmp_path / "uploads"
    one, two, three = (picture(colour) for colour in (1, 2, 3))
    for path, data in {
        folder / "posts" / "img" / "a.png": one,
        folder / "img" / "a.png": two,
        uploads / "2019" / "05" / "pier.png": three,
    }.items():
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
    addresses = "img/a.png ../img/a.png https://old.example/x/2019/05/pier-300x200.png gone.png"
    (folder / "posts" / "a.page").write_text(addresses, encoding="utf-8")
    found = [key(one), key(two), key(three), "none"]
    assert keys(folder, media=[uploads]) == found
    # One file by itself finds what lies beside it, and no more of its folder is searched.
    assert keys(folder / "posts" / "a.page") == [key(one), "none", "none", "none"]
    members = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    uploads = zipped(tmp_path / "uploads.zip", {"2019/05/pier.png": three})
    assert keys(zipped(tmp_path / "site.zip", members), media=[uploads]) == found


def test_an_image_that_cannot_be_read_is_not_there(tmp_path):
    archive = zipped(tmp_path / "a.zip", {"a.png": picture()})
    data = archive.read_bytes()
    archive.write_bytes(data.replace(data[38:50], bytes(12), 1))
    with zipfile.ZipFile(archive) as opened:
        media = Media(in_archive(opened))
        assert media.find("a.png") is None
    assert Media().find("data:image/png;base64,AAA") is None
    assert Media().find("http://[broken") is None


# The command


def test_a_dry_run_shows_the_first_as_they_would_come(db, tmp_path):
    lines = [line(f"Pier {number}") for number in range(9)]
    lines[0] = json.dumps(
        {
            "title": "The pier",
            "category": ["Work", "Harbour"],
            "tags": ["ropes", "boats"],
            "status": "published",
            "published_at": "2024-05-01T09:30:00+00:00",
            "lead": "In short.",
            "parts": [{"body": "<p>Long.</p>"}],
        }
    )
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    out = run(tmp_path, dry_run=True)[0].splitlines()
    assert out[:6] == [
        "The pier",
        "  category: Work › Harbour",
        "  tags: ropes, boats",
        "  status: published · 2024-05-01 09:30",
        "  text: In short.",
        "Pier 1",
    ]
    assert "Pier 5" not in out


def test_notes_of_many_pages_are_few_lines():
    notes = importers.Notes()
    for number in range(2_000):
        notes.add(f"a.xml:{number}", [f"The image https://old.example/{number}.jpg is not here."])
        notes.add(f"a.xml:{number}", [f"[gallery id={number}] was left out."] if number < 2 else [])
        notes.add("a.xml", [f"Left out: {number % 9} comments, 1 pingback."])
    for letter in "abcdefghijklmnopqrstuvwxyz":
        notes.add("b.xml", [f"Odd {letter * 9} it is"])
    said = notes.sentences(most=4)
    assert said[0] == (
        "a.xml:0: The image https://old.example/0.jpg is not here. (and 1999 more like it)"
    )
    assert said[1] == "a.xml: Left out: 0 comments, 1 pingback. (and 1999 more like it)"
    assert said[2] == "a.xml:0: [gallery id=0] was left out. (and 1 more like it)"
    assert said[-1] == "25 further notes: the reports of their pages hold them"


def test_columns_are_told_by_their_fields(db, tmp_path):
    for wrong in ("title", "title=", "=Headline"):
        with pytest.raises(CommandError, match="title=Headline"):
            call_command("import_articles", str(tmp_path), columns=wrong)


class Twice(Format):
    """A format that reads the whole file before it says what is in it."""

    @staticmethod
    def read(file):
        file.data()
        with file.open() as lines:
            for number, _line in enumerate(lines):
                yield Reading(file.name, f"{file.key}:{number}")


def test_progress_in_a_file_that_is_read_twice_is_that_of_the_last_time(own_format, tmp_path):
    own_format(Twice)
    (tmp_path / "many.page").write_text("x" * 99 + ("\n" + "x" * 99) * 3_000, encoding="utf-8")
    with Given([tmp_path]) as given:
        places = [given.read_bytes for _reading in given.read()]
    assert 0 < places[0] < places[1_500] < places[-1] == given.all_bytes


class Site(Format):
    """A site of two pages: one links to the other, that one to a page that is missing."""

    @staticmethod
    def read(file):
        yield Place(file.name, ("Harbour",), addresses=("/category/harbour/",))
        for slug, other in (("pier", "quay"), ("quay", "gone")):
            body = f'<p><a href="https://old.example/{other}/">See</a> the {other}.</p>'
            yield Reading(
                f"{file.name}:{slug}",
                slug,
                Document(slug.title(), (Part(body=body),), slug, ("Harbour",)),
                addresses=(f"/{slug}/",),
                site="https://old.example",
                notes=("A [form] was left out.",),
            )


@pytest.mark.django_db
def test_the_command_leads_links_on_and_says_what_is_missing(own_format, tmp_path):
    own_format(Site)
    (tmp_path / "site.page").write_text("x", encoding="utf-8")
    report = tmp_path / "report.jsonl"
    out, _err, code = run(tmp_path / "site.page", report=report)
    assert out.splitlines() == [
        f"{tmp_path}/site.page:pier: A [form] was left out. (and 1 more like it)",
        "1 category or tag taken over",
        "3 old addresses lead here",
        "1 link leads to its new address now",
        "1 link leads to what was not imported: --report names it",
        "2 created, 0 updated, 0 unchanged, 0 skipped, 0 failed",
    ]
    assert code == 0
    lines = [json.loads(one) for one in report.read_text(encoding="utf-8").splitlines()]
    assert lines[0]["notes"] == ["A [form] was left out."]
    missing = {"rewritten_links": 0, "missing_links": ["https://old.example/gone/"]}
    assert {"article": "quay", **missing} in lines
    out, _err, code = run(tmp_path / "site.page")
    assert out.splitlines()[1:] == [  # nothing else is new
        "1 link leads to what was not imported: --report names it",
        "0 created, 0 updated, 2 unchanged, 0 skipped, 0 failed",
    ]
    assert Redirect.objects.count() == 3
    assert "/articles/quay/" in Article.objects.get(slug="pier").as_document().parts[0].body
