"""The rules for articles: damage in their texts, and what else is wrong with one as a whole.

A project's own rules are written in the same way; see docs/how-to/quality-rules.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings as project_settings
from django.utils.translation import gettext, override, to_locale

from summaries import text as texts
from summaries.conf import settings
from summaries.document import Document
from summaries.findings import Finding, Passage, Rule, passages

from . import find_places, is_filler

_CATALOGUES = Path(__file__).parents[1] / "locale"


def damage(document: Document) -> Iterator[Finding]:
    """``30 books/kloc-0 ;`` in the title, the lead or a part; not ``30 books; 10 pens``.

    The texts are read as one, so that a sentence that is repeated in another part is found;
    the title by itself, since a text may well begin with it. Two cells of a table,
    ``8`` and ``9``, are no number with a space in it.
    """
    read = passages(document)
    title = [passage for passage in read if passage.is_title]
    others = [passage for passage in read if not passage.is_title]
    language = document.language or texts.detect_language("\n".join(one.text for one in others))
    yield from _damage(title, language)
    yield from _damage(others, language)


def _damage(read: Sequence[Passage], language: str) -> Iterator[Finding]:
    places = find_places("\n".join(passage.text for passage in read), language)
    offset = 0
    for passage in read:
        stop = offset + len(passage.text)
        inside = (place for place in places if offset <= place.start < stop)
        for start, end, kind, suggestion in inside:
            is_whole = end <= stop
            start, end = start - offset, min(end, stop) - offset
            if not passage.joins_cells(start, end):
                sure = suggestion if suggestion and is_whole else None
                yield passage.finding(kind, start, end, sure)
        offset = stop + 1


def filler(document: Document) -> Iterator[Finding]:
    """A lead such as ``Time flies. Here are some reports for you.``; not one about the text."""
    if is_filler(document.lead):
        (lead,) = (one for one in passages(document) if one.field == "lead")
        yield lead.finding("filler", 0, len(lead.text), "")


def category(document: Document) -> Iterator[Finding]:
    """An article that is still where the import put it, ``Imported``; not one in ``Work``."""
    if document.category in {(), *((name,) for name in _imported())}:
        yield Finding("category", "category")


def tags(document: Document) -> Iterator[Finding]:
    """An article without tags; not one with a single one."""
    if not document.tags:
        yield Finding("tags", "tags")


def too_short(document: Document) -> Iterator[Finding]:
    """A text of 49 words, where ``SUMMARIES_SHORT_WORDS`` is 50; not one of 50."""
    count, enough = 0, settings.SHORT_WORDS
    for part in document.parts:
        if count >= enough:
            return
        count += texts.word_count(texts.from_html(part.body))
    if count < enough:
        yield Finding("short", "parts", note=str(count))


@lru_cache(maxsize=1)
def _imported() -> frozenset[str]:
    """What the category of imported articles is called, in each language of the project."""
    codes = [code for code, _name in project_settings.LANGUAGES]
    names = {"Imported"}
    for code in codes:
        if (_CATALOGUES / to_locale(code)).is_dir():
            with override(code):
                names.add(gettext("Imported"))
    return frozenset(names)


RULES: tuple[Rule, ...] = (damage, filler, category, tags, too_short)
