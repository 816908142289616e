"""Template tags for what any page may show. Each queries at most once a page."""

from __future__ import annotations

from operator import itemgetter
from typing import NamedTuple

from django import template
from django.template.loader import render_to_string
from django.urls import reverse

from summaries import cards
from summaries import text as texts
from summaries.conf import settings
from summaries.filters import ArticleFilter
from summaries.models import Article, current_overview, largest

register = template.Library()

# Categories in the navigation of every page.
MOST_ROOTS = 7
# The formats of feeds by their name in addresses, with their own name and type.
FEEDS = {
    "atom": ("Atom", "application/atom+xml"),
    "rss": ("RSS", "application/rss+xml"),
    "json": ("JSON", "application/feed+json"),
}
WORDS_PER_MINUTE = 220
CJK_CHARACTERS_PER_MINUTE = 400


class PageLink(NamedTuple):
    number: int
    url: str


class FeedLink(NamedTuple):
    type: str
    title: str
    url: str
    # Whether it has what the list on this page has.
    is_of_list: bool


class PageLinks(NamedTuple):
    pages: list[PageLink | None]
    previous: str
    next: str


@register.simple_tag
def site_name():
    """The site's name: ``{% site_name as name %}``."""
    return settings.SITE_NAME


@register.simple_tag
def site_description():
    """One sentence about the library; may be empty."""
    return settings.SITE_DESCRIPTION


@register.simple_tag(takes_context=True)
def get_feeds(context):
    """The feeds of this page, each with ``type``, ``title`` and ``url``; the first is its own.

    A list has its own, an article that of its category, any other page that of the site.
    """
    site, found = str(settings.SITE_NAME), context.get("filter")
    is_list = type(found) is ArticleFilter and found.is_of_all
    own = _feed_of_list(context, found) if is_list else _feed_of_article(context)
    title, name, *args = own or (site, "feed")
    is_of_list = is_list and own is not None
    query = args.pop() if name == "search_feed" else ""
    links = [
        FeedLink(
            mime,
            f"{title} ({label})",
            reverse(f"summaries:{name}", args=[kind, *args]) + (f"?{query}" if query else ""),
            is_of_list,
        )
        for kind, (label, mime) in FEEDS.items()
    ]
    if name != "feed":
        label, mime = FEEDS["atom"]
        url = reverse("summaries:feed", args=["atom"])
        links.append(FeedLink(mime, f"{site} ({label})", url, is_of_list=False))
    return links


def _feed_of_article(context) -> tuple[str, ...] | None:
    """Title, URL name and what stands in the address, of the feed of the article's category."""
    article = context.get("article")
    if not isinstance(article, Article) or context.get("is_preview"):
        return None
    category = current_overview().categories.get(article.category_id)
    return category and (category.name, "category_feed", category.full_path)


def _feed_of_list(context, found: ArticleFilter) -> tuple[str, ...] | None:
    data, heading = context["query"].copy(), str(context["heading"])
    for name in ("page", "sort"):
        data.pop(name, None)
    category, tags = found.cleaned_data["category"], found.all_tags
    if found.tag and found.matches_any:  # which no query string says
        return None
    if category:
        data["category"] = category.full_path
    if tags:
        data.setlist("tags", [tag.slug for tag in tags])
    if data.keys() == {"category"}:
        return category.name, "category_feed", category.full_path
    if data.keys() == {"tags"} and len(tags) == 1:
        return tags[0].name, "tag_feed", tags[0].slug
    if data:
        return heading, "search_feed", found.canonical(data).urlencode()
    return str(settings.SITE_NAME), "feed"


@register.simple_tag
def get_category_tree():
    """The root categories that hold published articles: ``.article_count``, ``.subcategories``."""
    return current_overview().tree


@register.simple_tag
def article_card(article, title="", excerpt="", size="", *, hide_featured=False):
    """An article in a list, ``size`` small, large or neither."""
    card = cards.of_article(article, title=title, excerpt=excerpt)
    return render_to_string(
        cards.TEMPLATE, {"card": card, "size": size, "hide_featured": hide_featured}
    )


@register.inclusion_tag("summaries/includes/category_nav.html", takes_context=True)
def category_nav(context):
    """Links to the root categories, the present one marked."""
    url = cards.addresses("summaries:category_detail")
    tree = current_overview().tree
    roots = [cards.Link(name=one.name, url=url(one.full_path)) for one in largest(tree, MOST_ROOTS)]
    path = context["request"].path if "request" in context else ""
    # An article stands in the category that its breadcrumbs begin with.
    first = (context.get("breadcrumbs") or [("", "")])[0][1]
    here = next((u for u in map(itemgetter("url"), roots) if path.startswith(u) or first == u), "")
    current = "page" if here == path else "true"
    return {
        "roots": roots,
        "here": here,
        "current": current,
        "has_more": len(tree) > len(roots),
    }


@register.inclusion_tag("summaries/includes/category_tree.html")
def category_contents():
    """The category tree as nested lists with counts."""
    return {"categories": current_overview().tree, "tree_class": "tree"}


@register.inclusion_tag("summaries/includes/category_roots.html")
def category_roots(roots=8, children=4):
    """The largest root categories with counts, each with the largest of those below it."""
    overview = current_overview()
    return {
        "roots": [
            (root, largest(root.subcategories, children)) for root in largest(overview.tree, roots)
        ],
        "category_count": overview.category_count,
    }


@register.simple_tag
def get_recent_articles(count=5):
    """The newest published articles."""
    return Article.objects.published().newest().for_cards()[:count]


@register.simple_tag(takes_context=True)
def page_links(context, page):
    """The pages to link, each as ``.number`` and ``.url``, and ``None`` for a gap.

    The first, the last and those around this one; ``.previous`` and ``.next`` beside it.
    """
    start = query_with(context, page="")
    start += "&page=" if len(start) > 1 else "page="
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return PageLinks(
        [None if n == page.paginator.ELLIPSIS else PageLink(n, f"{start}{n}") for n in pages],
        f"{start}{page.number - 1}" if page.has_previous() else "",
        f"{start}{page.number + 1}" if page.has_next() else "",
    )


@register.simple_tag(takes_context=True)
def query_with(context, **changes):
    """The list's query string with the changes, without fields that are empty or ``None``."""
    data = context["query"].copy() if "query" in context else context["request"].GET.copy()
    for name, value in changes.items():
        data[name] = value or ""
    for name in [name for name, value in data.items() if not value]:
        del data[name]
    return f"?{data.urlencode()}"


@register.filter
def grouped(number):
    """A whole number with the language's separators: 12,345."""
    return texts.grouped(number)


@register.filter(expects_localtime=True)
def day(value):
    """A date as every page writes it: 12 Nov 2026."""
    return texts.day(value)


@register.filter
def length_of_text(article):
    """The length of an article's text: ``512 words``, ``1,024 characters``."""
    return cards.length(article.language, article.word_count)


@register.filter
def reading_minutes(article):
    """Whole minutes that the article takes to read, at least 1."""
    cjk = article.language in ("zh", "ja")
    return max(
        1, round(article.word_count / (CJK_CHARACTERS_PER_MINUTE if cjk else WORDS_PER_MINUTE))
    )
