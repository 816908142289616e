"""The public pages. Each view shapes its context; what is public, the models decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.http import Http404, HttpResponsePermanentRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView, TemplateView, View

from . import text as texts
from .blanks import Blank, mark_blanks
from .cards import cards
from .conf import settings
from .facets import Selection
from .filters import SORT_CHOICES, ArticleFilter
from .listing import Listing, Total
from .models import (
    INDEX_COLUMNS,
    Article,
    ArticleTag,
    Category,
    Redirect,
    Tag,
    pinned,
    public_facts,
)
from .pagecache import CachedPage
from .search import spelling

# Lists

# Articles that the home page shows.
NEWEST = 8
# Titles offered for so many typed characters at the most.
TITLES, MAX_TYPED = 8, 100


@dataclass(frozen=True)
class Suggestion:
    """What to loosen where nothing was found, and how many articles that brings."""

    label: str
    url: str
    total: Total


class ListingPaginator(Paginator):
    """Pages of a listing: the keys of their articles at once, the articles when asked for."""

    @cached_property
    def count(self):
        return self.object_list.reach

    def page(self, number):
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        keys = self.object_list.keys(start, min(start + self.per_page, self.count))
        page = self._get_page(SimpleLazyObject(lambda: _articles(keys)), number, self)
        page.keys = keys
        return page


def _articles(keys: list[int]) -> list[Article]:
    rows = Article.objects.published().for_cards().in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


class HomeView(CachedPage, TemplateView):
    template_name = "summaries/home.html"

    def get_context_data(self, **kwargs):
        facts = public_facts()
        newest = Listing(facts, "home", Selection()).keys(0, NEWEST)
        return super().get_context_data(
            article_count=facts.article_count,
            part_count=facts.part_count,
            category_count=facts.category_count,
            categories=facts.tree,
            newest=cards(facts, newest, size="small", hide_featured=True),
            featured=cards(facts, facts.featured, size="large", hide_featured=True),
            **kwargs,
        )


class ArticleListView(CachedPage, ListView):
    """All published articles; the base of every other list."""

    template_name = "summaries/article_list.html"
    results_template_name = "summaries/includes/results.html"
    paginator_class = ListingPaginator
    category: Category | None = None
    tag: Tag | None = None

    def asked(self, data):
        return ArticleFilter.asked(data)

    def get_paginate_by(self, queryset):
        return settings.PAGE_SIZE

    def get_queryset(self):
        """The page's listing; what is in it is fetched page by page."""
        facts = public_facts()
        if self.is_filtered:
            return self.filter.listing
        if self.tag:
            return Listing(
                facts,
                self.request.path,
                Selection(),
                beyond=Article.objects.tagged_with([self.tag]),
                tagged=ArticleTag.objects.of_all([self.tag]),
                tag=self.tag,
            )
        categories = facts.subtree(self.category) if self.category else None
        return Listing(facts, self.request.path, Selection(categories=categories))

    @property
    def is_filtered(self):
        """Whether the query string asks anything of the filter; else none is made."""
        return bool(self.query.keys() - {"page"})

    @cached_property
    def filter(self):
        return self.make_filter(self.query)

    def make_filter(self, data):
        return ArticleFilter(data, category=self.category, tag=self.tag, facts=public_facts())

    def get_heading(self):
        return _("All articles")

    def get_breadcrumbs(self):
        return [(_("All articles"), "")]

    def get_context_data(self, **kwargs):
        listing = self.object_list
        context = super().get_context_data(**kwargs)
        page, path = context["page_obj"], self.request.path
        results = cards(listing.facts, page.keys, words=listing.words)
        return context | {
            "heading": self.get_heading(),
            "breadcrumbs": self.get_breadcrumbs(),
            "filter": SimpleLazyObject(lambda: self.filter),
            "listing": listing,
            # What the page's links are made of.
            "query": self.filter.used if self.is_filtered else QueryDict(),
            "errors": self.filter.errors if self.is_filtered else {},
            "chips": self.filter.chips if self.is_filtered else [],
            "order": listing.order,
            "orders": [one for one in SORT_CHOICES if listing.words or one[0] != "relevance"],
            "clear_url": path,
            "form_action": path,
            "count": listing.total.number,
            "total": listing.total,
            "reach": listing.reach,
            "cards": results,
            "suggestions": [] if results or not self.is_filtered else self.get_suggestions(),
            "spelling": "" if results or not listing.words else self.get_spelling(listing.words),
            "canonical_url": f"{path}?page={page.number}" if page.number > 1 else path,
        }

    def get_suggestions(self):
        """The filters that, left out one at a time, let some articles through."""
        suggestions = []
        for chip in self.filter.chips[:8]:
            total = self.make_filter(chip.data).listing.total
            if total.number:
                label = _("Without “%(value)s”") % {"value": chip.value}
                suggestions.append(Suggestion(label, self.request.path + chip.remove_url, total))
        return suggestions

    def get_spelling(self, words):
        """The words as they may have been meant, where public articles hold those; else ``""``."""
        public = Article.objects.published()
        key = ("spelling", words)
        return public_facts().kept(key, lambda: spelling.suggest(public, words))

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
        words = self.filter.used.get("q") if self.is_filtered else ""
        return _("Search: %(words)s") % {"words": words} if words else _("Search")

    def get_breadcrumbs(self):
        return [(_("Search"), "")]


