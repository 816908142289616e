"""Working copies in the article's form: kept while one types, opened, compared, discarded."""

from __future__ import annotations

import re
from uuid import UUID

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.db.models import prefetch_related_objects
from django.forms.widgets import Script
from django.http import HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext

from ..comparing import compare
from ..models import Draft, LibraryDeadlock
from .library import in_one_change
from .reviews import ArticleReviews
from .tags import tell_renamed
from .twins import tell_twins

# The buttons that keep the form's text without saving it; each has a method of its name.
DRAFT_BUTTONS = ("_keep", "_discard", "_preview")
# What Django's row of buttons goes by.
SAVE_BUTTONS = ("show_save", "show_save_and_continue", "show_save_and_add_another")
# The last pages whose text arrived, so that their browser lets its own copies go.
SAVED_COOKIE, TOLD = "summaries-saved", 20
PAGE_NAME = re.compile(r"[\w-]{1,40}", re.ASCII)
DAY = 24 * 60 * 60
# Other working copies that the form names.
MOST_NAMED = 20


class ArticleDrafts(ArticleReviews):
    """The working copies of articles.

    The form keeps one by itself while its user types. It is what the form opens with,
    until it is saved or discarded.
    """

    class Media:
        css = {"all": ["summaries/admin/drafts.css"]}
        js = [Script("summaries/admin/drafts.js", type="module")]

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("add/draft/", view(self.draft_view), name=self.url_name("add_draft")),
            path("<path:object_id>/draft/", view(self.draft_view), name=self.url_name("draft")),
            *super().get_urls(),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if request.method == "GET":
            form.draft = self._draft_to_open(request, obj)
        return form

    def _draft_to_open(self, request, obj) -> Draft | None:
        """The one that the address names, else the latest of the article; none for a new one."""
        drafts = Draft.objects.of(request.user, obj)
        if key := request.GET.get("draft"):
            return drafts.filter(pk=_uuid(key)).first()
        return drafts.first() if obj else None

    # While one types

    def draft_view(self, request, object_id=None):
        """Keep what the posted form says; the answer is JSON: ``key``, ``version``, ``saved``."""
        request.prepares_changes = True
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return in_one_change(self._keep_draft, request, object_id)

    def _keep_draft(self, request, object_id):
        form = self._form_to_keep(request, object_id)
        if form.lacks_parts:
            return JsonResponse({}, status=400)
        draft = form.keep(by=request.user)
        return JsonResponse(
            {
                "key": str(draft.pk if draft else form.key),
                "version": draft.version if draft else 0,
                "saved": " ".join(_said(form, draft, object_id)) if draft else "",
            }
        )

    def _form_to_keep(self, request, object_id):
        """The posted form, whose text is only kept; of a new article if the old one is gone."""
        article = object_id and self.get_object(request, unquote(object_id))
        if article and not self.has_change_permission(request, article):
            raise PermissionDenied
        if not article and not self.has_add_permission(request):
            raise PermissionDenied
        form_class = self.get_form(request, article or None, change=bool(article))
        form_class.is_only_kept = True
        form = form_class(request.POST, request.FILES, instance=article or self.model())
        form.full_clean()
        return form

    # The form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The form. Whatever becomes of what it posts, the text is kept."""
        request.prepares_changes = True
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        pressed = next((one for one in DRAFT_BUTTONS if one in request.POST), None)
        try:
            if pressed:
                response = in_one_change(getattr(self, pressed), request, object_id)
            else:
                response = in_one_change(self._post, request, object_id, form_url, extra_context)
        except LibraryDeadlock:
            raise
        except DatabaseError as error:
            return self._not_saved(request, error)
        _tell_browser(request, response)
        return response

    def _post(self, request, object_id, form_url, extra_context):
        """Save the form. A change of what its user may not publish is only kept, or submitted."""
        article = object_id and self.get_object(request, unquote(object_id))
        if not article or article.may_be_changed_by(request.user):
            return super().changeform_view(request, object_id, form_url, extra_context)
        if "_submit_for_review" not in request.POST:
            return self._keep(request, object_id)
        form = self._form_to_keep(request, object_id)
        draft = form.keep(by=request.user)
        if draft is None:
            self.message_user(request, gettext("Nothing was changed."), messages.INFO)
        elif self.submit_for_review(request, article, draft):
            return HttpResponseRedirect(self.url("changelist"))
        return HttpResponseRedirect(self.url("change", article.pk))

    def _keep(self, request, object_id):
        form = self._form_to_keep(request, object_id)
        if draft := form.keep(by=request.user):
            self.message_user(request, self._kept_message(request, draft), messages.SUCCESS)
        else:
            self.message_user(request, gettext("Nothing was changed."), messages.INFO)
        return HttpResponseRedirect(self.url("changelist"))

    def _discard(self, request, object_id):
        form = self._form_to_keep(request, object_id)
        if form.discard(by=request.user):
            self.message_user(request, gettext("The working copy was discarded."), messages.SUCCESS)
        else:
            message = gettext("Not discarded: another tab has written to this working copy since.")
            self.message_user(request, message, messages.WARNING)
        url = self.url("change", object_id) if form.instance.pk else self.url("add")
        return HttpResponseRedirect(url)

    def _preview(self, request, object_id):
        """Keep the text, and show it as its page will look."""
        form = self._form_to_keep(request, object_id)
        if draft := form.keep(by=request.user):
            address = reverse("summaries:draft_preview", args=[draft.pk])
        elif form.instance.pk:
            address = reverse("summaries:article_preview", args=[form.instance.slug])
        else:
            self.message_user(request, gettext("There is nothing to preview yet."), messages.INFO)
            address = self.url("add")
        return HttpResponseRedirect(address)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Where the article was deleted while somebody wrote, the text stays, for a new one."""
        if request.method != "POST":
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        draft = self._form_to_keep(request, object_id).keep(by=request.user)
        message = gettext(
            "Not saved: this article was deleted meanwhile. Your text was kept: save it here as "
            "a new article, or have the old one restored from the bin."
        )
        self.message_user(request, message, messages.WARNING)
        return HttpResponseRedirect(f"{self.url('add')}?draft={draft.pk if draft else ''}")

    def render_change_form(self, request, context, obj=None, **kwargs):
        form = context["adminform"].form
        if request.method == "POST" and hasattr(form, "keep"):
            kept = form.keep(by=request.user)
            if kept and form.is_conflict:
                return HttpResponseRedirect(f"{self.url('change', obj.pk)}?draft={kept.pk}")
            if kept:  # so that the next save is one of this copy
                form.data = form.data.copy()
                form.data["draft_key"], form.data["draft_version"] = str(kept.pk), kept.version
        if hasattr(form, "keep"):
            context.update(self._draft_context(request, form, obj))
        if obj and not obj.may_be_changed_by(request.user):
            context.update(dict.fromkeys(SAVE_BUTTONS, False))
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def _draft_context(self, request, form, obj) -> dict:
        draft, url = form.draft, None
        if obj is None and self.has_add_permission(request):
            url = self.url("add_draft")
        elif obj and self.has_change_permission(request, obj):
            url = self.url("draft", obj.pk)
        drafts = Draft.objects.filter(article=obj).exclude(pk=draft and draft.pk)
        if obj is None:
            drafts = drafts.filter(user=request.user.pk)
        named = drafts.order_by("-saved_at").titled()[:MOST_NAMED]
        others = [one for one in named if one.user_id != request.user.pk]
        prefetch_related_objects(others, "user")
        return {
            "draft": draft,
            "draft_url": url,
            "draft_differs": draft and form.current and compare(form.current, draft.document),
            "drafts": [one for one in named if one.user_id == request.user.pk],
            "drafts_of_others": others,
            "collisions": form.collisions,
            "their_name": form.collisions and obj.updated_by and obj.updated_by.get_username(),
            "taken": form.taken,
        }

    def save_model(self, request, obj, form, change):
        """Nothing: ``save_related()`` saves article, parts and tags as one edit."""

    def save_related(self, request, form, formsets, change):
        form.save_article(by=request.user)
        if form.taken:
            message = gettext("Others changed this article meanwhile (%(what)s). Both were kept.")
            self.message_user(request, message % {"what": form.taken.summary()}, messages.INFO)
        super().save_related(request, form, formsets, change)
        tell_renamed(request, form)
        tell_twins(self, request, form.instance)

    def _not_saved(self, request, error: DatabaseError):
        """The database refused the change: a page that holds the text, to try again."""
        parts = request.FILES.get("parts")
        if parts:
            parts.seek(0)
        context = {
            "title": gettext("Not saved"),
            "error": str(error).strip().split("\n")[0],
            "fields": [(name, value) for name, all_ in request.POST.lists() for value in all_],
            "parts": parts and parts.read().decode(),
        }
        return self.page(request, "article/not_saved", context, status=503)

    def _kept_message(self, request, draft: Draft):
        url = self.url("change", draft.article_id) if draft.article_id else self.url("add")
        return format_html(
            gettext("The working copy “{}” was kept."),
            format_html('<a href="{}?draft={}">{}</a>', url, draft.pk, draft),
        )


def _said(form, draft: Draft, object_id):
    """What the form says once its text is kept, a sentence each."""
    yield gettext("Working copy saved: %(time)s") % {"time": _time(draft.saved_at)}
    if form.is_apart:
        yield gettext(
            "It is one of its own: the one before was saved, discarded or changed in another tab."
        )
    if object_id and not draft.article_id:
        yield gettext("The article was deleted meanwhile: save this as a new one.")
    elif draft.article_id and draft.revision != form.instance.version:
        yield gettext("The article was saved meanwhile: your changes are put together with that.")


def _tell_browser(request, response) -> None:
    """Let the browser forget its own copy of what was posted: it is saved or kept."""
    page = request.POST.get("draft_page", "")
    if "_preview" in request.POST or not PAGE_NAME.fullmatch(page):
        return  # after a preview, its user goes on typing
    known = request.COOKIES.get(SAVED_COOKIE, "").split(".")
    pages = [page, *(one for one in known if PAGE_NAME.fullmatch(one) and one != page)][:TOLD]
    response.set_cookie(
        SAVED_COOKIE, ".".join(pages), max_age=DAY, samesite="Lax", secure=request.is_secure()
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _time(moment) -> str:
    return date_format(timezone.template_localtime(moment), "TIME_FORMAT")
