"""Files to import, and what an editor corrects of a page before it is taken in."""

from django import forms
from django.conf import settings as project_settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from ..conf import settings
from ..importers import IMAGE_SUFFIXES, suffixes
from ..models import Article, Category, UploadedPage
from .categories import CategoryTreeField

SEPARATOR = " › "
PUBLISHES = Article.Status.PUBLISHED


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files."""

    widget = FilesInput

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in files or [None]]


class UploadForm(forms.Form):
    files = FilesField(label=_("Files"), allow_empty_file=True)
    category = CategoryTreeField(
        Category.objects.order_by("path"),
        label=_("Category"),
        required=False,
        help_text=_("Left empty, each page goes where it says itself."),
    )
    status = forms.ChoiceField(
        label=_("Status"),
        help_text=_(
            "Of the articles that are made of pages. What says its own, such as a draft or the "
            "export of a blog, keeps it."
        ),
    )

    def __init__(self, *args, may_publish, **kwargs):
        super().__init__(*args, **kwargs)
        wanted = [Article.Status.DRAFT, Article.Status.REVIEW]
        wanted += [PUBLISHES] if may_publish else []
        self.fields["status"].choices = [(one.value, one.label) for one in wanted]
        accepted = [*suffixes(), *IMAGE_SUFFIXES, ".zip"]
        self.fields["files"].widget.attrs["accept"] = ",".join(accepted)
        self.fields["files"].help_text = _(
            "%(suffixes)s with the images that they show, or zip archives of such files. Up to "
            "%(count)s files at once; an archive may hold more, up to %(size)s in all."
        ) % {
            "suffixes": ", ".join(suffixes()),
            "count": project_settings.DATA_UPLOAD_MAX_NUMBER_FILES or "∞",
            "size": filesizeformat(settings.UPLOAD_MAX_BYTES),
        }

    def names(self) -> tuple[str, ...]:
        """The names of the chosen category from the root; none if there is none."""
        category = self.cleaned_data["category"]
        return Category.objects.trails([category])[category.pk] if category else ()


class UploadedPageForm(forms.Form):
    """What may be corrected of a page; its text is for the article's own form."""

    title = forms.CharField(label=_("Title"), max_length=300)
    place = forms.CharField(
        label=_("Category"),
        max_length=1000,
        required=False,
        help_text=_("The names from the top, with › or / between. New ones are created."),
    )
    tags = forms.CharField(
        label=_("Tags"), required=False, max_length=1000, help_text=_("With commas between.")
    )
    lead = forms.CharField(label=_("Lead"), required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, page: UploadedPage, data=None):
        self.document = page.document
        said = self.document
        super().__init__(
            data,
            initial={
                "title": said.title,
                "place": SEPARATOR.join(said.category),
                "tags": ", ".join(said.tags),
                "lead": said.lead,
            },
        )

    def corrected(self) -> dict:
        """The fields of the document as they were corrected."""
        said = self.cleaned_data
        fields = {"title": said["title"], "lead": said["lead"].replace("\r\n", "\n")}
        if "place" in self.changed_data:
            between = "›" if "›" in said["place"] else "/"
            fields["category"] = _names(said["place"], between)
        if "tags" in self.changed_data:
            fields["tags"] = _names(said["tags"].replace("，", ","), ",")
        return fields


def _names(text: str, between: str) -> tuple[str, ...]:
    names = (" ".join(name.split()) for name in text.split(between))
    return tuple(dict.fromkeys(filter(None, names)))
