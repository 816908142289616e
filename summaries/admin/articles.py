"""Articles with their parts and history."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Case, Q, When
from django.forms import ModelMultipleChoiceField
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from js_asset.media import Media

from .. import importers, jobs
from .. import text as texts
from ..forms import (
    ArticleForm,
    CategoryChoiceField,
    CategorySelect,
    CategoryTreeField,
    PartForm,
    PartFormSet,
    TagSelect,
    rich_text_widget,
)
from ..importers import cuts
from ..models import (
    INDEX_COLUMNS,
    Article,
    ArticleTag,
    Category,
    MistakeReport,
    Part,
    Revision,
    SourcePage,
    Tag,
)
from ..search import RANKED
from . import bulk, filters
from .categories import has_tree
from .filters import STATES
from .library import LibraryAdmin, in_one_change, is_across, links, searchable

REVISIONS_PER_PAGE = 50
# The names of the buttons beside the import's cuts, and what these do once the form is saved.
CUT_BUTTONS = {"_put_back": importers.restore_cut, "_leave_out": importers.leave_out}


class PartInline(admin.StackedInline):
    """The article's parts; whoever may change the article may change them."""

    model = Part
    form = PartForm
    formset = PartFormSet
    fields = (("position", "title"), "body")
    classes = ("summaries-parts",)
    view_on_site = False

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj and obj.part_count else 1

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "body":
            kwargs["widget"] = rich_text_widget()
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_view_permission(self, request, obj=None):
        articles = self.admin_site.get_model_admin(self.parent_model)
        return articles.has_view_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        articles = self.admin_site.get_model_admin(self.parent_model)
        if obj is None:
            return articles.has_add_permission(request)
        return articles.has_change_permission(request, obj)

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(Article)
class ArticleAdmin(LibraryAdmin):
    form = ArticleForm
    # Named here, so that they also work for a project's model that inherits from Article.
    change_form_template = "admin/summaries/article/change_form.html"
    object_history_template = "admin/summaries/article/object_history.html"
    inlines = [PartInline]
    fieldsets = [
        (None, {"fields": ["title", "category", "tags", "lead", "status"]}),
        (_("Publication"), {"fields": [("published_at", "expires_at"), "is_featured"]}),
        (
            _("Source and rights"),
            {
                "classes": ["collapse"],
                "fields": ["byline", "author", "source_name", "source_url", "licence"],
            },
        ),
        (
            _("Address and more"),
            {
                "classes": ["collapse"],
                "fields": ["slug", "language", "source_key", "comments_allowed"],
            },
        ),
    ]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    raw_id_fields = ["author"]
    list_display = [
        *("title", "category_name", "state", "published"),
        *("part_count", "word_count", "changed"),
    ]
    list_filter = [
        *(filters.StateFilter, filters.CategoryFilter, filters.FindingsFilter),
        *(filters.LanguageFilter, filters.FeaturedFilter),
        *(filters.PublishedFilter, filters.ChangedFilter),
    ]
    list_select_related = ["category"]
    list_prefetch_related = ["updated_by"]  # users may be in another database
    has_bulk_changes = True
    search_fields = ["slug"]  # see get_search_results()
    search_help_text = _("Words of title, text or tags; or an article’s address or import key.")

    # The list

    def get_queryset(self, request):
        return super().get_queryset(request).defer(*INDEX_COLUMNS)

    def get_ordering(self, request):
        return filters.ordering(request.GET)

    def indexed_columns(self, request):
        columns = {"-public_from": ("published",), "-updated_at": ("changed",)}
        return columns.get(self.get_ordering(request)[0], ())

    def get_search_results(self, request, queryset, search_term):
        """Full-text search; an address or import key also finds its article."""
        term = search_term.strip()
        if not term:
            return queryset, False
        # On all pages: all that match, not those alone that are ranked.
        found = queryset.matching(term) if is_across(request) else queryset.search(term)
        # The index of source_key is partial; SQLite uses it only if its condition is repeated.
        slug, key = term.rstrip("/").rsplit("/", 1)[-1], Q(source_key=term) & ~Q(source_key="")
        named = list(Article.objects.filter(Q(slug=slug) | key).values_list("pk", flat=True))
        if not named:
            return found, False
        if is_across(request):
            return found | queryset.filter(pk__in=named), False
        answers = [*named, *found.values_list("pk", flat=True)[:RANKED]]
        named_first = Case(When(pk__in=named, then=0), default=1)
        return queryset.filter(pk__in=answers).order_by(named_first, "-pk"), False

    @admin.display(description=_("category"), ordering="category__path")
    def category_name(self, article):
        category = article.category
        return format_html('<span title="{}">{}</span>', category.full_path, category.name)

    @admin.display(description=_("status"), ordering="status")
    def state(self, article):
        state = _state(article)
        return format_html(
            '<span class="summaries-state summaries-state-{}">{}</span>', state, STATES[state]
        )

    @admin.display(description=_("published"), ordering="public_from")
    def published(self, article):
        return article.published_at and _day(article.published_at)

    @admin.display(description=_("changed"), ordering="updated_at")
    def changed(self, article):
        day, user = _day(article.updated_at), article.updated_by
        if user is None:
            return day
        return format_html('{} <span class="summaries-quiet">{}</span>', day, user.get_username())

    # Bulk changes

    @property
    def actions(self):
        """One for each kind of job that changes articles, also for those of the project."""
        return bulk.actions(self)

    def most_at_once(self, action):
        kinds = {kind.name for kind in jobs.of_articles()}
        return jobs.MOST_ROWS if action in kinds else super().most_at_once(action)

    # The form

    def get_autocomplete_fields(self, request):
        """The author, if this user may search for users."""
        users = searchable(self.admin_site, get_user_model(), request)
        return ["author"] if users and users.has_view_permission(request) else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "category" and has_tree(self.admin_site):
            kwargs["form_class"] = CategoryChoiceField
            kwargs["widget"] = CategorySelect(db_field, self.admin_site)
        elif db_field.name == "category":
            kwargs["form_class"] = CategoryTreeField
            kwargs["queryset"] = Category.objects.order_by("path")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        tags = searchable(self.admin_site, Tag, request)
        if db_field.name != "tags" or tags is None:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        # Django's autocomplete needs a plain relation, which the through model has.
        relation = ArticleTag._meta.get_field("tag")
        return ModelMultipleChoiceField(
            Tag.objects.all(),
            label=capfirst(db_field.verbose_name),
            required=False,
            widget=RelatedFieldWidgetWrapper(
                TagSelect(relation, self.admin_site),
                relation.remote_field,
                self.admin_site,
                can_add_related=tags.has_add_permission(request),
            ),
        )

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj:
            page = SourcePage.objects.filter(article=obj).first()
            context.update(source_page=page, open_reports=self._open_reports(request, obj))
            if page and self.has_change_permission(request, obj):
                context.update(_cuts(page))
        # django-csp's nonce, for the editor's import map; Django's own is set by Django.
        if hasattr(request, "csp_nonce"):
            context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        """Nothing: ``save_related()`` saves article, parts and tags as one edit."""

    def save_related(self, request, form, formsets, change):
        article = form.instance
        with article.editing(by=request.user):
            article.save()
            super().save_related(request, form, formsets, change)

    def response_change(self, request, obj):
        """After one of the buttons beside the import's cuts, its cut is put back or left out."""
        for name, change in CUT_BUTTONS.items():
            if name in request.POST:
                self._change_cut(request, obj, change, request.POST[name])
                return HttpResponseRedirect(request.get_full_path())
        return super().response_change(request, obj)

    def _change_cut(self, request, article, change, text):
        try:
            change(article, text, by=request.user)
        except importers.CutError as error:
            self.message_user(request, error, messages.ERROR)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
        else:
            note = article.revisions.first().note
            self.log_change(request, article, note)
            self.message_user(request, note, messages.SUCCESS)

    def view_on_site(self, article):
        """The article's page, or its preview if it is not public."""
        if article.is_public:
            return article.get_absolute_url()
        return reverse("summaries:article_preview", args=[article.slug])

    def get_deleted_objects(self, objs, request):
        articles = list(objs)
        counts = {
            Article._meta.verbose_name_plural: len(articles),
            Part._meta.verbose_name_plural: Part.objects.filter(article__in=articles).count(),
            Revision._meta.verbose_name_plural: Revision.objects.filter(
                article__in=articles
            ).count(),
        }
        return links(self, articles), counts, set(), []

    # The history

    def get_urls(self):
        view = self.admin_site.admin_view
        history = "<path:object_id>/history/<int:number>/"
        return [
            path(history, view(self.revision_view), name=self._url_name("revision")),
            path(f"{history}restore/", view(self.restore_view), name=self._url_name("restore")),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        """The article's revisions, the newest first."""
        article = self.get_object(request, unquote(object_id))
        if article is None:
            return super().history_view(request, object_id, extra_context)
        revisions = Paginator(
            article.revisions.prefetch_related("created_by").defer("snapshot"), REVISIONS_PER_PAGE
        ).get_page(request.GET.get("p"))
        for revision in revisions:
            revision.labels = [_field_label(name) for name in revision.changes]
        context = {
            "revisions": revisions,
            "can_restore": self.has_change_permission(request, article),
            "media": self.media,
            **(extra_context or {}),
        }
        return super().history_view(request, object_id, context)

    def revision_view(self, request, object_id, number):
        """One revision's text."""
        article, revision = self._revision(request, object_id, number)
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        document = revision.document
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Revision %(number)s: %(article)s")
            % {"number": number, "article": article},
            "object": article,
            "revision": revision,
            "document": document,
            "parts": [
                (part.title, mark_safe(texts.sanitise(part.body)))  # noqa: S308 - sanitised here
                for part in document.parts
            ],
            "can_restore": self.has_change_permission(request, article)
            and number != article.version,
            "module_name": str(capfirst(self.opts.verbose_name_plural)),
            "opts": self.opts,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/summaries/article/revision.html", context)

    def restore_view(self, request, object_id, number):
        """Restore a revision's text in a new edit; POST only."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return in_one_change(self._restore, request, object_id, number)

    def _restore(self, request, object_id, number):
        article, revision = self._revision(request, object_id, number)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        try:
            article = revision.restore(by=request.user)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
        else:
            message = gettext("Restored revision %(number)s") % {"number": number}
            self.log_change(request, article, message)
            self.message_user(request, message, messages.SUCCESS)
        return HttpResponseRedirect(
            reverse(f"{self.admin_site.name}:{self._url_name('change')}", args=[article.pk])
        )

    def _open_reports(self, request, article: Article) -> int:
        if not request.user.has_perm("summaries.view_mistakereport"):
            return 0
        return article.mistake_reports.filter(state=MistakeReport.State.OPEN).count()

    def _url_name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _revision(self, request, object_id, number) -> tuple[Article, Revision]:
        article = self.get_object(request, unquote(object_id))
        revision = article and article.revisions.filter(number=number).first()
        if revision is None:
            raise Http404(gettext("There is no such revision."))
        return article, revision


def _cuts(page: SourcePage) -> dict[str, set[str]]:
    """Which of the page's cuts can be put back, and which texts are there to be left out."""
    cut = {one["text"] for one in page.report.get("cut", ())}
    suggested = {one["text"] for one in page.report.get("suggested_cuts", ())}
    if not cut | suggested:
        return {}
    document = page.article.as_document()
    standing = {text for text in suggested if cuts.holds(document, text)}
    missing = cuts.missing(document, page.original, cut | suggested)
    return {"cuts_standing": standing, "cuts_missing": missing}


def _state(article: Article) -> str:
    now = timezone.now()
    if article.public_until and article.public_until <= now:
        return "expired"
    return "scheduled" if article.public_from and article.public_from > now else article.status


def _day(time) -> str:
    return date_format(timezone.template_localtime(time), "DATE_FORMAT")


def _field_label(name: str) -> str:
    """What the admin calls a field of ``Document``."""
    if name in ("parts", "source"):
        return {"parts": gettext("text"), "source": gettext("source")}[name]
    return str(Article._meta.get_field(name).verbose_name)
