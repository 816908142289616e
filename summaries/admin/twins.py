"""Near-duplicates: the pairs of articles that have nearly the same text, side by side."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import router, transaction
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from .. import text as texts
from .. import twins
from ..comparing import Run, compare_words
from ..models import INDEX_COLUMNS, Article, Part, Twin
from .filters import STATES
from .library import LibraryAdmin, address, in_one_change, link

# So many like parts are shown side by side, and so many pairs are told after a save.
SHOWN = 20
TOLD = 3


class StateFilter(admin.SimpleListFilter):
    """The open ones, if nothing else is asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [*Twin.State.choices[1:], ("all", _("All"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        yield first | {"display": Twin.State.OPEN.label}
        yield from others

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset.open()
        return queryset if self.value() == "all" else queryset.filter(state=self.value())


class SettleForm(forms.Form):
    """Which of the two stays, and what it takes over."""

    stays = forms.ChoiceField(label=_("Which one stays?"), widget=forms.RadioSelect)
    tags = forms.BooleanField(
        label=_("It takes over the other one’s tags"), required=False, initial=True
    )
    parts = forms.BooleanField(
        label=_("It takes over the parts that stand only in the other one"), required=False
    )

    def __init__(self, twin: Twin, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.articles = {str(one.pk): one for one in (twin.article, twin.other)}
        self.fields["stays"].choices = [(key, _named(one)) for key, one in self.articles.items()]
        public = [key for key, one in self.articles.items() if one.is_public]
        self.fields["stays"].initial = (public or [*self.articles])[0]

    def clean_stays(self) -> Article:
        return self.articles[self.cleaned_data["stays"]]


@dataclass(frozen=True, slots=True)
class Side:
    """An article of a pair, as it is shown."""

    article: Article
    state: str
    label: str
    trail: str
    tags: list[str]
    url: str


@admin.register(Twin)
class TwinAdmin(LibraryAdmin):
    """Whoever may see or change articles may do so with their pairs."""

    list_display = ["pair", "percent", "parts", "states", "found"]
    list_filter = [StateFilter]
    list_select_related = ["article", "other"]
    ordering = ["-likeness", "-pk"]
    sortable_by = ["percent", "found"]

    class Media:
        css = {"all": ["summaries/admin/twins.css"]}

    def get_queryset(self, request):
        columns = [f"{one}__{name}" for one in ("article", "other") for name in INDEX_COLUMNS]
        return super().get_queryset(request).select_related("article", "other").defer(*columns)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("summaries.view_article") or self.has_change_permission(
            request, obj
        )

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("summaries.change_article")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("articles"))
    def pair(self, twin):
        lines = ((one.title,) for one in (twin.article, twin.other))
        return format_html_join("", '<span class="summaries-one">{}</span>', lines)

    @admin.display(description=_("likeness"), ordering="likeness")
    def percent(self, twin):
        return gettext("%(number)d %%") % {"number": twin.likeness}

    @admin.display(description=_("status"))
    def states(self, twin):
        return format_html("{}<br>{}", *(_badge(one) for one in (twin.article, twin.other)))

    @admin.display(description=_("found"), ordering="found_at")
    def found(self, twin):
        return date_format(timezone.template_localtime(twin.found_at), "DATE_FORMAT")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Both texts beside each other, and what can be done."""
        return in_one_change(self._pair_view, request, object_id)

    def _pair_view(self, request, object_id):
        twin = self.get_object(request, unquote(object_id))
        if twin is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, twin):
            raise PermissionDenied
        form = SettleForm(twin, request.POST if "settle" in request.POST else None)
        if request.method == "POST":
            if not self.has_change_permission(request, twin):
                raise PermissionDenied
            if "keep" in request.POST:
                return self._keep(request, twin)
            if form.is_valid() and self._settle(request, twin, form.cleaned_data):
                return self._back(request)
        alike = twins.like_parts(twin.article, twin.other)
        context = {
            "title": gettext("Nearly the same text"),
            "twin": twin,
            "form": form,
            "sides": [self._side(one) for one in (twin.article, twin.other)],
            "parts": [
                (mine, theirs, int(100 * likeness), *_marked(mine, theirs))
                for mine, theirs, likeness in alike[:SHOWN]
            ],
            "more": max(len(alike) - SHOWN, 0),
            "can_change": self.has_change_permission(request, twin),
        }
        return self.page(request, "twin/change_form", context)

    def _keep(self, request, twin):
        twins.keep_both(twin, by=request.user)
        note = gettext("Both kept")
        self.log_change(request, twin, note)
        message = gettext("Both are kept; they are named again when one of the texts changes.")
        self.message_user(request, message, messages.SUCCESS)
        return self._back(request)

    def _settle(self, request, twin, chosen) -> bool:
        stays = chosen["stays"]
        goes = twin.partner(stays)
        try:
            twins.settle(twin, **chosen, by=request.user)
        except (PermissionDenied, ValidationError) as error:
            said = error.messages if isinstance(error, ValidationError) else [str(error)]
            self.message_user(request, " ".join(said), messages.ERROR)
            return False
        self.log_change(request, twin, gettext("Kept “%(article)s”") % {"article": stays})
        values = {"goes": link(self.admin_site, goes), "stays": link(self.admin_site, stays)}
        message = _("“{goes}” was archived; its address leads to “{stays}”.")
        self.message_user(request, format_html(message, **values), messages.SUCCESS)
        if not stays.is_public:
            message = _("“{stays}” is not public: until it is, that address shows nothing.")
            self.message_user(request, format_html(message, **values), messages.WARNING)
        return True

    def _back(self, request):
        return HttpResponseRedirect(self.url("changelist"))

    def _side(self, article) -> Side:
        return Side(
            article,
            state=article.status,
            label=STATES[article.status],
            trail=" › ".join(one.name for one in article.category.trail()),
            tags=[tag.name for tag in article.tags.all()],
            url=address(self.admin_site, Article, "change", article.pk),
        )


def tell_twins(model_admin, request, article) -> None:
    """Once the article is saved, say which others have nearly the same text."""
    tell = functools.partial(_tell, model_admin, request, article.pk)
    transaction.on_commit(tell, using=router.db_for_write(Article), robust=True)


def _tell(model_admin, request, key: int) -> None:
    pairs = _seen_by(request.user, twins.look([key]), key)
    for pair in pairs[:TOLD]:
        other = pair.other if pair.article_id == key else pair.article
        said = gettext("This text is much like “%(title)s” (%(likeness)d %%).")
        message = said % {"title": called(other, request.user), "likeness": pair.likeness}
        if url := page_of(model_admin.admin_site, request, pair):
            compare = gettext("Look at both")
            message = format_html('{} <a href="{}">{}</a>', message, url, compare)
        model_admin.message_user(request, message, messages.WARNING)
    if (more := len(pairs) - TOLD) > 0:
        said = ngettext(
            "It is like %(count)d more; see the near-duplicates.",
            "It is like %(count)d more; see the near-duplicates.",
            more,
        )
        model_admin.message_user(request, said % {"count": more}, messages.WARNING)


def page_of(admin_site, request, pair: Twin) -> str:
    """The address of the pair's page, if there is one that the user may see, else ``""``."""
    if not admin_site.is_registered(Twin):
        return ""
    may_see = admin_site.get_model_admin(Twin).has_view_permission(request)
    return address(admin_site, Twin, "change", pair.pk) if may_see else ""


def called(article: Article, user) -> str:
    """The title of an article, as far as the user may know it."""
    if article.is_public or article.may_be_seen_by(user):
        return article.title
    return gettext("a draft of somebody else")


def _seen_by(user, pairs: list[Twin], key: int) -> list[Twin]:
    """The pairs of this article with one that is public, or that the user may see."""
    others = {pair: ({pair.article_id, pair.other_id} - {key}).pop() for pair in pairs}
    found = Article.objects.filter(pk__in=others.values())
    seen = found.published() | found.visible_to(user)
    keys = set(seen.values_list("pk", flat=True))
    return [pair for pair, other in others.items() if other in keys]


def _named(article) -> str:
    """The title, and what tells it from another article of the same title."""
    values = {"title": article.title, "status": STATES[article.status], "address": article.address}
    return gettext("%(title)s (%(status)s, /%(address)s/)") % values


def _badge(article):
    return format_html(
        '<span class="summaries-state summaries-state-{}">{}</span>',
        *(article.status, STATES[article.status]),
    )


def _marked(mine: Part, theirs: Part) -> tuple[SafeString, SafeString]:
    """The texts of both parts, what differs marked in each."""
    runs = compare_words(texts.from_html(mine.body), texts.from_html(theirs.body))
    return _with_marks(runs, without="added"), _with_marks(runs, without="removed")


def _with_marks(runs: Iterable[Run], *, without: str) -> SafeString:
    pieces = (
        (format_html("{}" if run.kind == "same" else "<mark>{}</mark>", run.text),)
        for run in runs
        if run.kind != without
    )
    return format_html_join("", "{}", pieces)
