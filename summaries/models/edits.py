"""How articles are written: the rows of their documents, one article or many at a time.

Every change of an article, its parts or its tags ends in ``write()``, which stores
what follows from it: derived columns, slug, redirects and one revision.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries import text as texts
from summaries.blanks import find_blanks
from summaries.document import Document
from summaries.document import Part as DocumentPart
from summaries.quality import is_filler
from summaries.search import index_columns

from .categories import Category
from .library import writing
from .parts import Part
from .redirects import Redirect
from .revisions import Revision
from .tags import ArticleTag, Tag

if TYPE_CHECKING:
    from .articles import Article

ANCHOR_LENGTH = 60
# After this many articles of one title a number would take long to find.
NUMBERED = 9


@dataclass(slots=True, eq=False)
class Edit:
    """What is to become of one article.

    ``document`` is what it shall say; ``None`` where its rows say so already.
    ``category`` and ``tags`` are found by the document's names where they are not
    given, and created where they are missing. ``note`` is for the history.
    """

    article: Article
    document: Document | None = None
    note: str = ""
    category: Category | None = None
    tags: list[Tag] | None = None
    parts: list[Part] = field(default_factory=list)
    removed: list[Part] = field(default_factory=list)

    def check(self) -> None:
        """Give the article and its parts their values; ``ValidationError`` if one does not fit."""
        self.article.take(self.document)
        self.article.clean_fields(exclude=_NOT_YET)
        self.article.check_dates()
        for part in self.document.parts:
            Part(title=part.title, body=part.body).clean_fields(exclude=("article", "anchor"))


_NOT_YET = ("category", "author", "updated_by", "tags")


def write(edits: Sequence[Edit], *, by: AbstractBaseUser | None = None) -> None:
    """Write the articles, each as one edit; ``by`` is the user.

    Articles that are there must have caught up with their rows. What fails undoes it all.
    """
    with writing():
        rows = Rows([edit.article for edit in edits if edit.article.pk])
        new = [edit for edit in edits if not edit.article.pk]
        _find_categories_and_tags(edits, rows)
        revisions = {edit: _settle(edit, rows, by) for edit in edits}
        _save([edit.article for edit in edits if edit.article.pk])
        _create(new)
        _write_parts(edits)
        _write_tags(edits, rows)
        Revision.objects.bulk_create(
            _revision(edit, *made, by) for edit, made in revisions.items() if made
        )


class Rows:
    """What the database holds of some articles beside their own rows, by their primary keys."""

    def __init__(self, articles: Iterable[Article]):
        articles = list(articles)
        keys = [article.pk for article in articles]
        self.parts: dict[int, list[Part]] = defaultdict(list)
        self.tagged: dict[int, list[ArticleTag]] = defaultdict(list)
        for part in Part.objects.filter(article__in=keys) if keys else ():
            self.parts[part.article_id].append(part)
        tagged = ArticleTag.objects.filter(content_object__in=keys).select_related("tag")
        for row in tagged if keys else ():
            self.tagged[row.content_object_id].append(row)
        self._keys = keys
        self._revisions: dict[int, Revision] | None = None
        self._trails: dict[int, tuple[str, ...]] = {}

    def latest_revision(self, article: Article) -> Revision | None:
        if self._revisions is None:
            latest = Revision.objects.filter(article__in=self._keys, number=F("article__version"))
            self._revisions = {one.article_id: one for one in latest}
        return self._revisions.get(article.pk)

    def know_trails(self, categories: Iterable[Category]) -> None:
        unknown = {one.pk: one for one in categories if one.pk not in self._trails}
        if unknown:
            self._trails |= Category.objects.trails(unknown.values())

    def tags(self, article: Article) -> list[Tag]:
        return [row.tag for row in self.tagged[article.pk]]

    def document(self, article: Article, parts: Iterable[Part], tags: Iterable[Tag]) -> Document:
        """What the article says with these parts and tags."""
        self.know_trails([article.category])
        return Document(
            parts=tuple(DocumentPart(part.title, part.body, part.anchor) for part in parts),
            category=self._trails[article.category_id],
            tags=tuple(sorted(tag.name for tag in tags)),
            author=_username(article),
            source=article.source,
            slug=article.slug,
            **{name: getattr(article, name) for name in PLAIN_FIELDS},
        )


PLAIN_FIELDS = (
    *("title", "lead", "status", "published_at", "expires_at", "byline", "licence"),
    *("language", "is_featured", "comments_allowed"),
)


def derive(document: Document) -> tuple[dict[str, str | int], list[int]]:
    """An article's derived columns, and the words of each of its parts."""
    bodies = [texts.from_html(part.body) for part in document.parts]
    titles = [part.title for part in document.parts]
    body = "\n".join(text for pair in zip(titles, bodies, strict=True) for text in pair)
    has_lead = document.lead and not is_filler(document.lead)
    part_words = [texts.word_count(text) for text in bodies]
    columns = {
        "language": document.language or texts.detect_language(f"{document.title}\n{body}"),
        "excerpt": texts.excerpt(document.lead if has_lead else "\n".join(bodies)),
        "word_count": sum(part_words) + texts.word_count("\n".join([document.lead, *titles])),
        "part_count": len(bodies),
        "blank_count": len(find_blanks(f"{document.lead}\n{body}")),
        **index_columns(document.title, "\n".join([document.lead, body, *document.tags])),
    }
    return columns, part_words


