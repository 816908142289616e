"""A form that refuses, once, to save on top of somebody else's change."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from ..models import writing


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
