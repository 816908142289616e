"""The images that texts name, in the folder or archive that an import reads, or in ``--media``."""

from __future__ import annotations

import base64
import binascii
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from summaries import pictures

from .reading import FoundImage

SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")
# WordPress names smaller copies of an image so: pier-300x200.jpg, pier-scaled.jpg.
_COPY = re.compile(r"(?:-\d{2,5}x\d{2,5}|-scaled|-e\d{10,})+(?=\.\w+$)")

Read = Callable[[], bytes]


class Media:
    """Files by the ends of their paths, so that an address of an old site finds its file."""

    def __init__(self, files: Iterable[tuple[str, Read]] = ()) -> None:
        self._by_name: dict[str, list[tuple[PurePosixPath, Read]]] = defaultdict(list)
        for path, read in files:
            parsed = PurePosixPath(path)
            self._by_name[parsed.name.casefold()].append((parsed, read))

    def find(self, address: str, *, beside: str = "", alt: str = "") -> FoundImage | None:
        """The image at an address, which may be a URL, a path, or data itself.

        Of several files of its name it is the one whose folders are the most like the
        address's own, or that lies ``beside`` the file that names it.
        """
        if address.startswith("data:"):
            data = _decoded(address)
            return FoundImage(pictures.digest(data), lambda: data, alt) if data else None
        read = self._named(unquote(urlsplit(address).path), PurePosixPath(beside).parent)
        return FoundImage(pictures.digest(read()), read, alt) if read else None

    def _named(self, path: str, folder: PurePosixPath) -> Read | None:
        wanted = PurePosixPath(path)
        for name in dict.fromkeys((wanted.name, _COPY.sub("", wanted.name))):
            found = self._by_name.get(name.casefold(), ())
            paths = [wanted.with_name(name), folder / wanted.with_name(name)] if name else []
            ranked = [(max(_shared(one, path) for one in paths), read) for path, read in found]
            if ranked:
                return max(ranked, key=lambda one: one[0])[1]
        return None


NO_MEDIA = Media()


def in_folder(folder: Path) -> Iterator[tuple[str, Read]]:
    """The images in the folder and those below, by their paths in it."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.suffix.lower() in SUFFIXES and not path.is_symlink() and path.is_file():
            yield inside.as_posix(), path.read_bytes


def in_archive(archive: zipfile.ZipFile) -> Iterator[tuple[str, Read]]:
    """The images in an open archive, which must stay open while they are read."""
    for member in archive.infolist():
        if PurePosixPath(member.filename).suffix.lower() in SUFFIXES:
            yield member.filename, lambda member=member: archive.read(member)


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
