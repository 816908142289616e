"""The home page and the lists of articles, categories and tags."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpResponsePermanentRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from .. import cards, metadata
from .. import text as texts
from ..conf import settings
from ..filters import ArticleFilter
from ..listing import Listing, Total
from ..models import Article, Category, Tag, TagCount, featured
from ..named import named
from ..pagecache import CachedPage
from ..search import spelling
from .addresses import address_of, plain, without_empty
from .gone import not_public

# The newest and the featured articles that the home page shows.
NEWEST, FEATURED = 5, 3
# Tags that it shows as examples of a search.
EXAMPLES = 4
# Titles offered for so many typed characters at the most.
TITLES, MAX_TYPED = 8, 100
# Tags on one page, and first characters that are not folded away.
TAGS_AT_ONCE, LETTERS = 200, 48


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
        context = super().get_context_data(
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
        return context | {"metadata": self.get_metadata(context)}

    def get_metadata(self, context):
        """What the page tells machines; ``context`` holds what it shows."""
        number, names = context["article_count"], (one.name for one in context["categories"])
        about = metadata.describe(str(settings.SITE_DESCRIPTION))
        about = about or metadata.holding(texts.grouped(number), number, names)
        return metadata.of_home(self.request, description=about)


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
        return without_empty(request) or super().get(request, *args, **kwargs)

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
        context = super().get_context_data(
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
        return context | {"metadata": self.get_metadata(context)}

    def is_for_all_to_find(self):
        """Whether search engines may list the page: a whole list, one of its pages at a time."""
        is_whole = self.query.keys() <= {"page"}
        return self.is_page and is_whole and not self.is_search

    def get_metadata(self, context):
        """What the page tells machines; ``context`` holds what it shows."""
        canonical, page = context["canonical_url"], context["page_obj"]
        if not self.is_for_all_to_find():
            return replace(metadata.HIDDEN, canonical=metadata.absolute(self.request, canonical))
        # What is said of all of it stands on its first page alone.
        below, about = context.get("subcategories", []), context.get("intro", "")
        if page.number > 1:
            below, about = [], ""
        names = [one.name for one in below] or [one["title"] for one in context["cards"]]
        total = self.listing.total
        return metadata.of_list(
            self.request,
            context["heading"],
            canonical,
            description=metadata.describe(about) or metadata.holding(total, total.number, names),
            breadcrumbs=context["breadcrumbs"],
            items=context["cards"],
            first=page.start_index(),
            total=None if total.is_bounded else total.number,
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
        return address_of(path, data)

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
                url = address_of(self.request.path, data)
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
            return HttpResponsePermanentRedirect(address_of(asked.get_absolute_url(), data))
        return super().get(request, *args, **kwargs)

    def load(self):
        path = plain(self.kwargs["path"])
        self.category = self.overview.by_path.get(path)
        if self.category is None:
            return not_public(self.request, f"categories/{path}")
        moved = super().load()
        if not self.found and not self._is_public():
            return not_public(self.request, self.category.address, self.category)
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
            subcategories=[
                one
                for one in self.overview.categories.values()
                if one.article_count and one.is_child_of(self.category)
            ],
            **kwargs,
        )


class TagDetailView(ArticleListView):
    is_own = True

    def load(self):
        slug = plain(self.kwargs["slug"])
        self.tag = Tag.objects.filter(slug=slug).first()
        moved = super().load() if self.tag else None
        if self.tag is None or not (self.found or self.tag.is_public):
            return not_public(self.request, f"tags/{slug}", self.tag)
        return moved

    def get_heading(self):
        return _("Tagged “%(tag)s”") % {"tag": self.tag}

    def get_breadcrumbs(self):
        return [(_("Tags"), reverse("summaries:tag_list")), (self.tag.name, "")]

    def is_for_all_to_find(self):
        is_thin = self.listing.total.number < settings.THIN_TAG
        return super().is_for_all_to_find() and not is_thin

    def get_context_data(self, **kwargs):
        return super().get_context_data(intro=self.tag.description, **kwargs)


# All categories, all tags


class CategoryListView(CachedPage, TemplateView):
    """The tree of the categories that hold public articles."""

    template_name = "summaries/category_list.html"

    def load(self):
        self.subject, self.rows = (), []

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            breadcrumbs=[(_("Categories"), "")], categories=self.overview.tree, **kwargs
        )
        return context | {"metadata": self.get_metadata(context)}

    def get_metadata(self, context):
        """What the page tells machines; ``context`` holds what it shows."""
        items = [{"name": one.name, "url": one.get_absolute_url()} for one in context["categories"]]
        return _overview(self.request, _("Categories"), context, items)


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
        context = super().get_context_data(
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
        return context | {"metadata": self.get_metadata(context, tags)}

    def get_metadata(self, context, tags):
        """What the page tells machines; ``context`` holds what it shows."""
        return _overview(self.request, context["heading"], context, tags, self.query)


def _overview(request, heading, context, items, query=None):
    names = " · ".join(one["name"] for one in items)
    return metadata.of_list(
        request,
        heading,
        address_of(request.path, query or QueryDict()),
        description=metadata.describe(f"{heading}: {names}") if names else "",
        breadcrumbs=context["breadcrumbs"],
        items=items,
    )
