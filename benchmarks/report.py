"""Figures as Markdown: ``python -m benchmarks.report benchmarks/results/*.json``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from itertools import groupby
from pathlib import Path


def report(results: list[dict]) -> str:
    """Tables for each measurement, and for those that differ in size only, how they grow."""
    results = sorted(results, key=lambda one: (one["database"], one["length"], one["size"]))
    sections = [_section(result) for result in results]
    for (database, length), group in groupby(results, lambda one: (one["database"], one["length"])):
        group = list(group)
        if len(group) > 1:
            sections.append(f"## Growth, {_title(database, length)}\n\n{_growth(group)}")
    return "\n\n".join(sections) + "\n"


def _section(result: dict) -> str:
    heading = f"{result['size']:,} articles, {_title(result['database'], result['length'])}"
    about = (
        f"Python {result['python']}, Django {result['django']},"
        f" {NAMES[result['database']]} {result['database_version']},"
        f" {result['processors']} processors; {result['rounds']} turns of"
        f" {result['seconds']:g} s each, {result['measured_at'][:10]}."
    )
    if not result["database_cpu_known"]:
        about += " The database runs elsewhere: its processor time is not included."
    return "\n\n".join(
        [f"## {heading}", about, _pages(result["pages"]), _floor(result["floor"]), _loads(result)]
    )


def _pages(pages: dict) -> str:
    """Each kind of page in both sites, and how much cheaper the library is."""
    head = (
        "page|app, ms|changed, ms|bare, ms|bare ÷ app|bare ÷ changed|p50 / p95, app|p50 / p95, bare"
    )
    head += "|req/s, app|req/s, bare|statements, app|statements, changed|statements, bare"
    rows = [
        [
            kind,
            *(_shown(page, site, _cpu_parts) for site in ("app", "changed", "bare")),
            *(_shown(page, ratio, _ratio) for ratio in ("ratio", "changed_ratio")),
            *(_shown(page, site, _percentiles) for site in ("app", "bare")),
            *(_shown(page, site, _per_second) for site in ("app", "bare")),
            *(_shown(page, site, _statements) for site in ("app", "changed", "bare")),
        ]
        for kind, page in pages.items()
    ]
    return _table(head.split("|"), rows)


def _floor(floor: dict) -> str:
    names = {
        "empty": "an empty Django view as large as the list's page 1",
        "cached": "list, page 1, from the page cache",
        "not modified": "list, page 1, 304 Not Modified",
    }
    rows = [
        [names[kind], _figure(cpu(one)), _figure(one.get("ratio")), f"{one['per_second']:.0f}"]
        for kind, one in floor.items()
    ]
    return _table(["floor", "ms", "÷ empty view", "req/s"], rows)


def _loads(result: dict) -> str:
    rows = [
        [
            site,
            f"{per_cpu_second(cost):,.0f}",
            f"{cost['seconds']:,.0f}",
            f"{cost['peak_memory'] / 1e6:.0f}",
            f"{cost['bytes'] / 1e6:,.0f}",
            f"{result['memory'][site] / 1e6:.0f}",
        ]
        for site, cost in result["load"].items()
    ]
    head = ["loading", "articles per CPU second", "seconds", "peak MB", "database, MB"]
    return _table([*head, "worker's peak MB when serving"], rows)


def _growth(results: list[dict]) -> str:
    """The processor time for each kind of page from size to size."""
    sizes = [short(result["size"]) for result in results]
    kinds = dict.fromkeys(kind for result in results for kind in result["pages"])
    rows = []
    for kind in kinds:
        pages = [result["pages"].get(kind, {}) for result in results]
        rows.append([kind, *_grown(pages, "app"), *_grown(pages, "bare")])
        if any("changed" in page for page in pages):
            rows.append([f"{kind}, changed", *_grown(pages, "changed"), *[""] * (len(sizes) + 1)])
    head = [f"{site}, {name}" for site in ("app", "bare") for name in (*sizes, "growth")]
    return _table(["page, ms", *head], rows)


def _grown(pages: list[dict], site: str) -> list[str]:
    """What the site's page costs at each size, and how many times as much at the last."""
    costs = [cpu(page[site]) for page in pages if site in page]
    growth = _figure(costs[-1] / costs[0]) if len(costs) > 1 else ""
    return [*(_shown(page, site, lambda one: _figure(cpu(one))) for page in pages), growth]


def load_line(site: str, cost: dict) -> str:
    return (
        f"{site}: {cost['articles']:,} articles, {per_cpu_second(cost):,.0f} per CPU second"
        f" (application {cost['cpu_application']:.1f} s, database {cost['cpu_database']:.1f} s,"
        f" without making the texts {cost['cpu_generator']:.1f} s), peak memory"
        f" {cost['peak_memory'] / 1e6:.0f} MB, database {cost['bytes'] / 1e6:,.0f} MB"
    )


def cpu(measured: dict) -> float:
    """Milliseconds of processor time per request, application and database."""
    return measured["cpu_application"] + measured["cpu_database"]


def per_cpu_second(cost: dict) -> float:
    """Articles loaded per second of processor time, application and database."""
    return cost["articles"] / (cost["cpu_application"] + cost["cpu_database"])


def short(size: int) -> str:
    """``10000`` as ``"10k"``, ``1000000`` as ``"1M"``."""
    for unit, factor in (("M", 1_000_000), ("k", 1_000)):
        if size >= factor and size % factor == 0:
            return f"{size // factor}{unit}"
    return str(size)


NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def _title(database: str, length: str) -> str:
    return f"{NAMES[database]}, {length} texts"


def _shown(page: dict, name: str, show: Callable[..., str]) -> str:
    """The page's figures of this name as a cell; an empty one where it has none."""
    return show(page[name]) if name in page else ""


def _cpu_parts(measured: dict) -> str:
    """The sum, and where there are two processes, its parts."""
    parts = [measured["cpu_application"], measured["cpu_database"]]
    total = _figure(sum(parts))
    return f"{total} ({' + '.join(map(_figure, parts))})" if parts[1] else total


def _ratio(ratio: float | None) -> str:
    return f"**{_figure(ratio)}**"


def _percentiles(measured: dict) -> str:
    return f"{_figure(measured['p50'])} / {_figure(measured['p95'])}"


def _per_second(measured: dict) -> str:
    return f"{measured['per_second']:.0f}"


def _statements(measured: dict) -> str:
    return str(measured["statements"])


def _figure(value: float | None) -> str:
    """Two digits that mean something."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 20 else f"{value:.1f}" if value >= 2 else f"{value:.2f}"


def _table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table whose columns line up, figures to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]

    def line(cells):
        first, *rest = zip(cells, widths, strict=True)
        padded = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
        return f"| {' | '.join(padded)} |"

    rule = [":" + "-" * (widths[0] - 1), *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join([line(head), line(rule), *map(line, rows)])


if __name__ == "__main__":
    given = [json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:]]
    print(report(given), end="")
