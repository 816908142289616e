"""Template tags for what any page may show. Each queries at most once a page."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format

from summaries.conf import settings
from summaries.models import Article, Category

register = template.Library()

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


@register.simple_tag(takes_context=True)
def get_category_tree(context):
    """The root categories that hold published articles: ``.article_count``, ``.subcategories``."""
    request = context.get("request")
    tree = getattr(request, "_summaries_category_tree", None)
    if tree is None:
        tree = Category.objects.tree(Article.objects.published().count_by_category())
        if request is not None:
            request._summaries_category_tree = tree
    return tree


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
