"""A library of any size, always the same: ``documents(1000, "short")`` streams its articles.

The shape is that of a real one: categories, tags and words come in sizes by
Zipf's law, a twentieth of the texts is Chinese, some have blanks to fill in,
some are drafts or scheduled. The first articles of a large library are those
of a small one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate, product

from summaries.document import Document, Part, Source

SEED = 20_260_101
# Words of an article, on average.
LENGTHS = {"short": 120, "long": 600}

WORDS = 200_000
CHINESE_WORDS = 20_000
TAGS = 20_000
CHINESE_SHARE = 0.05
BLANKS_SHARE = 0.15
DRAFT_SHARE = 0.02
SCHEDULED_SHARE = 0.005

FIRST_DAY = datetime(2012, 1, 1, tzinfo=UTC)
DAYS = 14 * 365
FAR_AHEAD = datetime(2199, 1, 1, tzinfo=UTC)

# Three levels, 10 + 50 + 250 categories.
LEVELS = (
    "Administration Education Engineering Finance Healthcare Hospitality Logistics Production"
    " Research Sales".split(),
    "Annual Monthly Personal Project Team".split(),
    "Outlines Reports Reviews Samples Speeches".split(),
)
BLANKS = ("XX", "20XX", "____", "[Company name]", "[Department]")
CHINESE_BLANKS = ("XX", "20XX年", "____", "【公司名称】")
PART_COUNTS = (1, 1, 1, 1, 2, 2, 3, 3, 4, 5)


def documents(size: int, length: str, *, first: int = 1) -> Iterator[Document]:
    """The articles of a library of this size, one at a time, numbered from ``first``."""
    draw = random.Random(SEED + first - 1)
    english, chinese = _English(draw, LENGTHS[length]), _Chinese(draw, LENGTHS[length])
    leaves, leaf_weights = zipf(_shuffled(list(product(*LEVELS))))
    tags, tag_weights = zipf(_shuffled(words()[1000 : 1000 + TAGS]))
    for number in range(first, first + size):
        language = chinese if draw.random() < CHINESE_SHARE else english
        title, slug = language.title()
        (category,) = draw.choices(leaves, cum_weights=leaf_weights)
        drawn_tags = draw.choices(tags, cum_weights=tag_weights, k=draw.randrange(1, 6))
        published_at = FIRST_DAY + timedelta(seconds=draw.randrange(DAYS * 86_400))
        chance = draw.random()
        if chance < SCHEDULED_SHARE:
            published_at = FAR_AHEAD
        yield Document(
            title=title,
            slug=f"{slug}-{number}",
            category=category[: draw.choice((2, 3, 3, 3, 3, 3))],
            tags=tuple(dict.fromkeys(drawn_tags)),
            lead=language.sentence() if draw.random() < 0.5 else "",
            status="draft" if chance > 1 - DRAFT_SHARE else "published",
            published_at=published_at,
            byline=f"Author {draw.randrange(500)}",
            source=Source("Benchmark", "", f"benchmark:{number}"),
            language=language.code,
            parts=tuple(language.parts(draw.choice(PART_COUNTS))),
        )


@cache
def words() -> list[str]:
    """The made-up English words, the most frequent first."""
    return _distinct("bcdfghjklmnprstvwz", "aeiou", WORDS)


@cache
def chinese_words() -> list[str]:
    """Pairs of frequent characters, the most frequent first."""
    pairs = [first + second for first, second in product(_CHARACTERS, repeat=2)]
    return _shuffled(pairs)[:CHINESE_WORDS]


def words_with_hits(share: float, length: str, count: int = 5) -> list[str]:
    """English words that about this share of all articles holds."""
    return _around(words(), share / (1 - CHINESE_SHARE), LENGTHS[length], count)


def chinese_words_with_hits(share: float, length: str, count: int = 5) -> list[str]:
    """Chinese words that about this share of the Chinese articles holds."""
    return _around(chinese_words(), share, LENGTHS[length] // 2, count)


def zipf(items: list) -> tuple[list, list[float]]:
    """The items with their cumulated weights: the second half as likely as the first, and so on."""
    return items, list(accumulate(1 / rank for rank in range(1, len(items) + 1)))


class _Language:
    """Draws titles, sentences and parts; the tables are made once."""

    def __init__(self, draw: random.Random, length: int, vocabulary: list[str]):
        self.draw, self.length = draw, length
        self.words, self.weights = zipf(vocabulary)

    def some(self, count: int) -> list[str]:
        return self.draw.choices(self.words, cum_weights=self.weights, k=count)

    def parts(self, count: int) -> Iterator[Part]:
        length = int(self.length * self.draw.uniform(0.5, 1.5)) // count
        for number in range(1, count + 1):
            drawn = self.some(length)
            if self.draw.random() < BLANKS_SHARE / count:
                drawn[len(drawn) // 2] = self.draw.choice(self.blanks)
            title = self.part_title.format(number) if count > 1 else ""
            yield Part(title, "\n".join(self.blocks(drawn)))

    def blocks(self, drawn: list[str]) -> Iterator[str]:
        """Paragraphs of about sixty words in sentences of about twelve, some with a heading."""
        for start in range(0, len(drawn), 60):
            if start and start % 180 == 0:
                yield f"<h3>{self.joined(drawn[start : start + 3])}</h3>"
            ends = range(start, min(start + 60, len(drawn)), 12)
            sentences = [self.closed(drawn[begin : min(begin + 12, start + 60)]) for begin in ends]
            yield f"<p>{self.space.join(sentences)}</p>"

    def sentence(self) -> str:
        return self.closed(self.some(14))


class _English(_Language):
    code = "en"
    space = " "
    blanks = BLANKS
    part_title = "Sample {}"

    def __init__(self, draw, length):
        super().__init__(draw, length, words())

    def title(self):
        drawn = self.some(self.draw.randrange(3, 9))
        return self.joined(drawn), "-".join(drawn)

    def joined(self, drawn):
        return " ".join(drawn).capitalize()

    def closed(self, drawn):
        text = " ".join(drawn)
        return f"{text[0].upper()}{text[1:]}."


class _Chinese(_Language):
    code = "zh"
    space = ""
    blanks = CHINESE_BLANKS
    part_title = "范文{}"

    def __init__(self, draw, length):
        super().__init__(draw, length // 2, chinese_words())

    def title(self):
        title = self.joined(self.some(self.draw.randrange(3, 7)))
        return title, title

    def joined(self, drawn):
        return "".join(drawn)

    def closed(self, drawn):
        return f"{''.join(drawn[:6])}，{''.join(drawn[6:])}。"


def _shuffled(items: list) -> list:
    random.Random(SEED).shuffle(items)
    return items


def _distinct(consonants: str, vowels: str, count: int) -> list[str]:
    """Words that can be pronounced, the shortest first."""
    syllables = _shuffled([a + b for a, b in product(consonants, vowels)])
    shortest_first = ("".join(word) for length in (2, 3) for word in product(*[syllables] * length))
    return [word for word, _ in zip(shortest_first, range(count), strict=False)]


def _around(vocabulary: list[str], share: float, length: int, count: int) -> list[str]:
    """Words beside one another in rank, of which the middle one has this share."""
    total = sum(1 / rank for rank in range(1, len(vocabulary) + 1))
    likelihood = 1 - (1 - share) ** (1 / length)
    rank = max(int(1 / (likelihood * total)), 1 + count // 2)
    start = min(rank - 1 - count // 2, len(vocabulary) - count)
    return vocabulary[start : start + count]


_CHARACTERS = (
    "的一是不了人在有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政"
    "美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员"
    "解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件"
)
