"""The quick search of the editors' desk; the desk itself is a template tag, for any admin site."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path

from .. import desk
from .library import LibraryAdmin
from .schedule import state_label


class ArticleSearch(LibraryAdmin):
    """Finds articles as one types, also by former addresses."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.quick_view)
        return [path("quick/", view, name=self.url_name("quick")), *super().get_urls()]

    def quick_view(self, request):
        """The articles that ``?q=`` may mean, as a piece of HTML."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        request.current_app = self.admin_site.name
        found = desk.find(request.GET.get("q", ""), self.get_queryset(request))
        context = {"articles": [(article, state_label(article)) for article in found]}
        return TemplateResponse(request, "admin/summaries/quick.html", context)
