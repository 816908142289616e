"""How alike two texts are, and the keys by which like texts find each other among a million.

A text is taken as its pairs of neighbouring words, in Chinese of characters. MinHash makes
some numbers of these that two texts share as often as they share pairs; each four of them
are a key. Texts that share a key may be alike, and ``likeness()`` says whether they are.
"""

from __future__ import annotations

import math
import struct
import zlib
from itertools import pairwise

from rensa import RMinHash  # type: ignore[import-untyped]  # it has no types

from . import text as texts

# A text has so many keys, each made of so many numbers: with one word in ten changed, 998 of
# 1,000 texts share a key, and of those with one pair in twenty in common, 1 in 8,000.
KEYS = 20
NUMBERS = 4
# Keys made by other rules are out of date.
RULES = f"1 rensa {RMinHash.ALGORITHM_VERSION}"
# Shorter texts, in words or Chinese characters, are like many others by chance.
LEAST = 30
# From this likeness on, two texts are near-duplicates.
ALIKE = 0.8

_SEED = 11

Pairs = frozenset[str]


def pairs(html: str) -> Pairs:
    """The pairs of words of the HTML; none of a text that is too short to compare."""
    words = texts.tokens(texts.from_html(html))
    if len(words) < LEAST:
        return frozenset()
    return frozenset(f"{one} {other}" for one, other in pairwise(words))


def keys(text: Pairs) -> list[int]:
    """The keys of a text, numbers of 31 bits; none where it has no pairs."""
    if not text:
        return []
    (digest,) = RMinHash.digests_from_token_sets([list(text)], KEYS * NUMBERS, _SEED)
    packed = struct.pack(f"<{KEYS * NUMBERS}I", *digest)
    size = len(packed) // KEYS
    return [zlib.crc32(packed[n * size : (n + 1) * size], n) >> 1 for n in range(KEYS)]


def likeness(one: Pairs, other: Pairs) -> float:
    """About the share of words that stand in both texts in the same order, from 0 to 1.

    >>> likeness(frozenset({"a b", "b c"}), frozenset({"a b", "b c"}))
    1.0
    """
    if not (one and other):
        return 0.0
    # A pair is there if both its words are.
    return math.sqrt(2 * len(one & other) / (len(one) + len(other)))
