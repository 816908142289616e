"""Merging several tags or categories into one, with a preview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from .. import jobs
from ..forms import MergeForm
from ..listing import Total
from ..models import Article, Job
from .library import LibraryAdmin, address, links

# So many titles, and so many addresses, are shown of each.
TITLES = 5
ADDRESSES = 30


@dataclass
class Merged:
    """What becomes of one of those that are merged."""

    name: str
    articles: Total
    titles: list[str] = field(default_factory=list)
    # What happens below it, a sentence each.
    below: list[str] = field(default_factory=list)
    # Each old address and the new one.
    addresses: list[tuple[str, str]] = field(default_factory=list)


def may_see_articles(admin_site, request) -> bool:
    registered = admin_site.is_registered(Article)
    return registered and admin_site.get_model_admin(Article).has_view_permission(request)


class MergingAdmin(LibraryAdmin):
    """A list with the action that merges the selected ones: choose, look, merge."""

    actions = ["merge"]
    most_to_merge = 50
    # Up to which ``counted()`` counts.
    bound = 0

    def counted(self, queryset):
        """The rows with the number of their articles, as ``article_count``."""
        return queryset

    def called(self, rows) -> Mapping[int, str]:
        """What they are called, by their primary keys."""
        return {row.pk: row.name for row in rows}

    def articles_of(self, one):
        raise NotImplementedError

    def preview(self, one, target) -> Merged:
        """What merging comes to; ``ValidationError`` where it cannot be."""
        articles = self.articles_of(one).for_titles().order_by("-pk")
        return Merged(
            name=one.name,
            articles=Total.counted(one.article_count, self.bound),
            titles=links(self, articles[:TITLES]),
            addresses=[(f"/{one.address}/", f"/{target.address}/")],
        )

    def has_merge_permission(self, request):
        return self.has_change_permission(request) and self.has_delete_permission(request)

    @admin.action(
        description=_("Merge selected %(verbose_name_plural)s into one"), permissions=["merge"]
    )
    def merge(self, request, queryset):
        if not 2 <= queryset.count() <= self.most_to_merge:
            message = gettext("Select 2 to %(count)d to merge.")
            self.message_user(request, message % {"count": self.most_to_merge}, messages.WARNING)
            return None
        rows = self.counted(queryset)
        form = MergeForm(
            request.POST if {"preview", "merge"} & request.POST.keys() else None,
            candidates=rows,
            called=self.called(rows),
            bound=self.bound,
            label=gettext("Which one stays?"),
        )
        if not form.is_valid():
            return self._merge_page(request, form, rows)
        target = form.cleaned_data["target"]
        others = [one for one in rows if one.pk != target.pk]
        try:
            merged = [self.preview(one, target) for one in others]
            if "merge" in request.POST:
                return self.merge_all(request, others, target)
        except ValidationError as error:
            form.add_error("target", error)
            return self._merge_page(request, form, rows)
        return self._merge_page(request, form, rows, target=target, merged=merged)

    def merge_all(self, request, others, target):
        """Merge a few articles at once, more of them as a job, whose page is shown."""
        job = jobs.merge(others, target, by=request.user)
        for one in others:
            self.log_change(request, target, gettext("Merged “%(name)s” into it") % {"name": one})
        job = jobs.hand_over(job)
        if job.state == Job.State.DONE:
            message = ngettext(
                "“%(first)s” was merged into “%(target)s”.",
                "%(count)d were merged into “%(target)s”.",
                len(others),
            )
            values = {"count": len(others), "first": others[0], "target": target}
            self.message_user(request, message % values, messages.SUCCESS)
            return None
        if job.state == Job.State.FAILED:
            self.message_user(request, job.failures[0]["reason"], messages.ERROR)
        else:
            said = gettext("These are many articles: the merge goes on by itself.")
            self.message_user(request, said, messages.INFO)
        page = address(self.admin_site, Job, "change", job.pk)
        return HttpResponseRedirect(page or self.url("changelist"))

    def _merge_page(self, request, form, rows, **preview):
        context = {
            "title": gettext("Merge %(things)s") % {"things": self.opts.verbose_name_plural},
            "form": form,
            "rows": rows,
            "may_see_articles": may_see_articles(self.admin_site, request),
            "shown_titles": TITLES,
            **preview,
        }
        return self.page(request, "merge", context)
