"""Ghost: an export as the blog writes it, with tags, authors, members' posts and cards."""

import json
from datetime import UTC, datetime

import pytest

from summaries import pictures
from summaries.importers import Media, Options, Place

from .reads import read

POST = {"id": "p1", "uuid": "u1", "slug": "pier", "title": "The pier", "status": "published"}


def export(*posts, **tables):
    return json.dumps({"db": [{"meta": {"version": "5.8"}, "data": {"posts": posts, **tables}}]})


def post(media=None, **fields):
    how = {"media": media} if media else {}
    (reading,) = read("blog.json", export({**POST, "html": "<p>Oak.</p>", **fields}), **how)
    return reading


def test_a_post_with_its_first_tag_as_category_and_its_authors():
    tags = [
        {"id": "t1", "name": "Wood", "slug": "wood", "description": "Of trees."},
        {"id": "t2", "name": "Sea", "slug": "sea"},
        {"id": "t3", "name": "#no-photo", "slug": "hash-no-photo", "visibility": "internal"},
    ]
    used = [("t2", 2), ("t3", 0), ("t1", 1)]
    data = export(
        {
            **POST,
            "html": "<p>Oak, <a href='__GHOST_URL__/elm/'>not elm</a>.</p>",
            "custom_excerpt": "On oak.",
            "published_at": "2019-01-02T11:56:15.000Z",
            "featured": 1,
        },
        tags=tags,
        users=[{"id": 1, "name": "Lin Mei"}, {"id": 2, "name": "Ann Oak"}],
        posts_tags=[{"post_id": "p1", "tag_id": tag, "sort_order": n} for tag, n in used],
        posts_authors=[{"post_id": "p1", "author_id": n, "sort_order": -n} for n in (1, 2)],
    )
    places = [one for one in read("blog.json", data) if isinstance(one, Place)]
    (reading,) = [one for one in read("blog.json", data) if not isinstance(one, Place)]
    document = reading.document
    assert (document.category, document.tags) == (("Wood",), ("Sea",))
    assert (document.byline, document.lead, document.slug) == (
        "Ann Oak, Lin Mei",
        "On oak.",
        "pier",
    )
    assert document.published_at == datetime(2019, 1, 2, 11, 56, 15, tzinfo=UTC)
    assert document.is_featured
    assert '<a href="/elm/"' in document.parts[0].body
    assert (reading.addresses, reading.key) == (("/pier/",), "ghost:u1")
    assert reading.notes == ("Internal tags were left out: “#no-photo”.",)
    assert [(one.category, one.tag, one.addresses) for one in places] == [
        (("Wood",), "", ("/tag/wood/",)),
        ((), "Sea", ("/tag/sea/",)),
    ]


@pytest.mark.parametrize(
    ("fields", "status", "note"),
    [
        ({"visibility": "public"}, "published", ""),
        ({"status": "scheduled"}, "published", ""),
        ({"status": "draft"}, "draft", ""),
        ({"status": "sent"}, "draft", "It was sent as a mail only, so it is a draft."),
        ({"visibility": "paid"}, "draft", "It was for members only, so it is a draft."),
    ],
)
def test_nothing_becomes_public_that_was_not(fields, status, note):
    reading = post(**fields)
    assert reading.document.status == status
    assert "".join(reading.notes) == note


def test_pages_come_by_option():
    data = export({**POST, "type": "page", "html": "<p>Oak.</p>"})
    assert read("blog.json", data) == []
    (reading,) = read("blog.json", data, options=Options(pages=True))
    assert reading.document.title == "The pier"


def test_images_are_those_of_the_content_folder_and_the_feature_image_is_the_first():
    media = Media([("content/images/2020/pier.jpg", lambda: b"pier"), ("a/oak.jpg", lambda: b"o")])
    key = pictures.digest(b"pier")
    reading = post(
        media,
        feature_image="__GHOST_URL__/content/images/2020/pier.jpg",
        html="<p>Oak.</p><img src='__GHOST_URL__/content/images/oak.jpg' alt='An oak'>"
        "<img src='https://example.org/elm.jpg'>",
    )
    assert reading.document.parts[0].body.startswith(f'<figure><img src="image:{key}" alt="">')
    assert [one.alt for one in reading.images] == ["", "An oak"]
    assert reading.notes == ("Image not found: “https://example.org/elm.jpg”.",)


def test_without_html_the_text_is_made_of_what_lexical_holds():
    def text(words, bits=0):
        return {"type": "extended-text", "text": words, "format": bits}

    nodes = [
        {"type": "extended-heading", "tag": "h2", "children": [text("Wood")]},
        {
            "type": "paragraph",
            "children": [
                text("Hard", 1),
                text(" & "),
                {"type": "link", "url": "https://example.org/", "children": [text("old", 3)]},
            ],
        },
        {
            "type": "list",
            "listType": "number",
            "children": [{"type": "listitem", "children": [text("Oak")]}],
        },
        {"type": "bookmark", "url": "https://example.org/elm", "metadata": {"title": "Elm"}},
        {"type": "codeblock", "code": "saw <oak>"},
        {"type": "abacus"},
    ]
    reading = post(html=None, lexical=json.dumps({"root": {"children": nodes}}))
    body = reading.document.parts[0].body.replace(' rel="noopener"', "")
    assert body == (
        '<h2>Wood</h2><p><strong>Hard</strong> &amp; <a href="https://example.org/"><strong><em>'
        "old</em></strong></a></p><ol><li>Oak</li></ol>"
        '<p><a href="https://example.org/elm">Elm</a></p><pre>saw &lt;oak&gt;</pre>'
    )
    assert reading.notes[0] == "Cards that are not known were left out: “abacus”."


def test_without_html_the_text_is_made_of_what_mobiledoc_holds():
    document = {
        "version": "0.3.1",
        "atoms": [["soft-return", "", {}]],
        "cards": [["markdown", {"markdown": "*Old* elm"}], ["hr", {}]],
        "markups": [["strong"], ["a", ["href", "https://example.org/"]]],
        "sections": [
            [1, "h3", [[0, [], 0, "Wood"]]],
            [1, "p", [[0, [0], 1, "Oak"], [1, [], 0, 0], [0, [1], 1, "there"]]],
            [3, "ul", [[[0, [], 0, "Ash"]]]],
            [10, 0],
            [10, 1],
        ],
    }
    body = post(html="", mobiledoc=json.dumps(document)).document.parts[0].body
    assert body.replace(' rel="noopener"', "") == (
        '<h3>Wood</h3><p><strong>Oak</strong><br><a href="https://example.org/">there</a></p>'
        "<ul><li>Ash</li></ul><p><em>Old</em> elm</p><hr>"
    )


def test_an_embedded_video_becomes_a_link():
    reading = post(
        html='<figure><iframe src="https://www.youtube.com/embed/x1?f=1"></iframe></figure>'
    )
    assert 'href="https://www.youtube.com/watch?v=x1"' in reading.document.parts[0].body
    assert reading.notes == ("1 video or frame became a link.",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("[1, 2]", "This is no export of Ghost"),
        ('{"name": "package"}', "This is no export of Ghost"),
        ('{"db": [\n{"data": }\n]}', "Line 2: this is not JSON: Expecting value."),
        (b"\n", "The file is empty."),
        (b"\xff\xfe\x00", "The file is not JSON in UTF-8."),
        ("[" * 100_000, "The JSON is nested too deeply."),
    ],
)
def test_another_json_file_is_named(data, said):
    (reading,) = read("package.json", data)
    assert reading.error.startswith(said)
