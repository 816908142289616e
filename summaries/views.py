"""The public pages. Each view shapes its context; what is public, the models decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView, TemplateView

from . import search
from . import text as texts
from .blanks import Blank, mark_blanks
from .conf import settings
from .filters import SORT_CHOICES, ArticleFilter
from .models import Article, Category, Part, Redirect, Tag, public_facts
from .pagecache import CachedPage

# Lists


@dataclass(frozen=True)
class Result:
    """An article in a list: title and excerpt are safe HTML, search hits in ``<mark>``."""

    article: Article
    title: SafeString
    excerpt: SafeString


@dataclass(frozen=True)
class Suggestion:
    """What to loosen where nothing was found, and how many articles that brings."""

    label: str
    url: str
    count: int


class ArticlePaginator(Paginator):
    """Pages of articles whose number is known: the keys first, from the index, then their rows."""

    def __init__(self, *args, known_count: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = known_count

    def page(self, number):
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        keys = list(self.object_list.values_list("pk", flat=True)[start : start + self.per_page])
        rows = Article.objects.published().for_cards().in_bulk(keys)
        return self._get_page([rows[key] for key in keys if key in rows], number, self)


class HomeView(CachedPage, TemplateView):
    template_name = "summaries/home.html"

    def get_context_data(self, **kwargs):
        facts = public_facts()
        return super().get_context_data(
            article_count=facts.article_count,
            part_count=facts.part_count,
            category_count=facts.category_count,
            categories=facts.tree,
            newest=Article.objects.published().newest().for_cards()[:8],
            featured=facts.featured,
            **kwargs,
        )


class ArticleListView(CachedPage, ListView):
    """All published articles; the base of every other list."""

    template_name = "summaries/article_list.html"
    results_template_name = "summaries/includes/results.html"
    category = None

    def get_paginate_by(self, queryset):
        return settings.PAGE_SIZE

    def get_queryset(self):
        return self.filter.qs if self.asked else self.newest()

    def newest(self):
        """The page's articles in the order they have when nothing is asked for."""
        return self.narrow(self.request.GET).newest()

    def get_paginator(self, queryset, per_page, **kwargs):
        key = ("count", self.request.path, self.asked)
        count = public_facts().kept(key, queryset.count)
        return ArticlePaginator(queryset, per_page, known_count=count, **kwargs)

    @cached_property
    def asked(self):
        """What the query string asks of the filter; if nothing, no filter is made."""
        return ArticleFilter.asked(self.request.GET)

    @cached_property
    def filter(self):
        return self.make_filter(self.request.GET)

    def make_filter(self, data):
        return ArticleFilter(data, self.narrow(data), category=self.category)

    def narrow(self, data):
        """The articles that this page is about; ``data`` is the query string's."""
        return Article.objects.published()

    def get_heading(self):
        return _("All articles")

    def get_breadcrumbs(self):
        return [(_("All articles"), "")]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        words = self.filter.words if self.asked else None
        order = self.filter.order if self.asked else "newest"
        results = _results(page.object_list, words)
        path = self.request.path
        context |= {
            "heading": self.get_heading(),
            "breadcrumbs": self.get_breadcrumbs(),
            "filter": SimpleLazyObject(lambda: self.filter),
            "asked": self.asked,
            "errors": self.filter.errors if self.asked else {},
            "chips": self.filter.chips if self.asked else [],
            "order": order,
            "orders": [one for one in SORT_CHOICES if words or one[0] != "relevance"],
            "clear_url": path,
            "form_action": path,
            "count": page.paginator.count,
            "results": results,
            "suggestions": [] if results or not self.asked else self.get_suggestions(),
            "canonical_url": f"{path}?page={page.number}" if page.number > 1 else path,
        }
        return context

    def get_suggestions(self):
        """The filters that, left out one at a time, let some articles through."""
        suggestions = []
        for chip in self.filter.chips[:8]:
            if count := self.make_filter(chip.data).qs.count():
                label = _("Without “%(value)s”") % {"value": chip.value}
                suggestions.append(Suggestion(label, self.request.path + chip.remove_url, count))
        return suggestions

    def render_to_response(self, context, **kwargs):
        """The whole page, or the results alone when htmx asks for them."""
        headers = self.request.headers
        if headers.get("HX-Request") and not headers.get("HX-History-Restore-Request"):
            response = render(self.request, self.results_template_name, context)
        else:
            response = super().render_to_response(context, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response


class SearchView(ArticleListView):
    def get_heading(self):
        words = self.request.GET.get("q", "").strip()
        return _("Search: %(words)s") % {"words": words} if words else _("Search")

    def get_breadcrumbs(self):
        return [(_("Search"), "")]


class CategoryDetailView(ArticleListView):
    """A category's articles, with those of the categories below it."""

    def get(self, request, *args, **kwargs):
        path = _plain(kwargs["path"])
        self.category = Category.objects.filter(full_path=path).first()
        return (
            super().get(request, *args, **kwargs) if self.category else _moved("categories", path)
        )

    def narrow(self, data):
        articles = super().narrow(data)
        if data.get("direct"):
            return articles.filter(category=self.category)
        return articles.in_category(self.category)

    def get_heading(self):
        return self.category.name

    def get_breadcrumbs(self):
        *above, here = self.category.trail()
        return [*((one.name, one.get_absolute_url()) for one in above), (here.name, "")]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            category=self.category,
            intro=self.category.description,
            subcategories=public_facts().subcategories(self.category),
            **kwargs,
        )


