"""Near-duplicates: articles that have a text nearly the same, and what becomes of them.

The database keeps for each part some keys of its text (``models.TextKey``). A like text
shares at least one; those found so are compared word by word.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connections, models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from . import attention, likeness
from .document import Document
from .document import Part as DocumentPart
from .likeness import Pairs
from .models import (
    INDEX_COLUMNS,
    Article,
    ArticleQuerySet,
    Fingerprint,
    Part,
    Redirect,
    TextKey,
    Twin,
    current_change,
    writing,
)

# Forms stand in many articles. Of the parts that share a key, so many are looked up, so many
# of those that share most keys are compared, and so many pairs are kept of an article.
SHARING = 50
COMPARED = 20
MOST = 20
# Articles that a command compares at a time.
BATCH_SIZE = 50
# Keys looked up in one query; PostgreSQL takes long to plan one for many.
_KEYS_AT_ONCE = 40
_ROWS_OF_ONE = (
    f"SELECT id FROM (SELECT id FROM {TextKey._meta.db_table} "  # noqa: S608 - no value in it
    f"WHERE id >= %s AND id < %s ORDER BY id LIMIT {SHARING}) AS key_{{}}"
)


class Match(NamedTuple):
    """An article with a text like the one in question, and how alike its likest part is."""

    article: Article
    likeness: float
    parts: int = 1

    @property
    def percent(self) -> int:
        return int(100 * self.likeness)


@dataclass(slots=True)
class Text:
    """The texts of an article as they are compared, by the primary keys of its parts."""

    article: int
    seen: datetime | None = None
    parts: dict[int, Pairs] = field(default_factory=dict)

    @property
    def keys(self) -> dict[int, list[int]]:
        found = {part: likeness.keys(pairs) for part, pairs in self.parts.items()}
        return {part: keys for part, keys in found.items() if keys}

    @property
    def digest(self) -> str:
        said = sorted(" ".join(sorted(pairs)) for pairs in self.parts.values())
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]


def look(articles: Collection[int]) -> list[Twin]:
    """Compare the articles, given by their primary keys, with all others.

    Returns their open pairs, the most alike first. Takes the library's lock for a moment only.
    """
    texts = _texts(articles)
    prints = {text.article: text.keys for text in texts}
    digests = {text.article: text.digest for text in texts}
    with writing():
        _store(texts, prints, digests)
        found = _sharing(prints)
    pairs = _compare(texts, found)
    with writing():
        concerned = _record(articles, pairs)
    attention.refresh(concerned)
    open_pairs = Twin.objects.open().of(articles).order_by("-likeness", "pk")
    unread = [f"{one}__{name}" for one in ("article", "other") for name in INDEX_COLUMNS]
    return list(open_pairs.select_related("article", "other").defer(*unread))


def matches(document: Document) -> list[Match]:
    """The articles that have a text like one of the document's, which is stored nowhere."""
    pairs = dict(enumerate(likeness.pairs(part.body) for part in document.parts))
    text = Text(0, None, {-number: some for number, some in pairs.items()})
    found = _compare([text], _sharing({text.article: text.keys}))
    articles = Article.objects.for_titles().in_bulk(other for _zero, other in found)
    matched = [Match(articles[other], *alike) for (_zero, other), alike in found.items()]
    return sorted(matched, key=lambda one: (-one.likeness, one.article.pk))


def look_at_changed(*, again: bool = False) -> Iterator[int]:
    """Compare the articles that were not compared since they changed, or ``again`` all.

    Yields for each batch how many these were. May be interrupted: what was compared is not
    compared again.
    """
    _forget_deleted()
    last = 0
    while True:
        some = (Article.objects.all() if again else changed()).filter(pk__gt=last).order_by("pk")
        keys = list(some.values_list("pk", flat=True)[:BATCH_SIZE])
        if not keys:
            return
        last = keys[-1]
        look(keys)
        yield len(keys)


def changed() -> ArticleQuerySet:
    """The articles that were not compared since they changed, or by other rules than today's."""
    fresh = Fingerprint.objects.filter(
        article=OuterRef("pk"), rules=likeness.RULES, seen=OuterRef("updated_at")
    )
    return Article.objects.filter(~Exists(fresh))


def keep_both(twin: Twin, *, by: AbstractBaseUser | None = None) -> None:
    """Both are as they should be; the pair is open again when one of the texts changes."""
    twin.state, twin.decided_by = Twin.State.KEPT, by
    twin.save()
    attention.refresh([twin.article_id, twin.other_id])


