"""Load what is missing, measure the sites in turns, print tables and keep the figures."""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import django

from . import corpus, measures, report
from .databases import Server, SQLite, running
from .load import number
from .serve import PageError
from .sites import ROOT, SITES, WAGTAIL_PYTHON, Site

if TYPE_CHECKING:
    from .targets import Targets

# What is larger is made of copies, since its import would take an hour.
LARGEST_LOADED = 100_000
MEASURES = {
    "mix": measures.mix,
    "crawl": measures.crawl,
    "changes": measures.changes,
    "pages": measures.pages,
    "floor": measures.floor,
    "saving": measures.saving,
}


def main() -> None:
    options = _options()
    # Told to end, end as after Ctrl-C: with the servers stopped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.stdout.reconfigure(line_buffering=True)
    try:
        _run(options)
    except PageError as error:
        sys.exit(f"\n{error}")
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        sys.exit(130)


def _run(options) -> None:
    sites = [SITES["app"], SITES["bare"]]
    if options.wagtail:
        if not WAGTAIL_PYTHON.exists():
            sys.exit(f"Wagtail is not installed: make {WAGTAIL_PYTHON.relative_to(ROOT)}")
        sites.append(SITES["wagtail"])
    with running(options.database, options.folder.resolve()) as database:
        make = loaded if options.size <= LARGEST_LOADED else _multiplied
        loads = {site.name: make(site, database, options) for site in sites}
        if not options.rounds:
            return
        measured = _measure(sites, database, options)
        loads = {site: load for site, load in loads.items() if load}
        result = {**_machine(options, database), "load": loads, **measured}
    folder = report.RESULTS if options.publish else options.folder / "results"
    folder.mkdir(exist_ok=True)
    path = folder / f"{database_name(options.database, options)}.json"
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")
    print(f"\n{report.tables([result])}\nThe figures are in {path}.")
    if options.publish:
        report.main()


# Loading


def kept_cost(site: str, options) -> Path:
    """Where it is kept what loading the site cost; the sign that it is loaded."""
    name = database_name(site, options)
    return options.folder.resolve() / "loaded" / f"{options.database}_{name}.json"


def loaded(site: Site, database: SQLite | Server, options) -> dict:
    """What loading cost; the site's database is loaded first unless it is there already."""
    kept, name = kept_cost(site.name, options), database_name(site.name, options)
    if kept.exists() and database.exists(name) and options.reload not in (site.name, "all"):
        return json.loads(kept.read_text(encoding="utf-8"))
    kept.unlink(missing_ok=True)
    database.create(name)
    before = database.cpu_seconds()
    arguments = ["--size", str(options.size), "--length", options.length]
    done = subprocess.run(
        [site.python, "-m", "benchmarks.load", site.name, *arguments],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": database.url(name)},
        stdout=subprocess.PIPE,
        check=True,
        process_group=0,  # as the servers are: Ctrl-C is for the runner
    )
    cost = json.loads(done.stdout)
    cost["cpu_database"] = database.cpu_seconds() - before
    database.finish(name)
    cost["bytes"] = database.size(name)
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps(cost), encoding="utf-8")
    print(report.load_line(site.name, cost))
    return cost


def _multiplied(site: Site, database: SQLite | Server, options) -> None:
    """See to it that the site has a library made of copies of the largest that is loaded."""
    name, size = database_name(site.name, options), options.size
    if database.exists(name) and options.reload not in (site.name, "all"):
        return
    options.size = LARGEST_LOADED
    loaded(site, database, options)
    database.copy(database_name(site.name, options), name)
    options.size = size
    print(f"{site.name}: {size // LARGEST_LOADED} times {LARGEST_LOADED:,} articles …")
    done = subprocess.run(
        [site.python, "-m", "benchmarks.multiply", site.name, f"--times={size // LARGEST_LOADED}"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": database.url(name)},
        process_group=0,
    )
    if done.returncode:
        database.drop(name)
        sys.exit(f"{site.name}: the copies could not be made; see above.")
    database.finish(name)


# Measuring


def _measure(sites: list[Site], database: SQLite | Server, options) -> dict:
    """On copies: the edits are real, and the next run finds the libraries as they were loaded."""
    names = {site: f"copy_of_{database_name(site.name, options)}" for site in sites}
    targets = _targets(database, options)
    try:
        for site, name in names.items():
            database.copy(database_name(site.name, options), name)
        bench = measures.Bench(
            database, names, targets, options.seconds, options.rounds, options.with_import
        )
        return {
            name: measure(bench)
            for name, measure in MEASURES.items()
            if not options.only or name in options.only
        }
    finally:
        for name in names.values():
            database.drop(name)


def _targets(database: SQLite | Server, options) -> Targets:
    os.environ["DATABASE_URL"] = database.url(database_name("bare", options))
    os.environ["DJANGO_SETTINGS_MODULE"] = SITES["bare"].settings
    django.setup()
    from django.db import connection

    from .targets import Targets

    try:
        return Targets(options.length)
    finally:
        connection.close()


# What was measured


def database_name(what: str, options) -> str:
    """``app_10k_short``: what is loaded, the number of articles, their length."""
    return f"{what}_{report.short(options.size)}_{options.length}"


def _machine(options, database: SQLite | Server) -> dict:
    version = sqlite3.sqlite_version
    if isinstance(database, Server):
        version = database.version()
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "size": options.size,
        "length": options.length,
        "database": options.database,
        "database_version": version,
        "database_cpu_known": options.database == "sqlite" or database.postmaster is not None,
        "python": platform.python_version(),
        "django": django.get_version(),
        "processors": os.cpu_count(),
        "seconds": options.seconds,
        "rounds": options.rounds,
    }


def library_options(description: str) -> argparse.ArgumentParser:
    """A parser for the options that say which library, and where."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--size", type=number, default=10_000, help="articles: 10k, 1M (10k)")
    parser.add_argument("--length", choices=corpus.LENGTHS, default="short")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument(
        "--folder", type=Path, default=ROOT / "var/benchmarks", help="for the databases"
    )
    return parser


def _options():
    parser = library_options(__doc__)
    parser.prog = "python -m benchmarks"
    parser.add_argument("--rounds", type=int, default=2, help="turns of each site; 0 only loads")
    parser.add_argument("--seconds", type=float, default=15, help="length of a turn of the mix")
    parser.add_argument("--only", nargs="+", choices=MEASURES, help="only these measurements")
    parser.add_argument("--import", action="store_true", dest="with_import", help="in the mix, too")
    parser.add_argument("--wagtail", action="store_true", help="measure a site of Wagtail, too")
    parser.add_argument("--reload", choices=[*SITES, "all"], help="load again what is there")
    parser.add_argument("--publish", action="store_true", help="show it in docs/performance.md")
    return parser.parse_args()
