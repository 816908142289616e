"""What an editor changes: a word of the text, at times the title or the tags."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import cycle

from .corpus import SEED, words, zipf

# An edit of tags adds one of the first so many of the library.
TAGS = 100
# So many of the corpus's words are written into articles, in turns.
MANY = 50_000
# What is edited beside the text, in turns.
KINDS = ("text", "text", "title", "text", "text", "tags")
LAST_WORD = re.compile(r"\w+(?=\W*(</p>)?\s*\Z)")


def edits(slugs: list[str]) -> Iterator[str]:
    """Orders for a writer without end; the first articles are edited most often.

    Each has a number of its own, from which follows what is written, so that none is in vain.
    """
    draw = random.Random(SEED)
    slugs, weights = zipf(slugs)
    for number, kind in enumerate(cycle(KINDS)):
        (slug,) = draw.choices(slugs, cum_weights=weights)
        yield f"{kind} {number} {slug}"


def reworded(text: str, number: int) -> str:
    """The text with another last word, taken from the corpus; always of the same length or so."""
    return LAST_WORD.sub(words()[number % MANY], text, count=1)
