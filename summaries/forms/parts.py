"""The parts of an article in its form: one field, whose value is all of them in their order."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django import forms
from django.apps import apps
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.forms import Script
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import ProseEditorWidget, prose_editor_admin_media
from js_asset import ImportMap
from js_asset.media import Media

from .. import text as texts
from ..document import Document, DocumentError
from ..document import Part as DocumentPart
from ..models import Article, Part
from .keys import KeysOnly

Parts = tuple[DocumentPart, ...]

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
# What our own module adds, so that nothing that ``text.sanitise()`` keeps is lost in the editor.
KEPT = ("DefinitionList", "DefinitionTerm", "DefinitionDescription", "KeptAttributes")
# What ours for images and clean pasting adds; the page tells it what it needs to know.
IMAGES = ("LibraryFigure", "CleanPaste")
MODULES = {
    "summaries/images": "summaries/admin/images.js",
    "summaries/rich-text": "summaries/admin/rich-text.js",
    "summaries/words": "summaries/admin/words.js",
}
TITLE_LENGTH = Part._meta.get_field("title").max_length


class PartsWidget(forms.Widget):
    """The editor of the parts; without scripts, a title and the HTML source of each.

    The script sends them as one JSON file, so that no limit of the number or size of
    fields applies; without it, each part is the fields ``…-title``, ``…-body``,
    ``…-anchor`` and ``…-position``, and ``…-delete`` has the numbers of those to remove.

    ``move_url`` is the address that moves a part to another article, with ``ANCHOR`` in
    the place of its anchor; without one that is not offered.
    """

    template_name = "admin/summaries/parts.html"
    needs_multipart_form = True
    use_fieldset = True
    move_url = ""

    @property
    def media(self):
        own = Media(
            css={"all": ["summaries/admin/parts.css", "summaries/admin/images.css"]},
            js=[Script("summaries/admin/parts.js", type="module")],
            importmap=ImportMap(MODULES),
        )
        return prose_editor_admin_media + own if _has_rich_text() else own

    def id_for_label(self, id_):
        return ""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        parts = value or ()
        context["widget"] |= {
            "parts": parts or (DocumentPart(),),
            "blank": DocumentPart(),
            "has_blank": bool(parts),
            "title_length": TITLE_LENGTH,
            "editor": json.dumps(_editor()) if _has_rich_text() else "",
            "messages": json.dumps(_messages()),
            "move_url": self.move_url,
        }
        return context

    def value_from_datadict(self, data, files, name):
        """What was sent: the parts, the reason why they cannot be read, or ``None``."""
        try:
            if file := files.get(name):
                file.seek(0)
                return _as_parts(json.loads(file.read().decode()))
            if text := data.get(name):  # tried again, from the page that says why it failed
                return _as_parts(json.loads(text))
            if f"{name}-title" in data:
                return _from_fields(data, name)
        except (ValueError, RecursionError) as error:  # also DocumentError and UnicodeDecodeError
            return str(error)
        return None

    def value_omitted_from_data(self, data, files, name):
        return False  # that the parts did not arrive is an error, not their absence


class PartsField(forms.Field):
    """The parts of an article, sanitised; an empty one at the end is left out."""

    widget = PartsWidget
    default_error_messages = {
        "missing": _(
            "The parts did not arrive, so nothing was saved. Save again; if that does not "
            "help, your browser or a proxy has dropped what was uploaded."
        ),
        "unreadable": _("The parts could not be read, so nothing was saved: %(reason)s"),
        "long_title": _(
            "Part %(number)d: the title has %(length)d characters; at most %(most)d are allowed."
        ),
    }

    def __init__(self, *, required=False, initial=(), **options):
        super().__init__(required=required, initial=initial, **options)

    def to_python(self, value) -> Parts:
        if value is None:
            raise ValidationError(self.error_messages["missing"], code="missing")
        if isinstance(value, str):
            said = self.error_messages["unreadable"]
            raise ValidationError(said, code="unreadable", params={"reason": value})
        return _sanitised(value)

    def validate(self, value: Parts) -> None:
        errors = [
            ValidationError(
                self.error_messages["long_title"],
                code="long_title",
                params={"number": number, "length": len(part.title), "most": TITLE_LENGTH},
            )
            for number, part in enumerate(value, 1)
            if len(part.title) > TITLE_LENGTH
        ]
        if errors:
            raise ValidationError(errors)

    def bound_data(self, data, initial) -> Parts:
        """What the form shows again; where nothing can be read, what it showed before."""
        return _sanitised(data) if isinstance(data, tuple) else initial

    def has_changed(self, initial, data) -> bool:
        return not isinstance(data, tuple) or _sanitised(data) != _sanitised(initial or ())


class ArticleSelect(KeysOnly, AutocompleteSelect):
    """Django's autocomplete for one article."""


