"""The images that texts name, in the folder or archive that an import reads, or in ``--media``."""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from summaries import pictures
from summaries.conf import settings

from . import archives
from .decoding import UnreadableFile
from .reading import FoundImage

SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")
# WordPress names smaller copies of an image so: pier-300x200.jpg, pier-scaled.jpg.
_COPY = re.compile(r"(?:-\d{2,5}x\d{2,5}|-scaled|-e\d{10,})+(?=\.\w+$)")

Read = Callable[[], bytes]


class Media:
    """Files by the ends of their paths, so that an address of an old site finds its file.

    What lies at a path in the ``folder`` is found too, without a search of the whole of it.
    """

    def __init__(
        self, files: Iterable[tuple[str, Read]] = (), *, folder: Path | None = None
    ) -> None:
        self._by_name: dict[str, list[tuple[PurePosixPath, Read]]] = defaultdict(list)
        self._folder = folder
        for path, read in files:
            parsed = PurePosixPath(path)
            self._by_name[parsed.name.casefold()].append((parsed, read))

    def find(self, address: str, *, beside: str = "", alt: str = "") -> FoundImage | None:
        """The image at an address, which may be a URL, a path, or data itself.

        Of several files of its name it is the one whose folders are the most like the
        address's own, or that lies ``beside`` the file that names it. One that cannot be
        read is not found.
        """
        if address.startswith("data:"):
            data = _decoded(address)
            return FoundImage(pictures.digest(data), lambda: data, alt) if data else None
        try:
            path = unquote(urlsplit(address).path)
        except ValueError:
            return None
        read = self.named(path, beside=beside)
        try:
            return FoundImage(pictures.digest(read()), read, alt) if read else None
        except UnreadableFile:
            return None

    def named(self, path: str, *, beside: str = "") -> Read | None:
        """What reads the file at a path, as ``find()`` finds it."""
        wanted, folder = PurePosixPath(path), PurePosixPath(beside).parent
        for name in dict.fromkeys((wanted.name, _COPY.sub("", wanted.name))):
            found = self._by_name.get(name.casefold(), ())
            paths = [wanted, folder / wanted] if name else []
            ends = [PurePosixPath(posixpath.normpath(one.with_name(name))) for one in paths]
            ranked = [(max(_shared(one, path) for one in ends), read) for path, read in found]
            if ranked:
                return max(ranked, key=lambda one: one[0])[1]
        return self._in_own_folder(path) if self._folder else None

    def _in_own_folder(self, path: str) -> Read | None:
        folder = self._folder.resolve()
        try:
            file = (folder / path.lstrip("/")).resolve()
            is_there = file.is_relative_to(folder) and file.is_file()
        except (OSError, ValueError):  # such as a name that is too long
            return None
        return partial(_read_file, file) if is_there and is_image(file.name) else None


NO_MEDIA = Media()


def is_image(path: str) -> bool:
    """Whether the file is one of those that texts show, by its name."""
    return PurePosixPath(path).suffix.lower() in SUFFIXES


def in_folder(folder: Path) -> Iterator[tuple[str, Read]]:
    """The images in the folder and those below, by their paths in it."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if is_image(path.name) and not path.is_symlink() and path.is_file():
            yield inside.as_posix(), partial(_read_file, path)


def in_archive(archive: zipfile.ZipFile) -> Iterator[tuple[str, Read]]:
    """The images in an open archive, which must stay open while they are read."""
    for path, member in archives.members(archive):
        if is_image(path):
            yield path, partial(_read_member, archive, member)


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(settings.IMAGE_MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(f"{error.strerror}.") from error


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archives.opened(archive, member) as file:
        return file.read(settings.IMAGE_MAX_BYTES + 1)


def _shared(one: PurePosixPath, other: PurePosixPath) -> int:
    """How many of the last steps are the same in both."""
    count = 0
    for mine, theirs in zip(reversed(one.parts), reversed(other.parts), strict=False):
        if mine.casefold() != theirs.casefold():
            break
        count += 1
    return count


def _decoded(address: str) -> bytes:
    """The bytes of a ``data:`` URL; none, if it is damaged."""
    head, _comma, data = address.partition(",")
    try:
        return base64.b64decode(unquote(data)) if ";base64" in head else unquote_to_bytes(data)
    except (binascii.Error, ValueError):
        return b""
