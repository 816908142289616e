"""Pages of our own writing in the forms that real ones take; one rule, one small page."""

from __future__ import annotations

import time

import pytest

from summaries.importers.plaintext import Page, read_page

REFERENCE = "The following is compiled for you, for reference only. I hope it helps you."
HARVEST = (
    "The orchard of the cooperative has 212 trees, and every one of them was pruned, sprayed and "
    "picked by the same nine people, who began in February and have not finished yet."
)
CELLAR = (
    "The cellar was opened in the second week of October, and the barrels were rolled out into the "
    "yard, where the school children counted them twice and came to two different results."
)
MARKET = (
    "On the market our stall stood between the cheese and the brushes, and whoever bought a brush "
    "was given an apple, which in the course of the year cost us eleven baskets."
)


def page(*lines: str) -> str:
    return "\n\n".join(lines)


def collection(*marks: str, lead: str = REFERENCE) -> Page:
    """A page with these marks, each over a paragraph of its own."""
    texts = (HARVEST, CELLAR, MARKET)
    lines = [line for mark, text in zip(marks, texts, strict=False) for line in (mark, text)]
    return read_page(page("Summary of the work of the fruit cooperative", lead, *lines))


def reasons(found: Page) -> dict[str, str]:
    return {cut.text: cut.reason for cut in found.cut}


# -- nothing is lost ---------------------------------------------------------

WHOLE = page(
    "Current location - Garden Network - News headlines - Summary of orchard work (3 articles)",
    "Summary of orchard work (3 articles)",
    "by Lin Mei on 2019-11-02 08:15:00",
    "Time flies. For more articles on orchard work please visit our column. " + REFERENCE,
    "Summary of orchard work 1In 20XX we planted. " + HARVEST,
    "First, the trees",
    CELLAR + " ? It rained.",
    "Summary of the work of the orchard 2: " + MARKET,
    "(1) Fences. They were mended. The following tools were used: a saw;",
    "Orchard work summary 3",
    HARVEST
    + " I hope this article is helpful to everyone! - Previous article: Plums - Next: Pears",
    "Leave a Reply",
    "Your email address will not be published. Required fields are marked *",
)


@pytest.mark.parametrize(
    "text", [WHOLE, WHOLE.replace("\n\n", "\n"), WHOLE.replace("\n\n", " "), ""]
)
def test_every_word_of_a_page_is_found_again(text):
    found = read_page(text)
    kept = [cut.text for cut in found.cut] + [found.lead]
    for part in found.parts:
        kept += [part.title, part.text]
    assert sorted(_letters("".join(kept))) == sorted(_letters(text))


def test_a_whole_page():
    found = read_page(WHOLE)
    assert found.site == "Garden Network"
    assert found.trail == ("News headlines",)
    assert found.title == "Summary of orchard work (3 articles)"
    assert (found.byline, found.published) == ("Lin Mei", "2019-11-02T08:15:00")
    assert found.announced_parts == 3
    assert found.lead.startswith("Time flies.")
    assert found.lead_is_filler
    assert [part.title for part in found.parts] == [
        "Summary of orchard work 1",
        "Summary of the work of the orchard 2",
        "Orchard work summary 3",
    ]
    assert found.parts[0].text.startswith("In 20XX we planted.")
    assert found.parts[2].text == HARVEST
    assert found.blanks == ("20XX",)
    assert {guess.field for guess in found.guesses} == {"parts"}
    assert set(reasons(found).values()) == {
        "trail", "title", "date", "elsewhere", "closing", "previous and next", "form",
    }  # fmt: skip


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


# -- lead ----------------------------------------------------------------------


def test_the_lead_is_what_stands_before_the_first_mark():
    found = collection("Part 1", "Part 2", lead="Apples are healthy.")
    assert found.lead == "Apples are healthy."
    assert not found.lead_is_filler


def test_a_single_text_has_a_lead_only_if_a_formula_presents_it():
    title = "Summary of the work of the fruit cooperative"
    assert read_page(page(title, REFERENCE, HARVEST)).lead == REFERENCE
    foreword = read_page(page(title, HARVEST, CELLAR))
    assert foreword.lead == ""
    assert foreword.parts[0].text == f"{HARVEST}\n{CELLAR}"


def test_where_the_first_mark_was_lost_its_text_is_a_part_all_the_same():
    title = "Summary of fruit work"
    found = read_page(page(title, REFERENCE, HARVEST, f"{title} 2", CELLAR, f"{title} 3", MARKET))
    assert found.lead == REFERENCE
    assert [part.title for part in found.parts] == ["", f"{title} 2", f"{title} 3"]


