"""Two changes of one document made one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext

from summaries.document import Document, Part
from summaries.text import caseless

from .blocks import merge_blocks, split
from .comparison import (
    Comparison,
    FieldChange,
    PartChange,
    compare,
    differs,
    keyed,
    label,
    moved_keys,
    values,
    with_values,
)


@dataclass(frozen=True)
class Collision:
    """What both have changed, each to something else.

    ``place`` is the name of a plain field or, as ``part:`` and the anchor, a part; the
    values are those of the field, or ``Part``s. ``None`` is a part that is not there.
    Without a ``base``, the two differ and nothing is known of what stood there before.
    """

    place: str
    label: str
    base: Any
    mine: Any
    theirs: Any
    has_base: bool = True

    @property
    def is_part(self) -> bool:
        return self.place.startswith("part:")

    @property
    def changes(self) -> tuple[FieldChange | PartChange, FieldChange | PartChange]:
        """What I have changed, and what they have; without a base, what they have of mine."""
        base = self.base if self.has_base else self.mine
        return self._change(base, self.mine), self._change(base, self.theirs)

    def _change(self, old: Any, new: Any) -> FieldChange | PartChange:
        if self.is_part:
            return PartChange(old, new)
        return FieldChange(self.place, old, new)


@dataclass(frozen=True)
class Merge:
    """Both changes in one document; in a collision it says what ``mine`` does.

    ``taken`` is what ``theirs`` brought into mine.
    """

    document: Document
    collisions: tuple[Collision, ...]
    taken: Comparison


def merge(base: Document | None, mine: Document, theirs: Document) -> Merge:
    """What both have made of ``base``; without one, all in which they differ collides."""
    document, collisions = _merged(base, mine, theirs)
    return Merge(document, tuple(collisions), compare(mine, document))


def _merged(
    base: Document | None, mine: Document, theirs: Document
) -> tuple[Document, list[Collision]]:
    if base is None:
        return mine, list(_differences(mine, theirs))
    collisions: list[Collision] = []
    old, one, other = values(base), values(mine), values(theirs)
    taken = {}
    for name in old:
        if not differs(name, old[name], other[name]):
            continue  # they left it as it was
        if not differs(name, old[name], one[name]):
            taken[name] = other[name]
        elif name == "tags":
            taken[name] = _merged_tags(base.tags, mine.tags, theirs.tags)
        elif one[name] != other[name]:
            told = (old[name], one[name], other[name])
            collisions.append(Collision(name, label(name), *told))
    merging = _Parts(base, mine, theirs)
    parts = tuple(merging.merged())
    document = replace(with_values(mine, taken), parts=parts)
    return document, collisions + merging.collisions


def _differences(mine: Document, theirs: Document) -> Iterator[Collision]:
    one, other = values(mine), values(theirs)
    for name in one:
        if differs(name, one[name], other[name]):
            yield Collision(name, label(name), None, one[name], other[name], has_base=False)
    my_parts, their_parts = dict(keyed(mine.parts)), dict(keyed(theirs.parts))
    for number, key in enumerate(dict.fromkeys([*my_parts, *their_parts]), 1):
        sides = (None, my_parts.get(key), their_parts.get(key))
        is_new = sides[2] is None and sides[1] and not sides[1].anchor
        if sides[1] != sides[2] and not is_new:
            yield _part_collision(key, number, sides, has_base=False)
    order = [key for key in my_parts if key in their_parts]
    if moved_keys(order, list(their_parts)):
        yield Collision(
            "parts", gettext("Order of the parts"), None, mine.parts, theirs.parts, has_base=False
        )


def _merged_tags(
    base: Iterable[str], mine: Iterable[str], theirs: Iterable[str]
) -> tuple[str, ...]:
    """My tags without those that they removed, and with those that they added."""
    before, others = {caseless(name) for name in base}, {caseless(name) for name in theirs}
    tags = {caseless(name): name for name in mine if caseless(name) not in before - others}
    added = {caseless(name): name for name in theirs if caseless(name) not in before}
    return tuple(sorted((added | tags).values()))


_Sides = tuple[Part | None, Part | None, Part | None]


def _part_collision(
    key: Hashable, number: int, sides: _Sides, *, has_base: bool = True
) -> Collision:
    base, mine, theirs = sides
    part = mine or theirs or base or Part()
    count = key[1] if isinstance(key, tuple) else 1
    place = f"part:{part.anchor}" if count == 1 else f"part:{part.anchor}:{count}"
    name = part.title or gettext("Part %(number)s") % {"number": number}
    return Collision(place, name, base, mine, theirs, has_base)


class _Parts:
    """The parts of three documents, to be merged into those of one."""

    def __init__(self, base: Document, mine: Document, theirs: Document):
        self.base = dict(keyed(base.parts))
        self.mine = dict(keyed(_without_twins(mine, base, theirs)))
        self.theirs = dict(keyed(theirs.parts))
        self.collisions: list[Collision] = []

    def merged(self) -> Iterator[Part]:
        """The parts that stay, as both want them, in an order that keeps what each has moved."""
        parts = {}
        for key in dict.fromkeys([*self.base, *self.mine, *self.theirs]):
            part = self._part(key)
            if part is not None:
                parts[key] = part
        yield from (parts[key] for key in self._order(parts))

    def _part(self, key: Hashable) -> Part | None:
        """What becomes of the part: ``None`` where it is to go."""
        base, mine, theirs = (some.get(key) for some in (self.base, self.mine, self.theirs))
        if theirs == base or mine == theirs:
            return mine
        if mine == base:
            return theirs
        if base and mine and theirs and (merged := _merged_part(base, mine, theirs)):
            return merged
        number = list(self.base).index(key) + 1
        self.collisions.append(_part_collision(key, number, (base, mine, theirs)))
        return mine

    def _order(self, parts: Iterable[Hashable]) -> list[Hashable]:
        """The order of who has moved some; of both, mine, with what only they have moved."""
        stay = set(parts)
        base, mine, theirs = (list(some) for some in (self.base, self.mine, self.theirs))
        my_moves, their_moves = moved_keys(base, mine), moved_keys(base, theirs)
        leading, following = (mine, theirs) if my_moves or not their_moves else (theirs, mine)
        late = their_moves - my_moves if my_moves else set()
        order = [key for key in leading if key in stay and key not in late]
        _insert(order, [key for key in following if key in stay])
        _insert(order, [key for key in leading if key in stay])
        return order


def _insert(order: list[Hashable], others: Sequence[Hashable]) -> None:
    """Put each of the others that is missing behind the one that precedes it there."""
    there, before = set(order), None
    for key in others:
        if key not in there:
            order.insert(order.index(before) + 1 if before is not None else 0, key)
        before = key


def _without_twins(mine: Document, base: Document, theirs: Document) -> list[Part]:
    """My parts; a new one whose anchor they gave to another meanwhile will get one of its own."""
    known = {part.anchor for part in base.parts}
    taken = {part.anchor: part for part in theirs.parts if part.anchor not in known}
    return [
        replace(part, anchor="") if taken.get(part.anchor, part) != part else part
        for part in mine.parts
    ]


def _merged_part(base: Part, mine: Part, theirs: Part) -> Part | None:
    """The part with the changes of both; ``None`` where these collide."""
    title = _one_of(base.title, mine.title, theirs.title)
    if _has_blocks_of(base, theirs):
        body: str | None = mine.body
    elif _has_blocks_of(base, mine):
        body = theirs.body
    else:
        body = merge_blocks(base.body, mine.body, theirs.body)
    return None if title is None or body is None else replace(mine, title=title, body=body)


def _has_blocks_of(one: Part, other: Part) -> bool:
    """Whether nothing but the space between the blocks differs."""
    return one.body == other.body or split(one.body) == split(other.body)


def _one_of(base: str, mine: str, theirs: str) -> str | None:
    """What one side has made of it, or both alike; ``None`` if they differ."""
    if theirs in (base, mine):
        return mine
    return theirs if mine == base else None
