"""Forms: an article with its parts, a category in its tree, tags, a reader's report."""

from collections.abc import Iterable

from django import forms
from django.apps import apps
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import AdminProseEditorWidget

from . import text as texts
from .models import Category, MistakeReport, Part, Tag, writing

# What the editor can write; ``text.sanitise()`` removes none of it.
RICH_TEXT = {
    **dict.fromkeys(["Bold", "Italic", "Underline", "Strike", "Subscript", "Superscript"], True),
    **dict.fromkeys(["BulletList", "OrderedList", "ListItem", "Blockquote"], True),
    **dict.fromkeys(["Table", "TableRow", "TableHeader", "TableCell"], True),
    **dict.fromkeys(["Code", "CodeBlock", "HardBreak", "HorizontalRule", "HTML"], True),
    "Heading": {"levels": [2, 3, 4, 5, 6]},
    "Link": {"enableTarget": False, "autolink": False},
    "NoSpellCheck": False,
}


def rich_text_widget() -> forms.Widget:
    """The rich-text editor, or the HTML source in a plain field where it is not installed."""
    if apps.is_installed("django_prose_editor"):
        return AdminProseEditorWidget(config={"extensions": RICH_TEXT}, preset="configurable")
    return AdminTextareaWidget(attrs={"rows": 20})


class VersionForm(forms.ModelForm):
    """Refuses, once, to save on top of somebody else's change; nothing typed is lost."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def clean(self):
        super().clean()
        model, seen = type(self.instance), self.cleaned_data.get("version")
        if seen is None or not self.instance.pk:
            return
        with writing():  # a second save waits here until the first one is done
            row = model.objects.filter(pk=self.instance.pk).values_list("version").first()
        if row and row[0] != seen:
            # Shown the other's change, the editor may decide: the next save counts as later.
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = row[0]
            self.add_error(None, ValidationError(self.conflict(), code="conflict"))

    def conflict(self) -> str:
        return gettext(
            "Not saved: somebody changed this after you had opened it. What you typed is still "
            "here; if you save again, it takes the place of theirs."
        )


# Articles


class ArticleForm(VersionForm):
    """An article; whose change stands in the way, the history says."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "lead" in self.fields:
            self.fields["lead"].widget.attrs["rows"] = 3

    def conflict(self) -> str:
        latest = self.instance.revisions.prefetch_related("created_by").defer("snapshot").first()
        who = latest and latest.created_by
        return gettext(
            "Not saved: %(user)s changed this article on %(time)s, after you had opened "
            "it. Your text is still here. See the history for theirs; if you save again, "
            "yours takes its place, and theirs stays in the history."
        ) % {
            "user": who.get_username() if who else gettext("somebody"),
            "time": _moment(latest.created_at) if latest else "?",
        }


class PartForm(forms.ModelForm):
    position = forms.IntegerField(label=_("Position"), min_value=1, required=False)

    class Meta:
        model = Part
        fields = ("position", "title", "body")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["position"] = None

    def clean_position(self):
        return self.cleaned_data["position"] or 0  # the model puts such a part last


class PartFormSet(forms.BaseInlineFormSet):
    """The parts of one article, saved as part of the article's edit."""

    def __init__(self, data=None, *args, instance=None, prefix=None, **kwargs):
        if data is not None and instance and instance.pk:
            prefix = prefix or self.get_default_prefix()
            existing = {str(pk) for pk in instance.parts.values_list("pk", flat=True)}
            data = _with_lost_forms_as_new(data, prefix, existing)
        super().__init__(data, *args, instance=instance, prefix=prefix, **kwargs)

    def save(self, commit=True):
        for form in self.forms:
            form.instance.article = self.instance
        saved = super().save(commit)
        if commit:
            self._renumber()
        return saved

    def _renumber(self) -> None:
        """Number the parts from 1; those whose position was set take exactly that place."""
        set_by_hand = {form.instance.pk for form in self.forms if "position" in form.changed_data}
        parts = list(self.instance.parts.all())
        ordered = [part for part in parts if part.pk not in set_by_hand]
        for part in parts:
            if part.pk in set_by_hand:
                ordered.insert(part.position - 1, part)
        for place, part in enumerate(ordered, start=1):
            if part.position != place:
                Part.objects.filter(pk=part.pk).update(position=place)


