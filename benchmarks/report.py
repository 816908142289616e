"""Figures as Markdown; ``python -m benchmarks.report`` writes them into docs/performance.md."""

from __future__ import annotations

import json
import re
from pathlib import Path

from .sites import ROOT

RESULTS = Path(__file__).parent / "results"
PAGE = ROOT / "docs" / "performance.md"
FIGURES = re.compile(r"(?<=<!-- figures -->\n).*(?=<!-- end of figures -->)", re.DOTALL)

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
SITES = {"app": "library", "bare": "plain", "wagtail": "Wagtail"}


def main() -> None:
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def page(text: str) -> str:
    """The text of docs/performance.md with the tables of the results that are kept."""
    paths = sorted(RESULTS.glob("*.json"))
    results = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    return FIGURES.sub(lambda _: f"\n{tables(results)}\n", text) if results else text


def tables(results: list[dict]) -> str:
    """All tables: of the largest size whose mix was measured, with growth from the smallest."""
    results = sorted(results, key=lambda one: (one["database"], one["size"]))
    size = max((one for one in results if "mix" in one), default=results[-1], key=_size)["size"]
    shown = [one for one in results if one["size"] == size]
    sections = {
        "The mix": _mix(shown),
        "The crawl: each page once": _crawl(shown),
        "The first request after a change, and the same page again": _pages(results, shown),
        "The page cache": _floor(shown),
        "Writing": _writing(shown),
    }
    written = [f"## {heading}\n\n{table}" for heading, table in sections.items() if table]
    return "\n\n".join([*map(_run, shown), *written]) + "\n"


def _run(result: dict) -> str:
    line = (
        f"{result['size']:,} articles of {result['length']} texts, {NAMES[result['database']]}"
        f" {result['database_version']}, Python {result['python']}, Django {result['django']},"
        f" {result['processors']} processors, {result['measured_at'][:10]}."
    )
    if not result["database_cpu_known"]:
        line += " The database runs elsewhere: its processor time is not included."
    return line


def _mix(results: list[dict]) -> str:
    results = [one for one in results if "mix" in one]
    if not results:
        return ""
    sites = _sites(results, "mix")
    rows = [
        [
            NAMES[result["database"]],
            kind,
            *(f"{figures[site]['per_second']:.0f}" for site in sites),
            f"**{figure(figures['app']['per_second_ratio'])}**",
            *(figure(figures[site]["cpu"]) for site in sites),
            *(f"{figure(figures[site]['p50'])} / {figure(figures[site]['p95'])}" for site in sites),
        ]
        for result in results
        for kind, figures in result["mix"].items()
    ]
    names = [SITES[site] for site in sites]
    measures = [f"req/s, {names[0]}", *names[1:], "× plain", f"ms, {names[0]}", *names[1:]]
    return table(["", "edits", *measures, f"p50 / p95, {names[0]}", *names[1:]], rows)


def _crawl(results: list[dict]) -> str:
    results = [one for one in results if "crawl" in one]
    if not results:
        return ""
    sites = _sites(results, "crawl")
    head, columns = ["page, ms"], []
    for result in results:
        first, *others = (SITES[site] for site in sites)
        head += [f"{NAMES[result['database']]}: {first}", *others, "× plain"]
        columns.append(result["crawl"])
    rows = [
        [kind, *(cell for column in columns for cell in _costs(column.get(kind, {}), sites))]
        for kind in dict.fromkeys(kind for column in columns for kind in column)
    ]
    return table(head, rows)


def _pages(results: list[dict], shown: list[dict]) -> str:
    """In each database the first request after a change, how it grew, and the page again."""
    head, columns = ["page, ms"], []
    for result in shown:
        sizes = [one for one in results if one["database"] == result["database"]]
        sizes = [one for one in sizes if "changes" in one]
        if "changes" in result:
            head += [f"{NAMES[result['database']]}, after a change: library", "plain"]
            columns.append(lambda kind, one=result: _costs(one["changes"].get(kind, {}))[:2])
        if len(sizes) > 1:
            head.append(f"growth, {short(sizes[0]['size'])} to {short(sizes[-1]['size'])}")
            columns.append(lambda kind, sizes=sizes: _growth(sizes[0], sizes[-1], kind))
        if "pages" in result:
            head += ["again: library", "plain", "× plain"]
            columns.append(lambda kind, one=result: _costs(one["pages"].get(kind, {})))
    kinds = [kind for one in shown for name in ("changes", "pages") for kind in one.get(name, ())]
    return table(
        head,
        [
            [kind, *(cell for cells in columns for cell in cells(kind))]
            for kind in dict.fromkeys(kinds)
        ],
    )


