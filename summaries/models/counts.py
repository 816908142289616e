"""Counts of articles that the database keeps by itself, and what else it keeps.

What counts is kept without asking the clock: published articles that never
expire. Those few that are scheduled, or will expire, are taken away and added
when the counts are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F
from django.db.models.expressions import RawSQL
from django.utils import timezone

from summaries.database import Copy, Count, Kept, Mark, Source
from summaries.facets import LENGTHS, Cell
from summaries.search import SearchIndex

from .articles import Article
from .categories import Category
from .library import LibraryQuerySet
from .parts import Part
from .state import NotDumped, PublicState
from .tags import ArticleTag, Tag
from .years import year_bounds, year_of, year_offset

KEPT = models.Q(public_from__isnull=False, public_until=None)


class ArticleCountQuerySet(LibraryQuerySet):
    def cells(self) -> list[Cell]:
        """The public articles, counted. Two queries."""
        now = timezone.now()
        cells = list(map(Cell._make, self._kept(now).values_list(*_CELL)))
        scheduled, expiring = _beside_what_is_kept(now)
        some = list(_in_cells(scheduled, sign=-1).union(_in_cells(expiring), all=True))
        return _merged([*cells, *some]) if some else cells

    def by_category(self) -> dict[int, int]:
        """How many public articles each category holds itself, by its primary key. Two queries."""
        now = timezone.now()
        kept = self._kept(now).values_list("category").annotate(count=models.Sum("articles"))
        scheduled, expiring = (
            articles.order_by().values_list("category").annotate(count=sign * models.Count("pk"))
            for articles, sign in zip(_beside_what_is_kept(now), (-1, 1), strict=True)
        )
        totals = Counter(dict(kept.order_by()))
        for category, count in scheduled.union(expiring, all=True):
            totals[category] += count
        return totals

    def _kept(self, now):
        return self.filter(year__lte=year_of(now))

    def cells_of(self, articles: models.QuerySet) -> list[Cell]:
        """These articles, counted; what is public, they say. One query."""
        return _merged(_in_cells(articles.order_by(), grouped=True))


class ArticleCount(models.Model):
    """Published articles that never expire, those of the future included, alike in all of these."""

    category = models.ForeignKey(
        Category, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    year = models.IntegerField()
    language = models.CharField(max_length=16)
    # A key of facets.LENGTHS.
    length = models.CharField(max_length=6)
    has_blanks = models.BooleanField()
    articles = models.IntegerField()
    parts = models.IntegerField()

    objects = ArticleCountQuerySet.as_manager()
    not_dumped = NotDumped()

    class Meta:
        default_manager_name = base_manager_name = "not_dumped"
        constraints = [
            models.UniqueConstraint(
                fields=["category", "year", "language", "length", "has_blanks"],
                name="summaries_articlecount_cell",
            )
        ]

    def __str__(self):
        return f"{self.articles}"


class TagCountQuerySet(LibraryQuerySet):
    def public(self, tags: Iterable[Tag]) -> dict[int, int]:
        """How many public articles each of the tags has, by its primary key. One query."""
        now = timezone.now()
        keys = [tag.pk for tag in tags]
        tagged = ArticleTag.objects.order_by().filter(tag__in=keys).values_list("tag")
        count = models.Count("pk")
        scheduled = tagged.filter(public_from__gt=now, public_until=None).annotate(count=-count)
        expiring = Article.objects.published().filter(public_until__gt=now).values("pk")
        living = tagged.filter(content_object__in=expiring).annotate(count=count)
        totals: Counter[int] = Counter()
        kept = self.filter(tag__in=keys).values_list("tag", "articles")
        for tag, articles in kept.union(scheduled, living, all=True):
            totals[tag] += articles
        return totals


class TagCount(models.Model):
    """A tag's published articles that never expire, those of the future included."""

    tag = models.OneToOneField(
        Tag, models.DO_NOTHING, primary_key=True, related_name="kept_count", db_constraint=False
    )
    articles = models.IntegerField()

    objects = TagCountQuerySet.as_manager()
    not_dumped = NotDumped()

    class Meta:
        default_manager_name = base_manager_name = "not_dumped"
        indexes = [models.Index(F("articles").desc(), F("tag"), name="summaries_tagcount_most")]

    def __str__(self):
        return f"{self.articles}"


