"""The public pages. A view reads its page's subject, then shapes the context around it."""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from itertools import groupby
from urllib.parse import unquote, urlencode

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.cache import cache
from django.core.paginator import InvalidPage, Page, Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import (
    add_never_cache_headers,
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView, View
from django.views.generic.base import TemplateResponseMixin

from . import basket, cards, exporters, figures, filling, reading
from . import text as texts
from .blanks import find_blanks
from .conf import settings
from .deployment import fingerprint
from .document import Document
from .filters import ArticleFilter
from .forms import MistakeForm
from .listing import Listing, Total
from .models import (
    INDEX_COLUMNS,
    Article,
    Category,
    Image,
    Redirect,
    Tag,
    TagCount,
    closest,
    featured,
    nearby,
    pinned,
)
from .named import named
from .pagecache import CachedPage
from .search import spelling

# Lists

# The newest and the featured articles that the home page shows.
NEWEST, FEATURED = 5, 3
# Tags that it shows as examples of a search.
EXAMPLES = 4
# Titles offered for so many typed characters at the most.
TITLES, MAX_TYPED = 8, 100
# Tags on one page, and first characters that are not folded away.
TAGS_AT_ONCE, LETTERS = 200, 48
# Articles that a page that is not there offers instead, and words of its address tried for them.
HITS, TRIED = 3, 3


@dataclass(frozen=True)
class Suggestion:
    """What to loosen where nothing was found, and how many articles that brings."""

    label: str
    url: str
    total: Total
    is_alone: bool = False  # whether all other filters are left out


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
        self.featured = cards.read(featured()[:FEATURED], with_tags=False)
        self.subject = self.newest, self.featured
        self.rows = [*self.newest, *self.featured]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            article_count=self.overview.article_count or len(self.newest),
            part_count=self.overview.part_count,
            category_count=self.overview.category_count,
            categories=self.overview.tree,
            examples=[tag.name for tag in self.overview.top_tags[:EXAMPLES]],
            blanks_total=self.overview.totals.blanks["with"],
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
    results_template_name = "summaries/includes/finder.html"
    filterset_class = ArticleFilter
    # Whether it is one of the library's own lists, of which each has one canonical address.
    is_own = False
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
            data or None,
            self.get_queryset(),
            category=self.category,
            tag=self.tag,
            path=self.request.path,
            by_page=self.is_own and self.tag is None,
        )

    def get(self, request, *args, **kwargs):
        """The list, or a redirect to its address without parameters that say nothing."""
        return _without_empty(request) or super().get(request, *args, **kwargs)

    def load(self):
        self.filter = self.make_filter(self.query)
        self.listing = listing = self.filter.listing
        size = settings.PAGE_SIZE
        paginator = ListingPaginator(listing, size)
        try:
            number = paginator.validate_number(self.query.get("page", 1))
        except InvalidPage:
            self.page_number, self.is_page = paginator.num_pages, False
            self.found, self.subject, self.rows = [], (), []
            return
        start = (number - 1) * size
        # One more than is shown tells whether there is another page, whatever was counted.
        keys = listing.keys(start, start + size + 1)
        self.found = cards.read(keys[:size], words=self.filter.words)
        listing.meet(start, len(keys), is_end=len(keys) <= size)
        self.is_page = bool(self.found) or number == 1
        self.page_number = number if self.is_page else paginator.num_pages
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
        is_empty = not found and self.is_page and self.filter.is_bound
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
            is_page=self.is_page,
            faults=self.filter.faults,
            chips=self.filter.chips if self.filter.is_bound else [],
            order=self.filter.order,
            orders=self.filter.orders,
            clear_url=path,
            form_action=path,
            count=listing.total.number,
            total=listing.total,
            reach=page.paginator.count,
            years=self.get_years(page),
            suggestions=self.get_suggestions() if is_empty else [],
            spelling=self.get_spelling() if is_unanswered else "",
            canonical_url=self.get_canonical_url(page.number),
            partial=partial,
            asked=self.filter.used.get("q", "") if self.filter.is_bound else "",
            named=self.get_named(),
            is_search=self.is_search or bool(self.query.get("q")),
            **kwargs,
        )

    def get_years(self, page):
        """On the last page of a list that goes on beyond: the years to narrow it by."""
        total = self.listing.total
        goes_on = total.is_bounded or total.number > page.paginator.count
        if not goes_on or page.has_next() or self.filter.order == "relevance":
            return []
        return [] if self.filter.criteria.year else self.filter.choices["year"]

    def get_canonical_url(self, number):
        """The one address of this list, whatever its order; page 1 has no number."""
        found, path = self.filter, self.request.path
        data = found.used.copy() if found.is_bound else QueryDict(mutable=True)
        data.pop("sort", None)
        category, tags = found.cleaned_data["category"], found.all_tags
        if self.is_own and category:
            path = category.get_absolute_url()
            data.pop("category", None)
            data.setlist("tags", [tag.slug for tag in tags])
        elif self.is_own and len(tags) == 1:
            path = tags[0].get_absolute_url()
            data.pop("tags", None)
        if number > 1:
            data["page"] = str(number)
        return _address(path, data)

    def get_suggestions(self):
        """What to loosen, and what that brings: one filter, else all but one; the most first."""
        chips = self.filter.chips[:8] if self.filter.is_bound else []
        if len(chips) < 2:
            return []
        without = [(_("Without “%(value)s”"), chip.value, chip.data, False) for chip in chips]
        alone = [(_("Only “%(value)s”"), chip.value, chip.alone, True) for chip in chips]
        return self._bringing(without) or self._bringing(alone)

    def _bringing(self, options):
        """The options that bring articles."""
        found = []
        for label, value, data, is_alone in options:
            total = self.make_filter(data).listing.total
            if total.number:
                url = _address(self.request.path, data)
                found.append(Suggestion(label % {"value": value}, url, total, is_alone))
        return sorted(found, key=lambda one: -one.total.number)

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
        headers, status = self.request.headers, 200 if self.is_page else 404
        if headers.get("HX-Request") and not headers.get("HX-History-Restore-Request"):
            response = render(self.request, self.results_template_name, context, status=status)
        else:
            response = super().render_to_response(context, status=status, **kwargs)
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

    is_own = True

    def get(self, request, *args, **kwargs):
        """The list; a category below this one that is asked for has a page of its own."""
        here = self.overview.by_path.get(self.kwargs["path"])
        asked = self.overview.by_path.get(request.GET.get("category"))
        if here and asked and asked.article_count and asked.path.startswith(here.path):
            data = request.GET.copy()
            del data["category"]
            return HttpResponsePermanentRedirect(_address(asked.get_absolute_url(), data))
        return super().get(request, *args, **kwargs)

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
    is_own = True

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
        return [(_("Tags"), reverse("summaries:tag_list")), (self.tag.name, "")]

    def get_context_data(self, **kwargs):
        return super().get_context_data(intro=self.tag.description, **kwargs)


