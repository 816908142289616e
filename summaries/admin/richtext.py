"""What the rich-text editor asks of the server: to clean what is pasted, and for images."""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, JsonResponse
from django.utils.translation import gettext as _

from .. import pasting
from ..models import Image, images
from ..pictures import UnusablePicture
from . import images as image_admin

# A clipboard with images in it may be long.
MOST_BYTES = 50 * 1024 * 1024


def paste_view(model_admin, request):
    """Answer the posted ``html`` of a clipboard with clean HTML, and what was left out."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    articles = (model_admin.has_add_permission(request), model_admin.has_change_permission(request))
    if not any(articles):
        raise PermissionDenied
    # It is posted as a file, since Django bounds what else is posted.
    file = request.FILES.get("html")
    if file is None or file.size > MOST_BYTES:
        return JsonResponse({"error": _("That is too much for one paste.")}, status=413)
    html = file.read().decode(errors="replace")
    pasted = pasting.clean(html, _taker(model_admin.admin_site, request))
    return JsonResponse({"html": pasted.html, "dropped": pasted.sentence})


def _taker(admin_site, request) -> pasting.Take:
    """What keeps the images that are in the HTML itself, and knows those of the library."""

    def take(address: str, alt: str) -> str | None:
        if own := images.named_by(address):
            return own if Image.objects.filter(pk=own).exists() else None
        kind, _comma, data = address.partition(";base64,")
        if not (kind.startswith("data:image/") and "upload" in allowed):
            return None
        try:
            return images.take(BytesIO(b64decode(data)), by=request.user, alt=alt).key
        except (UnusablePicture, binascii.Error):
            return None

    allowed = image_admin.addresses(admin_site, request)
    return take


def options(model_admin, request) -> str:
    """What the editor's modules are told, as JSON: addresses on this site, and words."""
    told = {
        "paste": model_admin.url("paste"),
        "images": image_admin.addresses(model_admin.admin_site, request),
        "words": {
            "add": _("Add an image"),
            "alt": _("Alternative text"),
            "alt_help": _("What the image shows, for those who cannot see it."),
            "cancel": _("Cancel"),
            "caption": _("Caption"),
            "change": _("Change the alternative text"),
            "credit": _("Credit"),
            "decoration": _("It is a decoration: it says nothing that the text does not say."),
            "failed": _("%(name)s could not be uploaded: the server did not answer."),
            "insert": _("Put it in"),
            "keep": _("Save"),
            "kept_plain": _("The server did not answer: look whether the pasted text is in order."),
            "refused": _("%(name)s: %(reason)s"),
            "table_caption": _("Caption of the table"),
            "uploading": _("Uploading %(name)s: %(percent)s %%"),
        },
    }
    return json.dumps(told)
