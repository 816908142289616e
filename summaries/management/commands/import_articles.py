import json
import sys
from collections import Counter
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils.translation import gettext as _
from tqdm import tqdm

from summaries import importers, upkeep
from summaries.models import Article, Category


class Command(BaseCommand):
    help = "Import plain-text pages (.txt, .md) and documents (.jsonl). Safe to run again."

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder")
        parser.add_argument("--category", default="", help="full path, or names with / between")
        parser.add_argument("--status", choices=Article.Status.values, default=Article.Status.DRAFT)
        parser.add_argument("--dry-run", action="store_true", help="report, but write nothing")
        parser.add_argument("--compare", action="store_true", help="name near-duplicates")
        parser.add_argument("--batch-size", type=int, default=50, help="articles per transaction")
        parser.add_argument("--report", type=Path, metavar="FILE", help="a JSON object per page")

    def handle(self, *, paths, category, batch_size, report, **options):
        if not upkeep.is_migrated():
            raise CommandError(_("The library's tables are missing. Run: python manage.py migrate"))
        files = self.find(paths)
        how = {name: options[name] for name in ("status", "dry_run", "compare")}
        store = importers.Store(category=category_names(category), **how)
        counts: Counter[str] = Counter()
        with ExitStack() as stack:
            lines = stack.enter_context(Report(report)) if report else None
            bar = stack.enter_context(tqdm(files, unit="file", disable=None, leave=False))
            readings = (reading for file in bar for reading in importers.read(file))
            outcomes = store.store_many(readings, batch_size=batch_size)
            failure = self.follow(outcomes, counts, bar, lines)
        for sentence in files.sentences():
            self.stdout.write(sentence)
        self.stdout.write(importers.tally(counts) + (_(" (dry run)") if store.dry_run else ""))
        if failure := failure or (lines and lines.failure):
            raise failure
        if counts["failed"]:
            sys.exit(1)

    def find(self, paths):
        """The files to import; says which of the folders hold none."""
        files = importers.find(paths)
        suffixes = ", ".join(importers.suffixes())
        nothing = [
            _("%(path)s: no file to import (%(suffixes)s).")
            % {"path": importers.printable(path), "suffixes": suffixes}
            for path in files.empty
        ]
        if not files:
            raise CommandError("\n".join([*files.sentences(), *nothing]))
        for sentence in nothing:
            self.stderr.write(sentence)
        return files

    def follow(self, outcomes, counts, bar, report):
        """Count the outcomes and report them; the error that ended them early, or ``None``."""
        try:
            for one in outcomes:
                counts[one.outcome] += 1
                bar.set_postfix_str(f"{counts.total():,}")
                if report:
                    report.add(one)
                for said in one.sentences():
                    with bar.external_write_mode():
                        self.stderr.write(f"{one.reading.path}: {said}")
        except KeyboardInterrupt:
            said = _("Interrupted; run the command again to finish.")
            return CommandError(said, returncode=130)
        except OperationalError as error:
            why = str(error).strip().partition("\n")[0].rstrip(".")
            said = _("The database failed: %s. Run the command again to finish.")
            return CommandError(said % why)
        return None


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

    def add(self, outcome):
        if self.failure is None:
            with self.noting_failure():
                print(json.dumps(outcome.report(), ensure_ascii=False), file=self.file)

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


def category_names(category: str) -> tuple[str, ...]:
    """The category's names from the root if the full path exists, else the names as given."""
    existing = Category.objects.filter(full_path=category.strip("/")).first()
    if existing:
        return tuple(one.name for one in existing.trail())
    return tuple(filter(None, map(str.strip, category.split("/"))))
