"""The tree of categories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any, NamedTuple, Self

from django.conf import settings as project_settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Concat, Length, Substr
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from summaries import text as texts

from .library import LibraryModel, LibraryQuerySet, forget_user, writing
from .redirects import FormerName, Redirect, remember

# Long enough for five levels, short enough for an index.
PATH_LENGTH = 600
NAME_LENGTH = 120
# Of what ``ensure()`` creates.
MAX_DEPTH = 20
# Articles that a merge edits in one transaction.
MERGED_AT_ONCE = 200


class CategoryQuerySet(LibraryQuerySet, MP_NodeQuerySet):
    def get_by_natural_key(self, full_path: str) -> Category:
        return self.get(full_path=full_path)

    def public(self) -> Self:
        """The categories that hold at least one public article, themselves or below them."""
        articles = self.model._meta.get_field("articles").related_model.objects.published()
        below = articles.filter(category__path__startswith=OuterRef("path"))
        return self.filter(Exists(below))

    def ever_public(self) -> Self:
        """The categories that are public, or were so before at the addresses that they have."""
        articles = self.model._meta.get_field("articles").related_model.objects
        below = articles.public_since_edit().filter(category__path__startswith=OuterRef("path"))
        return self.filter(Q(has_been_public=True) | Exists(below))

    def keep_public_past(self, keys: Collection[int]) -> None:
        """Remember that the categories of these keys, and all above them, have been public."""
        below = self.model.objects.filter(pk__in=keys, path__startswith=OuterRef("path"))
        self.filter(Exists(below.order_by()), has_been_public=False).update(has_been_public=True)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the categories, and those below; the addresses of what was public say so."""
        with writing():
            below = reduce(or_, (Q(path__startswith=one.path) for one in self), Q(pk=None))
            these = self.model.objects.filter(below).order_by()
            gone = dict(these.ever_public().values_list("pk", "full_path"))
            known = Q(was_public=True) | Q(category__in=list(gone))
            Redirect.objects.filter(known, category__in=these.values("pk")).update(category=None)
            Redirect.objects.leave_gone(f"categories/{path}" for path in gone.values())
            return super().delete(*args, **kwargs)

    delete.alters_data = delete.queryset_only = True


