"""A file that somebody uploads, as the pictures that are kept of it.

It is decoded, turned as the camera was held, brought into the colours of screens, and
written anew in a few widths. So nothing else of the file is kept: no place, no time, no name.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from .conf import settings
from .text import grouped

WIDTHS = (480, 960, 1600)
WEBP = ".webp"
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
# WebP holds no longer sides.
_LONGEST_SIDE = 16_000
# What Pillow raises for files that are damaged, or made to damage.
_UNREADABLE = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError),
    *(AttributeError, MemoryError, RuntimeError, struct.error, zlib.error),
)
_TOO_MANY = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class UnusablePicture(ValueError):
    """The file is not taken; the message says why in a sentence. ``is_too_large`` is for HTTP."""

    def __init__(self, message: str, *, is_too_large: bool = False) -> None:
        super().__init__(message)
        self.is_too_large = is_too_large


@dataclass(frozen=True, slots=True)
class Prepared:
    """The pictures of a file: the whole one, and the same in ``widths``, by their suffixes.

    ``suffix`` is that of the whole one, ``.jpg``, or ``.png`` if it is partly transparent or
    has few colours; ``files`` also has ``-480.jpg``, ``-480.webp`` and so on.
    """

    width: int
    height: int
    suffix: str
    widths: list[int]
    files: dict[str, bytes]


def digest(data: bytes) -> str:
    """The key of the file: the same for the same bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def check_size(size: int) -> None:
    """Raise ``UnusablePicture`` if a file of so many bytes is not taken."""
    if size > settings.IMAGE_MAX_BYTES:
        message = _("The image has %(size)s MB; at most %(most)s MB are taken.")
        most = settings.IMAGE_MAX_BYTES
        told = {"size": _megabytes(size), "most": _megabytes(most)}
        raise UnusablePicture(message % told, is_too_large=True)


def prepare(data: bytes) -> Prepared:
    """The pictures of the file. Raises ``UnusablePicture``.

    The header tells the size, so that nothing huge is decoded.
    """
    check_size(len(data))
    image = _decoded(data)
    widths = sorted({min(width, image.width) for width in WIDTHS})
    is_png = image.mode in ("P", "RGBA", "LA", "PA")
    suffix = ".png" if is_png else ".jpg"
    files = {suffix: data if suffix == ".jpg" and is_bare(data) else _written(image, suffix)}
    drawn = image.convert("RGBA") if image.mode in ("P", "PA", "LA") else image
    for width in widths:
        sized = _narrowed(drawn, width)
        files[f"-{width}{suffix}"] = _written(sized, suffix)
        files[f"-{width}{WEBP}"] = _written(sized, WEBP)
    return Prepared(image.width, image.height, suffix, widths, files)


def is_bare(data: bytes) -> bool:
    """Whether the file is a JPEG that tells nothing but a picture, as those written here.

    It is kept as it is, so that what is exported and imported again loses nothing.
    """
    if not data.startswith(b"\xff\xd8\xff\xe0"):
        return False
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        length = int.from_bytes(data[place + 2 : place + 4])
        if marker not in _OF_PICTURES or (marker == _JFIF and length != _JFIF_LENGTH):
            return False
        place += 2 + length
        if marker == _SCAN:
            found = _NEXT_MARKER.search(data, place)
            place = found.start() if found else len(data)
            if data[place : place + 2] == _END:
                return place + 2 == len(data)
    return False


# The segments of a JPEG that its picture is made of: tables, frame, scans. JFIF tells no more
# than the version and the density, if it is no longer.
_JFIF, _JFIF_LENGTH, _SCAN, _END = 0xE0, 16, 0xDA, b"\xff\xd9"
_OF_PICTURES = {_JFIF, _SCAN, 0xDB, 0xC0, 0xC1, 0xC2, 0xC4, 0xDD}
# Within a scan, 0xFF is followed by 0 or the number of a restart.
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7]")


def _decoded(data: bytes) -> Image.Image:
    """The picture upright, in grey or in the colours of screens, maybe with transparency."""
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            _check(image)
            image.load()
            drawn = _in_screen_colours(ImageOps.exif_transpose(image))
    except _TOO_MANY as error:
        raise _too_many_pixels() from error
    except UnusablePicture:
        raise
    except _UNREADABLE as error:
        message = _("This is not a JPEG, PNG, GIF, WebP or AVIF image that can be read.")
        raise UnusablePicture(message) from error
    # All that a file says besides: comments, places, profiles.
    drawn.info = {name: told for name, told in drawn.info.items() if name == "transparency"}
    return drawn


def _check(image: Image.Image) -> None:
    if image.width * image.height > settings.IMAGE_MAX_PIXELS:
        raise _too_many_pixels()
    if max(image.size) > _LONGEST_SIDE:
        message = _("The image is longer than %(most)s pixels: cut it into pieces.")
        raise UnusablePicture(message % {"most": grouped(_LONGEST_SIDE)}, is_too_large=True)
    # Cameras write a small preview behind a photo, and call that an MPO.
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise UnusablePicture(_("The image moves: save one picture of it, and upload that."))


def _too_many_pixels() -> UnusablePicture:
    message = _("The image has more than %(most)s million pixels: make it smaller first.")
    most = f"{settings.IMAGE_MAX_PIXELS / 1e6:g}"
    return UnusablePicture(message % {"most": most}, is_too_large=True)


def _in_screen_colours(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    has_transparency = image.has_transparency_data
    if image.mode in ("1", "P", "PA") and not profile:
        return image.convert("P") if image.mode == "1" else image
    if image.mode.startswith("I"):  # 16 bits a pixel
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    wanted = "RGBA" if has_transparency else "L" if image.mode in ("L", "LA") else "RGB"
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        image = _with_profile(image, profile)
    return image if image.mode == wanted else image.convert(wanted)


def _with_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """The colours as the profile means them; those of a broken profile as they are."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        return (
            ImageCms.profileToProfile(
                image, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=mode
            )
            or image
        )
    except ImageCms.PyCMSError:
        return image


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    height = max(round(image.height * width / image.width), 1)
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _written(image: Image.Image, suffix: str) -> bytes:
    file = BytesIO()
    if suffix == ".jpg":
        image.save(file, "JPEG", quality=85, optimize=True, progressive=True)
    elif suffix == WEBP:
        image.save(file, "WEBP", quality=80, method=4)
    else:
        image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.3g}"
