"""What the admin's lists and forms share; they are quick in a library of any size.

No list counts or loads a whole table: counts and pages end at a bound, and a page first
finds its keys in an index, then loads their rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.paginator import InvalidPage, Paginator
from django.db import connections, router
from django.db.models import Func, Model, Q, QuerySet
from django.forms.widgets import Script
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext

from .. import figures
from ..listing import BOUND, Total
from ..models import Article, Image, LibraryDeadlock, writing
from ..search import RANKED
from ..text import grouped, sanitise

# A list of up to so many rows can be sorted by any column, a longer one only by an index.
SORTED = 2_000
# The most rows for an action. The form that confirms a deletion has a field for each row,
# and Django accepts at most 1,000 fields.
MOST_AT_ONCE = {"delete_selected": 900}
# How often a change is tried that the database rolled back because of a deadlock.
TRIES = 3


class BoundedPaginator(Paginator):
    """Counts up to ``BOUND`` only."""

    @cached_property
    def total(self) -> Total:
        rows = self.object_list.order_by().values("pk")
        return Total.counted(rows[: BOUND + 1].count(), BOUND)

    @property
    def count(self) -> int:
        return self.total.number


class LibraryChangeList(ChangeList):
    """A list in the order of an index; a short one can be sorted by any column."""

    def get_ordering(self, request, queryset):
        self.natural_ordering = list(self.model_admin.get_ordering(request))
        return self.natural_ordering

    def get_ordering_field_columns(self):
        if ORDER_VAR in self.params:
            return super().get_ordering_field_columns()
        first = self.natural_ordering[0]
        direction = "desc" if first.startswith("-") else "asc"
        columns = map(self.get_ordering_field, self.list_display)
        sorted_by = [n for n, name in enumerate(columns) if name == first.removeprefix("-")]
        return {} if self.query else dict.fromkeys(sorted_by, direction)

    def get_results(self, request):
        keys = list(self._keys(self.queryset)[: SORTED + 1])
        self.paginator = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)
        is_short = len(keys) <= SORTED
        if is_short:
            # A search for a very common word returns no more results than that.
            self.paginator.total = Total(len(keys), bool(self.query) and len(keys) >= RANKED)
        else:
            self.sortable_by = [] if self.query else self.model_admin.indexed_columns(request)
        self.total = self.paginator.total
        self.result_count = self.paginator.count
        self.full_result_count = None
        self.show_full_result_count = False
        self.show_admin_actions = True
        self.can_show_all = self.result_count <= self.list_max_show_all
        self.multi_page = self.result_count > self.list_per_page
        start, stop = self._bounds()
        by_column = self._by_column(request, keys if is_short else None)
        if by_column is not None:
            keys = list(self._keys(by_column)[start:stop])
        elif stop <= len(keys):
            keys = keys[start:stop]
        else:
            keys = list(self._keys(self.queryset)[start:stop])
        rows = self.apply_select_related(self.root_queryset)
        rows = rows.prefetch_related(*self.model_admin.list_prefetch_related).in_bulk(keys)
        self.result_list = [rows[key] for key in keys if key in rows]

    @property
    def shown(self) -> LibraryChangeList:
        """This list with its count as text: 10,000+."""
        shown = copy(self)
        if self.result_count != 1:
            shown.result_count = str(self.total)
        return shown

    def _bounds(self) -> tuple[int, int]:
        """Where the page begins and ends in the list."""
        if self.show_all and self.can_show_all:
            return 0, self.result_count
        try:
            page = self.paginator.validate_number(self.page_num) if self.multi_page else 1
        except InvalidPage:
            raise IncorrectLookupParameters from None
        start = (page - 1) * self.list_per_page
        return start, min(start + self.list_per_page, self.result_count)

    def _by_column(self, request, all_keys: list | None) -> QuerySet | None:
        """The list sorted by the requested columns, or ``None`` if that is not possible.

        ``all_keys`` are those of a short list.
        """
        if not (requested := self.params.get(ORDER_VAR)):
            return None
        if all_keys is not None:
            rows = self.root_queryset.filter(pk__in=all_keys)
            return rows.order_by(*super().get_ordering(request, rows.order_by()))
        indexed = (str(self.list_display.index(name)) for name in self.sortable_by)
        if requested.removeprefix("-") not in indexed:
            del self.params[ORDER_VAR], self.filter_params[ORDER_VAR]
            return None
        first, *rest = super().get_ordering(request, self.queryset.order_by())
        # In an index, the keys are sorted in the same direction.
        rest = rest if first.startswith("-") else [name.removeprefix("-") for name in rest]
        return self.queryset.order_by(first, *rest)

    @staticmethod
    def _keys(queryset: QuerySet) -> QuerySet:
        return queryset.values_list("pk", flat=True)


def page_if_public(obj) -> str | None:
    """Where "View on site" leads."""
    return obj.get_absolute_url() if obj.is_public else None


class LibraryAdmin(admin.ModelAdmin):
    """``indexed`` names the columns by which a long list can be sorted.

    ``list_prefetch_related`` works like Django's ``list_select_related``.
    """

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    paginator = BoundedPaginator
    indexed: Sequence[str] = ()
    list_prefetch_related: Sequence[str] = ()
    # Whether there are actions for lists that are too long to be counted.
    has_bulk_changes = False

    class Media:
        css = {"all": ["summaries/admin/admin.css"]}
        js = [
            Script("summaries/admin/names.js", type="module"),
            Script("summaries/admin/tables.js", type="module"),
        ]

    def url_name(self, page: str) -> str:
        """The name of one of the model's pages: ``change``, ``history``."""
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def url(self, page: str, *args) -> str:
        """The address of one of the model's pages on this site."""
        return reverse(f"{self.admin_site.name}:{self.url_name(page)}", args=args)

    def page(self, request, name: str, context: dict, **options) -> TemplateResponse:
        """The page of a template in ``admin/summaries/``, with what every page of the admin has."""
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "module_name": str(capfirst(self.opts.verbose_name_plural)),
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, f"admin/summaries/{name}.html", context, **options)

    def get_changelist(self, request, **kwargs):
        return LibraryChangeList

    def changeform_view(self, request, *args, **kwargs):
        return in_one_change(super().changeform_view, request, *args, **kwargs)

    def changelist_view(self, request, *args, **kwargs):
        return in_one_change(super().changelist_view, request, *args, **kwargs)

    def delete_view(self, request, *args, **kwargs):
        return in_one_change(super().delete_view, request, *args, **kwargs)

    def indexed_columns(self, request) -> tuple[str, ...]:
        return self.indexed

    def most_at_once(self, action: str) -> int:
        """How many rows the action takes on all pages."""
        return MOST_AT_ONCE.get(action, BOUND)

    def response_action(self, request, queryset, **kwargs):
        """Run an action on all pages only if it has no more rows than allowed."""
        most = self.most_at_once(request.POST.get("action", ""))
        if is_across(request) and queryset.order_by().values("pk")[: most + 1].count() > most:
            message = gettext("No more than %(count)s at once: filter the list first.")
            self.message_user(request, message % {"count": grouped(most)}, messages.WARNING)
            return None
        return super().response_action(request, queryset, **kwargs)


