"""Two documents compared, and two changes of one document merged."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from summaries.comparing import Run, compare, compare_words, comparison, merge
from summaries.comparing.blocks import compare_blocks
from summaries.document import Document, Part, Source

BASE = Document(
    title="Ferry notes",
    category=("Work", "Harbour"),
    tags=("ferry", "tide"),
    parts=(
        Part("March", "<p>A cold month.</p>\n<p>Two boats sank.</p>", "part-1"),
        Part("April", "<p>The water rose.</p>", "part-2"),
        Part("May", "<p>Nothing moved.</p>", "part-3"),
    ),
)
MARCH, APRIL, MAY = BASE.parts


def body(part, *paragraphs):
    return replace(part, body="".join(f"<p>{one}</p>" for one in paragraphs))


def with_parts(*parts, **fields):
    return replace(BASE, parts=parts, **fields)


# The difference


def test_the_same_differs_in_nothing():
    comparison = compare(BASE, BASE)
    assert not comparison
    assert comparison.summary() == ""
    assert not compare(BASE, replace(BASE, tags=("tide", "ferry")))  # tags have no order


def test_summary_says_what_changed_in_a_few_words():
    new = with_parts(
        *(MAY, body(MARCH, "A mild month."), Part("June", "<p>Sun.</p>")),
        title="Notes from the ferry",
        tags=("ferry",),
    )
    assert compare(BASE, new).summary() == (
        "title, 1 part changed, 1 part added, 1 part removed, 1 part moved, tags"
    )


def test_summary_of_the_only_part_counts_its_paragraphs():
    old = with_parts(MARCH)
    new = with_parts(body(MARCH, "A cold month indeed.", "Two boats sank.", "One came back."))
    assert compare(old, new).summary() == "1 paragraph changed, 1 paragraph added"
    bold = with_parts(replace(MARCH, body=MARCH.body.replace("cold", "<em>cold</em>")))
    assert compare(old, bold).summary() == "formatting"
    assert compare(old, with_parts(replace(MARCH, title=""))).summary() == "title of the part"


def test_fields_are_compared_by_the_names_of_the_admin():
    new = replace(BASE, tags=("tide", "weir"), source=Source(name="Log"), category=("Work",))
    found = {change.name: change for change in compare(BASE, new).fields}
    assert (found["tags"].added, found["tags"].removed) == (("weir",), ("ferry",))
    assert (found["category"].old, found["category"].new) == (("Work", "Harbour"), ("Work",))
    assert (found["source_name"].label, found["source_name"].new) == ("source", "Log")
    assert len(found) == 3


def test_a_part_is_followed_by_its_anchor():
    new = with_parts(APRIL, MAY, body(MARCH, "A cold month.", "Three boats sank."))
    (change,) = compare(BASE, new).parts
    assert (change.kind, change.is_moved, change.label) == ("changed", True, "March")
    same, changed = change.blocks
    assert (same.kind, changed.kind) == ("same", "changed")
    assert changed.runs[:2] == (Run("removed", "Two"), Run("added", "Three"))


def test_parts_without_an_anchor_are_new():
    new = with_parts(*BASE.parts, Part("June", "<p>Sun.</p>"))
    (change,) = compare(BASE, new).parts
    assert (change.kind, change.number, change.label) == ("added", 4, "June")
    assert not compare(new, new)


def test_paragraphs_that_became_others_stand_beside_them():
    old = body(MARCH, "The ferry left at noon.", "It rained all day.", "Nobody came.")
    new = body(MARCH, "A new start.", "It rained nearly all day.", "Nobody came.")
    (change,) = compare(with_parts(old), with_parts(new)).parts
    assert [block.kind for block in change.blocks] == ["removed", "added", "changed", "same"]


def test_another_form_of_the_same_words_is_told_as_such():
    new = replace(APRIL, body="<h3>The water rose.</h3>")
    (change,) = compare(with_parts(APRIL), with_parts(new)).parts
    assert change.is_formatting
    assert [block.kind for block in change.blocks] == ["formatted"]


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        ("A cold March", "A mild March", [" A ", "-cold", "+mild", "  March"]),
        ("Boats sank", "Boats sank.", [" Boats sank", "+."]),
        ("春天的水位上升", "春天的水位下降", [" 春天的水位", "-上升", "+下降"]),
        ("one two three", "four five six", ["-one two three", "+four five six"]),
        ("", "New", ["+New"]),
    ],
)
def test_words_and_characters_that_changed(old, new, runs):
    signs = {"same": " ", "added": "+", "removed": "-"}
    assert [signs[run.kind] + run.text for run in compare_words(old, new)] == runs


def test_of_a_long_article_only_what_changed_is_looked_into(monkeypatch):
    rng = random.Random(7)
    words = [f"word{number}" for number in range(3000)]
    parts = [
        Part(f"Part {number}", _paragraphs(rng, words, 10, 50), f"part-{number}")
        for number in range(210)
    ]
    old = Document("Long", tuple(parts))
    new = replace(old, parts=(*parts[:100], body(parts[100], "Now short."), *parts[101:]))
    looked_into = []

    def blocks(*bodies):
        looked_into.append(bodies)
        return compare_blocks(*bodies)

    monkeypatch.setattr(comparison, "compare_blocks", blocks)
    compared = compare(old, new)
    assert [len(change.blocks) for change in compared.parts] == [11]
    assert compared.apply(old) == new
    assert len(looked_into) == 1


@pytest.mark.parametrize("count", [600, 5_000])
def test_words_are_told_apart_in_a_text_of_any_length(count):
    rng = random.Random(8)
    words = [f"w{number}" for number in range(8_000)]
    said = rng.choices(words, [1 / (number + 1) for number in range(8_000)], k=count)
    said = [f"{word}." if number % 15 == 14 else word for number, word in enumerate(said)]
    changed = [rng.choice(words) if number % 10 == 7 else word for number, word in enumerate(said)]
    old, new = " ".join(said), " ".join(changed)
    runs = compare_words(old, new)
    assert "".join(run.text for run in runs if run.kind != "added") == old
    assert "".join(run.text for run in runs if run.kind != "removed") == new
    same = sum(len(run.text.split()) for run in runs if run.kind == "same")
    assert same > 0.8 * count


def test_a_long_text_written_anew_ends_what_stays():
    rng = random.Random(8)
    words = ["the", "of", "and.", *(f"w{number}" for number in range(40))]
    one, other = (" ".join(rng.choices(words, k=20_000)) for _side in range(2))
    runs = compare_words(one, f"{one[:50_000]}{other}")
    assert runs[0].kind == "same"
    assert runs[0].text.startswith(one[:49_000])
    assert "".join(run.text for run in runs if run.kind != "added") == one


# The merge


def test_changes_of_different_places_are_joined():
    mine = with_parts(body(MARCH, "A cold month.", "All boats sank."), APRIL, MAY, title="Boats")
    theirs = with_parts(
        body(MARCH, "A mild month.", "Two boats sank."), MAY, lead="In short.", tags=("tide", "log")
    )
    merged = merge(BASE, replace(mine, tags=("ferry", "tide", "weir")), theirs)
    assert not merged.collisions
    assert merged.document == with_parts(
        replace(MARCH, body="<p>A mild month.</p>\n<p>All boats sank.</p>"),
        MAY,
        title="Boats",
        lead="In short.",
        tags=("log", "tide", "weir"),
    )
    assert merged.taken.summary() == "lead, 1 part changed, 1 part removed, tags"


def test_a_place_that_both_changed_collides_and_mine_stands():
    mine = with_parts(body(MARCH, "A hot month.", "Two boats sank."), APRIL, title="Mine")
    theirs = with_parts(
        body(MARCH, "A wet month.", "Two boats sank."), body(APRIL, "It fell."), MAY, title="Theirs"
    )
    merged = merge(BASE, mine, theirs)
    assert [(one.place, one.label) for one in merged.collisions] == [
        ("title", "title"),
        ("part:part-1", "March"),
    ]
    assert (merged.document.title, merged.document.parts[0]) == ("Mine", mine.parts[0])
    assert merged.document.parts[1] == theirs.parts[1]


def test_a_part_that_one_changed_and_the_other_removed_collides():
    without, changed = with_parts(MARCH, MAY), with_parts(MARCH, body(APRIL, "It fell."), MAY)
    for mine, theirs in [(without, changed), (changed, without)]:
        merged = merge(BASE, mine, theirs)
        assert [one.place for one in merged.collisions] == ["part:part-2"]
        assert merged.document == mine


def test_new_parts_of_both_are_kept_where_they_stood():
    mine = with_parts(MARCH, Part("Mine", "<p>M</p>"), APRIL, MAY)
    theirs = with_parts(MARCH, APRIL, Part("Theirs", "<p>T</p>", "part-4"), MAY)
    merged = merge(BASE, mine, theirs)
    assert [one.title for one in merged.document.parts] == [
        *("March", "Mine", "April", "Theirs", "May")
    ]
    assert not merged.collisions


def test_a_new_part_gives_its_anchor_away_that_was_taken_meanwhile():
    mine = with_parts(*BASE.parts, Part("Mine", "<p>M</p>", "part-4"))
    theirs = with_parts(*BASE.parts, Part("Theirs", "<p>T</p>", "part-4"))
    merged = merge(BASE, mine, theirs).document
    assert {(one.title, one.anchor) for one in merged.parts[3:]} == {
        ("Mine", ""),
        ("Theirs", "part-4"),
    }


def test_the_order_of_who_moved_parts_is_kept():
    moved, other = with_parts(MAY, MARCH, APRIL), with_parts(MARCH, MAY, APRIL)
    assert merge(BASE, BASE, moved).document == moved
    edited = with_parts(MARCH, body(APRIL, "It fell."), MAY)
    assert [one.title for one in merge(BASE, edited, moved).document.parts] == [
        *("May", "March", "April")
    ]
    assert merge(BASE, moved, other).document == moved  # both moved it: mine


def test_without_a_base_every_difference_collides():
    theirs = with_parts(MARCH, body(APRIL, "It fell."), MAY, title="Theirs", tags=("tide",))
    merged = merge(None, BASE, theirs)
    assert {one.place for one in merged.collisions} == {"title", "tags", "part:part-2"}
    assert merged.document == BASE
    assert not merge(None, BASE, BASE).collisions


# What holds for any documents

WORDS = "boat tide quay rope 春 水 sail".split()
FIELDS = ("title", "lead", "byline", "status", "licence", "is_featured", "published_at", "category")


def _paragraphs(rng, words, most, length):
    return "\n".join(f"<p>{' '.join(rng.choices(words, k=length))}.</p>" for _one in range(most))


def _value(rng, name):
    if name == "is_featured":
        return rng.random() < 0.5
    if name == "published_at":
        return rng.choice([None, datetime(2026, 1, rng.randint(1, 9), tzinfo=UTC)])
    if name == "category":
        return tuple(rng.sample(WORDS, 2))
    return (
        rng.choice(["draft", "review"]) if name == "status" else " ".join(rng.choices(WORDS, k=3))
    )


def _changed(rng, document, anchors):
    """The document after some random changes."""
    for name in rng.sample(FIELDS, rng.randint(0, 2)):
        document = replace(document, **{name: _value(rng, name)})
    if rng.random() < 0.3:
        document = replace(document, tags=tuple(sorted(rng.sample(WORDS, rng.randint(0, 3)))))
    if rng.random() < 0.2:
        document = replace(document, source=replace(document.source, name=rng.choice(WORDS)))
    parts = list(document.parts)
    for _change in range(rng.randint(0, 3)):
        kind, at = rng.choice(["add", "remove", "move", "title", "body"]), rng.randrange(9)
        if kind == "add":
            anchor = rng.choice(["", f"part-{next(anchors)}"])
            part = Part(" ".join(rng.choices(WORDS, k=4)), _paragraphs(rng, WORDS, 2, 6), anchor)
            parts.insert(at, part)
        elif parts:
            part = parts.pop(at % len(parts))
            if kind == "move":
                parts.insert(rng.randrange(9), part)
            elif kind == "title":
                parts.insert(at, replace(part, title=rng.choice(WORDS)))
            elif kind == "body":
                blocks = part.body.split("\n")
                blocks[rng.randrange(len(blocks))] = _paragraphs(rng, WORDS, rng.randint(1, 2), 6)
                parts.insert(at, replace(part, body="\n".join(blocks)))
    return replace(document, parts=tuple(parts))


def _triples(seed, count):
    rng = random.Random(seed)
    for _one in range(count):
        anchors = iter(range(1, 1000))
        parts = tuple(
            Part(rng.choice(WORDS), _paragraphs(rng, WORDS, rng.randint(1, 4), 6), f"part-{number}")
            for number in (next(anchors) for _part in range(rng.randint(0, 5)))
        )
        base = Document("Base", parts, tags=tuple(sorted(rng.sample(WORDS, 3))))
        yield base, _changed(rng, base, anchors), _changed(rng, base, anchors)


def test_a_difference_applied_gives_the_other():
    for base, mine, theirs in _triples(1, 1000):
        for old, new in [(base, mine), (mine, theirs), (theirs, base)]:
            comparison = compare(old, new)
            assert comparison.apply(old) == new
            assert bool(comparison) == (old != new)
            assert bool(comparison.summary()) == bool(comparison)
            for change in comparison.parts:
                for block in change.blocks:
                    said = [run.text for run in block.runs if run.kind != "removed"]
                    assert "".join(said) == (block.new and block.text)


def test_a_merge_loses_nothing_and_asks_only_where_both_changed():
    for base, mine, theirs in _triples(2, 1000):
        assert merge(base, mine, base).document == mine
        assert merge(base, base, theirs).document == theirs
        merged = merge(base, mine, theirs)
        assert merged.taken.apply(mine) == merged.document
        collided = {one.place for one in merged.collisions}
        assert collided == _both_changed(base, mine, theirs)
        _assert_kept(base, mine, theirs, merged.document, collided)


def _both_changed(base, mine, theirs):
    """The places that both changed to different values, by a rule of their own."""
    places = set()
    for name in FIELDS:
        values = {getattr(one, name) for one in (base, mine, theirs)}
        places |= {name} if len(values) == 3 else set()
    if len({base.source.name, mine.source.name, theirs.source.name}) == 3:
        places.add("source_name")
    for part in base.parts:
        one, other = (_part(document, part.anchor) for document in (mine, theirs))
        if one == other or part in (one, other):
            continue
        titles = {part.title, one and one.title, other and other.title}
        if None in (one, other) or len(titles) == 3 or _overlap(part, one, other):
            places.add(f"part:{part.anchor}")
    return places


def _part(document, anchor):
    return next((part for part in document.parts if part.anchor == anchor), None)


def _overlap(base, mine, theirs):
    """Whether the two change the same paragraphs; random ones never come twice."""
    if base.body in (mine.body, theirs.body) or mine.body == theirs.body:
        return False
    spans = []
    for body in (mine.body.split("\n"), theirs.body.split("\n")):
        old = base.body.split("\n")
        gone = [number for number, block in enumerate(old) if block not in body]
        spans.append(set(gone))
    return bool(spans[0] & spans[1])


def _assert_kept(base, mine, theirs, merged, collided):
    for document in (mine, theirs):
        for name in set(FIELDS) - collided:
            if getattr(document, name) != getattr(base, name):
                assert getattr(merged, name) == getattr(document, name)
        assert set(document.tags) - set(base.tags) <= set(merged.tags)
        assert not set(merged.tags) & (set(base.tags) - set(document.tags))
        for part in document.parts:
            was = _part(base, part.anchor) if part.anchor else None
            if was is None:
                assert part in merged.parts
            elif part != was and f"part:{part.anchor}" not in collided:
                changed = set(part.body.split("\n")) - set(was.body.split("\n"))
                assert changed <= set(_part(merged, part.anchor).body.split("\n"))
        for part in base.parts:
            if _part(document, part.anchor) is None and f"part:{part.anchor}" not in collided:
                assert _part(merged, part.anchor) is None
    anchors = [part.anchor for part in merged.parts if part.anchor]
    assert len(anchors) == len(set(anchors))
