"""Filters of the list of articles; each uses an index."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings as project_settings
from django.contrib import admin
from django.db.models import BigIntegerField, DateTimeField, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..filters import language_name
from ..findings import DAMAGE, LABELS
from ..models import Category, Finding
from .library import SORTED, Unindexed

STATES = {
    "draft": _("Draft"),
    "review": _("In review"),
    "published": _("Published"),
    "scheduled": _("Scheduled"),
    "expired": _("Expired"),
    "archived": _("Archived"),
}


def ordering(parameters) -> list[str]:
    """The order for which an index with the filtered columns exists."""
    if parameters.get("changed"):
        return ["-updated_at", "-pk"]
    if parameters.get("state") == "expired":
        return ["-public_until", "-pk"]
    if parameters.get("state") in ("published", "scheduled"):
        return ["-public_from", "-pk"]
    if parameters.get("published") or parameters.get("featured"):
        return ["-public_from", "-pk"]
    return ["-updated_at", "-pk"]


class StateFilter(admin.SimpleListFilter):
    """The status as visitors see it, with the dates taken into account."""

    title = _("status")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return STATES.items()

    def queryset(self, request, queryset):
        state, now = self.value(), timezone.now()
        if state == "published":
            return queryset.published()
        if state == "scheduled":
            return queryset.filter(public_from__gt=now)
        if state == "expired":
            # Use the index of expiry dates, in the list's order, not that of publication.
            day = Unindexed("public_from", output_field=DateTimeField())
            return queryset.alias(day=day).filter(day__lte=now, public_until__lte=now)
        return queryset.filter(status=state, public_from=None) if state in STATES else queryset


class CategoryFilter(admin.SimpleListFilter):
    """The categories above and directly below the selected one, in a tree of any size."""

    title = _("category")
    parameter_name = "category"
    template = "admin/summaries/category_filter.html"
    most_children = 100

    def lookups(self, request, model_admin):
        value = self.value() or ""
        self.category = (
            Category.objects.filter(pk=value).first()
            if value.isascii() and value.isdecimal()
            else None
        )
        above = self.category.trail() if self.category else []
        below = (
            Category.objects.get_children(self.category)
            if self.category
            else Category.objects.get_root_nodes()
        )
        self.shown = [*above, *below[: self.most_children]]
        return [(category.pk, category.name) for category in self.shown]

    def queryset(self, request, queryset):
        """Few articles are found by the category's index, many by the index of the order."""
        if not self.value():
            return queryset
        if not self.category:
            return queryset.none()
        below = Category.objects.filter(path__startswith=self.category.path).order_by()
        keys = list(below.values_list("pk", flat=True))
        found = queryset.filter(category__in=keys)
        if found.order_by().values("pk")[: SORTED + 1].count() <= SORTED:
            return found
        category = Unindexed("category", output_field=BigIntegerField())
        return queryset.alias(any_category=category).filter(any_category__in=keys)

    def choices(self, changelist):
        everything, *choices = super().choices(changelist)
        yield {**everything, "depth": 0}
        for category, choice in zip(self.shown, choices, strict=True):
            yield {**choice, "depth": category.depth}


class LanguageFilter(admin.SimpleListFilter):
    """The project's languages and those that the importer recognises."""

    title = _("language")
    parameter_name = "language"
    recognised = ("en", "zh", "ja", "ko")
    most_languages = 20

    def lookups(self, request, model_admin):
        codes = [code.split("-")[0] for code, name in project_settings.LANGUAGES]
        if len(codes) > self.most_languages:  # Django's default setting
            codes = []
        return [(code, language_name(code)) for code in dict.fromkeys([*codes, *self.recognised])]

    def queryset(self, request, queryset):
        if not (code := self.value()):
            return queryset
        return queryset.filter(Q(language=code) | Q(language__startswith=f"{code}-"))


class AttentionFilter(admin.SimpleListFilter):
    """Articles by what was found in them; of very many, only the first are listed."""

    title = _("needs attention")
    parameter_name = "attention"
    most = 2_000
    kinds = {
        "damage": (_("Damaged places"), DAMAGE),
        **{kind: (name, (kind,)) for kind, name in LABELS.items() if kind not in DAMAGE},
    }

    def lookups(self, request, model_admin):
        return [(value, name) for value, (name, _kinds) in self.kinds.items()]

    def queryset(self, request, queryset):
        if self.value() not in self.kinds:
            return queryset
        _name, kinds = self.kinds[self.value()]
        found = Finding.objects.open().filter(kind__in=kinds).order_by("article")
        keys = found.values_list("article", flat=True).distinct()[: self.most]
        return queryset.filter(pk__in=list(keys))


class FeaturedFilter(admin.SimpleListFilter):
    """Featured articles, which are few."""

    title = _("featured")
    parameter_name = "featured"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes"))]

    def queryset(self, request, queryset):
        return queryset.filter(is_featured=True) if self.value() == "yes" else queryset


class DateFilter(admin.SimpleListFilter):
    """Periods up to today; ``field`` is the first column of an index."""

    field = ""

    def lookups(self, request, model_admin):
        return [
            ("today", _("Today")),
            ("week", _("Past 7 days")),
            ("month", _("This month")),
            ("year", _("This year")),
        ]

    def queryset(self, request, queryset):
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        since = {
            "today": today,
            "week": today - timedelta(days=7),
            "month": today.replace(day=1),
            "year": today.replace(month=1, day=1),
        }.get(self.value())
        if since is None:
            return queryset
        span = {f"{self.field}__gte": since, f"{self.field}__lt": today + timedelta(days=1)}
        return queryset.filter(**span)


class PublishedFilter(DateFilter):
    title = _("published")
    parameter_name = "published"
    field = "public_from"


class ChangedFilter(DateFilter):
    title = _("changed")
    parameter_name = "changed"
    field = "updated_at"
