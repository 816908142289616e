"""The library in Django's admin.

Lists are shaped for a large library: they never count or load a whole table
beyond the one count of their paginator.
"""

from __future__ import annotations

from django.conf import settings as project_settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.views.main import ORDER_VAR
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models, transaction
from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.forms import ModelMultipleChoiceField
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from js_asset.media import Media

from . import text as texts
from .forms import (
    ArticleForm,
    CategoryChoiceField,
    CategoryForm,
    CategorySelect,
    PartForm,
    PartFormSet,
    TagForm,
    TagMergeForm,
    TagSelect,
    rich_text_widget,
    trails,
)
from .models import (
    Article,
    ArticleTag,
    Category,
    Part,
    Redirect,
    Revision,
    SourcePage,
    Tag,
)
from .models.articles import INDEX_COLUMNS
from .search import Matches, parse

# So many hits of a search are ranked; of more, the newest come first.
RANKED_HITS = 2000
REVISIONS_PER_PAGE = 50


class LibraryAdmin(admin.ModelAdmin):
    """What all of the library's lists and forms share."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50

    class Media:
        css = {"all": ["summaries/admin/admin.css"]}


# Articles


class StateFilter(admin.SimpleListFilter):
    """The status, with the dates taken into account: what readers see of an article."""

    title = _("status")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return STATES.items()

    def queryset(self, request, queryset):
        state, now = self.value(), timezone.now()
        if state == "published":
            return queryset.published()
        published = queryset.filter(status=Article.Status.PUBLISHED)
        if state == "scheduled":
            return published.filter(published_at__gt=now)
        if state == "expired":
            return published.filter(published_at__lte=now, expires_at__lte=now)
        return queryset.filter(status=state) if state in STATES else queryset


class CategoryFilter(admin.SimpleListFilter):
    """One step down or up the category tree at a time, however large it is."""

    title = _("category")
    parameter_name = "category"
    template = "admin/summaries/category_filter.html"
    most_children = 100

    def lookups(self, request, model_admin):
        value = self.value() or ""
        self.category = (
            Category.objects.filter(pk=value).first()
            if value.isascii() and value.isdecimal()
            else None
        )
        above = self.category.trail() if self.category else []
        below = (
            Category.objects.get_children(self.category)
            if self.category
            else Category.objects.get_root_nodes()
        )
        self.shown = [*above, *below[: self.most_children]]
        return [(category.pk, category.name) for category in self.shown]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.in_category(self.category) if self.category else queryset.none()

    def choices(self, changelist):
        everything, *choices = super().choices(changelist)
        yield {**everything, "depth": 0}
        for category, choice in zip(self.shown, choices, strict=True):
            yield {**choice, "depth": category.depth}


class LanguageFilter(admin.SimpleListFilter):
    """The project's languages and those that texts are recognised in."""

    title = _("language")
    parameter_name = "language"
    recognised = ("en", "zh", "ja", "ko")
    most_languages = 20

    def lookups(self, request, model_admin):
        codes = [code.split("-")[0] for code, name in project_settings.LANGUAGES]
        if len(codes) > self.most_languages:  # Django's default, not a choice
            codes = []
        return [(code, _language_name(code)) for code in dict.fromkeys([*codes, *self.recognised])]

    def queryset(self, request, queryset):
        if not (code := self.value()):
            return queryset
        return queryset.filter(Q(language=code) | Q(language__startswith=f"{code}-"))


class FindingsFilter(admin.SimpleListFilter):
    """Imported articles that nobody has published yet, by what the import found in them."""

    title = _("import to review")
    parameter_name = "findings"

    def lookups(self, request, model_admin):
        return [("damage", _("Damaged places")), ("guesses", _("Guesses"))]

    def queryset(self, request, queryset):
        if (finding := self.value()) not in ("damage", "guesses"):
            return queryset
        pages = SourcePage.objects.filter(
            **{"article": OuterRef("pk"), f"report__{finding}__0__isnull": False}
        )
        unpublished = (Article.Status.DRAFT, Article.Status.REVIEW)
        return queryset.filter(Exists(pages), status__in=unpublished)