class CategoryManager(MP_NodeManager.from_queryset(CategoryQuerySet)):
    """Changes the tree, each time from rows read under the library's lock."""

    def get_queryset(self):
        return CategoryQuerySet(self.model, using=self._db).order_by("path")

    def add_root(self, *args: Any, **kwargs: Any) -> Category:
        with writing():
            return super().add_root(*args, **kwargs)

    def add_child(self, *args: Any, **kwargs: Any) -> Category:
        with writing():
            return super().add_child(*args, **kwargs)

    def add_sibling(self, target, *args, **kwargs):
        with writing():
            target.refresh_from_db()
            return super().add_sibling(target, *args, **kwargs)

    def move(
        self,
        node: Category,
        target: Category,
        pos: str | None = None,
        *,
        by: AbstractBaseUser | None = None,
    ) -> None:
        """Move the category and all below it, as treebeard does; old address and name lead on."""
        with writing():
            before = self.get(pk=node.pk)
            parent = self.get_parent(before)
            old = self.trails([before])[before.pk]
            if before.depth > 1 and before.was_public:
                self.keep_public_past([before.pk])
            super().move(node, target, pos)
            moved = self.get(pk=node.pk)
            moved.version += 1
            moved.save()
            if self.get_parent(moved) != parent:
                key = texts.caseless(before.name)
                remember(key, category=moved, parent=parent)
                new = self.trails([moved])[moved.pk]
                CategoryChange.objects.create(old=old, new=new, created_by=by)
            node.refresh_from_db()

    def ensure(self, names: Iterable[str], *, slug: str = "") -> Category | None:
        """The category at the end of the names from the root; what is missing is created.

        A category that was renamed or moved is found by the names it had. One that is created
        at the end gets the ``slug``, if that is free.
        """
        names = _clean(names)
        if len(names) > MAX_DEPTH:
            raise ValidationError(_("Categories go no deeper than %s levels.") % MAX_DEPTH)
        with writing(savepoint=False):
            category = self.called([names]).get(names)
            if category:
                return category
            category, depth = self._deepest(names)
            for number, name in enumerate(names[depth:], depth + 1):
                own = slug if number == len(names) else ""
                category = self._create(category, name, texts.slug_of(own, name, "category"))
        return category

    def _create(self, parent: Category | None, name: str, slug: str) -> Category:
        """A new category at an address to which nothing leads."""
        above = f"{parent.full_path}/" if parent else ""
        paths = {f"categories/{above}{one}": one for one in texts.numbered_slugs(slug)}
        led = Redirect.objects.leading().filter(path__in=paths).values_list("path", flat=True)
        fields = {"name": name, "slug": texts.free_slug(slug, {paths[path] for path in led})}
        return self.add_child(parent, fields) if parent else self.add_root(fields)

    def called(self, trails: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], Category]:
        """The categories at the ends of these trails of names from the root, as far as there are.

        One query; only names that are the same to the letter.
        """
        cleaned = {trail: _clean(trail) for trail in trails}
        names = {name for trail in cleaned.values() for name in trail}
        # The first of those that are called alike.
        by_place = {
            (category.path[: -category.steplen], category.name): category
            for category in self.filter(name__in=names).order_by("-path")
        }
        found = {}
        for trail, names in cleaned.items():
            category = None
            for name in names:
                category = by_place.get((category.path if category else "", name))
                if category is None:
                    break
            if category:
                found[trail] = category
        return found

    def named(self, names: Iterable[str]) -> Category | None:
        """The category at the end of the names from the root, or that had them; else ``None``."""
        names = _clean(names)
        category, depth = self._deepest(names)
        return category if depth == len(names) else None

    def _deepest(self, names: tuple[str, ...]) -> tuple[Category | None, int]:
        """The category to which most of the names lead from the root, and how many these are.

        Where neither name nor former name leads on, their old address may.
        """
        category, depth = None, 0
        for number, name in enumerate(names, 1):
            child = self._child(category, name) if depth == number - 1 else None
            child = child or self._at_old_address(names[:number])
            if child:
                category, depth = child, number
        return category, depth

    def _at_old_address(self, names: tuple[str, ...]) -> Category | None:
        path = "/".join(texts.slugify(name, fallback="category") for name in names)
        led = Redirect.objects.filter(path=f"categories/{path}", category__isnull=False)
        redirect = led.select_related("category").first()
        return redirect and redirect.category

    def _child(self, parent: Category | None, name: str) -> Category | None:
        siblings = self.get_children(parent) if parent else self.get_root_nodes()
        former = Q(former_names__name=texts.caseless(name), former_names__parent=parent)
        return (
            siblings.filter(name__iexact=name).first()
            or self.filter(former).order_by("-former_names__pk").first()
        )

    def offers(self, words: str, most: int) -> list[Category]:
        """Up to so many categories for what somebody types, the best first.

        Those that are called so, then those whose names begin so, hold it, or hold each of
        the words here or above; of these, those with the most published articles first.
        Without words, the first of the tree.
        """
        typed = " ".join(texts.normalise(words).split())
        if not typed:
            return list(self.get_queryset()[:most])
        each = Q()
        for word in typed.split():
            each &= Q(name__icontains=word) | Q(full_path__icontains=word)
        found: list[Category] = []
        kinds = (Q(name__iexact=typed), Q(name__istartswith=typed), Q(name__icontains=typed), each)
        for condition in kinds:
            if len(found) < most:
                known = [category.pk for category in found]
                others = self.filter(condition).exclude(pk__in=known)
                others = others.alias(use=_published_in(OuterRef("pk")))
                found += others.order_by("-use", "path")[: most - len(found)]
        return found

    def plan_merge(self, categories: Iterable[Category], other: Category) -> MergePlan:
        """What merging the categories into the other one, the last of the tree first, comes to.

        Raises ``ValidationError`` where it cannot be.
        """
        plan, into = MergePlan([], []), self.get(pk=other.pk)
        merged = self.filter(pk__in=[category.pk for category in categories])
        for category in merged.order_by("-path"):
            if into.path.startswith(category.path):
                message = _("“%(other)s” stands in “%(name)s” and cannot take it in.")
                raise ValidationError(message % {"name": category.name, "other": into.name})
            plan.add(category, into)
        for category, parent in plan.moved:
            below = self.filter(path__startswith=category.path)
            longest = below.aggregate(longest=Max(Length("full_path")))["longest"]
            above = category.full_path.rpartition("/")[0]
            if longest - len(above) + len(parent.full_path) > PATH_LENGTH:
                message = _("What stands in “%(name)s” would be nested too deeply.")
                raise ValidationError(message % {"name": category.name})
        return plan

    def trails(self, categories: Iterable[Category]) -> dict[int, tuple[str, ...]]:
        """By primary key, the names from the root to each of the categories. One query."""
        above = {category.pk: category.paths() for category in categories}
        wanted = {path for paths in above.values() for path in paths}
        names = dict(self.filter(path__in=wanted).values_list("path", "name"))
        return {
            pk: tuple(names[path] for path in paths if path in names) for pk, paths in above.items()
        }

    def with_counts(self, own: Mapping[int, int]) -> list[Category]:
        """Every category in tree order, its ``article_count`` including its descendants'.

        ``own`` holds the articles of each category itself, by primary key. One query.
        """
        totals: Counter[str] = Counter()
        categories = list(self.get_queryset())
        for category in categories:
            for path in category.paths():
                totals[path] += own.get(category.pk, 0)
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


