"""Which articles may be shown below another one: related to it, and before and after it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from django.db import connections
from django.utils import timezone

from summaries import text as texts

from .articles import Article

# So many articles of the rarest tags are looked at, and on each side in the category.
TAGGED_LOOKED_AT, BESIDE_LOOKED_AT = 60, 6
# What a shared category, and a title of the same words, count beside the tags.
SAME_CATEGORY, SAME_TITLE = 0.25, 0.5

# By hand, since SQLite allows a limit inside a union only in a subquery, which the ORM does not
# make there. What is public, ``published()`` says of what is found here.
NEARBY = """
    SELECT 'older', id, 0 FROM (
        SELECT id FROM summaries_article
        WHERE category_id = %(category)s AND (public_from, id) < (%(at)s, %(id)s)
        ORDER BY public_from DESC, id DESC LIMIT %(beside)s) AS older
    UNION ALL SELECT 'newer', id, 0 FROM (
        SELECT id FROM summaries_article
        WHERE category_id = %(category)s AND (public_from, id) > (%(at)s, %(id)s)
            AND public_from <= %(now)s
        ORDER BY public_from, id LIMIT %(beside)s) AS newer
    UNION ALL SELECT 'tagged', content_object_id, tag_id FROM (
        SELECT content_object_id, tag_id FROM summaries_articletag
        WHERE tag_id IN ({tags}) AND public_from <= %(now)s
        ORDER BY public_from DESC, content_object_id DESC LIMIT %(tagged)s) AS tagged
"""


@dataclass(frozen=True, slots=True)
class Nearby:
    """Primary keys of articles near one, which need not be public.

    ``older`` and ``newer`` are those beside it in its category, the nearest first;
    ``scores`` say how closely tags and category fit.
    """

    older: list[int]
    newer: list[int]
    scores: Mapping[int, float]

    def likely(self, count: int) -> list[int]:
        """The keys among which the neighbours and the ``count`` closest articles are."""
        best = Counter(self.scores).most_common(4 * count)
        return list({key for key, _score in best} | {*self.older, *self.newer})


def nearby(article: Article, tags: Mapping[int, int]) -> Nearby:
    """The articles near this one; ``tags`` are its own by key, with how many articles have each.

    One query, at the same cost however many articles share a tag: the rarest tags
    are looked at, as many as have few articles together, and the newest articles of these.
    """
    rarest = sorted(tags, key=lambda tag: (tags[tag], tag))
    sizes = accumulate(tags[tag] for tag in rarest)
    few = [tag for tag, size in zip(rarest, sizes, strict=True) if size <= TAGGED_LOOKED_AT]
    connection = connections[Article.objects.all().db]
    now, at = (
        connection.ops.adapt_datetimefield_value(moment)
        for moment in (timezone.now(), article.published_at or timezone.now())
    )
    params = {"category": article.category_id, "id": article.pk, "at": at, "now": now}
    params |= {"beside": BESIDE_LOOKED_AT, "tagged": TAGGED_LOOKED_AT}
    looked_at = ", ".join(map(str, few or rarest[:1])) or "NULL"
    found: dict[str, list[tuple[int, int]]] = {"older": [], "newer": [], "tagged": []}
    with connection.cursor() as cursor:
        cursor.execute(NEARBY.format(tags=looked_at), params)
        for where, key, tag in cursor.fetchall():
            found[where].append((key, tag))
    older, newer = ([key for key, _tag in found[where]] for where in ("older", "newer"))
    scores: Counter[int] = Counter(dict.fromkeys((*older, *newer), SAME_CATEGORY))
    for key, tag in found["tagged"]:
        scores[key] += 1 / math.log2(2 + tags[tag])
    del scores[article.pk]
    return Nearby(older, newer, scores)


def closest(title: str, titles: Mapping[int, str], near: Nearby, count: int) -> list[int]:
    """Of the articles with these titles the keys of the ``count`` closest, the closest first."""
    words = set(texts.tokens(title))

    def closeness(key: int) -> tuple[float, int]:
        shared = len(words & set(texts.tokens(titles[key]))) / (len(words) or 1)
        return near.scores[key] + SAME_TITLE * shared, key

    return sorted(titles, key=closeness, reverse=True)[:count]
