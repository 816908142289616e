"""What it costs to read a page of plain text, whatever it holds: ``python -m benchmarks.pages``.

Each shape is one page of the size given. The processor time for 10,000 characters is to be
below ``LIMIT`` and not to grow with the page.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

import django

LIMIT = 30  # ms for 10,000 characters
SIZES = (10_000, 100_000)

PROSE = (
    "The ferry crosses the river six times a day, and in the evening once more for the choir, "
    "which pays 3.50 a head. In 20XX the lamp was lit 365 times; nobody knows why.\n"
)
HAN_PROSE = "渡口每天开船六次，晚上再开一次，每人收费三元五角。20XX年灯亮了365次，没人知道。\n"
SHAPES = {
    "English prose": PROSE,
    "Chinese prose": HAN_PROSE,
    "numbered sections": f"1. The ferry\n{PROSE}",
    "samples": f"Ferry work summary 1\n{PROSE}",
    **{
        repr(unit): unit
        for unit in (
            *("1. ", "1 1 ", "1: ", "(1)", "I. ", "A. B. ", "First, ", "??XX", "Part 1 A\n", "- "),
            *("(", "[", '"', "_", "*", "|", ">", " > ", " - ", ",", "- a\n", "1) a\n", "  - a\n"),
            *("a", "A", "a ", "字", "字，", "。", "一、", "第一条 ", "第一回 山\n", "作文1：\n"),
            *("a\n", "a\tb\n", "| a | b |\n", "```\n", "    x = 1\n", "Name\n", "We came and\n"),
            *("for more ", "更多", "See also\n", "Leave a Reply\n", "www.a.cn ", "\n"),
        )
    },
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shapes", nargs="*", help="only these, such as \"'1. '\"")
    shapes = parser.parse_args().shapes or SHAPES
    print(f"ms of processor time for 10,000 characters (to be below {LIMIT})")
    print(f"{'shape':22}" + "".join(f"{f'{size:,} characters':>20}" for size in SIZES))
    slow = 0
    for shape in shapes:
        _cost(SHAPES[shape], 1000)  # compiles what is compiled at first use
        costs = [_cost(SHAPES[shape], size) for size in SIZES]
        slow += max(costs) > LIMIT
        print(f"{shape:22}" + "".join(f"{cost:20.1f}" for cost in costs))
    print(f"{slow} of {len(shapes)} shapes are slower.")


def _cost(unit: str, size: int) -> float:
    """The least of three runs."""
    text = unit * (size // len(unit))
    return min(_milliseconds(text) for _ in range(3)) * 10_000 / size


def _milliseconds(text: str) -> float:
    from summaries.importers import plaintext

    started = time.process_time()
    plaintext.to_document(plaintext.read_page(text))
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    django.setup()
    sys.stdout.reconfigure(line_buffering=True)
    main()
