"""Links that show a preview to somebody without an account."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext
from django.views.generic import View

from .. import previews
from ..conf import settings
from ..models import Draft
from ..previews import Preview
from .library import in_one_change


def may_share(model_admin, request, article) -> bool:
    """Whether the user is offered links to previews of the article."""
    return bool(settings.PREVIEW_DAYS) and model_admin.has_change_permission(request, article)


class ShareView(View):
    """Makes a link to an article's present text, a revision or a working copy, and withdraws them.

    ``?article=12``, ``?article=12&revision=3`` or ``?draft=<key>`` says of what.
    """

    model_admin = None

    def dispatch(self, request, *args, **kwargs):
        if not settings.PREVIEW_DAYS:
            raise Http404(gettext("There are no links to previews here."))
        self.preview = self.get_preview()
        if not self.may_share():
            raise PermissionDenied
        response = in_one_change(super().dispatch, request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def get_preview(self) -> Preview:
        asked = self.request.GET
        if key := asked.get("draft"):
            try:
                draft = Draft.objects.select_related("article").get(key=key)
            except (Draft.DoesNotExist, ValidationError) as error:
                raise Http404(gettext("There is no such working copy.")) from error
            return Preview(draft.article, draft=draft)
        article = self.model_admin.get_object(self.request, asked.get("article", ""))
        if article is None:
            raise Http404(gettext("There is no such article."))
        if not (number := asked.get("revision")):
            return Preview(article)
        is_number = number.isascii() and number.isdecimal() and len(number) < 10
        revision = article.revisions.filter(number=number).first() if is_number else None
        if revision is None:
            raise Http404(gettext("There is no such revision."))
        return Preview(article, revision)

    def may_share(self) -> bool:
        """Whether the user may change what the link would show."""
        user, article, draft = self.request.user, self.preview.article, self.preview.draft
        if article is None:
            is_own = draft.user_id == user.pk
            return is_own and self.model_admin.has_add_permission(self.request)
        return self.model_admin.has_change_permission(self.request, article)

    def get(self, request):
        return self.render()

    def post(self, request):
        article = self.preview.article
        if "withdraw" in request.POST and article:
            article.withdraw_links()
            note = gettext("Withdrew all links to previews")
            self.model_admin.log_change(request, article, note)
            message = gettext("All links to previews of this article were withdrawn.")
            self.model_admin.message_user(request, message, messages.SUCCESS)
            return HttpResponseRedirect(request.get_full_path())
        if article:
            self.model_admin.log_change(request, article, gettext("Made a link to a preview"))
        path = reverse("summaries:shared_preview", args=[previews.link_token(self.preview)])
        until = timezone.now() + timedelta(days=settings.PREVIEW_DAYS)
        return self.render(link=request.build_absolute_uri(path), until=until)

    def render(self, **context):
        context |= {
            "title": gettext("Link for somebody without an account"),
            "preview": self.preview,
            "article": self.preview.article,
            "days": settings.PREVIEW_DAYS,
        }
        return self.model_admin.page(self.request, "article/share", context)
