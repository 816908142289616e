"""Each rule on one line finds what its docstring names, and spares what it names behind "not"."""

from __future__ import annotations

import re

import pytest

from summaries.importers.plaintext import breadcrumbs, headinglines, titlelines

RULES = [
    *titlelines.RULES,
    titlelines.has_genre,
    *headinglines.NEVER_BARE,
    headinglines.is_statement,
    headinglines.is_topic,
    breadcrumbs.is_site_name,
]
EXAMPLES = re.compile(r"``(.+?)``")


def examples(rule):
    hits, _not, misses = rule.__doc__.partition("; not ")
    return EXAMPLES.findall(hits), EXAMPLES.findall(misses)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_finds_its_examples(rule):
    hits, misses = examples(rule)
    assert all(map(rule, hits))
    assert not any(map(rule, misses))


def test_each_rule_names_examples():
    without = [rule.__name__ for rule in RULES if not all(examples(rule))]
    assert without == ["is_paragraph"]  # its examples would be paragraphs
