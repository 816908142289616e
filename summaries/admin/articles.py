"""Articles with their parts and history."""

from __future__ import annotations

from functools import partial

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Q, When
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from js_asset.media import Media

from .. import importers, jobs
from ..forms import (
    ArticleForm,
    CategoryChoiceField,
    CategorySelect,
    CategoryTreeField,
    DateAndTime,
    TagSelect,
    TagsField,
)
from ..importers import cuts
from ..models import (
    INDEX_COLUMNS,
    Article,
    ArticleTag,
    Category,
    MistakeReport,
    SourcePage,
)
from ..search import RANKED
from . import bulk, filters, richtext
from .attention import ArticleAttention
from .bin import ArticleBin
from .categories import has_tree
from .desk import ArticleSearch
from .drafts import ArticleDrafts
from .history import ArticleHistory
from .library import is_across, searchable
from .parts import ArticleParts
from .roles import ArticleRoles
from .schedule import DueView, state_label, state_of
from .sharing import ShareView, may_share
from .tags import tags_of

# The names of the buttons beside the import's cuts, and what these do once the form is saved.
CUT_BUTTONS = {"_put_back": importers.restore_cut, "_leave_out": importers.leave_out}


@admin.register(Article)
class ArticleAdmin(
    *(ArticleDrafts, ArticleParts, ArticleHistory, ArticleBin, ArticleAttention),
    *(ArticleSearch, ArticleRoles),
):
    form = ArticleForm
    # Named here, so that they also work for a project's model that inherits from Article. By
    # Django's own names a plain ModelAdmin would find them, which has no bin.
    change_form_template = "admin/summaries/article/change_form.html"
    change_list_template = "admin/summaries/article/list.html"
    fieldsets = [
        (None, {"fields": ["title", "category", "tags", "lead", "status"]}),
        (_("Text"), {"fields": ["parts"]}),
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
    formfield_overrides = {
        models.DateTimeField: {"widget": DateAndTime},
        models.URLField: {"assume_scheme": "https"},
    }
    raw_id_fields = ["author"]
    list_display = [
        *("title", "category_name", "state", "published"),
        *("part_count", "word_count", "changed"),
    ]
    list_filter = [
        *(filters.StateFilter, filters.CategoryFilter, filters.AttentionFilter),
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
        return super().get_queryset(request).not_in_bin().defer(*INDEX_COLUMNS)

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
        return format_html(
            '<span class="summaries-state summaries-state-{}">{}</span>',
            *(state_of(article), state_label(article)),
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
        tags = tags_of(self.admin_site)
        if db_field.name != "tags" or tags is None:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        # Django's autocomplete needs a plain relation, which the through model has.
        relation, can_add = ArticleTag._meta.get_field("tag"), tags.has_add_permission(request)
        return TagsField(
            label=capfirst(db_field.verbose_name),
            required=False,
            can_add=can_add,
            widget=TagSelect(relation, self.admin_site, can_add=can_add),
        )

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj:
            form = context["adminform"].form
            if not form.is_bound:  # which has unsaved changes
                form.fields["parts"].widget.move_url = self.move_url(request, obj)
            page = SourcePage.objects.filter(article=obj).first()
            context.update(source_page=page, open_reports=self._open_reports(request, obj))
            context.update(state=state_of(obj), state_label=state_label(obj))
            context["can_share"] = may_share(self, request, obj)
            if page and obj.may_be_changed_by(request.user):
                context.update(_cuts(page))
        context["rich_text"] = richtext.options(self, request)
        # django-csp's nonce, for the editor's import map; Django's own is set by Django.
        if hasattr(request, "csp_nonce"):
            context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, obj=obj, **kwargs)

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

    def get_urls(self):
        view = self.admin_site.admin_view
        paste = partial(richtext.paste_view, self)
        return [
            path("paste/", view(paste), name=self.url_name("paste")),
            path("share/", view(ShareView.as_view(model_admin=self)), name=self.url_name("share")),
            path("due/", view(DueView.as_view(model_admin=self)), name=self.url_name("due")),
            *super().get_urls(),
        ]

    def _open_reports(self, request, article: Article) -> int:
        if not request.user.has_perm("summaries.view_mistakereport"):
            return 0
        return article.mistake_reports.filter(state=MistakeReport.State.OPEN).count()


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


def _day(time) -> str:
    return date_format(timezone.template_localtime(time), "DATE_FORMAT")
