"""What is due: the articles that will appear or expire by themselves."""

from __future__ import annotations

from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.generic import View

from ..models import INDEX_COLUMNS, Article
from .filters import STATES

PER_PAGE = 50
# Of later ones the page only says that there are more.
MOST = 1_000
# The columns that say when something happens, and what that is.
EVENTS = ("public_from", "public_until")


class DueView(View):
    """The coming publications and expiries by day, the next first."""

    model_admin = None

    def get(self, request):
        if not self.model_admin.has_view_or_change_permission(request):
            raise PermissionDenied
        due = sorted(row for event in EVENTS for row in self.get_due(event))
        page = Paginator(due[:MOST], PER_PAGE).get_page(request.GET.get("p"))
        keys = {key for _moment, key, _event in page}
        articles = self.model_admin.model._default_manager.select_related("category")
        found = articles.defer(*INDEX_COLUMNS).in_bulk(keys)
        rows = [
            {"moment": timezone.template_localtime(moment), "event": event, "article": found[key]}
            for moment, key, event in page
            if key in found
        ]
        days = groupby(rows, lambda row: row["moment"].date())
        context = {
            "title": gettext("Due"),
            "days": [(day, list(rows)) for day, rows in days],
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "is_more": len(due) > MOST,
        }
        return self.model_admin.page(request, "article/due", context)

    def get_due(self, event: str) -> list[tuple]:
        articles = self.model_admin.model._default_manager.visible_to(self.request.user)
        coming = articles.filter(**{f"{event}__gt": timezone.now()}).order_by(event, "pk")
        return [(*row, event) for row in coming.values_list(event, "pk")[: MOST + 1]]


def state_of(article: Article) -> str:
    """One of ``STATES``."""
    now = timezone.now()
    if article.public_until and article.public_until <= now:
        return "expired"
    return "scheduled" if article.public_from and article.public_from > now else article.status


def state_label(article: Article) -> str:
    """What the state is called; of a scheduled article with the date."""
    if (state := state_of(article)) != "scheduled":
        return str(STATES[state])
    moment = timezone.template_localtime(article.public_from)
    return gettext("Scheduled for %(moment)s") % {"moment": date_format(moment, "DATETIME_FORMAT")}
