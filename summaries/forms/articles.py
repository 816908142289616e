"""The form of an article."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from .versions import VersionForm


class ArticleForm(VersionForm):
    """An article; whose change stands in the way, the history says."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.brings_parts = True
        if "lead" in self.fields:
            self.fields["lead"].widget.attrs["rows"] = 3

    def conflict(self) -> str:
        latest = self.instance.revisions.prefetch_related("created_by").defer("snapshot").first()
        who = latest and latest.created_by
        return gettext(
            "Not saved: %(user)s changed this article on %(time)s, after you had opened "
            "it. Your text is still here. See the history for theirs; if you save again, "
            "yours takes its place, and theirs stays in the history."
        ) % {
            "user": who.get_username() if who else gettext("somebody"),
            "time": _moment(latest.created_at) if latest else "?",
        }


def _moment(time) -> str:
    return date_format(timezone.template_localtime(time), "DATETIME_FORMAT")
