"""Tags, choosing several and typing new ones."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import text as texts
from ..models import Tag
from .versions import VersionForm

_SCRIPT = forms.Script("summaries/admin/tags.js", type="module")


class TagSelect(AutocompleteSelectMultiple):
    """Django's autocomplete for several tags, called by their names; new ones may be typed."""

    url_name = "%s:summaries_tag_autocomplete"

    def __init__(self, *args, can_add: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.can_add = can_add

    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = super().build_attrs(base_attrs, extra_attrs)
        if self.can_add:
            attrs |= {"data-tags": "true", "data-token-separators": '[",","，"]'}
            attrs["data-new"] = gettext("%(name)s (new)")
        return attrs

    @property
    def media(self):
        return super().media + forms.Media(js=[_SCRIPT])

    def optgroups(self, name, value, attrs=None):
        names = [one for one in dict.fromkeys(value) if one]
        options = [
            self.create_option(name, one, one, selected=True, index=index, attrs=attrs)
            for index, one in enumerate(names)
        ]
        return [(None, options, 0)]


class TagsField(forms.Field):
    """The names of an article's tags. Nothing is created before the article is saved.

    A name that a tag had before stands for that tag; ``renamed`` tells which these were.
    """

    default_error_messages = {
        "missing": _("There is no tag “%(name)s”, and you may not add one."),
        "long": _("A tag has at most %(most)d characters: “%(name)s”."),
        "characters": _("“%(name)s” holds characters that no tag may hold."),
    }

    def __init__(self, *, can_add: bool, **kwargs):
        super().__init__(**kwargs)
        self.can_add = can_add
        self.renamed: dict[str, str] = {}

    def prepare_value(self, value):
        return [tag.name if isinstance(tag, Tag) else tag for tag in value or ()]

    def clean(self, value):
        names = {key: name for name in value or () if (key := texts.caseless(name))}
        known = Tag.objects.known(names) if all(map(_fits, names.values())) else {}
        for key, name in names.items():
            self._check(name, is_known=key in known)
        self.renamed = {
            name: known[key].name
            for key, name in names.items()
            if key in known and known[key].key != key
        }
        return [known[key].name if key in known else name for key, name in names.items()]

    def has_changed(self, initial, data):
        before, after = self.prepare_value(initial), self.prepare_value(data)
        return {*map(texts.caseless, before)} != {*map(texts.caseless, after)}

    def _check(self, name: str, *, is_known: bool) -> None:
        most = Tag._meta.get_field("name").max_length
        code = ""
        if not _fits(name):
            code = "characters"
        elif len(name) > most:
            code = "long"
        elif not (is_known or self.can_add):
            code = "missing"
        if code:
            values = {"name": name[:most], "most": most}
            raise ValidationError(self.error_messages[code], code=code, params=values)


def _fits(name: str) -> bool:
    return "\0" not in name


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
