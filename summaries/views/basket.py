"""The basket: parts of several articles."""

from __future__ import annotations

from functools import partial
from urllib.parse import unquote, urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from .. import basket, metadata
from ..models import Article, pinned
from .addresses import plain
from .taking import FORMATS, attachment


class BasketView(TemplateView):
    """Parts of several articles that a visitor chose; its address alone says which."""

    template_name = "summaries/basket.html"

    def get(self, request, *args, **kwargs):
        with pinned() as state:
            self.overview = state.overview
            response = super().get(request, *args, **kwargs).render()
        response["X-Robots-Tag"] = "noindex"
        patch_cache_control(response, private=True, no_cache=True)
        return response

    def get_context_data(self, **kwargs):
        keys = basket.read_keys([*self.request.GET.getlist("part"), *self.get_added()])
        found = basket.choose(keys)
        chosen = [str(one.key) for one in found]
        formats = {"docx": _("Download for Word"), "md": _("Markdown"), "txt": _("Plain text")}
        return super().get_context_data(
            metadata=metadata.HIDDEN,
            breadcrumbs=[(_("Basket"), "")],
            rows=[self.get_row(chosen, place, one) for place, one in enumerate(found)],
            keys=" ".join(chosen),
            chosen_keys=chosen,
            missing=len(keys) - len(found),
            query=urlencode({"part": chosen}, doseq=True),
            formats=[(kind, label) for kind, label in formats.items() if kind in FORMATS],
            **kwargs,
        )

    def get_added(self):
        """The part at an address that was typed: of ``/articles/ferry/#part-2``, ``12.part-2``."""
        path, _sign, anchor = self.request.GET.get("add", "").strip().partition("#")
        slug = plain(unquote(path).rstrip("/").rpartition("/")[2])
        article = Article.objects.published().filter(slug=slug).first() if slug else None
        part = article.parts.order_by("position").first() if article and not anchor else None
        anchor = part.anchor if part else unquote(anchor)
        return [f"{article.pk}.{anchor}"] if article else []

    def get_row(self, keys, place, one):
        """A part with the addresses of the basket without it, and with it moved."""
        others = keys[:place] + keys[place + 1 :]
        up, down = place - 1, place + 1
        return {
            "chosen": one,
            "without": self.get_address(others),
            "up": self.get_address(_with(others, up, keys[place])) if up >= 0 else "",
            "down": self.get_address(_with(others, down, keys[place])) if down < len(keys) else "",
        }

    def get_address(self, keys):
        return "?" + urlencode({"part": keys}, doseq=True)


def _with(keys, place, key):
    return [*keys[:place], key, *keys[place:]]


class BasketDownloadView(View):
    """The parts of a basket in one file."""

    def get(self, request, kind):
        found = basket.choose(basket.read_keys(request.GET.getlist("part")))
        if kind not in FORMATS or not found:
            raise Http404(_("There is nothing to download."))
        absolute = partial(metadata.absolute, request)
        document = basket.as_document(found, absolute)
        response = attachment(document, kind, absolute(reverse(_BASKET)))
        response["X-Robots-Tag"] = "noindex"
        patch_cache_control(response, private=True, no_cache=True)
        return response


_BASKET = "summaries:basket"
