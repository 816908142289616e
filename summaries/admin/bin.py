"""The bin: what was deleted, by whom, and until when it can be restored."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.views.generic import View

from ..conf import settings
from ..models import INDEX_COLUMNS, Article
from .library import BoundedPaginator, LibraryAdmin, in_one_change, links

PER_PAGE = 50


class ArticleBin(LibraryAdmin):
    """Deleting an article moves it to the bin."""

    # Named here, so that they also work for a project's model that inherits from Article.
    delete_confirmation_template = "admin/summaries/article/delete.html"
    delete_selected_confirmation_template = "admin/summaries/article/delete_selected.html"

    def get_urls(self):
        view = self.admin_site.admin_view(BinView.as_view(model_admin=self))
        return [path("bin/", view, name=self.url_name("bin")), *super().get_urls()]

    def get_queryset(self, request):
        return super().get_queryset(request).not_in_bin()

    def get_deleted_objects(self, objs, request):
        """The articles alone: what belongs to them goes to the bin with them."""
        articles = list(objs)
        return (
            links(self, articles),
            {self.opts.verbose_name_plural: len(articles)},
            (self.lacking_to_delete(articles, request)),
            [],
        )

    def delete_model(self, request, obj):
        obj.move_to_bin(by=request.user)
        say_where(self, request)

    def delete_queryset(self, request, queryset):
        queryset.move_to_bin(by=request.user)
        say_where(self, request)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """The page before, or the bin if the article is there."""
        key = unquote(object_id)
        binned = self.model._default_manager.in_bin().visible_to(request.user).defer(*INDEX_COLUMNS)
        article = binned.filter(pk=key).first() if key.isdecimal() else None
        if article is None:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        message = gettext("“%(title)s” is in the bin. Restore it to work on it again.")
        self.message_user(request, message % {"title": article}, messages.WARNING)
        return HttpResponseRedirect(self.url("bin"))


class BinView(View):
    """The deleted articles, the latest first; each, or those selected, can be restored or deleted.

    A POST says ``restore`` or ``delete`` with the key of an article, or with ``selected`` for
    those under ``article``.
    """

    model_admin = None

    def dispatch(self, request, *args, **kwargs):
        if not self.model_admin.has_view_or_change_permission(request):
            raise PermissionDenied
        return in_one_change(super().dispatch, request, *args, **kwargs)

    def get_queryset(self):
        binned = self.model_admin.model._default_manager.in_bin().visible_to(self.request.user)
        binned = (
            binned.defer(*INDEX_COLUMNS).select_related("category").prefetch_related("deleted_by")
        )
        return binned.order_by("-deleted_at", "-pk")

    def get(self, request):
        words, binned = request.GET.get("q", "").strip().replace("\x00", ""), self.get_queryset()
        if words:
            binned = binned.filter(title__icontains=words)
        page = BoundedPaginator(binned, PER_PAGE).get_page(request.GET.get("p"))
        for article in page:
            article.may_be_restored = self.model_admin.has_change_permission(request, article)
            article.may_be_deleted = self.model_admin.has_delete_permission(request, article)
            article.goes_at = goes_at(article)
        context = {"articles": page, "total": page.paginator.total, "words": words}
        context |= {"pages": page.paginator.get_elided_page_range(page.number)}
        return self.render("bin", gettext("Bin"), **context, days=settings.BIN_DAYS)

    def post(self, request):
        deeds = [name for name in ("restore", "delete") if name in request.POST]
        articles = self.get_chosen(request.POST[deeds[0]]) if deeds else []
        if not articles:
            message = gettext("Select one or more articles that are still in the bin.")
            self.model_admin.message_user(request, message, messages.WARNING)
        elif deeds == ["restore"]:
            self.restore(articles)
        elif "sure" in request.POST:
            self.delete(articles)
        else:
            self.check(articles, self.model_admin.has_delete_permission)
            return self.render("bin_delete", gettext("Delete for good"), articles=articles)
        return HttpResponseRedirect(request.get_full_path())

    def get_chosen(self, value: str) -> list[Article]:
        keys = self.request.POST.getlist("article") if value == "selected" else [value]
        # Longer ones are no key, and more than a database takes.
        keys = [key for key in keys[:PER_PAGE] if key.isdecimal() and len(key) < 19]
        return list(self.get_queryset().filter(pk__in=keys))

    def restore(self, articles: list[Article]) -> None:
        self.check(articles, self.model_admin.has_change_permission)
        user, manager = self.request.user, self.model_admin.model._default_manager
        keys = manager.filter(pk__in=[one.pk for one in articles]).restore_from_bin(by=user)
        note = gettext("Restored from the bin")
        LogEntry.objects.log_actions(user.pk, articles, CHANGE, change_message=note)
        message = ngettext("%(count)d article restored.", "%(count)d articles restored.", len(keys))
        self.say(message, len(keys))
        if public := manager.published().filter(pk__in=keys).count():
            again = ngettext(
                "%(count)d of them is public again.", "%(count)d of them are public again.", public
            )
            self.say(again, public)

    def delete(self, articles: list[Article]) -> None:
        self.check(articles, self.model_admin.has_delete_permission)
        self.model_admin.log_deletions(self.request, articles)
        manager = self.model_admin.model._default_manager
        manager.filter(pk__in=[one.pk for one in articles]).delete()
        self.say(
            ngettext(
                "%(count)d article deleted for good.",
                "%(count)d articles deleted for good.",
                len(articles),
            ),
            len(articles),
        )

    def check(self, articles, has_permission) -> None:
        if not all(has_permission(self.request, article) for article in articles):
            raise PermissionDenied

    def say(self, message: str, count: int) -> None:
        self.model_admin.message_user(self.request, message % {"count": count}, messages.SUCCESS)

    def render(self, template: str, title: str, **context):
        context["title"] = title
        return self.model_admin.page(self.request, f"article/{template}", context)


def goes_at(article: Article):
    """When the article goes for good; ``None`` if it stays in the bin."""
    days = settings.BIN_DAYS
    return article.deleted_at + timedelta(days=days) if days else None


def say_where(model_admin, request) -> None:
    """Tell who has deleted something that it can be restored."""
    url, days = model_admin.url("bin"), settings.BIN_DAYS
    if days:
        said = ngettext(
            'What you delete stays in <a href="{}">the bin</a> for {} day and can be restored.',
            'What you delete stays in <a href="{}">the bin</a> for {} days and can be restored.',
            days,
        )
    else:
        said = gettext('What you delete stays in <a href="{}">the bin</a> and can be restored.')
    model_admin.message_user(request, format_html(said, url, days), messages.INFO)
