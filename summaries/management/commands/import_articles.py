import json
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from summaries import importers, upkeep
from summaries.models import Article, Category


class Command(BaseCommand):
    help = "Import plain-text pages (.txt) and documents (.jsonl). Safe to run again."

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder")
        parser.add_argument("--category", default="", help="full path, or names with / between")
        parser.add_argument("--status", choices=Article.Status.values, default=Article.Status.DRAFT)
        parser.add_argument("--dry-run", action="store_true", help="report, but write nothing")
        parser.add_argument("--batch-size", type=int, default=50, help="articles per transaction")
        parser.add_argument("--report", type=Path, metavar="FILE", help="a JSON object per page")

    def handle(self, *, paths, category, status, dry_run, batch_size, report, **options):
        if not upkeep.is_migrated():
            raise CommandError(_("The library's tables are missing. Run: python manage.py migrate"))
        empty = [path for path in paths if not importers.find([path])]
        if len(empty) == len(paths):
            named = ", ".join(map(str, paths))
            raise CommandError(_("%s contains no .txt or .jsonl file.") % named)
        for path in empty:
            self.stderr.write(_("%(path)s: contains no .txt or .jsonl file.") % {"path": path})
        files = importers.find(paths)
        names = category_names(category)
        counts: Counter[str] = Counter()
        with ExitStack() as stack:
            lines = stack.enter_context(open_report(report)) if report else None
            bar = stack.enter_context(tqdm(files, unit="file", disable=None, leave=False))
            readings = (reading for file in bar for reading in importers.read(file))
            store = importers.Store(category=names, status=status, dry_run=dry_run)
            try:
                for result in store.store_many(readings, batch_size=batch_size):
                    counts[result.outcome] += 1
                    bar.set_postfix_str(f"{counts.total():,}")
                    if lines:
                        print(json.dumps(result.report(), ensure_ascii=False), file=lines)
                    if result.reason:
                        with bar.external_write_mode():
                            self.stderr.write(f"{result.reading.path}: {result.reason}")
            except KeyboardInterrupt:
                self.stdout.write(importers.tally(counts))
                raise CommandError(
                    _("Interrupted; run the command again to finish."), returncode=130
                ) from None
        self.stdout.write(importers.tally(counts) + (_(" (dry run)") if dry_run else ""))
        if counts["failed"]:
            sys.exit(1)


def category_names(category: str) -> tuple[str, ...]:
    """The category's names from the root if the full path exists, else the names as given."""
    existing = Category.objects.filter(full_path=category.strip("/")).first()
    if existing:
        return tuple(one.name for one in existing.trail())
    return tuple(filter(None, map(str.strip, category.split("/"))))


def open_report(path: Path):
    try:
        return path.open("w", encoding="utf-8")
    except OSError as error:
        raise CommandError(
            _("The report cannot be written to %(path)s: %(why)s.")
            % {"path": path, "why": error.strerror}
        ) from error
