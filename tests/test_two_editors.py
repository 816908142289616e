"""A model of the form with several editors: nothing that was typed goes without being seen."""

import random
import re
from dataclasses import dataclass, replace

import pytest

from summaries import comparing
from summaries.document import Document, Part

FIELDS = ("title", "lead", "byline", "licence")
TOKEN = re.compile(r"w\d+")


@dataclass
class Editor:
    """What one form holds: the text it began from, and what its editor has made of it."""

    base: Document
    mine: Document


class Desk:
    """The saved article, its open forms, and words that each stand for something typed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.count = self.anchors = 0
        self.saved = Document(title=self.word(), lead=self.word(), tags=(self.word(),))
        self.saved = replace(self.saved, parts=tuple(self.new_part() for _part in range(3)))
        self.saved = self.with_anchors(self.saved)
        self.editors = [Editor(self.saved, self.saved) for _editor in range(3)]

    def word(self):
        self.count += 1
        return f"w{self.count}"

    def new_part(self):
        body = "".join(f"<p>{self.word()}</p>" for _paragraph in range(3))
        return Part(self.word(), body)

    def with_anchors(self, document):
        """As the article gives them: no number comes again."""
        parts = []
        for part in document.parts:
            if not part.anchor:
                self.anchors += 1
                part = replace(part, anchor=f"part-{self.anchors}")
            parts.append(part)
        return replace(document, parts=tuple(parts))

    def type(self, editor):
        change = self.random.choice([self.field, self.paragraph, self.paragraph, self.part])
        editor.mine = change(editor.mine)

    def field(self, document):
        return replace(document, **{self.random.choice(FIELDS): self.word()})

    def paragraph(self, document):
        parts = list(document.parts)
        if not parts:
            return document
        number = self.random.randrange(len(parts))
        words = TOKEN.findall(parts[number].body)
        new = self.word()
        body = parts[number].body
        body = (
            body.replace(f">{self.random.choice(words)}<", f">{new}<") if words else f"<p>{new}</p>"
        )
        parts[number] = replace(parts[number], body=body)
        return replace(document, parts=tuple(parts))

    def part(self, document):
        parts = list(document.parts)
        match self.random.choice(["add", "remove", "move"]):
            case "add":
                parts.insert(self.random.randint(0, len(parts)), self.new_part())
            case "remove" if parts:
                parts.pop(self.random.randrange(len(parts)))
            case "move" if parts:
                part = parts.pop(self.random.randrange(len(parts)))
                parts.insert(self.random.randint(0, len(parts)), part)
        return replace(document, parts=tuple(parts))

    def save(self, editor):
        """As the form saves: merge, and ask about what collides."""
        before = self.saved
        merge = comparing.merge(editor.base, editor.mine, before)
        chosen = [one for one in merge.collisions if self.random.random() < 0.5]
        after = comparing.take_theirs(merge.document, chosen, before)
        shown = words(*(one.mine for one in merge.collisions))
        shown |= words(*(one.theirs for one in merge.collisions))
        lost = (words(before) | words(editor.mine)) - words(after)
        # What the editor took out, and what they were asked about. What the others took out
        # is gone from mine in the same way.
        taken_out = words(editor.base) - words(editor.mine) | words(editor.base) - words(before)
        assert not lost - taken_out - shown
        self.saved = self.with_anchors(after)
        anchors = [part.anchor for part in self.saved.parts]
        assert len(set(anchors)) == len(anchors)
        editor.base = editor.mine = self.saved


def words(*values):
    return set(TOKEN.findall(repr(values)))


@pytest.mark.parametrize("start", range(10))
def test_no_order_of_saves_loses_anything_unseen(start):
    for seed in range(start * 100, start * 100 + 100):
        desk = Desk(seed)
        for _step in range(25):
            editor = desk.random.choice(desk.editors)
            match desk.random.choice(["type", "type", "type", "save", "open"]):
                case "type":
                    desk.type(editor)
                case "save":
                    desk.save(editor)
                case "open" if editor.mine == editor.base:
                    editor.base = editor.mine = desk.saved
