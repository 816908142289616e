"""Tags: django-taggit's interface over our own tag and through model."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import connections, models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Substr
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import _TaggableManager
from taggit.models import ItemBase, NaturalKeyManager, TagBase

from summaries import text as texts

from .library import LibraryModel, LibraryQuerySet, PublicQuerySet, writing
from .redirects import FormerName, Redirect, remember

# Articles that a merge edits in one transaction.
MERGED_AT_ONCE = 200

# A note in the history has room for two names of so many characters.
NAMED = 60


class TagQuerySet(LibraryQuerySet):
    def get_by_natural_key(self, name: str) -> Tag:
        return self.get(key=texts.caseless(name))

    def ensure(
        self, names: Iterable[str], *, slugs: Mapping[str, str] | None = None
    ) -> dict[str, Tag]:
        """The tags that are or were called so, by the caseless names; missing ones are created.

        Those that are created get the ``slugs``, by these names, as far as they are free. Five
        queries for all that are missing, and as for any ``bulk_create()`` no signals.
        """
        wanted: dict[str, str] = {}
        for name in names:
            if key := texts.caseless(name):
                wanted.setdefault(key, " ".join(name.split()))
        if not wanted:
            return {}
        with writing(savepoint=False):
            found = self.known(wanted)
            own = slugs or {}
            missing = [
                Tag(key=key, name=wanted[key], slug=own.get(key, ""))
                for key in wanted
                if key not in found
            ]
            found |= {tag.key: tag for tag in self._create(missing)}
        return {key: found[key] for key in wanted}

    def _create(self, tags: list[Tag]) -> list[Tag]:
        """Insert tags that have name and key, each under a slug to which nothing leads.

        That is the one it has, or made of its name.
        """
        if not tags:
            return []
        slugs = [texts.slug_of(tag.slug, tag.name, "tag")[:90] for tag in tags]
        numbered = {one for slug in slugs for one in texts.numbered_slugs(slug)}
        taken = set(self.filter(slug__in=numbered).values_list("slug", flat=True))
        led = Redirect.objects.leading().filter(path__in=[f"tags/{slug}" for slug in numbered])
        taken.update(path.removeprefix("tags/") for path in led.values_list("path", flat=True))
        for tag, slug in zip(tags, slugs, strict=True):
            tag.slug = texts.free_slug(slug, taken)
            taken.add(tag.slug)
        Redirect.objects.release(tag.address for tag in tags)
        return self.bulk_create(tags)

    def known(self, names: Iterable[str]) -> dict[str, Tag]:
        """The tags that are called so, or else were, by the caseless names. At most two queries."""
        keys = {texts.caseless(name) for name in names}
        found = {tag.key: tag for tag in self.filter(key__in=keys)} if keys else {}
        if missing := keys - found.keys():
            former = FormerName.objects.filter(name__in=missing, tag__isnull=False)
            found |= {one.name: one.tag for one in former.select_related("tag").order_by("pk")}
        return found

    def offers(self, words: str, most: int) -> list[Tag]:
        """Up to so many tags for what somebody types, the best first.

        The one that is called so, or was, then those whose names begin so, then those that
        hold it; of these, those with the most articles first. ``was`` is the former name.
        """
        by_use = self.annotate(use=Coalesce("stored_count__articles", 0))
        key = texts.caseless(texts.normalise(words))
        if not key:
            used = self.filter(stored_count__articles__gt=0)
            used = used.order_by("-stored_count__articles", "stored_count__tag")[:most]
            return list(used) or list(self.order_by("key")[:most])
        found = list(self.known([key]).values())
        for tag in found:
            tag.was = "" if tag.key == key else words
        ends = {"key__gte": key, "key__lt": f"{key}\U0010ffff"}
        begins = Q(key__startswith=key) if _is_postgresql(self.db) else Q(**ends)
        for condition in (begins, Q(key__contains=key)):
            if len(found) < most:
                others = by_use.filter(condition).exclude(pk__in=[tag.pk for tag in found])
                found += others.order_by("-use", "key")[: most - len(found)]
        return found

    def delete(self, *, by: AbstractBaseUser | None = None) -> tuple[int, dict[str, int]]:
        """Delete the tags, as an edit of each article that had one; ``by`` is the user."""
        with writing():
            articles = list(_articles_with(self).values_list("pk", flat=True))
            note = _note_of_deleted(list(self.values_list("name", flat=True)))
            gone = dict(self.ever_public().values_list("pk", "slug"))
            known = Q(was_public=True) | Q(tag__in=list(gone))
            Redirect.objects.filter(known, tag__in=self.order_by().values("pk")).update(tag=None)
            Redirect.objects.leave_gone(f"tags/{slug}" for slug in gone.values())
            deleted = super().delete()
            _articles(articles).edit(by=by, note=note)
        return deleted

    delete.alters_data = delete.queryset_only = True

    def public(self, least: int = 1) -> Self:
        """The tags that at least so many public articles have."""
        tagged = ArticleTag.objects.published().filter(tag=models.OuterRef("pk"))
        return self.filter(models.Exists(tagged[max(least, 1) - 1 :]))

    def ever_public(self) -> Self:
        """The tags that are public, or were so before at the addresses that they have."""
        lasted = Q(public_until=None) | Q(public_until__gt=F("content_object__updated_at"))
        tagged = ArticleTag.objects.filter(lasted, public_from__lte=timezone.now())
        tagged = tagged.filter(tag=models.OuterRef("pk"))
        return self.filter(Q(has_been_public=True) | models.Exists(tagged))

    def keep_public_past(self) -> None:
        """Remember that the tags have been public."""
        self.filter(has_been_public=False).update(has_been_public=True)

    def letters(self) -> dict[str, int]:
        """How many public tags begin with each character, in the order of the characters."""
        first = self.public().order_by().values_list(Substr("key", 1, 1))
        return dict(sorted(first.annotate(models.Count("pk"))))


class Tag(LibraryModel, TagBase):
    """A word that articles share; the same word in another case is the same tag."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    slug = models.SlugField(_("slug"), max_length=100, unique=True, allow_unicode=True)
    description = models.TextField(_("description"), blank=True)
    key = models.CharField(max_length=200, unique=True, editable=False)
    # Whether it was public when it was taken from an article; see ``was_public``.
    has_been_public = models.BooleanField(default=False, editable=False)
    # Counts the changes, and so tells two editors apart who opened the same tag.
    version = models.PositiveIntegerField(default=0, editable=False)
    # The former name by which ``offers()`` found it.
    was = ""

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def save(
        self,
        *,
        update_fields: Iterable[str] | None = None,
        by: AbstractBaseUser | None = None,
        **options: Any,
    ) -> None:
        """Save; a changed slug leaves a redirect, a changed name is an edit of the articles.

        ``by`` is the user who makes it.
        """
        with writing():
            before = None
            if not self.is_new:
                self.catch_up()
                before = self._loaded
            self.key = texts.caseless(self.name)
            self.version += bool(before and self.changed_fields())
            self.slug = self._free_slug()
            is_moved = bool(before) and before["slug"] != self.slug
            was_public = is_moved and self.was_public
            self.has_been_public = self.has_been_public and not is_moved
            if update_fields is not None:
                update_fields = {*update_fields, "key", "slug", "version", "has_been_public"}
            super().save(update_fields=update_fields, **options)
            Redirect.objects.release([self.address])
            if is_moved:
                if was_public:
                    Redirect.objects.filter(tag=self).update(was_public=True)
                old = f"tags/{before['slug']}"
                Redirect.objects.leave(old, self.address, tag=self, was_public=was_public)
            if before and before["name"] != self.name:
                if before["key"] != self.key:
                    remember(before["key"], tag=self)
                names = {"old": before["name"], "new": self.name}
                note = _note(gettext("Tag “%(old)s” is now “%(new)s”"), names)
                _articles_with([self]).edit(by=by, note=note)

    def delete(self, *, by: AbstractBaseUser | None = None) -> tuple[int, dict[str, int]]:
        """Delete the tag, as an edit of each article that had it; ``by`` is the user."""
        return Tag.objects.filter(pk=self.pk).delete(by=by)

    def clean(self) -> None:
        others = Tag.objects.exclude(pk=self.pk)
        if others.filter(key=texts.caseless(self.name)).exists():
            raise ValidationError({"name": _("There is a tag of this name already.")})

    def slugify(self, tag, i=None):
        slug = texts.slugify(tag, fallback="tag")[:90]
        return slug if i is None else f"{slug}-{i + 1}"

    def get_absolute_url(self) -> str:
        return reverse("summaries:tag_detail", args=[self.slug])

    @property
    def address(self) -> str:
        return f"tags/{self.slug}"

    @property
    def is_public(self) -> bool:
        """Whether a public article has the tag. One query."""
        return Tag.objects.public().filter(pk=self.pk).exists()

    @property
    def was_public(self) -> bool:
        """Whether the tag is public, or was so before at this address. One query."""
        return Tag.objects.ever_public().filter(pk=self.pk).exists()

    def merge_into(self, other: Tag, *, by: AbstractBaseUser | None = None) -> None:
        """Give this tag's articles to the other tag; address and name lead there from now on."""
        with writing():
            for _count in self.merge_in_batches(other, by=by):
                pass

    def merge_in_batches(self, other: Tag, *, by: AbstractBaseUser | None = None) -> Iterator[int]:
        """Merge as ``merge_into()`` does, but a transaction for each batch of articles.

        Yields the number of articles after each. Stopped, it is taken up by a second call.
        """
        if other.pk == self.pk:
            raise ValueError("A tag cannot be merged into itself.")
        done = False
        while not done:
            with writing():
                self.catch_up()
                other.catch_up()
                rows = self.tagged.order_by("content_object").values_list("content_object")
                keys = [key for (key,) in rows[:MERGED_AT_ONCE]]
                done = len(keys) < MERGED_AT_ONCE
                self.give_articles(keys, other, by=by)
                if done:
                    self._give_names_to(other)
            yield len(keys)

    def give_articles(
        self, keys: Collection[int], other: Tag, *, by: AbstractBaseUser | None = None
    ) -> int:
        """Let these articles, by their keys, have the other tag instead; how many had this one."""
        with writing():
            some = self.tagged.filter(content_object__in=keys)
            had = list(some.values_list("content_object", flat=True))
            both = other.tagged.filter(content_object__in=had)
            some.filter(content_object__in=list(both.values_list("content_object"))).delete()
            some.update(tag=other)
            names = {"tag": self.name, "other": other.name}
            note = _note(gettext("Tag “%(tag)s” was merged into “%(other)s”"), names)
            _articles(had).edit(by=by, note=note)
        return len(had)

    def _give_names_to(self, other: Tag) -> None:
        """Delete this tag, which no article has; its addresses and names lead to the other."""
        Redirect.objects.filter(tag=self).update(tag=other)
        self.former_names.update(tag=other)
        address, name, was_public = self.address, self.key, self.was_public
        super().delete()
        Redirect.objects.leave(address, other.address, tag=other, was_public=was_public)
        remember(name, tag=other)

    def _free_slug(self) -> str:
        """The slug, or one made from the name, with a number where another tag has it."""
        wanted = self.slug or self.slugify(self.name)
        others = Tag.objects.exclude(pk=self.pk).filter(slug__in=texts.numbered_slugs(wanted))
        return texts.free_slug(wanted, set(others.values_list("slug", flat=True)))