class TagDetailView(ArticleListView):
    """A tag's articles; a tag without public articles is not public itself."""

    def get(self, request, *args, **kwargs):
        slug = _plain(kwargs["slug"])
        self.tag = Tag.objects.used_by(Article.objects.published()).filter(slug=slug).first()
        if self.tag is None:
            return _moved("tags", slug)
        return super().get(request, *args, **kwargs)

    def narrow(self, data):
        return super().narrow(data).tagged_with([self.tag])

    def newest(self):
        return Article.objects.published().newest_tagged(self.tag)

    def get_heading(self):
        return _("Tagged “%(tag)s”") % {"tag": self.tag}

    def get_breadcrumbs(self):
        return [(_("All articles"), reverse("summaries:article_list")), (self.get_heading(), "")]

    def get_context_data(self, **kwargs):
        return super().get_context_data(tag=self.tag, intro=self.tag.description, **kwargs)


# One article


@dataclass(frozen=True)
class ReadingPart:
    """A part as it is read: ``html`` is safe, its headings have ids, its blanks are marked."""

    number: int
    title: str
    anchor: str
    html: SafeString
    word_count: int


@dataclass(frozen=True)
class Entry:
    """A line of the contents list."""

    title: str
    url: str
    level: int
    children: list[Entry] = field(default_factory=list)


class ArticlePage(DetailView):
    template_name = "summaries/article_detail.html"
    is_preview = False

    def get(self, request, *args, **kwargs):
        slug = _plain(kwargs["slug"])
        articles = self.get_queryset().select_related("category")
        self.object = articles.filter(slug=slug).first()
        if self.object is None:
            return _moved("articles", slug)
        return self.render_to_response(self.get_context_data(article=self.object))

    def get_queryset(self):
        return Article.objects.published()

    def get_context_data(self, **kwargs):
        article = self.object
        public = Article.objects.published()
        parts, contents = _read(article)
        facts = public_facts()
        trail = facts.trail(article.category_id)
        neighbours = public.filter(category=article.category_id).for_titles()
        return super().get_context_data(
            breadcrumbs=[
                *((one.name, one.get_absolute_url()) for one in trail),
                (article.title, ""),
            ],
            parts=parts,
            contents=contents,
            tags=Tag.objects.filter(tagged__content_object=article),
            source=article.source,
            related=facts.kept(
                ("related", article.pk, settings.RELATED_COUNT),
                lambda: public.related_to(article, settings.RELATED_COUNT),
            ),
            previous=neighbours.older_than(article).first(),
            next=neighbours.newer_than(article).first(),
            is_preview=self.is_preview,
            edit_url=_edit_url(article, self.request.user),
            **kwargs,
        )


