"""Zip archives: what they hold, by its path, and how it is read; nothing is unpacked to a disk."""

from __future__ import annotations

import io
import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EINVAL
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from .decoding import UnreadableFile, decode, printable

LONGEST_PATH = 300

_PIECE = 64 * 1024
_UTF8 = 0x800
_ENCRYPTED = 0x1
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)


def opened_archive(file: IO[bytes] | Path) -> zipfile.ZipFile:
    """The archive, open; raises ``UnreadableFile``."""
    try:
        return zipfile.ZipFile(file)
    except FileNotFoundError as error:
        raise UnreadableFile(_("The file does not exist.")) from error
    except OSError as error:
        if error.errno != EINVAL:  # what seeking in a damaged archive comes to
            raise UnreadableFile(f"{error.strerror}.") from error
        raise UnreadableFile(_("This is no zip archive, or it is damaged.")) from error
    except (*_DAMAGED, NotImplementedError) as error:
        raise UnreadableFile(_("This is no zip archive, or it is damaged.")) from error


def members(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """The files in the archive by their paths; hidden ones and links are passed over."""
    files = [one for one in archive.infolist() if not one.is_dir()]
    for path, member in zip(_names(files), files, strict=True):
        steps = path.split("/")
        is_hidden = not path or any(one.startswith((".", "__MACOSX")) for one in steps)
        if not is_hidden and not stat.S_ISLNK(member.external_attr >> 16):
            yield path, member


@contextmanager
def opened(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
    """The file, open; what fails then, and while it is read, becomes ``UnreadableFile``."""
    if member.flag_bits & _ENCRYPTED:
        raise UnreadableFile(_("It is encrypted; unpack the archive first."))
    try:
        file = archive.open(member)
    except NotImplementedError as error:
        raise UnreadableFile(_("It is compressed in a way that is not known here.")) from error
    except _DAMAGED as error:
        raise UnreadableFile(_("It is damaged.")) from error
    with file, io.BufferedReader(_Stream(file), _PIECE) as stream:
        yield stream


class _Stream(io.RawIOBase):
    """What an archive holds, as it is unpacked."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._file.read(len(buffer))
        except _DAMAGED as error:
            raise UnreadableFile(_("It is damaged.")) from error
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


def clean(path: str) -> str:
    """The path with slashes alone, without the steps that would lead out of a folder."""
    steps = path.replace("\\", "/").split("/")
    return printable("/".join(one for one in steps if one not in ("", ".", "..")))[-LONGEST_PATH:]


def _names(files: list[zipfile.ZipInfo]) -> list[str]:
    """The paths; those not marked as UTF-8 are in one unknown encoding, the same for all."""
    raw = [
        b"" if one.flag_bits & _UTF8 else one.orig_filename.encode("cp437", "replace")
        for one in files
    ]
    try:
        decoded = decode(b"\n".join(raw)).split("\n")
    except UnreadableFile:
        decoded = []
    if len(decoded) != len(files):
        decoded = [""] * len(files)
    names = zip(files, decoded, strict=True)
    return [clean(name or one.orig_filename) for one, name in names]
