"""Filling in an article's blanks and taking its text away, without JavaScript."""

import logging
import re

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from summaries.document import Part
from summaries.models import Article
from summaries.text import from_html
from tests.library import make_article

pytestmark = pytest.mark.django_db

HOSTILE = [
    "<script>alert(1)</script>",
    "g" * 10_000,
    "אב גד",
    "👩🏽\u200d🚀",
    '=HYPERLINK("http://x.example")',
    "{{ article.pk }} %s \\n",
]


@pytest.fixture
def article():
    return make_article(
        "Letter of thanks",
        lead="Two letters.",
        parts=(
            Part("To a donor", "<p>Dear [Donor], you sent ____ geese. [Your name]</p>"),
            Part("To a helper", "<p>Dear helper, thank you. [Your name]</p>"),
        ),
    )


def address(name, article, *more):
    return reverse(f"summaries:{name}", args=[article.slug, *more])


def words(response):
    """What a reader sees of the text on the page."""
    text = response.content.decode().partition('<section class="filling-text"')[2]
    return from_html(re.sub(r'<span class="place-blank">.*?</span></span>', "", text))


def test_the_form_asks_for_each_blank(client, article):
    response = client.get(address("fill_in", article))
    page = response.content.decode()
    assert re.findall(r'<textarea id="field-\d" name="(.*?)"', page) == [
        *("name:donor", "part-1:1", "name:your name")
    ]
    assert '<strong id="left">4</strong> of 4 left' in page
    assert response["X-Robots-Tag"] == "noindex"
    assert "private" in response["Cache-Control"]


def test_what_was_typed_stands_in_the_text_and_in_the_form(client, article):
    values = {"name:donor": "Bo", "name:your name": " Ada ", "part-9:1": "stray"}
    response = client.post(address("fill_in", article), values)
    assert "Dear Bo, you sent geese. Ada" in words(response)
    page = response.content.decode()
    assert '<strong id="left">1</strong> of 4 left' in page
    assert re.search(r'name="name:your name"[^>]*>Ada</textarea>', page)
    assert "stray" not in page


@pytest.mark.parametrize("value", HOSTILE)
def test_what_was_typed_comes_out_letter_by_letter(client, article, value):
    response = client.post(address("fill_in", article), {"name:donor": value})
    assert f"Dear {value}, you sent" in words(response).replace("\n", " ")
    for kind in ("txt", "docx"):
        data = {"name:donor": value, "format": kind}
        file = client.post(address("fill_in", article), data)
        assert file.status_code == 200
        assert kind != "txt" or f"Dear {value}, you sent ____ geese." in file.content.decode()


def test_one_part_is_filled_in_alone(client, article):
    url = f"{address('fill_in', article)}?part=part-2"
    page = client.get(url).content.decode()
    assert re.findall(r'<textarea id="field-\d" name="(.*?)"', page) == ["name:your name"]
    assert "Dear helper" in page
    assert "geese" not in page
    file = client.post(url, {"name:your name": "Ada", "format": "txt"})
    assert file.content.decode().startswith("To a helper\n")
    assert "thank you. Ada" in file.content.decode()
    assert client.get(f"{address('fill_in', article)}?part=part-3").status_code == 404


def test_what_was_typed_is_kept_nowhere(client, article, caplog, monkeypatch):
    caches["pages"].clear()
    url = address("fill_in", article)
    caplog.set_level(logging.DEBUG)
    for data in ({}, {"format": "txt"}):
        response = client.post(url, {"name:donor": "Zebedee", **data})
        assert "Zebedee" in response.content.decode()
        assert "no-store" in response["Cache-Control"]
        assert "sessionid" not in response.cookies
    assert "Zebedee" not in caplog.text
    for other in (url, article.get_absolute_url()):
        assert "Zebedee" not in Client().get(other).content.decode()


def test_a_form_of_another_site_is_refused(article):
    client = Client(enforce_csrf_checks=True)
    url = address("fill_in", article)
    assert client.post(url, {"name:donor": "Bo"}).status_code == 403
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get(url).content.decode())[1]
    assert client.post(url, {"csrfmiddlewaretoken": token}).status_code == 200


def test_the_article_is_still_stored_for_all_who_filled_it_in(article):
    caches["pages"].clear()
    client = Client()
    client.get(address("fill_in", article))
    first, second = (client.get(article.get_absolute_url()) for _ in range(2))
    assert first["ETag"] == second["ETag"]


def test_a_file_is_the_same_until_the_text_changes(client, article):
    url = address("download", article, "txt")
    response = client.get(url)
    assert response["Content-Disposition"] == 'attachment; filename="letter-of-thanks.txt"'
    assert response["X-Robots-Tag"] == "noindex"
    assert "Dear [Donor], you sent ____ geese." in response.content.decode()
    assert client.get(url, headers={"If-None-Match": response["ETag"]}).status_code == 304
    with article.editing():
        article.lead = "Two short letters."
    changed = client.get(url, headers={"If-None-Match": response["ETag"]})
    assert "Two short letters." in changed.content.decode()


def test_a_part_is_a_file_of_its_own(client, article):
    response = client.get(f"{address('download', article, 'md')}?part=part-2")
    assert 'filename="letter-of-thanks-part-2.md"' in response["Content-Disposition"]
    assert "To a helper" in response.content.decode()
    assert "geese" not in response.content.decode()


def test_other_formats_and_parts_have_no_file(client, article):
    for url in (
        address("download", article, "exe"),
        f"{address('download', article, 'txt')}?part=part-3",
        f"{address('download', article, 'txt')}?part=%00",
    ):
        assert client.get(url).status_code == 404


def test_an_old_address_leads_to_the_article(client, article):
    old = address("fill_in", article), address("download", article, "txt")
    article = Article.objects.get(pk=article.pk)
    article.slug = "thanks"
    article.save()
    for url in old:
        assert client.get(url).url == article.get_absolute_url()


def test_the_article_offers_what_can_be_done_with_it(client, article):
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Fill in 4 blanks" in page
    for link in (
        address("fill_in", article),
        f"{address('fill_in', article)}?part=part-2",
        address("download", article, "docx"),
        f"{address('download', article, 'docx')}?part=part-1",
    ):
        assert f'href="{link}"' in page
    whole = make_article("All said")
    assert "fill-in/" not in client.get(whole.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Night shift", "Sample 2 of 2"),
        ("Sample 2: Night shift", "2 of 2"),
        ("范文2：夜班", "2 of 2"),
        ("Sample 21", "Sample 2 of 2"),
        ("", "Sample 2 of 2"),
    ],
)
def test_a_number_is_not_said_twice(client, title, label):
    parts = (Part("Day shift", "<p>A</p>"), Part(title, "<p>B</p>"))
    article = make_article(parts=parts)
    page = client.get(article.get_absolute_url()).content.decode()
    assert f"<p>{label}</p>" in page
