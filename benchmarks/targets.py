"""Which pages are measured: a handful of each kind, found in the data, always the same."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from urllib.parse import urlencode

from django.db.models import Count

from . import corpus
from .bare.models import Article, Category, Tag
from .bare.views import PAGE_SIZE
from .sites import Target

HANDFUL = 5
DEEP = 100


def targets(length: str) -> dict[str, list[Target]]:
    """The pages by kind; a kind that the library is too small for is left out.

    Whatever is small or rare still fills a page of a list, so that libraries of
    different sizes compare. Django must be set up with the plain site's settings.
    """
    public = Article.objects.published()
    size = public.count()
    last = -(-size // PAGE_SIZE)
    categories = _categories()
    large, small = _ends(categories)
    deep = {slug for slug, count in categories if count > (DEEP - 1) * PAGE_SIZE}
    common, rare = _ends(_tags())
    common_words = corpus.words_with_hits(0.5, length, HANDFUL)
    rare_words = corpus.words_with_hits(min(2 * PAGE_SIZE / size, 0.01), length, HANDFUL)
    # Which of the large categories with which of the common tags.
    pairs = [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1)]
    kinds = {
        "home": [_of_app("/")],
        "list, page 1": [Target()],
        "list, page 500": _pages(500, last),
        "list, page 5,000": _pages(5_000, last),
        "list, last page": [Target(page=last)],
        "list, filtered": [_of_app("/articles/", length="short", blanks="with", language="en")],
        "list, by title": [_of_app("/articles/", sort="title")],
        "category, large": [Target(category=slug) for slug in large],
        "category, page 100": [Target(category=slug, page=DEEP) for slug in large if slug in deep],
        "category, small": [Target(category=slug) for slug in small],
        "tag, common": [Target(tag=slug) for slug in common],
        "tag, rare": [Target(tag=slug) for slug in rare],
        "two tags": [
            _of_app("/articles/", tags=tags)
            for tags in (*pairwise(common), *zip(common, rare, strict=True))
        ],
        "category + tag + year": [
            Target(category=large[category], tag=common[tag], year=year)
            for year, (category, tag) in enumerate(pairs, start=2018)
        ],
        "category + tag, no hit": [
            Target(category=category, tag=tag)
            for category, tag in zip(small, rare, strict=True)
            if not public.filter(category__slug=category, tags__slug=tag).exists()
        ],
        "search, rare word": [Target(words=word) for word in rare_words],
        "search, misspelt": [_of_app("/search/", q=_misspelt(word)) for word in rare_words],
        "search, common word": [Target(words=word) for word in common_words],
        "search, common word, newest first": [
            _of_app("/search/", q=word, sort="newest") for word in common_words
        ],
        "search, common word in a category": [
            Target(words=word, category=category)
            for word, category in zip(common_words, large, strict=True)
        ],
        "search, common word in a small category": [
            Target(words=word, category=category)
            for word, category in zip(common_words, small, strict=True)
        ],
        "search, Chinese": [
            Target(words=word) for word in corpus.chinese_words_with_hits(0.2, length, HANDFUL)
        ],
        "titles as you type": [_of_app("/search/titles/", q=word[:4]) for word in common_words],
        "article": [Target(article=slug) for slug in _articles(public, 50)],
        "admin, list": [Target(is_admin=True)],
        "admin, search": [
            Target(words=word, is_admin=True)
            for word in corpus.words_with_hits(0.01, length, HANDFUL)
        ],
    }
    return {kind: pages for kind, pages in kinds.items() if pages}


def _of_app(path: str, **query: str | tuple[str, ...]) -> Target:
    """A page that only the library has."""
    return Target(app_path=f"{path}?{urlencode(query, doseq=True)}" if query else path)


def _misspelt(word: str) -> str:
    """The word with its second letter doubled."""
    return word[:2] + word[1:]


def _ends(counts: list[tuple[str, int]]) -> tuple[list[str], list[str]]:
    """The handful with the most articles, and of those with a page full, that with the least."""
    counts = sorted(counts, key=lambda item: (-item[1], item[0]))
    enough = [slug for slug, count in counts if count >= PAGE_SIZE] or [counts[0][0]]
    enough = (enough * HANDFUL)[: max(len(enough), HANDFUL)]  # a tiny library has few
    return enough[:HANDFUL], enough[-HANDFUL:]


def _pages(number: int, last: int) -> list[Target]:
    numbers = range(number - HANDFUL // 2, number + HANDFUL // 2 + 1)
    return [Target(page=page) for page in numbers if page <= last] if number <= last else []


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
    used = Article.tags.through.objects.order_by().values_list("tag").annotate(count=Count("id"))
    slugs = dict(Tag.objects.values_list("pk", "slug"))
    return [(slugs[pk], count) for pk, count in used]


def _articles(public, count: int) -> list[str]:
    """Addresses from all over the library."""
    last = public.order_by("-id").values_list("id", flat=True).first()
    found = (
        public.filter(id__gte=number).order_by("id").values_list("slug", flat=True).first()
        for number in range(1, last, max(last // count, 1))
    )
    return list(filter(None, found))[:count]
