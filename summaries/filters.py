"""The one filter of every public list: all its fields combine and live in the query string."""

from __future__ import annotations

from dataclasses import dataclass

import django_filters
from django import forms
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from . import search
from .models import Article, Category, Tag, public_facts

# Words; from the lower bound up to, but not including, the upper one.
LENGTHS = {"short": (0, 500), "medium": (500, 1500), "long": (1500, None)}
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
ORDERINGS = {
    "newest": ("-published_at", "-pk"),
    "oldest": ("published_at", "pk"),
    "title": (Lower("title"), "pk"),
}
# How many tags the form offers besides those that are set.
TAGS_OFFERED = 20


class DateInput(forms.DateInput):
    input_type = "date"


class CategoryField(forms.ModelChoiceField):
    def label_from_instance(self, category):
        indent = "\u2003" * (category.depth - 1)
        return f"{indent}{category.name}"


class CategoryFilter(django_filters.ModelChoiceFilter):
    field_class = CategoryField


@dataclass(frozen=True)
class Chip:
    """One filter that is set: its label and value, and the query string's data without it."""

    label: str
    value: str
    data: QueryDict

    @property
    def remove_url(self) -> str:
        return f"?{self.data.urlencode()}"


class ArticleFilter(django_filters.FilterSet):
    """Narrows and sorts articles; a value that makes no sense stands in ``errors``, ignored."""

    q = django_filters.CharFilter(label=_("Words"), method="filter_words")
    category = CategoryFilter(
        label=_("Category"),
        queryset=Category.objects.all(),
        to_field_name="full_path",
        empty_label=_("All categories"),
        method="filter_category",
    )
    tags = django_filters.ModelMultipleChoiceFilter(
        label=_("Tags"),
        queryset=lambda request: Tag.objects.used_by(Article.objects.published()),
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
        method="filter_tags",
    )
    tags_mode = django_filters.ChoiceFilter(
        label=_("Match"),
        choices=[("all", _("all tags")), ("any", _("any tag"))],
        empty_label=None,
        widget=forms.RadioSelect,
        method="do_nothing",
    )
    year = django_filters.NumberFilter(
        label=_("Year"), method="filter_year", min_value=1900, max_value=2199, widget=forms.Select
    )
    published_after = django_filters.DateFilter(
        label=_("From"), field_name="published_at", lookup_expr="date__gte", widget=DateInput
    )
    published_before = django_filters.DateFilter(
        label=_("To"), field_name="published_at", lookup_expr="date__lte", widget=DateInput
    )
    length = django_filters.ChoiceFilter(
        label=_("Length"), choices=LENGTH_CHOICES, empty_label=_("Any"), method="filter_length"
    )
    blanks = django_filters.ChoiceFilter(
        label=_("Blanks"), choices=BLANK_CHOICES, empty_label=_("Any"), method="filter_blanks"
    )
    language = django_filters.ChoiceFilter(label=_("Language"), empty_label=_("Any"))
    direct = django_filters.BooleanFilter(
        label=_("Without subcategories"), method="do_nothing", widget=forms.CheckboxInput
    )
    sort = django_filters.ChoiceFilter(
        label=_("Sort by"), choices=SORT_CHOICES, empty_label=None, method="do_nothing"
    )

    class Meta:
        model = Article
        fields = []

    def __init__(self, data=None, queryset=None, *, category: Category | None = None, **kwargs):
        """``category`` is the page's own: the form then offers what is below it."""
        self.category = category
        super().__init__(data, queryset, **kwargs)

    @classmethod
    def asked(cls, data: QueryDict) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The fields of the query string that a filter reads, with their values, sorted."""
        fields = sorted(field for field in data if field in cls.base_filters)
        return tuple((field, tuple(data.getlist(field))) for field in fields)

    @cached_property
    def words(self) -> search.Query:
        """The search query in the field ``q``; false if it holds no words."""
        return search.parse(self.cleaned_data.get("q") or "")

    @property
    def order(self) -> str:
        """The order in force: what was asked for, else relevance for a search, else the newest."""
        asked = self.cleaned_data.get("sort") or "relevance"
        return asked if asked in ORDERINGS or self.words else "newest"

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset if self.order == "relevance" else queryset.order_by(*ORDERINGS[self.order])

    def filter_words(self, queryset, name, value):
        ranked = self.order == "relevance"
        return queryset.search(self.words) if ranked else queryset.matching(self.words)

    def filter_category(self, queryset, name, value):
        return queryset.in_category(value) if value else queryset

    def filter_tags(self, queryset, name, value):
        if not value:
            return queryset
        return queryset.tagged_with(value, any_of=self.cleaned_data.get("tags_mode") == "any")

    def filter_year(self, queryset, name, value):
        return queryset.filter(published_at__year=int(value))

    def filter_length(self, queryset, name, value):
        least, below = LENGTHS[value]
        queryset = queryset.filter(word_count__gte=least)
        return queryset.filter(word_count__lt=below) if below else queryset

    def filter_blanks(self, queryset, name, value):
        with_blanks = {"blank_count__gt": 0} if value == "with" else {"blank_count": 0}
        return queryset.filter(**with_blanks)

    def do_nothing(self, queryset, name, value):
        return queryset

    @cached_property
    def form(self):
        form = super().form
        facts = public_facts()
        form.fields["language"].choices = [(code, language_name(code)) for code in facts.languages]
        years = [("", _("Any")), *((year, year) for year in facts.years)]
        form.fields["year"].widget.choices = years
        form.fields["tags"].widget.choices = self._tags_offered(facts.top_tags[:TAGS_OFFERED])
        if self.category:
            below = Category.objects.get_descendants(self.category)
            form.fields["category"].queryset = below
            form.fields["category"].empty_label = self.category.name
        else:
            del form.fields["direct"]
        return form

    @cached_property
    def cleaned_data(self) -> dict:
        """The values that make sense, by field; the others are in ``errors``."""
        return self.form.cleaned_data if self.is_bound and self.errors is not None else {}

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters that are set, in the order of the form."""
        chips = []
        for name, value in self.cleaned_data.items():
            if name in ("sort", "tags_mode") or value in (None, "", False):
                continue
            for one in value if name == "tags" else [value]:
                label = str(self.form.fields[name].label)
                data = self._without(name, one.slug if name == "tags" else None)
                chips.append(Chip(label, self._display(name, one), data))
        return chips

    def _without(self, name: str, value: str | None) -> QueryDict:
        data = self.data.copy()
        for empty in [field for field, given in data.items() if not given or field == "page"]:
            del data[empty]
        kept = [item for item in data.pop(name, []) if value is not None and item != value]
        if kept:
            data.setlist(name, kept)
        return data

    def _tags_offered(self, top: list[Tag]) -> list[tuple[str, str]]:
        asked = set(self.data.getlist("tags")[:TAGS_OFFERED]) - {tag.slug for tag in top}
        chosen = []
        if asked:
            chosen = Tag.objects.used_by(Article.objects.published()).filter(slug__in=asked)
        return [(tag.slug, tag.name) for tag in (*chosen, *top)]

    def _display(self, name: str, value) -> str:
        if name in ("published_after", "published_before"):
            return date_format(value, "DATE_FORMAT")
        if name == "language":
            return language_name(value)
        choices = {"length": dict(LENGTH_CHOICES), "blanks": dict(BLANK_CHOICES)}
        return str(choices.get(name, {True: _("yes")}).get(value, value))


def language_name(code: str) -> str:
    """The language's name in the reader's language; the code itself where none is known."""
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return {"zh": str(_("Chinese"))}.get(code, code)
