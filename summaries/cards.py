"""Articles as they stand in lists: plain values, from two queries for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypedDict
from urllib.parse import quote

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import ngettext

from . import search
from . import text as texts
from .models import Article, ArticleTag, Overview, Part, current_overview

TEMPLATE = "summaries/includes/article_card.html"
TAGS_SHOWN = 3


class Link(TypedDict):
    """Something with an address."""

    name: str
    url: str


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
    parts = Part.objects.filter(article__in=keys).values_list("article", "body") if words else ()
    for key, body in parts:
        if key in rows:
            rows[key].setdefault("text", []).append(texts.from_html(body))
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
            text = "\n".join([row["lead"], *row.get("text", ())])
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
    )


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
