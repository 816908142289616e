"""The key that rows are sorted by title with: the first characters of ``search_title``.

It is cut, since PostgreSQL indexes no value of more than 2,704 bytes, and
compared by code point, so that a prefix is a range and both databases agree.
"""

from __future__ import annotations

from summaries import text as texts

KEY_LENGTH = 80
LAST_CHARACTER = "\U0010ffff"


def key(column: str, collation: str) -> str:
    """The SQL of the key; the index and every query must write it alike."""
    return f'substr({column}, 1, {KEY_LENGTH}) COLLATE "{collation}"'


def beginning(text: str) -> tuple[str, str] | None:
    """The least key of a title that begins with the text, and one beyond all; None without words.

    The last word may be unfinished.
    """
    first = " ".join(texts.tokens(text))[:KEY_LENGTH]
    return (first, f"{first}{LAST_CHARACTER}") if first else None
