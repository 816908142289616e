"""An image in the admin: its file is uploaded once, and described at any time."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..models import Image, images
from ..pictures import UnusablePicture


class ImageForm(forms.ModelForm):
    """What is said of an image; it is described, or it is a decoration."""

    class Meta:
        model = Image
        fields = ("alt", "is_decoration", "credit")

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("alt") or cleaned.get("is_decoration") or self.errors):
            self.add_error("alt", gettext("Say what the image shows, or mark it as a decoration."))
        return cleaned


class ImageUploadForm(ImageForm):
    upload = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("JPEG, PNG, GIF, WebP or AVIF. Where and when it was taken is not kept."),
    )

    field_order = ["upload", "alt", "is_decoration", "credit"]

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                self.instance = images.take(cleaned["upload"])
            except UnusablePicture as error:
                raise ValidationError({"upload": str(error)}) from error
        return cleaned
