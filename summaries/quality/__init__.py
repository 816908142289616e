"""Find what is wrong with a text: damaged places with suggested repairs, and empty leads.

Every rule of damage is a function from a text to its places, in the module of its kind: digits,
stars, characters, punctuation, spacing, letters, sentences, noise. Its docstring gives
examples of what it finds and of what it does not. Nothing is repaired; an editor sees
the place and the suggestion. The rules for articles as a whole are in ``articles``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from summaries.prose import STAND_IN, prose

from . import characters, digits, letters, noise, punctuation, sentences, spacing, stars
from .filler import is_filler
from .language import is_english
from .place import Damage, Place, Rule

__all__ = ["Damage", "find_damage", "find_places", "is_filler"]

# Languages without spaces between words, where rules about lost spaces make no sense.
UNSPACED = ("zh", "ja")

RULES: tuple[Rule, ...] = (
    *stars.RULES,
    *digits.RULES,
    *characters.RULES,
    *punctuation.RULES,
    *sentences.RULES,
    *noise.RULES,
)
FLOOD = 20  # places of one rule; if they stand closer than FLOOD_GAP, they have one cause
FLOOD_GAP = 150  # characters


def find_damage(text: str, language: str) -> list[Damage]:
    """Every damaged place of ``text``, in order; ``language`` is a code such as "en"."""
    return [
        Damage(text[start:end], kind, suggestion)
        for start, end, kind, suggestion in find_places(text, language)
    ]


def find_places(text: str, language: str) -> list[Place]:
    """The same, each with its position in ``text``."""
    legible = prose(text)
    places = [place for rule in _rules(legible, language) for place in _hits(rule, legible)]
    places += noise.addresses(text)
    return [
        place._replace(suggestion="") if STAND_IN in place.suggestion else place
        for place in _joined(places, text)
    ]


def _rules(text: str, language: str) -> tuple[Rule, ...]:
    if language.lower().startswith(UNSPACED):
        return RULES
    return RULES + spacing.RULES + (letters.RULES if is_english(text) else ())


def _hits(rule: Rule, text: str) -> Iterator[Place]:
    """What the rule finds; only the first place if it finds so much that it has one cause."""
    places = list(rule(text))
    flooded = len(places) > FLOOD and len(places) * FLOOD_GAP > len(text)
    yield from places[:1] if flooded else places


def _joined(places: Iterable[Place], text: str) -> list[Place]:
    """The places in order, adjacent ones joined; a repeated sentence may contain others."""
    joined: list[Place] = []
    repeats: list[Place] = []
    for place in sorted(places, key=lambda one: (one.start, -one.end)):
        if place.kind == "repeat":
            repeats.append(place)
        elif joined and place.start + text[place.start].isspace() <= joined[-1].end:
            joined[-1] = joined[-1].joined(place)
        else:
            joined.append(place)
    return sorted([*joined, *repeats], key=lambda one: one.start)
