"""What the database keeps by itself: counts and copies, right after whatever change."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.core import serializers
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.utils import timezone

from summaries.document import Document, Part
from summaries.importers import Reading, Store
from summaries.models import (
    Article,
    ArticleCount,
    ArticleTag,
    Category,
    Marks,
    Overview,
    Tag,
    TagCount,
    counts,
)
from tests.library import make_article

pytestmark = pytest.mark.django_db


def assert_right():
    """Stored counts are those of counting again, and what they say is what ``published()`` says."""
    assert [one.drift(connection) for one in counts(connection)] == [0, 0]
    public = Article.objects.published()
    facets, counted = Overview(Marks(), "default").totals, Counter()
    for cell in ArticleCount.objects.cells_of(public):
        counted[cell.year] += cell.articles
    assert +facets.years == counted
    assert facets.articles == public.count()
    for category in Category.objects.all():
        assert facets.categories[category.pk] == public.filter(category=category).count()
    for tag, count in TagCount.objects.public(Tag.objects.all()).items():
        assert count == public.filter(tagged__tag=tag).count()
    for tagged in ArticleTag.objects.select_related("content_object"):
        article = tagged.content_object
        for name in ("public_from", "public_until"):
            assert getattr(tagged, name) == getattr(article, name)


@pytest.mark.parametrize("seed", range(4))
def test_random_changes_leave_no_drift(seed, monkeypatch):
    draw = random.Random(seed)
    clock = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: clock)
    names = [("Work",), ("Work", "Sub"), ("Home",)]
    tags = ["a", "b", "c"]
    for number in range(6):
        make_article(f"Text {number}", tags=tags[: number % 4], category=names[number % 3])
    for step in range(30):
        some = list(Article.objects.order_by("?")[: draw.randrange(1, 4)])
        rows = Article.objects.filter(pk__in=[one.pk for one in some])
        match draw.randrange(13):
            case 0:
                soon = clock + timedelta(hours=draw.randrange(-9, 9))
                make_article(f"New {step}", "<p>[Name]</p>", tags=["a", "c"], published_at=soon)
            case 1:
                rows.update(status=draw.choice(["draft", "published", "archived"]))
            case 2:
                rows.update(expires_at=clock + timedelta(hours=draw.randrange(1, 5)))
            case 3:
                rows.update(
                    expires_at=None, published_at=clock - timedelta(days=draw.randrange(900))
                )
            case 4:
                clock += timedelta(hours=draw.randrange(4))
            case 5:
                some[0].parts.create(body="<p>XX town</p>" + "<p>word</p>" * draw.randrange(900))
            case 6:
                document = Document(f"Import {step}", (Part(),), tags=("b",), status="published")
                list(Store().store_many([Reading("x", f"{seed}-{step}", document)]))
            case 7:
                rows.update(category=draw.choice(Category.objects.all()))
            case 8:
                some[0].tags.set(draw.sample(tags, draw.randrange(3)))
            case 9:
                rows.delete()
            case 10:
                one, *others = Tag.objects.order_by("?")
                if others:
                    one.merge_into(others[0])
            case 11:
                with connection.cursor() as cursor:
                    cursor.execute("UPDATE summaries_article SET language = 'fr', status = 'draft'")
                    cursor.execute("DELETE FROM summaries_articletag WHERE tag_id % 2 = 0")
            case 12:
                try:
                    with transaction.atomic():
                        rows.update(status="published", published_at=clock)
                        raise RuntimeError
                except RuntimeError:
                    pass
        assert_right()


def test_what_appears_in_another_year_is_not_counted_yet():
    make_article(tags=("a",), published_at=timezone.now() + timedelta(days=800))
    assert_right()


def test_copies_follow_in_whichever_order_rows_come_or_are_put_elsewhere():
    article = make_article(tags=("a",))
    tagged, text = (
        serializers.serialize("json", [one]) for one in (ArticleTag.objects.get(), article)
    )
    article.delete()
    for row in (*serializers.deserialize("json", tagged), *serializers.deserialize("json", text)):
        if isinstance(row.object, ArticleTag):
            row.object.public_from = None
        row.save()
    assert_right()
    other = make_article("Later", published_at=timezone.now())
    ArticleTag.objects.update(content_object=other)
    assert_right()


def test_tables_truncated_on_postgresql_leave_no_count():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE.")
    make_article(tags=("a",))
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE summaries_article CASCADE")
    assert not ArticleCount.objects.exists()
    assert not TagCount.objects.exists()


def test_an_article_counts_in_the_year_of_the_sites_own_time(settings):
    make_article(published_at=datetime(2020, 12, 31, 23, 30, tzinfo=UTC))
    assert {cell.year for cell in ArticleCount.objects.cells("year")} == {2020}
    settings.TIME_ZONE = "Asia/Shanghai"
    call_command("check_library", fix=True, quick=True, verbosity=0)
    assert {cell.year for cell in ArticleCount.objects.cells("year")} == {2021}


def test_a_drift_is_reported_and_mended(capsys):
    make_article(tags=("a",))
    ArticleCount.objects.filter(articles__gt=0).update(articles=7)
    with pytest.raises(CommandError, match="check_library --fix"):
        call_command("check_library")
    assert "1 stored count" in capsys.readouterr().out
    assert ArticleCount.objects.filter(articles=7).exists()
    call_command("check_library", fix=True)
    assert "1 stored count" in capsys.readouterr().out
    assert_right()
    call_command("check_library")
