"""A search finds words in any form, what means the same, and what answers in part."""

import re
from html import unescape

import pytest
from django.core.cache import caches
from django.core.checks import run_checks
from django.core.management import call_command

from summaries.document import Part
from summaries.filters import ArticleFilter
from summaries.models import Article, Synonym
from summaries.search import highlight, parse
from summaries.search.words import Lexicon, stems
from tests.library import make_article

pytestmark = pytest.mark.django_db


def found(text):
    keys = ArticleFilter({"q": text}).listing.keys(0, 9)
    titles = Article.objects.in_bulk(keys)
    return [titles[key].title for key in keys]


def page(client, text, **query):
    return unescape(client.get("/search/", {"q": text, **query}).content.decode())


# Forms of words


@pytest.fixture
def forms():
    make_article("Ferry timetables", "<p>We reported delays.</p>", days=1)
    make_article("The harbour", "<p>A reporter came by boat.</p>", days=2)
    make_article("Die Häuser", "<p>Alte Gebäude am Hafen.</p>", language="de", days=3)
    make_article("Годовой отчёт", "<p>Новые корабли.</p>", language="ru", days=4)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("timetable", "Ferry timetables"),
        ("FERRIES", "Ferry timetables"),
        ("harbours", "The harbour"),
        ("Haus", "Die Häuser"),
        ("häusern", "Die Häuser"),
        ("годовые", "Годовой отчёт"),
        ("корабль", "Годовой отчёт"),
    ],
)
def test_words_are_found_in_any_form_by_the_language_of_the_article(forms, text, title):
    assert [one.title for one in Article.objects.search(text)] == [title]


def test_a_phrase_and_an_unwanted_word_are_taken_as_they_are_spelt(forms):
    assert not Article.objects.search('"timetable"')
    assert len(Article.objects.search("timetables -ferries")) == 1


def test_exact_forms_come_before_others():
    for title, text in [
        ("Harbours", "text"),
        ("Words", "a harbour at last"),
        ("Harbour", "text"),
        ("More words", "of harbours"),
    ]:
        make_article(title, f"<p>{text}</p>")
    answers = [one.title for one in Article.objects.search("harbour")]
    assert answers == ["Harbour", "Harbours", "Words", "More words"]


def test_a_stem_is_no_word():
    """It is not put forward as a spelling, and does not change the order of titles."""
    make_article("Summaries of ferries", "<p>Text.</p>")
    make_article("Summaries", "<p>Text.</p>")
    assert not Article.objects.search('"summari"')
    assert [one.title for one in Article.objects.order_by("search_title")] == [
        "Summaries",
        "Summaries of ferries",
    ]


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Two summaries, one summit", "summary", ["summaries"]),
        ("Die alten Häuser", "Haus", ["Häuser"]),
        ("Our office assistant left", "clerk", ["office assistant"]),
        ("Clerks and clerical work", "office assistant", ["Clerks"]),
    ],
)
def test_the_form_that_stands_in_the_text_is_marked(text, query, marked):
    lexicon = Lexicon(("en", "de"), (("clerk", "office assistant"),))
    assert re.findall("<mark>(.*?)</mark>", highlight(text, parse(query, lexicon))) == marked


def test_no_language_or_word_is_too_odd_to_be_stemmed():
    assert stems(["工作", "x" * 500, ""], "zh-hans") == set()
    assert stems(["reports"], "en-GB") == {"report"}


# Synonyms


@pytest.fixture
def jobs():
    make_article("The clerks", "<p>Paper.</p>", days=1)
    make_article("An office assistant", "<p>More paper.</p>", days=2)
    make_article("行政助理总结", "<p>今年。</p>", days=3)
    Synonym.objects.create(words="clerk, office assistant")
    Synonym.objects.create(words="文员、行政助理")


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("clerk", ["The clerks", "An office assistant"]),
        ("office assistants", ["An office assistant", "The clerks"]),
        ("more clerks", ["An office assistant"]),
        ("文员总结", ["行政助理总结"]),
        ("文员", ["行政助理总结"]),
    ],
)
def test_synonyms_are_found_in_both_directions(jobs, text, titles):
    assert [one.title for one in Article.objects.search(text)] == titles


def test_a_stored_page_notices_new_synonyms(jobs, client):
    caches["pages"].clear()
    assert "0 articles" in page(client, "scribe")
    synonym = Synonym.objects.create(words="scribe, clerk")
    assert "The <mark>clerks</mark>" in page(client, "scribe")
    Synonym.objects.filter(pk=synonym.pk).update(words="scribe, poet")
    assert "0 articles" in page(client, "scribe")


def test_synonyms_are_kept_in_the_admin(admin_client):
    url = "/admin/summaries/synonym/add/"
    assert "two different words" in admin_client.post(url, {"words": "clerk"}).content.decode()
    admin_client.post(url, {"words": " clerk = office   assistant"})
    assert Synonym.objects.get().words == "clerk, office assistant"


# Answers in part


