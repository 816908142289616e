"""The tree of categories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat, Length, Substr
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager

from summaries import text as texts

from .redirects import Redirect

# Long enough for five levels, short enough for an index.
PATH_LENGTH = 600
NAME_LENGTH = 120
# Of what ``ensure()`` creates.
MAX_DEPTH = 20


class CategoryManager(MP_NodeManager):
    def get_by_natural_key(self, full_path):
        return self.get(full_path=full_path)

    def move(self, node, target, pos=None):
        """Move the category and all below it, as treebeard does; the old addresses redirect."""
        with transaction.atomic():
            super().move(node, target, pos)
            moved = self.get(pk=node.pk)
            moved.save()
            node.full_path = moved.full_path

    def ensure(self, names: Iterable[str]) -> Category | None:
        """The category at the end of the names from the root; what is missing is created."""
        names = [clean for name in names if (clean := " ".join(name.split()))]
        if len(names) > MAX_DEPTH:
            raise ValidationError(_("Categories go no deeper than %s levels.") % MAX_DEPTH)
        category = None
        for name in names:
            siblings = self.get_children(category) if category else self.get_root_nodes()
            child = siblings.filter(name__iexact=name[:NAME_LENGTH]).first()
            if child is None:
                fields = {"name": name[:NAME_LENGTH]}
                child = self.add_child(category, fields) if category else self.add_root(fields)
            category = child
        return category

    def with_counts(self, own: Mapping[int, int]) -> list[Category]:
        """Every category in tree order, its ``article_count`` including its descendants'.

        ``own`` holds the articles of each category itself, by primary key. One query.
        """
        totals: Counter[str] = Counter()
        categories = list(self.get_queryset())
        for category in categories:
            for end in range(category.steplen, len(category.path) + 1, category.steplen):
                totals[category.path[:end]] += own.get(category.pk, 0)
        for category in categories:
            category.article_count = totals[category.path]
        return categories

    @staticmethod
    def tree(counted: Iterable[Category]) -> list[Category]:
        """The roots of ``with_counts()`` that hold articles, with their ``subcategories``."""
        roots: list[Category] = []
        open_branch: list[Category] = []
        for category in counted:
            if not category.article_count:
                continue
            category.subcategories = []
            del open_branch[category.depth - 1 :]
            (open_branch[-1].subcategories if open_branch else roots).append(category)
            open_branch.append(category)
        return roots


class Category(MP_Node):
    """A node of the category tree, addressed by its full path of slugs.

    The tree is a materialised path, in which a cycle cannot be written down;
    ``Category.objects.add_root()``, ``add_child()`` and ``move()`` change it.
    """

    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    slug = models.SlugField(
        _("slug"),
        max_length=texts.SLUG_MAX_LENGTH,
        allow_unicode=True,
        blank=True,
        help_text=_("Part of the address. Left empty, it is made from the name."),
    )
    description = models.TextField(_("description"), blank=True)
    full_path = models.CharField(
        _("full path"), max_length=PATH_LENGTH, unique=True, editable=False
    )

    objects = CategoryManager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.CheckConstraint(
                condition=Q(depth=Length("path") / 4), name="summaries_category_depth_of_path"
            )
        ]

    def __str__(self):
        return self.name

    @classmethod
    def from_db(cls, db, field_names, values, **kwargs):
        category = super().from_db(db, field_names, values, **kwargs)
        category._loaded = {name: category.__dict__.get(name) for name in ("path", "full_path")}
        return category

    def save(self, *args, **kwargs):
        """Save; a changed address is passed on to the descendants and leaves redirects.

        Raises ``ValidationError`` where the place in the tree was set by hand.
        """
        loaded = self.__dict__.get("_loaded", {})
        if loaded and loaded["path"] != self.path:
            raise ValidationError(_("Use Category.objects.move() to move a category."))
        with transaction.atomic():
            parent = self.parent_full_path()
            self.slug = self.slug or texts.slugify(self.name, fallback="category")
            self.full_path = self._free_path(f"{parent}/" if parent else "")
            super().save(*args, **kwargs)
            Redirect.objects.release(self.address)
            old = loaded.get("full_path")
            if old and old != self.full_path:
                self._relocate(old)
        self._loaded = {"path": self.path, "full_path": self.full_path}

    def parent_full_path(self) -> str:
        """The full path of the parent as the database knows it; ``""`` for a root."""
        above = Category.objects.filter(path=self.path[: -self.steplen])
        return above.values_list("full_path", flat=True).first() or ""

    def get_absolute_url(self):
        return reverse("summaries:category_detail", args=[self.full_path])

    def natural_key(self):
        return (self.full_path,)

    @property
    def address(self) -> str:
        return f"categories/{self.full_path}"

    @property
    def position(self) -> int:
        """The place among its siblings, from 1."""
        return self._str2int(self.path[-self.steplen :])

    def trail(self) -> list[Category]:
        """The categories from the root to this one. One query, none for a root."""
        return [*Category.objects.get_ancestors(self), self] if self.depth > 1 else [self]

    def _free_path(self, prefix: str) -> str:
        slug, number = self.slug, 1
        others = Category.objects.exclude(pk=self.pk)
        while others.filter(full_path=prefix + self.slug).exists():
            number += 1
            self.slug = f"{slug[: texts.SLUG_MAX_LENGTH - 5]}-{number}"
        if len(prefix + self.slug) > PATH_LENGTH:
            raise ValidationError(_("The category is nested too deeply: its address is too long."))
        return prefix + self.slug

    def _relocate(self, old: str) -> None:
        below = Category.objects.filter(full_path__startswith=f"{old}/")
        Redirect.objects.leave(f"categories/{old}", category=self)
        for category in below:
            Redirect.objects.leave(category.address, category=category)
        rest = Substr("full_path", len(old) + 1)
        below.update(full_path=Concat(Value(self.full_path), rest))
        for category in Category.objects.filter(full_path__startswith=f"{self.full_path}/"):
            Redirect.objects.release(category.address)
