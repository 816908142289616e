"""Articles as they stand in lists: plain values, from two queries for all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, TypedDict
from urllib.parse import quote

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import search
from . import text as texts
from .models import Article, ArticleTag, Overview, Part, current_overview

TEMPLATE = "summaries/includes/article_card.html"
TAGS_SHOWN = 3
# Hits that are marked on the page one comes to, and the words around the first that say where.
MARKED, AROUND = 4, 3


class Link(TypedDict):
    """Something with an address."""

    name: str
    url: str


class Passage(TypedDict):
    """The place in a text that answers a search best.

    ``name`` is that of its part, ``Sample 3 of 4: Night shift``, where there are several;
    ``fragment`` goes behind the article's address and marks the words on its page.
    """

    name: str
    fragment: str


class Card(TypedDict):
    """What a list shows of an article: a dictionary, which templates read fastest.

    ``title`` and ``excerpt`` may be safe HTML; ``path`` leads from the root to ``category``;
    ``facts`` are such as ``3 samples``, ``512 words``; ``blanks`` is ``2 blanks to fill in``
    or empty.
    """

    pk: int
    title: str
    url: str
    language: str
    excerpt: str
    category: Link
    path: list[Link]
    datetime: str
    date: str
    is_featured: bool
    facts: list[str]
    blanks: str
    tags: list[Link]
    passage: Passage | None


def read(
    keys: Iterable[int], *, words: search.Query | None = None, with_tags: bool = True
) -> list[dict[str, Any]]:
    """What the cards of the public articles with these keys are made of, in this order.

    Two queries; three with ``words``, for which the text is read.
    """
    keys = list(keys)
    public = Article.objects.published().filter(pk__in=keys).order_by()
    rows = {row["pk"]: row for row in public.values(*_COLUMNS)}
    for row in rows.values() if with_tags else ():
        row["tags"] = []
    tagged = ArticleTag.objects.filter(content_object__in=keys).order_by("pk")
    tags = tagged.values_list("content_object", "tag__name", "tag__slug") if with_tags else ()
    for key, *tag in tags:
        if key in rows:
            rows[key]["tags"].append(tag)
    parts = Part.objects.filter(article__in=keys) if words else Part.objects.none()
    for key, title, anchor, body in parts.values_list("article", "title", "anchor", "body"):
        if key in rows:
            text = texts.from_html(body)
            rows[key].setdefault("parts", []).append((title, anchor, text))
    # An article may have gone between the query for the keys and this one.
    return [rows[key] for key in keys if key in rows]


def texts_of(rows: Iterable[dict[str, Any]]) -> list[list[Any]]:
    """What the rows say, apart from the tags."""
    return [[row[name] for name in _COLUMNS] for row in rows]


def of_rows(
    overview: Overview, rows: Iterable[dict[str, Any]], words: search.Query | None = None
) -> list[Card]:
    """The cards of what ``read()`` gave; hits of ``words`` stand in ``<mark>``."""
    article_url, category_url, tag_url = (
        addresses(f"summaries:{kind}_detail") for kind in ("article", "category", "tag")
    )
    cards = []
    for row in rows:
        path = [
            Link(name=one.name, url=category_url(one.full_path))
            for one in overview.breadcrumbs(row["category"])
        ]
        tags = [
            Link(name=name, url=tag_url(slug)) for name, slug in row.get("tags", ())[:TAGS_SHOWN]
        ]
        card = _card(row, article_url(row["slug"]), path, tags)
        if words:
            text, card["passage"] = _passage(row, words)
            card["title"] = search.highlight(card["title"], words, length=len(card["title"]))
            card["excerpt"] = search.highlight(text, words)
        cards.append(card)
    return cards


def of_article(article: Article, **values: str) -> Card:
    """The card of an article at hand; ``values`` take the place of its own."""
    row = {name: getattr(article, name) for name in _COLUMNS}
    path = [
        Link(name=one.name, url=one.get_absolute_url())
        for one in current_overview().breadcrumbs(article.category_id)
    ]
    tags = [
        Link(name=row.tag.name, url=row.tag.get_absolute_url())
        for row in article.tagged.all()[:TAGS_SHOWN]
    ]
    card = _card(row, article.get_absolute_url(), path, tags)
    return card | {name: value for name, value in values.items() if value}


_COLUMNS = (
    *("pk", "title", "slug", "language", "lead", "excerpt", "category", "published_at"),
    *("is_featured", "part_count", "word_count", "blank_count"),
)


def _card(row: dict[str, Any], url: str, path: list[Link], tags: list[Link]) -> Card:
    """The card of an article's ``_COLUMNS``."""
    at = row["published_at"] and localtime(row["published_at"])
    facts = [length(row["language"], row["word_count"])]
    if (number := row["part_count"]) > 1:
        facts.insert(0, ngettext("%s sample", "%s samples", number) % texts.grouped(number))
    number = row["blank_count"]
    blanks = ngettext("%s blank to fill in", "%s blanks to fill in", number)
    return Card(
        pk=row["pk"],
        title=row["title"],
        url=url,
        language=row["language"],
        excerpt=row["excerpt"],
        category=path[-1],
        path=path,
        datetime=at.isoformat() if at else "",
        date=texts.day(at) if at else "",
        is_featured=row["is_featured"],
        facts=facts,
        blanks=blanks % texts.grouped(number) if number else "",
        tags=tags,
        passage=None,
    )


