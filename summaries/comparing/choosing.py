"""Collisions settled in favour of the other side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from summaries.document import Document, Part

from .comparison import with_values
from .merging import Collision


def take_theirs(document: Document, collisions: Iterable[Collision], theirs: Document) -> Document:
    """The merged document, but with what they say in these places."""
    places = [(collision.place, collision) for collision in collisions]
    fields = {
        place: collision.theirs
        for place, collision in places
        if place != "parts" and not place.startswith("part:")
    }
    document = with_values(document, fields)
    for place, collision in places:
        if place.startswith("part:"):
            document = replace(document, parts=tuple(_with_part(document, collision, theirs)))
    if "parts" in dict(places):
        order = [part.anchor for part in theirs.parts]
        known = {part.anchor: part for part in document.parts if part.anchor in order}
        ordered = (known[anchor] for anchor in order if anchor in known)
        parts = (next(ordered) if part.anchor in known else part for part in document.parts)
        document = replace(document, parts=tuple(parts))
    return document


def _with_part(document: Document, collision: Collision, theirs: Document) -> Iterable[Part]:
    mine, new = collision.mine, collision.theirs
    if mine is not None:
        return [
            one
            for part in document.parts
            for one in [new if part.anchor == mine.anchor else part]
            if one is not None
        ]
    # I removed it, or never had it: it comes back behind the part that precedes it there.
    parts = list(document.parts)
    anchors = [part.anchor for part in parts]
    before = [part.anchor for part in theirs.parts[: theirs.parts.index(new)]]
    places = [anchors.index(anchor) for anchor in before if anchor in anchors]
    parts.insert(places[-1] + 1 if places else 0, new)
    return parts
