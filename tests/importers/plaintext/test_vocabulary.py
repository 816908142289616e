"""Every phrase of the tables stands with examples that need it."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

from summaries.importers.plaintext import vocabulary
from summaries.importers.plaintext.vocabulary.titles import TALKS
from summaries.importers.plaintext.vocabulary.words import WORDS
from tests.quality.tables import needless, needless_words, vocabularies

TABLES = {
    f"{module.name} {name}": table
    for module in pkgutil.iter_modules(vocabulary.__path__)
    for name, table in vocabularies(importlib.import_module(f"{vocabulary.__name__}.{module.name}"))
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


@pytest.mark.parametrize("words", [WORDS, TALKS], ids=["compilers", "talks"])
def test_each_shared_word_is_needed_by_an_example(words):
    sharing = [table for table in TABLES.values() if table.words == words]
    assert list(needless_words(sharing, words)) == []
