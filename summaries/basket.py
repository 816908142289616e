"""A basket: parts of several articles, named by its address and kept nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from html import escape
from operator import or_
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .document import Document
from .document import Part as DocumentPart
from .models import INDEX_COLUMNS, Article, Part

# An address holds so many parts, and a Word file is made of them within a second.
MOST = 50


class Key(NamedTuple):
    """A part as addresses name it: ``12.part-3``."""

    article: int
    anchor: str

    def __str__(self):
        return f"{self.article}.{self.anchor}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A part in a basket, with its article."""

    key: Key
    article: Article
    part: Part

    @property
    def title(self) -> str:
        """The part's title behind its article's, since many are called "Sample 1"."""
        return ": ".join(filter(None, (self.article.title, self.part.title)))

    @property
    def url(self) -> str:
        return f"{self.article.get_absolute_url()}#{self.key.anchor}"


def read_keys(values: Iterable[str]) -> list[Key]:
    """The parts that are named, each once, at most ``MOST``; what names none is left out."""
    matches = filter(None, map(_KEY.fullmatch, values))
    keys = dict.fromkeys(Key(int(match["article"]), match["anchor"]) for match in matches)
    return list(keys)[:MOST]


def choose(keys: Sequence[Key]) -> list[Chosen]:
    """Those of the parts that are public, in this order."""
    public = Article.objects.published().defer(*INDEX_COLUMNS)
    articles = public.in_bulk({key.article for key in keys})
    pairs = [Q(article=key.article, anchor=key.anchor) for key in keys if key.article in articles]
    if not pairs:
        return []
    named = Part.objects.filter(reduce(or_, pairs)).defer("html")
    parts = {Key(part.article_id, part.anchor): part for part in named}
    return [Chosen(key, articles[key.article], parts[key]) for key in keys if key in parts]


def as_document(basket: Sequence[Chosen], absolute: Callable[[str], str]) -> Document:
    """One document of all parts: a list of contents, then each with the address it is from."""
    items = "".join(f"<li>{escape(one.title)}</li>" for one in basket)
    contents = DocumentPart(_("Contents"), f"<ol>{items}</ol>")
    parts = (DocumentPart(one.title, one.part.body + _source(one, absolute)) for one in basket)
    count = len(basket)
    title = ngettext("%(count)s sample", "%(count)s samples", count) % {"count": count}
    languages = {one.article.language for one in basket}
    language = languages.pop() if len(languages) == 1 else ""
    return Document(title, (contents, *parts), slug="samples", language=language)


def _source(one: Chosen, absolute: Callable[[str], str]) -> str:
    address, title = escape(absolute(one.url)), escape(one.article.title)
    licence = escape(f", {one.article.licence}") if one.article.licence else ""
    return f'<p><em>{escape(_("Source:"))} <a href="{address}">{title}</a>{licence}</em></p>'


_KEY = re.compile(r"(?P<article>[1-9][0-9]{0,17})\.(?P<anchor>[\w-]{1,60})")