class MergePlan(NamedTuple):
    """Which categories are merged, each into which, and which are moved, each below which."""

    merged: list[tuple[Category, Category]]
    moved: list[tuple[Category, Category]]

    def add(self, gone: Category, into: Category) -> None:
        known = {category.pk for category, _into in self.merged}
        self.merged.append((gone, into))
        for child in Category.objects.get_children(gone):
            if child.pk in known:
                continue
            twins = Category.objects.get_children(into).filter(name__iexact=child.name)
            twin = twins.exclude(pk__in=known | {gone.pk}).first() or self._moved(child, into)
            if twin:
                self.add(child, twin)
            else:
                self.moved.append((child, into))

    def _moved(self, child: Category, into: Category) -> Category | None:
        """One of the same name that moves there, too."""
        key = texts.caseless(child.name)
        there = (one for one, parent in self.moved if parent.pk == into.pk)
        return next((one for one in there if texts.caseless(one.name) == key), None)

    def move_articles(self, keys: Collection[int], *, by: AbstractBaseUser | None = None) -> int:
        """Let those of the articles, by their keys, go where the plan says; how many these were."""
        with writing():
            return sum(_move_articles(gone, into, by, keys) for gone, into in self.merged)


def _move_articles(
    gone: Category,
    into: Category,
    by: AbstractBaseUser | None,
    keys: Collection[int] | None = None,
) -> int:
    """Edit some of the category's articles, or those of the keys; how many these are."""
    note = gettext("Merged the category “%(name)s” into “%(other)s”")
    note %= {"name": gone.name, "other": into.name}
    articles = Category._meta.get_field("articles").related_model.objects
    own = articles.filter(category=gone.pk)
    own = own if keys is None else own.filter(pk__in=keys)
    some = list(own.order_by("pk").values_list("pk", flat=True)[:MERGED_AT_ONCE])
    if some:
        target = Category.objects.get(pk=into.pk)
        moved = articles.filter(pk__in=some)
        moved.edit(by=by, note=note[:200], is_allowed=True, category=target)
    return len(some)