def like_parts(one: Article, other: Article) -> list[tuple[Part, Part, float]]:
    """The parts of the first article that are like one of the other, each with the likest."""
    theirs = [(part, likeness.pairs(part.body)) for part in other.parts.all()]
    by_key = defaultdict(list)
    for candidate in theirs:
        for key in likeness.keys(candidate[1]):
            by_key[key].append(candidate)
    found = []
    for part in one.parts.all():
        pairs = likeness.pairs(part.body)
        likest = dict(pair for key in likeness.keys(pairs) for pair in by_key[key])
        rated = ((likeness.likeness(pairs, said), other) for other, said in likest.items())
        alike, candidate = max(rated, key=lambda pair: pair[0], default=(0.0, None))
        if candidate and alike >= likeness.ALIKE:
            found.append((part, candidate, alike))
    return found


def settle(
    twin: Twin,
    stays: Article,
    *,
    tags: bool = True,
    parts: bool = False,
    by: AbstractBaseUser | None = None,
) -> None:
    """Archive the article that does not stay; its address leads to the one that does.

    ``tags`` gives its tags to the one that stays, ``parts`` those parts that are like none there.
    """
    goes = twin.partner(stays)
    with writing():
        stays, goes = (Article.objects.get(pk=one.pk) for one in (stays, goes))
        note = _("Took over from “%(article)s”") % {"article": goes}
        document = stays.as_document()
        if parts:
            alike = {part.pk for part, _theirs, _likeness in like_parts(goes, stays)}
            added = [part for part in goes.parts.all() if part.pk not in alike]
            new = (DocumentPart(part.title or goes.title, part.body) for part in added)
            document = replace(document, parts=(*document.parts, *new))
        wanted = list(dict.fromkeys([*stays.tags.all(), *(goes.tags.all() if tags else ())]))
        stays.apply_document(document, by=by, note=note[:200], tags=wanted)
        archive_for(goes, stays, by=by)
        twin.state, twin.decided_by = Twin.State.SETTLED, by
        twin.save()
    attention.refresh([twin.article_id, twin.other_id])


def archive_for(goes: Article, stays: Article, *, by: AbstractBaseUser | None = None) -> None:
    """Archive an article; its address, and those it had before, lead to the other one.

    It gets another address, since what stands at an address takes it from a redirect.
    """
    with writing():
        old, was_public = goes.slug, goes.was_public
        note = _("Archived in favour of “%(article)s”") % {"article": stays}
        with goes.editing(by=by, note=note[:200]):
            goes.status, goes.slug = Article.Status.ARCHIVED, f"{old[:100]}-archived"
        current_change().addresses.pop((goes, f"articles/{old}", goes.address), None)
        Redirect.objects.leave(
            f"articles/{old}", stays.address, article=stays, was_public=was_public
        )
        Redirect.objects.filter(article=goes).update(article=stays)


def _compared(parts: models.QuerySet) -> models.QuerySet:
    """Those of articles that are neither archived nor in the bin."""
    parts = parts.filter(article__deleted_at=None)
    return parts.exclude(article__status=Article.Status.ARCHIVED)


def _texts(articles: Collection[int]) -> list[Text]:
    rows = Article.objects.filter(pk__in=articles).order_by("pk").values_list("pk", "updated_at")
    texts = {pk: Text(pk, seen) for pk, seen in rows}
    parts = _compared(Part.objects.filter(article__in=texts))
    for pk, article, body in parts.order_by("pk").values_list("pk", "article", "body"):
        texts[article].parts[pk] = likeness.pairs(body)
    return list(texts.values())


def _store(
    texts: list[Text], prints: Mapping[int, dict[int, list[int]]], digests: Mapping[int, str]
) -> None:
    """Let the articles be found by the keys of their parts."""
    there = set(Article.objects.filter(pk__in=prints).values_list("pk", flat=True))
    before = Fingerprint.objects.filter(article__in=there)
    before.remove_keys()
    rows = []
    for text in texts:
        if text.article in there:
            seen = {"seen": text.seen, "rules": likeness.RULES, "digest": digests[text.article]}
            row = Fingerprint(article_id=text.article, **seen)
            row.keys = prints[text.article]
            rows.append(row)
    TextKey.objects.add({part: keys for row in rows for part, keys in row.keys.items()})
    names = ["seen", "rules", "digest", "packed"]
    Fingerprint.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["article"], update_fields=names
    )


def _forget_deleted() -> None:
    """Delete the keys of articles that were deleted."""
    gone = Fingerprint.objects.filter(article=None)
    while some := list(gone.values_list("pk", flat=True)[:BATCH_SIZE]):
        with writing():
            rows = Fingerprint.objects.filter(pk__in=some)
            rows.remove_keys()
            rows.delete()


