"""Template tags for what any page may show. Each queries at most once a page."""

from __future__ import annotations

from typing import NamedTuple

from django import template
from django.template.loader import render_to_string

from summaries import cards
from summaries import text as texts
from summaries.conf import settings
from summaries.models import Article, public_facts

register = template.Library()

FILTERS = "summaries/includes/filters.html"
NAV = "summaries/includes/category_nav.html"
TREE = "summaries/includes/category_tree.html"
WORDS_PER_MINUTE = 220
CJK_CHARACTERS_PER_MINUTE = 400


class PageLink(NamedTuple):
    number: int
    url: str


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


@register.simple_tag
def get_category_tree():
    """The root categories that hold published articles: ``.article_count``, ``.subcategories``."""
    return public_facts().tree


@register.simple_tag
def article_card(article, title="", excerpt="", size="", *, hide_featured=False):
    """An article in a list, ``size`` small, large or neither."""
    return cards.render(
        article, title=title, excerpt=excerpt, size=size, hide_featured=hide_featured
    )


@register.tag
def kept(parser, token):
    """``{% kept "name" … %}…{% endkept %}``: rendered once for each public state.

    What is inside must depend on nothing else but the values after the name, the
    language and the time zone. What belongs to a visitor is hidden from it.
    """
    name, *values = token.split_contents()[1:]
    nodes = parser.parse(["endkept"])
    parser.delete_first_token()
    return KeptNode(nodes, [parser.compile_filter(one) for one in (name, *values)])


# Names in a template's context for what belongs to one visitor.
OF_A_VISITOR = ("request", "user", "perms", "messages", "csrf_token", "csp_nonce", "CSP_NONCE")


class KeptNode(template.Node):
    def __init__(self, nodelist, values):
        self.nodelist, self.values = nodelist, values

    def render(self, context):
        key = ("fragment", *(one.resolve(context) for one in self.values))
        with context.push(**dict.fromkeys(OF_A_VISITOR, "")):
            return public_facts().kept(key, lambda: self.nodelist.render(context))


@register.simple_tag(takes_context=True)
def filter_form(context):
    """The form of a list's filters, rendered once for each public state and selection."""
    names = ("filter", "query", "chips", "form_action", "clear_url", "subcategories")
    given = {name: context.get(name) for name in names}

    def made():
        given["filter"].offer(context["listing"])
        return render_to_string(FILTERS, given)

    if context["errors"]:  # no two are alike
        return made()
    return public_facts().kept(("filters", given["form_action"], given["query"].urlencode()), made)


@register.simple_tag(takes_context=True)
def category_nav(context):
    """Links to the root categories, rendered once for each public state and present category."""
    facts = public_facts()
    roots = facts.kept("roots", lambda: {one.get_absolute_url(): one.name for one in facts.tree})
    path = context["request"].path if "request" in context else ""
    trail = context.get("breadcrumbs") or [("", "")]
    here = next((url for url in roots if path.startswith(url) or url == trail[0][1]), "")
    given = {"roots": roots, "here": here, "current": "page" if here == path else "true"}
    return facts.kept(("nav", here, given["current"]), lambda: render_to_string(NAV, given))


@register.simple_tag
def category_contents():
    """The category tree as nested lists with counts, rendered once for each public state."""
    facts = public_facts()
    context = {"categories": facts.tree, "tree_class": "tree"}
    return facts.kept("tree", lambda: render_to_string(TREE, context))


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


@register.filter
def reading_minutes(article):
    """Whole minutes that the article takes to read, at least 1."""
    cjk = article.language in ("zh", "ja")
    return max(
        1, round(article.word_count / (CJK_CHARACTERS_PER_MINUTE if cjk else WORDS_PER_MINUTE))
    )