class BoundedCount(models.Subquery):
    """How many rows a subquery has, counted up to a bound."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS bounded)"
    output_field = models.IntegerField()

    def __init__(self, rows: models.QuerySet, bound: int):
        super().__init__(rows.order_by().values("pk")[:bound])


def _beside_what_is_kept(now) -> tuple[models.QuerySet, models.QuerySet]:
    """The articles of this year that are counted too early, and those that are left out."""
    end = year_bounds(year_of(now))[1]
    scheduled = Article.objects.filter(KEPT, public_from__gt=now, public_from__lt=end)
    return scheduled, Article.objects.published().filter(public_until__gt=now)


def kept(connection: BaseDatabaseWrapper) -> list[Kept]:
    """What the database is to keep by itself; see ``summaries.database``."""
    return [_mark(), *counts(connection), copies(), search_index()]


def counts(connection: BaseDatabaseWrapper) -> list[Count]:
    """The counts that the database keeps."""
    dates = ("public_from", "public_until")
    cell = ("category_id", "language", "word_count", "part_count", "blank_count")
    article = Article._meta.db_table
    counted = "article.public_from IS NOT NULL AND article.public_until IS NULL"
    return [
        Count(
            table=ArticleCount._meta.db_table,
            keys=_cell_sql(connection, "article"),
            sums={"articles": "1", "parts": "article.part_count"},
            rows="articles",
            sources={"article": Source(article, (*dates, *cell))},
            where=counted,
        ),
        Count(
            table=TagCount._meta.db_table,
            keys={"tag_id": "tagged.tag_id"},
            sums={"articles": "1"},
            rows="articles",
            sources={
                "tagged": Source(ArticleTag._meta.db_table, ("tag_id", "content_object_id")),
                "article": Source(article, ("id", *dates)),
            },
            where=f"article.id = tagged.content_object_id AND {counted}",
        ),
    ]


def copies() -> Copy:
    """What each tag of an article carries of the article."""
    return Copy(
        table=ArticleTag._meta.db_table,
        of=Article._meta.db_table,
        reference="content_object_id",
        columns=("public_from", "public_until", "category_id"),
    )


def search_index() -> SearchIndex:
    return SearchIndex(Article._meta.db_table)


def _mark() -> Mark:
    public = (Article, Part, ArticleTag, Tag, Category)
    tables = tuple(model._meta.db_table for model in public)
    return Mark(PublicState._meta.db_table, tables)


def _cell_sql(connection: BaseDatabaseWrapper, article: str) -> dict[str, str]:
    """The columns that tell an article's cell, as SQL over its alias."""
    minutes = int(year_offset().total_seconds() // 60)
    year = {
        "sqlite": f"CAST(strftime('%Y', {article}.public_from, '{minutes:+} minutes') AS INTEGER)",
        "postgresql": f"CAST(extract(year FROM {article}.public_from AT TIME ZONE 'UTC'"
        f" + interval '{minutes} minutes') AS integer)",
    }
    bounds = ((name, below) for name, (_least, below) in LENGTHS.items() if below)
    cases = " ".join(f"WHEN {article}.word_count < {below} THEN '{name}'" for name, below in bounds)
    return {
        "category_id": f"{article}.category_id",
        "year": year[connection.vendor],
        "language": f"{article}.language",
        "length": f"CASE {cases} ELSE '{next(reversed(LENGTHS))}' END",
        "has_blanks": f"{article}.blank_count > 0",
    }


_CELL = ("category_id", "year", "language", "length", "has_blanks", "articles", "parts")


def _in_cells(articles: models.QuerySet, *, sign: int = 1, grouped: bool = False):
    """The articles as rows of ``ArticleCount``, each for itself or those alike together."""
    table = Article._meta.db_table
    sql = _cell_sql(connections[articles.db], f'"{table}"')
    keys = {f"cell_{name}": RawSQL(one.replace("%", "%%"), []) for name, one in sql.items()}
    if grouped:
        sums = (models.Count("pk"), models.Sum("part_count"))
    else:
        sums = (models.Value(sign), sign * F("part_count"))
    rows = articles.annotate(**keys).values_list(*keys)
    return rows.annotate(cell_articles=sums[0], cell_parts=sums[1])


def _merged(rows) -> list[Cell]:
    totals: dict[tuple, list[int]] = {}
    for *key, articles, parts in rows:
        key[4] = bool(key[4])
        total = totals.setdefault(tuple(key), [0, 0])
        total[0] += articles
        total[1] += parts
    return [Cell(*key, *total) for key, total in totals.items() if total[0] > 0]
