"""What an import was given: files, folders and zip archives, and images for what they hold."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from itertools import chain
from os import fsencode, path
from pathlib import Path, PurePosixPath
from typing import IO, Any, Self

from . import archives, files, media
from .decoding import UnreadableFile, printable
from .files import AS_USUAL, File, Found, Options
from .formats import read_file, suffixes
from .media import Media
from .reading import Entry, Reading

ARCHIVE = ".zip"


class Given:
    """The files among what was named, to be read one after another; a context manager.

    Archives are read member by member and unpacked nowhere. The images in a folder or archive
    are found by the files in it, those in ``media`` by all. ``read_bytes`` counts what was
    read so far of ``all_bytes``. ``found`` says what is not read, and why.
    """

    def __init__(
        self,
        paths: Iterable[Path],
        *,
        media: Iterable[Path] = (),
        options: Options = AS_USUAL,
    ) -> None:
        self._paths, self._media, self._options = list(paths), list(media), options
        self._left = ExitStack()
        self._files: list[_Waiting] = []
        self._known: set[str] = set()
        self.found = Found()
        self.all_bytes = self.read_bytes = 0

    def __enter__(self) -> Self:
        """Look through what was named. Raises ``UnreadableFile`` if some media are not there."""
        with self._left:
            more = list(chain.from_iterable(map(self._images, self._media)))
            for one in self._paths:
                self._add(one, more)
            self._left = self._left.pop_all()
        self.all_bytes = sum(one.size for one in self._files)
        return self

    def __exit__(self, *exception: object) -> None:
        self._left.close()

    def __len__(self) -> int:
        return len(self._files)

    def read(self) -> Iterator[Entry]:
        """Each thing in the files, in order; what cannot be read is a reading with an error."""
        done = 0
        for one in self._files:
            if one.error:
                yield Reading(one.file.name, one.file.key, error=one.error)
            else:
                opened = partial(self._opened, one.file.open, done)
                yield from read_file(replace(one.file, open=opened))
            done += one.size
            self.read_bytes = done

    def _images(self, given: Path) -> list[tuple[str, media.Read]]:
        if given.is_dir():
            return list(media.in_folder(given))
        try:
            return list(media.in_archive(self._archive(given)))
        except UnreadableFile as error:
            raise UnreadableFile(f"{printable(given)}: {error}") from error

    def _archive(self, given: Path) -> zipfile.ZipFile:
        return self._left.enter_context(archives.opened_archive(given))

    def _add(self, given: Path, more: list[tuple[str, media.Read]]) -> None:
        found = files.find([given], [*suffixes(), ARCHIVE], others=media.SUFFIXES)
        self.found.add(found)
        if given.is_dir():
            images = Media([*media.in_folder(given), *more])
        else:
            images = Media(more, folder=given.parent)
        for one in found:
            real = path.realpath(one)
            if real in self._known:
                continue
            self._known.add(real)
            if one.suffix.lower() == ARCHIVE:
                self._add_archive(one, more)
            else:
                self._files.append(_in_folder(one, images, self._options))

    def _add_archive(self, given: Path, more: list[tuple[str, media.Read]]) -> None:
        key = sha256(fsencode(path.realpath(given))).hexdigest()[:12]
        try:
            archive = self._archive(given)
        except UnreadableFile as error:
            file = File(printable(given), key, partial(files.opened, given))
            self._files.append(_Waiting(file, 0, str(error)))
            return
        images = Media([*media.in_archive(archive), *more])
        count = len(self._files)
        for name, member in sorted(archives.members(archive), key=lambda one: one[0]):
            suffix = PurePosixPath(name).suffix.lower()
            if suffix in suffixes():
                opened = partial(archives.opened, archive, member)
                whole = f"{printable(given)}/{name}"
                file = File(whole, f"{key}/{name}", opened, images, self._options)
                self._files.append(_Waiting(file, member.file_size))
            else:
                self.found.pass_over(suffix, images=media.SUFFIXES)
        if len(self._files) == count:
            self.found.empty.append(given)

    @contextmanager
    def _opened(
        self, opened: Callable[[], AbstractContextManager[IO[bytes]]], before: int
    ) -> Iterator[IO[bytes]]:
        """The file, open, so that it is seen how far it was read; ``before`` are the others.

        Of a file that is read twice, the last time counts.
        """

        def told(place: int) -> None:
            self.read_bytes = before + place

        with opened() as file, io.BufferedReader(_Watched(file, told)) as stream:
            yield stream


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file to be read, its size, and why it cannot be, if that is known already."""

    file: File
    size: int
    error: str = ""


def _in_folder(given: Path, images: Media, options: Options) -> _Waiting:
    file = File(printable(given), key_of(given), partial(files.opened, given), images, options)
    try:
        return _Waiting(file, given.stat().st_size)
    except OSError:
        return _Waiting(file, 0)


def key_of(given: Path) -> str:
    """What tells the file from others of its name, without a path of the server for editors."""
    folder, name = path.split(path.realpath(given))
    return f"{sha256(fsencode(folder)).hexdigest()[:12]}/{printable(name)}"


class _Watched(io.RawIOBase):
    """A file that tells how far it was read."""

    def __init__(self, file: IO[bytes], told: Callable[[int], None]) -> None:
        self._file, self._told = file, told

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._told(self._file.tell())
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()
