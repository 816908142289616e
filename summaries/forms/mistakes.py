"""A reader's report of a mistake."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import MistakeReport


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