# All categories, all tags


class CategoryListView(CachedPage, TemplateView):
    """The tree of the categories that hold public articles."""

    template_name = "summaries/category_list.html"

    def load(self):
        self.subject, self.rows = (), []

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            breadcrumbs=[(_("Categories"), "")], categories=self.overview.tree, **kwargs
        )


class TagListView(CachedPage, TemplateView):
    """The public tags; of many, the most used ones and those that begin with one character."""

    template_name = "summaries/tag_list.html"

    def read_query(self, data):
        query = QueryDict(mutable=True)
        if letter := data.get("letter", "")[:1].replace("\x00", ""):
            query["letter"] = texts.caseless(letter)[:1]
        if data.get("page", "1") != "1":
            query["page"] = data["page"]
        return query

    def load(self):
        self.letters = self.overview.stored("tag letters", Tag.objects.letters)
        self.letter = self.query.get("letter", "")
        self.is_long = sum(self.letters.values()) > TAGS_AT_ONCE
        if self.letter and self.letter not in self.letters:
            raise Http404(_("No tag begins with this character."))
        tags = Tag.objects.public().order_by("key").filter(key__startswith=self.letter)
        try:
            self.page = Paginator(tags, TAGS_AT_ONCE).page(self.query.get("page", 1))
        except InvalidPage as error:
            raise Http404(_("There is no such page.")) from error
        if self.is_long and not self.letter:
            most = sorted(self.overview.top_tags, key=lambda tag: tag.key)
            self.page = Paginator(most, TAGS_AT_ONCE).page(1)
        self.subject = [(tag.name, tag.slug) for tag in self.page]
        self.rows = []

    def get_context_data(self, **kwargs):
        counts = TagCount.objects.public(self.page)
        address = cards.addresses("summaries:tag_detail")
        tags = [
            {"name": tag.name, "url": address(tag.slug), "count": counts[tag.pk], "key": tag.key}
            for tag in self.page
        ]
        letters = list(self.letters) if self.is_long else []
        heading = _("Tags")
        if self.letter:
            heading = _("Tags: %(letter)s") % {"letter": self.letter.upper()}
        return super().get_context_data(
            heading=heading,
            breadcrumbs=[(heading, "")],
            groups=[(key, list(group)) for key, group in groupby(tags, lambda one: one["key"][:1])],
            first_letters=letters[:LETTERS],
            other_letters=letters[LETTERS:],
            letter=self.letter,
            page_obj=self.page,
            query=self.query,
            **kwargs,
        )


