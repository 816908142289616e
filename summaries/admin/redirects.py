"""Redirects, and the addresses at which visitors found nothing."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from .. import redirects
from ..forms import CategoryChoiceField, CategorySelect, RedirectForm
from ..models import INDEX_COLUMNS, Article, MissingAddress, Redirect
from .categories import has_tree
from .library import (
    LibraryAdmin,
    LibraryChangeList,
    address,
    begins,
    in_one_change,
    link,
    searchable,
)

# The beginnings of old addresses.
KINDS = ("/", "articles/", "categories/", "tags/")
TARGETS = ("article", "category", "tag")
DEEDS = ("view", "add", "change", "delete")


@admin.register(Redirect)
class RedirectAdmin(LibraryAdmin):
    """Old addresses; the library leaves them itself, and others can be added."""

    form = RedirectForm
    list_display = ["path", "target", "created_at"]
    list_select_related = list(TARGETS)
    ordering = ["-pk"]
    search_fields = ["path"]  # see get_search_results()
    search_help_text = _("The beginning of an old address, with or without “articles/”.")
    indexed = ("path",)

    def get_queryset(self, request):
        columns = [f"article__{name}" for name in ("lead", *INDEX_COLUMNS)]
        return super().get_queryset(request).select_related(*TARGETS).defer(*columns)

    def get_search_results(self, request, queryset, search_term):
        if not (term := search_term.strip(" /")):
            return queryset, False
        found = begins(queryset, "path", term)
        for kind in KINDS:
            found |= begins(queryset, "path", f"{kind}{term}")
        return queryset.filter(found), False

    @admin.display(description=_("leads to"))
    def target(self, redirect):
        target = redirect.target
        return link(self.admin_site, target) if target else _("nothing: it is gone")

    # The form

    def get_fields(self, request, obj=None):
        """Of what it may lead to, what this user may choose from."""
        models = {name: Redirect._meta.get_field(name).related_model for name in TARGETS}
        chosen = [one for one in TARGETS if searchable(self.admin_site, models[one], request)]
        return ["path", *chosen, *(["created_at"] if obj else [])]

    def get_readonly_fields(self, request, obj=None):
        return ["path", "created_at"] if obj else []

    def get_autocomplete_fields(self, request):
        return [name for name in self.get_fields(request) if name in TARGETS]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "category" and has_tree(self.admin_site):
            kwargs["form_class"] = CategoryChoiceField
            kwargs["widget"] = CategorySelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        redirects.is_found(obj.path)

    def response_add(self, request, obj, post_url_continue=None):
        missing = address(self.admin_site, MissingAddress, "changelist")
        if "missing" in request.GET and missing and "_save" in request.POST:
            tell(self, request, obj)
            return HttpResponseRedirect(missing)
        return super().response_add(request, obj, post_url_continue)


class IgnoredFilter(admin.SimpleListFilter):
    """Those that are not ignored, if nothing else is asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("ignored", _("Ignored"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        yield first | {"display": _("Open")}
        yield from others

    def queryset(self, request, queryset):
        return queryset.filter(is_ignored=self.value() == "ignored")


class MissingChangeList(LibraryChangeList):
    """The list with an article for each address that it may mean."""

    def get_results(self, request):
        super().get_results(request)
        found = redirects.suggest(one.path for one in self.result_list)
        for one in self.result_list:
            one.suggested = found.get(one.path)


@admin.register(MissingAddress)
class MissingAddressAdmin(LibraryAdmin):
    """Whoever may see redirects may see what is missing; to add one is to answer for it."""

    list_display = ["called", "hits", "answers", "last_met"]
    list_display_links = None
    list_filter = [IgnoredFilter]
    list_per_page = 20  # each is searched for
    ordering = ["-hits", "-pk"]
    search_fields = ["path"]  # see get_search_results()
    search_help_text = _("The beginning of an address.")
    indexed = ("hits", "called")
    actions = ["ignore", "notice", "say_gone"]

    def get_changelist(self, request, **kwargs):
        return MissingChangeList

    def get_search_results(self, request, queryset, search_term):
        term = search_term.strip(" /")
        return (queryset.filter(begins(queryset, "path", f"/{term}")) if term else queryset), False

    # Who may do what

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return any(request.user.has_perm(f"summaries.{deed}_redirect") for deed in DEEDS)

    def has_answer_permission(self, request):
        return request.user.has_perm("summaries.add_redirect")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    # The list

    def changelist_view(self, request, extra_context=None):
        if request.method == "POST" and "_lead" in request.POST:
            return in_one_change(self._lead, request)
        context = {"title": gettext("Addresses at which visitors found nothing")}
        return super().changelist_view(request, context | (extra_context or {}))

    def get_list_display(self, request):
        may_answer = self.has_answer_permission(request)
        return [one for one in self.list_display if may_answer or one != "answers"]

    @admin.display(description=_("address"), ordering="path")
    def called(self, missing):
        """The address, and the page that links to it."""
        shown = format_html('<a href="{}">{}</a>', missing.path, missing.path)
        if not missing.referrer:
            return shown
        said = gettext("linked from %(page)s") % {"page": missing.referrer}
        return format_html('{} <span class="summaries-quiet">{}</span>', shown, said)

    @admin.display(description=_("lead it to"))
    def answers(self, missing):
        """The article that it may mean, with a button, and where another one is chosen."""
        asked = {"path": missing.path, "missing": 1}
        chosen = ""
        if article := missing.suggested:
            button = '{}<br><button class="button" name="_lead" value="{}-{}">{}</button> '
            named, said = link(self.admin_site, article), gettext("Redirect there")
            chosen = format_html(button, named, missing.pk, article.pk, said)
            asked["article"] = article.pk
        add = address(self.admin_site, Redirect, "add")
        if not add:
            return chosen
        said = gettext("To something else…") if chosen else gettext("Choose…")
        other = format_html('<a href="{}?{}">{}</a>', add, urlencode(asked), said)
        return format_html("{}{}", chosen, other)

    @admin.display(description=_("last met"), ordering="last_met_at")
    def last_met(self, missing):
        return date_format(timezone.template_localtime(missing.last_met_at), "DATE_FORMAT")

    def _lead(self, request):
        """Lead the address of a row to the article that is suggested there."""
        if not self.has_answer_permission(request):
            raise PermissionDenied
        keys = request.POST["_lead"].split("-")
        rows = self.model.objects.open(), Article.objects.published()
        found = [
            queryset.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
            for queryset, key in zip(rows, keys, strict=False)
        ]
        if len(found) == 2 and all(found):
            missing, article = found
            redirect = redirects.lead(missing.path, article)
            self.log_addition(request, redirect, [{"added": {}}])
            tell(self, request, redirect)
        else:
            said = gettext("This is in the list no more: somebody has dealt with it.")
            self.message_user(request, said, messages.WARNING)
        return HttpResponseRedirect(request.get_full_path())

    # What can be done with several

    @admin.action(description=_("Ignore selected addresses"), permissions=["answer"])
    def ignore(self, request, queryset):
        count = queryset.update(is_ignored=True)
        said = ngettext("%(count)d address is ignored.", "%(count)d addresses are ignored.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)

    @admin.action(description=_("No longer ignore selected addresses"), permissions=["answer"])
    def notice(self, request, queryset):
        count = queryset.update(is_ignored=False)
        said = ngettext("%(count)d is shown again.", "%(count)d are shown again.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)

    @admin.action(description=_("Say that selected addresses are gone"), permissions=["answer"])
    def say_gone(self, request, queryset):
        rows = list(queryset)
        for one in rows:
            self.log_addition(request, redirects.lead(one.path), [{"added": {}}])
        said = ngettext("%(count)d is gone.", "%(count)d are gone.", len(rows))
        self.message_user(request, said % {"count": len(rows)}, messages.SUCCESS)


def tell(model_admin, request, redirect: Redirect) -> None:
    """Say where the address leads from now on."""
    if target := redirect.target:
        said = _("{path} leads to “{target}” from now on.")
        message = format_html(said, path=redirect.path, target=link(model_admin.admin_site, target))
    else:
        message = gettext("%(path)s says from now on that it is gone.") % {"path": redirect.path}
    model_admin.message_user(request, message, messages.SUCCESS)
