"""Tags, choosing several, and merging them."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..models import Tag
from .keys import KeysOnly
from .versions import VersionForm


class TagSelect(KeysOnly, AutocompleteSelectMultiple):
    """Django's autocomplete for several tags."""


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
