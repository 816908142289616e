"""JSON lines: one JSON object a line, of the kinds that docs/reference/document.md lists."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from summaries.document import Document


def article(document: Document, *, guid: str, addresses: Iterable[str] = ()) -> str:
    """The line of an article, with what feeds call it and the old addresses that lead to it."""
    return line({**document.to_dict(), "guid": guid, **_named(addresses)})


def category(
    names: Iterable[str], *, slug: str, description: str, addresses: Iterable[str] = ()
) -> str:
    """The line of a category, by its names from the root."""
    said = {"type": "category", "category": list(names), "slug": slug, "description": description}
    return line({**said, **_named(addresses)})


def tag(name: str, *, slug: str, description: str, addresses: Iterable[str] = ()) -> str:
    said = {"type": "tag", "tag": name, "slug": slug, "description": description}
    return line({**said, **_named(addresses)})


def image(key: str, file: str, **said: str | bool) -> str:
    """The line of an image, whose file lies at a path beside the lines."""
    return line({"type": "image", "key": key, "file": file, **said})


def line(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False) + "\n"


def _named(addresses: Iterable[str]) -> dict[str, list[str]]:
    found = sorted(addresses)
    return {"addresses": found} if found else {}
