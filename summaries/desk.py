"""What an editor finds on the desk: what waits for them, what they are at, how the library is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from . import attention, findings
from .listing import BOUND, Total
from .models import Article, BoundedCount, Draft, PublicState, Redirect
from .text import slugify

# So many of each kind are named.
MOST = 6
MONTHS = 12
# What the quick search answers.
ANSWERS = 8

# The states of articles by the names of the admin's filter.
STATES = {
    "published": _("Published"),
    "scheduled": _("Scheduled"),
    "review": _("In review"),
    "draft": _("Draft"),
    "archived": _("Archived"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart; ``share`` is its length, in hundredths of the longest one."""

    key: str
    label: str
    count: Total
    share: int

    @property
    def rest(self) -> int:
        return 100 - self.share


def under_way(user: AbstractBaseUser) -> list[Draft]:
    """The user's working copies, the latest first; their articles are at hand."""
    unread = [f"article__{name}" for name in ("search_title", "search_text", "lead")]
    drafts = Draft.objects.filter(user=user.pk).order_by("-saved_at").titled()
    return list(drafts.select_related("article").defer("content", "typed", *unread)[:MOST])


def own_drafts(user: AbstractBaseUser) -> list[Article]:
    """The articles of the user that are not published yet, the last changed first."""
    unfinished = (Article.Status.DRAFT, Article.Status.REVIEW)
    own = Article.objects.not_in_bin().filter(author=user.pk, status__in=unfinished)
    return list(own.for_titles().order_by("-updated_at", "-pk")[:MOST])


def scheduled(user: AbstractBaseUser) -> list[Article]:
    """What will appear by itself, the next first."""
    coming = Article.objects.visible_to(user).filter(public_from__gt=timezone.now())
    return list(coming.for_titles().order_by("public_from", "pk")[:MOST])


def lately_published(user: AbstractBaseUser) -> list[Article]:
    return list(Article.objects.published().visible_to(user).newest().for_titles()[:MOST])


def charts() -> tuple[list[Bar], list[Bar]]:
    """How many articles are in each state, and were published in each month. One query."""
    states, months = _states(), _months()
    counts = _count(states | {f"in_{first:%Y_%m}": rows for first, rows in months.items()})
    by_month = [
        (f"{first:%Y-%m}", date_format(first, "YEAR_MONTH_FORMAT"), counts[f"in_{first:%Y_%m}"])
        for first in months
    ]
    return _bars([(key, str(STATES[key]), counts[key]) for key in STATES]), _bars(by_month)


def _states() -> dict[str, QuerySet]:
    now, articles = timezone.now(), Article.objects.not_in_bin()
    return {
        "published": Article.objects.published(),
        "scheduled": articles.filter(public_from__gt=now),
        **{
            state: articles.filter(status=state, public_from=None)
            for state in ("review", "draft", "archived")
        },
    }


def _months() -> dict[datetime, QuerySet]:
    """What was published in each of the last twelve months, the oldest first."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    firsts = [midnight.replace(day=1)]
    while len(firsts) < MONTHS:
        firsts.append((firsts[-1] - timedelta(days=1)).replace(day=1))
    published = Article.objects.published()
    ends = [timezone.now(), *firsts]
    return {
        first: published.filter(public_from__gte=first, public_from__lt=end)
        for first, end in list(zip(firsts, ends, strict=False))[::-1]
    }


def needs_attention() -> list[Bar]:
    """How many articles have findings of each kind, the most first."""
    kinds = list(attention.counts().items())
    counts = [
        (kind, str(findings.label(kind)), Total.counted(count, BOUND)) for kind, count in kinds
    ]
    return _bars(sorted(counts, key=lambda one: -one[2].number))


def find(words: str, articles: QuerySet[Article]) -> list[Article]:
    """The articles that somebody may mean who types this: by title, address or former address.

    ``articles`` are those to be found.
    """
    words = words.strip().replace("\x00", "")[:200]
    if not words:
        return []
    slug = slugify(words.rstrip("/").rsplit("/", 1)[-1], fallback="-")
    address = f"articles/{slug}"
    moved = Redirect.objects.filter(path__gte=address, path__lt=f"{address}\U0010ffff")
    moved = moved.filter(article__isnull=False).values_list("article", flat=True)
    # Written into the query: for a subquery beside the address, PostgreSQL reads the whole table.
    named = articles.filter(Q(slug=slug) | Q(pk__in=list(moved[:ANSWERS])))
    keys = [*named.values_list("pk", flat=True)[:ANSWERS]]
    keys += articles.title_begins(words).values_list("pk", flat=True)[:ANSWERS]
    if len(keys) < ANSWERS:
        keys += articles.search(words).values_list("pk", flat=True)[:ANSWERS]
    keys = list(dict.fromkeys(keys))[:ANSWERS]
    found = Article.objects.for_titles().in_bulk(keys)
    return [found[key] for key in keys]


def _count(found: dict[str, QuerySet]) -> dict[str, Total]:
    """How many rows each query finds, up to a bound; all of them in one query."""
    counted = {name: BoundedCount(rows, BOUND + 1) for name, rows in found.items()}
    row = PublicState.objects.annotate(**counted).values(*counted).first() or {}
    return {name: Total.counted(row.get(name, 0), BOUND) for name in found}


def _bars(rows: list[tuple[str, str, Total]]) -> list[Bar]:
    longest = max((count.number for _key, _label, count in rows), default=0) or 1
    return [
        Bar(key, label, count, round(100 * count.number / longest)) for key, label, count in rows
    ]
