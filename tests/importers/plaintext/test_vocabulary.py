"""Every phrase of the tables stands with examples that need it."""

from __future__ import annotations

import pytest

from summaries.importers.plaintext.vocabulary import (
    formulas,
    labels,
    links,
    notices,
    samples,
    words,
)
from tests.quality.tables import needless, needless_words, vocabularies

TABLES = {
    f"{module.__name__.rpartition('.')[2]} {name}": table
    for module in (formulas, labels, links, notices, samples)
    for name, table in vocabularies(module)
}


@pytest.mark.parametrize("name", TABLES)
def test_each_phrase_is_needed_by_an_example(name):
    assert list(needless(TABLES[name])) == []


@pytest.mark.parametrize("name", TABLES)
def test_each_table_finds_its_examples(name):
    table = TABLES[name]
    for phrases in table.phrases.values():
        for phrase in phrases:
            assert [example for example in phrase.examples if not table.finds(example)] == []


def test_each_shared_word_is_needed_by_an_example():
    sharing = [table for table in TABLES.values() if table.words]
    assert list(needless_words(sharing, words.WORDS)) == []
