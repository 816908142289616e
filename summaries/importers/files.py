"""Find text files in folders and read them, whatever else lies there."""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from summaries import text as texts
from summaries.conf import settings

from . import unread
from .decoding import UnreadableFile, decode
from .media import NO_MEDIA, Media

# Why something in a folder is not read, if not for its suffix.
OUTSIDE, IRREGULAR, CLOSED, IMAGE = "outside", "irregular", "closed", "image"

_SUFFIX = re.compile(r"\.\w{1,10}")
# What is left of a line that is too long is skipped in pieces of this size.
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Options:
    """What an import may ask of a format: WordPress' pages too, columns by their fields."""

    pages: bool = False
    columns: dict[str, str] = field(default_factory=dict)


AS_USUAL = Options()


@dataclass(frozen=True, slots=True)
class File:
    """A file to read, in a folder, in an archive or uploaded.

    ``name`` is for messages; ``key`` tells the file from others of its name. It can be
    opened more than once. ``media`` finds the images that it names.
    """

    name: str
    key: str
    open: Callable[[], AbstractContextManager[IO[bytes]]]
    media: Media = NO_MEDIA
    options: Options = AS_USUAL

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    def data(self, limit: int = 0) -> bytes:
        """All that it holds; raises ``UnreadableFile`` if that is more than ``limit`` bytes.

        Without a limit, it is what a page may have.
        """
        limit = limit or settings.IMPORT_MAX_BYTES
        with self.open() as file:
            data = file.read(limit + 1)
        check_size(data, limit)
        return data

    def text(self) -> str:
        """Its normalised text, whose encoding ``decoding`` finds out."""
        return as_text(self.data(), max_bytes=settings.IMPORT_MAX_BYTES)


class Found(list[Path]):
    """The files to read, and how many others of each kind were passed over.

    A kind is a suffix, ``""`` for none, or one of ``OUTSIDE``, ``IRREGULAR``, ``CLOSED``
    and ``IMAGE``. ``empty`` holds the folders and archives that have no file to read.
    """

    def __init__(self) -> None:
        super().__init__()
        self.passed_over: Counter[str] = Counter()
        self.empty: list[Path] = []

    def add(self, other: Found) -> None:
        self.extend(other)
        self.passed_over += other.passed_over
        self.empty += other.empty

    def pass_over(self, suffix: str, *, images: Collection[str] = ()) -> None:
        """Count a file that is not to be read."""
        known = IMAGE if suffix in images else suffix
        self.passed_over[known if known == IMAGE or _SUFFIX.fullmatch(suffix) else ""] += 1

    def sentences(self) -> list[str]:
        """What was passed over and why, a sentence a kind."""
        return [_sentence(kind, count) for kind, count in self.passed_over.most_common()]


def find(
    paths: Iterable[Path], suffixes: Collection[str], *, others: Collection[str] = ()
) -> Found:
    """The files named, and those with one of the suffixes in the folders named.

    Those with one of the ``others`` are images, which are read where a text shows them.

    Hidden files, and all that lies outside the folder named, are not read.
    A file that several links lead to is read once.
    """
    found = Found()
    files: dict[str, Path] = {}
    for path in paths:
        for file in _search(path, found, suffixes, others) if stat.S_ISDIR(_mode(path)) else [path]:
            files.setdefault(os.path.realpath(file), file)
    found.extend(files.values())
    return found


def _search(
    folder: Path, found: Found, suffixes: Collection[str], images: Collection[str]
) -> list[Path]:
    """The files to read in the folder, sorted; what is not read is counted."""
    files = []
    for path, kind in _survey(folder, suffixes):
        if kind is None:
            files.append(path)
        elif kind in (OUTSIDE, IRREGULAR, CLOSED):
            found.passed_over[kind] += 1
        else:
            found.pass_over(kind, images=images)
    if not files:
        found.empty.append(folder)
    return sorted(files)


