"""The answer to what was submitted for review."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..document import Document
from ..models import ReviewStep


class ReviewForm(forms.Form):
    """A note to the writer, without which nothing is sent back, about the whole text or a part."""

    note = forms.CharField(
        label=_("Note to the writer"),
        required=False,
        max_length=ReviewStep._meta.get_field("note").max_length,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
    )
    anchor = forms.ChoiceField(label=_("About"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, document: Document, *args, **kwargs):
        super().__init__(*args, **kwargs)
        whole = ("", _("The whole text"))
        self.fields["anchor"].choices = [whole, *part_names(document).items()]

    @property
    def sends_back(self) -> bool:
        return "_send_back" in self.data

    def clean_note(self):
        note = self.cleaned_data["note"].strip()
        if self.sends_back and not note:
            raise forms.ValidationError(_("Say what the writer shall change."))
        return note


def part_names(document: Document) -> dict[str, str]:
    """The titles of the parts by their anchors."""
    return {
        part.anchor: part.title or gettext("Part %(number)s") % {"number": number}
        for number, part in enumerate(document.parts, 1)
        if part.anchor
    }
