"""The filter of every public list: its fields combine and live in the query string."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

import django_filters
from django import forms
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from . import search
from . import text as texts
from .facets import LENGTHS, Criteria
from .listing import TITLE_ORDER_MOST, Listing, Total
from .models import Article, Category, Tag, current_state, year_bounds
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
DAYS = ("published_after", "published_before")
# What one query string may require, since every link of the page repeats it.
MOST_TAGS, MOST_WORDS = 10, 200  # the words in characters
# Values of a filter that are offered at once; the others are folded away.
SHOWN = 8
# So much of a value that makes no sense is repeated.
REPEATED = 60


WORDLESS = _("There is no word to search for in this, so nothing is found.")


class DateInput(forms.DateInput):
    input_type = "date"


@dataclass(frozen=True)
class Chip:
    """One filter that is set: its label and value, and the query string's data without it."""

    label: str
    value: str
    data: QueryDict
    alone: QueryDict  # and with it only
    path: str = ""  # of the page

    @property
    def remove_url(self) -> str:
        return _address(self.data, self.path)


class Choice(NamedTuple):
    """One value that a filter offers, and how many articles it would leave, where known.

    ``url`` is the list with this value, or without it if it ``is_selected``.
    """

    value: str
    label: str
    total: Total | None = None
    is_selected: bool = False
    url: str = ""


@dataclass(frozen=True)
class Panel:
    """One filter as the page offers it; a category's ``trail`` leads to the level shown."""

    name: str
    label: str
    choices: list[Choice]
    trail: Sequence[Choice] = ()

    @property
    def first(self) -> list[Choice]:
        return self.choices[:SHOWN]

    @property
    def more(self) -> list[Choice]:
        """What is folded away."""
        return self.choices[SHOWN:]

    @property
    def is_open(self) -> bool:
        """Whether a selected value stands among those folded away."""
        return any(choice.is_selected for choice in self.more)


class ArticleFilterForm(forms.Form):
    """What a query string holds beside the filters: how they combine, and the order."""

    tags_mode = forms.ChoiceField(
        label=_("Match"), choices=[("all", _("all tags")), ("any", _("any tag"))], required=False
    )
    direct = forms.BooleanField(label=_("Without subcategories"), required=False)
    sort = forms.ChoiceField(label=_("Sort by"), choices=SORT_CHOICES, required=False)


