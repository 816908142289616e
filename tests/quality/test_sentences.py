import pytest

from summaries.quality import sentences

from .rules import found


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("We made the plan. and then left.", [("plan. and", "plan and")]),
        ("The work was. Praised by all", [("was. Praised", "was praised")]),
        ("We sat by the. fire", [("the. fire", "the fire")]),
        ("We sat by the. Fire", [("the. Fire", "the fire")]),
        ("as good as they were. They left", []),
        ("a man of med. build, two yrs. older (trans. by Hill)", []),
        ("pens, paper etc. and so on. See 3. above", []),
    ],
)
def test_stray_stops(text, places):
    assert found(sentences.stray_stops, text) == places


LONG = "In the spring we planted forty trees on the slope behind"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            f"{LONG}\nthe school and watered them.",
            [("the slope behind\nthe school and", "the slope behind the school and")],
        ),
        ("今年我们在学校后面的山坡上种了四十棵树，\n还浇了水。", [
            ("今年我们在学校后面的山坡上种了四十棵树，\n还浇了水。",
             "今年我们在学校后面的山坡上种了四十棵树，还浇了水。"),
        ]),
        (f"{LONG} it.\nthe school", []),
        (f"{LONG}\nthe\nschool", []),
        (f"{LONG}\nAnn: the school", []),
        ("A heading\nthen text", []),
        (f"{LONG}\na. the first item", []),
        (f"{LONG}\nthe second is to water them", []),
    ],
)  # fmt: skip
def test_broken_lines(text, places):
    assert found(sentences.broken_lines, text) == places


def test_a_text_of_lines_cut_at_one_width_is_damaged_once():
    text = f"{LONG}\nthe school. Then we rested in the shade of the hill until the sun\nwent down."
    assert len(found(sentences.broken_lines, text)) == 1


def test_long_verses_are_no_broken_sentences():
    verses = (
        "and the wind that has come from the hills goes over the roofs of the town\n"
        "and the gulls that have slept on the quay go up when the moon goes down\n"
        "and the boats that were tied to the pier go out with the turn of the tide\n"
        "and the people who waited all year go home to the other side."
    )
    assert found(sentences.broken_lines, verses) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The school planted forty trees. It rained. The school planted forty trees.", []),
        (
            "The school planted forty young trees. It rained. "
            "The school planted forty young trees.",
            ["The school planted forty young trees."],
        ),
        (
            "In May the children planted forty young trees behind the school. "
            "The children in May planted forty young trees behind our school.",
            ["The children in May planted forty young trees behind our school."],
        ),
        (
            "1. In May the children planted forty young trees behind the school. "
            "2. The children in May planted forty young trees behind our school.",
            [],
        ),
        ("The school planted forty young trees.\nThe school planted forty young trees.", []),
        (
            "Who did it? The children of the village did it. "
            "Who paid? The children of the village did it.",
            [],
        ),
        (
            "The tenant shall keep the rooms clean, dry and aired. "
            "The tenant shall keep the yard clean, dry and aired.",
            [],
        ),
        ("SITE - NEWS - How do we plant trees here?\n\nHow do we plant trees here?", []),
    ],
)
def test_repeated_sentences(text, places):
    assert [place for place, _ in found(sentences.repeated_sentences, text)] == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("for the the school", [("the the", "the")]),
        ("Run Run Run", [("Run Run Run", "Run")]),
        ("Ha ha ha, we had had a very very long day with Yang Yang in XX XX XX", []),
    ],
)
def test_doubled_words(text, places):
    assert found(sentences.doubled_words, text) == places


def test_cut_titles():
    title = (
        "Last year our school planted trees, swept the yard, mended the fence and bought the boo"
    )
    assert found(sentences.cut_titles, f"SITE - NEWS - {title}\n\n{title}ks it had wanted.") == [
        ("bought the boo", "")
    ]
    assert found(sentences.cut_titles, f"{title}\n\n{title}") == []
