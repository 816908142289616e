"""Leads that say nothing: a site's standard introduction, before every article."""

from __future__ import annotations

from collections.abc import Mapping

from . import openings
from .phrases import Vocabulary

LONGEST = 2500  # characters; such an introduction is one paragraph
# A turn that only compilers use weighs two; so does one of an author, against it.
SURE = 2
# Turns that texts may use as well are filler if there are so many, or beside a sure one.
MANY = 3
ENOUGH = 2


def is_filler(lead: str) -> bool:
    """Whether ``lead`` is the formula: time has flown, a summary is due, here are some for you.

    ``Time flies. How do you write a report? Here are some for your reference.``; not
    ``Time flies. My year is summarized as follows:``
    """
    if not lead.strip() or len(lead) > LONGEST:
        return False
    strong = _turns(openings.COMPILERS, lead)
    weak = _turns(openings.ANYBODYS, lead)
    own = _turns(openings.AUTHORS, lead)
    return bool(strong or weak >= MANY) and SURE * (strong - own) + weak >= ENOUGH


def _turns(tables: Mapping[str, Vocabulary], lead: str) -> int:
    """How many turns the lead takes; each counts once, however often it occurs."""
    return sum(table.finds(lead) for table in tables.values())
