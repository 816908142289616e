"""The contract of search; the same on every database the tests run on."""

import pytest
from django.core.management import call_command
from django.db import connection

from summaries import database
from summaries.models import Article, search_index
from summaries.search import highlight, parse
from summaries.search.index import backend
from tests.library import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    make_article("Budget review", "<p>Figures for the café.</p>", days=1, tags=("money",))
    make_article("Night shift", "<p>The budget was not discussed. C++ and don't.</p>", days=2)
    make_article("部门工作总结", "<p>今年我们完成了预算审查。</p>", days=3)
    make_article("Draft on the budget", status="draft", published_at=None)


def found(text):
    return [one.title for one in Article.objects.published().search(text)]


def test_titles_rank_over_bodies(library):
    assert found("budget") == ["Budget review", "Night shift"]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("CAFE figures", ["Budget review"]),  # all words, in any case, with or without accents
        ('"budget was not"', ["Night shift"]),
        ('"not budget"', []),
        ("budget -figures", ["Night shift"]),
        ("money", ["Budget review"]),  # a tag
        ("don't", ["Night shift"]),
        ("工作", ["部门工作总结"]),  # two characters
        ("预算审查", ["部门工作总结"]),
        ("查", ["部门工作总结"]),  # the last of its run
        ("审预", []),
    ],
)
def test_what_is_found(library, text, titles):
    assert found(text) == titles


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", '"', "'", "*", "-", "--", "a*", "AND", "OR NOT", "title:x", "NEAR(a b)", "c++"),
        *("(", "a & | !b", "\\", "%", "\x00", "a:*", "<->", "{a} b", "^a", "-only", "𠀀", "🙂"),
        *("x" * 5000, "word " * 500, '"' * 99, "e\u0301", "1e5 -2 3.5 10.0.0.1 a@b.c /x/y"),
    ],
)
def test_any_input_is_answered(library, text):
    articles = list(Article.objects.published().search(text))
    assert len(articles) <= 3
    assert Article.objects.matching(text).count() >= len(articles)
    highlight("The budget & <b>more</b>", parse(text))


def test_index_follows_every_way_of_writing(library):
    article = make_article("Ferry timetable")
    assert found("timetable") == ["Ferry timetable"]
    article.title = "Ferry schedule"
    article.save()
    assert (found("timetable"), found("schedule")) == ([], ["Ferry schedule"])
    Article.objects.filter(pk=article.pk).update(search_title="zeppelin")
    assert found("zeppelin") == ["Ferry schedule"]
    article.parts.create(body="<p>Moored.</p>")
    article.parts.first().delete()
    article = Article.objects.get(pk=article.pk)
    assert (found("happened"), found("moored")) == ([], ["Ferry schedule"])
    article.delete()
    assert found("zeppelin") == []
    call_command("check_library", quick=True, verbosity=0)


def test_words_far_into_a_long_text_are_found(library):
    words = " ".join(f"w{number}" for number in range(20_000))
    make_article("Long", f"<p>{words} lighthouse</p>")
    assert found("lighthouse w19999") == ["Long"]


def test_a_missing_index_is_reported_and_mended(library):
    connection.check_constraints()  # PostgreSQL alters no table that has checks to come
    database.drop(connection, [search_index()])
    assert database.differing(connection, search_index())
    call_command("check_library", fix=True, quick=True, verbosity=0)
    assert not database.differing(connection, search_index())
    assert found("budget") == ["Budget review", "Night shift"]


def test_excerpt_marks_hits_and_escapes_the_rest():
    text = "word " * 100 + "<i>Café</i> society & more " + "word " * 100
    excerpt = highlight(text, parse("cafe"), length=60)
    assert "&lt;i&gt;<mark>Café</mark>&lt;/i&gt;" in excerpt
    assert excerpt.startswith("…")
    assert excerpt.endswith("…")
    assert highlight("部门工作总结", parse("工作")) == "部门<mark>工作</mark>总结"


