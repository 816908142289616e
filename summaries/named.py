"""Categories and tags whose names say what a reader searches for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

from django.db.models import Q
from django.urls import reverse

from . import text as texts
from .models import Overview, Tag, TagCount
from .search import Lexicon, Query
from .search.query import Term, parse

# So many of each kind are shown, of so many tags that hold one of the words.
SHOWN, LOOKED_AT = 4, 100
# So many words of a query are looked for in names.
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Named:
    """A category or tag, and how many public articles it has."""

    name: str
    url: str
    count: int
    is_tag: bool = False


def named(overview: Overview, query: Query) -> list[Named]:
    """The categories, then the tags, whose names match the query; those with most articles first.

    A name matches if all of its words are searched for, or if it holds all that are.
    """
    wanted = query.wanted[:MOST_WORDS]
    if not wanted:
        return []
    return [*_categories(overview, wanted), *_tags(overview, wanted)]


def _categories(overview: Overview, wanted: list[Term]) -> list[Named]:
    found = [
        Named(one.name, one.get_absolute_url(), one.article_count)
        for one in overview.categories.values()
        if one.article_count and _matches(overview, one.name, wanted)
    ]
    return _most_used(found)


def _tags(overview: Overview, wanted: list[Term]) -> list[Named]:
    beginnings = {form for term in wanted for form in _beginnings(term)}
    held = reduce(or_, (Q(key__contains=one) for one in sorted(beginnings)))
    likely = Tag.objects.public().filter(held).order_by("pk")[:LOOKED_AT]
    tags = [tag for tag in likely if _matches(overview, tag.name, wanted)]
    counts = TagCount.objects.public(tags)
    return _most_used(
        [
            Named(
                tag.name,
                reverse("summaries:tag_detail", args=[tag.slug]),
                counts[tag.pk],
                is_tag=True,
            )
            for tag in tags
        ]
    )


def _most_used(found: list[Named]) -> list[Named]:
    return sorted(found, key=lambda one: (-one.count, one.name))[:SHOWN]


def _matches(overview: Overview, name: str, wanted: list[Term]) -> bool:
    words = _words_of(name, overview.lexicon.languages)
    is_in_name = [any(_is_same(word, term) for word in words) for term in wanted]
    is_wanted = [any(_is_same(word, term) for term in wanted) for word in words]
    return bool(words) and (all(is_in_name) or all(is_wanted))


@lru_cache(maxsize=4096)
def _words_of(name: str, languages: tuple[str, ...]) -> tuple[Term, ...]:
    return tuple(parse(name, Lexicon(languages)).wanted)


def _is_same(word: Term, term: Term) -> bool:
    if texts.is_cjk(word.text) and texts.is_cjk(term.text):
        return word.text in term.text or term.text in word.text
    return word.tokens == term.tokens or bool({*word.stems} & {*term.stems})


def _beginnings(term: Term) -> list[str]:
    """What stands in the key of a tag whose name may match the term."""
    if texts.is_cjk(term.text):
        return list(term.tokens)
    return [stem[:-1] if len(stem) > 3 else stem for _language, stem in term.stems] or [
        term.tokens[0]
    ]