def _note(said: str, names: dict[str, str]) -> str:
    """A note with the names, shortened so that both fit."""
    return said % {key: texts.excerpt(name, NAMED) for key, name in names.items()}


def _note_of_deleted(names: list[str]) -> str:
    said = ngettext("Tag “%(tags)s” was deleted", "Tags were deleted: %(tags)s", len(names))
    return said % {"tags": texts.excerpt(", ".join(names), 2 * NAMED)}


def _is_postgresql(using: str) -> bool:
    return connections[using].vendor == "postgresql"


def _articles(keys):
    article = ArticleTag._meta.get_field("content_object").related_model
    return article.objects.filter(pk__in=keys)


def _articles_with(tags):
    return _articles(ArticleTag.objects.filter(tag__in=tags).values("content_object"))


class ArticleTagQuerySet(PublicQuerySet):
    articles = "content_object"

    def newest(self):
        return self.order_by("-public_from", "-content_object")

    def delete(self) -> tuple[int, dict[str, int]]:
        with writing():
            keys = self.order_by().published().values("tag")
            Tag.objects.filter(pk__in=keys).keep_public_past()
            return super().delete()

    delete.alters_data = delete.queryset_only = True

    def frequent(self, most: int) -> list[tuple[Tag, int]]:
        """The tags that stand most often here, with their number. One query."""
        columns = ("tag", "tag__name", "tag__slug")
        rows = self.order_by().values(*columns).annotate(count=models.Count("pk"))
        frequent = rows.order_by("-count", "tag").values_list(*columns, "count")[:most]
        return [(Tag(pk=pk, name=name, slug=slug), count) for pk, name, slug, count in frequent]


