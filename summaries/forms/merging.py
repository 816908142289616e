"""Merging tags or categories."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import ngettext

from ..listing import Total


class TargetField(forms.ModelChoiceField):
    called: Mapping[int, str] = {}
    bound = 0

    def label_from_instance(self, one):
        count = one.article_count
        articles = ngettext("%(count)s article", "%(count)s articles", count)
        counted = Total.counted(count, self.bound)
        return f"{self.called.get(one.pk, one.name)} ({articles % {'count': counted}})"


class MergeForm(forms.Form):
    """Which of several tags or categories stays.

    They come with their ``article_count``, counted up to a bound, and what they are called.
    """

    target = TargetField(None, widget=forms.RadioSelect, empty_label=None)

    def __init__(self, data, *, candidates, called: Mapping[int, str], bound: int, label: str):
        super().__init__(data)
        field = self.fields["target"]
        field.called, field.bound, field.label = called, bound, label
        field.queryset = candidates
        field.initial = max(candidates, key=lambda one: one.article_count)
