"""Reports of mistakes."""

from __future__ import annotations

import hashlib
import time
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import Http404, HttpResponseRedirect
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.generic.base import TemplateResponseMixin

from ..conf import settings
from ..forms import MistakeForm
from ..metadata import HIDDEN
from .taking import TakenView

HOUR = 3600  # seconds


@method_decorator(csrf_protect, name="dispatch")
class ReportView(TemplateResponseMixin, TakenView):
    """A form for a mistake in the article or in one part, which goes to the editors."""

    template_name = "summaries/report.html"

    def dispatch(self, request, *args, **kwargs):
        if not settings.REPORTS_PER_HOUR:
            raise Http404(_("Mistakes cannot be reported here."))
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def get(self, request, slug):
        return self.show(MistakeForm(), is_sent="sent" in request.GET)

    def post(self, request, slug):
        form = MistakeForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=400)
        if not form.is_trapped and not self.may_report():
            form.add_error(None, _("That is a lot of reports in an hour. Please try again later."))
            return self.show(form, status=429)
        if not form.is_trapped:
            form.instance.article, form.instance.anchor = self.article, self.anchor
            form.save()
        return HttpResponseRedirect(f"{request.path}?{urlencode({**self.part, 'sent': 1})}")

    @property
    def part(self):
        return {"part": self.anchor} if self.anchor else {}

    def may_report(self):
        """Count the reports of the client's address in this hour; the address is not kept."""
        said = f"{self.request.META.get('REMOTE_ADDR', '')} {int(time.time()) // HOUR}"
        key = f"summaries:reports:{hashlib.blake2b(said.encode(), digest_size=16).hexdigest()}"
        cache.add(key, 0, HOUR)
        try:
            return cache.incr(key) <= settings.REPORTS_PER_HOUR
        except ValueError:  # it was dropped meanwhile
            return True

    def show(self, form, *, is_sent=False, status=200):
        trail = self.overview.breadcrumbs(self.article.category_id)
        context = {
            "view": self,
            "metadata": HIDDEN,
            "article": self.article,
            "address": self.address,
            "part_title": self.document.parts[0].title if self.anchor else "",
            "form": form,
            "is_sent": is_sent,
            "breadcrumbs": [
                *((one.name, one.get_absolute_url()) for one in trail),
                (self.article.title, self.article.get_absolute_url()),
                (_("Report a mistake"), ""),
            ],
        }
        return self.render_to_response(context, status=status)
