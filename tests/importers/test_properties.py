"""What holds of every text, sound or torn: nothing is lost, and no article is empty.

Beside our own pages, those in the folders of ``SUMMARIES_PAGES`` (with : between) are read.
"""

import os
import random
import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from summaries import importers
from summaries.importers import plaintext
from summaries.importers.plaintext.documents import to_document
from summaries.importers.plaintext.titles import weight
from summaries.text import from_html

FOLDERS = [
    Path(__file__).with_name("pages"),
    *map(Path, filter(None, os.environ.get("SUMMARIES_PAGES", "").split(":"))),
]
FILES = sorted(path for folder in FOLDERS for path in folder.glob("*.txt"))
KEPT_IN_FIELDS = {"title", "trail", "site name", "date", "byline", "source"}
FURNITURE = [
    "Home | News | About us",
    "Your location: Home > Essays > Ferries",
    "Ferry work summary",
    "by Lin Mei on 2019-11-02",
    "See also",
    "Leave a Reply",
    "Previous article: Fog - Next article: Tides",
    "Copyright Ferry Network",
    "Article 1:",
    "第二篇：渡口",
    "上一篇：雾 下一篇：潮",
    "关键词：渡口；船",
    "--- --- ---",
    "",
]
SPACES = ["  ", "\t", "\u2003\u2003", "\u3000\u3000", "\u202f", "\u2009"]


def text_of(path: Path) -> str:
    (reading,) = importers.read(path)
    return reading.original


def letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalnum())


def said_by(page: plaintext.Page) -> str:
    parts = [piece for part in page.parts for piece in (part.title, part.text)]
    return "\n".join([page.lead, *parts, *(cut.text for cut in page.cut)])


def check(text: str) -> None:
    page = plaintext.read_page(text, name="page")
    assert letters(said_by(page)) == letters(text)
    lost = sum(weight(cut.text) for cut in page.cut if cut.reason not in KEPT_IN_FIELDS)
    assert lost <= weight(text) / 5
    assert not letters(text) or any(part.text for part in page.parts)
    for part, written in zip(page.parts, to_document(page).parts, strict=True):
        headings = [one for _line, one in sorted(part.headings.items()) if not one.run_in]
        shown = re.findall(r"<h([3-6])>(.*)</h", written.body)
        assert [unescape(title) for _level, title in shown] == [h.text for h in headings]
        assert [int(level) for level, _title in shown] == [min(h.level + 2, 6) for h in headings]
        unsaid = letters(part.text) - letters(from_html(written.body))
        assert all(character.isdigit() for character in unsaid)  # the numbers of lists


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_lost(path):
    check(text_of(path))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_lost_of_torn_texts(path):
    draw = random.Random(path.stem)
    lines = text_of(path).split("\n")
    for _ in range(60):
        check("\n".join(torn(lines, draw)))


def torn(lines: list[str], draw: random.Random) -> list[str]:
    """The lines after some accidents: lost, doubled, moved, cut off, indented, with furniture."""
    lines = list(lines)
    for _ in range(draw.randint(1, 6)):
        place = draw.randrange(len(lines) + 1)
        line = lines[place] if place < len(lines) else ""
        accident = draw.choice("lose double move cut indent join furnish".split())
        if accident == "furnish":
            lines.insert(place, draw.choice(FURNITURE))
        elif accident == "double":
            lines.insert(draw.randrange(len(lines) + 1), line)
        elif accident == "join":
            lines[place : place + 2] = [" ".join(lines[place : place + 2])]
        else:
            changed = {"lose": [], "cut": [line[: len(line) // 2]]}
            indented = [draw.choice(SPACES) + line]
            lines[place : place + 1] = changed.get(accident, indented)
            if accident == "move":
                lines.insert(draw.randrange(len(lines) + 1), lines.pop(place).strip())
    return lines


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("space", SPACES, ids=ascii)
def test_indentation_changes_nothing(path, space):
    text = text_of(path)
    indented = "\n".join(space + line.strip() if line.strip() else "" for line in text.split("\n"))
    bare = "\n".join(line.strip() for line in text.split("\n"))
    one, other = (plaintext.read_page(text) for text in (bare, indented))
    assert one.as_dict() == other.as_dict()
    assert to_document(one) == to_document(other)
