"""What is wrong with a text: damaged places with suggested repairs, and leads that say nothing.

Every rule is one function from a text to its findings, kept with its family:
digits, stars, characters, punctuation, spacing, letters, sentences, noise.
Nothing is repaired here; an editor sees the place and the suggestion.
"""

from __future__ import annotations

from collections.abc import Iterable

from summaries.page import Damage

from . import characters, digits, letters, noise, punctuation, sentences, spacing, stars
from .filler import is_filler
from .finding import Finding, Rule

__all__ = ["find_damage", "is_filler"]

# Languages that put no spaces between words: a rule about lost spaces cannot hold there.
UNSPACED = ("zh", "ja")

RULES: tuple[Rule, ...] = (
    *stars.RULES,
    *digits.RULES,
    *characters.RULES,
    *punctuation.RULES,
    *sentences.RULES,
    *noise.RULES,
)
RULES_BETWEEN_WORDS: tuple[Rule, ...] = (*spacing.RULES, *letters.RULES)


def find_damage(text: str, language: str) -> list[Damage]:
    """Every damaged place of ``text`` (in a language like "en"), in order, as it stands there."""
    rules = RULES
    if not language.lower().startswith(UNSPACED):
        rules += RULES_BETWEEN_WORDS
    findings = (finding for rule in rules for finding in rule(text))
    return [
        Damage(text[finding.start : finding.end], finding.kind, finding.suggestion)
        for finding in _joined(findings, text)
    ]


def _joined(findings: Iterable[Finding], text: str) -> list[Finding]:
    """In order, places that touch made one; a repeated sentence may hold others."""
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
