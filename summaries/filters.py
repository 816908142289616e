"""The filter of every public list: its fields combine and live in the query string."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

import django_filters
from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from . import search
from .facets import LENGTHS, Criteria
from .listing import TITLE_ORDER_MOST, Listing, Total
from .models import Article, Tag, current_state, year_bounds
from .search import partial
from .search.partial import Partial

LENGTH_CHOICES = [
    ("short", _("Short, under 500 words")),
    ("medium", _("Medium, 500 to 1,500 words")),
    ("long", _("Long, over 1,500 words")),
]
BLANK_CHOICES = [("with", _("With blanks to fill in")), ("without", _("Without blanks"))]
SORT_CHOICES = [
    ("newest", _("Newest first")),
    ("oldest", _("Oldest first")),
    ("relevance", _("Most relevant")),
    ("title", _("Title")),
]
# What one query string may require, since every link of the page repeats it.
MOST_TAGS, MOST_WORDS = 10, 200  # the words in characters


WORDLESS = _("There is no word to search for in this, so nothing is found.")


class DateInput(forms.DateInput):
    input_type = "date"


@dataclass(frozen=True)
class Chip:
    """One filter that is set: its label and value, and the query string's data without it."""

    label: str
    value: str
    data: QueryDict

    @property
    def remove_url(self) -> str:
        return f"?{self.data.urlencode()}"


class Choice(NamedTuple):
    """One value that a filter offers, and how many articles it would leave, where known."""

    value: str
    label: str
    total: Total | None = None
    is_selected: bool = False


class ArticleFilterForm(forms.Form):
    """What a query string holds beside the filters: how they combine, and the order."""

    tags_mode = forms.ChoiceField(
        label=_("Match"), choices=[("all", _("all tags")), ("any", _("any tag"))], required=False
    )
    direct = forms.BooleanField(label=_("Without subcategories"), required=False)
    sort = forms.ChoiceField(label=_("Sort by"), choices=SORT_CHOICES, required=False)


