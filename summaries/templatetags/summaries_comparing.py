"""How differences are marked in the admin's pages."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from summaries.comparing import Run

register = template.Library()


@register.filter
def marked(runs: Iterable[Run]) -> SafeString:
    """The runs as HTML: what was added in ``<ins>``, what was removed in ``<del>``.

    Both say so in words, too, for those who hear the page.
    """
    said = {"added": ("ins", gettext("added:")), "removed": ("del", gettext("removed:"))}
    pieces = (
        (format_html(_MARKED, *said[run.kind], run.text),)
        if run.kind in said
        else (format_html("{}", run.text),)
        for run in runs
    )
    return format_html_join("", "{}", pieces)


_HEARD = '<span class="visually-hidden">{}</span>'
_MARKED = f"<{{0}}>{_HEARD.format('[{1} ')}{{2}}{_HEARD.format(']')}</{{0}}>"
