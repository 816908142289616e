"""What needs attention: a list over all articles, the findings in an article's form, a preview."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import router, transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext, ngettext
from django.views.generic import View

from .. import attention, jobs, twins
from ..findings import label
from ..listing import BOUND
from ..models import (
    INDEX_COLUMNS,
    Article,
    Finding,
    Job,
    MistakeReport,
    Part,
    Twin,
    may_see_all,
)
from .library import BoundedPaginator, LibraryAdmin, address
from .twins import called, page_of

PER_PAGE = 50
# In an article's form, so many findings are shown.
SHOWN = 100
# So many changes are previewed, and made, at once.
MOST_AT_ONCE = 500
# So many articles are looked at in one click.
LOOKED_AT = 200
# The names of the buttons beside a finding; each holds its key, or a kind of findings.
ACCEPT, ACCEPT_KIND, IGNORE, SHOW_AGAIN = "_accept", "_accept_kind", "_ignore", "_show_again"
# Where the form has the fields that findings are about.
FIELDS = {
    "title": "id_title",
    "lead": "id_lead",
    "tags": "id_tags",
    "category": "id_category",
    "parts": "id_parts-1",
}


class ArticleAttention(LibraryAdmin):
    """Findings beside the article's form, with buttons that save it first."""

    class Media:
        css = {"all": ["summaries/admin/attention.css"]}

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path(
                "attention/",
                view(AttentionView.as_view(model_admin=self)),
                name=self.url_name("attention"),
            ),
            path(
                "attention/preview/",
                view(PreviewView.as_view(model_admin=self)),
                name=self.url_name("accept"),
            ),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj:
            parts = context["adminform"].form.current.parts
            context["attention"] = _in_form(self, request, obj, parts)
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def response_add(self, request, obj, *args, **kwargs):
        _look_later(obj)
        return super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request, obj):
        """After one of the buttons beside a finding, what was typed is saved, then it is done."""
        _look_later(obj)
        if act_on_finding(self, request, Finding.objects.filter(article=obj)):
            return HttpResponseRedirect(request.get_full_path())
        return super().response_change(request, obj)


def _look_later(article: Article) -> None:
    """Find what needs attention once the change is there, and the library is open to others."""
    look = partial(attention.refresh, [article.pk])
    transaction.on_commit(look, using=router.db_for_write(Article), robust=True)


def may_change(model_admin, request, article: Article) -> bool:
    """Whether the user may change the article as it stands, not only prepare a change of it."""
    may_edit = model_admin.has_change_permission(request, article)
    return may_edit and article.may_be_changed_by(request.user)