class ArticleFilter(django_filters.FilterSet):
    """The articles that fit a query string: ``ArticleFilter(data, Article.objects.published())``.

    A value that makes no sense stands in ``errors`` and is ignored. ``category`` and
    ``tag`` are those of the page. A subclass may have more filters.
    """

    category = django_filters.TypedChoiceFilter(label=_("Category"), method="filter_category")
    tags = django_filters.ModelMultipleChoiceFilter(
        label=_("Tags"),
        queryset=lambda request: Tag.objects.public(),
        to_field_name="slug",
        method="filter_tags",
    )
    year = django_filters.NumberFilter(
        label=_("Year"), method="filter_year", min_value=1900, max_value=2199
    )
    published_after = django_filters.DateFilter(
        label=_("From"), method="filter_from", widget=DateInput
    )
    published_before = django_filters.DateFilter(
        label=_("To"), method="filter_to", widget=DateInput
    )
    length = django_filters.ChoiceFilter(
        label=_("Length"), choices=LENGTH_CHOICES, method="filter_length"
    )
    blanks = django_filters.ChoiceFilter(
        label=_("Blanks"), choices=BLANK_CHOICES, method="filter_blanks"
    )
    language = django_filters.ChoiceFilter(label=_("Language"))
    q = django_filters.CharFilter(label=_("Words"), method="filter_words")

    class Meta:
        model = Article
        fields = []
        form = ArticleFilterForm

    def __init__(self, data=None, queryset=None, *, category=None, tag=None, **options):
        self.category, self.tag = category, tag
        self.state = current_state()
        self.overview = self.state.overview
        self.left_out: dict[str, str] = {}
        if data:
            data, self.left_out = _limited(data)
        # A queryset of the caller's own may hold less than the stored counts count.
        self.is_of_all = queryset is None
        super().__init__(
            data or None, Article.objects.published() if self.is_of_all else queryset, **options
        )

    @classmethod
    def canonical(cls, data: QueryDict) -> QueryDict:
        """What a list reads of a query string, sorted: no empty or repeated value, no page 1."""
        names = {*ArticleFilter.base_filters, *ArticleFilterForm.base_fields, "page"}
        own = cls.base_filters.keys() - names
        found = QueryDict(mutable=True)
        for name in sorted(data):
            values = list(filter(None, map(str.strip, data.getlist(name))))
            if name == "tags" or any(_belongs(name, one) for one in own):
                found.setlist(name, sorted(set(values)))
            elif name in names and values and (name, values[-1]) != ("page", "1"):
                found[name] = values[-1]
        return found

    @cached_property
    def used(self) -> QueryDict:
        """The query string of what is shown: what made no sense is not in it."""
        used = self.canonical(self.data)
        for name in {"page", *self.errors} - self.cleaned_data.keys():
            used.pop(name, None)
        return used

    # Filtering

    @property
    def qs(self):
        if not hasattr(self, "_qs"):
            self._qs = self.filter_queryset(self.queryset.all())
        return self._qs

    @cached_property
    def cleaned_data(self) -> dict[str, Any]:
        """The values that make sense, by field; the page's own category and tag are among them."""
        data: dict[str, Any] = {}
        if self.is_bound:
            self.form.is_valid()
            data = {**self.form.cleaned_data}
            if data.get("q") and not search.parse(data["q"]):
                self.form.errors.setdefault("q", self.form.error_class()).append(WORDLESS)
        data["category"] = data.get("category") or self.category
        data["tags"] = list(dict.fromkeys([*filter(None, [self.tag]), *data.get("tags", ())]))
        return data

    def filter_queryset(self, queryset, without=()):
        """The queryset narrowed by every filter but those named; the words come last."""
        names = [name for name in self.filters if name in self.cleaned_data]
        for name in sorted(names, key="q".__eq__):
            if name not in without:
                queryset = self.filters[name].filter(queryset, self.cleaned_data[name])
        return queryset

    def filter_category(self, queryset, name, value):
        keys = self.criteria.categories
        articles = sum(self.overview.totals.categories[key] for key in keys)
        return queryset.in_categories(keys, by_date=self.overview.is_share(articles))

    def filter_tags(self, queryset, name, value):
        counts = self.listing.tag_counts

        def tagged(queryset, tags, *, any_of=False):
            articles = sum(counts[tag.pk] for tag in tags)
            is_share = self.overview.is_share(articles)
            return queryset.tagged_with(tags, any_of=any_of, by_date=is_share)

        if self.matches_any:
            queryset = tagged(queryset, self.chosen_tags, any_of=True)
            value = [self.tag] if self.tag else []
        for tag in value:
            queryset = tagged(queryset, [tag])
        return queryset

    def filter_year(self, queryset, name, value):
        first, end = year_bounds(int(value))
        return queryset.filter(public_from__gte=first, public_from__lt=end)

    def filter_from(self, queryset, name, value):
        return queryset.filter(public_from__gte=_midnight(value))

    def filter_to(self, queryset, name, value):
        return queryset.filter(public_from__lt=_midnight(value) + timedelta(days=1))

    def filter_length(self, queryset, name, value):
        least, below = LENGTHS[value]
        queryset = queryset.filter(word_count__gte=least)
        return queryset.filter(word_count__lt=below) if below else queryset

    def filter_blanks(self, queryset, name, value):
        return queryset.filter(**{"blank_count__gt" if value == "with" else "blank_count": 0})

    def filter_words(self, queryset, name, value):
        return queryset.matching(self.words, scope=self.listing.most)

    # What is required

    @cached_property
    def asked(self) -> search.Query:
        """The search query in the field ``q``; false if it holds no words."""
        return search.parse(self.cleaned_data.get("q") or "", self.overview.lexicon)

    @property
    def words(self) -> search.Query:
        """The query that is answered: the one that was asked, or what finds parts of it."""
        return self.partial.query if self.partial else self.asked

    @cached_property
    def partial(self) -> Partial | None:
        """What answers the words in part, where all of them give nothing.

        In order of relevance also where they give next to nothing: the best come first there.
        """
        if not self.asked:
            return None
        found = self._loosened
        is_ranked = self.cleaned_data.get("sort") in {None, "", "relevance"}
        return found if found and (is_ranked or not found.found) else None

    @property
    def _loosened(self) -> Partial | None:

        def loosen():
            scope = self.filter_queryset(self.queryset, without=("q",))
            return partial.loosen(scope, self.asked, self.overview.lexicon, scope=self.listing.most)

        if not self.is_of_all:
            return loosen()
        # It decides what is in the list, so it is never as old as surroundings may be.
        key = "partial", self.state.marks.text, self._key_with(self.asked)
        return self.overview.stored(key, loosen, text=self.state.marks.text)

    @property
    def all_tags(self) -> list[Tag]:
        """The page's tag and those chosen."""
        return self.cleaned_data["tags"]

    @property
    def chosen_tags(self) -> list[Tag]:
        """The tags chosen beside the page's own."""
        return [tag for tag in self.all_tags if tag != self.tag]

    @property
    def matches_any(self) -> bool:
        """Whether one of several chosen tags is enough; the page's own is always required."""
        return len(self.chosen_tags) > 1 and self.cleaned_data.get("tags_mode") == "any"

    @property
    def order(self) -> str:
        """The order in force: the chosen one, else relevance for a search, else the newest."""
        chosen = self.cleaned_data.get("sort") or "relevance"
        can = {"relevance": bool(self.asked), "title": self._is_short}
        return chosen if can.get(chosen, True) else "newest"

    @cached_property
    def criteria(self) -> Criteria:
        """What the stored counts can answer."""
        data = self.cleaned_data
        categories = None
        if data["category"]:
            direct = frozenset([data["category"].pk])
            categories = direct if data.get("direct") else self.overview.subtree(data["category"])
        return Criteria(
            categories=categories,
            year=int(data["year"]) if data.get("year") else None,
            language=data.get("language") or None,
            length=data.get("length") or None,
            has_blanks=data["blanks"] == "with" if data.get("blanks") else None,
        )

    @cached_property
    def uncounted(self) -> set[str]:
        """The names of the filters in use that the stored counts know nothing of."""
        known = {"category", "year", "language", "length", "blanks"}
        return {
            name for name in self.filters.keys() - known if _values(self.cleaned_data.get(name))
        }

    @property
    def depends_on_texts(self) -> bool:
        """Whether a change of a text may add an article to the list, or move it."""
        by_shape = {"tags", "published_after", "published_before"}
        return self.order == "title" or not self.is_of_all or bool(self.uncounted - by_shape)

    @property
    def key(self) -> tuple | None:
        """A key for what is computed for this filter; ``None`` where nothing may be stored."""
        if not self.is_of_all:
            return None
        return self._key_with(self.words)

    def _key_with(self, words: search.Query) -> tuple:
        data = {**self.cleaned_data, "q": words, "sort": None}
        return type(self), tuple(
            (name, tuple(map(_plain, _values(value)))) for name, value in data.items()
        )

    @cached_property
    def listing(self) -> Listing:
        """The articles as a list: counted, in order, page by page."""
        return Listing(self)

    # What the page shows

    @cached_property
    def form(self):
        form = super().form
        form.fields["language"].choices = self._languages
        within = self.category.path if self.category else ""
        form.fields["category"].choices = [
            (one.full_path, one.name)
            for one in self.overview.categories.values()
            if one.path.startswith(within) and one.article_count and one != self.category
        ]
        form.fields["category"].coerce = self.overview.by_path.get
        for name, sentence in self.left_out.items():
            form.errors.setdefault(name, form.error_class()).append(sentence)
        return form

    @property
    def errors(self):
        return self.form.errors if self.is_bound else {}

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters that are set, each value of several by itself."""
        own = {"category": self.category, "tags": self.tag}
        chips = []
        for name in ("q", *(name for name in self.filters if name != "q"), "direct"):
            values = [one for one in _values(self.cleaned_data.get(name)) if one != own.get(name)]
            for one in values if values != [False] or name != "direct" else []:
                label = str(self.form.fields[name].label)
                data = self._without(name, one if len(values) > 1 else None)
                chips.append(Chip(label, self._display(name, one), data))
        return chips

    def _without(self, name: str, value: Any) -> QueryDict:
        """The query string without the field, or without one of its values."""
        data = self.used.copy()
        values = data.getlist(name)
        for one in [one for one in data if _belongs(one, name)]:
            del data[one]
        if value is not None:
            field = self.form.fields[name]
            spelt = str(field.prepare_value(value))
            data.setlist(name, [one for one in values if one != spelt])
        return data

    def _display(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return date_format(value, "DATE_FORMAT")
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        if isinstance(value, slice):  # of a range
            return f"{value.start or ''}–{value.stop or ''}"
        if isinstance(value, Model):
            return str(value)
        labels = dict(getattr(self.form.fields[name], "choices", ()))
        return str(labels.get(value, value))

    @property
    def extra_fields(self) -> list[forms.BoundField]:
        """The form's fields for a subclass's own filters."""
        return [self.form[name] for name in self.filters if name not in ArticleFilter.base_filters]

    @property
    def _languages(self) -> list[tuple[str, str]]:
        return [(code, language_name(code)) for code in self.overview.languages]

    @cached_property
    def choices(self) -> dict[str, list[Choice]]:
        """What each filter offers: the values that leave some articles of the list."""
        facets = self.listing.facets
        choices = {"category": self._category_choices(), "tags": self._tag_choices()}
        for name, labels, counts in (
            ("year", [(year, str(year)) for year in self.overview.years], facets and facets.years),
            ("length", LENGTH_CHOICES, facets and facets.lengths),
            ("blanks", BLANK_CHOICES, facets and facets.blanks),
            ("language", self._languages, facets and facets.languages),
        ):
            chosen = str(self.cleaned_data.get(name) or "")
            choices[name] = [
                Choice(str(value), label, counts and Total(counts[value]), str(value) == chosen)
                for value, label in labels
                if counts is None or counts[value] > 0 or str(value) == chosen
            ]
        return choices

    def _category_choices(self) -> list[Choice]:
        """One level of the tree at a time, however large it is, below those chosen above it."""
        here, page, facets = self.cleaned_data["category"], self.category, self.listing.facets
        above = self.overview.breadcrumbs(here.pk) if here else []
        if page:
            above = [one for one in above if one.depth > page.depth]
        offered = [*above, *self.overview.level(here)]
        counts = facets and self.overview.with_descendants(facets.categories)
        return [
            Choice(
                one.full_path,
                "\u2003" * (one.depth - (page.depth if page else 0) - 1) + one.name,
                counts and Total(counts[one.path]),
                one == here,
            )
            for one in offered
            if counts is None or counts[one.path] > 0 or one in above
        ]

    def _tag_choices(self) -> list[Choice]:
        offered = [Choice(tag.slug, tag.name, is_selected=True) for tag in self.chosen_tags]
        return offered + [
            Choice(tag.slug, tag.name, total)
            for tag, total in self.listing.tags
            if tag not in self.all_tags
        ]

    @property
    def orders(self) -> list[tuple[str, str]]:
        """The orders that the list can be shown in."""
        can = {"relevance": bool(self.asked), "title": self._is_short}
        return [(value, label) for value, label in SORT_CHOICES if can.get(value, True)]

    @property
    def is_too_long(self) -> bool:
        """Whether the order by title was chosen for a list that is too long for it."""
        return self.cleaned_data.get("sort") == "title" and not self._is_short

    @property
    def _is_short(self) -> bool:
        """Whether the articles are few enough to be sorted by title, which has no index."""
        total = self.listing.total
        return not total.is_bounded and total.number <= TITLE_ORDER_MOST


def _belongs(name: str, field: str) -> bool:
    """Whether a field reads the parameter; one of several widgets reads ``price_min``."""
    return name == field or (
        name.startswith(f"{field}_") and name not in ArticleFilterForm.base_fields
    )


def _values(value: Any) -> list[Any]:
    """The single values of what a field was given."""
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list | tuple | QuerySet) else [value]


def _plain(value: Any) -> Any:
    """The value as a part of a key."""
    value = value.pk if isinstance(value, Model) else value
    return value if isinstance(value, Hashable) else repr(value)


def _limited(data: QueryDict) -> tuple[QueryDict, dict[str, str]]:
    """The query string without what is too much, and a sentence for each field cut."""
    given, data, left_out = data, QueryDict(mutable=True), {}
    for name in given:
        values = given.getlist(name) if hasattr(given, "getlist") else given[name]
        data.setlist(name, values if isinstance(values, list) else [values])
    if len(tags := data.getlist("tags")) > MOST_TAGS:
        data.setlist("tags", tags[:MOST_TAGS])
        left_out["tags"] = _("Only the first %(number)s tags are used.") % {"number": MOST_TAGS}
    if len(words := data.get("q") or "") > MOST_WORDS:
        head, _space, _cut = words[: MOST_WORDS + 1].rpartition(" ")
        data["q"] = head or words[:MOST_WORDS]
        left_out["q"] = _("Only the first %(number)s characters are used.") % {"number": MOST_WORDS}
    return data, left_out


def _midnight(day: date) -> datetime:
    """When the day begins, in the current time zone; days that no clock knows are moved."""
    day = min(max(day, date(2, 1, 1)), date(9998, 12, 31))
    return timezone.make_aware(datetime.combine(day, time.min))


def language_name(code: str) -> str:
    """The language's name in the reader's language; the code itself where none is known."""
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return {"zh": str(_("Chinese"))}.get(code, code)
