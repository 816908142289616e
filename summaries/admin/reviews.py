"""What waits for review: the queue, the page that accepts or sends back, the box in the form."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext

from .. import reviews
from ..comparing import compare
from ..forms import ReviewForm, part_names
from ..models import Article, Draft, ReviewStep, may_publish
from .library import LibraryAdmin, in_one_change, readable

WAITING_PER_PAGE = 50
# So many steps of an article are shown.
MOST_STEPS = 50
NOTE_LENGTH = ReviewStep._meta.get_field("note").max_length


class ArticleReviews(LibraryAdmin):
    """The review of articles by those who may publish."""

    def get_urls(self):
        view = self.admin_site.admin_view
        one, change = "<path:object_id>/review/", "<path:object_id>/review/<uuid:draft_key>/"
        return [
            path("review/", view(self.review_queue_view), name=self.url_name("review_queue")),
            path(one, view(self.review_view), name=self.url_name("review")),
            path(change, view(self.review_view), name=self.url_name("review_of_change")),
            *super().get_urls(),
        ]

    def review_queue_view(self, request):
        """What waits for review, the oldest first."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        waiting = reviews.queue()
        context = {
            "title": gettext("Waiting for review"),
            "waiting": Paginator(waiting, WAITING_PER_PAGE).get_page(request.GET.get("p")),
            "is_cut": len(waiting) >= reviews.MOST_LISTED,
        }
        return self.page(request, "review_queue", context)

    def review_view(self, request, object_id, draft_key=None):
        """The submitted text with its notes; a POST accepts it or sends it back."""
        return in_one_change(self._review, request, object_id, draft_key)

    def _review(self, request, object_id, draft_key):
        article, draft = self._under_review(request, object_id, draft_key)
        document = _document(article, draft)
        form = ReviewForm(document, request.POST or None, initial=_seen(article, draft))
        if form.is_valid():
            if self._answer(request, form, article, draft):
                return HttpResponseRedirect(self.url("review_queue"))
            document = _document(article, draft)
            form = ReviewForm(document, initial=form.cleaned_data | _seen(article, draft))
        bodies = readable(*(part.body for part in document.parts))
        context = {
            "title": gettext("Review: %s") % article,
            "object": article,
            "draft": draft,
            "waiting": reviews.find(article, draft),
            "document": document,
            "parts": list(zip(document.parts, bodies, strict=True)),
            "review_steps": _steps(article, document),
            "form": form,
            "comparison": draft and compare(article.as_document(), document),
        }
        return self.page(request, "review", context)

    def _under_review(self, request, object_id, draft_key):
        if not self.has_publish_permission(request):
            raise PermissionDenied
        article = self.get_object(request, unquote(object_id))
        draft = draft_key and Draft.objects.filter(pk=draft_key, article=article).first()
        if article is None or (draft_key and draft is None):
            raise Http404(gettext("There is no such text any more."))
        return article, draft

    def _answer(self, request, form, article, draft) -> bool:
        """Accept or send back as the form says; whether that was possible."""
        said = form.cleaned_data
        told = {
            "by": request.user,
            "draft": draft,
            "note": said["note"],
            "address": request.build_absolute_uri(self.url("change", article.pk)),
        }
        try:
            if form.sends_back:
                step = reviews.send_back(article, anchor=said["anchor"], **told)
            else:
                step = reviews.accept(article, seen=said["seen"], **told)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return False
        self.log_change(request, article, step.get_kind_display())
        self.message_user(request, str(step), messages.SUCCESS)
        return True

    # The list of articles and the form of one

    def changelist_view(self, request, extra_context=None):
        context = {"may_review": self.has_publish_permission(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def render_change_form(self, request, context, obj=None, **kwargs):
        draft = context["adminform"].form.draft
        is_change = obj is not None and obj.status == Article.Status.PUBLISHED
        steps = _steps(obj) if obj else {}
        is_asked = obj and (steps["open"] or obj.status == Article.Status.REVIEW)
        waiting = is_asked and reviews.find(obj, draft if is_change else None)
        may_write = obj is None or obj.may_be_revised_by(request.user)
        context.update(
            review_steps=steps,
            review_waiting=waiting,
            may_review=may_publish(request.user),
            may_submit=may_write and not waiting and not may_publish(request.user),
        )
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def response_add(self, request, obj, post_url_continue=None):
        if "_submit_for_review" in request.POST and not self.submit_for_review(request, obj):
            return HttpResponseRedirect(self.url("change", obj.pk))
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        if "_submit_for_review" in request.POST and not self.submit_for_review(request, obj):
            return HttpResponseRedirect(self.url("change", obj.pk))
        return super().response_change(request, obj)

    def submit_for_review(self, request, article, draft=None) -> bool:
        """Submit the saved article, or a working copy, with the form's note; whether that went."""
        to = [article.pk] if draft is None else [article.pk, draft.pk]
        page = self.url("review" if draft is None else "review_of_change", *to)
        try:
            step = reviews.submit(
                article,
                by=request.user,
                draft=draft,
                note=request.POST.get("review_note", "").strip()[:NOTE_LENGTH],
                address=request.build_absolute_uri(page),
            )
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return False
        self.log_change(request, article, step.get_kind_display())
        self.message_user(request, gettext("Submitted for review."), messages.SUCCESS)
        return True


def _document(article, draft):
    return article.as_document() if draft is None else draft.document


def _seen(article, draft) -> dict[str, int]:
    return {"seen": (article if draft is None else draft).version}


def _steps(article, document=None):
    """The latest steps of the article, open and answered, each with the part that it is about."""
    steps = ReviewStep.objects.filter(article=article).prefetch_related("user").order_by("-pk")
    steps, names = list(steps[:MOST_STEPS]), {}
    if any(step.anchor for step in steps):
        names = part_names(document or article.as_document())
    found = {"open": [], "answered": []}
    for step in steps:
        step.part_name = step.anchor and names.get(step.anchor, gettext("a part that is gone"))
        found["open" if step.is_open else "answered"].append(step)
    return found
