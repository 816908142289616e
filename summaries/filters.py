"""The one filter of every public list: all its fields combine and live in the query string."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import django_filters
from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from . import search
from .facets import Facets, Selection
from .listing import Listing, Total
from .models import Article, ArticleTag, Tag

LENGTH_CHOICES = [
    ("short", _("Short, under 500 words")),
    ("medium", _("Medium, 500 to 1,500 words")),
    ("long", _("Long, over 1,500 words")),
]
BLANK_CHOICES = [("with", _("With blanks to fill in")), ("without", _("Without blanks"))]
# What one query string may ask for, since every link of the page repeats it.
MOST_TAGS, MOST_WORDS = 10, 200  # the words in characters
SORT_CHOICES = [
    ("newest", _("Newest first")),
    ("oldest", _("Oldest first")),
    ("relevance", _("Most relevant")),
    ("title", _("Title")),
]


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


class ArticleFilter(django_filters.FilterSet):
    """Narrows and sorts articles; a value that makes no sense stands in ``errors``, ignored."""

    q = django_filters.CharFilter(label=_("Words"), method="select")
    category = django_filters.TypedChoiceFilter(label=_("Category"), method="select")
    tags = django_filters.ModelMultipleChoiceFilter(
        label=_("Tags"),
        queryset=lambda request: Tag.objects.public(),
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
        method="filter_tags",
    )
    tags_mode = django_filters.ChoiceFilter(
        label=_("Match"),
        choices=[("all", _("all tags")), ("any", _("any tag"))],
        empty_label=None,
        widget=forms.RadioSelect,
        method="select",
    )
    year = django_filters.NumberFilter(
        label=_("Year"), method="select", min_value=1900, max_value=2199, widget=forms.Select
    )
    published_after = django_filters.DateFilter(label=_("From"), method="select", widget=DateInput)
    published_before = django_filters.DateFilter(label=_("To"), method="select", widget=DateInput)
    length = django_filters.ChoiceFilter(
        label=_("Length"), choices=LENGTH_CHOICES, empty_label=_("Any"), method="select"
    )
    blanks = django_filters.ChoiceFilter(
        label=_("Blanks"), choices=BLANK_CHOICES, empty_label=_("Any"), method="select"
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"), empty_label=_("Any"), method="select"
    )
    direct = django_filters.BooleanFilter(
        label=_("Without subcategories"), method="select", widget=forms.CheckboxInput
    )
    sort = django_filters.ChoiceFilter(
        label=_("Sort by"), choices=SORT_CHOICES, empty_label=None, method="select"
    )

    class Meta:
        model = Article
        fields = []

    def __init__(self, data, *, category=None, tag=None, facts):
        """``category`` and ``tag`` are the page's own; the form offers what is below the one."""
        self.category, self.tag, self.facts = category, tag, facts
        data, self.left_out = _limited(data)
        super().__init__(data, Article.objects.all())

    @classmethod
    def asked(cls, data: QueryDict) -> QueryDict:
        """What a list reads of a query string, sorted: no empty or repeated value, no page 1."""
        asked = QueryDict(mutable=True)
        for name in sorted({*cls.base_filters, "page"} & data.keys()):
            values = list(filter(None, map(str.strip, data.getlist(name))))
            if name == "tags":
                asked.setlist(name, sorted(set(values)))
            elif values and (name, values[-1]) != ("page", "1"):
                asked[name] = values[-1]
        return asked

    @cached_property
    def used(self) -> QueryDict:
        """The query string that asks for what is shown: what made no sense is not in it."""
        used = self.asked(self.data)
        for name in {"page", *self.errors} - self.cleaned_data.keys():
            used.pop(name, None)
        return used

    @cached_property
    def listing(self) -> Listing:
        """What is asked for, as a list."""
        tags, tagged = self.chosen_tags, None
        days = self._asks("published_after", "published_before")
        if tags and not (self._matches_any and len(self.cleaned_data.get("tags", [])) > 1):
            tagged = self._on_days(ArticleTag.objects.of_all(tags))
        return Listing(
            self.facts,
            self._key,
            self.selection,
            beyond=self.qs if tags or days else None,
            tagged=tagged,
            tag=tags[0] if len(tags) == 1 and not days else None,
            words=self.words,
            order=self.order,
        )

    @property
    def _key(self) -> tuple:
        """All that is asked for but the order, however it was spelt."""
        category = self.cleaned_data.get("category") or self.category
        asked = self.cleaned_data | {
            "q": self.words,
            "category": category and category.pk,
            "tags": tuple(tag.pk for tag in self.chosen_tags),
            "sort": self.tag and self.tag.pk,
        }
        return tuple(asked.items())

    @property
    def selection(self) -> Selection:
        """What is asked for of that which the kept counts tell apart."""
        asked = self.cleaned_data
        category = asked.get("category") or self.category
        categories = None
        if category and asked.get("direct"):
            categories = frozenset([category.pk])
        elif category:
            categories = self.facts.subtree(category)
        return Selection(
            categories=categories,
            year=int(asked["year"]) if asked.get("year") else None,
            language=asked.get("language") or None,
            length=asked.get("length") or None,
            has_blanks=asked["blanks"] == "with" if asked.get("blanks") else None,
        )

    @cached_property
    def chosen_tags(self) -> list[Tag]:
        """The page's tag and those asked for."""
        return list(dict.fromkeys([*filter(None, [self.tag]), *self.cleaned_data.get("tags", [])]))

    @cached_property
    def words(self) -> search.Query:
        """The search query in the field ``q``; false if it holds no words."""
        return search.parse(self.cleaned_data.get("q") or "")

    @property
    def order(self) -> str:
        """The order in force: what was asked for, else relevance for a search, else the newest."""
        asked = self.cleaned_data.get("sort") or "relevance"
        return "newest" if asked == "relevance" and not self.words else asked

    def filter_queryset(self, queryset):
        """The articles that have the tags and days asked for, public or not, in no order."""
        if self.tag:
            queryset = queryset.tagged_with([self.tag])
        return self._on_days(super().filter_queryset(queryset))

    def filter_tags(self, queryset, name, value):
        return queryset.tagged_with(value, any_of=self._matches_any) if value else queryset

    def select(self, queryset, name, value):
        """Nothing here: ``selection``, ``listing`` or ``filter_queryset()`` sees to the field."""
        return queryset

    def _on_days(self, queryset):
        """The articles, or the tags of articles, that were published on the days asked for."""
        if first := self.cleaned_data.get("published_after"):
            queryset = queryset.filter(public_from__gte=_midnight(first))
        if last := self.cleaned_data.get("published_before"):
            queryset = queryset.filter(public_from__lt=_midnight(last) + timedelta(days=1))
        return queryset

    @property
    def _matches_any(self) -> bool:
        return self.cleaned_data.get("tags_mode") == "any"

    def _asks(self, *names: str) -> bool:
        return any(self.cleaned_data.get(name) for name in names)

    @cached_property
    def form(self):
        form = super().form
        form.fields["language"].choices = [
            (code, language_name(code)) for code in self.facts.languages
        ]
        category, path = form.fields["category"], self.category.path if self.category else ""
        category.choices = [
            (one.full_path, one.name)
            for one in self.facts.by_path.values()
            if one.path.startswith(path) and one != self.category
        ]
        category.coerce = self.facts.by_path.get
        if not self.category:
            del form.fields["direct"]
        for name, sentence in self.left_out.items():
            form.errors.setdefault(name, form.error_class()).append(sentence)
        return form

    def offer(self, listing: Listing) -> None:
        """Let the form offer what leaves some articles of the listing, with how many it leaves."""
        fields, facets = self.form.fields, listing.facets
        fields["category"].widget.choices = self._categories_offered(facets)
        fields["tags"].widget.choices = self._tags_offered(listing.tags)
        years = {year: year for year in self.facts.years}
        languages = {code: language_name(code) for code in self.facts.languages}
        for name, labels, counts in (
            ("year", years, facets and facets.years),
            ("length", dict(LENGTH_CHOICES), facets and facets.lengths),
            ("blanks", dict(BLANK_CHOICES), facets and facets.blanks),
            ("language", languages, facets and facets.languages),
        ):
            asked = str(self.cleaned_data.get(name) or "")
            offered = [
                (value, label if counts is None else _counted(label, counts[value]))
                for value, label in labels.items()
                if counts is None or counts[value] or str(value) == asked
            ]
            fields[name].widget.choices = [("", _("Any")), *offered]

    @cached_property
    def cleaned_data(self) -> dict:
        """The values that make sense, by field; the others are in ``errors``."""
        self.form.is_valid()
        return self.form.cleaned_data

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
        data = self.used.copy()
        kept = [item for item in data.pop(name) if value is not None and item != value]
        if kept:
            data.setlist(name, kept)
        return data

    def _categories_offered(self, facets: Facets | None) -> list[tuple[str, str]]:
        """One step down or up the tree at a time, however large it is."""
        asked = self.cleaned_data.get("category")
        here = asked or self.category
        above = self.facts.trail(asked.pk) if asked else []
        if self.category:
            above = [one for one in above if one.depth > self.category.depth]
        everything = self.category.name if self.category else _("All categories")
        offered = [("", everything)]
        for category in (*above, *self.facts.level(here)):
            depth = category.depth - (self.category.depth if self.category else 0)
            label = "\u2003" * (depth - 1) + category.name
            if facets:
                count = sum(facets.categories[key] for key in self.facts.subtree(category))
                if not count and category not in above:
                    continue
                label = _counted(label, count)
            offered.append((category.full_path, label))
        return offered

    def _tags_offered(self, tags: list[tuple[Tag, Total | None]]) -> list[tuple[str, str]]:
        asked = {tag.pk: tag for tag in self.cleaned_data.get("tags", [])}
        offered = [(tag.slug, tag.name) for tag in asked.values()]
        for tag, total in tags:
            if tag.pk not in asked and tag != self.tag:
                label = _counted(tag.name, total) if total else tag.name
                offered.append((tag.slug, label))
        return offered

    def _display(self, name: str, value) -> str:
        if name in ("published_after", "published_before"):
            return date_format(value, "DATE_FORMAT")
        if name == "language":
            return language_name(value)
        choices = {"length": dict(LENGTH_CHOICES), "blanks": dict(BLANK_CHOICES)}
        return str(choices.get(name, {True: _("yes")}).get(value, value))


def _limited(data: QueryDict) -> tuple[QueryDict, dict[str, str]]:
    """The query string without what is too much, and a sentence for each field cut."""
    data, left_out = data.copy(), {}
    if len(tags := data.getlist("tags")) > MOST_TAGS:
        data.setlist("tags", tags[:MOST_TAGS])
        left_out["tags"] = _("Only the first %(number)s tags are used.") % {"number": MOST_TAGS}
    if len(words := data.get("q", "")) > MOST_WORDS:
        head, _space, _cut = words[: MOST_WORDS + 1].rpartition(" ")
        data["q"] = head or words[:MOST_WORDS]
        left_out["q"] = _("Only the first %(number)s characters are used.") % {"number": MOST_WORDS}
    return data, left_out


def _counted(label, count: Total | int) -> str:
    """``Finance (1,234)``, ``Finance (1,000+)``."""
    return f"{label} ({Total(count) if isinstance(count, int) else count})"


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
