"""The basket: parts of several articles, told by its address."""

import re
from html import unescape
from io import BytesIO
from urllib.parse import parse_qs
from zipfile import ZipFile

import pytest

from summaries import basket
from summaries.basket import Key, read_keys
from summaries.document import Part
from tests.library import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def ferry():
    return make_article(
        "The ferry", parts=[Part("Rowing", "<p>Row.</p>"), Part("Mooring", "<p>Moor.</p>")]
    )


@pytest.fixture
def lamp():
    return make_article("The lamp", parts=[Part(body="<p>It burns.</p>")])


def keys(*chosen):
    return [f"{article.pk}.part-{number}" for article, number in chosen]


def page(client, *parts, **more):
    return client.get("/basket/", {"part": parts, **more}).content.decode()


def titles(html):
    return [
        re.sub(r"<.*?>", "", one) for one in re.findall(r'class="basket-title">(.*?)</p>', html)
    ]


def test_keys_are_read_each_once_and_what_is_none_is_left_out():
    found = read_keys(["3.part-1", "3.part-1", "x", "0.part-1", "9" * 30 + ".a", "4.篇-2", "4.a b"])
    assert found == [Key(3, "part-1"), Key(4, "篇-2")]
    assert len(read_keys(f"{n}.part-1" for n in range(1, 99))) == basket.MOST


def test_the_parts_stand_in_their_order(client, ferry, lamp):
    html = page(client, *keys((lamp, 1), (ferry, 2)))
    assert titles(html) == ["The lamp", "Mooring"]
    assert "noindex" in html


def test_what_is_gone_is_said(client, ferry, lamp):
    lamp.status = "draft"
    lamp.save()
    html = page(client, *keys((lamp, 1), (ferry, 1)), "999999.part-1")
    assert titles(html) == ["Rowing"]
    assert "2 parts are no longer public" in html
    assert "The lamp" not in html


def test_links_move_and_remove(client, ferry, lamp):
    html = page(client, *keys((lamp, 1), (ferry, 1), (ferry, 2)))
    links = re.findall(r'href="\?([^"]*)"', html)
    orders = [tuple(parse_qs(unescape(link)).get("part", ())) for link in links]
    first, second, third = keys((lamp, 1), (ferry, 1), (ferry, 2))
    assert (second, first, third) in orders  # up
    assert (first, third, second) in orders  # down
    assert (first, third) in orders  # removed


@pytest.mark.parametrize("address", ["http://testserver{url}#part-2", "{url}#part-2", "{url}"])
def test_a_part_is_added_by_its_address(client, ferry, address):
    html = page(client, add=address.format(url=ferry.get_absolute_url()))
    assert titles(html) == ["Mooring" if "#" in address else "Rowing"]


def test_a_word_file_of_all_parts(client, ferry, lamp):
    response = client.get("/basket/download/docx/", {"part": keys((lamp, 1), (ferry, 2))})
    assert response.headers["X-Robots-Tag"] == "noindex"
    with ZipFile(BytesIO(response.content)) as file:
        text = re.sub(r"<.*?>", " ", file.read("word/document.xml").decode())
    words = ["Contents", "The lamp", "The ferry: Mooring", "It burns.", "Moor."]
    assert all(word in text for word in words)
    assert text.index("It burns.") < text.index("Moor.")
    assert "Row." not in text


@pytest.mark.parametrize("path", ["/basket/download/docx/", "/basket/download/exe/?part=1.part-1"])
def test_nothing_to_download(client, path):
    assert client.get(path).status_code == 404


def test_looking_for_parts_costs_two_queries(ferry, lamp, django_assert_num_queries):
    with django_assert_num_queries(2):
        basket.choose(read_keys(keys((lamp, 1), (ferry, 1), (ferry, 2))))
