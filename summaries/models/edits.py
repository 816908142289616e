"""How articles are written: the rows of their documents, one article or many at a time.

Every change of an article, its parts or its tags ends in ``write()``, which stores
what follows from it: derived columns, slug, redirects and one revision.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from summaries import figures
from summaries import text as texts
from summaries.document import PUBLICATION_FIELDS, Document
from summaries.document import Part as DocumentPart

from .categories import Category, CategoryChange, carry
from .derived import Derived, derive, has_same_text
from .findings import Checkup, Finding
from .library import writing
from .parts import Part
from .past import keep_public_past
from .redirects import Redirect
from .reviews import ReviewStep
from .revisions import Revision
from .tags import ArticleTag, Tag

if TYPE_CHECKING:
    from .articles import Article

ANCHOR_LENGTH = 60


@dataclass(slots=True, eq=False)
class Edit:
    """What is to become of one article.

    ``document`` is what it shall say; ``None`` where its rows say so already.
    ``category`` and ``tags`` are found by the document's names where they are not
    given, and created where they are missing. ``note`` is for the history, of which
    ``is_entry`` makes one even where the document stays as it is.
    """

    article: Article
    document: Document | None = None
    note: str = ""
    category: Category | None = None
    tags: list[Tag] | None = None
    is_entry: bool = False
    parts: list[Part] = field(default_factory=list)
    removed: list[Part] = field(default_factory=list)
    # What was made before the lock; it is used if it fits what is found under it.
    derived: Derived | None = None
    expected: Document | None = None
    snapshot: bytes = b""

    def check(self) -> None:
        """Give the article and its parts their values; ``ValidationError`` if one does not fit."""
        self.article.take(self.document)
        self.article.clean_fields(exclude=_NOT_YET)
        self.article.check_dates()
        check_text(self.article, has_text=has_text(self.document.parts))
        title = Part._meta.get_field("title")
        try:
            for part in self.document.parts:
                title.clean(part.title, None)
        except ValidationError as error:
            raise ValidationError({"title": error.error_list}) from error

    def prepare(self) -> None:
        """Check a new article, and make before the library is locked what takes time.

        Raises ``ValidationError`` for a value that does not fit.
        """
        self.check()
        _place_parts(self, [])
        self.article.slug = self.article.slug or texts.slugify(self.article.title)
        said = self.document
        document = _document(self.article, self.parts, said.category, said.tags)
        self.derived = derive(document)
        self.expected = replace(document, language=self.derived.article["language"])
        self.snapshot = Revision.pack(self.expected)


_NOT_YET = ("category", "author", "updated_by", "tags")


def write(
    edits: Sequence[Edit],
    *,
    by: AbstractBaseUser | None = None,
    anew: bool = False,
    is_allowed: bool = False,
) -> None:
    """Write the articles, each as one edit; ``by`` is the user.

    Articles that are there must have caught up with their rows. What fails undoes it all.
    ``anew`` derives again what should be there already: the change was made, and allowed,
    elsewhere. Raises ``PermissionDenied`` if the user may not make one of the others, unless
    it ``is_allowed`` since it follows from another one.
    """
    with writing(savepoint=False):
        rows = Rows([edit.article for edit in edits if edit.article.pk])
        new = [edit for edit in edits if not edit.article.pk]
        _find_categories_and_tags(edits, rows)
        revisions = {edit: _settle(edit, rows, by, anew, is_allowed) for edit in edits}
        _close_reviews([edit.article for edit in edits if not edit.article._edit_depth])
        _forget_findings(revisions)
        _save([edit.article for edit in edits if edit.article.pk])
        _create(new)
        _write_parts(edits)
        _write_tags(edits, rows)
        Revision.objects.bulk_create(
            _revision(edit, *made, by) for edit, made in revisions.items() if made
        )


def _close_reviews(articles: Sequence[Article]) -> None:
    """A change of status answers what was submitted or sent back."""
    changed = [article.pk for article in articles if article.pk and article.has_other_status()]
    for article in articles:
        article._began = None
    if changed:
        open_steps = ReviewStep.objects.filter(article__in=changed, draft=None, is_open=True)
        open_steps.update(is_open=False)


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
        self._changed_categories: list[CategoryChange] | None = None

    def latest_revision(self, article: Article) -> Revision | None:
        if self._revisions is None:
            latest = Revision.objects.filter(article__in=self._keys, number=F("article__version"))
            self._revisions = {one.article_id: one for one in latest}
        return self._revisions.get(article.pk)

    def category_since(self, revision: Revision, trail: tuple[str, ...]) -> tuple[str, ...]:
        """What the category is called now that had these names at the revision."""
        if self._changed_categories is None:
            since = min(one.created_at for one in (self._revisions or {}).values())
            self._changed_categories = list(CategoryChange.objects.filter(created_at__gte=since))
        later = (one for one in self._changed_categories if one.created_at >= revision.created_at)
        return carry(trail, later)

    def know_trails(self, categories: Iterable[Category]) -> None:
        unknown = {one.pk: one for one in categories if one.pk not in self._trails}
        if unknown:
            self._trails |= Category.objects.trails(unknown.values())

    def trail(self, category: Category) -> tuple[str, ...]:
        self.know_trails([category])
        return self._trails[category.pk]

    def tags(self, article: Article) -> list[Tag]:
        return [row.tag for row in self.tagged[article.pk]]

    def document(self, article: Article, parts: Iterable[Part], tags: Iterable[Tag]) -> Document:
        """What the article says with these parts and tags."""
        return _document(article, parts, self.trail(article.category), (tag.name for tag in tags))


PLAIN_FIELDS = (
    *("title", "lead", "status", "published_at", "expires_at", "byline", "licence"),
    *("language", "is_featured", "comments_allowed"),
)


def _document(
    article: Article, parts: Iterable[Part], category: tuple[str, ...], tags: Iterable[str]
) -> Document:
    return Document(
        parts=tuple(DocumentPart(part.title, part.body, part.anchor) for part in parts),
        category=category,
        tags=tuple(sorted(tags)),
        author=_username(article),
        source=article.source,
        slug=article.slug,
        **{name: getattr(article, name) for name in PLAIN_FIELDS},
    )


def _username(article: Article) -> str:
    """The author's; of a user whose deletion the library was not told, none."""
    try:
        return article.author.get_username() if article.author else ""
    except ObjectDoesNotExist:
        return ""