def _sharing(prints: Mapping[int, Mapping[int, list[int]]]) -> dict[int, list[int]]:
    """By the primary key of each part, the parts of other articles that share most keys with it.

    ``prints`` are the keys of the parts of each article.
    """
    wanted: dict[int, set[int]] = defaultdict(set)
    own = {part: parts.keys() for parts in prints.values() for part in parts}
    for part, keys in ((part, keys) for parts in prints.values() for part, keys in parts.items()):
        for key in keys:
            wanted[key].add(part)
    shared: dict[int, Counter[int]] = defaultdict(Counter)
    for row in _rows(sorted(wanted)):
        key, other = row >> 32, row & 0xFFFFFFFF
        for part in wanted[key]:
            if other not in own[part]:
                shared[part][other] += 1
    return {
        part: sorted(others, key=lambda one: (-others[one], one))[:COMPARED]
        for part, others in shared.items()
    }


def _rows(keys: list[int]) -> Iterator[int]:
    """The rows of the keys, up to ``SHARING`` of each."""
    with connections[TextKey.objects.all().db].cursor() as cursor:
        for start in range(0, len(keys), _KEYS_AT_ONCE):
            some = keys[start : start + _KEYS_AT_ONCE]
            # One query for all; a bound for each is beyond the ORM on SQLite.
            sql = " UNION ALL ".join(_ROWS_OF_ONE.format(number) for number in range(len(some)))
            bounds = [bound for key in some for bound in (key << 32, (key + 1) << 32)]
            cursor.execute(sql, bounds)
            yield from (row for (row,) in cursor.fetchall())


def _compare(
    texts: Collection[Text], sharing: Mapping[int, list[int]]
) -> dict[tuple[int, int], tuple[float, int]]:
    """By the keys of two articles, how alike their likest parts are, and how many are alike."""
    own = {part: text for text in texts for part in text.parts}
    candidates = {other for some in sharing.values() for other in some} - own.keys()
    said = {part: text.parts[part] for part, text in own.items()}
    articles = {part: text.article for part, text in own.items()}
    rows = _compared(Part.objects.filter(pk__in=candidates))
    for pk, article, body in rows.values_list("pk", "article", "body"):
        articles[pk], said[pk] = article, likeness.pairs(body)
    found: dict[tuple[int, int], dict[int, float]] = defaultdict(dict)
    for part, others in sharing.items():
        for other in others:
            if other not in articles:
                continue  # it was deleted, or its article is archived
            alike = likeness.likeness(said[part], said[other])
            if alike >= likeness.ALIKE:
                rated = found[articles[part], articles[other]]
                rated[part] = max(alike, rated.get(part, 0))
    return {pair: (max(rated.values()), len(rated)) for pair, rated in found.items()}


def _record(
    articles: Collection[int], pairs: Mapping[tuple[int, int], tuple[float, int]]
) -> set[int]:
    """Store the pairs that were found of these articles; those no longer found go.

    Returns the keys of the articles of which a pair came or went.
    """
    wanted = _likest(pairs)
    known = {(one.article_id, one.other_id): one for one in Twin.objects.of(articles)}
    keys = {key for pair in wanted for key in pair}
    digests = dict(Fingerprint.objects.filter(article__in=keys).values_list("article", "digest"))
    new, concerned = [], set()
    for pair, (alike, count) in wanted.items():
        if not digests.keys() >= {*pair}:
            continue  # one was deleted meanwhile
        texts = "".join(digests[key] for key in pair)
        twin = known.pop(pair, None) or Twin(article_id=pair[0], other_id=pair[1])
        if twin.state == Twin.State.KEPT and twin.texts == texts:
            continue
        if not twin.pk or twin.state != Twin.State.OPEN:
            concerned.update(pair)
        twin.likeness, twin.parts = int(100 * alike), min(count, 32_000)
        twin.state, twin.texts = Twin.State.OPEN, texts
        if twin.pk:
            twin.save()
        else:
            new.append(twin)
    Twin.objects.bulk_create(new)
    gone = [one for one in known.values() if one.state != Twin.State.SETTLED]
    Twin.objects.filter(pk__in=[one.pk for one in gone]).delete()
    return concerned.union(*((one.article_id, one.other_id) for one in gone))


def _likest(
    pairs: Mapping[tuple[int, int], tuple[float, int]],
) -> dict[tuple[int, int], tuple[float, int]]:
    """The pairs, the older article first, up to ``MOST`` of each article."""
    counts: Counter[int] = Counter()
    likest = {}
    for (article, other), alike in sorted(pairs.items(), key=lambda one: (-one[1][0], one[0])):
        pair = (min(article, other), max(article, other))
        if pair not in likest and max(counts[key] for key in pair) < MOST:
            likest[pair] = alike
            counts.update(pair)
    return likest
