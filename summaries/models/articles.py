"""Articles and their parts: one aggregate, edited as one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from uuid import uuid4

from django.conf import settings as project_settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from summaries import text as texts
from summaries.conf import settings
from summaries.document import Document, Source
from summaries.document import Part as DocumentPart
from summaries.search import RULES, Lexicon, SearchableQuerySet

from .categories import Category
from .edits import PLAIN_FIELDS, Edit, Rows, check_text, write
from .library import (
    LibraryForeignKey,
    LibraryModel,
    PublicQuerySet,
    current_change,
    forget_user,
    writing,
)
from .parts import Part
from .past import keep_public_past, leave_gone, was_public_since_edit
from .redirects import Redirect
from .roles import RoleQuerySet, Roles
from .tags import ArticleTag, ArticleTags, Tag

# So many articles are at hand at once while more are edited.
EDITED_AT_ONCE = 200
# So many are deleted for good in one transaction.
OVERDUE_AT_ONCE = 50


class ArticleQuerySet(RoleQuerySet, SearchableQuerySet, PublicQuerySet):
    articles = "pk"

    @property
    def lexicon(self) -> Lexicon:
        from .overview import current_overview  # which is made of this module

        return current_overview().lexicon

    def get_by_natural_key(self, slug: str) -> Article:
        return self.get(slug=slug)

    def newest(self) -> Self:
        return self.order_by("-public_from", "-pk")

    def older_than(self, article: Article) -> Self:
        """The articles published before this one, the nearest first."""
        at = article.published_at or timezone.now()
        return self.filter(Q(public_from__lt=at) | Q(public_from=at, pk__lt=article.pk)).newest()

    def newer_than(self, article: Article) -> Self:
        """The articles published after this one, the nearest first."""
        at = article.published_at or timezone.now()
        newer = self.filter(Q(public_from__gt=at) | Q(public_from=at, pk__gt=article.pk))
        return newer.order_by("public_from", "pk")

    def in_category(self, category: Category) -> Self:
        """The articles of the category and of all categories below it. One query at once.

        The keys are written into the query, since both planners choose badly for a subquery.
        """
        below = Category.objects.filter(path__startswith=category.path).order_by()
        return self.in_categories(list(below.values_list("pk", flat=True)))

    def in_categories(self, keys: Collection[int], *, by_date: bool = False) -> Self:
        """The articles of these categories themselves, given by their primary keys.

        ``by_date`` is for many articles: the condition is written so that the
        database cannot collect and sort all of them, but walks a date index to the page.
        """
        if not by_date:
            return self.filter(category__in=sorted(keys))
        category = ExpressionWrapper(F("category_id") + 0, models.IntegerField())
        return self.alias(any_category=category).filter(any_category__in=sorted(keys))

    def tagged_with(
        self, tags: Iterable[Tag], *, any_of: bool = False, by_date: bool = False
    ) -> Self:
        """The articles that have all of the tags, or at least one of them.

        ``by_date`` is for tags that many articles have, as in ``in_categories()``.
        """
        if any_of:
            return self._having(ArticleTag.objects.filter(tag__in=list(tags)), by_date)
        for tag in tags:
            self = self._having(ArticleTag.objects.filter(tag=tag), by_date)
        return self

    def _having(self, tagged: models.QuerySet, by_date: bool) -> Self:
        if by_date:
            return self.filter(Exists(tagged.filter(content_object=OuterRef("pk"))))
        return self.filter(pk__in=tagged.values("content_object"))

    def ever_public(self) -> Self:
        """The articles that are public, or were so before at the addresses that they have."""
        return self.filter(Q(has_been_public=True) | _public_since_edit())

    def public_since_edit(self) -> Self:
        """The articles that have been public since their latest edit, if not for long."""
        return self.filter(_public_since_edit())

    def in_bin(self) -> Self:
        """The articles that were deleted and can be restored."""
        return self.filter(deleted_at__isnull=False)

    def not_in_bin(self) -> Self:
        return self.filter(deleted_at=None)

    def overdue_in_bin(self) -> Self:
        """The articles that were in the bin for ``SUMMARIES_BIN_DAYS``, the longest first."""
        if not settings.BIN_DAYS:
            return self.none()
        since = timezone.now() - timedelta(days=settings.BIN_DAYS)
        return self.in_bin().filter(deleted_at__lte=since).order_by("deleted_at", "pk")

    def move_to_bin(self, *, by: AbstractBaseUser | None = None) -> list[int]:
        """Move the articles to the bin, an edit each; all or nothing.

        Returns the keys of those that were not in it. Some of what is overdue in the
        bin is deleted for good, so that it needs no job to be emptied.
        """
        note, now = gettext("Moved to the bin"), timezone.now()
        with writing():
            self.model.objects.delete_overdue()
            kept = self.not_in_bin()
            return kept.edit(by=by, note=note, is_entry=True, deleted_at=now, deleted_by=by)

    def restore_from_bin(self, *, by: AbstractBaseUser | None = None) -> list[int]:
        """Take the articles back out of the bin, an edit each; all or nothing.

        Status and dates are as they were. Returns the keys of those that were in it.
        """
        note = gettext("Restored from the bin")
        with writing():
            binned = self.in_bin()
            return binned.edit(by=by, note=note, is_entry=True, deleted_at=None, deleted_by=None)

    def delete_overdue(self, most: int = OVERDUE_AT_ONCE) -> int:
        """Delete up to so many of the overdue articles for good; how many there were."""
        with writing():
            keys = list(self.overdue_in_bin().values_list("pk", flat=True)[:most])
            self.model.objects.filter(pk__in=keys).delete()
        return len(keys)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the articles for good; the addresses of those that were public say so."""
        with writing():
            leave_gone(self)
            return super().delete()

    delete.alters_data = delete.queryset_only = True

    def edit(
        self,
        *,
        by: AbstractBaseUser | None = None,
        note: str = "",
        is_entry: bool = False,
        is_allowed: bool = False,
        **fields: Any,
    ) -> list[int]:
        """Set the fields of each article, an edit each; all or nothing.

        Leave out first what cannot be set: ``changeable_by()``, ``without_text()``.
        Without fields, bring the derived columns and the history up to date. ``is_entry``
        notes it in the history even where the document stays as it is. ``is_allowed``: it
        follows from another change, which the user may make. Returns the keys of those
        that differed before, or without fields of all.
        """
        with writing():
            changed = self.exclude(**fields) if fields else self
            keys = list(changed.order_by("pk").values_list("pk", flat=True))
            for start in range(0, len(keys), EDITED_AT_ONCE):
                some = self.model.objects.filter(pk__in=keys[start : start + EDITED_AT_ONCE])
                current_change().touch(some)
                articles = list(some.select_related("category").prefetch_related("author"))
                for article in articles:
                    for name, value in fields.items():
                        setattr(article, name, value)
                    if article.status == Article.Status.PUBLISHED and not article.published_at:
                        article.published_at = timezone.now()
                edits = [Edit(article, note=note, is_entry=is_entry) for article in articles]
                write(edits, by=by, anew=not fields, is_allowed=is_allowed)
        return keys

    def without_text(self) -> Self:
        """The articles that cannot be published, since no part of theirs has a word."""
        return self.exclude(Exists(Part.objects.with_text().filter(article=OuterRef("pk"))))

    def with_other_rules(self) -> Self:
        """The articles that the search index holds by other rules than today's."""
        # Not by a negation, for which no index is read.
        return self.filter(Q(search_rules__lt=RULES) | Q(search_rules__gt=RULES))

    def for_titles(self) -> Self:
        """Shaped for a list of titles: the category at hand, the long columns left out."""
        return self.select_related("category").defer(*INDEX_COLUMNS)

    def for_cards(self) -> Self:
        """Shaped for a list with excerpts and tags, the latter as ``tagged``'s.

        The through rows are fetched, since taggit's manager makes a query set
        for each article it prefetches for.
        """
        tagged = ArticleTag.objects.select_related("tag").order_by("pk")
        return self.for_titles().prefetch_related(models.Prefetch("tagged", tagged))


