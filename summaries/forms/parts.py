"""The parts of an article in its form, each with the rich-text editor."""

from django import forms
from django.apps import apps
from django.contrib.admin.widgets import AdminTextareaWidget
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import AdminProseEditorWidget

from ..models import Part

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

# What our own modules add: images, clean pasting, definition lists, captions of tables.
OWN_RICH_TEXT = {
    **dict.fromkeys(["LibraryFigure", "CleanPaste"], True),
    **dict.fromkeys(["DefinitionList", "DefinitionTerm", "Definition"], True),
    "Table": False,
    "CaptionedTable": True,
}
MODULES = ["summaries/admin/richtext.js", "summaries/admin/structures.js"]


class RichTextWidget(AdminProseEditorWidget):
    """The editor with our own modules; the page tells them what they need to know."""

    def __init__(self, **kwargs):
        config = {"extensions": {**RICH_TEXT, **OWN_RICH_TEXT}}
        super().__init__(config=config, preset="configurable", **kwargs)

    def get_config(self):
        config = super().get_config()
        return {**config, "js_modules": [*config["js_modules"], *map(static, MODULES)]}

    @property
    def media(self):
        return super().media + forms.Media(css={"all": ["summaries/admin/images.css"]})


def rich_text_widget() -> forms.Widget:
    """The rich-text editor, or the HTML source in a plain field where it is not installed."""
    if apps.is_installed("django_prose_editor"):
        return RichTextWidget()
    return AdminTextareaWidget(attrs={"rows": 20})


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