class MovePartForm(forms.Form):
    """To which article a part of ``article`` is moved, of those that the user may see."""

    target = forms.ModelChoiceField(Article.objects.none(), label=_("Article"))

    def __init__(self, article: Article, admin_site, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.article = article
        self.fields["target"].queryset = Article.objects.not_in_bin().visible_to(user)
        self.fields["target"].widget = ArticleSelect(
            Part._meta.get_field("article"), admin_site, choices=self.fields["target"].choices
        )

    def clean_target(self):
        target = self.cleaned_data["target"]
        if target == self.article:
            raise ValidationError(_("The part is in this article already; choose another."))
        return target


def _has_rich_text() -> bool:
    return apps.is_installed("django_prose_editor")


def _editor() -> dict:
    """What django-prose-editor's ``createEditor()`` is given."""
    extensions = RICH_TEXT | dict.fromkeys((*KEPT, *IMAGES), True)
    config = ProseEditorWidget(config={"extensions": extensions}).get_config()
    return config | {
        "js_modules": [*config["js_modules"], "summaries/rich-text", "summaries/images"]
    }


def _as_parts(rows) -> Parts:
    return Document.from_dict({"parts": texts.storable(rows)}, is_complete=False).parts


def _from_fields(data, name: str) -> Parts:
    """The parts from repeated fields, in the order of the positions given by hand."""
    titles, bodies, anchors, positions = (
        data.getlist(f"{name}-{field}") for field in ("title", "body", "anchor", "position")
    )
    if not len(titles) == len(bodies) == len(anchors):
        raise DocumentError(gettext("the titles, texts and anchors are not equally many."))
    rows = zip(titles, bodies, anchors, strict=True)
    # A browser sends line ends in its own way, and begins no text with one.
    parts = _as_parts(
        [
            {"title": title, "body": body.replace("\r\n", "\n"), "anchor": anchor}
            for title, body, anchor in rows
        ]
    )
    removed = set(data.getlist(f"{name}-delete"))
    placed = {
        number: int(place)
        for number, place in enumerate(positions, 1)
        if place.isascii() and place.isdecimal() and int(place) not in (0, number)
    }
    stay = [(n, part) for n, part in enumerate(parts, 1) if str(n) not in removed]
    ordered = [part for number, part in stay if number not in placed]
    for number, part in sorted(stay, key=lambda one: placed.get(one[0], 0)):
        if number in placed:
            ordered.insert(placed[number] - 1, part)
    return tuple(ordered)


def _sanitised(parts: Parts) -> Parts:
    """The parts as an article may hold them, without empty ones at the end."""
    clean = [*_cleaned(parts)]
    while clean and _is_empty(clean[-1]):
        clean.pop()
    return tuple(clean)


def _cleaned(parts: Parts) -> Iterator[DocumentPart]:
    anchors: set[str] = set()
    for part in parts:
        anchor = part.anchor if part.anchor not in anchors else ""
        anchors.add(anchor)
        yield DocumentPart(part.title.strip(), texts.sanitise(part.body), anchor)


def _is_empty(part: DocumentPart) -> bool:
    return not part.title and "<img" not in part.body and not texts.from_html(part.body)


def _messages() -> dict:
    """What the script says, with places for what it names; ``menu`` is by the editor's English."""
    return {
        "part": gettext("Part %(number)s"),
        "untitled": gettext("Empty part"),
        "moved": gettext("Now part %(number)s of %(count)s."),
        "split": gettext("Split: the new one is part %(number)s."),
        "merged": gettext("Merged into part %(number)s."),
        "added": gettext("Part %(number)s was added."),
        "removed": gettext("Removed “%(title)s”."),
        "restored": gettext("“%(title)s” is back."),
        "splitAt": gettext("Split at “%(title)s”"),
        "edit": gettext("Press Enter to edit the text."),
        "caption": gettext("Table caption"),
        "apply": gettext("Apply"),
        "definitions": gettext("Definition list"),
        "menu": {
            "paragraph": gettext("Paragraph"),
            **{
                f"heading {level}": gettext("Heading %(level)d") % {"level": level}
                for level in RICH_TEXT["Heading"]["levels"]
            },
            "code block": gettext("Code block"),
            "unordered list": gettext("Bullet list"),
            "ordered list": gettext("Numbered list"),
            "list properties": gettext("List properties"),
            "blockquote": gettext("Quotation"),
            "horizontal rule": gettext("Line across"),
            "bold": gettext("Bold"),
            "italic": gettext("Italic"),
            "underline": gettext("Underlined"),
            "strike": gettext("Struck through"),
            "subscript": gettext("Subscript"),
            "superscript": gettext("Superscript"),
            "code": gettext("Code"),
            "insert link": gettext("Link"),
            "remove link": gettext("Remove the link"),
            "insert table": gettext("Insert a table"),
            "add column": gettext("Add a column"),
            "delete column": gettext("Delete the column"),
            "add row": gettext("Add a row"),
            "delete row": gettext("Delete the row"),
            "merge cells": gettext("Merge cells"),
            "split cell": gettext("Split the cell"),
            "toggle header cell": gettext("Header cell"),
            "delete table": gettext("Delete the table"),
            "undo": gettext("Undo"),
            "redo": gettext("Redo"),
            "edit html": gettext("Edit the HTML"),
        },
    }