# One article


@dataclass(frozen=True)
class ReadingPart:
    """A part as it is read: ``html`` is safe, its headings have ids, its blanks are marked."""

    number: int
    title: str
    anchor: str
    html: SafeString
    word_count: int
    blank_count: int

    @property
    def says_number(self):
        """Whether the title begins with the part's number: ``Sample 2: Night shift``."""
        return bool(re.match(rf"\D{{0,12}}0*{self.number}(?!\d)", self.title))


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
            formats=FORMATS,
            reports=settings.REPORTS_PER_HOUR,
            blank_count=len(find_blanks(article.lead)) + sum(part.blank_count for part in parts),
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


# Made one's own

# Word files need an extra that a project may have left out.
HOUR = 3600  # seconds
FORMATS = [name for name in exporters.FORMATS if name != "docx" or find_spec("docx")]


@dataclass(frozen=True)
class Asked:
    """A field of the form with what was typed into it."""

    number: int
    field: filling.Field
    value: str

    @property
    def cell(self):
        """The headings of the field's cell, where they say more than its name."""
        return " · ".join(
            heading
            for heading in (self.field.row, self.field.column)
            if heading and heading != self.field.name
        )


class TakenView(View):
    """What a visitor makes of a published article, or of one part of it: ``?part=part-2``."""

    def dispatch(self, request, *args, **kwargs):
        with pinned() as state:
            self.overview = state.overview
            response = self.load() or super().dispatch(request, *args, **kwargs)
            response["X-Robots-Tag"] = "noindex"
            return response.render() if hasattr(response, "render") else response

    def load(self):
        slug = _plain(self.kwargs["slug"])
        public = Article.objects.published().defer(*INDEX_COLUMNS)
        self.article = article = public.filter(slug=slug).first()
        if article is None:
            return _moved("articles", slug)
        self.document = article.as_document()
        self.anchor = self.request.GET.get("part", "")
        if self.anchor:
            parts = tuple(part for part in self.document.parts if part.anchor == self.anchor)
            if not parts:
                raise Http404(_("There is no such part."))
            self.document = replace(self.document, lead="", parts=parts)
        return None

    @property
    def address(self):
        address = self.request.build_absolute_uri(self.article.get_absolute_url())
        return f"{address}#{self.anchor}" if self.anchor else address

    def export(self, document, kind):
        """The document as a file; a part alone has its own title."""
        if self.anchor:
            (part,) = document.parts
            slug = f"{document.slug}-{part.anchor}"
            title, parts = part.title or document.title, (replace(part, title=""),)
            document = replace(document, slug=slug, title=title, parts=parts)
        return _attachment(document, kind, self.address)


class DownloadView(TakenView):
    """The article as it is, in a file."""

    def get(self, request, slug, kind):
        if kind not in FORMATS:
            raise Http404(_("There is no such format."))
        said = f"{fingerprint()} {kind} {self.address} {self.document.to_json()}"
        etag = f'"{hashlib.blake2b(said.encode(), digest_size=20).hexdigest()}"'
        response = get_conditional_response(request, etag=etag)
        if response is None:
            response = self.export(self.document, kind)
        response["ETag"] = etag
        patch_cache_control(response, no_cache=True)
        return response


