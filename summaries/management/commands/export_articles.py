from pathlib import Path
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from summaries import exports, upkeep
from summaries.exporters import MissingExtra
from summaries.importers import printable


class Command(BaseCommand):
    help = "Write the published articles to a folder, in a format that can be read elsewhere."

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=sorted(exports.KINDS), metavar="KIND")
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="made if it is missing")
        parser.add_argument(
            "--everything", action="store_true", help="also what is not public, but for the bin"
        )
        parser.add_argument(
            "--address", default="", metavar="URL", help="of the site, for links and images"
        )

    def handle(self, *, kind, folder, everything, address, **options):
        if not upkeep.is_migrated():
            raise CommandError(_("The library's tables are missing. Run: python manage.py migrate"))
        if everything and kind == "static":
            raise CommandError(
                _("A copy of the site is of what is public: leave out --everything.")
            )
        library = exports.Library(everything=everything, address=checked(kind, address))
        is_copy = kind == "static"  # whose pages are found on the way
        bar = tqdm(
            exports.KINDS[kind](library, folder),
            total=None if is_copy else library.articles.count(),
            unit="page" if is_copy else "article",
            disable=None,
            leave=False,
        )
        count = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for _step in bar:
                count += 1
        except (exports.CopyError, MissingExtra) as error:
            raise CommandError(error) from error
        except OSError as error:
            said = _("Nothing can be written to %(path)s: %(why)s.")
            named = {"path": printable(error.filename or folder), "why": error.strerror}
            raise CommandError(said % named) from error
        except OperationalError as error:
            why = str(error).strip().partition("\n")[0].rstrip(".")
            said = _("The database failed: %s. Run the command again.")
            raise CommandError(said % why) from error
        except KeyboardInterrupt:
            raise CommandError(_("Interrupted; run it again."), returncode=130) from None
        self.stdout.write(said_of(kind, count) % {"count": count, "path": printable(folder)})


def said_of(kind: str, count: int) -> str:
    if kind == "static":
        return ngettext(
            "%(count)s page written to %(path)s", "%(count)s pages written to %(path)s", count
        )
    return ngettext(
        "%(count)s article written to %(path)s", "%(count)s articles written to %(path)s", count
    )


def checked(kind: str, address: str) -> str:
    """The address of the site, if it is one; the formats that name it in full need it."""
    parts = urlsplit(address)
    if address and not (parts.scheme in ("http", "https") and parts.netloc):
        said = _("--address: %(address)s is no URL, such as https://example.org.")
        raise CommandError(said % {"address": address})
    if not address and kind in ("static", "wxr"):
        said = _("%(kind)s needs the site's URL: add --address https://example.org.")
        raise CommandError(said % {"kind": kind})
    return address
