"""The library as files: all that is public, or all that there is, written to a folder.

``KINDS`` names what can be written. Each kind is a function that takes a ``Library`` and a
folder, and yields after each article, so that the caller can show progress.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from . import lines, markdown, site, wordpress
from .library import Library
from .site import CopyError

__all__ = ["KINDS", "CopyError", "Library"]

Write = Callable[[Library, Path], Iterator[None]]

KINDS: dict[str, Write] = {
    "jsonl": lines.write,
    "markdown": markdown.write,
    "static": site.write,
    "wxr": wordpress.write,
}
