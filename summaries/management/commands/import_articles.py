import json
import sys
from collections import Counter
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from summaries import importers, upkeep
from summaries import text as texts
from summaries.models import Article, Category

# Documents that a dry run shows, and the words of each.
SHOWN, WORDS = 5, 200


class Command(BaseCommand):
    help = "Import articles from files, folders and zip archives. Safe to run again."

    def add_arguments(self, parser):
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="file, folder or zip archive"
        )
        parser.add_argument("--category", default="", help="full path, or names with / between")
        parser.add_argument("--status", choices=Article.Status.values, default=Article.Status.DRAFT)
        parser.add_argument(
            "--media",
            action="append",
            type=Path,
            default=[],
            metavar="DIR|ZIP",
            help="where images lie, beside the paths",
        )
        parser.add_argument("--pages", action="store_true", help="also a blog's pages, not posts")
        parser.add_argument(
            "--columns",
            default="",
            metavar="FIELD=HEADER,…",
            help="of a table, what fields they are",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show and report, but write nothing"
        )
        parser.add_argument("--compare", action="store_true", help="name near-duplicates")
        parser.add_argument("--batch-size", type=int, default=50, help="articles per transaction")
        parser.add_argument("--report", type=Path, metavar="FILE", help="a JSON object per page")

    def handle(self, *, paths, category, batch_size, report, media, **options):
        if not upkeep.is_migrated():
            raise CommandError(_("The library's tables are missing. Run: python manage.py migrate"))
        how = {name: options[name] for name in ("status", "dry_run", "compare")}
        store = importers.Store(category=category_names(category), **how)
        asked = importers.Options(pages=options["pages"], columns=columns(options["columns"]))
        run = Run(self.stdout, self.stderr)
        with ExitStack() as stack:
            given = stack.enter_context(opened(paths, media, asked))
            self.name_empty(given)
            run.report = stack.enter_context(Report(report)) if report else None
            with tqdm(
                total=given.all_bytes,
                unit="B",
                unit_scale=True,
                disable=None,
                leave=False,
            ) as run.bar:
                run.follow(store, given, batch_size)
                if not store.dry_run:
                    run.follow_links(importers.link())
        self.conclude(run, given, store)

    def name_empty(self, given):
        """Say which folders and archives hold nothing to import; stop if none does."""
        suffixes = ", ".join(importers.suffixes())
        nothing = [
            _("%(path)s: no file to import (%(suffixes)s).")
            % {"path": importers.printable(path), "suffixes": suffixes}
            for path in given.found.empty
        ]
        if not len(given):
            raise CommandError("\n".join([*given.found.sentences(), *nothing]))
        for sentence in nothing:
            self.stderr.write(sentence)

    def conclude(self, run, given, store):
        for sentence in [*given.found.sentences(), *run.notes.sentences()]:
            self.stdout.write(sentence)
        beside = [] if store.dry_run else [*store.sentences(), *run.links()]
        for sentence in beside:
            self.stdout.write(sentence)
        tally = importers.tally(run.counts)
        self.stdout.write(tally + (_(" (dry run)") if store.dry_run else ""))
        if failure := run.failure or (run.report and run.report.failure):
            raise failure
        if run.counts["failed"]:
            sys.exit(1)


