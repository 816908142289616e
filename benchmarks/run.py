"""Load what is missing, measure both sites in turns, print a table and keep the figures."""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sqlite3
import statistics
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import django

from . import corpus, report
from .databases import Server, SQLite, running
from .load import number
from .serve import ROOT, Contender, PageError, Served, serve
from .sites import SITES, Target

RESULTS = Path(__file__).parent / "results"
# Kinds of pages whose order leaves no choice, unlike that of a search.
LISTS = ("list", "category", "tag")


def main() -> None:
    options = _options()
    # Told to end, end as after Ctrl-C: with the servers stopped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _run(options)
    except PageError as error:
        sys.exit(f"\n{error}")
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        sys.exit(130)


def _run(options) -> None:
    with running(options.database, options.folder.resolve()) as database:
        loads = {site: _loaded(site, database, options) for site in SITES}
        if not options.rounds:
            return
        result = {**_machine(options, database), "load": loads, **_measure(database, options)}
    name = options.name or database_name(options.database, options)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")
    print(f"\n{report.report([result])}\nThe figures are in {path}.")


# Loading


def kept_cost(site: str, options) -> Path:
    """Where it is kept what loading the site cost; the sign that it is loaded."""
    name = database_name(site, options)
    return options.folder.resolve() / "loaded" / f"{options.database}_{name}.json"


def _loaded(site: str, database: SQLite | Server, options) -> dict:
    """What loading cost; the site's database is loaded first unless it is there already."""
    kept, name = kept_cost(site, options), database_name(site, options)
    if kept.exists() and database.exists(name) and options.reload not in (site, "all"):
        return json.loads(kept.read_text(encoding="utf-8"))
    kept.unlink(missing_ok=True)
    database.create(name)
    before = database.cpu_seconds()
    arguments = ["--size", str(options.size), "--length", options.length]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load", site, *arguments],
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
    print(report.load_line(site, cost))
    return cost


# Measuring


def _measure(database: SQLite | Server, options) -> dict:
    with ExitStack() as stack:

        def start(site: str, **environment: str) -> Served:
            name = database_name(site, options)
            return stack.enter_context(serve(SITES[site], database, name, **environment))

        served = {
            "app": start("app"),
            "changed": start("app", BENCHMARK_CHANGED="1"),
            "bare": start("bare"),
        }
        cookies = {site: served[site].login() for site in SITES}
        pages = {}
        for kind, targets in _targets(database, options).items():
            if options.only and not any(word in kind for word in options.only):
                continue
            contenders = _contenders(served, targets, cookies)
            if "bare" not in contenders and contenders["app"].is_missing():
                print(f"{kind}: left out, the library has no such page.")
                continue
            page = pages[kind] = _in_turns(kind, contenders, options)
            if "bare" not in page:
                continue
            if kind.startswith(LISTS) and contenders["app"].listed != contenders["bare"].listed:
                print(f"Mind: the sites do not list the same articles for “{kind}”.")
            page["ratio"] = _ratio(page["bare"], page["app"])
            if "changed" in page:
                page["changed_ratio"] = _ratio(page["bare"], page["changed"])
        return {
            "pages": pages,
            "floor": _measure_floor(stack, served["app"], served["bare"], options),
            "memory": {name: one.peak_memory() for name, one in served.items()},
        }


def _contenders(
    served: dict[str, Served], targets: list[Target], cookies: dict[str, str]
) -> dict[str, Contender]:
    """The pages in each site that has them; those of the admin keep nothing, so meet no change."""
    contenders = {}
    for name, one in served.items():
        paths = [one.site.path(target) for target in targets]
        if targets[0].is_admin and name in cookies:
            contenders[name] = Contender(one, paths, {"Cookie": cookies[name]})
        elif not targets[0].is_admin and None not in paths:
            contenders[name] = Contender(one, paths)
    return contenders


def _measure_floor(stack: ExitStack, app: Served, bare: Served, options) -> dict:
    """An empty view as large as the list's first page; with --page-cache, that page from it."""
    path = "/articles/"
    size = len(app.get(path)[1])
    contenders = {"empty": Contender(bare, [f"/empty/{size}/"])}
    if options.page_cache:
        name = database_name("app", options)
        cached = stack.enter_context(serve(app.site, app.database, name, BENCHMARK_PAGE_CACHE="1"))
        response, _ = cached.get(path)
        contenders["cached"] = Contender(cached, [path])
        validator = {"If-None-Match": response.getheader("ETag", "")}
        contenders["not modified"] = Contender(cached, [path], validator, status=304)
    result = _in_turns("an empty view", contenders, options)
    for kind in contenders.keys() - {"empty"}:
        result[kind]["ratio"] = _ratio(result[kind], result["empty"])
    return result


def _in_turns(kind: str, contenders: dict[str, Contender], options) -> dict:
    """A B A B …, so that whatever else the machine does meets all alike."""
    print(f"{kind} …", end="", flush=True)
    for contender in contenders.values():
        contender.warm_up()
    for _ in range(options.rounds):
        for contender in contenders.values():
            contender.measure(options.seconds)
    results = {name: contender.result() for name, contender in contenders.items()}
    milliseconds = (f"{name} {report.cpu(result):.2f} ms" for name, result in results.items())
    print(" " + ", ".join(milliseconds))
    return results


def _ratio(one: dict, other: dict) -> float | None:
    """How much more processor time the one takes: the median over the rounds' pairs."""
    pairs = zip(one["rounds"], other["rounds"], strict=True)
    ratios = [report.cpu(a) / report.cpu(b) for a, b in pairs if report.cpu(b)]
    return statistics.median(ratios) if ratios else None


def _targets(database: SQLite | Server, options) -> dict:
    os.environ["DATABASE_URL"] = database.url(database_name("bare", options))
    os.environ["DJANGO_SETTINGS_MODULE"] = SITES["bare"].settings
    django.setup()
    from django.db import connection

    from .targets import targets

    try:
        return targets(options.length)
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
    parser.add_argument("--rounds", type=int, default=5, help="turns of each site; 0 only loads")
    parser.add_argument("--seconds", type=float, default=1.0, help="length of a turn")
    parser.add_argument("--only", nargs="+", help="only kinds of pages that hold such a word")
    parser.add_argument("--reload", choices=[*SITES, "all"], help="load again what is there")
    parser.add_argument("--page-cache", action="store_true", help="measure the page cache, too")
    parser.add_argument("--name", help="of the file in results/")
    return parser.parse_args()
