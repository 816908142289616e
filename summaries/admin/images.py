"""The images of the texts, and what the editor asks for to put one into a text."""

from __future__ import annotations

from django.contrib import admin
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..forms.images import ImageForm, ImageUploadForm
from ..models import Image, images
from ..pictures import UnusablePicture
from ..text import grouped
from .library import LibraryAdmin, link, links

# So many of the articles that show an image are named.
MOST_NAMED = 20


@admin.register(Image)
class ImageAdmin(LibraryAdmin):
    form = ImageForm
    list_display = ["thumbnail", "described", "credit", "size", "uploaded"]
    list_display_links = ["thumbnail", "described"]
    list_prefetch_related = ["uploaded_by"]  # users may be in another database
    indexed = ["uploaded"]
    search_fields = ["alt", "credit", "key"]
    search_help_text = _("Words of the alternative text or the credit.")
    ordering = ["-uploaded_at", "key"]
    fields = ["shown", "alt", "is_decoration", "credit", "size", "uploaded", "used"]
    readonly_fields = ["shown", "size", "uploaded", "used"]

    class Media:
        css = {"all": ["summaries/admin/images.css"]}

    # The list

    @admin.display(description=_("image"))
    def thumbnail(self, image):
        return _tag(image, "summaries-thumbnail", image.alt or _undescribed(image))

    @admin.display(description=_("alternative text"), ordering="alt")
    def described(self, image):
        if image.alt:
            return image.alt
        return format_html('<span class="summaries-quiet">{}</span>', _undescribed(image))

    @admin.display(description=_("size"))
    def size(self, image):
        return f"{grouped(image.width)} × {grouped(image.height)}"

    @admin.display(description=_("uploaded"), ordering="uploaded_at")
    def uploaded(self, image):
        day = date_format(timezone.template_localtime(image.uploaded_at), "DATE_FORMAT")
        if image.uploaded_by is None:
            return day
        name = image.uploaded_by.get_username()
        return format_html('{} <span class="summaries-quiet">{}</span>', day, name)

    # The form

    @admin.display(description=_("image"))
    def shown(self, image):
        return _tag(image, "summaries-image", image.alt)

    @admin.display(description=_("used in"))
    def used(self, image):
        names = [(link(self.admin_site, article),) for article in image.articles(MOST_NAMED + 1)]
        if not names:
            return gettext("no article")
        more = [(gettext("and more"),)] if len(names) > MOST_NAMED else []
        return format_html_join("; ", "{}", names[:MOST_NAMED] + more)

    def get_form(self, request, obj=None, **kwargs):
        if obj is None:
            kwargs["form"] = ImageUploadForm
        return super().get_form(request, obj, **kwargs)

    def get_fields(self, request, obj=None):
        return self.fields if obj else list(ImageUploadForm.field_order)

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        if object_id is None:  # the sizes are made before the library is locked
            return admin.ModelAdmin.changeform_view(self, request, object_id, *args, **kwargs)
        return super().changeform_view(request, object_id, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        if obj.uploaded_by_id is None:
            obj.uploaded_by = request.user
        super().save_model(request, obj, form, change)

    def get_deleted_objects(self, objs, request):
        """An image that an article shows is not deleted; the articles are named."""
        chosen = list(objs)
        showing = {one.pk: one for image in chosen for one in image.articles(MOST_NAMED)}
        counts = {self.opts.verbose_name_plural: len(chosen)}
        return links(self, chosen), counts, set(), links(self, showing.values())

    # What the editor asks for

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("upload/", view(self.upload_view), name=self.url_name("upload")),
            path("<slug:key>/describe/", view(self.describe_view), name=self.url_name("describe")),
            path("<slug:key>/file/", view(self.file_view), name=self.url_name("file")),
            *super().get_urls(),
        ]

    def upload_view(self, request):
        """Take one posted ``file``, and answer with the image, or with the reason why not."""
        if refusal := self._refusal(request):
            return refusal
        file = request.FILES.get("file")
        if file is None:
            return _error(gettext("No file arrived: choose it once more."), 400)
        try:
            image = images.take(file, by=request.user)
        except UnusablePicture as error:
            return _error(str(error), 413 if error.is_too_large else 400)
        return JsonResponse(
            {
                "key": image.key,
                "width": image.width,
                "height": image.height,
                "url": image.picture.url,
                "urls": {str(size.width): size.url for size in image.picture.plain},
                "alt": image.alt,
                "is_decoration": image.is_decoration,
                "credit": image.credit,
            }
        )

    def describe_view(self, request, key):
        """Say of an image what nobody said of it before."""
        if refusal := self._refusal(request):
            return refusal
        said = {name: request.POST.get(name, "").strip() for name in ("alt", "credit")}
        self._image(key).describe(**said, is_decoration=bool(request.POST.get("is_decoration")))
        return JsonResponse({})

    def file_view(self, request, key):
        """Lead to the file of the image, as the editor shows it."""
        return HttpResponseRedirect(self._image(key).picture.url)

    def _refusal(self, request):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_add_permission(request):
            return _error(gettext("You may not upload images."), 403)
        return None

    def _image(self, key: str) -> Image:
        image = Image.objects.filter(pk=key).first()
        if image is None:
            raise Http404(gettext("There is no such image."))
        return image


def addresses(admin_site, request) -> dict[str, str]:
    """Where the editor asks for images on this site, as far as this user may.

    ``KEY`` stands where the key of an image is to stand.
    """
    if not admin_site.is_registered(Image):
        return {}
    images = admin_site.get_model_admin(Image)
    found = {"file": images.url("file", "KEY")}
    if images.has_add_permission(request):
        found |= {"upload": images.url("upload"), "describe": images.url("describe", "KEY")}
    return found


def _undescribed(image: Image) -> str:
    return gettext("Decoration") if image.is_decoration else gettext("Not described yet")


def _tag(image: Image, name: str, alt: str):
    size = image.picture.plain[0]
    return format_html(
        '<img class="{}" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        name,
        size.url,
        alt,
        image.width,
        image.height,
    )


def _error(message: str, status: int) -> JsonResponse:
    return JsonResponse({"error": message}, status=status)
