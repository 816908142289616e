import os
from io import BytesIO
from itertools import takewhile

import pytest

from summaries import importers
from summaries.document import Document
from summaries.importers import Reading, find, read
from summaries.importers.decoding import UnreadableFile, decode
from summaries.importers.files import as_lines, as_text

SIMPLIFIED = "年度工作报告\n今年以来,我们一共开了九次会,解决了许多问题。\n下一步,要把路修好。\n"
TRADITIONAL = "年度工作報告\n今年以來,我們一共開了九次會,解決了許多問題。\n下一步,要把路修好。\n"
ENGLISH = "A café’s “good” year – in short\nWe sold more, and slept more.\n"
FRENCH = "Le résumé de l’année\nUne équipe très engagée a réparé le puits.\nÀ bientôt !\n"
JAPANESE = "一年のまとめ\n今年は九回の会議を開き、多くの問題を解決しました。\n"
KOREAN = "연간 업무 보고\n올해 우리는 아홉 번 회의를 하고 많은 문제를 해결했습니다.\n"

ENCODED = pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((SIMPLIFIED, name) for name in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le")),
        *((TRADITIONAL, name) for name in ("big5", "gb18030", "utf-16-be")),
        *((text, "cp1252") for text in (ENGLISH, FRENCH)),
        *((ENGLISH, name) for name in ("utf-8", "utf-16-le")),
        *((JAPANESE, name) for name in ("cp932", "euc_jp", "utf-16")),
        *((KOREAN, name) for name in ("cp949", "utf-8")),
    ],
)
LENGTHS = pytest.mark.parametrize("times", [1, 400], ids=["short", "long"])


def differing(text, other):
    """How many signs of the text stand between what the two have in common at both ends."""
    before = sum(1 for _ in takewhile(same, zip(text, other, strict=False)))
    after = sum(1 for _ in takewhile(same, zip(text[::-1], other[::-1], strict=False)))
    return len(text) - before - after


def same(pair):
    return pair[0] == pair[1]


@ENCODED
@LENGTHS
def test_encodings_are_told_apart(text, encoding, times):
    assert decode((text * times).encode(encoding)) == text * times


@ENCODED
@LENGTHS
def test_a_bad_byte_costs_a_sign_or_two(text, encoding, times):
    data = (text * times).encode(encoding)
    middle = len(data) // 2
    damaged = data[:middle] + b"\xff" + data[middle + 1 :]
    assert differing(text * times, decode(damaged)) <= 2


@ENCODED
@LENGTHS
def test_a_cut_costs_the_last_sign(text, encoding, times):
    text = (text * times).strip() + text[0]
    assert decode(text.encode(encoding)[:-1]).removesuffix("\ufffd") == text[:-1]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, "gb18030") for text in ("总结", "桃\n梨", "第1章", "會議記錄")),
        *((text, "big5") for text in ("總結", "會議記錄")),
        *((text, "cp1252") for text in ("café", "Été", "it’s", "£5", "CAFÉ", "¿Qué?")),
        ("Отчёт за год", "cp1251"),
    ],
)
def test_a_few_words_are_enough_to_tell(text, encoding):
    assert decode(text.encode(encoding)) == text


def test_private_use_signs_do_not_hide_the_encoding():
    text = SIMPLIFIED.replace("。", "\ue001\ue123\ue2fe。") * 3000
    assert decode(text.encode("gb18030")) == text


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(128, 256)) * 9,
        "\n".join(SIMPLIFIED).encode().replace(b"\n", b"\xff"),
        FRENCH.encode().replace(b"e", b"\xff"),
    ],
    ids=["noise", "ruined Chinese", "ruined French"],
)
def test_an_unknown_encoding_is_named(data):
    with pytest.raises(UnreadableFile, match="encoding is unknown"):
        decode(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (b"\xff\xfe" + b"\x00\xd8a\x00" * 9, "begins as UTF-16"),
        (b"x" * 20_000, "larger than"),
    ],
)
def test_what_is_no_text_is_named(data, said):
    with pytest.raises(UnreadableFile, match=said):
        as_text(data, max_bytes=10_000)