def _username(article: Article) -> str:
    """The author's; of a user whose deletion the library was not told, none."""
    try:
        return article.author.get_username() if article.author else ""
    except ObjectDoesNotExist:
        return ""


def free_slug(wanted: str, taken: set[str]) -> str:
    """The slug itself, with a number behind it, or with a random end where many are taken."""
    choices = (slug for slug in numbered(wanted) if slug not in taken)
    return next(choices, f"{wanted[: texts.SLUG_MAX_LENGTH]}-{secrets.token_hex(4)}")


def numbered(slug: str) -> list[str]:
    """The slug, and what it is called where others have it."""
    base = slug[: texts.SLUG_MAX_LENGTH]
    return [slug, *(f"{base}-{number}" for number in range(2, NUMBERED + 1))]


def _find_categories_and_tags(edits: Sequence[Edit], rows: Rows) -> None:
    unnamed = [edit.document for edit in edits if edit.document and edit.tags is None]
    found = Tag.objects.ensure(name for document in unnamed for name in document.tags)
    for edit in edits:
        if edit.document is None:
            edit.category, edit.tags = edit.article.category, rows.tags(edit.article)
            continue
        if edit.category is None:
            stays = edit.article.category if edit.article.category_id else None
            edit.category = Category.objects.ensure(edit.document.category) or stays
            if edit.category is None:
                raise ValidationError({"category": _("An article needs a category.")})
        if edit.tags is None:
            keys = dict.fromkeys(map(texts.caseless, edit.document.tags))
            edit.tags = list(dict.fromkeys(found[key] for key in keys if key in found))
        edit.article.category = edit.category
    rows.know_trails(edit.category for edit in edits)


def _settle(edit: Edit, rows: Rows, by) -> tuple[Document, list[str]] | None:
    """Give the article's rows what follows from the edit; the document and its changes, if any."""
    article = edit.article
    if edit.document is None:
        edit.parts = rows.parts[article.pk]
    else:
        _place_parts(edit, rows.parts[article.pk])
    if not article.pk:
        article.slug = article.slug or texts.slugify(article.title)
    article.keep_anchors(part.anchor for part in edit.parts)
    document = rows.document(article, edit.parts, edit.tags)
    columns, part_words = derive(document)
    for name, value in columns.items():
        setattr(article, name, value)
    for part, words in zip(edit.parts, part_words, strict=True):
        part.word_count = words
    document = replace(document, language=article.language)
    before = rows.latest_revision(article) if article.pk else None
    changes = document.changes_from(before and before.document)
    if article._edit_depth or (before and not changes):
        return None
    article.version = before.number + 1 if before else 1
    article.updated_at = timezone.now()
    if by is not None:
        article.updated_by = by
    return document, changes