class ArticleDetailView(CachedPage, ArticlePage):
    """A published article."""


class ArticlePreviewView(PermissionRequiredMixin, ArticlePage):
    """Any article as it will look, for staff who may see it in the admin."""

    permission_required = "summaries.view_article"
    is_preview = True

    def has_permission(self):
        return self.request.user.is_staff and super().has_permission()

    def get_login_url(self):
        return reverse("admin:login")

    def get_queryset(self):
        return Article.objects.all()

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
        return response


# Errors


def page_not_found(request, exception=None):
    """The 404 page, with a search for the words of the address."""
    last = unquote(request.path).rstrip("/").rpartition("/")[2]
    words = " ".join(texts.tokens(last)) if last.isascii() else last.replace("-", " ")
    return render(request, "summaries/404.html", {"words": words[:100]}, status=404)


def server_error(request):
    """The 500 page; it needs neither database nor session."""
    return render(None, "summaries/500.html", status=500)


# What the views above share


def _plain(value: str) -> str:
    """The part of an address; PostgreSQL refuses NUL characters, which nothing here holds."""
    if "\x00" in value:
        raise Http404
    return value


def _moved(kind: str, value: str) -> HttpResponsePermanentRedirect:
    """A permanent redirect to what had this address before; 404 where nothing public had."""
    target = Redirect.objects.target(f"{kind}/{value}")
    if target is None:
        raise Http404
    return HttpResponsePermanentRedirect(target.get_absolute_url())


def _results(articles, words: search.Query | None) -> list[Result]:
    articles = list(articles)
    if not words:
        return [
            Result(one, format_html("{}", one.title), format_html("{}", one.excerpt))
            for one in articles
        ]
    bodies: dict[int, list[str]] = {}
    for pk, body in Part.objects.filter(article__in=articles).values_list("article", "body"):
        bodies.setdefault(pk, []).append(texts.from_html(body))
    return [
        Result(
            one,
            search.highlight(one.title, words, length=len(one.title)),
            search.highlight("\n".join([one.lead, *bodies.get(one.pk, [])]), words),
        )
        for one in articles
    ]


def _read(article: Article) -> tuple[list[ReadingPart], list[Entry]]:
    parts, contents = [], []
    for number, part in enumerate(article.parts.all(), start=1):
        # Without a title of its own the part's headings follow the page's title at once.
        html, anchors = texts.anchor_headings(part.body, part.anchor, raise_by=not part.title)
        html = mark_safe(mark_blanks(html, _blank))  # noqa: S308 - sanitised when it was stored
        parts.append(ReadingPart(number, part.title, part.anchor, html, part.word_count))
        entries = _nested(Entry(one.title, f"#{one.id}", one.level) for one in anchors)
        contents += [Entry(part.title, f"#{part.anchor}", 1, entries)] if part.title else entries
    return parts, contents


def _nested(entries) -> list[Entry]:
    top: list[Entry] = []
    branch: list[Entry] = []
    for entry in entries:
        while branch and branch[-1].level >= entry.level:
            branch.pop()
        (branch[-1].children if branch else top).append(entry)
        branch.append(entry)
    return top


def _blank(blank: Blank) -> str:
    return format_html('<span class="blank">{}</span>', blank.text)


def _edit_url(article: Article, user) -> str:
    if not (user.is_staff and user.has_perm("summaries.change_article")):
        return ""
    try:
        return reverse("admin:summaries_article_change", args=[article.pk])
    except NoReverseMatch:
        return ""