@method_decorator(sensitive_post_parameters(), name="dispatch")
class FillInView(TemplateResponseMixin, TakenView):
    """A form for the article's blanks; posted, the text or a file with what was typed.

    Nothing of it is kept: not in a session, a cache or an error report.
    """

    template_name = "summaries/fill_in.html"

    def get(self, request, slug):
        response = self.render_to_response(self.get_context_data({}))
        patch_cache_control(response, private=True, no_cache=True)
        return response

    def post(self, request, slug):
        fields = filling.fields(self.document)
        values = {field.key: request.POST.get(field.key, "") for field in fields}
        wanted = request.POST.get("format")
        if wanted in FORMATS:
            response = self.export(filling.filled(self.document, values), wanted)
        else:
            response = self.render_to_response(self.get_context_data(values))
        add_never_cache_headers(response)
        return response

    def get_context_data(self, values):
        article, fields = self.article, filling.fields(self.document)
        values = {key: filling.clean(value) for key, value in values.items()}
        trail = self.overview.breadcrumbs(article.category_id)
        return {
            "view": self,
            "article": article,
            "breadcrumbs": [
                *((one.name, one.get_absolute_url()) for one in trail),
                (article.title, article.get_absolute_url()),
                (_("Fill in"), ""),
            ],
            "formats": FORMATS,
            "document": _as_safe(filling.marked(self.document, values)),
            "groups": self.get_groups(fields, values),
            "total": sum(field.places for field in fields),
            "left": sum(field.places for field in fields if not values.get(field.key)),
        }

    def get_groups(self, fields, values):
        """The fields of each part under its title; those of the lead come first, under none."""
        parts = self.document.parts
        titles = {part.anchor: part.title for part in parts} if len(parts) > 1 else {}
        asked = [
            Asked(number, field, values.get(field.key, ""))
            for number, field in enumerate(fields, start=1)
        ]
        groups = groupby(asked, lambda one: one.field.part)
        return [(titles.get(part, ""), list(group)) for part, group in groups]


@method_decorator(csrf_protect, name="dispatch")
class ReportView(TemplateResponseMixin, TakenView):
    """A form for a mistake in the article or in one part, which goes to the editors."""

    template_name = "summaries/report.html"

    def dispatch(self, request, *args, **kwargs):
        if not settings.REPORTS_PER_HOUR:
            raise Http404(_("Mistakes cannot be reported here."))
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def get(self, request, slug):
        return self.show(MistakeForm(), is_sent="sent" in request.GET)

    def post(self, request, slug):
        form = MistakeForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=400)
        if not form.is_trapped and not self.may_report():
            form.add_error(None, _("That is a lot of reports in an hour. Please try again later."))
            return self.show(form, status=429)
        if not form.is_trapped:
            form.instance.article, form.instance.anchor = self.article, self.anchor
            form.save()
        return HttpResponseRedirect(f"{request.path}?{urlencode({**self.part, 'sent': 1})}")

    @property
    def part(self):
        return {"part": self.anchor} if self.anchor else {}

    def may_report(self):
        """Count the reports of the client's address in this hour; the address is not kept."""
        said = f"{self.request.META.get('REMOTE_ADDR', '')} {int(time.time()) // HOUR}"
        key = f"summaries:reports:{hashlib.blake2b(said.encode(), digest_size=16).hexdigest()}"
        cache.add(key, 0, HOUR)
        try:
            return cache.incr(key) <= settings.REPORTS_PER_HOUR
        except ValueError:  # it was dropped meanwhile
            return True

    def show(self, form, *, is_sent=False, status=200):
        trail = self.overview.breadcrumbs(self.article.category_id)
        context = {
            "view": self,
            "article": self.article,
            "address": self.address,
            "part_title": self.document.parts[0].title if self.anchor else "",
            "form": form,
            "is_sent": is_sent,
            "breadcrumbs": [
                *((one.name, one.get_absolute_url()) for one in trail),
                (self.article.title, self.article.get_absolute_url()),
                (_("Report a mistake"), ""),
            ],
        }
        return self.render_to_response(context, status=status)


# The basket


class BasketView(TemplateView):
    """Parts of several articles that a visitor chose; its address alone says which."""

    template_name = "summaries/basket.html"

    def get(self, request, *args, **kwargs):
        with pinned() as state:
            self.overview = state.overview
            response = super().get(request, *args, **kwargs).render()
        response["X-Robots-Tag"] = "noindex"
        patch_cache_control(response, private=True, no_cache=True)
        return response

    def get_context_data(self, **kwargs):
        keys = basket.read_keys([*self.request.GET.getlist("part"), *self.get_added()])
        found = basket.choose(keys)
        chosen = [str(one.key) for one in found]
        formats = {"docx": _("Download for Word"), "md": _("Markdown"), "txt": _("Plain text")}
        return super().get_context_data(
            breadcrumbs=[(_("Basket"), "")],
            rows=[self.get_row(chosen, place, one) for place, one in enumerate(found)],
            keys=" ".join(chosen),
            chosen_keys=chosen,
            missing=len(keys) - len(found),
            query=urlencode({"part": chosen}, doseq=True),
            formats=[(kind, label) for kind, label in formats.items() if kind in FORMATS],
            **kwargs,
        )

    def get_added(self):
        """The part at an address that was typed: of ``/articles/ferry/#part-2``, ``12.part-2``."""
        path, _sign, anchor = self.request.GET.get("add", "").strip().partition("#")
        slug = _plain(unquote(path).rstrip("/").rpartition("/")[2])
        article = Article.objects.published().filter(slug=slug).first() if slug else None
        part = article.parts.order_by("position").first() if article and not anchor else None
        anchor = part.anchor if part else unquote(anchor)
        return [f"{article.pk}.{anchor}"] if article else []

    def get_row(self, keys, place, one):
        """A part with the addresses of the basket without it, and with it moved."""
        others = keys[:place] + keys[place + 1 :]
        up, down = place - 1, place + 1
        return {
            "chosen": one,
            "without": self.get_address(others),
            "up": self.get_address(_with(others, up, keys[place])) if up >= 0 else "",
            "down": self.get_address(_with(others, down, keys[place])) if down < len(keys) else "",
        }

    def get_address(self, keys):
        return "?" + urlencode({"part": keys}, doseq=True)