class ArticleFilter(django_filters.FilterSet):
    """The articles that fit a query string: ``ArticleFilter(data, Article.objects.published())``.

    A value that makes no sense is ignored, and ``faults`` has a sentence on it. ``category``
    and ``tag`` are those of the page, ``path`` is its address. With ``by_page`` a category is
    chosen by going to its own page. A subclass may have more filters.
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

    def __init__(
        self,
        data=None,
        queryset=None,
        *,
        category=None,
        tag=None,
        path="",
        by_page=False,
        **options,
    ):
        self.category, self.tag, self.path, self.by_page = category, tag, path, by_page
        self.state = current_state()
        self.overview = self.state.overview
        self._left_out: list[str] = []
        if data:
            data, self._left_out = _limited(data)
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
        days = DAYS if self.is_bound and self._days_are_reversed else ()
        for name in {"page", *self.errors, *days}:
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
            if self._days_are_reversed:
                data = {name: value for name, value in data.items() if name not in DAYS}
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
        return form

    @property
    def errors(self):
        return self.form.errors if self.is_bound else {}

    @property
    def _days_are_reversed(self) -> bool:
        self.form.is_valid()
        first, last = map(self.form.cleaned_data.get, DAYS)
        return bool(first and last and first > last)

    @cached_property
    def faults(self) -> list[str]:
        """A sentence on each value that was ignored."""
        faults = [*self._left_out]
        if self.cleaned_data.get("q") and not search.parse(self.cleaned_data["q"]):
            faults.append(str(WORDLESS))
        for name, errors in self.errors.items():
            label = self.form.fields[name].label
            values = [one for one in self.data.getlist(name) if one]
            faults += [_fault(name, label, value) for value in values] or [
                f"{label}: {error}" for error in errors
            ]
        if self.is_bound and self._days_are_reversed:
            days = {name: texts.day(self.form.cleaned_data[name]) for name in DAYS}
            faults.append(
                _(
                    "“From” (%(published_after)s) is after “To” (%(published_before)s); "
                    "both were ignored."
                )
                % days
            )
        return faults

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
                alone = self._only(name, one if len(values) > 1 else None)
                chips.append(Chip(label, self._display(name, one), data, alone, self.path))
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

    def _only(self, name: str, value: Any) -> QueryDict:
        """The query string with the field, or with one of its values, alone."""
        data = QueryDict(mutable=True)
        for one, values in self.used.lists():
            if _belongs(one, name):
                data.setlist(one, values)
        if value is not None:
            data[name] = str(self.form.fields[name].prepare_value(value))
        return data

    def _display(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return texts.day(value)
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
                self._choice(name, str(value), label, counts and Total(counts[value]))
                for value, label in labels
                if counts is None or counts[value] > 0 or str(value) == chosen
            ]
        return choices

    def _choice(self, name: str, value: str, label: str, total: Total | None) -> Choice:
        is_selected = str(self.cleaned_data.get(name) or "") == value
        data = self._without(name, None)
        if not is_selected:
            data[name] = value
        return Choice(value, label, total, is_selected, _address(data, self.path))

    def _category_choices(self) -> list[Choice]:
        """The level below the chosen category, however large the tree is."""
        facets = self.listing.facets
        counts = facets and self.overview.with_descendants(facets.categories)
        return [
            Choice(
                one.full_path,
                one.name,
                counts and Total(counts[one.path]),
                url=self._category_url(one),
            )
            for one in self.overview.level(self.cleaned_data["category"])
            if (counts[one.path] > 0 if counts is not None else one.article_count)
        ]

    @property
    def trail(self) -> list[Choice]:
        """The way to the level of categories that is offered; the last is chosen."""
        here = self.cleaned_data["category"]
        above = self.overview.breadcrumbs(here.pk) if here else []
        if self.category and not self.by_page:
            above = [one for one in above if one.depth > self.category.depth]
        steps = [Choice("", str(_("All categories")), url=self._category_url(None))]
        steps += [
            Choice(one.full_path, one.name, None, one == here, self._category_url(one))
            for one in above
        ]
        return steps if above else []

    def _category_url(self, category: Category | None) -> str:
        """The list of the category, or of all; the other filters stay."""
        data = self._without("category", None)
        data.pop("direct", None)
        if self.by_page:
            path = category.get_absolute_url() if category else reverse("summaries:article_list")
            return _address(data, path, is_other=True)
        if category:
            data["category"] = category.full_path
        return _address(data, self.path)

    def _tag_choices(self) -> list[Choice]:
        chosen, data = self.chosen_tags, self.used
        offered = [
            Choice(tag.slug, tag.name, None, is_selected=True, url=self._tag_url(tag, data))
            for tag in chosen
        ]
        return offered + [
            Choice(tag.slug, tag.name, total, url=self._tag_url(tag, data))
            for tag, total in self.listing.tags
            if tag not in self.all_tags
        ]

    def _tag_url(self, tag: Tag, data: QueryDict) -> str:
        """The list with the tag added to those chosen, or taken from them."""
        data = data.copy()
        data.setlist("tags", sorted({tag.slug}.symmetric_difference(data.getlist("tags"))))
        if len(data.getlist("tags")) < 2:
            data.pop("tags_mode", None)
        return _address(data, self.path)

    @cached_property
    def panels(self) -> list[Panel]:
        """The filters that can change the list, in the order of their use."""
        total = self.listing.total
        panels = []
        for name in ("blanks", "length", "language", "category", "tags", "year"):
            choices = self.choices[name]
            if name == "tags":  # those that all articles of the list have say nothing
                choices = [one for one in choices if one.is_selected or one.total != total]
            trail = self.trail if name == "category" else ()
            single = len(choices) == 1 and choices[0].total in (None, total)
            if trail or (choices and (choices[0].is_selected or not single)):
                panels.append(Panel(name, str(self.form.fields[name].label), choices, trail))
        return panels

    @property
    def modes(self) -> list[Choice]:
        """How several chosen tags combine; empty where there are no several."""
        if len(self.chosen_tags) < 2:
            return []
        modes = []
        for value, label in self.form.fields["tags_mode"].choices:
            data = self._without("tags_mode", None)
            if value == "any":
                data["tags_mode"] = value
            is_any = value == "any"
            url = _address(data, self.path)
            modes.append(Choice(value, label, None, is_any == self.matches_any, url))
        return modes

    @property
    def direct(self) -> Choice | None:
        """The articles of the chosen category itself, where others are below it."""
        here = self.cleaned_data["category"]
        if not here or not self.overview.level(here):
            return None
        label = str(self.form.fields["direct"].label)
        is_set, data = bool(self.cleaned_data.get("direct")), self._without("direct", None)
        if not is_set:
            data["direct"] = "on"
        return Choice("on", label, None, is_set, _address(data, self.path))

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The name and value of all that the panel's own form repeats of the query string."""
        own = [*DAYS, *(name for name in self.filters if name not in ArticleFilter.base_filters)]
        return [
            (name, value)
            for name, values in self.used.lists()
            if not any(_belongs(name, one) for one in own)
            for value in values
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


def _address(data: QueryDict, path: str, *, is_other: bool = False) -> str:
    """The page with this query string; the path is named where the page ``is_other``."""
    ordered = QueryDict(mutable=True)
    for name, values in sorted(data.lists()):
        ordered.setlist(name, values)
    query = ordered.urlencode()
    if not query:
        return path or "?"
    return f"{path if is_other else ''}?{query}"


def _fault(name: str, label: str, value: str) -> str:
    """A sentence on a value that makes no sense."""
    said = {"label": label, "value": texts.excerpt(value, REPEATED)}
    if name == "category":
        return _("There is no category “%(value)s” here; it was ignored.") % said
    if name == "tags":
        return _("There is no tag “%(value)s”; it was ignored.") % said
    return _("%(label)s: “%(value)s” makes no sense here; it was ignored.") % said


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


def _limited(data: QueryDict) -> tuple[QueryDict, list[str]]:
    """The query string without what is too much or unknown, and a sentence for each cut."""
    given, data, left_out = data, QueryDict(mutable=True), []
    for name in given:
        values = given.getlist(name) if hasattr(given, "getlist") else given[name]
        data.setlist(name, values if isinstance(values, list) else [values])
    if len(tags := data.getlist("tags")) > MOST_TAGS:
        tags = tags[:MOST_TAGS]
        left_out.append(_("Only the first %(number)s tags are used.") % {"number": MOST_TAGS})
    if any(tags):
        known, unknown = _known(tags)
        data.setlist("tags", known)
        left_out += [_fault("tags", "", one) for one in unknown]
    if len(words := data.get("q") or "") > MOST_WORDS:
        head, _space, _cut = words[: MOST_WORDS + 1].rpartition(" ")
        data["q"] = head or words[:MOST_WORDS]
        left_out.append(
            _("Only the first %(number)s characters of the words are used.")
            % {"number": MOST_WORDS}
        )
    return data, left_out


def _known(values: list[str]) -> tuple[list[str], list[str]]:
    """The slugs of the public tags that are given by slug or by name; and what is no tag."""
    values = [str(value).replace("\x00", "") for value in values]
    keys = [texts.caseless(value) for value in values]
    tags = Tag.objects.public().filter(Q(slug__in=values) | Q(key__in=keys))
    slugs = {key: tag.slug for tag in tags for key in (tag.key, tag.slug)}
    found = {
        value: slugs.get(value) or slugs.get(key)
        for value, key in zip(values, keys, strict=True)
        if value
    }
    known = list(dict.fromkeys(filter(None, found.values())))
    return known, [value for value, slug in found.items() if not slug]


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
