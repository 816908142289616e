"""Where sentences end, and where a stop is part of a word."""

from __future__ import annotations

import pytest

from summaries.importers.plaintext.sentences import split_sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "Samuel T. Cole planted plums.",
        "The plums of J. R. Miller were sour.",
        "A letter by T. Cole arrived.",
        "Dr. Lin met Mr. Chen and Mrs. Bo.",
        "See No. 5 and Fig. 3 for plums.",
        "Some fruit, e.g. plums, is sour.",
        "Plums, pears, etc. are fruit.",
        "They came at 5 p.m. on Monday.",
    ],
)
def test_one_sentence(sentence):
    assert split_sentences(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("So did I. Then we left.", ["So did I. ", "Then we left."]),
        ("We chose plan B. Then we left.", ["We chose plan B. ", "Then we left."]),
        ("Is it ripe? No. We waited.", ["Is it ripe? ", "No. ", "We waited."]),
        ("Plums, pears, etc. Then we left.", ["Plums, pears, etc. ", "Then we left."]),
        ("李子熟了。我们摘李子。", ["李子熟了。", "我们摘李子。"]),
    ],
)
def test_several_sentences(text, sentences):
    assert split_sentences(text) == sentences
