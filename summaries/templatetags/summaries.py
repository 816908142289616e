"""Template tags for what any page may show. Each queries at most once a page."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from summaries.conf import settings
from summaries.models import Article, public_facts

register = template.Library()

FILTERS = "summaries/includes/filters.html"
TREE = "summaries/includes/category_tree.html"
CARD_TAGS = 3
# Rendered cards by all that they show, so that none is ever out of date.
CARDS_KEPT = 5000
_cards: dict[tuple, str] = {}

WORDS_PER_MINUTE = 220
CJK_CHARACTERS_PER_MINUTE = 400


@register.simple_tag
def site_name():
    """The site's name: ``{% site_name as name %}``."""
    return settings.SITE_NAME


@register.simple_tag
def site_description():
    """One sentence about the library; may be empty."""
    return settings.SITE_DESCRIPTION


@register.simple_tag
def get_category_tree():
    """The root categories that hold published articles: ``.article_count``, ``.subcategories``."""
    return public_facts().tree


@register.simple_tag
def article_card(article, title="", excerpt="", size="", *, hide_featured=False):
    """An article in a list, ``size`` small, large or neither; rendered once for what it shows."""
    tags = [] if size == "small" else [row.tag for row in article.tagged.all()[:CARD_TAGS]]
    shown = (
        *(get_language(), get_current_timezone_name(), size, hide_featured, title, excerpt),
        *(article.title, article.slug, article.excerpt, article.language, article.published_at),
        *(article.is_featured, article.part_count, article.word_count, article.blank_count),
        *(article.category.name, article.category.full_path),
        *((tag.name, tag.slug) for tag in tags),
    )
    if shown not in _cards:
        if len(_cards) >= CARDS_KEPT:
            _cards.clear()
        context = {
            "article": article,
            "title": title or article.title,
            "excerpt": excerpt or article.excerpt,
            "size": size,
            "hide_featured": hide_featured,
            "tags": tags,
        }
        _cards[shown] = render_to_string("summaries/includes/article_card.html", context)
    return _cards[shown]


@register.simple_tag(takes_context=True)
def filter_form(context):
    """The form of a list's filters, rendered once for each public state and selection."""
    key = ("filters", context["form_action"], context["asked"], get_language())
    return public_facts().kept(key, lambda: render_to_string(FILTERS, context.flatten()))


@register.simple_tag
def category_contents():
    """The category tree as nested lists with counts, rendered once for each public state."""
    facts = public_facts()
    context = {"categories": facts.tree, "tree_class": "tree"}
    return facts.kept(("tree", get_language()), lambda: render_to_string(TREE, context))


@register.simple_tag
def get_recent_articles(count=5):
    """The newest published articles."""
    return Article.objects.published().newest().for_cards()[:count]


@register.simple_tag
def page_numbers(page):
    """The numbers of the pages to link, ``None`` for a gap: first, last and those around this."""
    gap = page.paginator.ELLIPSIS
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [None if number == gap else number for number in numbers]


@register.simple_tag(takes_context=True)
def query_with(context, **changes):
    """The page's query string with the changes, without fields that are empty or ``None``."""
    data = context["request"].GET.copy()
    for name, value in changes.items():
        data[name] = value or ""
    for name in [name for name, value in data.items() if not value]:
        del data[name]
    return f"?{data.urlencode()}"


@register.filter
def grouped(number):
    """A whole number with the language's separators: 12,345."""
    return number_format(number, decimal_pos=0, use_l10n=True, force_grouping=True)


@register.filter
def reading_minutes(article):
    """Whole minutes that the article takes to read, at least 1."""
    cjk = article.language in ("zh", "ja")
    return max(
        1, round(article.word_count / (CJK_CHARACTERS_PER_MINUTE if cjk else WORDS_PER_MINUTE))
    )
