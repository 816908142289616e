import pytest

from summaries.quality import is_filler, openings

from .tables import needless, needless_words, vocabularies

TABLES = dict(vocabularies(openings))


@pytest.mark.parametrize(
    "lead",
    [
        "Time flies, and it is time to look back. How do you write a report? Here are some that "
        "I collected for you. They are for your reference only.",
        "This article was gathered by Example.com for all of you. We hope it helps.",
        "So what does the plan hold? Here is mine. You can share it with your friends.",
        "总结是回顾工作的方法。动笔之前，我们可以参考一些范文。",
        "时光匆匆，又到了写总结的时候。怎么写才好呢？以下是小编为您收集的几篇，仅供参考。",
    ],
)
def test_the_formula_of_compilers_is_filler(lead):
    assert is_filler(lead)


@pytest.mark.parametrize(
    "lead",
    [
        "",
        "Time flies. In March I joined the library as a trainee; my year is summarized as follows:",
        "Under the guidance of the head nurse we opened a second ward and trained six people.",
        "今年三月我到图书馆工作，在馆长的领导下完成了编目，现将工作总结如下：",
    ],
)
def test_an_author_s_own_opening_is_not(lead):
    assert not is_filler(lead)


@pytest.mark.parametrize("turn", TABLES)
def test_each_phrase_is_needed_by_an_example(turn):
    assert list(needless(TABLES[turn])) == []


def test_each_shared_word_is_needed_by_an_example():
    sharing = [table for table in TABLES.values() if table.words]
    assert list(needless_words(sharing, openings.WORDS)) == []
