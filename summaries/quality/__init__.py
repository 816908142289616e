"""Find what is wrong with a text: damaged places with suggested repairs, and empty leads.

Every rule is a function from a text to its findings, in the module of its kind: digits,
stars, characters, punctuation, spacing, letters, sentences, noise. Its docstring gives
examples of what it finds and of what it does not. Nothing is repaired; an editor sees
the place and the suggestion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from summaries.prose import STAND_IN, prose

from . import characters, digits, letters, noise, punctuation, sentences, spacing, stars
from .filler import is_filler
from .finding import Damage, Finding, Rule
from .language import is_english

__all__ = ["Damage", "find_damage", "is_filler"]

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
FLOOD = 20  # findings of one rule; if they stand closer than FLOOD_GAP, they have one cause
FLOOD_GAP = 150  # characters


def find_damage(text: str, language: str) -> list[Damage]:
    """Every damaged place of ``text``, in order; ``language`` is a code such as "en"."""
    legible = prose(text)
    findings = [finding for rule in _rules(legible, language) for finding in _hits(rule, legible)]
    findings += noise.addresses(text)
    return [
        Damage(text[start:end], kind, "" if STAND_IN in suggestion else suggestion)
        for start, end, kind, suggestion in _joined(findings, text)
    ]


def _rules(text: str, language: str) -> tuple[Rule, ...]:
    if language.lower().startswith(UNSPACED):
        return RULES
    return RULES + spacing.RULES + (letters.RULES if is_english(text) else ())


def _hits(rule: Rule, text: str) -> Iterator[Finding]:
    """What the rule finds; only the first place if it finds so much that it has one cause."""
    findings = list(rule(text))
    flooded = len(findings) > FLOOD and len(findings) * FLOOD_GAP > len(text)
    yield from findings[:1] if flooded else findings


def _joined(findings: Iterable[Finding], text: str) -> list[Finding]:
    """The findings in order, adjacent ones joined; a repeated sentence may contain others."""
    joined: list[Finding] = []
    repeats: list[Finding] = []
    for finding in sorted(findings, key=lambda f: (f.start, -f.end)):
        if finding.kind == "repeat":
            repeats.append(finding)
        elif joined and finding.start + text[finding.start].isspace() <= joined[-1].end:
            joined[-1] = joined[-1].joined(finding)
        else:
            joined.append(finding)
    return sorted([*joined, *repeats], key=lambda f: f.start)