@pytest.fixture
def offices():
    make_article("Office work", "<p>A summary for the manager.</p>", days=1)
    make_article("The clerk", "<p>An office.</p>", days=2)
    for number in range(9):
        make_article(f"Summary {number}", "<p>Nothing more.</p>", days=3 + number)


def test_what_has_most_of_the_words_comes_first(offices):
    assert found("summary for an office clerk")[:2] == ["The clerk", "Office work"]
    assert found("an office for a clerk") == ["The clerk", "Office work"]


def test_the_page_says_what_is_missing_and_offers_to_drop_it(offices, client):
    html = page(client, "an office clerk's summary")
    assert "No article has all of <em>an office clerk's summary</em>." in html
    assert "These have at least 1 of the 3 words." in html or "2 of the 3 words" in html
    words = re.findall(r'href="\?q=([^"]*)"[^>]*><span>.*?</span>(\w+) <span.*?>(\d+)<', html)
    assert ("clerk", "1") in [(word, count) for _url, word, count in words]
    assert ("summary", "10") in [(word, count) for _url, word, count in words]
    dropped = next(url for url, word, _count in words if word == "summary")
    assert "summary" not in dropped
    assert "office" in dropped


def test_a_search_that_is_answered_says_nothing_of_parts(offices, client):
    assert "of the" not in page(client, "summary")
    assert "These have" not in page(client, "summary")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("ofice clrek", "The clerk"),  # misspelt, both
        ("cler", "The clerk"),  # the beginning of a word
        ("managerial", "Office work"),  # of the same family
        ("office-clerk", "The clerk"),
    ],
)
def test_a_word_that_nothing_holds_is_taken_for_the_nearest(offices, text, title):
    assert found(text)[0] == title


def test_a_run_of_chinese_is_answered_by_its_words():
    make_article("图书馆总结", "<p>今年很忙。</p>")
    make_article("学校计划", "<p>明年。</p>")
    assert found("怎么写图书馆的计划") == ["学校计划", "图书馆总结"]


def test_another_order_leaves_no_dead_end(offices, client):
    assert "0 articles" not in page(client, "office clerk summary", sort="newest")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "x" * 200,
            "word " * 40,
            "a-b-c-d-e-f-g-h",
            "𠀀工作'office",
            "ªoffic clerk",
            "\x00 clerk",
        ),
        *(
            '"office clerk" -summary zzz',
            "-zzz office clerk",
            "office/clerk/zzz",
            "的",
            "가나다 라마",
        ),
    ],
)
def test_any_input_is_answered_in_part(offices, client, text):
    assert client.get("/search/", {"q": text}).status_code == 200


@pytest.mark.parametrize("text", ['"""', "*", "-office", "。", "!?"])
def test_a_query_without_words_says_so(offices, client, text):
    html = page(client, text)
    assert "There is no word to search for" in html
    assert "0 articles" in html


# Around the answers


def test_searches_are_for_no_search_engine(offices, client):
    noindex = '<meta name="robots" content="noindex">'
    assert noindex in page(client, "office")
    assert noindex in client.get("/articles/", {"q": "office"}).content.decode()
    assert noindex not in client.get("/articles/").content.decode()


def test_categories_and_tags_of_the_name_stand_above(client):
    make_article("One", tags=("night shift", "shift"), category=("Night shifts",))
    make_article("Hidden", tags=("shift work",), status="draft", published_at=None)
    html = page(client, "night shift report")
    links = re.findall(r'<li>(\w+) <a href="([^"]*)">.*?</a> <span.*?>(\d+)<', html)
    assert links == [
        ("Category", "/categories/night-shifts/", "1"),
        ("Tag", "/tags/night-shift/", "1"),
        ("Tag", "/tags/shift/", "1"),
    ]


def test_the_part_that_answers_best_is_named_and_opened(client):
    parts = (
        Part("Day", "<p>A gull came. Nothing else.</p>"),
        Part("Sample 2: Night", "<p>The watch saw a gull and a well-fed seal.</p>"),
    )
    make_article("Log", parts=parts)
    html = page(client, "gulls seal")
    assert "Sample 2 of 2: Night" in html
    assert "a <mark>gull</mark> and a well-fed <mark>seal</mark>" in html
    anchor = Article.objects.get().parts.all()[1].anchor
    address = (
        f"/articles/log/#{anchor}:~:text=watch%20saw%20a-,gull,-and%20a%20well%2Dfed&text=seal"
    )
    assert address in html


# The rules of the index


def test_an_index_made_by_other_rules_is_known_and_made_anew(offices):
    ids = {one.id for one in run_checks(databases=["default"])}
    assert "summaries.W005" not in ids
    Article.objects.filter(title="The clerk").update(search_rules="1", search_text="")
    assert "summaries.W005" in {one.id for one in run_checks(databases=["default"])}
    call_command("check_library", fix=True, quick=True, verbosity=0)
    assert "summaries.W005" not in {one.id for one in run_checks(databases=["default"])}
    assert Article.objects.search("offices clerk").first().title == "The clerk"
