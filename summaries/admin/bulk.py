"""Bulk changes of articles: chosen in the list, confirmed on a page, done as a job."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .. import jobs
from ..forms import JOB_FORMS, CategoryChoiceField, CategorySelect, JobForm, TagSelect
from ..models import Article, ArticleTag, Category, Job, Upload
from ..text import grouped
from .categories import has_tree
from .library import LibraryAdmin, address
from .tags import tags_of

# Whoever may begin a job has one of these.
BEGINNERS = [
    f"summaries.{name}"
    for name in ("add_article", "change_article", "delete_tag", "delete_category")
]
# As Django lays out the fields of its own forms.
ALIGNED = {"classes": ["aligned"]}


def actions(model_admin) -> list[Callable]:
    """The bulk changes as actions of a list, if the site has the pages of their jobs."""
    if not model_admin.admin_site.is_registered(Job):
        return []
    return [_action(kind) for kind in jobs.of_articles()]


def _action(kind: jobs.ArticleKind) -> Callable:
    @admin.action(description=kind.label, permissions=[kind.permission])
    def begin(model_admin, request, queryset):
        """Keep which articles were chosen, and ask."""
        job = jobs.prepare_articles(kind, queryset, by=request.user)
        return HttpResponseRedirect(address(model_admin.admin_site, Job, "change", job.pk))

    begin.__name__ = kind.name
    return begin


@admin.register(Job)
class JobAdmin(LibraryAdmin):
    """What was begun and what became of it; nobody adds or deletes one here.

    Whoever may change articles sees the jobs of others, too, and may stop and undo them; who
    may begin any sees their own. What a job may do to an article is asked when it does it.
    """

    list_display = ["what", "status", "progress", "changed", "failed", "by", "created_at"]
    list_display_links = None
    ordering = ["-pk"]
    actions = None

    class Media:
        css = {"all": ["summaries/admin/jobs.css", "summaries/admin/comparison.css"]}

    def get_queryset(self, request):
        found = Job.objects.exclude(state=Job.State.PREPARED).for_list().order_by(*self.ordering)
        return found if _may_change(request) else found.filter(user=request.user.pk)

    @admin.display(description=_("what is done"))
    def what(self, job):
        return format_html('<a href="{}">{}</a>', self.url("change", job.pk), job)

    @admin.display(description=_("status"))
    def status(self, job):
        return format_html(
            '<span class="summaries-state summaries-job-{}">{}</span>',
            job.state,
            job.get_state_display(),
        )

    @admin.display(description=_("user"))
    def by(self, job):
        return job.user_name

    @admin.display(description=_("done"))
    def progress(self, job):
        return f"{grouped(job.position)} / {grouped(job.total)}"

    def has_change_permission(self, request, obj=None):
        is_own = obj is None or obj.user_id == request.user.pk
        return (is_own and _may_begin(request)) or _may_change(request)

    def has_view_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_module_permission(self, request):
        return self.has_change_permission(request)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    # One job

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The question before a job begins; afterwards how far it is and what can be done."""
        if not self.has_change_permission(request) or object_id is None:
            raise PermissionDenied
        key = unquote(object_id)
        job = Job.objects.defer("keys").filter(pk=key).first() if key.isdecimal() else None
        if job is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, job):
            raise PermissionDenied
        try:
            view = self._confirm if job.state == Job.State.PREPARED else self._follow
            return view(request, job)
        except jobs.JobError as error:
            self.message_user(request, error, messages.ERROR)
            is_posted = request.method == "POST"
            return HttpResponseRedirect(
                self.url("change", job.pk) if is_posted else self.url("changelist")
            )

    def _confirm(self, request, job):
        if job.user_id != request.user.pk:  # with whose rights it would run
            raise PermissionDenied
        kind = jobs.named(job.kind)
        form = self._form(request, job, kind)
        has_fields = bool(form.fields)
        if request.method == "POST" and self._shows_first(request, form, job, kind):
            return HttpResponseRedirect(f"{self.url('change', job.pk)}?from=0#preview")
        self._ask_consent(form, job, kind)
        if request.method == "POST" and form.is_valid():
            try:
                job = jobs.hand_over(jobs.start(job, job.params | form.params()))
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self._tell(request, job)
                return HttpResponseRedirect(self.url("change", job.pk))
        is_previewed = bool(job.params) or not has_fields
        page = self._preview(request, job, is_previewed)
        context = {
            "title": kind.label,
            "form": form,
            "adminform": AdminForm(form, [(None, {"fields": list(form.fields), **ALIGNED})], {}),
            "kind": kind,
            "hidden": job.total - sum(job.counts.values()),
            "is_previewed": is_previewed,
            "must_preview": bool(kind.find),
            "page": page,
            "has_fields": has_fields,
            "media": self.media + form.media,
        }
        return self._page(request, job, "confirm", context)

    def _form(self, request, job, kind):
        form_class = JOB_FORMS.get(kind.name, JobForm)
        data = request.POST if request.method == "POST" else None
        form = form_class(data, initial=job.params)
        use_autocomplete(self.admin_site, request, form)
        return form

    def _shows_first(self, request, form, job, kind) -> bool:
        """Whether what will change is to be shown before anything is done; if so, it is kept.

        So it is if that was asked for, and of find and replace in any case.
        """
        if not ("_preview" in request.POST or kind.find) or not form.is_valid():
            return False
        params = job.params | form.params()
        if "_preview" not in request.POST and params == job.params:
            return False
        job.params = params
        job.save()
        return True

    def _preview(self, request, job, is_previewed) -> jobs.Preview:
        start = _position(request, job)
        try:
            if is_previewed:
                return jobs.preview(job, job.params, start=start)
        except ValidationError as error:  # what the parameters name is gone
            self.message_user(request, jobs.in_one_sentence(error), messages.ERROR)
        return jobs.chosen(job, start=start)

    def _ask_consent(self, form, job, kind) -> None:
        concerned = job.counts.get("public", 0)
        if kind.publishes:
            concerned = job.total if kind.sets_dates else job.counts.get("ready", 0)
        if concerned and (job.params or not kind.find):
            form.ask_consent(concerned)

    def _follow(self, request, job):
        if request.method == "POST":
            return HttpResponseRedirect(self.url("change", self._act(request, job).pk))
        undone_by = Job.objects.defer("keys").filter(undoes=job).first()
        context = {
            "title": str(job),
            "can_undo": jobs.can_be_undone(job),
            "can_resume": job.state in (Job.State.PAUSED, Job.State.FAILED) and not undone_by,
            "undone_by": undone_by,
            "failures": self._failures(job),
            "before": Job.objects.free().filter(pk__lt=job.pk).count(),
            "is_any_busy": Job.objects.busy().exists(),
            "has_worker": jobs.has_worker(),
            "upload_url": self._upload_url(job),
            "remark": self._remark(job),
            "media": self.media,
        }
        return self._page(request, job, "progress", context)

    def _remark(self, job):
        """What is to be known of its kind, as far as that is known here."""
        try:
            return jobs.named(job.kind).remark
        except jobs.UnknownKind:
            return ""

    def _failures(self, job) -> list[dict]:
        """Those left alone, with the address of each article that has one here."""
        if "upload" in job.params:
            return job.failures
        return [
            {**one, "url": one["title"] and self._address(Article, "change", one["key"])}
            for one in job.failures
        ]

    def _act(self, request, job) -> Job:
        """Do what the pressed button says; the job to look at next."""
        if "_stop" in request.POST:
            jobs.stop(job)
        elif "_resume" in request.POST:
            jobs.resume(job)
            job = jobs.hand_over(job)
        elif "_undo" in request.POST:
            job = jobs.hand_over(jobs.undo(job, by=request.user))
            self._tell(request, job)
        elif "_run" in request.POST:
            job = jobs.run(job, seconds=jobs.SECONDS_AT_ONCE)
        return job

    def _tell(self, request, job) -> None:
        if job.state == Job.State.DONE:
            message = ngettext(
                "%(count)s article changed.", "%(count)s articles changed.", job.changed
            )
            message %= {"count": grouped(job.changed)}
            self.message_user(request, message, messages.SUCCESS)

    def _page(self, request, job, name, context):
        shared = {"job": job, "articles_url": self._address(Article, "changelist")}
        return self.page(request, f"job/{name}", {**shared, **context})

    def _address(self, model, page, *args) -> str:
        return address(self.admin_site, model, page, *args)

    def _upload_url(self, job) -> str:
        """The import that the job is part of, if it is part of one."""
        key = job.params.get("upload")
        return self._address(Upload, "change", key) if key else ""


def _may_begin(request) -> bool:
    """Whether the user may change or import articles, or merge tags or categories."""
    return any(map(request.user.has_perm, BEGINNERS))


def _may_change(request) -> bool:
    return request.user.has_perm("summaries.change_article")


def _position(request, job) -> int:
    """Where in the job's articles the page begins, as the address says."""
    said = request.GET.get("from", "")
    return min(int(said), job.total) if said.isascii() and said.isdecimal() and len(said) < 9 else 0


def use_autocomplete(admin_site, request, form) -> None:
    """Give the form's fields of categories and tags what they have in the form of an article."""
    if "category" in form.fields and has_tree(admin_site):
        plain = form.fields["category"]
        form.fields["category"] = CategoryChoiceField(
            Category.objects.all(),
            label=plain.label,
            help_text=plain.help_text,
            required=plain.required,
            widget=CategorySelect(Article._meta.get_field("category"), admin_site),
        )
    if "tags" in form.fields and tags_of(admin_site):
        widget = TagSelect(ArticleTag._meta.get_field("tag"), admin_site, can_add=False)
        form.fields["tags"].widget = widget
