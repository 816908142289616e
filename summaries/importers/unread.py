"""Files that are not read, and what may be done with them by the suffix that they have."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def files_of_kind(suffix: str) -> str:
    """The sentence on one file of a kind that is not read."""
    said = _("%(suffix)s files are not read") % {"suffix": suffix}
    return f"{said}{_reason(suffix)}."


def counted(suffix: str, count: int) -> str:
    """The same of so many files, for a list of what was passed over."""
    said = ngettext(
        "%(count)s %(suffix)s file: not read", "%(count)s %(suffix)s files: not read", count
    )
    return f"{said % {'count': count, 'suffix': suffix}}{_reason(suffix)}"


def _reason(suffix: str) -> str:
    reasons = {
        ".doc": _("an old form of Word: save as .docx"),
        ".epub": _("unpack it as a .zip: its pages are .xhtml"),
        ".pdf": _("a PDF does not say what is a heading or a paragraph: take what it was made of"),
        ".zip": _("an archive in an archive: unpack it"),
        **dict.fromkeys((".7z", ".gz", ".rar", ".tar", ".tgz"), _("pack the files as .zip")),
        **dict.fromkeys((".mht", ".mhtml"), _("save the page as .html")),
        **dict.fromkeys((".odt", ".pages", ".rtf", ".wps"), _("save as .docx")),
        **dict.fromkeys((".numbers", ".ods", ".xls", ".xlsx"), _("save as .csv")),
    }
    return f" ({reasons[suffix]})" if suffix in reasons else ""
