"""Redirects and source pages, which the library creates itself; the admin only shows them."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import INDEX_COLUMNS, Redirect, SourcePage
from .library import LibraryAdmin, begins, link

# The beginnings of old addresses.
KINDS = ("articles", "categories", "tags")


@admin.register(Redirect)
class RedirectAdmin(LibraryAdmin):
    list_display = ["path", "target", "created_at"]
    list_select_related = ["article", "category", "tag"]
    fields = readonly_fields = ["path", "target", "created_at"]
    ordering = ["-pk"]
    search_fields = ["path"]  # see get_search_results()
    search_help_text = _("The beginning of an old address, with or without “articles/”.")
    indexed = ("path",)

    def get_queryset(self, request):
        columns = [f"article__{name}" for name in ("lead", *INDEX_COLUMNS)]
        return super().get_queryset(request).defer(*columns)

    def get_search_results(self, request, queryset, search_term):
        if not (term := search_term.strip(" /")):
            return queryset, False
        found = begins(queryset, "path", term)
        for kind in KINDS:
            found |= begins(queryset, "path", f"{kind}/{term}")
        return queryset.filter(found), False

    @admin.display(description=_("leads to"))
    def target(self, redirect):
        target = redirect.article or redirect.category or redirect.tag
        return link(self.admin_site, target)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


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
