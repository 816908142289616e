"""The history of an article: what changed when, any two versions beside each other, restoring."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, takewhile

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.db.models.functions import Length
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext

from ..comparing import compare, label
from ..document import Document
from ..models import Article, CategoryChange, Part, Revision
from .library import LibraryAdmin, in_one_change, readable
from .schedule import state_label, state_of
from .sharing import may_share

REVISIONS_PER_PAGE = 50
# So many bytes of packed documents are read to say what changed in the revisions of a page.
PACKED = 1_000_000
# No page tells of more changed categories.
CATEGORY_CHANGES = 500


class ArticleHistory(LibraryAdmin):
    """The pages of an article's history."""

    # Named here, so that it also works for a project's model that inherits from Article.
    object_history_template = "admin/summaries/article/object_history.html"

    class Media:
        css = {"all": ["summaries/admin/comparison.css"]}

    def get_urls(self):
        view = self.admin_site.admin_view
        history = "<path:object_id>/history/<int:number>/"
        compared = "<path:object_id>/history/compare/"
        return [
            path(history, view(self.revision_view), name=self.url_name("revision")),
            path(f"{history}restore/", view(self.restore_view), name=self.url_name("restore")),
            path(compared, view(self.compare_view), name=self.url_name("compare")),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        """What happened to the article, the latest first."""
        article = self.get_object(request, unquote(object_id))
        if article is None:
            return super().history_view(request, object_id, extra_context)
        page = Paginator(article.revisions.all(), REVISIONS_PER_PAGE).get_page(request.GET.get("p"))
        entries = _entries(article, page)
        context = {
            "revisions": page,
            "entries": entries,
            "latest": article.version,
            "state": state_of(article),
            "state_label": state_label(article),
            "media": self.media,
            **(extra_context or {}),
        }
        return super().history_view(request, object_id, context)

    def revision_view(self, request, object_id, number):
        """What one revision changed, or the whole of what the article said then."""
        article, revision = self._revision(request, object_id, number)
        others = article.revisions.defer("snapshot")
        older = article.revisions.filter(number__lt=number).first()
        newer = others.filter(number__gt=number).order_by("number").first()
        document = revision.document
        context = {
            "title": gettext("Revision %(number)s: %(article)s")
            % {"number": number, "article": article},
            "revision": revision,
            "older": older,
            "newer": newer,
            "document": document,
        }
        if older is None or request.GET.get("view") == "text":
            bodies = readable(*(part.body for part in document.parts))
            context["parts"] = list(zip(document.parts, bodies, strict=True))
        else:
            context["comparison"] = revision.changes_since(older)
        return self._respond(request, article, "revision", context)

    def compare_view(self, request, object_id):
        """What changed between any two revisions, whichever of them is the older one."""
        article = self._article(request, object_id)
        numbers = [request.GET.get(name, "") for name in ("from", "to")]
        wanted = {int(number) for number in numbers if number.isdecimal() and len(number) < 10}
        found = list(article.revisions.filter(number__in=wanted).order_by("number"))
        if len(found) != 2:
            message = gettext("Choose two different revisions to compare.")
            self.message_user(request, message, messages.WARNING)
            return HttpResponseRedirect(self.url("history", article.pk))
        older, newer = found
        context = {
            "title": gettext("Revisions %(older)s and %(newer)s: %(article)s")
            % {"older": older.number, "newer": newer.number, "article": article},
            "older": older,
            "newer": newer,
            "comparison": newer.changes_since(older),
        }
        return self._respond(request, article, "compare", context)

    def restore_view(self, request, object_id, number):
        """Restore a revision's text, or that of one part, in a new edit; POST only."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return in_one_change(self._restore, request, object_id, number)

    def _restore(self, request, object_id, number):
        article, revision = self._revision(request, object_id, number)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        seen, anchor = request.POST.get("version", ""), request.POST.get("part", "")
        if seen and seen != str(article.version):
            return self._ask_again(request, article, revision, seen)
        version, by = article.version, request.user
        try:
            restored = revision.restore_part(anchor, by=by) if anchor else revision.restore(by=by)
        except Part.DoesNotExist as error:
            raise Http404(str(error)) from error
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
        else:
            self._tell(request, restored, is_changed=restored.version != version)
        return HttpResponseRedirect(self.url("change", article.pk))

    def _ask_again(self, request, article, revision, seen):
        """Somebody changed the article after the user had opened the page: show what."""
        known = seen.isdecimal() and len(seen) < 10
        since = article.revisions.filter(number=int(seen)).first() if known else None
        latest = article.revisions.prefetch_related("created_by").first()
        context = {
            "title": gettext("Restore revision %(number)s: %(article)s")
            % {"number": revision.number, "article": article},
            "revision": revision,
            "latest": latest,
            "part": request.POST.get("part", ""),
            "comparison": latest.changes_since(since) if since and latest else None,
        }
        return self._respond(request, article, "restore", context, status=409)

    def _tell(self, request, restored, *, is_changed):
        if not is_changed:
            message = gettext("The article says this already.")
            self.message_user(request, message, messages.INFO)
            return
        message = restored.revisions.first().note
        self.log_change(request, restored, message)
        self.message_user(request, message, messages.SUCCESS)

    def _respond(self, request, article, page, context, **options):
        context = {
            "object": article,
            "can_restore": self.has_change_permission(request, article),
            "can_share": may_share(self, request, article),
            **context,
        }
        return self.page(request, f"article/{page}", context, **options)

    def _article(self, request, object_id) -> Article:
        article = self.get_object(request, unquote(object_id))
        if article is None:
            raise Http404(gettext("There is no such article."))
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        return article

    def _revision(self, request, object_id, number) -> tuple[Article, Revision]:
        article = self._article(request, object_id)
        revision = article.revisions.prefetch_related("created_by").filter(number=number).first()
        if revision is None:
            raise Http404(gettext("There is no such revision."))
        return article, revision


def _entries(article: Article, page: Page) -> list[dict]:
    """The page's revisions with what each changed, and the changed categories between them."""
    # With the revision after those of the page, and the one before.
    first = max(page.start_index() - 2, 0)
    size = Length("snapshot")
    revisions = article.revisions.defer("snapshot").annotate(size=size)
    rows = list(revisions.prefetch_related("created_by")[first : page.end_index() + 1])
    shown = {row.number for row in rows[page.start_index() - 1 - first :][: len(page)]}
    documents = _documents(article, rows)
    changes = _changed_categories(rows)
    entries: list[dict] = []
    before: Document | None = None
    for place in reversed(range(len(rows))):
        row = rows[place]
        document = documents.get(row.number)
        if row.number in shown:
            entries.append({"revision": row, "summary": _summary(row, before, document)})
        newer = rows[place - 1].created_at if place else None
        while changes and (newer is None or changes[0].created_at < newer):
            change = changes.pop(0)
            if document and change.concerns(document.category):
                document = replace(document, category=change.carry(document.category))
                entries += [{"change": change}] if row.number in shown else []
        before = document
    return entries[::-1]


def _documents(article: Article, rows: list[Revision]) -> dict[int, Document]:
    """What the article said in the latest of the revisions; of very long texts, not in all."""
    sizes = takewhile(lambda size: size <= PACKED, accumulate(row.size for row in rows))
    few = [row.number for row in rows[: max(len(list(sizes)), 2)]]
    read = article.revisions.filter(number__in=few).only("article", "number", "snapshot")
    return {one.number: one.document for one in read}


def _changed_categories(rows: list[Revision]) -> list[CategoryChange]:
    if not rows:
        return []
    since = CategoryChange.objects.filter(created_at__gte=rows[-1].created_at)
    return list(since.prefetch_related("created_by")[:CATEGORY_CHANGES])


def _summary(row: Revision, before: Document | None, document: Document | None) -> str:
    if row.number == 1:
        return gettext("First version")
    said = compare(before, document).summary() if before and document else ""
    names = {"source": "source_name"}
    return said or gettext(", ").join(label(names.get(name, name)) for name in row.changes)