def _survey(folder: Path, suffixes: Collection[str]) -> Iterator[tuple[Path, str | None]]:
    """What lies in the folder and in those below; its kind, if it is not to be read."""
    home = os.path.realpath(folder)
    folders = [folder]
    while folders:
        inside = folders.pop()
        try:
            with os.scandir(inside) as scan:
                entries = [entry for entry in scan if not entry.name.startswith(".")]
        except OSError:
            yield inside, CLOSED
            continue
        for entry in entries:
            path = Path(entry)
            mode = _mode(path)
            if entry.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(home):
                yield path, OUTSIDE
            elif entry.is_dir(follow_symlinks=False):
                folders.append(path)
            elif not stat.S_ISDIR(mode):
                yield path, _kind(path, mode, suffixes)


def _mode(path: Path) -> int:
    """What kind of file it is, as in ``os.stat()``; 0 where that cannot be told."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def _kind(path: Path, mode: int, suffixes: Collection[str]) -> str | None:
    if mode and not stat.S_ISREG(mode):
        return IRREGULAR
    suffix = path.suffix.lower()
    return None if suffix in suffixes else suffix


def _sentence(kind: str, count: int) -> str:
    match kind:
        case "outside":
            said = ngettext(
                "%(count)s link leads out of the folder: not followed",
                "%(count)s links lead out of the folder: not followed",
                count,
            )
        case "irregular":
            said = ngettext(
                "%(count)s is no regular file (a pipe or device): not read",
                "%(count)s are no regular files (pipes or devices): not read",
                count,
            )
        case "closed":
            said = ngettext(
                "%(count)s folder cannot be opened: not searched",
                "%(count)s folders cannot be opened: not searched",
                count,
            )
        case "image":
            said = ngettext(
                "%(count)s image: read where a text shows it",
                "%(count)s images: read where a text shows them",
                count,
            )
        case "":
            said = ngettext(
                "%(count)s file without a suffix: not read",
                "%(count)s files without a suffix: not read",
                count,
            )
        case _:
            return unread.counted(kind, count)
    return said % {"count": count}


def as_text(data: bytes, *, max_bytes: int) -> str:
    """The normalised text in the bytes; raises ``UnreadableFile``."""
    check_size(data, max_bytes)
    text = texts.normalise(decode(data))
    if not text.strip():
        raise UnreadableFile(_("The file is empty."))
    return text


def check_size(data: bytes, max_bytes: int) -> None:
    if len(data) > max_bytes:
        raise UnreadableFile(_("The file is larger than %(limit)s MB.") % _in_megabytes(max_bytes))


def as_lines(file: IO[bytes], *, max_bytes: int) -> Iterator[str | UnreadableFile]:
    """The lines of an open file in UTF-8, however many; why, where one cannot be read."""
    encoding = "utf-8-sig"
    while line := file.readline(max_bytes + 1):
        if len(line) > max_bytes:
            _skip_rest(file, line)
            said = _("The line is larger than %(limit)s MB.") % _in_megabytes(max_bytes)
            yield UnreadableFile(said)
            continue
        try:
            text = line.decode(encoding)
        except UnicodeDecodeError as error:
            if encoding == "utf-8-sig":  # nor will the other lines be
                raise UnreadableFile(_("The file is not in UTF-8.")) from error
            yield UnreadableFile(_("The line is not in UTF-8."))
        else:
            yield text
        encoding = "utf-8"


def _skip_rest(file: IO[bytes], line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = file.readline(_PIECE)


def _in_megabytes(size: int) -> dict[str, int]:
    return {"limit": size // 1_000_000}


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The regular file, open; errors become ``UnreadableFile``, with words for the editor."""
    mode = _mode(path)
    if mode and not stat.S_ISREG(mode):
        raise UnreadableFile(_("It is no regular file, but a folder, pipe or device."))
    try:
        with path.open("rb") as file:
            yield file
    except FileNotFoundError as error:
        message = _("The link is broken.") if path.is_symlink() else _("The file does not exist.")
        raise UnreadableFile(message) from error
    except OSError as error:
        raise UnreadableFile(f"{error.strerror}.") from error
