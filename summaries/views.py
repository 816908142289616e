"""The public pages. A view reads its page's subject, then shapes the context around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpResponsePermanentRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from . import cards, reading
from . import text as texts
from .conf import settings
from .filters import ArticleFilter
from .listing import Listing, Total
from .models import (
    INDEX_COLUMNS,
    Article,
    Category,
    Redirect,
    Tag,
    closest,
    featured,
    nearby,
    pinned,
)
from .named import named
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
    """The pages of a listing that are reached by number."""

    def __init__(self, listing: Listing, per_page: int):
        super().__init__(listing, per_page)

    @cached_property
    def count(self) -> int:
        return self.object_list.reach(self.per_page)


class HomeView(CachedPage, TemplateView):
    template_name = "summaries/home.html"

    def load(self):
        self.newest = cards.read(ArticleFilter().listing.keys(0, NEWEST), with_tags=False)
        self.featured = cards.read(featured())
        self.subject = self.newest, self.featured
        self.rows = [*self.newest, *self.featured]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            article_count=self.overview.article_count or len(self.newest),
            part_count=self.overview.part_count,
            category_count=self.overview.category_count,
            categories=self.overview.tree,
            newest=cards.of_rows(self.overview, self.newest),
            featured=cards.of_rows(self.overview, self.featured),
            hide_featured=True,
            **kwargs,
        )


class ArticleListView(CachedPage, TemplateView):
    """All published articles; the base of every other list.

    A host may narrow ``get_queryset()`` and give a ``filterset_class`` with filters of its own.
    """

    template_name = "summaries/article_list.html"
    results_template_name = "summaries/includes/results.html"
    filterset_class = ArticleFilter
    # Search engines need no pages of search results.
    is_search = False
    category: Category | None = None
    tag: Tag | None = None

    def read_query(self, data):
        return self.filterset_class.canonical(data)

    def get_queryset(self):
        """The articles that the filter narrows; ``None`` for all that are published."""
        return None

    def make_filter(self, query):
        data = query.copy()
        data.pop("page", None)
        return self.filterset_class(
            data or None, self.get_queryset(), category=self.category, tag=self.tag
        )

    def load(self):
        self.filter = self.make_filter(self.query)
        self.listing = listing = self.filter.listing
        size = settings.PAGE_SIZE
        paginator = ListingPaginator(listing, size)
        try:
            number = paginator.validate_number(self.query.get("page", 1))
        except InvalidPage as error:
            raise Http404(_("There is no such page.")) from error
        start = (number - 1) * size
        # One more than is shown tells whether there is another page, whatever was counted.
        keys = listing.keys(start, start + size + 1)
        self.found = cards.read(keys[:size], words=self.filter.words)
        if not self.found and number > 1:
            raise Http404(_("There is no such page."))
        listing.meet(start, len(keys), is_end=len(keys) <= size)
        self.page_number = number
        self.subject = self.found, len(keys), self.filter.partial
        self.rows = None if self.filter.depends_on_texts else self.found

    def get_heading(self):
        return _("All articles")

    def get_breadcrumbs(self):
        return [(_("All articles"), "")]

    def get_context_data(self, **kwargs):
        listing, path = self.listing, self.request.path
        found = cards.of_rows(self.overview, self.found, self.filter.words)
        page = Page(found, self.page_number, ListingPaginator(listing, settings.PAGE_SIZE))
        partial = self.filter.partial
        is_unanswered = bool(self.filter.asked) and (partial is not None or not found)
        return super().get_context_data(
            heading=self.get_heading(),
            breadcrumbs=self.get_breadcrumbs(),
            filter=self.filter,
            listing=listing,
            paginator=page.paginator,
            page_obj=page,
            object_list=found,
            cards=found,
            # What the page's links are made of.
            query=self.filter.used if self.filter.is_bound else QueryDict(),
            errors=self.filter.errors,
            chips=self.filter.chips if self.filter.is_bound else [],
            order=self.filter.order,
            orders=self.filter.orders,
            clear_url=path,
            form_action=path,
            count=listing.total.number,
            total=listing.total,
            reach=page.paginator.count,
            years=self.get_years(page),
            suggestions=[] if found or not self.filter.is_bound else self.get_suggestions(),
            spelling=self.get_spelling() if is_unanswered else "",
            partial=partial,
            asked=self.filter.used.get("q", "") if self.filter.is_bound else "",
            named=self.get_named(),
            is_search=self.is_search or bool(self.query.get("q")),
            canonical_url=f"{path}?page={page.number}" if page.number > 1 else path,
            **kwargs,
        )

    def get_years(self, page):
        """On the last page of a list that goes on beyond: the years to narrow it by."""
        total = self.listing.total
        goes_on = total.is_bounded or total.number > page.paginator.count
        if not goes_on or page.has_next() or self.filter.order == "relevance":
            return []
        return [] if self.filter.criteria.year else self.filter.choices["year"]

    def get_suggestions(self):
        """The filters that, left out one at a time, let some articles through."""
        suggestions = []
        for chip in self.filter.chips[:8]:
            total = self.make_filter(chip.data).listing.total
            if total.number:
                label = _("Without “%(value)s”") % {"value": chip.value}
                suggestions.append(Suggestion(label, self.request.path + chip.remove_url, total))
        return suggestions

    def get_spelling(self):
        """The words as they may have been meant, where public articles hold those; else ``""``."""
        words = self.filter.asked
        public = Article.objects.published()
        return self.overview.stored(
            ("spelling", words), lambda: spelling.suggest(public, words), text=self.state.marks.text
        )

    def get_named(self):
        """The categories and tags whose names say what is searched for."""
        words = self.filter.asked
        if not words or self.page_number > 1:
            return []
        return self.overview.stored(
            ("named", words), lambda: named(self.overview, words), text=self.state.marks.text
        )

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
    is_search = True

    def get_heading(self):
        words = self.filter.used.get("q") if self.filter.is_bound else ""
        return _("Search: %(words)s") % {"words": words} if words else _("Search")

    def get_breadcrumbs(self):
        return [(_("Search"), "")]


class TitlesView(CachedPage, View):
    """Titles for what is being typed into a search field, as JSON.

    ``{"titles": [{"title": …, "url": …, "language": …}, …]}``: those that begin
    with ``q`` as it stands, then those of articles that hold its words.
    """

    def read_query(self, data):
        query = QueryDict(mutable=True)
        if typed := data.get("q", "")[:MAX_TYPED]:
            query["q"] = typed
        return query

    def load(self):
        typed = self.query.get("q", "")
        public = Article.objects.published()
        keys = list(public.title_begins(typed).values_list("pk", flat=True)[:TITLES])
        if len(keys) < TITLES:
            answers = public.search(typed).values_list("pk", flat=True)[:TITLES]
            keys = list(dict.fromkeys([*keys, *answers]))[:TITLES]
        self.subject = cards.read(keys, with_tags=False)

    def show(self):
        found = cards.of_rows(self.overview, self.subject)
        names = ("title", "url", "language")
        return JsonResponse({"titles": [{name: card[name] for name in names} for card in found]})


class CategoryDetailView(ArticleListView):
    """A category's articles, with those of the categories below it.

    A category without public articles is not public itself, nor is such a tag.
    """

    def load(self):
        path = _plain(self.kwargs["path"])
        self.category = self.overview.by_path.get(path)
        if self.category is None:
            return _moved("categories", path)
        moved = super().load()
        if not self.found and not self._is_public():
            return _moved("categories", path)
        return moved

    def _is_public(self):
        below = self.overview.subtree(self.category)
        return Article.objects.published().in_categories(below).exists()

    def get_heading(self):
        return self.category.name

    def get_breadcrumbs(self):
        *above, here = self.overview.breadcrumbs(self.category.pk)
        return [*((one.name, one.get_absolute_url()) for one in above), (here.name, "")]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            category=self.category,
            intro=self.category.description,
            subcategories=getattr(self.category, "subcategories", []),
            **kwargs,
        )


class TagDetailView(ArticleListView):
    def load(self):
        slug = _plain(self.kwargs["slug"])
        self.tag = Tag.objects.filter(slug=slug).first()
        moved = super().load() if self.tag else None
        if self.tag is None or not (self.found or self.tag.is_public):
            return _moved("tags", slug)
        return moved

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


# The columns that ``reading.shown()`` takes.
PART_TEXT = ("title", "anchor", "body", "html", "headings", "html_digest")


class ArticlePage:
    """What a visitor's page of an article and an editor's preview have in common."""

    template_name = "summaries/article_detail.html"
    is_preview = False
    chooses_by_text = True  # related articles, by their titles

    def get_queryset(self):
        return Article.objects.published()

    def load(self):
        slug = _plain(self.kwargs["slug"])
        self.article = article = self.get_queryset().defer(*INDEX_COLUMNS).filter(slug=slug).first()
        if article is None:
            return _moved("articles", slug)
        self.parts = list(article.parts.values_list("word_count", *PART_TEXT))
        tags = Tag.objects.filter(tagged__content_object=article)
        self.tags = list(tags.values_list("pk", "name", "slug", "stored_count__articles"))
        self.text = article.__dict__["_loaded"], self.parts
        self.subject = self.text, self.tags
        return None

    def load_text(self):
        return self.load()

    def get_context_data(self, **kwargs):
        article = self.article
        breadcrumbs = self.overview.breadcrumbs(article.category_id)
        article.category = breadcrumbs[-1]
        parts, contents = _read(self.parts)
        tag_url = cards.addresses("summaries:tag_detail")
        return super().get_context_data(
            article=article,
            breadcrumbs=[
                *((one.name, one.get_absolute_url()) for one in breadcrumbs),
                (article.title, ""),
            ],
            parts=parts,
            contents=contents,
            tags=[
                cards.Link(name=name, url=tag_url(slug)) for _pk, name, slug, _count in self.tags
            ],
            source=article.source,
            is_preview=self.is_preview,
            edit_url=_edit_url(article, getattr(self.request, "user", None)),
            **self.get_nearby(),
            **kwargs,
        )

    def get_nearby(self):
        """The cards of related articles, and of those before and after this one."""
        tags = {pk: count or 0 for pk, _name, _slug, count in self.tags}
        near, count = nearby(self.article, tags), settings.RELATED_COUNT
        likely = cards.read(near.likely(count), with_tags=False)
        rows = {row["pk"]: row for row in likely}
        related = closest(
            self.article.title, {key: row["title"] for key, row in rows.items()}, near, count
        )
        previous, following = (
            next((key for key in keys if key in rows), None) for keys in (near.older, near.newer)
        )
        shown = [key for key in dict.fromkeys([*related, previous, following]) if key]
        self.rows = [rows[key] for key in shown]
        made = cards.of_rows(self.overview, self.rows)
        found = dict(zip(shown, made, strict=True))
        return {
            "related": [found[key] for key in related],
            "previous": found.get(previous),
            "next": found.get(following),
        }


class ArticleDetailView(ArticlePage, CachedPage, TemplateView):
    """A published article."""


class ArticlePreviewView(PermissionRequiredMixin, ArticlePage, TemplateView):
    """Any article as it will look, for staff who may see it in the admin."""

    permission_required = "summaries.view_article"
    is_preview = True

    def dispatch(self, request, *args, **kwargs):
        if not hasattr(request, "user"):
            raise Http404
        with pinned() as state:
            self.overview = state.overview
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

    def get(self, request, *args, **kwargs):
        return self.load() or self.render_to_response(self.get_context_data())

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
        return response.render()  # while the public state is pinned


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


def _read(parts) -> tuple[list[ReadingPart], list[Entry]]:
    """The parts as they are read, and the contents list."""
    found, contents = [], []
    for number, (words, title, anchor, *text) in enumerate(parts, start=1):
        html, headings = reading.shown(title, anchor, *text)
        html = mark_safe(html)  # noqa: S308 - sanitised by what made it
        found.append(ReadingPart(number, title, anchor, html, words))
        entries = _nested(
            Entry(name, f"#{anchor_id}", level) for level, name, anchor_id in headings
        )
        # Without a title of its own the part's headings follow the page's title at once.
        contents += [Entry(title, f"#{anchor}", 1, entries)] if title else entries
    return found, contents


def _nested(entries) -> list[Entry]:
    top: list[Entry] = []
    branch: list[Entry] = []
    for entry in entries:
        while branch and branch[-1].level >= entry.level:
            branch.pop()
        (branch[-1].children if branch else top).append(entry)
        branch.append(entry)
    return top


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
