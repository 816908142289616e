"""What the tests of every table of phrases ask."""

import re
from functools import cache

from summaries.quality.phrases import Phrase, Vocabulary, word_list

_GROUP = re.compile(r"\(([^()]*\|[^()]*)\)")


def vocabularies(module):
    """The tables of a module by name; those in a dictionary by name and key."""
    for name, value in vars(module).items():
        if isinstance(value, Vocabulary):
            yield name, value
        elif isinstance(value, dict) and not name.startswith("_"):
            for key, table in value.items():
                if isinstance(table, Vocabulary):
                    yield f"{name} {key}", table


def needless(table):
    """What could be taken out of a table without any of its examples being missed."""
    phrases = [phrase for language in table.phrases.values() for phrase in language]
    for phrase in phrases:
        others = [other for other in phrases if other is not phrase]
        needing = [example for example in phrase.examples if not finds(table, others, example)]
        if not all(finds(table, [phrase], example) for example in phrase.examples):
            lost = [e for e in phrase.examples if not finds(table, [phrase], e)]
            yield f"{phrase.text}: does not find {lost}"
        for shorter in (Phrase("", ()), *without_one_alternative(phrase)):
            if all(shorter.text and finds(table, [shorter], example) for example in needing):
                yield f"{phrase.text} -> {shorter.text}"


def needless_words(tables, words):
    """The words of the shared lists that no example of the tables needs."""
    for name, listed in words.items():
        for word in word_list(listed):
            fewer = words | {name: ", ".join(w for w in word_list(listed) if w != word)}
            if not any(needs_word(table, name, fewer) for table in tables):
                yield f"{name}: {word}"


def needs_word(table, name, fewer):
    phrases = [phrase for language in table.phrases.values() for phrase in language]
    return any(
        not finds(table, phrases, example, fewer)
        for phrase in phrases
        if f"{{{name}}}" in phrase.text
        for example in phrase.examples
    )


def finds(table, phrases, text, words=None):
    words = tuple((words or table.words).items())
    return any(alone(table.place, phrase.text, words).finds(text) for phrase in phrases)


@cache
def alone(place, phrase, words):
    """A table of one phrase."""
    return Vocabulary(place, words=dict(words), en=phrase)


def without_one_alternative(phrase):
    """The phrase without each of its alternatives in turn."""
    for group in _GROUP.finditer(phrase.text):
        alternatives = group[1].split("|")
        for number in range(len(alternatives)):
            left = "|".join(alternatives[:number] + alternatives[number + 1 :])
            yield Phrase(f"{phrase.text[: group.start()]}({left}){phrase.text[group.end() :]}", ())