def _give_names(gone: Category, into: Category, by: AbstractBaseUser | None) -> None:
    """Delete an empty category; its addresses and names lead to the other one."""
    trails = Category.objects.trails([gone, into])
    CategoryChange.objects.create(old=trails[gone.pk], new=trails[into.pk], created_by=by)
    address, was_public = gone.address, gone.was_public
    key, parent = texts.caseless(gone.name), Category.objects.get_parent(gone)
    Redirect.objects.filter(category=gone).update(category=into)
    FormerName.objects.filter(category=gone).update(category=into)
    FormerName.objects.filter(parent=gone).update(parent=into)
    gone.delete()
    Redirect.objects.leave(address, into.address, category=into, was_public=was_public)
    remember(key, category=into, parent=parent)


def _published_in(category: OuterRef) -> Coalesce:
    """The stored number of the category's own published articles."""
    from .counts import ArticleCount  # which is made of this module

    cells = ArticleCount.objects.filter(category=category).order_by().values("category")
    return Coalesce(Subquery(cells.annotate(number=Sum("articles")).values("number")), 0)


def largest(categories: Iterable[Category], number: int) -> list[Category]:
    """Those with the most articles, so many at most, in the order that they came in."""
    found = list(categories)
    kept = sorted(found, key=lambda one: -one.article_count)[:number]
    return [one for one in found if one in kept]


