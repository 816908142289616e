"""Tags: their names, offering them as one types, and merging them."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import F, OuterRef
from django.db.models.functions import Coalesce
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..forms import TagForm
from ..listing import BOUND
from ..models import Article, ArticleTag, BoundedCount, Tag
from ..text import grouped
from .library import links, page_if_public
from .merging import MergingAdmin
from .roles import OpenToWriters

# The most that are offered while one types.
OFFERED = 100


class TagAutocomplete(OpenToWriters):
    """Tags by their names, the best first; one that was renamed says so."""

    def get_queryset(self):
        return Tag.objects.offers(self.term, OFFERED)

    def get_paginator(self, *args, **kwargs):
        return Paginator(*args, **kwargs)

    def serialize_result(self, obj, to_field_name):
        said = gettext("%(name)s (was “%(former)s”)") % {"name": obj.name, "former": obj.was}
        return {"id": obj.name, "text": said if obj.was else obj.name}


@admin.register(Tag)
class TagAdmin(MergingAdmin):
    view_on_site = staticmethod(page_if_public)
    form = TagForm
    fields = ["name", "slug", "description"]
    list_display = ["name", "slug", "public_count"]
    list_per_page = 100
    ordering = ["name"]
    search_fields = ["name"]
    indexed = ("name", "slug", "public_count")
    bound = BOUND

    def get_queryset(self, request):
        count = Coalesce(F("stored_count__articles"), 0)
        return super().get_queryset(request).annotate(public_count=count)

    def get_urls(self):
        view = self.admin_site.admin_view(TagAutocomplete.as_view(admin_site=self.admin_site))
        name = self.url_name("autocomplete")
        return [path("autocomplete/", view, name=name), *super().get_urls()]

    @admin.display(description=_("published articles"), ordering="public_count")
    def public_count(self, tag):
        """The stored count: without articles that expire, but with scheduled ones."""
        return grouped(tag.public_count)

    def counted(self, queryset):
        tagged = ArticleTag.objects.filter(tag=OuterRef("pk"))
        return queryset.annotate(article_count=BoundedCount(tagged, BOUND + 1))

    def articles_of(self, one):
        return Article.objects.tagged_with([one])

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


def tags_of(admin_site) -> TagAdmin | None:
    """The site's admin of tags, if it offers them as one types."""
    if not admin_site.is_registered(Tag):
        return None
    model_admin = admin_site.get_model_admin(Tag)
    return model_admin if isinstance(model_admin, TagAdmin) else None


def tell_renamed(request, form) -> None:
    """Say which of the tags that were typed are called otherwise now."""
    field = form.fields.get("tags")
    for former, name in getattr(field, "renamed", {}).items():
        message = gettext("The tag “%(former)s” is called “%(name)s” now.")
        messages.info(request, message % {"former": former, "name": name})
