"""Which lines may be titles; test_rules.py asks which may not."""

import pytest

from summaries.importers.plaintext.head import read_head
from summaries.importers.plaintext.lines import Line
from summaries.importers.plaintext.titlelines import may_be_title


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
