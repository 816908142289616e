"""Articles and their parts: one aggregate, edited as one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import escape

from django.conf import settings as project_settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Case, Exists, F, Max, OuterRef, Q, Sum, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from summaries import text as texts
from summaries.blanks import find_blanks
from summaries.document import Document, Source
from summaries.document import Part as DocumentPart
from summaries.facets import LENGTHS, Selection
from summaries.quality import is_filler
from summaries.search import SearchableQuerySet, index_columns

from .categories import Category
from .library import PublicQuerySet
from .redirects import Redirect
from .revisions import Revision
from .state import PublicState
from .tags import ArticleTag, ArticleTags, Tag, listed_by


class SanitisedHTMLField(models.TextField):
    """HTML that is sanitised on every way into the database, ``bulk_create()`` and all."""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def pre_save(self, instance, add):
        setattr(instance, self.attname, texts.sanitise(getattr(instance, self.attname)))
        return super().pre_save(instance, add)

    def get_db_prep_save(self, value, connection):
        if isinstance(value, str):
            value = texts.sanitise(value)
        return super().get_db_prep_save(value, connection)


class ArticleQuerySet(SearchableQuerySet, PublicQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def newest(self):
        return self.order_by("-public_from", "-pk")

    def older_than(self, article: Article):
        """The articles published before this one, the nearest first."""
        at = article.published_at or timezone.now()
        return self.filter(Q(public_from__lt=at) | Q(public_from=at, pk__lt=article.pk)).newest()

    def newer_than(self, article: Article):
        """The articles published after this one, the nearest first."""
        at = article.published_at or timezone.now()
        newer = self.filter(Q(public_from__gt=at) | Q(public_from=at, pk__gt=article.pk))
        return newer.order_by("public_from", "pk")

    def in_category(self, category: Category):
        """The articles of the category and of all categories below it. One query at once.

        The keys are written into the query: planners go astray over a subquery here.
        """
        below = Category.objects.filter(path__startswith=category.path).order_by()
        return self.filter(category__in=list(below.values_list("pk", flat=True)))

    def selected(self, selection: Selection):
        """The articles in the cells that the selection asks for."""
        asked = listed_by(selection)
        if selection.language is not None:
            asked["language"] = selection.language
        if selection.length is not None:
            least, below = LENGTHS[selection.length]
            asked["word_count__gte"] = least
            if below:
                asked["word_count__lt"] = below
        if selection.has_blanks is not None:
            asked["blank_count__gt" if selection.has_blanks else "blank_count"] = 0
        return self.filter(**asked)

    def tagged_with(self, tags: Iterable[Tag], *, any_of: bool = False):
        """The articles that have all of the tags, or at least one of them."""
        if any_of:
            tagged = ArticleTag.objects.filter(tag__in=tags)
            sizes = Tag.objects.filter(pk__in=[tag.pk for tag in tags])
            if (sizes.aggregate(all=Sum("kept_count__articles"))["all"] or 0) <= FEW_TAGGED:
                return self.filter(pk__in=tagged.values("content_object"))
            return self.filter(Exists(tagged.filter(content_object=OuterRef("pk"))))
        for tag in tags:
            self = self.filter(
                Exists(ArticleTag.objects.filter(content_object=OuterRef("pk"), tag=tag))
            )
        return self

    def related_to(self, article: Article, count: int) -> list[int]:
        """The keys of articles that share rare tags, the category or words of the title.

        The closest come first. Three queries and one for each tag, at the same
        cost however many articles have it: only the newest of each are looked at.
        """
        tags = ArticleTag.objects.filter(content_object=article)
        rarest = tags.order_by("tag__kept_count__articles", "tag")[:MAX_RELATED_TAGS]
        sizes = dict(rarest.values_list("tag", "tag__kept_count__articles"))
        newest = ArticleTag.objects.published().newest().values_list("content_object", flat=True)
        scores: Counter[int] = Counter()
        for tag, size in sizes.items():
            for key in newest.filter(tag=tag)[:RELATED_LOOKED_AT]:
                scores[key] += 1 / math.log2(2 + (size or 0))
        beside = self.filter(category=article.category_id).newest().values_list("pk", flat=True)
        likely = {key for key, _score in scores.most_common(4 * count)}
        likely |= set(beside[: 2 * count])
        words = set(texts.tokens(article.title))
        closeness = {}
        for one in self.filter(pk__in=likely - {article.pk}).for_titles():
            shared = len(words & set(texts.tokens(one.title))) / (len(words) or 1)
            same_category = one.category_id == article.category_id
            score = scores[one.pk] + 0.25 * same_category + 0.5 * shared
            closeness[one.pk] = (score, one.published_at, one.pk)
        return sorted(closeness, key=closeness.__getitem__, reverse=True)[:count]

    def for_titles(self):
        """Shaped for a list of titles: the category at hand, the long columns left out."""
        return self.select_related("category").defer(*INDEX_COLUMNS)

    def for_cards(self):
        """Shaped for a list with excerpts and tags, the latter as ``tagged``'s.

        The through rows are fetched, since taggit's manager makes a query set
        for each article it prefetches for.
        """
        tagged = ArticleTag.objects.select_related("tag").order_by("pk")
        return self.for_titles().prefetch_related(models.Prefetch("tagged", tagged))


INDEX_COLUMNS = ("search_title", "search_text")
# Articles that have one of some tags are listed first if they are so few, else each is asked.
FEW_TAGGED = 10_000
# How many tags of an article, and how many articles of each, are looked at for related ones.
MAX_RELATED_TAGS = 6
RELATED_LOOKED_AT = 60


class Article(models.Model):
    """A text of the library, in one or more parts."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        PUBLISHED = "published", _("Published")
        ARCHIVED = "archived", _("Archived")

    title = models.CharField(_("title"), max_length=300)
    slug = models.SlugField(
        _("slug"),
        max_length=texts.SLUG_MAX_LENGTH + 10,
        unique=True,
        allow_unicode=True,
        blank=True,
        help_text=_("Part of the address. Left empty, it is made from the title."),
    )
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        related_name="articles",
        verbose_name=_("category"),
        db_index=False,
    )
    tags = TaggableManager(_("tags"), through=ArticleTag, manager=ArticleTags, blank=True)
    lead = models.TextField(
        _("lead"), blank=True, help_text=_("One paragraph above the text, without formatting.")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    published_at = models.DateTimeField(
        _("publication time"),
        null=True,
        blank=True,
        help_text=_("In the future: the article appears then by itself."),
    )
    expires_at = models.DateTimeField(
        _("expiry time"),
        null=True,
        blank=True,
        help_text=_("From then on the article is no longer public."),
    )
    # From when until when the article is public, for ``published()`` and the triggers to read.
    public_from = models.GeneratedField(
        expression=Case(When(status=Status.PUBLISHED, then=F("published_at"))),
        output_field=models.DateTimeField(),
        db_persist=True,
        serialize=False,
    )
    public_until = models.GeneratedField(
        expression=Case(When(status=Status.PUBLISHED, then=F("expires_at"))),
        output_field=models.DateTimeField(),
        db_persist=True,
        serialize=False,
    )
    byline = models.CharField(_("byline"), max_length=200, blank=True)
    author = models.ForeignKey(
        project_settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )
    source_name = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("source address"), max_length=1000, blank=True)
    source_key = models.CharField(
        _("import key"),
        max_length=500,
        blank=True,
        help_text=_("What a repeated import finds the article by."),
    )
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    language = models.CharField(
        _("language"),
        max_length=16,
        blank=True,
        help_text=_("A language code such as “en”. Left empty, it is found from the text."),
    )
    is_featured = models.BooleanField(_("featured"), default=False)
    comments_allowed = models.BooleanField(_("comments allowed"), default=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    updated_by = models.ForeignKey(
        project_settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("changed by"),
    )
    # Counts the edits, and so tells two editors apart who opened the same text.
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    # Derived from the article, its parts and its tags when an edit ends.
    excerpt = models.CharField(max_length=300, blank=True, editable=False)
    word_count = models.PositiveIntegerField(_("words"), default=0, editable=False)
    part_count = models.PositiveIntegerField(_("parts"), default=0, editable=False)
    blank_count = models.PositiveIntegerField(_("blanks"), default=0, editable=False)
    search_title = models.TextField(default="", editable=False)
    search_text = models.TextField(default="", editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [
            models.UniqueConstraint(
                fields=["source_key"],
                condition=~Q(source_key=""),
                name="summaries_article_source_key",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="summaries_article_published_has_time",
            ),
            models.CheckConstraint(condition=~Q(slug=""), name="summaries_article_has_slug"),
        ]
        indexes = [
            # With what lists are filtered by, they are walked in an index alone, however deep.
            models.Index(
                F("public_from").desc(),
                F("id").desc(),
                F("public_until"),
                F("category"),
                F("language"),
                name="summaries_article_newest",
            ),
            models.Index(
                F("public_until").desc(),
                F("id").desc(),
                condition=Q(public_until__isnull=False),
                name="summaries_article_expiry",
            ),
            models.Index(
                F("category"),
                F("public_from").desc(),
                F("id").desc(),
                F("public_until"),
                name="summaries_article_in_category",
            ),
            models.Index(
                F("public_from").desc(),
                F("id").desc(),
                condition=Q(is_featured=True),
                name="summaries_article_featured",
            ),
            models.Index(
                F("status"),
                F("updated_at").desc(),
                F("id").desc(),
                condition=Q(public_from=None),
                name="summaries_article_waiting",
            ),
            models.Index(
                F("updated_at").desc(),
                F("id").desc(),
                F("status"),
                F("category"),
                F("language"),
                name="summaries_article_changed",
            ),
        ]

    _edit_depth = 0

    def __str__(self):
        return self.title

    @classmethod
    def from_db(cls, db, field_names, values, **kwargs):
        article = super().from_db(db, field_names, values, **kwargs)
        article._loaded_slug = article.__dict__.get("slug")
        return article

    def save(self, *args, **kwargs):
        """Save as one edit: unique slug, redirect from a changed one, derived columns, revision."""
        if self.status == self.Status.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()
        with self.editing():
            self._save_with_slug(*args, **kwargs)
            Redirect.objects.release(self.address)
            old = self.__dict__.get("_loaded_slug")
            if old and old != self.slug:
                Redirect.objects.leave(f"articles/{old}", article=self)
        self._loaded_slug = self.slug

    def clean(self):
        if self.expires_at and self.published_at and self.expires_at <= self.published_at:
            raise ValidationError(
                {"expires_at": _("The article would expire before it is published.")}
            )

    def get_absolute_url(self):
        return reverse("summaries:article_detail", args=[self.slug])

    def natural_key(self):
        return (self.slug,)

    @property
    def address(self) -> str:
        return f"articles/{self.slug}"

    @property
    def is_public(self) -> bool:
        """Whether ``published()`` holds this article now. One query."""
        return Article.objects.published().filter(pk=self.pk).exists()

    @property
    def source(self) -> Source:
        return Source(self.source_name, self.source_url, self.source_key)

    @contextmanager
    def editing(self, *, by=None, note: str = "") -> Iterator[Article]:
        """One edit of the article, its parts and tags: all or nothing, and one revision.

        ``by`` is the user, ``note`` a sentence for the history. An edit inside
        another is part of it.
        """
        if by is not None:
            self.updated_by = by
        self._edit_depth += 1
        try:
            if self._edit_depth > 1:
                yield self
                return
            with transaction.atomic():
                # Edits come one after the other, each with its own revision.
                PublicState.objects.lock()
                yield self
                self._finish_edit(by, note)
        finally:
            self._edit_depth -= 1

    def as_document(self) -> Document:
        """The article in its neutral form."""
        parts = [DocumentPart(part.title, part.body, part.anchor) for part in self.parts.all()]
        return Document(
            title=self.title,
            parts=tuple(parts),
            slug=self.slug,
            category=tuple(category.name for category in self.category.trail()),
            tags=tuple(sorted(tag.name for tag in self.tags.all())),
            lead=self.lead,
            status=str(self.status),
            published_at=self.published_at,
            expires_at=self.expires_at,
            byline=self.byline,
            author=self.author.get_username() if self.author else "",
            source=self.source,
            licence=self.licence,
            language=self.language,
            is_featured=self.is_featured,
            comments_allowed=self.comments_allowed,
        )

    def apply_document(self, document: Document, *, by=None, note: str = "") -> Article:
        """Make the article say what the document says, saved as one edit.

        A document without a category leaves the article where it is. Parts are
        matched by anchor. Raises ``ValidationError`` for a value that does not fit.
        """
        self.with_fields(document)
        self.slug = document.slug or self.slug
        with self.editing(by=by, note=note):
            if document.category:
                self.category = Category.objects.ensure(document.category)
            self.clean_fields(exclude=("tags", "author", "updated_by"))
            self.clean()
            self.save()
            self._replace_parts(document)
            self._replace_tags(Tag.objects.named(document.tags))
        return self

    def with_fields(self, document: Document) -> Article:
        """Take over the document's plain fields; nothing is saved."""
        for name in _PLAIN_FIELDS:
            setattr(self, name, getattr(document, name))
        self.source_name = document.source.name
        self.source_url = document.source.url
        self.source_key = document.source.key
        self.author = _user_named(document.author)
        if self.status == self.Status.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()
        return self

    def _save_with_slug(self, *args, **kwargs) -> None:
        """Save under a free slug, also when another process takes the same one meanwhile."""
        wanted = self.slug or texts.slugify(self.title)
        for attempt in range(5):
            self.slug = self._free_slug(wanted)
            try:
                with transaction.atomic():
                    return super().save(*args, **kwargs)
            except IntegrityError:
                taken = Article.objects.exclude(pk=self.pk).filter(slug=self.slug).exists()
                if attempt == 4 or not taken:
                    raise
        return None

    def _free_slug(self, wanted: str) -> str:
        others = Article.objects.exclude(pk=self.pk)
        if not others.filter(slug=wanted).exists():
            return wanted
        base = f"{wanted[: texts.SLUG_MAX_LENGTH]}-"
        taken = set(others.filter(slug__startswith=base).values_list("slug", flat=True))
        number = 2
        while f"{base}{number}" in taken:
            number += 1
        return f"{base}{number}"

    def _finish_edit(self, by, note: str) -> None:
        self._prefetched_objects_cache = {}
        document = self._store_derived(self.as_document())
        before = self.revisions.order_by("-number").first()
        changes = document.changes_from(before.document if before else None)
        if before and not changes:
            return
        self.version = before.number + 1 if before else 1
        Article.objects.filter(pk=self.pk).update(version=self.version, updated_by=self.updated_by)
        Revision.objects.create(
            article=self,
            number=self.version,
            created_by=by,
            note=note,
            changes=changes,
            snapshot=Revision.pack(document),
        )

    def _store_derived(self, document: Document) -> Document:
        """Write the derived columns; the document comes back with its language filled in."""
        columns, part_words = derive(document)
        for name, value in columns.items():
            setattr(self, name, value)
        Article.objects.filter(pk=self.pk).update(**columns)
        for part, words in zip(self.parts.all(), part_words, strict=True):
            if part.word_count != words:
                Part.objects.filter(pk=part.pk).update(word_count=words)
        return replace(document, language=self.language)

    def _replace_parts(self, document: Document) -> None:
        existing = {part.anchor: part for part in self.parts.all()}
        kept = []
        wanted = zip(document.parts, document.anchors(), strict=True)
        for position, (new, anchor) in enumerate(wanted, start=1):
            part = existing.pop(anchor, None) if new.anchor else None
            # A new part takes no anchor that a part had which is still there.
            free = anchor if new.anchor else ""
            part = part or Part(article=self, anchor=free)
            part.title, part.body, part.position = new.title, new.body, position
            part.clean_fields(exclude=("article", "anchor"))
            kept.append(part)
        Part.objects.filter(pk__in=[part.pk for part in existing.values()]).delete()
        for part in kept:
            part.save()

    def _replace_tags(self, tags: list[Tag]) -> None:
        self.tagged.exclude(tag__in=tags).delete()
        has = set(self.tagged.values_list("tag", flat=True))
        ArticleTag.objects.bulk_create(
            ArticleTag(tag=tag, content_object=self) for tag in tags if tag.pk not in has
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


_PLAIN_FIELDS = (
    *("title", "lead", "status", "published_at", "expires_at", "byline", "licence"),
    *("language", "is_featured", "comments_allowed"),
)


def _user_named(name: str):
    user = get_user_model()
    return user._default_manager.filter(**{user.USERNAME_FIELD: name}).first() if name else None


class PartManager(models.Manager):
    def get_by_natural_key(self, slug, anchor):
        return self.get(article__slug=slug, anchor=anchor)


class Part(models.Model):
    """One text of an article; a collection holds several "samples"."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="parts", db_index=False
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    title = models.CharField(
        _("title"),
        max_length=300,
        blank=True,
        help_text=_("May be empty when it is the article's only part."),
    )
    body = SanitisedHTMLField(_("text"), blank=True)
    anchor = models.SlugField(
        _("anchor"), max_length=60, allow_unicode=True, editable=False, db_index=False
    )
    word_count = models.PositiveIntegerField(_("words"), default=0, editable=False)

    objects = PartManager()

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "anchor"], name="summaries_part_anchor")
        ]
        indexes = [models.Index(fields=["article", "position"], name="summaries_part_order")]

    def __str__(self):
        return self.title or gettext("Part %(number)s") % {"number": self.position}

    def save(self, *args, **kwargs):
        """Save as an edit of the article; a new part goes last and keeps its anchor for ever."""
        with self.article.editing():
            if not self.position:
                last = self.article.parts.aggregate(last=Max("position"))["last"]
                self.position = (last or 0) + 1
            if not self.anchor:
                self.anchor = self._free_anchor()
            super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        with self.article.editing():
            return super().delete(*args, **kwargs)

    def natural_key(self):
        return (self.article.slug, self.anchor)

    def get_absolute_url(self):
        return f"{self.article.get_absolute_url()}#{self.anchor}"

    def move_to(self, position: int, *, by=None) -> None:
        """Move the part to this place among its article's parts, from 1."""
        parts = [part for part in self.article.parts.all() if part.pk != self.pk]
        parts.insert(max(position, 1) - 1, self)
        with self.article.editing(by=by, note=gettext("Moved a part")):
            for place, part in enumerate(parts, start=1):
                if part.position != place:
                    Part.objects.filter(pk=part.pk).update(position=place)
        self.refresh_from_db(fields=["position"])

    def split_off(self, *, by=None) -> Article:
        """Make the part an article of its own, a draft beside this one; returns it."""
        parent = self.article
        document = replace(
            parent.as_document(),
            title=self.title or f"{parent.title} ({self.position})",
            parts=(DocumentPart("", self.body),),
            slug="",
            lead="",
            status="draft",
            published_at=None,
            expires_at=None,
            is_featured=False,
            source=replace(parent.source, key=""),
        )
        with transaction.atomic():
            with parent.editing(by=by, note=gettext("Split off a part")):
                self.delete()
            article = Article(category=parent.category)
            return article.apply_document(document, by=by, note=gettext("Split off"))

    def merge_into(self, other: Part, *, by=None) -> None:
        """Append this part's text to another part of the same article and remove this one."""
        if other.pk == self.pk or other.article_id != self.article_id:
            raise ValueError("A part can be merged only into another part of its article.")
        other.article = self.article
        with self.article.editing(by=by, note=gettext("Merged two parts")):
            title = f"<h3>{escape(self.title)}</h3>\n" if self.title else ""
            other.body = f"{other.body}\n{title}{self.body}"
            other.save()
            self.delete()

    def _free_anchor(self) -> str:
        taken = set(self.article.parts.exclude(pk=self.pk).values_list("anchor", flat=True))
        number = len(taken) + 1
        while f"part-{number}" in taken:
            number += 1
        return f"part-{number}"