# -- title ---------------------------------------------------------------------


def test_without_a_title_line_the_part_titles_give_it_and_it_is_a_guess():
    found = read_page(
        page(REFERENCE, "Summary of cider work 1 " + HARVEST, "Cider work summary 2 " + CELLAR)
    )
    assert found.title == "Summary of cider work"
    assert [guess.field for guess in found.guesses if guess.field == "title"]


def test_without_title_and_marks_the_first_sentence_gives_it():
    found = read_page(page("We pressed the apples in autumn. It was cold.", HARVEST))
    assert found.title == "We pressed the apples in autumn."
    assert found.parts[0].text.startswith("We pressed")


def test_a_title_cut_inside_a_word_is_damage_and_its_sentence_stays():
    sentence = HARVEST[:-1] + " although the nights are already long."
    cut = sentence[:135]
    found = read_page(page(f"Garden Network - News - {cut}", cut, sentence))
    assert found.title == cut
    assert found.parts[0].text == sentence
    assert any(damage.text and cut.endswith(damage.text) for damage in found.damage)


# -- tail ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tail", "reason"),
    [
        ("I recommend it carefully.", "closing"),
        (
            "The above is the summary compiled by the editor, I hope it is helpful to everyone.",
            "closing",
        ),
        ("For more articles on fruit, please pay attention to the fruit column.", "elsewhere"),
        ("Source: Fruit Daily", "source"),
        ("Previous article: Plums", "previous and next"),
        ("Copyright Garden Network", "site notice"),
        ("Fruit work.docx", "download notice"),
        ("(Reporter: Lin Mei)", "byline"),
    ],
)
def test_what_the_site_adds_at_the_end_is_cut(tail, reason):
    found = read_page(page("Summary of fruit work", HARVEST, CELLAR, tail))
    assert reasons(found)[tail] == reason
    assert found.parts[0].text == f"{HARVEST}\n{CELLAR}"


@pytest.mark.parametrize(
    "ending",
    [
        "Please pay attention to the ladders, they are old.",
        "The above is my report, I hope the leaders will correct me.",
        "Thank you for your support!",
        "More importantly, we should continue to prune.",
        "I hope that the trees can help the village.",
        "What we do next: we prune.",
    ],
)
def test_an_ending_of_the_text_itself_stays(ending):
    found = read_page(page("Summary of fruit work", HARVEST, CELLAR, ending))
    assert found.parts[0].text.endswith(ending)


def test_a_site_that_lent_the_text_is_its_source():
    lead = "This article was specially compiled by Fruitbasket.com for everyone."
    found = read_page(page("Summary of fruit work", lead, HARVEST))
    assert found.source == "Fruitbasket.com"


def test_the_title_is_cut_where_it_repeats_directly_below_and_not_amid_the_text():
    title = "Summary of the work of the fruit cooperative"
    found = read_page(page(title, title, HARVEST, title, CELLAR))
    assert found.parts[0].text == f"{HARVEST}\n{title}\n{CELLAR}"


# -- Chinese -------------------------------------------------------------------


def test_a_chinese_collection():
    found = read_page(
        page(
            "青禾作文网",
            "果园工作总结(收集2篇)",
            "时间: 2021-03-04 栏目:工作总结",
            "时光飞逝,下面是小编为大家整理的果园工作总结,仅供参考。",
            "果园工作总结篇1",
            "一、修剪",
            "今年二月,全体社员修剪果树二百一十二棵,梯子坏了三把,没有人受伤,我们都很高兴。",
            "果园工作总结篇2",
            "今年的苹果又大又红,XX村的孩子们来摘了两次,每次都唱歌。",
            "上一篇:李子 下一篇:梨",
        )
    )
    assert (found.site, found.title) == ("青禾作文网", "果园工作总结(收集2篇)")
    assert (found.trail, found.published) == (("工作总结",), "2021-03-04")
    assert found.announced_parts == 2
    assert [part.title for part in found.parts] == ["果园工作总结篇1", "果园工作总结篇2"]
    assert [heading.text for heading in found.parts[0].headings.values()] == ["一、修剪"]
    assert found.lead_is_filler
    assert found.blanks == ("XX村",) or found.blanks == ("XX",)
    assert found.language == "zh"


# -- time ----------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["(", "1", "1. a\n", "First, ", "工作总结1", "> ", "Work\n"])
def test_a_large_page_of_nonsense_takes_no_longer_than_its_size(unit):
    def seconds(size: int) -> float:
        start = time.perf_counter()
        read_page(unit * (size // len(unit)))
        return time.perf_counter() - start

    seconds(1000)
    assert seconds(40_000) < 5
