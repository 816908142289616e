"""Small pages of our own, each of one kind, with what is right beside it as JSON.

The JSON holds some of the report's fields, all of which must be as they are there.
"""

import json
from pathlib import Path

import pytest

from summaries import importers

PAGES = sorted(
    path for path in Path(__file__).with_name("pages").iterdir() if path.suffix != ".json"
)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_is_reported_as_it_is(path):
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    (reading,) = importers.read(path)
    report = json.loads(json.dumps(reading.page.as_dict()))
    assert {name: report[name] for name in expected} == expected
