"""Take over what findings suggest, or put them aside.

Each looks at the present text under the library's lock, so that of two editors who do the same
the second one is told that it is done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from summaries import text as texts
from summaries.findings import MOVED, repaired
from summaries.models import Article, Edit, Finding, Rows, current_change, write, writing

from .looking import BATCH_SIZE, refresh

# Whether an article may be changed.
Permission = Callable[[Article], bool]


class RepairError(ValueError):
    """The suggestion cannot be taken over; the message says why."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The articles that were edited, the findings taken over, and how many could not be."""

    articles: list[Article]
    findings: list[Finding]
    left: int


def accept(key: int, *, by: AbstractBaseUser | None = None) -> Accepted:
    """Put what the finding suggests in its place, as one edit; ``by`` is the user.

    Raises ``RepairError`` if it is dealt with already, or if the text there has changed.
    """
    finding = Finding.objects.open().filter(pk=key).first()
    if finding is None:
        raise RepairError(_("This is in the list no more: somebody has dealt with it."))
    if finding.suggestion is None:
        raise RepairError(_("No repair is known for this place; edit the text."))
    for done in accept_all([key], by=by):
        if done.findings:
            return done
    raise RepairError(_("The text at this place has changed; nothing was replaced."))


def accept_all(
    keys: Iterable[int], *, by: AbstractBaseUser | None = None, allowed: Permission | None = None
) -> Iterator[Accepted]:
    """Take over what these findings suggest, an edit for each article.

    It yields what became of each batch of articles, which is a transaction of its own: a
    run that was interrupted can be repeated. ``allowed`` tells which articles may be changed.
    """
    wanted: dict[int, list[int]] = defaultdict(list)
    rows = Finding.objects.filter(pk__in=list(keys)).order_by("article", "pk")
    for article, key in rows.values_list("article", "pk"):
        wanted[article].append(key)
    articles = list(wanted)
    for start in range(0, len(articles), BATCH_SIZE):
        batch = articles[start : start + BATCH_SIZE]
        asked = [key for article in batch for key in wanted[article]]
        with writing():
            edits, taken = _edits(batch, asked, allowed)
            current_change().touch(Article.objects.filter(pk__in=[one.article.pk for one in edits]))
            write(edits, by=by)
            Finding.objects.filter(pk__in=[one.pk for one in taken]).delete()
        articles_edited = [edit.article for edit in edits]
        refresh([article.pk for article in articles_edited])
        yield Accepted(articles_edited, taken, len(asked) - len(taken))


def _edits(
    keys: list[int], findings: list[int], allowed: Permission | None
) -> tuple[list[Edit], list[Finding]]:
    """The edits of these articles that take over these findings, as far as they still can be."""
    open_ones: dict[int, list[Finding]] = defaultdict(list)
    for one in Finding.objects.open().filter(pk__in=findings, suggestion__isnull=False):
        open_ones[one.article_id].append(one)
    articles = list(
        Article.objects.filter(pk__in=keys).select_related("category").prefetch_related("author")
    )
    rows = Rows(articles)
    rows.know_trails(article.category for article in articles)
    edits, taken = [], []
    for article in articles:
        if allowed and not allowed(article):
            continue
        said = rows.document(article, rows.parts[article.pk], rows.tags(article))
        document, repairs = repaired(said, open_ones[article.pk])
        edit = Edit(article, document, _note(repairs), category=article.category)
        if repairs and _is_valid(edit):
            edits.append(edit)
            taken += repairs
    return edits, taken


def _is_valid(edit: Edit) -> bool:
    try:
        edit.check()
    except ValidationError:  # a title of which nothing would be left
        return False
    return True


def _note(repairs: list[Finding]) -> str:
    if len(repairs) != 1:
        note = ngettext(
            "%(count)d suggestion accepted", "%(count)d suggestions accepted", len(repairs)
        )
        return note % {"count": len(repairs)}
    (one,) = repairs
    text = texts.excerpt(one.note if one.kind == MOVED else one.text, 60)
    if not one.suggestion:
        return _("Accepted: without “%(text)s”") % {"text": text}
    said = {"text": text, "suggestion": texts.excerpt(one.suggestion, 60)}
    return _("Accepted: “%(text)s” is now “%(suggestion)s”") % said


def suggestions(articles: Iterable[int], *, kind: str) -> dict[int, list[Finding]]:
    """By the keys of the articles, their open findings of the kind that have a suggestion."""
    found: dict[int, list[Finding]] = defaultdict(list)
    wanted = Finding.objects.open().filter(article__in=list(articles), kind=kind)
    for one in wanted.filter(suggestion__isnull=False):
        found[one.article_id].append(one)
    return found


def ignore(keys: Iterable[int], *, is_ignored: bool = True) -> int:
    """Put the findings aside until their text changes, or back again; how many there were."""
    return Finding.objects.filter(pk__in=list(keys)).update(is_ignored=is_ignored)
