"""Import: upload files, look at what was found in each, correct it, take it in."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from .. import figures, importers, jobs, twins, uploads
from .. import text as texts
from ..document import Part
from ..forms import UploadedPageForm, UploadForm
from ..importers import cuts
from ..models import Article, Image, Job, Upload, UploadedPage, may_publish
from .bulk import ALIGNED, use_autocomplete
from .library import LibraryAdmin, address, links
from .twins import called

State = UploadedPage.State
PAGES = 50
UNOPENED = (State.WAITING, State.UNREADABLE, State.IMAGE)
# The names of the buttons beside the import's cuts, and what these make of a document.
CUT_BUTTONS = {
    "_put_back": lambda page, text: cuts.restore(page.document, page.original, text),
    "_leave_out": lambda page, text: cuts.remove(page.document, text),
}


@admin.register(Upload)
class UploadAdmin(LibraryAdmin):
    """Whoever may add articles may import; others' uploads are seen by who may change articles."""

    list_display = ["what", "uploaded_by", "created_at", "page_count", "to_decide", "taken"]
    list_display_links = None
    ordering = ["-pk"]
    actions = None

    class Media:
        css = {"all": ["summaries/admin/jobs.css", "summaries/admin/comparison.css"]}

    def get_queryset(self, request):
        found = super().get_queryset(request).with_counts().prefetch_related("user")
        if request.user.has_perm("summaries.change_article"):
            return found
        return found.filter(user=request.user.pk)

    @admin.display(description=_("files"))
    def what(self, upload):
        return format_html('<a href="{}">{}</a>', self.url("change", upload.pk), upload)

    @admin.display(description=_("user"))
    def uploaded_by(self, upload):
        return upload.user.get_username() if upload.user else ""

    @admin.display(description=_("pages"))
    def page_count(self, upload):
        return upload.page_count

    @admin.display(description=_("to decide"))
    def to_decide(self, upload):
        return upload.to_decide

    @admin.display(description=_("taken in"))
    def taken(self, upload):
        return upload.taken

    # Whoever may add articles

    def has_add_permission(self, request):
        return request.user.has_perm("summaries.add_article")

    def has_change_permission(self, request, obj=None):
        return self.has_add_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.has_add_permission(request)

    def has_delete_permission(self, request, obj=None):
        return self.has_add_permission(request)

    def has_module_permission(self, request):
        return self.has_add_permission(request)

    def get_deleted_objects(self, objs, request):
        found = list(objs)
        counts = {
            self.opts.verbose_name_plural: len(found),
            UploadedPage._meta.verbose_name_plural: UploadedPage.objects.filter(
                upload__in=found
            ).count(),
        }
        return links(self, found), counts, set(), []

    # Files in

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        if object_id is None:
            return self._receive(request)
        upload = self.get_object(request, unquote(object_id))
        if upload is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return self._overview(request, upload)

    def _receive(self, request):
        form = UploadForm(
            *((request.POST, request.FILES) if request.method == "POST" else ()),
            may_publish=request.user.has_perm("summaries.publish_article"),
        )
        use_autocomplete(self.admin_site, request, form)
        if request.method == "POST" and form.is_valid():
            upload = uploads.receive(
                [(one.name, one.file) for one in form.cleaned_data["files"]],
                by=request.user,
                category=form.names(),
                status=form.cleaned_data["status"],
            )
            jobs.hand_over(uploads.read(upload, by=request.user))
            return HttpResponseRedirect(self.url("change", upload.pk))
        context = {
            "title": gettext("Import files"),
            "form": form,
            "adminform": AdminForm(form, [(None, {"fields": list(form.fields), **ALIGNED})], {}),
            "media": self.media + form.media,
        }
        return self.page(request, "upload/upload", context)

    # The pages of an upload

    def _overview(self, request, upload):
        if request.method == "POST":
            self._act(request, upload)
            return HttpResponseRedirect(request.get_full_path())
        state = request.GET.get("state", "")
        shown = upload.pages.for_list()
        if state in State.values:
            shown = shown.filter(state=state)
        paginator = Paginator(shown, PAGES)
        pages = paginator.get_page(request.GET.get("p"))
        same = uploads.twins(pages, user=request.user)
        known, alike = uploads.known(pages, user=request.user), uploads.alike(pages)
        for page in pages:
            page.matches = self._named(request, alike.get(page.pk, ()), known.get(page.pk))
            page.twin, page.known = same.get(page.pk), known.get(page.pk)
            page.can_open = page.state not in UNOPENED
        context = {
            "title": str(upload),
            "upload": upload,
            "pages": pages,
            "state": state,
            "states": self._states(upload),
            "to_decide": upload.to_decide,
            "publishes": upload.status == "published",
            "public": uploads.public_by_themselves(upload, user=request.user),
            "notes": uploads.notes(upload),
            "job": (job := self._job(upload)),
            "job_url": self._job_url(job),
        }
        return self.page(request, "upload/overview", context)

    def _states(self, upload) -> list[tuple[str, str, int]]:
        """Each state that pages of the upload are in, with its name and their number."""
        counted = upload.pages.order_by().values_list("state").annotate(Count("pk"))
        counts = dict(counted)
        return [(one.value, one.label, counts[one]) for one in State if one in counts]

    def _job(self, upload) -> Job | None:
        """The job that is not over yet, if there is one."""
        open_jobs = Job.objects.filter(state__in=["waiting", "running"], params__upload=upload.pk)
        return open_jobs.defer("keys").first()

    def _job_url(self, job) -> str:
        return address(self.admin_site, Job, "change", job.pk) if job else ""

    def _act(self, request, upload) -> None:
        """Do with the chosen pages what the pressed button says."""
        chosen = [int(key) for key in request.POST.getlist("page") if key.isdecimal()]
        pages = upload.pages.filter(pk__in=chosen)
        if "_read" in request.POST:
            jobs.hand_over(uploads.read(upload, by=request.user))
        elif "_take_all" in request.POST:
            self._take_in(request, upload, None)
        elif not chosen:
            self.message_user(request, gettext("No page was chosen."), messages.WARNING)
        elif "_take" in request.POST:
            self._take_in(request, upload, chosen)
        elif "_leave" in request.POST:
            pages.filter(state=State.READ).update(state=State.LEFT)
        elif "_return" in request.POST:
            pages.filter(state=State.LEFT).update(state=State.READ)

    def _take_in(self, request, upload, pages) -> Job:
        job = jobs.hand_over(uploads.take_in(upload, pages, by=request.user))
        if job.changed:
            message = ngettext("%(count)d page taken in.", "%(count)d pages taken in.", job.changed)
            self.message_user(request, message % {"count": job.changed}, messages.SUCCESS)
        if job.failed:
            message = ngettext(
                "%(count)d page was not taken in; the list says why.",
                "%(count)d pages were not taken in; the list says why.",
                job.failed,
            )
            self.message_user(request, message % {"count": job.failed}, messages.WARNING)
        return job

    # One page

    def get_urls(self):
        view = self.admin_site.admin_view(self.page_view)
        page = "<path:object_id>/page/<int:number>/"
        return [path(page, view, name=self.url_name("page")), *super().get_urls()]

    def page_view(self, request, object_id, number):
        """What was found in one page beside its original, to correct and to decide on."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        upload = self.get_object(request, unquote(object_id))
        page = upload and upload.pages.filter(pk=number).first()
        if page is None or page.state in UNOPENED:
            raise Http404(gettext("There is no such page."))
        is_open = page.state in (State.READ, State.LEFT)
        form = UploadedPageForm(page, request.POST if request.method == "POST" else None)
        if request.method == "POST" and is_open and form.is_valid():
            return self._decide(request, upload, page, form)
        document, known = page.document, uploads.known([page], user=request.user).get(page.pk)
        matches = twins.matches(document)[: uploads.NAMED] if is_open else ()
        context = {
            "title": str(page),
            "upload": upload,
            "page": page,
            "form": form,
            "adminform": AdminForm(form, [(None, {"fields": list(form.fields), **ALIGNED})], {}),
            "is_open": is_open,
            "parts": _shown(document.parts),
            "twin": uploads.twins([page], user=request.user).get(page.pk),
            "known": known,
            "comparison": uploads.changes(page, known) if known and is_open else None,
            "matches": self._named(request, matches, known),
            "next": upload.pages.filter(state=State.READ, position__gt=page.position).first(),
            "language": document.language,
            "publishes": upload.status == "published"
            or (document.status == "published" and may_publish(request.user)),
            "media": self.media + form.media,
            **(_cuts(page) if is_open else {}),
        }
        return self.page(request, "upload/page", context)

    def _named(self, request, matches, known) -> list[tuple[str, int, str]]:
        """Title, likeness and page of the articles that are like one; not of the one it was."""
        return [
            (
                called(one.article, request.user),
                one.percent,
                one.article.may_be_seen_by(request.user)
                and address(self.admin_site, Article, "change", one.article.pk),
            )
            for one in matches
            if one.article != known
        ]

    def _decide(self, request, upload, page, form):
        """Save what was corrected, and do what the pressed button says."""
        page.correct(**form.corrected())
        for name, change in CUT_BUTTONS.items():
            if name in request.POST:
                try:
                    changed = change(page, request.POST[name])
                except importers.CutError as error:
                    self.message_user(request, error, messages.ERROR)
                else:
                    page.correct(lead=changed.lead, parts=changed.parts)
        if "_leave" in request.POST:
            page.state = State.LEFT
        elif "_return" in request.POST or "_take" in request.POST:
            page.state = State.READ
        page.save()
        if "_take" in request.POST:
            self._take_in(request, upload, [page.pk])
        return HttpResponseRedirect(request.get_full_path())


def _shown(parts: Iterable[Part]) -> list[tuple[str, SafeString]]:
    """Titles and HTML of the parts, with the images that were stored when the page was read."""
    pictures = Image.objects.pictures(*(part.body for part in parts))
    return [
        (
            part.title,
            mark_safe(figures.shown(texts.sanitise(part.body), pictures)),  # noqa: S308 - sanitised here
        )
        for part in parts
    ]


def _cuts(page: UploadedPage) -> dict[str, set[str]]:
    """Which of the page's cuts can be put back, and which texts are there to be left out."""
    cut = {one["text"] for one in page.report.get("cut", ())}
    suggested = {one["text"] for one in page.report.get("suggested_cuts", ())}
    if not cut | suggested:
        return {}
    document = page.document
    return {
        "cuts_standing": {text for text in suggested if cuts.holds(document, text)},
        "cuts_missing": cuts.missing(document, page.original, cut | suggested),
    }
