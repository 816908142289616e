"""Find text files and decode them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import charset_normalizer
from django.utils.translation import gettext as _

from summaries import text as texts

# A file is binary if more than this share of its first bytes are control characters.
SAMPLE = 64 * 1024
MAX_CONTROLS = 0.01

_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class UnreadableFile(Exception):
    """A file that cannot be read; the message is one sentence for the editor."""


def find(paths: Iterable[Path]) -> list[Path]:
    """The files named, and the ``.txt`` and ``.jsonl`` files in the folders named, sorted."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in inside:
            hidden = any(name.startswith(".") for name in file.relative_to(path).parts)
            if file == path or (not hidden and file.suffix.lower() in (".txt", ".jsonl")):
                found[file] = None
    return list(found)


def read_text(path: Path, *, max_bytes: int) -> str:
    """The normalised text of a file in UTF-8, UTF-16, GB18030, Big5 or Windows-1252."""
    with _readable(path):
        size = path.stat().st_size
        if size > max_bytes:
            limit = max_bytes // 1_000_000
            raise UnreadableFile(_("The file is larger than %(limit)s MB.") % {"limit": limit})
        data = path.read_bytes()
    text = texts.normalise(decode(data))
    if not text.strip():
        raise UnreadableFile(_("The file is empty."))
    return text


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a file in UTF-8, however large it is."""
    with _readable(path), path.open(encoding="utf-8-sig") as lines:
        yield from lines


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turn errors of reading into ``UnreadableFile``, with a message for the editor."""
    try:
        yield
    except FileNotFoundError as error:
        message = _("The link is broken.") if path.is_symlink() else _("The file does not exist.")
        raise UnreadableFile(message) from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(_("The file is not in UTF-8.")) from error
    except OSError as error:
        raise UnreadableFile(f"{error.strerror}.") from error


def decode(data: bytes) -> str:
    """The text in the bytes; raises ``UnreadableFile`` where they hold none."""
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _strictly(data, encoding)
    if (encoding := _utf16_without_mark(data[:SAMPLE])) is not None:
        return _strictly(data, encoding)
    if len(_CONTROLS.findall(data[:SAMPLE])) > MAX_CONTROLS * len(data[:SAMPLE]):
        raise UnreadableFile(_("The file is binary, not text."))
    text = data.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    if lost == 0 or (lost <= 1 + len(text) // 1000 and _has_other_than_ascii(text)):
        return text  # A few characters were lost before; the quality rules report them.
    best = charset_normalizer.from_bytes(data, cp_isolation=["gb18030", "big5", "cp1252"]).best()
    if best is None:
        raise UnreadableFile(_("The file's character encoding is unknown; save it as UTF-8."))
    return str(best)


def _has_other_than_ascii(text: str) -> bool:
    return not text.replace("\ufffd", "").isascii()


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            _("The file begins as %(encoding)s, but byte %(place)s does not belong to it.")
            % {"encoding": encoding.upper(), "place": error.start + 1}
        ) from error


def _utf16_without_mark(sample: bytes) -> str | None:
    """The variant of UTF-16 without a byte order mark, recognised by its zero bytes."""
    if b"\x00" not in sample:
        return None
    for encoding, space, end in (
        ("utf-16-le", b" \x00", b"\n\x00"),
        ("utf-16-be", b"\x00 ", b"\x00\n"),
    ):
        first = 0 if encoding.endswith("le") else 1
        zeros = sample[1 - first :: 2].count(0)
        others = sample[first::2].count(0)
        if zeros > 4 * others and (space in sample or end in sample):
            return encoding
    return None