# The years of a publication that any clock and calendar can show.
FIRST_YEAR, LAST_YEAR = 2, 9998
INDEX_COLUMNS = ("search_title", "search_text", "search_rules")

_YEARS = (datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_YEAR, 12, 31, tzinfo=UTC))


class Article(Roles, LibraryModel):
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
    category = LibraryForeignKey(
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
    # Since when it is in the bin, and who put it there; its status stays what it was.
    deleted_at = models.DateTimeField(_("deleted"), null=True, editable=False)
    deleted_by = models.ForeignKey(
        project_settings.AUTH_USER_MODEL,
        on_delete=forget_user,
        db_constraint=False,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("deleted by"),
    )
    # From when until when the article is public, for ``published()`` and the triggers to read.
    public_from = models.GeneratedField(
        expression=Case(When(status=Status.PUBLISHED, deleted_at=None, then=F("published_at"))),
        output_field=models.DateTimeField(),
        db_persist=True,
        serialize=False,
    )
    public_until = models.GeneratedField(
        expression=Case(When(status=Status.PUBLISHED, deleted_at=None, then=F("expires_at"))),
        output_field=models.DateTimeField(),
        db_persist=True,
        serialize=False,
    )
    byline = models.CharField(_("byline"), max_length=200, blank=True)
    author = models.ForeignKey(
        project_settings.AUTH_USER_MODEL,
        on_delete=forget_user,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
        db_index=False,
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
    # Whether it was public at this address before the latest edit; see ``was_public``.
    has_been_public = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    updated_by = models.ForeignKey(
        project_settings.AUTH_USER_MODEL,
        on_delete=forget_user,
        db_constraint=False,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("changed by"),
    )
    # Counts the edits, and so tells two editors apart who opened the same text.
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    # The highest number in an anchor of a part, so that none comes again.
    anchors_given = models.PositiveIntegerField(default=0, editable=False)

    # Its name in feeds, for as long as it exists: neither slug nor host nor key is in it.
    guid = models.UUIDField(default=uuid4, editable=False)

    # How often the links to its previews were withdrawn; those made before show nothing.
    links_withdrawn = models.PositiveIntegerField(default=0, editable=False)

    # Derived from the article, its parts and its tags when an edit ends.
    excerpt = models.CharField(max_length=300, blank=True, editable=False)
    word_count = models.PositiveIntegerField(_("words"), default=0, editable=False)
    part_count = models.PositiveIntegerField(_("parts"), default=0, editable=False)
    blank_count = models.PositiveIntegerField(_("blanks"), default=0, editable=False)
    search_title = models.TextField(default="", editable=False)
    search_text = models.TextField(default="", editable=False)
    # By which rules of the search these were made.
    search_rules = models.CharField(max_length=40, default="", editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [("publish_article", "Can publish articles")]
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
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__range": _YEARS}),
                    name=f"summaries_article_{name}_year",
                )
                for name in ("published_at", "expires_at")
            ),
        ]
        indexes = [
            models.Index(F("search_rules"), name="summaries_article_rules"),
            # With what lists are filtered by, they are walked in an index alone, however deep.
            models.Index(
                F("public_from").desc(),
                F("id").desc(),
                F("public_until"),
                F("category"),
                F("language"),
                F("word_count"),
                F("blank_count"),
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
                F("language"),
                F("word_count"),
                F("blank_count"),
                F("deleted_at"),
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
                F("deleted_at"),
                condition=Q(public_from=None, deleted_at=None),
                name="summaries_article_waiting",
            ),
            # What a writer's own list shows.
            models.Index(
                F("author"),
                F("updated_at").desc(),
                F("id").desc(),
                condition=Q(author__isnull=False),
                name="summaries_article_of_author",
            ),
            models.Index(
                F("updated_at").desc(),
                F("id").desc(),
                F("status"),
                F("category"),
                F("language"),
                F("deleted_at"),
                condition=Q(deleted_at=None),
                name="summaries_article_changed",
            ),
            models.Index(
                F("deleted_at").desc(),
                F("id").desc(),
                condition=Q(deleted_at__isnull=False),
                name="summaries_article_bin",
            ),
        ]

    _edit_depth = 0
    # Set by a form that saves the parts along, and checks itself whether there is text.
    brings_parts = False

    def __str__(self) -> str:
        return self.title

    def save(self, *, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Save as one edit: unique slug, redirect from a changed one, derived columns, revision."""
        if self._edit_depth or self.is_new or options.get("force_insert"):
            with self.editing():
                if self._is_published_now():
                    self.published_at = timezone.now()
                    update_fields = update_fields and {*update_fields, "published_at"}
                self.save_row(update_fields=update_fields, **options)
            return
        with writing():
            self._begin_edit()
            if self._is_published_now():
                self.published_at = timezone.now()
            write([Edit(self)])  # which writes what was set at once with what follows from it

    def save_row(self, *, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Write what was set here, under a free slug; the edit does the rest."""
        change, is_new = current_change(), self.is_new
        if is_new and self.guid == self.__dict__.get("_loaded", {}).get("guid"):
            self.guid = uuid4()  # a copy is another article
        old = None if is_new else self.__dict__["_loaded"].get("slug")
        if not self.slug or self.slug != old:
            self.slug = self._free_slug()
            update_fields = update_fields and {*update_fields, "slug"}
        keep_public_past([self])
        was_public = self.has_been_public
        if self.slug != old:
            self.has_been_public = False
        update_fields = update_fields and {*update_fields, "has_been_public"}
        super().save_row(update_fields=update_fields, **options)
        if is_new:
            change.created[self.pk] = None
        if self.slug != old:
            Redirect.objects.release([self.address])
            if old:
                if was_public:
                    Redirect.objects.filter(article=self).update(was_public=True)
                Redirect.objects.leave(
                    f"articles/{old}", self.address, article=self, was_public=was_public
                )

    def delete(self, **options: Any) -> tuple[int, dict[str, int]]:
        """Delete the article for good; ``move_to_bin()`` lets it be restored."""
        with writing():
            own = Article.objects.filter(pk=self.pk)
            current_change().touch(own)
            leave_gone(own)
            return super().delete(**options)

    def clean(self) -> None:
        self.slug = self.slug or self._free_slug()
        if self.status == self.Status.PUBLISHED:
            self.published_at = self.published_at or timezone.now()
        self.check_dates()
        if self.status == self.Status.PUBLISHED and not self.brings_parts:
            parts = Part.objects.with_text().filter(article=self.pk)
            check_text(self, has_text=parts.exists())

    def check_dates(self) -> None:
        """Raise ``ValidationError`` for dates that no clock can show, or that are upside down."""
        for name in ("published_at", "expires_at"):
            moment = getattr(self, name)
            if moment and not FIRST_YEAR <= moment.year <= LAST_YEAR:
                said = _("Expected a year from %(first)s to %(last)s.")
                raise ValidationError({name: said % {"first": FIRST_YEAR, "last": LAST_YEAR}})
        if self.expires_at and self.published_at and self.expires_at <= self.published_at:
            raise ValidationError(
                {"expires_at": _("The article would expire before it is published.")}
            )

    def get_absolute_url(self) -> str:
        return reverse("summaries:article_detail", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    @property
    def address(self) -> str:
        return f"articles/{self.slug}"

    @property
    def is_public(self) -> bool:
        """Whether ``published()`` holds this article now. One query."""
        return Article.objects.published().filter(pk=self.pk).exists()

    @property
    def is_in_bin(self) -> bool:
        return self.deleted_at is not None

    @property
    def was_public(self) -> bool:
        """Whether the article is public, or was so before at this address, which may be known."""
        return self.has_been_public or was_public_since_edit(self.__dict__)

    def move_to_bin(self, *, by: AbstractBaseUser | None = None) -> None:
        """Take the article off the site and out of the admin's lists, as one edit."""
        with writing():
            Article.objects.filter(pk=self.pk).move_to_bin(by=by)
            self.catch_up()

    def restore_from_bin(self, *, by: AbstractBaseUser | None = None) -> None:
        """Take the article back out of the bin, as one edit; it is what it was before."""
        with writing():
            Article.objects.filter(pk=self.pk).restore_from_bin(by=by)
            self.catch_up()

    def withdraw_links(self) -> None:
        """Let the links to previews of the article that were made so far show nothing."""
        with writing():
            Article.objects.filter(pk=self.pk).update(links_withdrawn=F("links_withdrawn") + 1)
            self.catch_up()

    @property
    def source(self) -> Source:
        return Source(self.source_name, self.source_url, self.source_key)

    @contextmanager
    def editing(self, *, by: AbstractBaseUser | None = None, note: str = "") -> Iterator[Article]:
        """One edit of the article, its parts and tags: all or nothing, and one revision.

        ``by`` is the user, ``note`` a sentence for the history. What was set on the
        article is saved when the edit ends. An edit inside another is part of it.
        """
        if self._edit_depth:
            yield self
            return
        with writing():
            if self.is_new:
                self.give_author(by)
            else:
                self._begin_edit()
            self._edit_depth = 1
            try:
                yield self
            finally:
                self._edit_depth = 0
            if not self.is_new:
                self._prefetched_objects_cache = {}
                self.catch_up()
                write([Edit(self, note=note)], by=by)

    def _begin_edit(self) -> None:
        self.catch_up()
        if not self._edit_depth:
            self._began = self._standing_of_row
        current_change().touch(Article.objects.filter(pk=self.pk))

    def _is_published_now(self) -> bool:
        return self.status == self.Status.PUBLISHED and self.published_at is None

    def as_document(self) -> Document:
        """The article in its neutral form."""
        return Rows([]).document(self, self.parts.all(), self.tags.all())

    def apply_document(
        self,
        document: Document,
        *,
        by: AbstractBaseUser | None = None,
        note: str = "",
        category: Category | None = None,
        tags: list[Tag] | None = None,
    ) -> Article:
        """Make the article say what the document says, saved as one edit.

        ``category`` and ``tags`` take the place of those that the document names; a
        document without a category leaves the article where it is. Parts are matched
        by anchor. Raises ``ValidationError`` for a value that does not fit.
        """
        edit = Edit(self, document, note, category, tags)
        is_new = self.is_new
        if is_new:
            edit.prepare()
        with writing():
            if not is_new:
                self._begin_edit()
                edit.check()
            write([edit], by=by)
        return self

    def take(self, document: Document) -> None:
        """Take over the document's plain fields and its slug, if it has one; nothing is saved."""
        for name in PLAIN_FIELDS:
            setattr(self, name, getattr(document, name))
        self.slug = document.slug or self.slug
        self.source_name = document.source.name
        self.source_url = document.source.url
        self.source_key = document.source.key
        self.author = _user_named(document.author)
        if self._is_published_now():
            self.published_at = timezone.now()

    def _free_slug(self) -> str:
        """The slug, or one made from the title, with a number where another article has it."""
        wanted = self.slug or texts.slugify(self.title)
        others = Article.objects.exclude(pk=self.pk).filter(slug__in=texts.numbered_slugs(wanted))
        return texts.free_slug(wanted, set(others.values_list("slug", flat=True)))

    def new_anchor(self) -> str:
        """An anchor that no part of the article has or had."""
        self.anchors_given += 1
        return f"part-{self.anchors_given}"

    def with_anchors(self, parts: Iterable[DocumentPart]) -> tuple[DocumentPart, ...]:
        """The parts; each that has no anchor is given a new one, not that of a removed part."""
        parts = tuple(parts)
        stored = () if self.is_new else self.parts.values_list("anchor", flat=True)
        self.keep_anchors([*stored, *(part.anchor for part in parts)])
        return tuple(
            part if part.anchor else replace(part, anchor=self.new_anchor()) for part in parts
        )

    def keep_anchors(self, anchors: Iterable[str]) -> None:
        """Let no new part take one of these."""
        numbers = (int(found[1]) for one in anchors if (found := _NUMBERED_ANCHOR.fullmatch(one)))
        self.anchors_given = max(self.anchors_given, *numbers, 0)


def _public_since_edit() -> Q:
    lasted = Q(public_until=None) | Q(public_until__gt=F("updated_at"))
    return lasted & Q(public_from__lte=timezone.now())


_NUMBERED_ANCHOR = re.compile(r"part-(\d{1,6})")


def _user_named(name: str):
    user = get_user_model()
    return user._default_manager.filter(**{user.USERNAME_FIELD: name}).first() if name else None
