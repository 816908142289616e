"""Tags, and merging them."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import F, OuterRef
from django.db.models.functions import Coalesce
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ..forms import TagForm, TagMergeForm
from ..listing import BOUND
from ..models import ArticleTag, BoundedCount, Tag
from ..text import grouped
from .library import LibraryAdmin, links, page_if_public
from .roles import OpenToWriters


@admin.register(Tag)
class TagAdmin(LibraryAdmin):
    view_on_site = staticmethod(page_if_public)
    form = TagForm
    fields = ["name", "slug", "description"]
    list_display = ["name", "slug", "public_count"]
    list_per_page = 100
    ordering = ["name"]
    search_fields = ["name"]
    indexed = ("name", "slug", "public_count")
    actions = ["merge"]
    most_to_merge = 50
    autocomplete_url_name = "%s:summaries_tag_autocomplete"

    def get_queryset(self, request):
        count = Coalesce(F("stored_count__articles"), 0)
        return super().get_queryset(request).annotate(public_count=count)

    @admin.display(description=_("published articles"), ordering="public_count")
    def public_count(self, tag):
        """The stored count: without articles that expire, but with scheduled ones."""
        return grouped(tag.public_count)

    def get_urls(self):
        view = self.admin_site.admin_view(OpenToWriters.as_view(admin_site=self.admin_site))
        return [
            path("autocomplete/", view, name="summaries_tag_autocomplete"),
            *super().get_urls(),
        ]

    def has_merge_permission(self, request):
        return self.has_change_permission(request) and self.has_delete_permission(request)

    @admin.action(description=_("Merge selected tags into one"), permissions=["merge"])
    def merge(self, request, queryset):
        if not 2 <= queryset.count() <= self.most_to_merge:
            message = gettext("Select 2 to %(count)d tags to merge.")
            self.message_user(request, message % {"count": self.most_to_merge}, messages.WARNING)
            return None
        tagged = ArticleTag.objects.filter(tag=OuterRef("pk"))
        queryset = queryset.annotate(article_count=BoundedCount(tagged, BOUND + 1))
        form = TagMergeForm(queryset, request.POST if "merge" in request.POST else None)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": gettext("Merge tags"),
                "form": form,
                "tags": queryset,
                "opts": self.opts,
                "media": self.media,
            }
            request.current_app = self.admin_site.name
            return TemplateResponse(request, "admin/summaries/tag/merge.html", context)
        target = form.cleaned_data["target"]
        others = list(queryset.exclude(pk=target.pk))
        for tag in others:
            self.log_change(request, target, gettext("Merged “%(tag)s” into it") % {"tag": tag})
            tag.merge_into(target, by=request.user)
        message = ngettext(
            "%(count)d tag was merged into “%(target)s”.",
            "%(count)d tags were merged into “%(target)s”.",
            len(others),
        )
        values = {"count": len(others), "target": target}
        self.message_user(request, message % values, messages.SUCCESS)
        return None

    def save_model(self, request, obj, form, change):
        obj.save(by=request.user)

    def delete_model(self, request, obj):
        obj.delete(by=request.user)

    def delete_queryset(self, request, queryset):
        queryset.delete(by=request.user)

    def get_deleted_objects(self, objs, request):
        tags = list(objs)
        counts = {
            self.opts.verbose_name_plural: len(tags),
            ArticleTag._meta.verbose_name_plural: ArticleTag.objects.filter(tag__in=tags).count(),
        }
        return links(self, tags), counts, set(), []