def _passage(row: dict[str, Any], words: search.Query) -> tuple[str, Passage | None]:
    """The text of the part that answers best, or the lead, and where in it the words stand."""
    parts = row.get("parts", [])
    places = [("", "", row["lead"]), *parts]
    found = [search.hits(text, words) for _title, _anchor, text in places]
    titles = [search.hits(title, words) for title, _anchor, _text in places]
    worth = [_worth(*hits) for hits in zip(found, titles, strict=True)]
    best = worth.index(max(worth))
    if not any(worth):
        return "\n".join(text for _title, _anchor, text in places), None
    title, anchor, text = places[best]
    name = ""
    if best and len(parts) > 1:
        name = _part_name(best, len(parts), title)
    fragment = _fragment(anchor, text, found[best])
    return text, Passage(name=name, fragment=fragment)


def _worth(found: list[search.Hit], in_title: list[search.Hit]) -> tuple[float, int]:
    """First how many of the words there are, the rare ones and those in the title more."""
    words, named = ({hit.term for hit in some} for some in (found, in_title))
    weight = sum(term.weight for term in words | named) + sum(term.weight for term in named)
    return weight, len(found)


def _part_name(number: int, total: int, title: str) -> str:
    """``Sample 3 of 4: Night shift``, also of a part that is called ``Sample 3: Night shift``."""
    title = re.sub(rf"^(?:[^\W\d]+\s*)?{number}\s*[:：.]\s*(?=\S)", "", title)
    if not title:
        return _("Sample %(number)s of %(total)s") % {"number": number, "total": total}
    said = _("Sample %(number)s of %(total)s: %(title)s")
    return said % {"number": number, "total": total, "title": title}


def _fragment(anchor: str, text: str, found: list[search.Hit]) -> str:
    """The end of an address that leads to the part and marks the words, where browsers can.

    https://wicg.github.io/scroll-to-text-fragment/ says how. The words around the first hit
    tell it from others on the page.
    """
    directives: dict[str, None] = {}
    for hit in found[:MARKED]:
        word = _encoded(text[hit.start : hit.end])
        if not directives:
            before = text[: hit.start].rpartition("\n")[2].split()[-AROUND:]
            after = text[hit.end :].partition("\n")[0].split()[:AROUND]
            word = ",".join(
                [
                    *([f"{_encoded(' '.join(before))}-"] if before else []),
                    word,
                    *([f"-{_encoded(' '.join(after))}"] if after else []),
                ]
            )
        directives[f"text={word}"] = None
    return f"#{quote(anchor)}:~:{'&'.join(directives)}" if directives else f"#{quote(anchor)}"


def _encoded(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")


def length(language: str, words: int) -> str:
    """The length of a text: ``512 words``; Chinese is counted in characters."""
    if language.startswith("zh"):
        return ngettext("%s character", "%s characters", words) % texts.grouped(words)
    return ngettext("%s word", "%s words", words) % texts.grouped(words)


def addresses(name: str) -> Callable[[str], str]:
    """A function from slugs to addresses by this URL pattern, as ``reverse()`` makes them.

    The pattern is looked up once, since ``reverse()`` for each link takes longer than the query.
    """
    before, _marker, after = reverse(name, args=[_MARKER]).partition(_MARKER)
    return lambda slug: f"{before}{quote(slug, safe=_SAFE)}{after}"


_MARKER = "a-slug-of-no-article"
# RFC 3986, section 3.3: what a segment of a path may hold unquoted, and the slash.
_SAFE = "!$&'()*+,;=/~:@"
