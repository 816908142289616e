from datetime import UTC, datetime

import pytest

from summaries.document import Document, DocumentError, Part, Source

FULL = Document(
    title="Handover notes",
    parts=(
        Part("Sample 1", "<p>Keys: [Room name].</p>", "part-1"),
        Part("", "<p>二</p>"),
    ),
    slug="handover-notes",
    category=("Work", "Offices"),
    tags=("handover", "值班"),
    lead="What the next one must know.",
    status="published",
    published_at=datetime(2024, 5, 1, 8, 30, tzinfo=UTC),
    expires_at=datetime(2030, 1, 1, tzinfo=UTC),
    byline="R. Pellow",
    author="ruth",
    source=Source("The Gazette", "https://example.org/", "gazette-7"),
    licence="CC BY 4.0",
    language="en",
    is_featured=True,
    comments_allowed=False,
)


def test_json_is_lossless():
    assert Document.from_json(FULL.to_json()) == FULL
    assert Document.from_json('{"title": "Only a title"}') == Document(title="Only a title")


@pytest.mark.parametrize(
    ("json", "said"),
    [
        ("", "Not JSON"),
        ("[1]", "A document is a JSON object"),
        ("{}", "title"),
        ('{"title": 5}', "title: expected a string"),
        ('{"title": "a", "version": 9}', "version"),
        ('{"title": "a", "colour": "red"}', "colour"),
        ('{"title": "a", "status": "hidden"}', "status"),
        ('{"title": "a", "tags": "b"}', "tags"),
        ('{"title": "a", "tags": ["\\u0000"]}', "tags: contains a NUL"),
        ('{"title": "a", "parts": ["b"]}', r"parts\[0\]: expected an object"),
        ('{"title": "a", "expires_at": 5}', "expires_at: expected a time"),
        ('{"title": "a", "expires_at": "soon"}', "expires_at: expected a time"),
        ('{"title": "a", "parts": [{"text": "b"}]}', r"parts\[0\].text"),
        ('{"title": "a", "parts": {"body": "b"}}', "parts"),
        ('{"title": "a", "published_at": "2024-05-01"}', "published_at"),
        ('{"title": "a", "is_featured": "no"}', "is_featured"),
        ("[" * 100_000, "nested too deeply"),
        ('{"title": ' + "9" * 5_000 + "}", "Not JSON"),
        ('{"title": "a\\ud800"}', r"^title: contains \\ud800"),
        ('{"title": "a", "tags": ["\\udfff"]}', "^tags: contains"),
        ('{"title": "a", "source": {"url": "\\ud800"}}', r"^source\.url: contains"),
        ('{"title": "a", "parts": [{}, {"body": "\\ud800"}]}', r"^parts\[1\]\.body: contains"),
        ('{"title": "a", "\\ud800": 1}', r"^\\ud800: a document has no such field"),
        ('{"title": "a", "source": {"\\ud800": 1}}', r"^source\.\\ud800: there is no such"),
        ('{"title": "a", "version": "\\ud800"}', "^version: "),
    ],
)
def test_what_is_no_document_is_refused_with_the_field(json, said):
    with pytest.raises(DocumentError, match=said):
        Document.from_json(json)


def test_two_halves_of_a_character_are_one():
    assert Document.from_json('{"title": "\\ud83d\\ude42"}').title == "🙂"


@pytest.mark.parametrize(
    "moment",
    ["0001-01-01T00:00:00+01:00", "9999-12-31T23:30:00-01:00", "9999-12-31T23:30:00+00:00"],
)
def test_a_time_that_no_calendar_can_show_is_refused(settings, moment):
    settings.TIME_ZONE = "Asia/Shanghai"
    with pytest.raises(DocumentError, match=r"^published_at: the time lies outside the years"):
        Document.from_dict({"title": "a", "published_at": moment})
