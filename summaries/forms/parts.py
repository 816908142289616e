"""The parts of an article in its form, each with the rich-text editor."""

import json

from django import forms
from django.apps import apps
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import AdminProseEditorWidget

from .. import text as texts
from ..document import Part

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


class PartsWidget(forms.Widget):
    template_name = "admin/summaries/parts.html"
    needs_multipart_form = True

    @property
    def media(self):
        return rich_text_widget().media

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        rows = []
        for part in value or [Part()]:
            editor = rich_text_widget().render(
                "parts-body", part.body, {"rows": 20, "aria-label": "Text"}
            )
            rows.append((part, editor))
        context["rows"] = rows
        return context

    def format_value(self, value):
        return None

    def value_from_datadict(self, data, files, name):
        if name in files:
            files[name].seek(0)
            return tuple(Part(**one) for one in json.load(files[name]))
        if "parts-body" not in data:
            return None
        rows = zip(*(data.getlist(f"parts-{f}") for f in ("title", "body", "anchor")), strict=True)
        return tuple(Part(*row) for row in rows)


class PartsField(forms.Field):
    widget = PartsWidget

    def clean(self, value):
        if value is None:
            raise ValidationError(_("The parts of the article did not arrive."))
        parts = tuple(
            Part(p.title, texts.sanitise(p.body.replace("\r\n", "\n")), p.anchor) for p in value
        )
        return tuple(p for p in parts if p.title or p.body or p.anchor)

    def has_changed(self, initial, data):
        return tuple(initial or ()) != self.clean(data)
