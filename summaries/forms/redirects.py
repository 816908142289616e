"""An old address, and where it leads."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..models import Redirect, old_address
from ..redirects import is_in_use


class RedirectForm(forms.ModelForm):
    """A redirect of an address that is in use by nothing public.

    To an article, a category or a tag; without one, the address says that it is gone.
    """

    path = forms.CharField(
        label=_("Old address"),
        help_text=_(
            "Copied from the browser, such as https://example.com/2019/05/my-post/ or /?p=12. "
            "Choose below what it leads to; choose nothing, and it says that it is gone."
        ),
        max_length=2000,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    class Meta:
        model = Redirect
        fields = ["path", "article", "category", "tag"]

    def clean_path(self) -> str:
        address = old_address(self.cleaned_data["path"])
        if not address:
            said = _("Give an address of one page, not that of the home page.")
            raise ValidationError(said)
        if is_in_use(address):
            said = _("There is a page at this address; nobody would be led on from it.")
            raise ValidationError(said)
        return address

    def clean(self):
        said = super().clean()
        chosen = [name for name in ("article", "category", "tag") if said.get(name)]
        if len(chosen) > 1:
            self.add_error(chosen[1], gettext("Choose one: an article, a category or a tag."))
        return said