def is_across(request) -> bool:
    """Whether an action is for all pages of the list."""
    return request.POST.get("select_across") not in (None, "", "0")


def in_one_change(view, request, *args, **kwargs):
    """The view's response; a POST runs under the library's lock, and again after a deadlock."""
    if request.method != "POST":
        return view(request, *args, **kwargs)
    tries_left = TRIES
    while True:
        tries_left -= 1
        try:
            with writing():
                return view(request, *args, **kwargs)
        except LibraryDeadlock:
            if not tries_left or connections[router.db_for_write(Article)].in_atomic_block:
                raise


class Unindexed(Func):
    """A column without its indexes, so that SQLite uses the index of the list's order."""

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="+%(expressions)s", **extra)


def begins(queryset: QuerySet, field: str, text: str) -> Q:
    """The condition that an indexed field begins with the text."""
    if connections[queryset.db].vendor == "postgresql":
        return Q(**{f"{field}__startswith": text})
    return Q(**{f"{field}__gte": text, f"{field}__lt": f"{text}\U0010ffff"})


def searchable(admin_site, model, request) -> admin.ModelAdmin | None:
    """The site's admin of the model, if it supports autocomplete."""
    if not admin_site.is_registered(model):
        return None
    model_admin = admin_site.get_model_admin(model)
    return model_admin if model_admin.get_search_fields(request) else None


def readable(*bodies: str) -> list[SafeString]:
    """The texts of parts as they are read, with their images. One query, if there are any."""
    images = Image.objects.pictures(*bodies)
    return [
        mark_safe(figures.shown(sanitise(body), images))  # noqa: S308 - sanitised here
        for body in bodies
    ]


# Links


def address(admin_site, model: type[Model], page: str, *args) -> str:
    """Where the site has this page of the model; ``""`` if it has none."""
    name = f"{admin_site.name}:{model._meta.app_label}_{model._meta.model_name}_{page}"
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def link(admin_site, obj):
    """The object's name, linked to its form if it has one."""
    url = address(admin_site, type(obj), "change", obj.pk)
    return format_html('<a href="{}">{}</a>', url, obj) if url else str(obj)


def links(model_admin, objects) -> list:
    return [link(model_admin.admin_site, obj) for obj in objects]