# Categories


class CategoryChoiceField(forms.ModelChoiceField):
    """A category, called by its whole trail."""

    def label_from_instance(self, category):
        return trails([category])[category.pk]


class CategoryTreeField(forms.ModelChoiceField):
    """A category in a plain list, which is in tree order: indented by its depth."""

    def label_from_instance(self, category):
        return "\N{EM SPACE}" * (category.depth - 1) + category.name


class KeysOnly:
    """For an autocomplete widget: what cannot be a primary key selects nothing, and is no error."""

    def optgroups(self, name, value, attrs=None):
        keys = [key for key in value if key.isascii() and key.isdecimal()]
        return super().optgroups(name, keys, attrs)


class CategorySelect(KeysOnly, AutocompleteSelect):
    """Django's autocomplete, with the categories called by their whole trail."""

    url_name = "%s:summaries_category_autocomplete"


class TagSelect(KeysOnly, AutocompleteSelectMultiple):
    """Django's autocomplete for several tags."""


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

    def save_in_tree(self) -> None:
        """Save the category under its parent, at its place among the siblings."""
        category, parent = self.instance, self.cleaned_data["parent"]
        added = category._state.adding
        if not added:
            category.save()
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
            Category.objects.move(category, siblings[place - 1], "left")
        elif siblings:
            Category.objects.move(category, siblings[-1], "right")
        elif parent:
            Category.objects.move(category, parent, "last-child")

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


# Tags


class TagForm(VersionForm):
    class Meta:
        model = Tag
        fields = ("name", "slug", "description")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "Part of the address. Left empty, it is made from the name."
            )

    def clean_slug(self):
        return self.cleaned_data["slug"] or self.instance.slug


class TagMergeForm(forms.Form):
    """Which of several tags stays; ``tags`` come with their ``article_count``."""

    class TagField(forms.ModelChoiceField):
        def label_from_instance(self, tag):
            count = tag.article_count
            articles = ngettext("%(count)d article", "%(count)d articles", count)
            return f"{tag.name} ({articles % {'count': count}})"

    target = TagField(None, label=_("Tag that stays"), widget=forms.RadioSelect, empty_label=None)

    def __init__(self, tags, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = tags
        self.fields["target"].initial = max(tags, key=lambda tag: tag.article_count)


def _with_lost_forms_as_new(data, prefix: str, existing: set[str]):
    """The posted formset; a form whose object somebody else deleted is made one for a new object.

    Django would leave it out, and the text in it would be lost.
    """
    try:
        total = int(data[f"{prefix}-TOTAL_FORMS"])
        initial = int(data[f"{prefix}-INITIAL_FORMS"])
    except (KeyError, ValueError):
        return data  # Django says what is wrong with it
    ids = [data.get(f"{prefix}-{number}-id", "") for number in range(min(initial, total, 1000))]
    lost = [number for number, pk in enumerate(ids) if pk not in existing]
    if not lost:
        return data
    order = sorted(range(min(total, 1000)), key=lambda n: n in lost or n >= initial)
    renumbered = data.copy()
    for new, old in enumerate(order):
        start = f"{prefix}-{old}-"
        for key in filter(lambda key: key.startswith(start), data):
            value = "" if old in lost and key == f"{start}id" else data[key]
            renumbered[f"{prefix}-{new}-{key.removeprefix(start)}"] = value
    renumbered[f"{prefix}-INITIAL_FORMS"] = str(len(ids) - len(lost))
    return renumbered


def _moment(time) -> str:
    return date_format(timezone.template_localtime(time), "DATETIME_FORMAT")


class MistakeForm(forms.ModelForm):
    """What a reader found wrong; programs that fill in every field fill in the trap as well."""

    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    class Meta:
        model = MistakeReport
        fields = ["text", "email"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}

    @property
    def is_trapped(self) -> bool:
        return bool(self.cleaned_data.get("website"))