@pytest.fixture
def many(monkeypatch):
    """Six articles on ferries; three of the answers are ranked, one of them for its title."""
    monkeypatch.setattr("summaries.search.RANKED", 3)
    monkeypatch.setattr("summaries.search.FIRST", 1)
    for number in range(6):
        make_article("Boats", f"<p>The {number} ferry leaves.</p>", days=number)


def test_the_latest_of_many_answers_are_ranked(many):
    latest = Article.objects.order_by("-pk")[:3]
    answers = Article.objects.search("ferry")
    assert list(answers) == list(latest)
    assert list(answers.values_list("pk", flat=True)[1:2]) == [latest[1].pk]
    assert answers.count() == 3


@pytest.mark.parametrize(
    ("text", "kept"), [("ferry", 1), ("ferry 0 leaves", 0), ("leaves ferry", 1), ("ferry -zinc", 1)]
)
def test_the_title_or_phrase_that_was_asked_for_comes_first_of_many(many, text, kept):
    """However long ago it was added; index statistics or not."""
    oldest = Article.objects.order_by("pk").first()
    edited = {"search_title": "leaves ferry"} if kept else {"search_text": "a ferry 0 leaves here"}
    Article.objects.filter(pk=oldest.pk).update(**edited)
    Article.objects.exclude(pk=oldest.pk).update(search_text="0 leaves on the ferry")
    assert Article.objects.search(text).first() == oldest


def test_an_old_title_with_an_unwanted_word_in_the_text_is_no_answer(many):
    oldest = Article.objects.order_by("pk").first()
    Article.objects.filter(pk=oldest.pk).update(search_title="ferry", search_text="zinc")
    assert oldest not in Article.objects.search("ferry -zinc")


@pytest.mark.parametrize("scope", [None, 3])
def test_the_latest_within_the_filters_are_ranked(many, scope):
    Article.objects.filter(pk__lt=Article.objects.order_by("pk")[3].pk).update(title="Ships")
    ships = Article.objects.filter(title="Ships")
    assert set(ships.search("ferry", scope=scope)) == set(ships)


def test_answers_are_counted_up_to_a_limit(many):
    assert Article.objects.count_matching("ferry", 4) == 4
    assert Article.objects.count_matching("ferry", 9) == 6
    assert Article.objects.filter(title="Boats").count_matching("ferry", 9, scope=6) == 6
    assert Article.objects.count_matching("", 9) == 0


def test_every_database_gives_the_same_order():
    """First both words in the title or as a phrase, then one in the title, then early ones."""
    long = "word " * 1_200
    for title, text in [
        ("Early", "tariff and budget"),
        ("Deep", f"{long} tariff and budget"),
        ("Budget", "our tariff"),
        ("Phrase", "a budget tariff"),
        ("Far phrase", f"{long} budget tariff"),
        ("Tariff, budget", "words"),
        ("Budget tariff", "words"),
        ("Early and added last", "tariff or budget"),
    ]:
        make_article(title, f"<p>{text}</p>")
    assert [one.title for one in Article.objects.search("budget tariff")] == [
        "Budget tariff",
        "Tariff, budget",
        "Phrase",
        "Far phrase",
        "Budget",
        "Early and added last",
        "Early",
        "Deep",
    ]


@pytest.mark.parametrize("scope", [None, 1, 1_000_000])
@pytest.mark.parametrize("few", [0, 10_000])
def test_every_way_to_the_answers_finds_the_same(library, monkeypatch, scope, few):
    search = backend(connection)
    monkeypatch.setattr(search, "FEW_HITS", few, raising=False)
    monkeypatch.setattr(search, "MANY_HITS", few, raising=False)
    monkeypatch.setattr("summaries.search.SMALL", few)
    articles = Article.objects.published()
    found = articles.matching("budget -café", scope=scope).newest()
    assert [one.title for one in found] == ["Night shift"]
    assert articles.count_matching("budget", 9, scope=scope) == 2
    assert articles.search("budget", scope=scope).first().title == "Budget review"
    inside = Article.objects.filter(pk__in=articles.matching("budget", scope=scope))
    assert inside.count() == 2
