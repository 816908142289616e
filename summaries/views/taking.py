"""What a visitor makes of an article: a file, or the text with its blanks filled in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import groupby

from django.http import Http404, HttpResponse
from django.utils.cache import (
    add_never_cache_headers,
    get_conditional_response,
    patch_cache_control,
)
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View
from django.views.generic.base import TemplateResponseMixin

from .. import exporters, figures, filling, metadata
from ..deployment import fingerprint
from ..document import Document
from ..models import INDEX_COLUMNS, Article, Image, pinned
from .addresses import plain
from .gone import not_here

# Word files need an extra that a project may have left out.
FORMATS = [name for name in exporters.FORMATS if name != "docx" or find_spec("docx")]


@dataclass(frozen=True)
class Asked:
    """A field of the form with what was typed into it."""

    number: int
    field: filling.Field
    value: str

    @property
    def cell(self):
        """The headings of the field's cell, where they say more than its name."""
        return " · ".join(
            heading
            for heading in (self.field.row, self.field.column)
            if heading and heading != self.field.name
        )


class TakenView(View):
    """What a visitor makes of a published article, or of one part of it: ``?part=part-2``."""

    robots = "noindex"
    # Where an earlier address of the article leads.
    moved_to = "article_detail"

    def dispatch(self, request, *args, **kwargs):
        with pinned() as state:
            self.overview = state.overview
            response = self.load() or super().dispatch(request, *args, **kwargs)
            if self.robots:
                response["X-Robots-Tag"] = self.robots
            return response.render() if hasattr(response, "render") else response

    def load(self):
        slug = plain(self.kwargs["slug"])
        public = Article.objects.published().defer(*INDEX_COLUMNS)
        self.article = article = public.filter(slug=slug).first()
        if article is None:
            return not_here(self.request, slug, self.moved_to)
        self.document = article.as_document()
        self.anchor = self.request.GET.get("part", "")
        if self.anchor:
            parts = tuple(part for part in self.document.parts if part.anchor == self.anchor)
            if not parts:
                raise Http404(_("There is no such part."))
            self.document = replace(self.document, lead="", parts=parts)
        return None

    @property
    def address(self):
        address = metadata.absolute(self.request, self.article.get_absolute_url())
        return f"{address}#{self.anchor}" if self.anchor else address

    def etag(self, kind):
        """Another one for another content, or another way to write it."""
        said = f"{fingerprint()} {kind} {self.address} {self.document.to_json()}"
        return f'"{hashlib.blake2b(said.encode(), digest_size=20).hexdigest()}"'

    def export(self, document, kind):
        """The document as a file; a part alone has its own title."""
        if self.anchor:
            (part,) = document.parts
            slug = f"{document.slug}-{part.anchor}"
            title, parts = part.title or document.title, (replace(part, title=""),)
            document = replace(document, slug=slug, title=title, parts=parts)
        return attachment(document, kind, self.address)


class DownloadView(TakenView):
    """The article as it is, in a file."""

    def get(self, request, slug, kind):
        if kind not in FORMATS:
            raise Http404(_("There is no such format."))
        etag = self.etag(kind)
        response = get_conditional_response(request, etag=etag)
        if response is None:
            response = self.export(self.document, kind)
        response["ETag"] = etag
        patch_cache_control(response, no_cache=True)
        return response


@method_decorator(sensitive_post_parameters(), name="dispatch")
class FillInView(TemplateResponseMixin, TakenView):
    """A form for the article's blanks; posted, the text or a file with what was typed.

    Nothing of it is kept: not in a session, a cache or an error report.
    """

    template_name = "summaries/fill_in.html"

    def get(self, request, slug):
        response = self.render_to_response(self.get_context_data({}))
        patch_cache_control(response, private=True, no_cache=True)
        return response

    def post(self, request, slug):
        fields = filling.fields(self.document)
        values = {field.key: request.POST.get(field.key, "") for field in fields}
        wanted = request.POST.get("format")
        if wanted in FORMATS:
            response = self.export(filling.filled(self.document, values), wanted)
        else:
            response = self.render_to_response(self.get_context_data(values))
        add_never_cache_headers(response)
        return response

    def get_context_data(self, values):
        article, fields = self.article, filling.fields(self.document)
        values = {key: filling.clean(value) for key, value in values.items()}
        trail = self.overview.breadcrumbs(article.category_id)
        return {
            "view": self,
            "metadata": metadata.HIDDEN,
            "article": article,
            "breadcrumbs": [
                *((one.name, one.get_absolute_url()) for one in trail),
                (article.title, article.get_absolute_url()),
                (_("Fill in"), ""),
            ],
            "formats": FORMATS,
            "document": _as_safe(filling.marked(self.document, values)),
            "groups": self.get_groups(fields, values),
            "total": sum(field.places for field in fields),
            "left": sum(field.places for field in fields if not values.get(field.key)),
        }

    def get_groups(self, fields, values):
        """The fields of each part under its title; those of the lead come first, under none."""
        parts = self.document.parts
        titles = {part.anchor: part.title for part in parts} if len(parts) > 1 else {}
        asked = [
            Asked(number, field, values.get(field.key, ""))
            for number, field in enumerate(fields, start=1)
        ]
        groups = groupby(asked, lambda one: one.field.part)
        return [(titles.get(part, ""), list(group)) for part, group in groups]


def attachment(document, kind, address):
    images = Image.objects.pictures(*(part.body for part in document.parts))
    file = exporters.export(document, kind, address=address, pictures=images)
    name = exporters.filename(document, file.suffix)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(file.data, content_type=file.content_type, headers=headers)


def _as_safe(document: Document) -> Document:
    """The document that ``filling.marked()`` made, whose texts are escaped or sanitised."""
    images = Image.objects.pictures(*(part.body for part in document.parts))
    parts = tuple(
        replace(
            part,
            title=mark_safe(part.title),  # noqa: S308
            body=mark_safe(figures.shown(part.body, images)),  # noqa: S308
        )
        for part in document.parts
    )
    title, lead = mark_safe(document.title), mark_safe(document.lead)  # noqa: S308
    return replace(document, title=title, lead=lead, parts=parts)
