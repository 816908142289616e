"""A category and its place in the tree, and the fields that choose one."""

from collections.abc import Iterable

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Max
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from .. import text as texts
from ..models import Category
from .keys import KeysOnly
from .versions import VersionForm


class CategoryChoiceField(forms.ModelChoiceField):
    """A category, called by its whole trail."""

    def label_from_instance(self, category):
        return trails([category])[category.pk]


class CategoryTreeField(forms.ModelChoiceField):
    """A category in a plain list, which is in tree order: indented by its depth."""

    def label_from_instance(self, category):
        return "\N{EM SPACE}" * (category.depth - 1) + category.name


class CategorySelect(KeysOnly, AutocompleteSelect):
    """Django's autocomplete, with the categories called by their whole trail."""

    url_name = "%s:summaries_category_autocomplete"


def trails(categories: Iterable[Category]) -> dict[int, str]:
    """By primary key, the categories' names after those of their ancestors. One query."""
    found = Category.objects.trails(categories)
    return {pk: " › ".join(names) for pk, names in found.items()}


class CategoryForm(VersionForm):
    """A category and its place in the tree; ``save_in_tree()`` saves both."""

    parent = CategoryChoiceField(
        Category.objects.all(),
        label=_("Parent"),
        required=False,
        help_text=_("Left empty, the category stands at the top."),
    )
    place = forms.IntegerField(
        label=_("Position"),
        min_value=1,
        required=False,
        help_text=_("Among the categories of the same parent, from 1. Left empty: at the end."),
    )

    class Meta:
        model = Category
        fields = ("name", "slug", "description")

    def __init__(self, *args, instance=None, initial=None, **kwargs):
        if instance and instance.pk:
            before = Category.objects.get_siblings(instance).filter(path__lt=instance.path)
            initial = {
                "parent": Category.objects.get_parent(instance),
                "place": before.count() + 1,
                **(initial or {}),
            }
        super().__init__(*args, instance=instance, initial=initial, **kwargs)

    def clean(self):
        super().clean()
        if self.errors:
            return
        parent, category = self.cleaned_data["parent"], self.instance
        if category.pk and parent and parent.path.startswith(category.path):
            self.add_error("parent", _("A category cannot stand below itself."))
            return
        name, slug = self.cleaned_data["name"], self.cleaned_data["slug"]
        self._check_siblings(parent, name, slug)
        self._check_depth(parent, slug or texts.slugify(name))

    def save_in_tree(self, *, by=None) -> None:
        """Save the category under its parent, at its place among the siblings, for the user."""
        category, parent = self.instance, self.cleaned_data["parent"]
        added = category._state.adding
        if not added:
            category.save(by=by)
        elif parent:
            Category.objects.add_child(parent, instance=category)
        else:
            Category.objects.add_root(instance=category)
        siblings, place = list(self._siblings(parent)), self.cleaned_data["place"]
        if added and (not place or place > len(siblings)):
            return  # it was added at the end
        if not {"parent", "place"}.intersection(self.changed_data):
            return
        if place and place <= len(siblings):
            Category.objects.move(category, siblings[place - 1], "left", by=by)
        elif siblings:
            Category.objects.move(category, siblings[-1], "right", by=by)
        elif parent:
            Category.objects.move(category, parent, "last-child", by=by)

    def _siblings(self, parent: Category | None):
        manager = Category.objects
        siblings = manager.get_children(parent) if parent else manager.get_root_nodes()
        return siblings.exclude(pk=self.instance.pk)

    def _check_siblings(self, parent: Category | None, name: str, slug: str) -> None:
        siblings = self._siblings(parent)
        if siblings.filter(name__iexact=name).exists():
            self.add_error("name", _("There is a category of this name in this place already."))
        if slug and siblings.filter(slug=slug).exists():
            self.add_error("slug", _("There is a category of this address in this place already."))

    def _check_depth(self, parent: Category | None, slug: str) -> None:
        """Whether the tree's columns have room for the category and all below it."""
        path, address = len(parent.path) if parent else 0, len(parent.full_path) if parent else 0
        path, address = path + Category.steplen, address + 1 + len(slug)
        if self.instance.pk:
            below = Category.objects.filter(path__startswith=self.instance.path)
            longest = below.aggregate(path=Max(Length("path")), address=Max(Length("full_path")))
            path += longest["path"] - len(self.instance.path)
            address += longest["address"] - len(self.instance.full_path)
        room = {name: Category._meta.get_field(name).max_length for name in ("path", "full_path")}
        if path > room["path"] or address > room["full_path"]:
            self.add_error("parent", _("The categories would be nested too deeply."))
