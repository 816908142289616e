"""What a bulk change asks for before it begins, by the kind of its job."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .. import jobs
from ..models import Article, Category, Tag
from .categories import CategoryTreeField


class JobForm(forms.Form):
    """The parameters of a job; a kind that needs none has this form itself."""

    def ask_consent(self, count: int) -> None:
        """Let the form be valid only if this is meant for so many public articles, too."""
        label = ngettext(
            "I have checked this: it changes what is public of %(count)d article",
            "I have checked this: it changes what is public of %(count)d articles",
            count,
        )
        self.fields["consent"] = forms.BooleanField(label=label % {"count": count})
        if self.is_bound:
            self.full_clean()  # it may have been cleaned without

    def params(self) -> dict:
        """What the job keeps of the form, ready for JSON."""
        return {}


def moment_field(**options) -> forms.DateTimeField:
    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(widget=widget, **options)


class ScheduleForm(JobForm):
    at = moment_field(
        label=_("Publication time"),
        help_text=_("In the future: the articles appear then by themselves, and not before."),
    )

    def params(self):
        return {"at": self.cleaned_data["at"].isoformat()}


class ExpiryForm(JobForm):
    at = moment_field(
        label=_("Expiry time"), required=False, help_text=_("Left empty: they never expire.")
    )

    def params(self):
        at = self.cleaned_data["at"]
        return {"at": at and at.isoformat()}


class MoveForm(JobForm):
    category = CategoryTreeField(Category.objects.order_by("path"), label=_("Category"))

    def params(self):
        return {"category": self.cleaned_data["category"].pk}


class TagsForm(JobForm):
    # By their names, as the autocomplete of tags gives them.
    tags = forms.ModelMultipleChoiceField(Tag.objects.all(), label=_("Tags"), to_field_name="name")

    def params(self):
        return {"tags": [tag.pk for tag in self.cleaned_data["tags"]]}


class BylineForm(JobForm):
    byline = forms.CharField(
        label=_("Byline"),
        required=False,
        max_length=Article._meta.get_field("byline").max_length,
        help_text=_("Left empty: the byline is removed."),
    )

    def params(self):
        return {"byline": self.cleaned_data["byline"]}


class SourceForm(JobForm):
    name = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=Article._meta.get_field("source_name").max_length,
        help_text=_("Left empty: the source is removed."),
    )
    url = forms.URLField(
        label=_("Source address"), required=False, assume_scheme="https", max_length=1000
    )

    def params(self):
        return {"name": self.cleaned_data["name"], "url": self.cleaned_data["url"]}


class ReplaceForm(JobForm):
    find = forms.CharField(label=_("Find"), strip=False, max_length=500)
    replacement = forms.CharField(
        label=_("Replace with"),
        strip=False,
        required=False,
        max_length=500,
        help_text=_("Left empty: what is found is removed."),
    )
    match_case = forms.BooleanField(label=_("Match capitals"), required=False)
    whole_words = forms.BooleanField(label=_("Whole words only"), required=False)
    is_expression = forms.BooleanField(
        label=_("Regular expression"),
        required=False,
        help_text=_("\\1 in the replacement stands for what the first brackets have found."),
    )
    places = forms.MultipleChoiceField(
        label=_("Look in"),
        choices=[
            ("titles", _("Titles of articles and parts")),
            ("lead", _("Lead")),
            ("texts", _("Texts")),
        ],
        initial=["titles", "lead", "texts"],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self):
        super().clean()
        if not self.errors:
            try:
                jobs.Search.of(self.params()).check()
            except ValidationError as error:
                self.add_error(None, error)

    def params(self):
        return {name: self.cleaned_data[name] for name in ReplaceForm.base_fields}


# By the name of a kind; a project adds the forms of its own kinds here.
JOB_FORMS: dict[str, type[JobForm]] = {
    "schedule": ScheduleForm,
    "expire": ExpiryForm,
    "move": MoveForm,
    "add_tags": TagsForm,
    "remove_tags": TagsForm,
    "set_byline": BylineForm,
    "set_source": SourceForm,
    "replace": ReplaceForm,
}