class ArticleTag(LibraryModel, ItemBase):
    """A tag on an article; what lists go by is copied here, so that one index holds it.

    The database keeps ``public_from`` and ``public_until`` up to date.
    """

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged", db_index=False)
    content_object = models.ForeignKey(
        "Article",
        on_delete=models.CASCADE,
        related_name="tagged",
        verbose_name=_("article"),
        db_index=False,
    )
    public_from = models.DateTimeField(null=True, editable=False)
    public_until = models.DateTimeField(null=True, editable=False)
    objects = NaturalKeyManager.from_queryset(ArticleTagQuerySet)()

    natural_key_fields = ["tag__name", "content_object__slug"]

    class Meta:
        verbose_name = _("tag of an article")
        verbose_name_plural = _("tags of articles")
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"], name="summaries_articletag_once"
            )
        ]
        indexes = [
            # With the expiry, a list is walked in its index alone, however deep.
            models.Index(
                F("tag"),
                F("public_from").desc(),
                F("content_object").desc(),
                F("public_until"),
                name="summaries_articletag_newest",
            ),
        ]

    def natural_key(self) -> tuple[str, str]:
        return (self.tag.name, self.content_object.slug)


class ArticleTags(_TaggableManager):
    """``article.tags``: taggit's manager, blind to case, each change an edit of the article."""

    def add(self, *tags, **kwargs):
        with self.instance.editing():
            super().add(*tags, **kwargs)

    def remove(self, *tags):
        with self.instance.editing():
            super().remove(*self._to_tag_model_instances(tags, {}))

    def clear(self):
        with self.instance.editing():
            super().clear()

    def set(self, tags, **kwargs):
        with self.instance.editing():
            super().set(tags, **kwargs)

    def _to_tag_model_instances(self, tags, tag_kwargs):
        tags = list(tags)
        named = Tag.objects.ensure(tag for tag in tags if isinstance(tag, str))
        found = [named.get(texts.caseless(tag)) if isinstance(tag, str) else tag for tag in tags]
        return list(dict.fromkeys(filter(None, found)))
