"""Previews for editors, and for whom they send a link."""

from __future__ import annotations

from django.conf import settings as project_settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render, resolve_url
from django.urls import NoReverseMatch, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from .. import previews
from ..metadata import HIDDEN
from ..models import INDEX_COLUMNS, Article, Draft, pinned
from ..previews import Preview
from .addresses import plain
from .articles import ArticlePage, edit_url_of
from .gone import not_public


class PreviewPage(ArticlePage, TemplateView):
    """The page of an article with another text, or before it is public; nobody stores it."""

    is_preview = True
    preview = Preview()
    referrer_policy = "same-origin"

    def dispatch(self, request, *args, **kwargs):
        with pinned() as state:
            self.overview = state.overview
            response = super().dispatch(request, *args, **kwargs)
            response = response.render() if hasattr(response, "render") else response
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = self.referrer_policy
        return response

    def get(self, request, *args, **kwargs):
        return self.load() or self.render_to_response(self.get_context_data())

    def show_preview(self, preview: Preview) -> None:
        """Read what the page of this preview is made of."""
        self.preview = preview
        document = preview.document
        if document is None:
            self.article = preview.article
            self.read()
        else:
            shown = previews.shown(document, preview.article)
            self.article, self.parts, self.tags = shown.article, shown.parts, shown.tags

    def get_metadata(self, context):
        return HIDDEN

    def get_context_data(self, **kwargs):
        return super().get_context_data(preview=self.preview, **kwargs)


class EditorsPreview(PreviewPage):
    """A preview for those who may see the article in the admin."""

    def load(self):
        user = getattr(self.request, "user", None)
        if user is None:
            raise Http404
        if not user.is_authenticated:
            return redirect_to_login(self.request.get_full_path(), _login_url())
        preview = self.get_preview(user)
        if not isinstance(preview, Preview):
            return preview
        if not previews.may_see(user, preview):
            raise PermissionDenied
        self.show_preview(preview)
        return None

    def get_edit_url(self):
        return edit_url_of(self.preview.article, self.request.user, draft=self.preview.draft)


class ArticlePreviewView(EditorsPreview):
    """Any article as it will look, or one of its revisions: ``?revision=3``."""

    def get_preview(self, user):
        if not previews.may_preview(user):
            raise PermissionDenied
        slug = plain(self.kwargs["slug"])
        article = Article.objects.defer(*INDEX_COLUMNS).filter(slug=slug).first()
        if article is None:
            return not_public(self.request, f"articles/{slug}")
        if (number := self.request.GET.get("revision")) is None:
            return Preview(article)
        is_number = number.isascii() and number.isdecimal() and len(number) < 10
        revision = article.revisions.filter(number=number).first() if is_number else None
        if revision is None:
            raise Http404(_("There is no such revision."))
        return Preview(article, revision)


class DraftPreviewView(EditorsPreview):
    """A working copy, of an article or of a new one, as it will look."""

    def get_preview(self, user):
        draft = get_object_or_404(Draft.objects.select_related("article"), key=self.kwargs["key"])
        return Preview(draft.article, draft=draft)


class SharedPreviewView(PreviewPage):
    """What an editor has made a link for, shown to anybody who has it, whoever that is."""

    referrer_policy = "no-referrer"

    def load(self):
        try:
            self.show_preview(previews.find(self.kwargs["token"]))
        except previews.BrokenLink:
            return self.refuse(403, _("Part of this link is missing or wrong."))
        except previews.EndedLink:
            return self.refuse(
                410, _("This link has expired or was withdrawn, or what it showed is gone.")
            )
        return None

    def refuse(self, status, reason):
        return render(
            self.request,
            "summaries/preview_ended.html",
            {"reason": reason, "metadata": HIDDEN},
            status=status,
        )

    def get_edit_url(self):
        return ""


def _login_url() -> str:
    try:
        return reverse("admin:login")
    except NoReverseMatch:
        return resolve_url(project_settings.LOGIN_URL)
