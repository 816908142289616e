"""Counts of articles that the database keeps by itself, and what else it keeps.

Stored counts do not depend on the clock: they count published articles that never
expire. Those few that are scheduled, or will expire, are taken away and added
when the counts are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Self

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Sum
from django.db.models.expressions import RawSQL
from django.utils import timezone

from summaries.database import Copy, Count, Maintained, Marks, Source, Watch
from summaries.facets import LENGTHS, NO_CELL, Cell, Criteria
from summaries.search import SearchIndex

from .articles import Article
from .categories import Category
from .images import Image
from .library import LibraryQuerySet
from .parts import Part
from .state import MARKS, NotDumped, PublicState
from .synonyms import Synonym
from .tags import ArticleTag, Tag
from .years import year_bounds, year_of, year_offset

STORED = models.Q(public_from__isnull=False, public_until=None)


class ArticleCountQuerySet(LibraryQuerySet):
    def selected(self, criteria: Criteria) -> Self:
        """The counts of what fits the criteria."""
        wanted: dict[str, Any] = {
            name: value for name, value in criteria._asdict().items() if value is not None
        }
        if criteria.categories is not None:
            wanted["category__in"] = sorted(wanted.pop("categories"))
        return self.filter(**wanted)

    def cells(self, *names: str) -> list[Cell]:
        """The stored counts, summed over all columns but those named. One query."""
        rows = self.filter(year__lte=year_of(timezone.now())).order_by().values(*names)
        sums = rows.annotate(articles__sum=Sum("articles"), parts__sum=Sum("parts"))
        return [
            NO_CELL._replace(
                **dict(zip(names, values, strict=True)), articles=articles, parts=parts
            )
            for *values, articles, parts in sums.values_list(*names, "articles__sum", "parts__sum")
        ]

    def corrections(self) -> list[Cell]:
        """What the stored counts lack, and with a minus what they count too early. One query."""
        scheduled, expiring = _beside_what_is_stored(timezone.now())
        rows = _in_cells(scheduled, sign=-1).union(_in_cells(expiring), all=True)
        return [Cell(*row[:4], bool(row[4]), *row[5:]) for row in rows]

    def cells_of(self, articles: models.QuerySet) -> list[Cell]:
        """These articles, counted; what is public, they say. One query."""
        rows = _in_cells(articles.order_by(), grouped=True)
        return [Cell(*row[:4], bool(row[4]), *row[5:]) for row in rows]


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
        stored = self.filter(tag__in=keys).values_list("tag", "articles")
        for tag, articles in stored.union(scheduled, living, all=True):
            totals[tag] += articles
        return totals


class TagCount(models.Model):
    """A tag's published articles that never expire, those of the future included."""

    tag = models.OneToOneField(
        Tag, models.DO_NOTHING, primary_key=True, related_name="stored_count", db_constraint=False
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


def _beside_what_is_stored(now) -> tuple[models.QuerySet, models.QuerySet]:
    """The articles of this year that are counted too early, and those that are left out."""
    end = year_bounds(year_of(now))[1]
    scheduled = Article.objects.filter(STORED, public_from__gt=now, public_from__lt=end)
    return scheduled, Article.objects.published().filter(public_until__gt=now)


def maintained(connection: BaseDatabaseWrapper) -> list[Maintained]:
    """What the database is to maintain by itself; see ``summaries.database``."""
    return [_marks(connection), *counts(connection), copies(), search_index()]


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
        columns=("public_from", "public_until"),
    )


def search_index() -> SearchIndex:
    return SearchIndex(Article._meta.db_table)


def _marks(connection: BaseDatabaseWrapper) -> Marks:
    """What moves the marks of ``PublicState``; a scheduled article counts as public."""
    article, part, tagged, tag, category = (
        model._meta.db_table for model in (Article, Part, ArticleTag, Tag, Category)
    )
    is_public = "changed.public_from IS NOT NULL"
    of_public = f"EXISTS (SELECT 1 FROM {article} AS article WHERE article.id = article_id"
    of_public += " AND article.public_from IS NOT NULL)"
    named, gone = ("id", "name", "slug", "description"), ("update", "delete")
    placed = (*named, "full_path", "path")
    shown = ("key", "file", "credit")
    counted = ("public_from", "public_until", "category_id", "language", "part_count")
    listed = ("id", *counted, "is_featured", "word_count", "blank_count")
    alike = ("id", *counted, "is_featured", *_cell_sql(connection, "changed").values())
    tags = ("id", "tag_id", "content_object_id", "public_from")
    return Marks(
        PublicState._meta.db_table,
        MARKS,
        (
            Watch(category, ("frame",), placed, values=placed),
            Watch(Synonym._meta.db_table, ("frame",), ("id", "words")),
            Watch(Image._meta.db_table, ("frame",), shown, values=shown, events=gone),
            Watch(tag, ("frame",), named, values=named, events=gone),
            Watch(
                article, ("frame",), ("id", "public_from"), is_public, ("id",), gone, is_loss=True
            ),
            Watch(article, ("shape",), listed, is_public, alike),
            Watch(article, ("text",), _columns(Article), is_public),
            Watch(tagged, ("shape", "text"), tags, is_public),
            Watch(part, ("text",), _columns(Part), of_public),
        ),
    )


def _columns(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.column for field in model._meta.concrete_fields)


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
