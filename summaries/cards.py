"""Articles as they stand in lists: each rendered once for a public state."""

from __future__ import annotations

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from . import search
from . import text as texts
from .models import Article, Part, PublicFacts

TEMPLATE = "summaries/includes/article_card.html"
TAGS_SHOWN = 3


def cards(
    facts: PublicFacts,
    keys: Iterable[int],
    *,
    words: search.Query | None = None,
    size: str = "",
    hide_featured: bool = False,
) -> list[SafeString]:
    """The cards of the public articles with these keys, in this order.

    ``size`` is ``"small"``, ``"large"`` or ``""``; search hits of ``words``
    stand in ``<mark>``. No query where all are kept, else two, with words three.
    """
    look = (words, size, hide_featured)
    found = {key: facts.cards.get((key, look)) for key in keys}
    if missing := [key for key, card in found.items() if card is None]:
        for article, title, excerpt in _read(missing, words, with_tags=size != "small"):
            card = render(
                article, title=title, excerpt=excerpt, size=size, hide_featured=hide_featured
            )
            facts.cards.set((article.pk, look), card)
            found[article.pk] = card
    # An article may have gone between the query for the keys and this one.
    return [card for card in found.values() if card is not None]


def render(
    article: Article,
    *,
    title: str = "",
    excerpt: str = "",
    size: str = "",
    hide_featured: bool = False,
) -> SafeString:
    """One card; ``title`` and ``excerpt`` are safe HTML to show in place of the article's own."""
    tags = [] if size == "small" else [row.tag for row in article.tagged.all()[:TAGS_SHOWN]]
    context = {
        "article": article,
        "title": title or article.title,
        "excerpt": excerpt or article.excerpt,
        "size": size,
        "hide_featured": hide_featured,
        "tags": tags,
    }
    return render_to_string(TEMPLATE, context)


def _read(keys: list[int], words: search.Query | None, *, with_tags: bool):
    """Each article with the title and excerpt to show, safe HTML or nothing."""
    rows = Article.objects.published()
    articles = (rows.for_cards() if with_tags else rows.for_titles()).in_bulk(keys)
    if not words:
        for article in articles.values():
            yield article, "", ""
        return
    bodies: dict[int, list[str]] = {}
    for key, body in Part.objects.filter(article__in=articles).values_list("article", "body"):
        bodies.setdefault(key, []).append(texts.from_html(body))
    for key, article in articles.items():
        text = "\n".join([article.lead, *bodies.get(key, [])])
        title = search.highlight(article.title, words, length=len(article.title))
        yield article, title, search.highlight(text, words)
