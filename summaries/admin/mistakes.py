"""The mistakes that readers reported."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..models import INDEX_COLUMNS, MistakeReport
from .library import LibraryAdmin, link


@admin.register(MistakeReport)
class MistakeReportAdmin(LibraryAdmin):
    list_display = ["__str__", "article_link", "state", "created_at"]
    list_filter = ["state"]
    list_select_related = ["article"]
    ordering = ["state", "-pk"]
    actions = ["mark_done"]
    fields = ["article_link", "anchor", "text", "email", "created_at", "state", "note"]
    readonly_fields = ["article_link", "anchor", "text", "email", "created_at"]

    def get_queryset(self, request):
        columns = [f"article__{name}" for name in INDEX_COLUMNS]
        kept = super().get_queryset(request).filter(article__deleted_at=None)
        return kept.select_related("article").defer(*columns)

    @admin.display(description=_("article"))
    def article_link(self, report):
        return link(self.admin_site, report.article)

    @admin.action(description=_("Mark as done"), permissions=["change"])
    def mark_done(self, request, queryset):
        count = queryset.update(state=MistakeReport.State.DONE)
        message = ngettext("%d report is done.", "%d reports are done.", count)
        self.message_user(request, message % count)

    def has_add_permission(self, request):
        return False
