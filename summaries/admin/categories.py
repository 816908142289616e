"""The category tree."""

from __future__ import annotations

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ..forms import CategoryChoiceField, CategoryForm, CategorySelect, trails
from ..listing import Total
from ..models import Article, BoundedCount, Category
from .library import address, link, links, page_if_public
from .merging import ADDRESSES, MergingAdmin
from .roles import OpenToWriters

# The articles of a category are counted up to this bound.
COUNTED = 1_000
# The most that are offered while one types.
OFFERED = 100
DEEPEST_INDENT = 9  # the style sheet has no more levels


class CategoryAutocomplete(OpenToWriters):
    """Categories by any word of their names, the best first, each shown as its breadcrumbs."""

    def get_queryset(self):
        return Category.objects.offers(self.term, OFFERED)

    def get_paginator(self, *args, **kwargs):
        return Paginator(*args, **kwargs)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        self.trails = trails(context["object_list"])
        return context

    def serialize_result(self, obj, to_field_name):
        return {**super().serialize_result(obj, to_field_name), "text": self.trails[obj.pk]}


@admin.register(Category)
class CategoryAdmin(MergingAdmin):
    view_on_site = staticmethod(page_if_public)
    form = CategoryForm
    fields = ["name", ("parent", "place"), "slug", "description"]
    list_display = ["node", "article_count", "full_path", "add_below"]
    list_per_page = 200
    ordering = ["path"]
    sortable_by = []
    search_fields = ["name", "full_path"]
    bound = COUNTED

    def get_queryset(self, request):
        own = Article.objects.not_in_bin().filter(category=OuterRef("pk"))
        counted = BoundedCount(own, COUNTED + 1)
        return super().get_queryset(request).annotate(article_count=counted)

    @admin.display(description=_("name"))
    def node(self, category):
        depth = min(category.depth, DEEPEST_INDENT)
        return format_html('<span class="summaries-depth-{}">{}</span>', depth, category.name)

    @admin.display(description=_("articles"))
    def article_count(self, category):
        return self._articles_link(category, Total.counted(category.article_count, COUNTED))

    @admin.display(description=_("below"))
    def add_below(self, category):
        return format_html(
            '<a class="addlink" href="{}?parent={}">{}</a>',
            *(self.url("add"), category.pk, _("Add below")),
        )

    def get_urls(self):
        view = CategoryAutocomplete.as_view(admin_site=self.admin_site)
        return [
            path(
                "autocomplete/",
                self.admin_site.admin_view(view),
                name=self.url_name("autocomplete"),
            ),
            *super().get_urls(),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        parent = form.base_fields["parent"]
        form.base_fields["parent"] = CategoryChoiceField(
            parent.queryset,
            label=parent.label,
            required=False,
            help_text=parent.help_text,
            widget=CategorySelect(Article._meta.get_field("category"), self.admin_site),
        )
        return form

    # What users without the permission to change a category see

    @admin.display(description=_("Parent"))
    def parent(self, category):
        return " › ".join(above.name for above in category.trail()[:-1])

    @admin.display(description=_("Position"))
    def place(self, category):
        return Category.objects.get_siblings(category).filter(path__lte=category.path).count()

    def save_model(self, request, obj, form, change):
        form.save_in_tree(by=request.user)

    # Merging

    def called(self, rows):
        return trails(rows)

    def articles_of(self, one):
        return Article.objects.filter(category=one)

    def preview(self, one, target):
        plan, merged = one.plan_merge(target), super().preview(one, target)
        merged.name = trails([one])[one.pk]
        merged.addresses = [
            (f"/{gone.address}/", f"/{into.address}/") for gone, into in plan.merged[:ADDRESSES]
        ]
        for category, parent in plan.moved[:ADDRESSES]:
            values = {"name": category.full_path, "parent": parent.full_path}
            merged.below.append(gettext("%(name)s moves below %(parent)s") % values)
        return merged

    def get_deleted_objects(self, objs, request):
        """The categories and all below them; those with articles are protected."""
        subtrees = Q(pk__in=[])
        for category in objs:
            subtrees |= Q(path__startswith=category.path)
        in_bin = Article.objects.in_bin().filter(category=OuterRef("pk"))
        categories = self.get_queryset(request).annotate(
            bin_count=BoundedCount(in_bin, COUNTED + 1)
        )
        deleted = list(categories.filter(subtrees).order_by("path"))
        protected = []
        for category in deleted:
            if count := category.article_count:
                words = ngettext("%(count)s article", "%(count)s articles", count)
                total = Total.counted(count, COUNTED)
                articles = self._articles_link(category, words % {"count": total})
                protected.append(format_html("{}: {}", link(self.admin_site, category), articles))
            if count := category.bin_count:
                words = ngettext(
                    "%(count)s article in the bin", "%(count)s articles in the bin", count
                )
                words %= {"count": Total.counted(count, COUNTED)}
                protected.append(format_html("{}: {}", link(self.admin_site, category), words))
        counts = {self.opts.verbose_name_plural: len(deleted)}
        return links(self, deleted), counts, set(), protected

    def _articles_link(self, category, words):
        url = address(self.admin_site, Article, "changelist")
        if not (category.article_count and url):
            return words
        return format_html('<a href="{}?category={}">{}</a>', url, category.pk, words)


def has_tree(admin_site) -> bool:
    """Whether the site shows categories by ``CategoryAdmin``, which shows their breadcrumbs."""
    registered = admin_site.is_registered(Category)
    return registered and isinstance(admin_site.get_model_admin(Category), CategoryAdmin)