def test_what_is_not_there_is_named(tmp_path):
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    said = [one.error for name in ("link", "gone") for one in read(tmp_path / f"{name}.txt")]
    assert said == ["The link is broken.", "The file does not exist."]


def test_folders_are_searched_for_text(tmp_path):
    names = ("b.txt", "a/c.TXT", "a/d.jsonl", "a/e.md", "notes.odt", ".hidden/e.txt")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = find([tmp_path, tmp_path / "notes.odt", tmp_path / "a"])
    named = [str(path.relative_to(tmp_path)) for path in found]
    assert named == ["a/c.TXT", "a/d.jsonl", "a/e.md", "b.txt", "notes.odt"]


def test_what_is_passed_over_is_told_by_kind(tmp_path):
    outside, folder = tmp_path / "outside", tmp_path / "pages"
    for one in (outside, folder):
        one.mkdir()
        (one / "page.txt").write_text("x", encoding="utf-8")
    for name in ("a.doc", "b.DOC", "c.log", "README", ".hidden.log"):
        (folder / name).touch()
    (folder / "leak.txt").symlink_to(outside / "page.txt")
    (folder / "leak").symlink_to(outside)
    (folder / "endless.txt").symlink_to("/dev/zero")
    (folder / "twin.txt").symlink_to("page.txt")
    (folder / "again").symlink_to(folder)
    os.mkfifo(folder / "pipe.txt")
    found = find([folder])
    assert [path.name for path in found] == ["page.txt"]
    assert sorted(found.sentences()) == [
        "1 .log file: not read",
        "1 file without a suffix: not read",
        "1 is no regular file (a pipe or device): not read",
        "2 .doc files: not read (an old form of Word: save as .docx)",
        "3 links lead out of the folder: not followed",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root opens every folder")
def test_a_folder_that_cannot_be_opened_is_told(tmp_path):
    (tmp_path / "closed").mkdir(mode=0)
    assert find([tmp_path]).sentences() == ["1 folder cannot be opened: not searched"]


def test_a_pipe_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (reading,) = read(tmp_path / "pipe.txt")
    assert "no regular file" in reading.error


def test_a_link_that_leads_to_itself_is_refused(tmp_path):
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (reading,) = (one for path in find([tmp_path]) for one in read(path))
    assert "symbolic links" in reading.error


def test_the_name_of_a_file_can_be_printed_and_stored(tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9\n.txt")
    path.write_text("x", encoding="utf-8")
    (reading,) = read(path)
    assert reading.path == f"{tmp_path}/caf\\xe9\\x0a.txt"
    assert reading.key.endswith("/caf\\xe9\\x0a.txt")


def test_a_line_that_cannot_be_read_costs_itself_alone():
    data = b"\xef\xbb\xbfone\n" + b"x" * 200_000 + b"\ntwo\n\xe9\nthree"
    lines = [str(line).strip() for line in as_lines(BytesIO(data), max_bytes=1_000_000)]
    assert lines == ["one", "x" * 200_000, "two", "The line is not in UTF-8.", "three"]
    lines = [str(line).strip() for line in as_lines(BytesIO(data), max_bytes=1000)]
    assert lines[1].startswith("The line is larger than")
    assert lines[2:] == ["two", "The line is not in UTF-8.", "three"]


SUFFIXES = (".lines",)  # this module as a project's own format


def lines(file):
    with file.open() as opened:
        for number, line in enumerate(opened, start=1):
            title = line.decode().strip()
            yield Reading(f"{file.name}:{number}", f"{file.stem}/{number}", Document(title))


def test_a_project_reads_a_format_of_its_own(tmp_path, settings, monkeypatch):
    monkeypatch.setitem(globals(), "read", lines)
    settings.SUMMARIES_IMPORT_FORMATS = [__name__]
    (tmp_path / "two.lines").write_text("Ropes\nKnots\n", encoding="utf-8")
    readings = [one for path in find([tmp_path]) for one in importers.read(path)]
    assert [(one.key, one.document.title) for one in readings] == [
        ("two/1", "Ropes"),
        ("two/2", "Knots"),
    ]
