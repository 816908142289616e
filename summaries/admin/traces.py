"""Source pages, which the library creates itself; the admin only shows them."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import INDEX_COLUMNS, SourcePage
from .library import LibraryAdmin, begins, link


@admin.register(SourcePage)
class SourcePageAdmin(LibraryAdmin):
    list_display = ["key", "article_link", "imported_at"]
    list_select_related = ["article"]
    fields = readonly_fields = ["key", "article_link", "imported_at"]
    ordering = ["-pk"]
    search_fields = ["key"]  # see get_search_results()
    search_help_text = _("The beginning of an import key.")
    indexed = ("key",)

    def get_search_results(self, request, queryset, search_term):
        term = search_term.strip()
        return (queryset.filter(begins(queryset, "key", term)) if term else queryset), False

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        columns = [f"article__{name}" for name in INDEX_COLUMNS]
        return queryset.select_related("article").defer("original", "report", *columns)

    @admin.display(description=_("article"))
    def article_link(self, page):
        return page.article and link(self.admin_site, page.article)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
