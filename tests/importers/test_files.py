import pytest

from summaries.importers.files import UnreadableFile, find, read_text

SIMPLIFIED = "个人工作总结\n今年以来,在大家的帮助下,我完成了各项任务,现将情况总结如下。"
TRADITIONAL = "個人工作總結\n今年以來,在大家的幫助下,我完成了各項任務,現將情況總結如下。"
ENGLISH = "A café’s “good” year – in short\nWe sold more, and slept more."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((SIMPLIFIED, name) for name in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le")),
        *((TRADITIONAL, name) for name in ("big5", "gb18030", "utf-16-be")),
        *((ENGLISH, name) for name in ("utf-8", "cp1252", "utf-16-le")),
    ],
)
def test_encodings_are_told_apart(tmp_path, text, encoding):
    path = tmp_path / "page.txt"
    path.write_bytes(text.encode(encoding))
    assert read_text(path, max_bytes=10_000) == text


def test_a_lost_byte_costs_one_character(tmp_path):
    path = tmp_path / "page.txt"
    data = SIMPLIFIED.encode()
    path.write_bytes(data[:4] + data[5:])
    assert read_text(path, max_bytes=10_000).endswith(SIMPLIFIED[4:])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (b"\xff\xfea\x00b", "UTF-16"),
        (b"x" * 20_000, "larger than"),
    ],
)
def test_what_is_no_text_is_named(tmp_path, data, said):
    path = tmp_path / "page.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=said):
        read_text(path, max_bytes=10_000)


def test_what_is_not_there_is_named(tmp_path):
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    with pytest.raises(UnreadableFile, match="link is broken"):
        read_text(tmp_path / "link.txt", max_bytes=10)
    with pytest.raises(UnreadableFile, match="does not exist"):
        read_text(tmp_path / "gone.txt", max_bytes=10)


def test_folders_are_searched_for_text(tmp_path):
    for name in ("b.txt", "a/c.TXT", "a/d.jsonl", "README.md", ".hidden/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    named = [str(path.relative_to(tmp_path)) for path in find([tmp_path, tmp_path / "README.md"])]
    assert sorted(named) == ["README.md", "a/c.TXT", "a/d.jsonl", "b.txt"]
