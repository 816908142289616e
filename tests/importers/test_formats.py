"""What holds of every format: whatever bytes a file has, there is a reading or a sentence."""

import random
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest

from summaries.importers import Place
from summaries.importers.formats import suffixes

from .reads import read

PIECES = [
    *(
        b"<p>",
        b"</div>",
        b"<table><tr><td colspan=99999>",
        b"<img src='data:,x'>",
        b"<!--",
        b"<a href='//['>",
    ),
    *(b'{"db": [', b'{"data": {"posts": [{"id": [], "title": "x", "html": 1}]}}', b"]}", b"null"),
    *(b"title,text\n", b'"', b";", b"sep=,\n", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n"),
    *(
        b"---\ntitle: x\npermalink: [1]\n---\n",
        b"{% raw %}",
        b"{{< figure ",
        b"`",
        b"<!--more-->",
        b"# x\n",
    ),
    *(
        "渡口，船。".encode(),
        "渡口，船。".encode("gb18030"),
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ),
    *(b"<script type='application/ld+json'>[{\"@graph\": 3}]</script>", b"<h1>x</h1>", b"words. "),
]
PATHS = ["page", "_posts/2019-13-99-x", "content/index", "content/post/x.zh"]


@pytest.mark.parametrize("suffix", suffixes())
def test_any_bytes_give_a_reading_or_a_sentence(suffix):
    chance = random.Random(f"bytes of {suffix}")
    for _attempt in range(40):
        data = b"".join(chance.choices(PIECES, k=chance.randrange(1, 15)))
        if chance.random() < 0.3:
            data = data[: chance.randrange(len(data))] + chance.randbytes(9)
        check(read(f"{chance.choice(PATHS)}{suffix}", data))


def check(entries):
    for one in entries:
        if not isinstance(one, Place):
            assert one.document or one.error.strip()
            assert one.document is None or one.document.title.strip()


@pytest.fixture(scope="module")
def word():
    made, data = docx.Document(), BytesIO()
    made.add_heading("Oak", 1)
    made.add_paragraph("It is hard.", "List Bullet")
    made.save(data)
    return data.getvalue()


def test_a_damaged_word_file_gives_a_reading_or_a_sentence(word):
    chance = random.Random("a damaged file")
    for _attempt in range(15):
        damaged = bytearray(word)
        for _byte in range(chance.randrange(1, 30)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        check(read("oak.docx", bytes(damaged)))


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "docProps/core.xml"])
def test_a_word_file_with_a_damaged_part_does_too(word, name):
    chance = random.Random(name)
    for _attempt in range(2):
        data = BytesIO()
        with zipfile.ZipFile(BytesIO(word)) as old, zipfile.ZipFile(data, "w") as new:
            for member in old.namelist():
                part = old.read(member)
                if member == name:
                    place = chance.randrange(len(part))
                    part = part[:place] + part[place + chance.randrange(1, 400) :]
                new.writestr(member, part)
        check(read("oak.docx", data.getvalue()))


def test_what_is_not_read_is_named_with_its_reason():
    (reading,) = read("report.pdf", b"%PDF")
    assert reading.error.startswith(".pdf files are not read (a PDF does not say what is a heading")
    (reading,) = read("notes.log", b"x")
    assert reading.error == ".log files are not read."


def test_a_missing_library_is_named_with_the_extra_that_brings_it(monkeypatch, word):
    monkeypatch.setitem(sys.modules, "mammoth", None)
    (reading,) = read("oak.docx", word)
    assert reading.error == "To read Word files, install: pip install 'django-summaries[docx]'."
    monkeypatch.setitem(sys.modules, "summaries.importers.webpage.maintext", None)
    (reading,) = read("oak.html", "<p>Oak.</p>")
    assert reading.error == "To read HTML pages, install: pip install 'django-summaries[html]'."


def test_the_pages_of_the_tests_are_read_alike_from_anywhere():
    path = Path(__file__).with_name("webpages") / "blog.html"
    assert (
        read("a/blog.html", path.read_bytes())[0].document
        == read("b.html", path.read_bytes())[0].document
    )
