"""Suggestions for words that nothing holds."""

import pytest

from summaries.models import Article
from summaries.search import parse
from summaries.search.spelling import suggest
from tests.library import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    for number in range(3):
        make_article(f"Budget review {number}", "<p>All that was spent.</p>")
    make_article("Budged", "<p>Nobody moved.</p>")
    make_article("部门工作总结", "<p>今年我们完成了预算审查。</p>")
    make_article("Zeppelin", "<p>Not announced.</p>", status="draft", published_at=None)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("budge", "budget"),  # held by more than "budged" is
        ("bugdet", "budget"),
        ("budgett", "budget"),
        ("buxget", "budget"),
        ("Buget REVEW", "budget review"),
        ('reviw "was spent" -moved', 'review "was spent" -moved'),
        ("budget", ""),  # nothing is wrong
        ("budget moved", ""),  # nothing is wrong but that no article holds both
        ("reviw moved", ""),  # put right, no article holds both
        ('"budgte review"', ""),  # a phrase is kept
        ("bu", ""),
        ("部门工做", ""),
        ("zeppelim", ""),  # a draft's word
        ("bugdet reviw spnet movd", ""),  # too many
        ("x" * 300, ""),
        ("", ""),
    ],
)
def test_suggestions(library, text, suggestion):
    assert suggest(Article.objects.published(), parse(text)) == suggestion


def test_a_word_is_right_where_a_reader_sees_it(library):
    assert suggest(Article.objects.all(), parse("zeppelim")) == "zeppelin"
    assert suggest(Article.objects.published(), parse("budget")) == ""
