"""Which lines are never titles or headings: each rule finds what its docstring names, and spares the other."""

import re

import pytest

from summaries.importers.plaintext import headinglines, titlelines
from summaries.importers.plaintext.head import read_head
from summaries.importers.plaintext.lines import Line
from summaries.importers.plaintext.titlelines import may_be_title

EXAMPLES = re.compile(r"``(.+?)``")


def examples(rule):
    hits, _not, misses = rule.__doc__.partition("; not ")
    return EXAMPLES.findall(hits), EXAMPLES.findall(misses)


@pytest.mark.parametrize(
    "rule",
    [
        *titlelines.RULES,
        titlelines.has_genre,
        *headinglines.NEVER_BARE,
        headinglines.is_statement,
        headinglines.is_topic,
    ],
    ids=lambda rule: rule.__name__,
)
def test_a_rule_finds_its_examples(rule):
    hits, misses = examples(rule)
    assert hits or rule is titlelines.is_paragraph
    assert all(map(rule, hits))
    assert not any(map(rule, misses))


@pytest.mark.parametrize(
    "line",
    [
        "Summary of the ferry work",
        "渡口年终工作总结",
        "20XX年渡口工作计划",
        "Why is the ferry late?",
        "Ferry work summary_725.docx",
        "强化责任，狠抓落实",
        "May 3, 2019: work report",
    ],
)
def test_a_title(line):
    assert may_be_title(line)
    head = read_head([Line(line), Line("The ferry crossed the river six times a day. " * 5)])
    assert head.title == line