class PartInline(admin.StackedInline):
    """The article's parts; who may write the article may write them."""

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
        return self.admin_site.get_model_admin(Article).has_view_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        articles = self.admin_site.get_model_admin(Article)
        if obj is None:
            return articles.has_add_permission(request)
        return articles.has_change_permission(request, obj)

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(Article)
class ArticleAdmin(LibraryAdmin):
    form = ArticleForm
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
        *(StateFilter, CategoryFilter, FindingsFilter, LanguageFilter, "is_featured"),
        *("published_at", "updated_at"),
    ]
    list_select_related = ["category", "updated_by"]
    ordering = ["-pk"]
    search_fields = ["slug"]  # see get_search_results()
    search_help_text = _("Words of title, text or tags; or an article’s address or import key.")
    actions = ["publish", "unpublish", "archive", "feature", "unfeature"]

    # The list

    def get_queryset(self, request):
        return super().get_queryset(request).defer(*INDEX_COLUMNS)

    def get_search_results(self, request, queryset, search_term):
        """The library's own full text; an address or import key finds its article, too."""
        term = search_term.strip()
        if not term:
            return queryset, False
        slug = term.rstrip("/").rsplit("/", 1)[-1]
        named = list(
            Article.objects.filter(Q(slug=slug) | Q(source_key=term)).values_list("pk", flat=True)
        )
        query = parse(term)
        sorted_by_column = ORDER_VAR in request.GET
        if named:
            answers = Q(pk__in=named) | Q(Matches(query)) if query else Q(pk__in=named)
            found = queryset.filter(answers)
            named_first = Case(When(pk__in=named, then=0), default=1)
            return found if sorted_by_column else found.order_by(named_first, "-pk"), False
        found = queryset.matching(query)
        few = found.order_by()[: RANKED_HITS + 1].count() <= RANKED_HITS
        return queryset.search(query) if few and not sorted_by_column else found, False

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

    @admin.display(description=_("published"), ordering="published_at")
    def published(self, article):
        return article.published_at and _day(article.published_at)

    @admin.display(description=_("changed"), ordering="updated_at")
    def changed(self, article):
        day, user = _day(article.updated_at), article.updated_by
        if user is None:
            return day
        return format_html('{} <span class="summaries-quiet">{}</span>', day, user.get_username())

    # Actions

    @admin.action(description=_("Publish selected articles"), permissions=["change"])
    def publish(self, request, queryset):
        published = self._edit_all(
            request, queryset, gettext("Published"), status=Article.Status.PUBLISHED
        )
        hidden = sum(_state(article) != "published" for article in published)
        if hidden:
            message = ngettext(
                "%(count)d of them is not public because of its dates.",
                "%(count)d of them are not public because of their dates.",
                hidden,
            )
            self.message_user(request, message % {"count": hidden}, messages.WARNING)

    @admin.action(description=_("Make selected articles drafts again"), permissions=["change"])
    def unpublish(self, request, queryset):
        self._edit_all(request, queryset, gettext("Made a draft"), status=Article.Status.DRAFT)

    @admin.action(description=_("Archive selected articles"), permissions=["change"])
    def archive(self, request, queryset):
        self._edit_all(request, queryset, gettext("Archived"), status=Article.Status.ARCHIVED)

    @admin.action(description=_("Feature selected articles"), permissions=["change"])
    def feature(self, request, queryset):
        self._edit_all(request, queryset, gettext("Featured"), is_featured=True)

    @admin.action(description=_("Stop featuring selected articles"), permissions=["change"])
    def unfeature(self, request, queryset):
        self._edit_all(request, queryset, gettext("No longer featured"), is_featured=False)

    def _edit_all(self, request, queryset, note, **fields) -> list[Article]:
        """Set the fields of each article that differs, an edit each; returns the edited."""
        edited = []
        for article in queryset.exclude(**fields):
            with article.editing(by=request.user, note=note):
                for name, value in fields.items():
                    setattr(article, name, value)
                article.save()
            self.log_change(request, article, note)
            edited.append(article)
        message = ngettext("%(count)d article changed.", "%(count)d articles changed.", len(edited))
        self.message_user(request, message % {"count": len(edited)}, messages.SUCCESS)
        return edited

    # The form

    def get_autocomplete_fields(self, request):
        """The author too, if this user may look users up."""
        if not self.admin_site.is_registered(get_user_model()):
            return []
        users = self.admin_site.get_model_admin(get_user_model())
        may_search = users.get_search_fields(request) and users.has_view_permission(request)
        return ["author"] if may_search else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "category":
            kwargs["form_class"] = CategoryChoiceField
            kwargs["widget"] = CategorySelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name != "tags":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        # Django's autocomplete wants a plain relation; the through model has one.
        relation = ArticleTag._meta.get_field("tag")
        tags = self.admin_site.get_model_admin(Tag)
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
            context.update(source_page=page)
        # django-csp's nonce, for the editor's import map; Django's own is set by Django.
        if hasattr(request, "csp_nonce"):
            context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        """Left to ``save_related()``, so that article, parts and tags are one edit."""

    def save_related(self, request, form, formsets, change):
        article = form.instance
        with article.editing(by=request.user):
            article.save()
            super().save_related(request, form, formsets, change)

    def view_on_site(self, article):
        """The article's page, or for what is not public its preview."""
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
        return _links(self, articles), counts, _missing_permission(self, request), []

    # The history

    def get_urls(self):
        view = self.admin_site.admin_view
        history = "<path:object_id>/history/<int:number>/"
        return [
            path(history, view(self.revision_view), name="summaries_article_revision"),
            path(f"{history}restore/", view(self.restore_view), name="summaries_article_restore"),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        """The article's revisions, the newest first."""
        article = self.get_object(request, unquote(object_id))
        if article is None:
            return super().history_view(request, object_id, extra_context)
        revisions = Paginator(
            article.revisions.select_related("created_by").defer("snapshot"), REVISIONS_PER_PAGE
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
        """Bring a revision's text back, as a new edit; POST only."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
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
            reverse(f"{self.admin_site.name}:summaries_article_change", args=[article.pk])
        )

    def _revision(self, request, object_id, number) -> tuple[Article, Revision]:
        article = self.get_object(request, unquote(object_id))
        revision = article and article.revisions.filter(number=number).first()
        if revision is None:
            raise Http404(gettext("There is no such revision."))
        return article, revision


# Categories


class CategoryAutocomplete(AutocompleteJsonView):
    """Categories by any word of their names, each called by its whole trail."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        self.trails = trails(context["object_list"])
        return context

    def serialize_result(self, obj, to_field_name):
        return {**super().serialize_result(obj, to_field_name), "text": self.trails[obj.pk]}


@admin.register(Category)
class CategoryAdmin(LibraryAdmin):
    form = CategoryForm
    fields = ["name", ("parent", "place"), "slug", "description"]
    list_display = ["node", "article_count", "full_path", "add_below"]
    list_per_page = 200
    ordering = ["path"]
    sortable_by = []
    search_fields = ["name", "full_path"]

    def get_queryset(self, request):
        own = Article.objects.filter(category=OuterRef("pk")).order_by().values("category")
        count = Subquery(own.annotate(count=Count("pk")).values("count"))
        return super().get_queryset(request).annotate(article_count=Coalesce(count, 0))

    @admin.display(description=_("name"))
    def node(self, category):
        depth = min(category.depth, DEEPEST_INDENT)
        return format_html('<span class="summaries-depth-{}">{}</span>', depth, category.name)

    @admin.display(description=_("articles"))
    def article_count(self, category):
        return self._articles_link(category, category.article_count)

    @admin.display(description="")
    def add_below(self, category):
        url = reverse(f"{self.admin_site.name}:summaries_category_add")
        return format_html(
            '<a class="addlink" href="{}?parent={}">{}</a>',
            *(url, category.pk, _("Add below")),
        )

    def get_urls(self):
        view = CategoryAutocomplete.as_view(admin_site=self.admin_site)
        return [
            path(
                "autocomplete/",
                self.admin_site.admin_view(view),
                name="summaries_category_autocomplete",
            ),
            *super().get_urls(),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if parent := form.base_fields.get("parent"):
            form.base_fields["parent"] = CategoryChoiceField(
                parent.queryset,
                label=parent.label,
                required=False,
                help_text=parent.help_text,
                widget=CategorySelect(Article._meta.get_field("category"), self.admin_site),
            )
        return form

    # What those see who may not change it

    @admin.display(description=_("Parent"))
    def parent(self, category):
        return " › ".join(above.name for above in category.trail()[:-1])

    @admin.display(description=_("Position"))
    def place(self, category):
        return Category.objects.get_siblings(category).filter(path__lte=category.path).count()

    def save_model(self, request, obj, form, change):
        form.save_in_tree()

    def get_deleted_objects(self, objs, request):
        """The categories with all below them; those that hold articles are protected."""
        subtrees = Q(pk__in=[])
        for category in objs:
            subtrees |= Q(path__startswith=category.path)
        doomed = list(self.get_queryset(request).filter(subtrees).order_by("path"))
        protected = []
        for category in doomed:
            if count := category.article_count:
                words = ngettext("%(count)d article", "%(count)d articles", count)
                articles = self._articles_link(category, words % {"count": count})
                protected.append(format_html("{}: {}", _link(self.admin_site, category), articles))
        counts = {self.opts.verbose_name_plural: len(doomed)}
        return _links(self, doomed), counts, _missing_permission(self, request), protected

    def _articles_link(self, category, words):
        if not category.article_count:
            return words
        url = reverse(f"{self.admin_site.name}:summaries_article_changelist")
        return format_html('<a href="{}?category={}">{}</a>', url, category.pk, words)


# Tags


@admin.register(Tag)
class TagAdmin(LibraryAdmin):
    form = TagForm
    fields = ["name", "slug", "description"]
    list_display = ["name", "slug", "article_count"]
    list_per_page = 100
    ordering = ["name"]
    search_fields = ["name"]
    actions = ["merge"]
    most_to_merge = 50

    def get_queryset(self, request):
        own = ArticleTag.objects.filter(tag=OuterRef("pk")).order_by().values("tag")
        count = Subquery(own.annotate(count=Count("pk")).values("count"))
        return super().get_queryset(request).annotate(article_count=Coalesce(count, 0))

    @admin.display(description=_("articles"), ordering="article_count")
    def article_count(self, tag):
        return tag.article_count

    def has_merge_permission(self, request):
        return self.has_change_permission(request) and self.has_delete_permission(request)

    @admin.action(description=_("Merge selected tags into one"), permissions=["merge"])
    def merge(self, request, queryset):
        if not 2 <= queryset.count() <= self.most_to_merge:
            message = gettext("Select 2 to %(count)d tags to merge.")
            self.message_user(request, message % {"count": self.most_to_merge}, messages.WARNING)
            return None
        form = TagMergeForm(queryset, request.POST if "merge" in request.POST else None)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": gettext("Merge tags"),
                "form": form,
                "tags": queryset,
                "opts": self.opts,
                "media": self.media,
            }
            request.current_app = self.admin_site.name
            return TemplateResponse(request, "admin/summaries/tag/merge.html", context)
        target = form.cleaned_data["target"]
        others = list(queryset.exclude(pk=target.pk))
        with transaction.atomic():
            for tag in others:
                self.log_change(request, target, gettext("Merged “%(tag)s” into it") % {"tag": tag})
                tag.merge_into(target, by=request.user)
        message = ngettext(
            "%(count)d tag was merged into “%(target)s”.",
            "%(count)d tags were merged into “%(target)s”.",
            len(others),
        )
        values = {"count": len(others), "target": target}
        self.message_user(request, message % values, messages.SUCCESS)
        return None

    def delete_model(self, request, obj):
        obj.delete(by=request.user)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            for tag in queryset:
                tag.delete(by=request.user)

    def get_deleted_objects(self, objs, request):
        tags = list(objs)
        counts = {
            self.opts.verbose_name_plural: len(tags),
            ArticleTag._meta.verbose_name_plural: ArticleTag.objects.filter(tag__in=tags).count(),
        }
        return _links(self, tags), counts, _missing_permission(self, request), []


# Redirects and source pages: made by the library itself, here to be looked at


@admin.register(Redirect)
class RedirectAdmin(LibraryAdmin):
    list_display = ["path", "target", "created_at"]
    list_select_related = ["article", "category", "tag"]
    fields = readonly_fields = ["path", "target", "created_at"]
    ordering = ["-pk"]
    search_fields = ["path"]

    @admin.display(description=_("leads to"))
    def target(self, redirect):
        target = redirect.article or redirect.category or redirect.tag
        return _link(self.admin_site, target)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(SourcePage)
class SourcePageAdmin(LibraryAdmin):
    list_display = ["key", "article_link", "imported_at"]
    list_select_related = ["article"]
    fields = readonly_fields = ["key", "article_link", "imported_at"]
    ordering = ["-pk"]
    search_fields = ["key"]

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        columns = [f"article__{name}" for name in INDEX_COLUMNS]
        return queryset.select_related("article").defer("original", "report", *columns)

    @admin.display(description=_("article"))
    def article_link(self, page):
        return page.article and _link(self.admin_site, page.article)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


# Words and links

STATES = {
    "draft": _("Draft"),
    "review": _("In review"),
    "published": _("Published"),
    "scheduled": _("Scheduled"),
    "expired": _("Expired"),
    "archived": _("Archived"),
}
DEEPEST_INDENT = 9  # as far as the style sheet goes


def _state(article: Article) -> str:
    now = timezone.now()
    if article.status == Article.Status.PUBLISHED:
        if article.expires_at and article.expires_at <= now:
            return "expired"
        if article.published_at > now:
            return "scheduled"
    return article.status


def _day(time) -> str:
    return date_format(timezone.template_localtime(time), "DATE_FORMAT")


def _language_name(code: str) -> str:
    if code == "zh":
        return gettext("Chinese")  # Django knows its two scripts only
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code


def _field_label(name: str) -> str:
    """What the admin calls a field of ``Document``."""
    if name in ("parts", "source"):
        return {"parts": gettext("text"), "source": gettext("source")}[name]
    return str(Article._meta.get_field(name).verbose_name)


def _link(admin_site, obj):
    """The object's name, linked to its form if it has one."""
    info = (admin_site.name, obj._meta.app_label, obj._meta.model_name)
    try:
        url = reverse("{}:{}_{}_change".format(*info), args=[obj.pk])
    except NoReverseMatch:
        return str(obj)
    return format_html('<a href="{}">{}</a>', url, obj)


def _links(model_admin, objects) -> list:
    return [_link(model_admin.admin_site, obj) for obj in objects]


def _missing_permission(model_admin, request) -> set:
    allowed = model_admin.has_delete_permission(request)
    return set() if allowed else {model_admin.opts.verbose_name}
