"""Tags: django-taggit's interface over our own tag and through model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import _TaggableManager
from taggit.models import ItemBase, NaturalKeyManager, TagBase

from summaries import text as texts
from summaries.facets import Selection

from .library import LibraryQuerySet, PublicQuerySet
from .redirects import Redirect
from .years import year_bounds


class TagQuerySet(LibraryQuerySet):
    def get_by_natural_key(self, name):
        return self.get(key=texts.caseless(name))

    def named(self, names: Iterable[str]) -> list[Tag]:
        """The tags of these names, whatever their case; those that are missing are created."""
        wanted = {texts.caseless(name): " ".join(name.split()) for name in names}
        wanted.pop("", None)
        found = {tag.key: tag for tag in self.filter(key__in=wanted)}
        missing = {key: name for key, name in wanted.items() if key not in found}
        if missing:
            found |= self._create_named(missing)
        return [found[key] for key in wanted]

    def _create_named(self, names: dict[str, str]) -> dict[str, Tag]:
        """Create the tags of these names by key; another process may create them as well."""
        slugs = {key: Tag().slugify(name) for key, name in names.items()}
        taken = set(self.filter(slug__in=slugs.values()).values_list("slug", flat=True))
        new = []
        for key, name in names.items():
            slug, number = slugs[key], 1
            while slugs[key] in taken:
                number += 1
                slugs[key] = f"{slug}-{number}"
            taken.add(slugs[key])
            new.append(Tag(key=key, name=name, slug=slugs[key]))
        self.bulk_create(new, ignore_conflicts=True)
        Redirect.objects.filter(path__in=[tag.address for tag in new]).delete()
        created = {tag.key: tag for tag in self.filter(key__in=names)}
        for key in names.keys() - created.keys():  # the slug was taken meanwhile
            created[key] = self.get_or_create(key=key, defaults={"name": names[key]})[0]
        return created

    def public(self):
        """The tags that at least one public article has."""
        tagged = ArticleTag.objects.published().filter(tag=models.OuterRef("pk"))
        return self.filter(models.Exists(tagged))


class Tag(TagBase):
    """A word that articles share; the same word in another case is the same tag."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    slug = models.SlugField(_("slug"), max_length=100, unique=True, allow_unicode=True)
    description = models.TextField(_("description"), blank=True)
    key = models.CharField(max_length=200, unique=True, editable=False)

    objects = TagQuerySet.as_manager()

    _loaded: dict[str, str] = {}

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    @classmethod
    def from_db(cls, db, field_names, values, **kwargs):
        tag = super().from_db(db, field_names, values, **kwargs)
        tag._loaded = {
            name: tag.__dict__[name] for name in ("slug", "name") if name in tag.__dict__
        }
        return tag

    def save(self, *args, **kwargs):
        """Save; a changed slug leaves a redirect, a changed name is an edit of the articles."""
        self.key = texts.caseless(self.name)
        with transaction.atomic():
            super().save(*args, **kwargs)
            Redirect.objects.release(self.address)
            if self._loaded.get("slug", self.slug) != self.slug:
                Redirect.objects.leave(f"tags/{self._loaded['slug']}", tag=self)
            if self._loaded.get("name", self.name) != self.name:
                self._edit(self._articles(), note=gettext("Renamed a tag"))
        self._loaded = {"slug": self.slug, "name": self.name}

    def delete(self, *args, by=None, **kwargs):
        """Delete the tag, as an edit of each article that had it; ``by`` is the user."""
        with transaction.atomic():
            articles = self._articles()
            deleted = super().delete(*args, **kwargs)
            self._edit(articles, by=by, note=gettext("Deleted a tag"))
        return deleted

    def clean(self):
        others = Tag.objects.exclude(pk=self.pk)
        if others.filter(key=texts.caseless(self.name)).exists():
            raise ValidationError({"name": _("There is a tag of this name already.")})

    def slugify(self, tag, i=None):
        slug = texts.slugify(tag, fallback="tag")[:90]
        return slug if i is None else f"{slug}-{i + 1}"

    def get_absolute_url(self):
        return reverse("summaries:tag_detail", args=[self.slug])

    @property
    def address(self) -> str:
        return f"tags/{self.slug}"

    def merge_into(self, other: Tag, *, by=None) -> None:
        """Give this tag's articles to the other tag and leave a redirect in this one's place."""
        if other.pk == self.pk:
            raise ValueError("A tag cannot be merged into itself.")
        with transaction.atomic():
            articles = self._articles()
            self.tagged.filter(content_object__in=other.tagged.values("content_object")).delete()
            self.tagged.update(tag=other)
            Redirect.objects.filter(tag=self).update(tag=other)
            address = self.address
            super().delete()
            Redirect.objects.leave(address, tag=other)
            self._edit(articles, by=by, note=gettext("Merged tags"))

    def _articles(self) -> list[int]:
        return list(self.tagged.values_list("content_object", flat=True))

    @staticmethod
    def _edit(articles: list[int], *, by=None, note: str) -> None:
        """Let the articles' search text and history follow their tags."""
        manager = ArticleTag._meta.get_field("content_object").related_model.objects
        for article in manager.filter(pk__in=articles).iterator(chunk_size=200):
            with article.editing(by=by, note=note):
                pass


def listed_by(selection: Selection) -> dict[str, Any]:
    """What a selection asks of the columns that articles share with their tags, as lookups."""
    asked: dict[str, Any] = {}
    if selection.categories is not None:
        asked["category__in"] = sorted(selection.categories)
    if selection.year is not None:
        asked["public_from__gte"], asked["public_from__lt"] = year_bounds(selection.year)
    return asked


class ArticleTagQuerySet(PublicQuerySet):
    def newest(self):
        return self.order_by("-public_from", "-content_object")

    def of_all(self, tags: list[Tag]):
        """The rows of the rarest of the tags, on articles that have all of them."""
        rarest, *others = tags
        if others:
            by_size = Tag.objects.filter(pk__in=[tag.pk for tag in tags])
            rarest, *others = by_size.order_by("kept_count__articles", "pk")
        rows = self.filter(tag=rarest)
        for tag in others:
            same = ArticleTag.objects.filter(content_object=models.OuterRef("content_object"))
            rows = rows.filter(models.Exists(same.filter(tag=tag)))
        return rows

    def selected(self, selection: Selection):
        """Those of articles in the cells asked for, by the copies alone where these tell."""
        if selection.is_beyond_tags:
            article = self.model._meta.get_field("content_object").related_model
            return self.filter(content_object__in=article.objects.selected(selection))
        return self.filter(**listed_by(selection))

    def frequent(self, count: int) -> dict[int, int]:
        """The tags that stand most often here, by primary key, with their number. One query."""
        counted = self.order_by().values("tag").annotate(count=models.Count("pk"))
        return dict(counted.order_by("-count", "tag").values_list("tag", "count")[:count])


class ArticleTag(ItemBase):
    """A tag on an article; what lists go by is copied here, so that one index holds it.

    The database keeps the copies: ``public_from``, ``public_until`` and ``category``.
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
    category = models.ForeignKey(
        "Category",
        on_delete=models.DO_NOTHING,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

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
            models.Index(
                F("tag"),
                F("category"),
                F("public_from").desc(),
                F("content_object").desc(),
                F("public_until"),
                name="summaries_articletag_in_categ",
            ),
        ]

    def natural_key(self):
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
        found = {}
        for tag in tags:
            for one in Tag.objects.named([tag]) if isinstance(tag, str) else [tag]:
                found.setdefault(one.pk, one)
        return list(found.values())