def act_on_finding(model_admin, request, findings) -> bool:
    """Do what the button says with one of the findings; whether there was such a button."""
    if kind := request.POST.get(ACCEPT_KIND):
        wanted = findings.open().filter(kind=kind, suggestion__isnull=False)
        keys = list(wanted.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
        accept_all(model_admin, request, keys)
        return True
    for name in (ACCEPT, IGNORE, SHOW_AGAIN):
        if name in request.POST:
            break
    else:
        return False
    key = request.POST[name]
    finding = findings.filter(pk=key).first() if _is_key(key) else None
    if finding is None:
        said = gettext("This is in the list no more: somebody has dealt with it.")
        model_admin.message_user(request, said, messages.WARNING)
    elif not may_change(model_admin, request, finding.article):
        said = gettext("Nothing was done: you may not change “%(title)s” as it stands.")
        model_admin.message_user(request, said % {"title": finding.article}, messages.ERROR)
    elif name == ACCEPT:
        accept(model_admin, request, finding)
    elif name == IGNORE and finding.kind == "duplicate":
        keep_both(model_admin, request, finding)
    else:
        attention.ignore([finding.pk], is_ignored=name == IGNORE)
        said = gettext("Ignored until its text changes.") if name == IGNORE else gettext("Back.")
        model_admin.message_user(request, said, messages.SUCCESS)
    return True


def keep_both(model_admin, request, finding: Finding) -> None:
    """Decide on the pair of the finding, which is why it goes."""
    if pair := Twin.objects.filter(pk=finding.note).first():
        twins.keep_both(pair, by=request.user)
    said = gettext("Both are kept; they are named again when one of the texts changes.")
    model_admin.message_user(request, said, messages.SUCCESS)


def accept(model_admin, request, finding: Finding) -> None:
    try:
        done = attention.accept(finding.pk, by=request.user)
    except attention.RepairError as error:
        model_admin.message_user(request, error, messages.ERROR)
        return
    for article in done.articles:
        note = article.revisions.first().note
        model_admin.log_change(request, article, note)
        model_admin.message_user(request, note, messages.SUCCESS)


def accept_all(model_admin, request, keys: Iterable[int]) -> None:
    """Take over what the findings suggest, and say what became of them."""
    found = edited = left = 0
    allowed = partial(may_change, model_admin, request)
    for done in attention.accept_all(keys, by=request.user, allowed=allowed):
        found, edited = found + len(done.findings), edited + len(done.articles)
        left += done.left
        note = gettext("Suggestions accepted")
        LogEntry.objects.log_actions(request.user.pk, done.articles, CHANGE, change_message=note)
    articles = ngettext("%(count)d article", "%(count)d articles", edited) % {"count": edited}
    said = ngettext(
        "%(count)d suggestion accepted in %(articles)s.",
        "%(count)d suggestions accepted in %(articles)s.",
        found,
    )
    message = said % {"count": found, "articles": articles}
    model_admin.message_user(request, message, messages.SUCCESS if found else messages.WARNING)
    if left:
        said = ngettext(
            "%(count)d was left as it is: its text has changed, somebody has dealt with it, "
            "or you may not change its article.",
            "%(count)d were left as they are: their texts have changed, somebody has dealt with "
            "them, or you may not change their articles.",
            left,
        )
        model_admin.message_user(request, said % {"count": left}, messages.WARNING)


def _in_form(model_admin, request, article: Article, parts: Iterable[Part]) -> dict[str, Any]:
    """What the form shows beside the text, which has these parts."""
    rows = list(Finding.objects.filter(article=article))
    if attention.stale().filter(pk=article.pk).exists() or _settled(rows):
        attention.refresh([article.pk])
        rows = list(Finding.objects.filter(article=article))
    position = {part.anchor: number for number, part in enumerate(parts, 1)}
    rows.sort(key=lambda one: (position.get(one.anchor, 0), one.field, one.start, one.pk))
    for row in rows:
        row.target = _target(row, position.get(row.anchor))
    _name_twins(model_admin, request, rows)
    shown = [row for row in rows if not row.is_ignored]
    return {
        "kinds": _by_kind(shown[:SHOWN]),
        "count": len(shown),
        "more": max(len(shown) - SHOWN, 0),
        "ignored": [row for row in rows if row.is_ignored][:SHOWN],
        "can_change": may_change(model_admin, request, article),
    }


def _settled(rows: Iterable[Finding]) -> set[int]:
    """The keys of the articles that are said to have a near-duplicate, but have it no more."""
    found = {row.article_id: int(row.note) for row in rows if row.kind == "duplicate"}
    if not found:
        return set()
    open_ones = Twin.objects.open().filter(pk__in=found.values())
    pairs = set(open_ones.values_list("pk", flat=True))
    return {article for article, pair in found.items() if pair not in pairs}


def _name_twins(model_admin, request, rows: list[Finding]) -> None:
    """Give near-duplicates the other article, and the page of their pair."""
    found = [row for row in rows if row.kind == "duplicate"]
    if not found:
        return
    open_ones = Twin.objects.open().select_related("article", "other")
    pairs = open_ones.in_bulk([int(row.note) for row in found])
    for row in found:
        if pair := pairs.get(int(row.note)):
            other = pair.other if pair.article_id == row.article_id else pair.article
            row.twin, row.likeness = called(other, request.user), pair.likeness
            row.pair_url = page_of(model_admin.admin_site, request, pair)


def _by_kind(rows: list[Finding]) -> list[dict[str, Any]]:
    kinds: dict[str, list[Finding]] = defaultdict(list)
    for row in rows:
        kinds[row.kind].append(row)
    return [
        {
            "kind": kind,
            "label": label(kind),
            "findings": some,
            "is_placed": bool(some[0].text),
            "sure": sum(row.suggestion is not None for row in some),
        }
        for kind, some in kinds.items()
    ]


def _target(finding: Finding, position: int | None) -> str:
    """The id of the finding's place in the form."""
    if position:
        return f"id_parts-{position}"
    return FIELDS.get(finding.field, "")


class LibraryView(View):
    """A page of its own beside the articles; for those who may see them."""

    model_admin: Any = None

    def dispatch(self, request, *args, **kwargs):
        if not self.model_admin.has_view_or_change_permission(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def page(self, name: str, title: str, **context: Any):
        can_change = self.model_admin.has_change_permission(self.request)
        context |= {"title": title, "can_change": can_change}
        return self.model_admin.page(self.request, f"article/{name}", context)

    def kind(self) -> str:
        kind = self.request.GET.get("kind", "")
        if "\0" in kind:
            raise Http404(gettext("There is no such kind of finding."))
        return kind

    def findings(self):
        """The findings in what the user may see."""
        model_admin, request = self.model_admin, self.request
        if may_see_all(request.user, model_admin.model):
            return Finding.objects.all()
        return Finding.objects.filter(article__in=model_admin.get_queryset(request))

    def stale(self):
        """The articles to be looked at again that the user may see."""
        return attention.stale().visible_to(self.request.user)

    def rows(self, keys: list[int]) -> list[Finding]:
        """The findings of these keys with their articles, as far as the user may see them."""
        found = Finding.objects.in_bulk(keys)
        articles = (
            self.model_admin.get_queryset(self.request)
            .select_related("category")
            .defer("lead", *INDEX_COLUMNS)
            .in_bulk({row.article_id for row in found.values()})
        )
        parts = Part.objects.filter(article__in=articles).values_list("article", "anchor")
        position: dict[tuple[int, str], int] = {}
        last: dict[int, int] = defaultdict(int)
        for article, anchor in parts.order_by("article", "position", "pk"):
            last[article] += 1
            position[article, anchor] = last[article]
        rows = [found[key] for key in keys if key in found and found[key].article_id in articles]
        for row in rows:
            row.article = articles[row.article_id]
            row.can_change = may_change(self.model_admin, self.request, row.article)
            row.target = _target(row, position.get((row.article_id, row.anchor)))
        _name_twins(self.model_admin, self.request, rows)
        return rows


class AttentionView(LibraryView):
    """The kinds of findings with their counts, and the findings of one kind with their buttons."""

    def get(self, request):
        if kind := self.kind():
            return self._of_kind(kind)
        counts = attention.counts(self.findings())
        kinds = sorted(counts, key=lambda one: (-counts[one], one))
        waiting = self.stale().order_by().values("pk")[: BOUND + 1].count()
        return self.page(
            "attention",
            gettext("Needs attention"),
            kinds=[(one, label(one), counts[one]) for one in kinds],
            reports=self._reports(),
            waiting=f"{BOUND}+" if waiting > BOUND else waiting,
            looked_at=LOOKED_AT,
        )

    def _of_kind(self, kind: str):
        is_ignored = "ignored" in self.request.GET
        found = self.findings().filter(kind=kind, is_ignored=is_ignored)
        page = self._page(found)
        articles = {row.article_id for row in page.rows}
        old = set(attention.stale().filter(pk__in=articles).values_list("pk", flat=True))
        if old := old | _settled(page.rows):
            attention.refresh(old)  # so that no row shows what its article says no more
            page = self._page(found)
        sure = found.filter(suggestion__isnull=False)
        return self.page(
            "attention_kind",
            label(kind),
            kind=kind,
            page=page,
            groups=_by_article(page.rows),
            is_ignored=is_ignored,
            has_sure=not is_ignored and sure.exists(),
            has_ignored=is_ignored or self.findings().filter(kind=kind, is_ignored=True).exists(),
        )

    def _page(self, found):
        keys = found.order_by("article", "pk").values_list("pk", flat=True)
        page = BoundedPaginator(keys, PER_PAGE).get_page(self.request.GET.get("p"))
        page.rows = self.rows(list(page.object_list))
        return page

    def _reports(self) -> dict[str, Any] | None:
        """What readers have reported, if the user may see that."""
        if not self.request.user.has_perm("summaries.view_mistakereport"):
            return None
        url = address(self.model_admin.admin_site, MistakeReport, "changelist")
        if not url:
            return None
        count = MistakeReport.objects.filter(state=MistakeReport.State.OPEN).count()
        return {"url": f"{url}?state__exact={MistakeReport.State.OPEN}", "count": count}

    def post(self, request):
        if not self.model_admin.has_change_permission(request):
            raise PermissionDenied
        if "_look" in request.POST:
            keys = self.stale().order_by("pk").values_list("pk", flat=True)[:LOOKED_AT]
            attention.refresh(keys)
        else:
            act_on_finding(self.model_admin, request, self.findings())
        return HttpResponseRedirect(request.get_full_path())


def _by_article(rows: list[Finding]) -> list[tuple[Article, list[Finding]]]:
    groups: dict[int, list[Finding]] = defaultdict(list)
    for row in rows:
        groups[row.article_id].append(row)
    return [(some[0].article, some) for some in groups.values()]


class PreviewView(LibraryView):
    """Every change that "accept all of this kind" would make, to be chosen from, and then made.

    ``MOST_AT_ONCE`` are shown; what is left comes on the next page, or is done with them as a job.
    """

    def get(self, request):
        kind = self.kind()
        sure = self.findings().open().filter(kind=kind, suggestion__isnull=False)
        keys = list(sure.order_by("article", "pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        rows = [row for row in self.rows(keys[:MOST_AT_ONCE]) if row.can_change]
        return self.page(
            "attention_preview",
            gettext("Accept all: %(kind)s") % {"kind": label(kind)},
            kind=kind,
            groups=_by_article(rows),
            count=len(rows),
            most=MOST_AT_ONCE,
            has_more=len(keys) > MOST_AT_ONCE,
            has_jobs=self._has_jobs(),
        )

    def post(self, request):
        if not self.model_admin.has_change_permission(request):
            raise PermissionDenied
        if "_all" in request.POST and self._has_jobs():
            return self._ask_for_all()
        keys = [int(key) for key in request.POST.getlist("finding") if _is_key(key)]
        accept_all(self.model_admin, request, keys[:MOST_AT_ONCE])
        url = self.model_admin.url("attention")
        return HttpResponseRedirect(f"{url}?{request.GET.urlencode()}")

    def _has_jobs(self) -> bool:
        return self.model_admin.admin_site.is_registered(Job)

    def _ask_for_all(self):
        """A job for all articles with such findings; its page shows what will change, and asks."""
        kind, user = self.kind(), self.request.user
        found = Finding.objects.open().filter(kind=kind, suggestion__isnull=False)
        articles = self.model_admin.get_queryset(self.request).changeable_by(user)
        articles = articles.filter(pk__in=found.order_by().values("article"))
        job = jobs.prepare_articles(jobs.named("accept"), articles, by=user, params={"kind": kind})
        return HttpResponseRedirect(address(self.model_admin.admin_site, Job, "change", job.pk))


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