def _growth(smallest: dict, largest: dict, kind: str) -> list[str]:
    """How many times as much the page costs at the largest size, in both sites."""
    one, other = smallest["changes"].get(kind, {}), largest["changes"].get(kind, {})
    grown = [
        figure(other[site]["cpu"] / one[site]["cpu"])
        for site in ("app", "bare")
        if site in one and site in other
    ]
    return [" (plain ".join(grown) + ")" * (len(grown) > 1)]


def _costs(figures: dict, sites: tuple[str, ...] = ("app", "bare")) -> list[str]:
    """Processor time in each of the sites, and the library's beside the plain one's."""
    ratio = figures.get("app", {}).get("cpu_ratio")
    return [
        *(figure(figures[site]["cpu"]) if site in figures else "" for site in sites),
        f"**{figure(ratio)}**" if ratio else "",
    ]


def _floor(results: list[dict]) -> str:
    results = [one for one in results if "floor" in one]
    rows = [
        [
            name,
            *(
                cell
                for one in results
                for cell in (
                    figure(one["floor"][kind]["cpu"]),
                    figure(one["floor"][kind]["cpu_ratio"]),
                )
            ),
        ]
        for kind, name in (("cached", "page from the cache"), ("not modified", "304 Not Modified"))
    ]
    head = [cell for one in results for cell in (f"{NAMES[one['database']]}, ms", "× empty view")]
    return table(["", *head], rows) if results else ""


def _writing(results: list[dict]) -> str:
    rows = []
    for result in results:
        for site, load in result["load"].items():
            saving = {kind: figures[site] for kind, figures in result.get("saving", {}).items()}
            memory = result.get("mix", {}).get("none", {}).get(site, {}).get("peak_memory")
            rows.append(
                [
                    f"{NAMES[result['database']]}, {SITES[site]}",
                    *(_saved(saving) if saving else [""] * 4),
                    f"{per_cpu_second(load):,.0f}",
                    f"{load['peak_memory'] / 1e6:.0f}",
                    f"{load['bytes'] / 1e6:,.0f}",
                    f"{memory / 1e6:.0f}" if memory else "",
                ]
            )
    saves = ["one save, ms", "processor, ms", "eight writers, saves/s"]
    saves.append("beside an import, median / longest ms")
    loads = ["loading, articles per CPU second", "peak MB", "database, MB"]
    return table(["", *saves, *loads, "worker's peak MB in the mix"], rows)


def _saved(saving: dict) -> list[str]:
    beside = saving["beside"]
    return [
        figure(saving["alone"]["median"]),
        figure(saving["alone"]["cpu"]),
        f"{saving['together']['per_second']:.0f}",
        f"{figure(beside['median'])} / {figure(beside['longest'])}",
    ]


def _sites(results: list[dict], measure: str) -> tuple[str, ...]:
    """The sites that were measured, the library first."""
    found = {site for one in results for kind in one.get(measure, {}).values() for site in kind}
    return tuple(site for site in SITES if site in found)


def load_line(site: str, cost: dict) -> str:
    return (
        f"{site}: {cost['articles']:,} articles, {per_cpu_second(cost):,.0f} per CPU second"
        f" (application {cost['cpu_application']:.1f} s, database {cost['cpu_database']:.1f} s,"
        f" without making the texts {cost['cpu_generator']:.1f} s), peak memory"
        f" {cost['peak_memory'] / 1e6:.0f} MB, database {cost['bytes'] / 1e6:,.0f} MB"
    )


def per_cpu_second(cost: dict) -> float:
    """Articles loaded per second of processor time, application and database."""
    return cost["articles"] / (cost["cpu_application"] + cost["cpu_database"])


def short(size: int) -> str:
    """``10000`` as ``"10k"``, ``1000000`` as ``"1M"``."""
    for unit, factor in (("M", 1_000_000), ("k", 1_000)):
        if size >= factor and size % factor == 0:
            return f"{size // factor}{unit}"
    return str(size)


def figure(value: float) -> str:
    """Two digits that mean something."""
    return f"{value:,.0f}" if value >= 20 else f"{value:.1f}" if value >= 2 else f"{value:.2f}"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table whose columns line up, figures to the right; nothing without rows."""
    if not rows:
        return ""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]

    def line(cells):
        first, *rest = zip(cells, widths, strict=True)
        padded = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
        return f"| {' | '.join(padded)} |"

    rule = [":" + "-" * (widths[0] - 1), *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join([line(head), line(rule), *map(line, rows)])


def _size(result: dict) -> int:
    return result["size"]


if __name__ == "__main__":
    main()