class TitlesView(CachedPage, View):
    """Titles for what is being typed into a search field, as JSON.

    ``{"titles": [{"title": …, "url": …, "language": …}, …]}``: those that begin
    with ``q`` as it stands, then those of articles that hold its words.
    """

    def asked(self, data):
        asked = QueryDict(mutable=True)
        if typed := data.get("q", "")[:MAX_TYPED]:
            asked["q"] = typed
        return asked

    def get(self, request, *args, **kwargs):
        typed = self.query.get("q", "")
        public = Article.objects.published().only("title", "slug", "language")
        keys = list(public.title_begins(typed).values_list("pk", flat=True)[:TITLES])
        if len(keys) < TITLES:
            answers = public.search(typed).values_list("pk", flat=True)[:TITLES]
            keys = list(dict.fromkeys([*keys, *answers]))[:TITLES]
        rows = public.in_bulk(keys)
        titles = [
            {"title": row.title, "url": row.get_absolute_url(), "language": row.language}
            for row in (rows[key] for key in keys if key in rows)
        ]
        return JsonResponse({"titles": titles})


class CategoryDetailView(ArticleListView):
    """A category's articles, with those of the categories below it.

    A category without public articles is not public itself, nor is such a tag.
    """

    def get(self, request, *args, **kwargs):
        path = _plain(kwargs["path"])
        self.category = public_facts().by_path.get(path)
        return (
            super().get(request, *args, **kwargs) if self.category else _moved("categories", path)
        )

    def get_heading(self):
        return self.category.name

    def get_breadcrumbs(self):
        *above, here = public_facts().trail(self.category.pk)
        return [*((one.name, one.get_absolute_url()) for one in above), (here.name, "")]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            category=self.category,
            intro=self.category.description,
            subcategories=public_facts().subcategories(self.category),
            **kwargs,
        )


class TagDetailView(ArticleListView):
    def get(self, request, *args, **kwargs):
        slug = _plain(kwargs["slug"])
        self.tag = Tag.objects.public().filter(slug=slug).first()
        if self.tag is None:
            return _moved("tags", slug)
        return super().get(request, *args, **kwargs)

    def get_heading(self):
        return _("Tagged “%(tag)s”") % {"tag": self.tag}

    def get_breadcrumbs(self):
        return [(_("All articles"), reverse("summaries:article_list")), (self.get_heading(), "")]

    def get_context_data(self, **kwargs):
        return super().get_context_data(intro=self.tag.description, **kwargs)


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
        self.object = self.get_queryset().defer(*INDEX_COLUMNS).filter(slug=slug).first()
        if self.object is None:
            return _moved("articles", slug)
        return self.render_to_response(self.get_context_data(article=self.object))

    def get_queryset(self):
        return Article.objects.published()

    def get_context_data(self, **kwargs):
        article, facts = self.object, public_facts()
        parts, contents = _read(article)
        trail = facts.trail(article.category_id)
        article.category = trail[-1]
        return super().get_context_data(
            breadcrumbs=[
                *((one.name, one.get_absolute_url()) for one in trail),
                (article.title, ""),
            ],
            parts=parts,
            contents=contents,
            tags=Tag.objects.filter(tagged__content_object=article),
            source=article.source,
            # The template keeps what it makes of these.
            related=SimpleLazyObject(self.get_related),
            previous=SimpleLazyObject(lambda: self.beside().older_than(article).first()),
            next=SimpleLazyObject(lambda: self.beside().newer_than(article).first()),
            is_preview=self.is_preview,
            edit_url=_edit_url(article, getattr(self.request, "user", None)),
            **kwargs,
        )

    def get_related(self):
        """The cards of related articles."""
        count = settings.RELATED_COUNT
        related = Article.objects.published().related_to(self.object, count) if count else []
        return cards(public_facts(), related, size="small")

    def beside(self):
        """The public articles of the same category, for links."""
        beside = Article.objects.published().filter(category=self.object.category_id)
        return beside.only("title", "slug", "language")


class ArticleDetailView(CachedPage, ArticlePage):
    """A published article."""


class ArticlePreviewView(PermissionRequiredMixin, ArticlePage):
    """Any article as it will look, for staff who may see it in the admin."""

    permission_required = "summaries.view_article"
    is_preview = True

    def dispatch(self, request, *args, **kwargs):
        if not hasattr(request, "user"):
            raise Http404
        with pinned():
            return super().dispatch(request, *args, **kwargs)

    def has_permission(self):
        return _is_staff(self.request.user) and super().has_permission()

    def get_login_url(self):
        try:
            return reverse("admin:login")
        except NoReverseMatch:
            return super().get_login_url()

    def get_queryset(self):
        return Article.objects.all()

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
        return response.render()  # while the facts are pinned


# Errors


def page_not_found(request, exception=None):
    """The 404 page, with a search for the words of the address."""
    last = unquote(request.path).rstrip("/").rpartition("/")[2]
    words = " ".join(texts.tokens(last)) if last.isascii() else last.replace("-", " ")
    with pinned():
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


def _read(article: Article) -> tuple[list[ReadingPart], list[Entry]]:
    parts, contents = [], []
    for number, part in enumerate(article.parts.all(), start=1):
        # Without a title of its own the part's headings follow the page's title at once.
        body = texts.sanitise(part.body)  # which an update() in the database may have passed by
        html, anchors = texts.anchor_headings(body, part.anchor, raise_by=not part.title)
        html = mark_safe(mark_blanks(html, _blank))  # noqa: S308 - sanitised above
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


def _is_staff(user) -> bool:
    """Whether the user may use the admin; where users are not marked so, permissions decide."""
    return getattr(user, "is_staff", True)


def _edit_url(article: Article, user) -> str:
    if user is None or not (_is_staff(user) and user.has_perm("summaries.change_article")):
        return ""
    try:
        return reverse("admin:summaries_article_change", args=[article.pk])
    except NoReverseMatch:
        return ""