class Run:
    """An import under way: counts and reports the outcomes, and keeps what ended it early."""

    def __init__(self, stdout, stderr):
        self.stdout, self.stderr = stdout, stderr
        self.report = self.bar = self.failure = None
        self.counts: Counter[str] = Counter()
        self.notes = importers.Notes()
        self.rewritten = self.missing = 0

    def follow(self, store, given, batch_size):
        left = SHOWN if store.dry_run else 0
        with self.noting_failure():
            for one in store.store_many(given.read(), batch_size=batch_size):
                self.counts[one.outcome] += 1
                self.bar.set_postfix_str(f"{self.counts.total():,}", refresh=False)
                self.bar.update(given.read_bytes - self.bar.n)
                if self.report:
                    self.report.add(one.report())
                self.notes.add(one.reading.path, one.notes)
                for said in one.sentences():
                    self.say(self.stderr, f"{one.reading.path}: {said}")
                if left and one.reading.document:
                    left -= 1
                    self.say(self.stdout, shown(store.complete(one.reading)))

    def follow_links(self, linked):
        if self.failure:
            return
        with self.noting_failure():
            for one in linked:
                self.rewritten += one.rewritten
                self.missing += len(one.missing)
                if self.report:
                    self.report.add(one.report())

    def links(self):
        """What became of the links between the pages, in sentences."""
        rewritten = ngettext(
            "%(count)s link leads to its new address now",
            "%(count)s links lead to their new addresses now",
            self.rewritten,
        )
        missing = ngettext(
            "%(count)s link leads to what was not imported: --report names it",
            "%(count)s links lead to what was not imported: --report names them",
            self.missing,
        )
        counted = ((rewritten, self.rewritten), (missing, self.missing))
        return [said % {"count": count} for said, count in counted if count]

    def say(self, stream, said):
        with self.bar.external_write_mode():
            stream.write(said)

    @contextmanager
    def noting_failure(self):
        try:
            yield
        except KeyboardInterrupt:
            said = _("Interrupted; run the command again to finish.")
            self.failure = CommandError(said, returncode=130)
        except OperationalError as error:
            why = str(error).strip().partition("\n")[0].rstrip(".")
            said = _("The database failed: %s. Run the command again to finish.")
            self.failure = CommandError(said % why)
        except OSError as error:
            said = _("The images cannot be stored: %s. Run the command again to finish.")
            self.failure = CommandError(said % error.strerror)


class Report:
    """The report's file, a line a page. A full disk ends the report, not the import."""

    def __init__(self, path):
        self.path = path
        self.failure: CommandError | None = None

    def __enter__(self):
        try:
            self.file = self.path.open("w", encoding="utf-8")
        except OSError as error:
            raise self.failed(error) from error
        return self

    def __exit__(self, *exception):
        with self.noting_failure():
            self.file.close()

    def add(self, said):
        if self.failure is None:
            with self.noting_failure():
                print(json.dumps(said, ensure_ascii=False), file=self.file)

    @contextmanager
    def noting_failure(self):
        try:
            yield
        except OSError as error:
            self.failure = self.failed(error)

    def failed(self, error):
        return CommandError(
            _("The report cannot be written to %(path)s: %(why)s.")
            % {"path": importers.printable(self.path), "why": error.strerror}
        )


@contextmanager
def opened(paths, media, options):
    given = importers.Given(paths, media=media, options=options)
    try:
        stack = ExitStack()
        stack.enter_context(given)
    except importers.UnreadableFile as error:
        raise CommandError(f"--media: {error}") from error
    with stack:
        yield given


def columns(text):
    """The columns' headers by the fields of the document, from ``title=Headline,text=Body``."""
    pairs = [one.partition("=") for one in text.split(",") if one.strip()]
    wrong = ["".join(one) for one in pairs if not (one[0].strip() and one[2].strip())]
    if wrong:
        said = _("--columns: write it as title=Headline,text=Body, not %s.")
        raise CommandError(said % wrong[0])
    return {field.strip(): header.strip() for field, _between, header in pairs}


def shown(document):
    """The document in a few lines, as its article would come."""
    moment = document.published_at
    date = timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
    body = " ".join(texts.from_html(part.body) for part in document.parts[:3])
    facts = [
        (_("category"), " › ".join(document.category)),
        (_("tags"), ", ".join(document.tags)),
        (_("status"), " · ".join(filter(None, (document.status, date)))),
        (_("text"), texts.excerpt(document.lead or body, WORDS)),
    ]
    lines = [f"  {name}: {value}" for name, value in facts if value]
    return "\n".join([document.title, *lines])


def category_names(category: str) -> tuple[str, ...]:
    """The category's names from the root if the full path exists, else the names as given."""
    existing = Category.objects.filter(full_path=category.strip("/")).first()
    if existing:
        return tuple(one.name for one in existing.trail())
    return tuple(filter(None, map(str.strip, category.split("/"))))
