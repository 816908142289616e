"""Titles in order, and those that begin with what a reader has typed so far."""

import pytest
from django.db import connection

from summaries.models import Article
from summaries.search import index_columns
from tests.library import make_article

pytestmark = pytest.mark.django_db

TITLES = ["Zeal", "école", "Annual Report", "annual review", "工作总结", "工作报告", "2026 plan"]


@pytest.fixture
def library():
    for title in TITLES:
        make_article(title)


def titles(queryset):
    return [article.title for article in queryset]


def test_by_title_case_and_accents_are_set_aside(library):
    latin = ["2026 plan", "Annual Report", "annual review", "école", "Zeal"]
    assert titles(Article.objects.published().by_title())[:5] == latin


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ("ann", ["Annual Report", "annual review"]),
        ("ANNUAL: rep", ["Annual Report"]),
        ("report", []),
        ("ecole", ["école"]),
        ("工", ["工作总结", "工作报告"]),
        ("工作总", ["工作总结"]),
        ("作总", []),
        ("a" * 500, []),
        ("", []),
        ("%", []),
    ],
)
def test_title_begins(library, text, begun):
    assert titles(Article.objects.title_begins(text).by_title()) == begun


def test_titles_longer_than_the_key_are_found(library):
    make_article("word " * 59)
    assert Article.objects.title_begins("word " * 30).count() == 1


@pytest.fixture
def large_library():
    if connection.vendor == "postgresql":
        # Dead rows that other tests leave make a walk look dearer than to sort it all.
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE summaries_article CASCADE")
    article = make_article("first")
    columns = {
        field.attname: getattr(article, field.attname) for field in Article._meta.concrete_fields
    }
    del columns["id"]
    Article.objects.bulk_create(
        Article(
            **columns
            | {"slug": f"copy-{number}", "title": f"Title {number}"}
            | index_columns(f"title {number}", "")
        )
        for number in range(3_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def test_titles_are_walked_in_their_index(large_library):
    plans = [
        Article.objects.published().by_title()[1000:1020].explain(),
        Article.objects.published().title_begins("title 12").by_title()[:20].explain(),
    ]
    for plan in plans:
        assert "summaries_article_by_title" in plan
        assert "sort" not in plan.lower()
        assert "temp b-tree" not in plan.lower()