class Category(LibraryModel, MP_Node):
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
    # Whether it was public when an article was taken from it; see ``was_public``.
    has_been_public = models.BooleanField(default=False, editable=False)
    # Counts the changes, and so tells two editors apart who opened the same category.
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = CategoryManager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.CheckConstraint(
                condition=Q(depth=Length("path") / 4), name="summaries_category_depth_of_path"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(
        self,
        *,
        update_fields: Iterable[str] | None = None,
        by: AbstractBaseUser | None = None,
        **options: Any,
    ) -> None:
        """Save; a changed address is passed on to the descendants and leaves redirects.

        ``by`` is the user, for the history. The place in the tree is left alone. Raises
        ``ValidationError`` where it was set by hand.
        """
        with writing():
            before = None if self.is_new else self._catch_up_in_tree()
            self.slug = self.slug or texts.slugify(self.name, fallback="category")
            parent = self.parent_full_path()
            self.full_path = self._free_path(f"{parent}/" if parent else "")
            self.version += bool(before and self.changed_fields())
            if update_fields is not None:
                update_fields = {*update_fields, "slug", "full_path", "version"}
            super().save(update_fields=update_fields, **options)
            Redirect.objects.release([self.address])
            if before and before["full_path"] != self.full_path:
                self._relocate(before["full_path"])
            if before and before["name"] != self.name:
                new = Category.objects.trails([self])[self.pk]
                old = (*new[:-1], before["name"])
                CategoryChange.objects.create(old=old, new=new, created_by=by)
            key = before and texts.caseless(before["name"])
            if key and key != texts.caseless(self.name):
                parent = Category.objects.get_parent(self, update=True)
                remember(key, category=self, parent=parent)

    def parent_full_path(self) -> str:
        """The full path of the parent as the database knows it; ``""`` for a root."""
        above = Category.objects.filter(path=self.path[: -self.steplen])
        return above.values_list("full_path", flat=True).first() or ""

    def get_absolute_url(self) -> str:
        return reverse("summaries:category_detail", args=[self.full_path])

    def natural_key(self) -> tuple[str]:
        return (self.full_path,)

    @property
    def address(self) -> str:
        return f"categories/{self.full_path}"

    @property
    def position(self) -> int:
        """The place among its siblings, from 1."""
        return self._str2int(self.path[-self.steplen :])

    @property
    def is_public(self) -> bool:
        """Whether a public article stands in the category or below it. One query."""
        return Category.objects.public().filter(pk=self.pk).exists()

    @property
    def was_public(self) -> bool:
        """Whether the category is public, or was so at this address. One query."""
        return Category.objects.ever_public().filter(pk=self.pk).exists()

    def merge_into(self, other: Category, *, by: AbstractBaseUser | None = None) -> None:
        """Give this category's articles and what is below it to the other category.

        Below it, categories of the same name are merged too. Addresses and names lead there
        from now on. Raises ``ValidationError`` where it cannot be.
        """
        with writing():
            for _count in self.merge_in_batches(other, by=by):
                pass

    def merge_in_batches(
        self, other: Category, *, by: AbstractBaseUser | None = None
    ) -> Iterator[int]:
        """Merge as ``merge_into()`` does, but a transaction for each batch of articles.

        Yields the number of articles after each. Stopped, it is taken up by a second call.
        """
        for gone, into in self.plan_merge(other).merged:
            done = False
            while not done:
                with writing():
                    moved = _move_articles(gone, into, by)
                done = moved < MERGED_AT_ONCE
                yield moved
        with writing():
            plan = self.plan_merge(other)
            for category, parent in plan.moved:
                Category.objects.move(category, Category.objects.get(pk=parent.pk), "last-child")
            for gone, into in reversed(plan.merged):
                while _move_articles(gone, into, by):
                    pass
                rows = (Category.objects.get(pk=one.pk) for one in (gone, into))
                _give_names(*rows, by)

    def plan_merge(self, other: Category) -> MergePlan:
        """What merging this category into the other one comes to; see the manager's."""
        return Category.objects.plan_merge([self], other)

    def paths(self) -> list[str]:
        """The tree's path of each category from the root to this one."""
        return [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]

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

    def _catch_up_in_tree(self) -> dict[str, Any]:
        """The row's values as the database holds them; the place in the tree is taken over."""
        self.catch_up()
        if "path" in self.changed_fields():
            raise ValidationError(_("Use Category.objects.move() to move a category."))
        self.depth, self.numchild = self._loaded["depth"], self._loaded["numchild"]
        return self._loaded

    def _relocate(self, old: str) -> None:
        below = list(Category.objects.filter(full_path__startswith=f"{old}/"))
        own = Category.objects.filter(path__startswith=self.path)
        known = set(own.ever_public().values_list("pk", flat=True))
        own.update(has_been_public=False)
        self.has_been_public = False
        Redirect.objects.filter(category__in=known).update(was_public=True)
        is_known = self.pk in known
        Redirect.objects.leave(
            f"categories/{old}", self.address, category=self, was_public=is_known
        )
        rest = Substr("full_path", len(old) + 1)
        Category.objects.filter(full_path__startswith=f"{old}/").update(
            full_path=Concat(Value(self.full_path), rest)
        )
        for category in below:
            former = category.address
            category.full_path = self.full_path + category.full_path.removeprefix(old)
            is_known = category.pk in known
            Redirect.objects.leave(former, category.address, category=category, was_public=is_known)
        Redirect.objects.release(category.address for category in below)


class CategoryChange(LibraryModel):
    """A category that was renamed, moved or merged: its trails of names from the root.

    It is an event of each article there, told in their histories; a row for each of the
    articles would take as long as these are many.
    """

    old = models.JSONField(default=list)
    new = models.JSONField(default=list)
    created_at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    created_by = models.ForeignKey(
        project_settings.AUTH_USER_MODEL,
        on_delete=forget_user,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name=_("user"),
    )

    class Meta:
        verbose_name = _("change of a category")
        verbose_name_plural = _("changes of categories")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        old, new = " › ".join(self.old), " › ".join(self.new)
        return gettext("Category “%(old)s” is now “%(new)s”") % {"old": old, "new": new}

    def concerns(self, trail: tuple[str, ...]) -> bool:
        """Whether a category that was called so then was the changed one, or stood below it."""
        return list(trail[: len(self.old)]) == self.old

    def carry(self, trail: tuple[str, ...]) -> tuple[str, ...]:
        """What a category that was called so before is called after the change."""
        return (*self.new, *trail[len(self.old) :]) if self.concerns(trail) else trail


def carry(trail: tuple[str, ...], changes: Iterable[CategoryChange]) -> tuple[str, ...]:
    """What a category is called after the changes, in their order."""
    for change in changes:
        trail = change.carry(trail)
    return trail


def _clean(names: Iterable[str]) -> tuple[str, ...]:
    cleaned = (" ".join(name.split())[:NAME_LENGTH] for name in names)
    return tuple(name for name in cleaned if name)
