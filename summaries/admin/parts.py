"""Moving a part of an article to another one."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import text as texts
from ..document import Part as DocumentPart
from ..forms import MovePartForm
from ..models import Article, Part, has_text, writing
from .library import LibraryAdmin, in_one_change, link, readable

SHOWN_WORDS = 60


class ArticleParts(LibraryAdmin):
    """The parts of an article; the page at ``<id>/parts/<anchor>/move/`` moves one."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.move_part_view)
        address = "<path:object_id>/parts/<str:anchor>/move/"
        return [path(address, view, name=self.url_name("move_part")), *super().get_urls()]

    def move_url(self, request, article: Article) -> str:
        """The page's address, with ``ANCHOR`` for the part's; empty for whom may not move it."""
        if not article.may_be_changed_by(request.user):
            return ""
        return self.url("move_part", article.pk, "ANCHOR")

    @admin.display(description=_("Parts"))
    def parts(self, article):
        """The text, for those who may only look."""
        parts = list(article.parts.all())
        bodies = readable(*(part.body for part in parts))
        return format_html_join(
            "",
            '<div class="summaries-revision"><article><h2>{}</h2>{}</article></div>',
            ((part.title, body) for part, body in zip(parts, bodies, strict=True)),
        )

    def move_part_view(self, request, object_id, anchor):
        """Choose the article, and move the part to its end."""
        return in_one_change(self._move_part, request, object_id, anchor)

    def _move_part(self, request, object_id, anchor):
        article = self.get_object(request, unquote(object_id))
        part = article and article.parts.filter(anchor=anchor).first()
        if part is None:
            raise Http404(gettext("There is no such part."))
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        back = HttpResponseRedirect(self.url("change", article.pk))
        if reason := _must_stay(article, part):
            self.message_user(request, reason, messages.ERROR)
            return back
        form = MovePartForm(article, self.admin_site, request.user, request.POST or None)
        if form.is_valid() and self._is_moved(request, part, form):
            return back
        context = {
            "title": gettext("Move “%(part)s” to another article") % {"part": part},
            "form": form,
            "part": part,
            "text": mark_safe(  # noqa: S308 - sanitised here
                Truncator(texts.sanitise(part.body)).words(SHOWN_WORDS, html=True)
            ),
            "object": article,
            "original": article,
            "media": self.media + form.media,
        }
        return self.page(request, "article/move_part", context)

    def _is_moved(self, request, part: Part, form: MovePartForm) -> bool:
        """Whether the part was moved; why it was not, the form says."""
        target = form.cleaned_data["target"]
        if not self.has_change_permission(request, target):
            form.add_error("target", gettext("You may not change this article."))
            return False
        try:
            move_part(part, target, by=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return False
        for article in (part.article, target):
            self.log_change(request, article, article.revisions.first().note)
        message = gettext("“{part}” is now the last part of “{article}”.")
        said = format_html(message, part=part, article=link(self.admin_site, target))
        self.message_user(request, said, messages.SUCCESS)
        return True


def move_part(part: Part, target: Article, *, by) -> None:
    """Make the part the last one of another article: one edit of each, all or nothing."""
    article, said = part.article, DocumentPart(part.title, part.body)
    with writing():
        document = article.as_document()
        rest = tuple(one for one in document.parts if one.anchor != part.anchor)
        note = gettext("Moved “%(part)s” to “%(article)s”")
        note %= {"part": _shortened(part), "article": _shortened(target)}
        article.apply_document(replace(document, parts=rest), by=by, note=note)
        document = target.as_document()
        parts = target.with_anchors((*document.parts, said))
        note = gettext("Took over “%(part)s” from “%(article)s”")
        note %= {"part": _shortened(part), "article": _shortened(article)}
        target.apply_document(replace(document, parts=parts), by=by, note=note)


def _must_stay(article: Article, part: Part) -> str:
    """Why the part cannot be moved, if it cannot."""
    if article.status != Article.Status.PUBLISHED:
        return ""
    rest = [one for one in article.as_document().parts if one.anchor != part.anchor]
    if has_text(rest):
        return ""
    return gettext(
        "“%(part)s” is all the text of a published article, so it cannot be moved. Make the "
        "article a draft first."
    ) % {"part": part}


def _shortened(one) -> str:
    """What the history calls it; a note has room for two such names."""
    return Truncator(str(one)).chars(70)