def _place_parts(edit: Edit, existing: list[Part]) -> None:
    """The document's parts in their places; those without an anchor take those left, in order."""
    wanted = [
        texts.slugify(one.anchor)[:ANCHOR_LENGTH] if one.anchor else ""
        for one in edit.document.parts
    ]
    edit.article.keep_anchors([*wanted, *(part.anchor for part in existing)])
    by_anchor = {part.anchor: part for part in existing}
    left = [part for part in existing if part.anchor not in wanted]
    used: set[str] = set()
    for position, (new, anchor) in enumerate(zip(edit.document.parts, wanted, strict=True), 1):
        if anchor and anchor not in used:
            part = by_anchor.get(anchor) or Part(article=edit.article, anchor=anchor)
        elif left and not anchor:
            part = left.pop(0)
        else:
            part = Part(article=edit.article, anchor=edit.article.new_anchor())
        used.add(part.anchor)
        part.position, part.title, part.body = position, new.title, texts.sanitise(new.body)
        edit.parts.append(part)
    edit.removed = [part for part in existing if part.anchor not in used]


def _save(articles: Sequence[Article]) -> None:
    """Write what changed of the articles' own rows; of many, in one statement.

    On PostgreSQL the triggers count once a statement, and each time leaves a dead
    row that the next one in the same transaction has to step over.
    """
    alone = [one for one in articles if len(articles) == 1 or "slug" in one.changed_fields()]
    for article in alone:
        article.save_row()
    changed = {one: one.changed_fields() for one in articles if one not in alone}
    names = sorted({name for fields in changed.values() for name in fields})
    if names:
        type(articles[0]).objects.bulk_update([one for one in changed if changed[one]], names)


def _create(new: Sequence[Edit]) -> None:
    """Insert the new articles, each under a free slug."""
    if len(new) <= 1:
        for edit in new:
            edit.article.save_row()  # which tells the project's receivers of post_save
        return
    model = type(new[0].article)
    wanted = {choice for edit in new for choice in numbered(edit.article.slug)}
    taken = set(model.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    for edit in new:
        edit.article.slug = free_slug(edit.article.slug, taken)
        taken.add(edit.article.slug)
    model.objects.bulk_create([edit.article for edit in new])
    Redirect.objects.release(edit.article.address for edit in new)


def _write_parts(edits: Sequence[Edit]) -> None:
    removed = [part.pk for edit in edits for part in edit.removed]
    if removed:
        Part.objects.filter(pk__in=removed).delete()
    parts = [part for edit in edits for part in edit.parts]
    for part in parts:
        if part.pk and part.changed_fields():
            part.save_row()
    for edit in edits:
        for part in edit.parts:
            part.article = edit.article  # which has its key by now
    Part.objects.bulk_create([part for part in parts if not part.pk])


def _write_tags(edits: Sequence[Edit], rows: Rows) -> None:
    new, removed = [], []
    for edit in edits:
        article, wanted = edit.article, {tag.pk: tag for tag in edit.tags}
        for row in rows.tagged[article.pk]:
            if wanted.pop(row.tag_id, None) is None:
                removed.append(row.pk)
        # What the database would copy from each article by itself.
        copies = {name: article.__dict__.get(name) for name in ("public_from", "public_until")}
        new += [
            ArticleTag(tag=tag, content_object=article, category=article.category, **copies)
            for tag in wanted.values()
        ]
    if removed:
        ArticleTag.objects.filter(pk__in=removed).delete()
    ArticleTag.objects.bulk_create(new)


def _revision(edit: Edit, document: Document, changes: list[str], by) -> Revision:
    article = edit.article
    document = replace(document, slug=article.slug)
    return Revision(
        article=article,
        number=article.version,
        created_by=by,
        note=edit.note,
        changes=changes,
        snapshot=Revision.pack(document),
        keys={"category": article.category_id, "tags": {tag.name: tag.pk for tag in edit.tags}},
    )
