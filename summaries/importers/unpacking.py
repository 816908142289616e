"""What was uploaded, file by file: archives unpacked, within bounds.

Nothing is written to a disk. Sizes are those that were read, whatever an archive says of
itself, so that one that unpacks to very much is read no further than the bounds.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from . import archives, media, unread
from .decoding import UnreadableFile
from .formats import suffixes

MOST_FILES = 5_000
# Text is compressed to a tenth at best; above this it is a bomb, or not worth reading.
MOST_COMPRESSED = 200
# What is small does no harm, however well it is compressed.
HARMLESS = 1_000_000


@dataclass(frozen=True, slots=True)
class Received:
    """A file by its path in the upload: what it holds, or why it is not read."""

    path: str
    data: bytes = b""
    reason: str = ""


def unpack(
    files: Iterable[tuple[str, IO[bytes]]], *, max_bytes: int, max_file_bytes: int
) -> Iterator[Received]:
    """Each file, and each in the zip archives among them; hidden ones are passed over.

    Of what is beyond ``max_bytes`` in all or ``MOST_FILES``, only the names are told.
    """
    paths: set[str] = set()
    left = max_bytes
    for count, received in enumerate(_files(files, max_file_bytes), start=1):
        path = _free(received.path, paths)
        left -= len(received.data)
        if received.reason:
            yield Received(path, reason=received.reason)
        elif left < 0:
            said = _("The upload is larger than %(limit)s MB.")
            yield Received(path, reason=said % {"limit": max_bytes // 1_000_000})
        else:
            yield Received(path, received.data)
        if count == MOST_FILES or left < -max_bytes:
            said = _("No more than %(count)d files at once: those after this one are missing.")
            yield Received(_free(_("Further files"), paths), reason=said % {"count": count})
            return


def _files(files: Iterable[tuple[str, IO[bytes]]], limit: int) -> Iterator[Received]:
    for name, file in files:
        path = archives.clean(name)
        if path.lower().endswith(".zip"):
            yield from _members(path, file, limit)
        elif reason := _reason_by_name(path):
            yield Received(path, reason=reason)
        else:
            yield Received(path, file.read(limit + 1))


def _members(name: str, file: IO[bytes], limit: int) -> Iterator[Received]:
    try:
        with archives.opened_archive(file) as archive:
            members = list(archives.members(archive))
            for path, member in members:
                yield _member(archive, member, path, limit)
        if not members:
            yield Received(name, reason=_("There is no file in it."))
    except UnreadableFile as error:
        yield Received(name, reason=str(error))


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: str, limit: int) -> Received:
    if reason := _reason_by_name(path):
        return Received(path, reason=reason)
    try:
        with archives.opened(archive, member) as file:
            data = file.read(limit + 1)
    except UnreadableFile as error:
        return Received(path, reason=str(error))
    if len(data) > max(HARMLESS, MOST_COMPRESSED * member.compress_size):
        return Received(path, reason=_("It is compressed more than any text would be."))
    return Received(path, data)


def _reason_by_name(path: str) -> str:
    name = path.rpartition("/")[2]
    suffix = name[name.rindex(".") :].lower() if "." in name else ""
    if suffix in suffixes() or suffix in media.SUFFIXES:
        return ""
    if suffix:
        return unread.files_of_kind(suffix[:20])
    return _("Files without a suffix are not read.")


def _free(path: str, paths: set[str]) -> str:
    """The path, with a number where another file has it."""
    free, number = path, 1
    while free in paths:
        number += 1
        free = f"{path} ({number})"
    paths.add(free)
    return free
