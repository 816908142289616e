"""Which pages are measured, found in the data of the plain site, always the same."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlencode

from django.db.models import Count

from . import corpus
from .bare.models import Article, Category, Tag
from .bare.views import PAGE_SIZE
from .sites import Target

HANDFUL = 5
# The library links to no page beyond this one, so a crawler does not meet them.
LAST_PAGE = 500
# How many of all requests of the mix ask for pages of a kind, and how many such pages there are.
MIX = {
    "article": (0.62, 1400),
    "category": (0.12, 200),
    "list": (0.10, 50),
    "tag": (0.08, 200),
    "search": (0.05, 100),
    "filtered": (0.03, 50),
}
DRAWN = 40_000
CRAWLED = {"article": 600, "list": 150, "category": 150, "tag": 150}
# Of a large library, these many articles from all over it are edited.
EDITED = 20_000


@dataclass
class Targets:
    """The pages of each measurement. Django must be set up with the plain site's settings."""

    length: str

    def __post_init__(self):
        self.draw = random.Random(corpus.SEED)
        self.public = Article.objects.published()
        self.size = self.public.count()
        self.last_page = min(-(-self.size // PAGE_SIZE), LAST_PAGE)
        self.categories = _largest_first(_categories())
        self.tags = _largest_first(_tags())
        # The most popular first.
        self.articles = self._articles()

    def mix(self) -> list[Target]:
        """Requests as visitors send them: of each kind, a few pages get most."""
        large = [slug for slug, _ in self.categories[:10]]
        pages = {
            "article": [Target(article=slug) for slug in self.articles],
            "category": [
                Target(category=slug, page=page)
                for page in (1, 2, 3)
                for slug, count in self.categories[: 100 if page > 1 else None]
                if count > (page - 1) * PAGE_SIZE
            ],
            "list": [Target(page=page) for page in range(1, self.last_page + 1)],
            "tag": [Target(tag=slug) for slug, _ in self.tags],
            "search": [Target(words=words) for words in self._searched()],
            "filtered": [
                Target(category=slug, year=year) for year in range(2021, 2026) for slug in large
            ],
        }
        shares = [share for share, _ in MIX.values()]
        by_kind = {
            kind: iter(self._drawn(pages[kind][:number])) for kind, (_, number) in MIX.items()
        }
        return [next(by_kind[kind]) for kind in self.draw.choices(list(MIX), shares, k=DRAWN)]

    def crawl(self) -> dict[str, list[Target]]:
        """Pages of each kind from all over the library, each of them once."""
        pages = {
            "article": [Target(article=slug) for slug in self.articles],
            "list": [Target(page=page) for page in range(1, self.last_page + 1)],
            "category": [
                Target(category=slug, page=page) for slug, page in _pages(self.categories)
            ],
            "tag": [Target(tag=slug, page=page) for slug, page in _pages(self.tags)],
        }
        return {
            kind: self.draw.sample(pages[kind], min(number, len(pages[kind])))
            for kind, number in CRAWLED.items()
        }

    def pages(self) -> dict[str, list[Target]]:
        """A handful of each kind; a kind that the library is too small for is left out.

        Whatever is small or rare still fills a page of a list, so that libraries of
        different sizes compare.
        """
        large, _ = _ends(self.categories)
        common, rare = _ends(self.tags)
        common_words = corpus.words_with_hits(0.5, self.length, HANDFUL)
        share = min(2 * PAGE_SIZE / self.size, 0.01)
        rare_words = corpus.words_with_hits(share, self.length, HANDFUL)
        # Which of the large categories with which of the common tags.
        pairs = [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1)]
        kinds = {
            "article": [Target(article=slug) for slug in self.articles[:50]],
            "home": [_of_app("/")],
            "list, page 1": [Target()],
            "list, page 500": [Target(page=500)] if self.last_page == 500 else [],
            "list, filtered": [_of_app("/articles/", length="short", blanks="with", language="en")],
            "category, large": [Target(category=slug) for slug in large],
            "tag, common": [Target(tag=slug) for slug in common],
            "tag, rare": [Target(tag=slug) for slug in rare],
            "category + tag + year": [
                Target(category=large[category], tag=common[tag], year=year)
                for year, (category, tag) in enumerate(pairs, start=2018)
            ],
            "search, rare word": [Target(words=word) for word in rare_words],
            "search, common word": [Target(words=word) for word in common_words],
            "search, Chinese": [
                Target(words=word)
                for word in corpus.chinese_words_with_hits(0.2, self.length, HANDFUL)
            ],
            "search, misspelt": [_of_app("/search/", q=_misspelt(word)) for word in rare_words],
            "feed": [Target(app_path="/feeds/atom/", bare_path="/feeds/atom/")],
            "feed of a category": [
                Target(app_path=f"/feeds/rss/{path}", bare_path=f"/feeds/rss/{path}")
                for path in (f"categories/{slug}/" for slug in large)
            ],
            "sitemap, index": [Target(app_path="/sitemap.xml", bare_path="/sitemap.xml")],
            "sitemap, 10,000 articles": [
                Target(app_path="/sitemaps/articles-1.xml", bare_path="/sitemaps/articles.xml")
            ],
        }
        return {kind: pages for kind, pages in kinds.items() if pages}

    def _articles(self) -> list[str]:
        last = self.public.order_by("-id").values_list("id", flat=True).first() or 0
        ids = self.draw.sample(range(1, last + 1), min(last, EDITED))
        # SQLite takes some thousand parameters at once.
        slugs = chain.from_iterable(
            self.public.filter(id__in=ids[start : start + 1000]).values_list("id", "slug")
            for start in range(0, len(ids), 1000)
        )
        by_id = dict(slugs)
        return [by_id[pk] for pk in ids if pk in by_id]

    def _searched(self) -> list[str]:
        """Words that one to twenty of a thousand articles hold, some Chinese."""
        found = [
            word
            for share in (0.001, 0.003, 0.01, 0.02)
            for word in corpus.words_with_hits(share, self.length, 22)
        ]
        found += corpus.chinese_words_with_hits(0.02, self.length, 12)
        self.draw.shuffle(found)
        return found

    def _drawn(self, pages: list[Target]) -> list[Target]:
        pages, weights = corpus.zipf(pages)
        return self.draw.choices(pages, cum_weights=weights, k=DRAWN)


def _of_app(path: str, **query: str | tuple[str, ...]) -> Target:
    """A page that only the library has."""
    return Target(app_path=f"{path}?{urlencode(query, doseq=True)}" if query else path)


def _misspelt(word: str) -> str:
    """The word with its second letter doubled."""
    return word[:2] + word[1:]


def _ends(counts: list[tuple[str, int]]) -> tuple[list[str], list[str]]:
    """The handful with the most articles, and of those with a page full, that with the least."""
    enough = [slug for slug, count in counts if count >= PAGE_SIZE] or [counts[0][0]]
    enough = (enough * HANDFUL)[: max(len(enough), HANDFUL)]  # a tiny library has few
    return enough[:HANDFUL], enough[-HANDFUL:]


def _pages(counts: list[tuple[str, int]]) -> list[tuple[str, int]]:
    return [
        (slug, page)
        for slug, count in counts
        for page in range(1, min(-(-count // PAGE_SIZE), LAST_PAGE) + 1)
    ]


def _largest_first(counts: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Without those that have no article."""
    return sorted((item for item in counts if item[1]), key=lambda item: (-item[1], item[0]))


def _categories() -> list[tuple[str, int]]:
    """Each category with the number of its and its descendants' articles."""
    own = dict(Article.objects.published().order_by().values_list("category").annotate(Count("id")))
    categories = {category.pk: category for category in Category.objects.all()}
    totals = Counter()
    for category in categories.values():
        for above in category.path.strip("/").split("/"):
            totals[categories[int(above)].slug] += own.get(category.pk, 0)
    return list(totals.items())


def _tags() -> list[tuple[str, int]]:
    """Each tag with the number of its articles."""
    public = Article.objects.published().filter(tags__isnull=False)
    used = public.order_by().values_list("tags").annotate(Count("id"))
    slugs = dict(Tag.objects.values_list("pk", "slug"))
    return [(slugs[pk], count) for pk, count in used]