def _find_categories_and_tags(edits: Sequence[Edit], rows: Rows) -> None:
    """Find what the documents name; an article's own category and tags are at hand."""
    rows.know_trails(edit.article.category for edit in edits if edit.article.category_id)
    unnamed = [edit for edit in edits if edit.document and edit.tags is None]
    own = {edit: {tag.key: tag for tag in rows.tags(edit.article)} for edit in unnamed}
    others = (
        name
        for edit in unnamed
        for name in edit.document.tags
        if texts.caseless(name) not in own[edit]
    )
    found = Tag.objects.ensure(others)
    for edit in edits:
        if edit.document is None:
            edit.category, edit.tags = edit.article.category, rows.tags(edit.article)
            continue
        if edit.category is None:
            edit.category = _category(edit, rows)
        if edit.tags is None:
            keys = dict.fromkeys(map(texts.caseless, edit.document.tags))
            known = found | own[edit]
            edit.tags = list(dict.fromkeys(known[key] for key in keys if key in known))
        edit.article.category = edit.category
    rows.know_trails(edit.category for edit in edits)


def _category(edit: Edit, rows: Rows) -> Category:
    """The category that the document names; without one the article stays where it is."""
    names, stays = edit.document.category, None
    if edit.article.category_id:
        stays = edit.article.category
        if rows.trail(stays) == names:
            return stays
    category = Category.objects.ensure(names) or stays
    if category is None:
        raise ValidationError({"category": _("An article needs a category.")})
    return category


def _settle(
    edit: Edit, rows: Rows, by, anew: bool, is_allowed: bool
) -> tuple[Document, list[str]] | None:
    """Give the article's rows what follows from the edit; the document and its changes, if any."""
    article = edit.article
    if edit.document is None:
        edit.parts = rows.parts[article.pk]
    elif not edit.parts:
        _place_parts(edit, rows.parts[article.pk])
    if not article.pk:
        article.give_author(by)
        article.slug = article.slug or texts.slugify(article.title)
    article.keep_anchors(part.anchor for part in edit.parts)
    document = rows.document(article, edit.parts, edit.tags)
    latest = rows.latest_revision(article) if article.pk else None
    before = latest.document if latest else None
    if anew or not _is_derived(edit, document, before):
        _take_over(edit, document)
    document = replace(document, language=article.language)
    if before and before.category != document.category:
        # That the category was renamed or moved is no change of the article.
        before = replace(before, category=rows.category_since(latest, before.category))
    changes = document.changes_from(before)
    if article._edit_depth or (before and not changes and not edit.is_entry):
        return None
    if not anew:
        _check_change(edit, changes, None if is_allowed else by)
    article.version = latest.number + 1 if latest else 1
    article.updated_at = timezone.now()
    if by is not None:
        article.updated_by = by
    return document, changes


def _check_change(edit: Edit, changes: list[str], by: AbstractBaseUser | None) -> None:
    """Whether the article may become this, and by this user."""
    if by is not None:
        edit.article.check_permission(by)
    if not {"status", "parts"}.isdisjoint(changes):
        check_text(
            edit.article,
            has_text=any(part.word_count or figures.keys(part.body) for part in edit.parts),
        )