def _with(keys, place, key):
    return [*keys[:place], key, *keys[place:]]


class BasketDownloadView(View):
    """The parts of a basket in one file."""

    def get(self, request, kind):
        found = basket.choose(basket.read_keys(request.GET.getlist("part")))
        if kind not in FORMATS or not found:
            raise Http404(_("There is nothing to download."))
        document = basket.as_document(found, request.build_absolute_uri)
        response = _attachment(document, kind, request.build_absolute_uri(reverse(_BASKET)))
        response["X-Robots-Tag"] = "noindex"
        patch_cache_control(response, private=True, no_cache=True)
        return response


_BASKET = "summaries:basket"


def _attachment(document, kind, address):
    images = Image.objects.pictures(*(part.body for part in document.parts))
    file = exporters.export(document, kind, address=address, pictures=images)
    name = exporters.filename(document, file.suffix)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(file.data, content_type=file.content_type, headers=headers)


# Errors


def page_not_found(request, exception=None):
    """The 404 page, with what a search for the words of the address finds."""
    last = unquote(request.path).rstrip("/").rpartition("/")[2]
    words = " ".join(texts.tokens(last)) if last.isascii() else last.replace("-", " ")
    words = words.replace("\x00", "")[:MAX_TYPED]
    with pinned() as state:
        rows = cards.read(_hits(words), with_tags=False)
        context = {"words": words, "cards": cards.of_rows(state.overview, rows)}
        return render(request, "summaries/404.html", context, status=404)


def _hits(words: str) -> list[int]:
    """The keys of some articles that hold the words, or else one of the longest of them."""
    longest = sorted(words.split(), key=len, reverse=True)[:TRIED]
    for one in dict.fromkeys([words, *longest]):
        found = Article.objects.published().search(one).values_list("pk", flat=True)
        if keys := list(found[:HITS]):
            return keys
    return []


def server_error(request):
    """The 500 page; it needs neither database nor session."""
    return render(None, "summaries/500.html", status=500)


# What the views above share


def _without_empty(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """A redirect to the same page without its empty parameters, such as a form leaves."""
    if all(value for _name, values in request.GET.lists() for value in values):
        return None
    data = request.GET.copy()
    for name, values in request.GET.lists():
        data.setlist(name, list(filter(None, values)))
    return HttpResponsePermanentRedirect(_address(request.path, data))


def _address(path: str, data: QueryDict) -> str:
    query = data.urlencode()
    return f"{path}?{query}" if query else path


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


def _as_safe(document: Document) -> Document:
    """The document that ``filling.marked()`` made, whose texts are escaped or sanitised."""
    images = Image.objects.pictures(*(part.body for part in document.parts))
    parts = tuple(
        replace(
            part,
            title=mark_safe(part.title),  # noqa: S308
            body=mark_safe(figures.shown(part.body, images)),  # noqa: S308
        )
        for part in document.parts
    )
    title, lead = mark_safe(document.title), mark_safe(document.lead)  # noqa: S308
    return replace(document, title=title, lead=lead, parts=parts)


def _read(parts) -> tuple[list[ReadingPart], list[Entry]]:
    """The parts as they are read, and the contents list."""
    texts = [reading.shown(title, anchor, *text) for _words, title, anchor, *text in parts]
    images = Image.objects.pictures(*(html for html, _headings in texts))
    found, contents = [], []
    for number, ((words, title, anchor, *_text), (html, headings)) in enumerate(
        zip(parts, texts, strict=True), start=1
    ):
        html = mark_safe(figures.shown(html, images))  # noqa: S308 - sanitised by what made it
        blanks = reading.count_blanks(html) + len(find_blanks(title))
        found.append(ReadingPart(number, title, anchor, html, words, blanks))
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
