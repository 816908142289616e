"""Titles that begin with what a reader has typed so far."""

import pytest

from summaries.models import Article
from tests.library import make_article

pytestmark = pytest.mark.django_db

TITLES = ["Zeal", "école", "Annual Report", "annual review", "工作总结", "工作报告", "2026 plan"]


@pytest.fixture
def library():
    for title in TITLES:
        make_article(title)


def begun(text):
    return [article.title for article in Article.objects.title_begins(text)]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("a", ["Annual Report", "annual review"]),
        ("ann", ["Annual Report", "annual review"]),
        ("ANNUAL: rep", ["Annual Report"]),
        ("report", []),  # not at the beginning
        ("annual report", ["Annual Report"]),
        ("annual pl", []),
        ("plan", []),
        ("ecole", ["école"]),
        ("2", ["2026 plan"]),
        ("工", ["工作总结", "工作报告"]),
        ("工作总", ["工作总结"]),
        ("作总", []),
        ("a" * 500, []),
        ("", []),
        ("%", []),
        ("_", []),
        ('an"*', ["Annual Report", "annual review"]),
    ],
)
def test_title_begins(library, text, titles):
    assert begun(text) == titles


def test_words_that_come_later_again_do_not_begin_a_title(library):
    make_article("Annual dinner, annual report")
    assert begun("annual rep") == ["Annual Report"]


def test_long_titles_are_found(library):
    make_article("word " * 59)
    assert len(begun("word " * 30)) == 1


def test_of_very_many_titles_those_added_last_are_offered(library, monkeypatch):
    monkeypatch.setattr("summaries.search.BEGUN", 1)
    assert begun("annual") == ["annual review"]
    assert [one.title for one in Article.objects.filter(title="Annual Report").title_begins("a")]


def test_a_title_is_found_as_it_is_now(library):
    article = Article.objects.get(title="Zeal")
    Article.objects.filter(pk=article.pk).update(search_title="quiet")
    assert (begun("zeal"), begun("qui")) == ([], ["Zeal"])
