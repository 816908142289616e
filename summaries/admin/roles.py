"""What the admin shows and offers to whom; ``summaries.models.roles`` has the rule."""

from __future__ import annotations

from django.contrib.admin.views.autocomplete import AutocompleteJsonView

from ..models import Article, may, may_publish
from .library import LibraryAdmin


class OpenToWriters(AutocompleteJsonView):
    """An autocomplete view that also answers whoever may write articles."""

    def has_perm(self, request, obj=None):
        return super().has_perm(request, obj) or any(
            issubclass(model, Article) and model_admin.has_add_permission(request)
            for model, model_admin in self.admin_site._registry.items()
        )


class ArticleRoles(LibraryAdmin):
    """For the admin of articles: writers have only what is their own, and publish nothing."""

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return super().has_view_permission(request) or self.has_add_permission(request)
        return obj.may_be_seen_by(request.user)

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return super().has_change_permission(request) or self.has_add_permission(request)
        if getattr(request, "prepares_changes", False):  # in the form, which keeps them
            return obj.may_be_revised_by(request.user)
        return obj.may_be_changed_by(request.user)

    def has_delete_permission(self, request, obj=None):
        if obj is None:
            return super().has_delete_permission(request) or self.has_add_permission(request)
        return obj.may_be_deleted_by(request.user)

    def has_publish_permission(self, request):
        return may_publish(request.user)

    def get_readonly_fields(self, request, obj=None):
        """Writers stay the authors of what they write; what is featured decides who publishes."""
        fields = [*super().get_readonly_fields(request, obj)]
        if not may(request.user, "change", self.model):
            fields.append("author")
        return fields if may_publish(request.user) else [*fields, "is_featured"]

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "status" and not may_publish(request.user):
            published = Article.Status.PUBLISHED
            kwargs["choices"] = [one for one in db_field.choices if one[0] != published]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def lacking_to_delete(self, articles, request) -> set[str]:
        """What Django names as the rights that are missing: none, or for articles."""
        may_all = all(article.may_be_deleted_by(request.user) for article in articles)
        return set() if may_all else {self.opts.verbose_name}