def has_text(parts: Iterable[DocumentPart | Part]) -> bool:
    """Whether one of the parts has a word, or an image, below its title."""
    return any(
        figures.keys(part.body) or texts.word_count(texts.from_html(part.body)) for part in parts
    )


def check_text(article: Article, *, has_text: bool) -> None:
    """Raise ``ValidationError`` for an article that is to be published without text."""
    if article.status == article.Status.PUBLISHED and not has_text:
        message = _("“%(title)s” has no text yet: write a part of it before you publish it.")
        raise ValidationError({"status": message % {"title": article.title}})


def _forget_findings(revisions: Mapping[Edit, tuple[Document, list[str]] | None]) -> None:
    """What was found in a text that has changed, and is there no more, is found out later.

    Of what is in the bin, nothing is kept.
    """
    changed = [
        edit.article.pk
        for edit, made in revisions.items()
        if edit.article.pk and made and not PUBLICATION_FIELDS.issuperset(made[1])
    ]
    binned = [edit.article.pk for edit in revisions if edit.article.is_in_bin]
    if changed or binned:
        Checkup.objects.filter(article__in=[*changed, *binned]).delete()
    if binned:
        Finding.objects.filter(article__in=binned).delete()


def _is_derived(edit: Edit, document: Document, before: Document | None) -> bool:
    """Whether the columns hold already what follows: an edit with this text ended before."""
    if before is None or edit.article._edit_depth or not has_same_text(before, document):
        return False
    return all(part.html_digest for part in edit.parts)


def _take_over(edit: Edit, document: Document) -> None:
    """Give the article and its parts what follows from the document."""
    fits = edit.derived is not None and edit.derived.fits(document)
    derived = edit.derived if fits else derive(document)
    for one, columns in zip(
        [edit.article, *edit.parts], [derived.article, *derived.parts], strict=True
    ):
        for name, value in columns.items():
            setattr(one, name, value)


def _place_parts(edit: Edit, existing: list[Part]) -> None:
    """The document's parts in their places; one without an anchor is new.

    Where none has an anchor, as on a page from elsewhere, they are those that were there, in order.
    """
    wanted = [
        texts.slugify(one.anchor)[:ANCHOR_LENGTH] if one.anchor else ""
        for one in edit.document.parts
    ]
    edit.article.keep_anchors([*wanted, *(part.anchor for part in existing)])
    by_anchor = {part.anchor: part for part in existing}
    left = [] if any(wanted) else list(existing)
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
    others = [one for one in articles if one not in alone]
    keep_public_past(others)
    changed = {one: one.changed_fields() for one in others}
    names = sorted({name for fields in changed.values() for name in fields})
    if names:
        type(articles[0]).objects.bulk_update([one for one in changed if changed[one]], names)


def _create(new: Sequence[Edit]) -> None:
    """Insert the new articles, each under a free slug."""
    if len(new) <= 1:
        for edit in new:
            edit.article.save_row()  # which tells the project's receivers of post_save
        return
    articles = [edit.article for edit in new]
    _give_free_slugs(articles)
    type(articles[0]).objects.bulk_create(articles)
    Redirect.objects.release(article.address for article in articles)


def _give_free_slugs(articles: Sequence[Article]) -> None:
    slugs = type(articles[0]).objects.values_list("slug", flat=True)
    wanted = Counter(article.slug for article in articles)
    taken = set(slugs.filter(slug__in=list(wanted)))
    # Few are wanted twice; only for these the free numbers are looked up.
    shared = taken.union(slug for slug, count in wanted.items() if count > 1)
    choices = [choice for slug in shared for choice in texts.numbered_slugs(slug)]
    taken.update(slugs.filter(slug__in=choices))
    # Those come last, so that no number is given that another article has for its slug.
    for article in sorted(articles, key=lambda one: one.slug in shared):
        article.slug = texts.free_slug(article.slug, taken)
        taken.add(article.slug)


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
        new += [ArticleTag(tag=tag, content_object=article, **copies) for tag in wanted.values()]
    if removed:
        ArticleTag.objects.filter(pk__in=removed).delete()
    ArticleTag.objects.bulk_create(new)


def _revision(edit: Edit, document: Document, changes: list[str], by) -> Revision:
    article = edit.article
    document = replace(document, slug=article.slug)
    is_expected = document == edit.expected
    return Revision(
        article=article,
        number=article.version,
        created_by=by,
        note=edit.note,
        changes=changes,
        snapshot=edit.snapshot if is_expected else Revision.pack(document),
        keys={"category": article.category_id, "tags": {tag.name: tag.pk for tag in edit.tags}},
    )
