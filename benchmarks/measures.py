"""The measurements: each returns figures by kind of request, and in these by site."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain, count, cycle, islice, repeat
from math import inf
from typing import TYPE_CHECKING

from .databases import Server, SQLite
from .edits import edits
from .serve import MADE_ANEW, Served, serve
from .sites import Site, Target
from .writers import Writer, writer

if TYPE_CHECKING:
    from .targets import Targets

# Seconds between the edits of a mix, by the name of the table's row.
EDITS = {"none": None, "every 30 s": 30, "every 5 s": 5, "every second": 1}
IMPORT = "importing 50 articles a second"
# First numbers of what is imported meanwhile; no library is as large.
NEW_ARTICLES = count(10_000_000, step=1_000_000)
# How often the first request after a change is measured: of slow pages until the seconds are over.
CHANGES, FEWEST, LONGEST = 20, 3, 30
SAVES, WRITERS = 60, 8
# What is compared with the plain site's.
RATIOS = {"cpu", "per_second", "p50", "p95", "median", "longest"}

# Kinds of pages whose order leaves no choice, unlike that of a search.
LISTS = ("list", "category", "tag")

Figures = dict[str, float]


@dataclass
class Bench:
    """What all measurements need: sites with the names of their databases, and options."""

    database: SQLite | Server
    names: dict[Site, str]
    targets: Targets
    seconds: float
    rounds: int
    with_import: bool = False

    @contextmanager
    def served(self, *, workers: int) -> Iterator[list[Served]]:
        with ExitStack() as stack:
            yield [
                stack.enter_context(serve(site, self.database, name, workers=workers))
                for site, name in self.names.items()
            ]

    @contextmanager
    def writers(self) -> Iterator[list[Writer]]:
        """One for each site."""
        with ExitStack() as stack:
            yield [
                stack.enter_context(writer(site, self.database, name))
                for site, name in self.names.items()
            ]

    def __post_init__(self):
        # The same for each site, and none twice.
        self.edits = [edits(self.targets.articles) for _ in self.names]

    def text_edits(self, number: int) -> Iterator[str]:
        """Those for the site of this number that change nothing but a text."""
        return (order for order in self.edits[number] if order.startswith("text"))


# Each with two workers, as a small site has them


def mix(bench: Bench) -> dict:
    """Requests as visitors send them, while an editor saves articles."""
    targets = bench.targets.mix()
    with bench.served(workers=2) as sites, bench.writers() as writers:
        paths = [cycle(_paths(one.site, targets)) for one in sites]
        for one, addresses in zip(sites, paths, strict=True):
            one.measure(addresses, bench.seconds)  # to warm up

        def turn(number: int, seconds: float | None, orders: Iterator[str]) -> Figures:
            with ExitStack() as stack:
                if seconds:
                    stack.enter_context(writers[number].writing(orders, seconds))
                return sites[number].measure(paths[number], max(seconds or 0, bench.seconds))

        figures = {}
        for kind, seconds in EDITS.items():
            figures[kind] = _in_turns(
                f"mix, edits: {kind}",
                bench,
                lambda number, _, seconds=seconds: turn(number, seconds, bench.edits[number]),
            )
        if bench.with_import:
            figures[IMPORT] = _in_turns(
                f"mix, {IMPORT}", bench, lambda number, _: turn(number, 2, _imports(100))
            )
        for number, one in enumerate(sites):
            for figure in figures.values():
                figure[one.site.name]["peak_memory"] = sites[number].peak_memory()
        return figures


# With one worker: processor time does not depend on their number


def crawl(bench: Bench) -> dict:
    """Each page once, from a process that has shown none before."""
    figures = {}
    with bench.served(workers=1) as sites:
        for kind, targets in bench.targets.crawl().items():
            paths = [_paths(one.site, targets) for one in sites]

            def turn(number: int, one: int, paths=paths) -> Figures:
                part = paths[number][one :: bench.rounds]
                return sites[number].measure(iter(part))

            figures[kind] = _in_turns(f"crawl, {kind}", bench, turn)
    return figures


def changes(bench: Bench) -> dict:
    """The first request after a change: one edit before each."""
    with bench.served(workers=1) as sites, bench.writers() as writers:

        def turn(number: int, one: int, paths: list[list[str]]) -> Figures:
            writers[number].write(next(bench.edits[number]))
            path = paths[number][one % len(paths[number])]
            return sites[number].measure(iter([path]), connections=1)

        return {
            kind: _in_turns(
                f"after a change, {kind}",
                bench,
                lambda number, one, paths=paths: turn(number, one, paths),
                paths=paths,
                rounds=CHANGES,
                longest=LONGEST,
            )
            for kind, paths in _kinds(bench, sites).items()
        }


def pages(bench: Bench) -> dict:
    """The same few pages again and again without a change, the page cache aside."""
    figures = {}
    with bench.served(workers=1) as sites:
        for kind, paths in _kinds(bench, sites).items():
            for one, known in zip(sites, paths, strict=True):
                for path in 2 * known:
                    one.look(path, **MADE_ANEW)  # to warm up
            cycles = [cycle(one) for one in paths]
            figures[kind] = _in_turns(
                kind,
                bench,
                lambda number, _, cycles=cycles: sites[number].measure(
                    cycles[number], 1, headers=MADE_ANEW
                ),
                paths=paths,
            )
            looks = [
                [one.look(path, **MADE_ANEW) for path in known]
                for one, known in zip(sites, paths, strict=True)
            ]
            for one, look in zip(sites, looks, strict=True):
                if look:
                    figures[kind][one.site.name]["statements"] = max(sent for sent, _ in look)
            listed = [[links for _, links in look] for look in looks[:2]]
            if kind.startswith(LISTS) and all(listed) and listed[0] != listed[1]:
                print(f"Mind: the sites do not list the same articles for “{kind}”.")
    return figures


def floor(bench: Bench) -> dict:
    """The page cache beside an empty view of Django that answers as much."""
    path = "/articles/"
    with bench.served(workers=1) as sites:
        app, bare, *_ = sites
        app.get(path)
        answer = app.get(path)
        contenders = {
            "empty": (bare, f"/empty/{len(answer.body)}/", {}, 200),
            "cached": (app, path, {}, 200),
            "not modified": (app, path, {"If-None-Match": answer.header("ETag")}, 304),
        }
        figures = {name: [] for name in contenders}
        for _ in range(bench.rounds):
            for name, (served, address, headers, status) in contenders.items():
                turn = served.measure(repeat(address), 1, headers=headers, status=status)
                figures[name].append(turn)
    found = {name: _median(rounds) for name, rounds in figures.items()}
    for name, rounds in figures.items():
        found[name]["cpu_ratio"] = _ratio(rounds, figures["empty"], "cpu")
        print(f"{name}: {_shown(found[name])}, {found[name]['cpu_ratio']:.2f} × an empty view")
    return found


def saving(bench: Bench) -> dict:
    """An edit of a text: alone, from eight writers at once, and beside an import."""
    sites = list(bench.names.items())

    def alone(number: int, _) -> Figures:
        one, texts = writers[number], bench.text_edits(number)
        before = one.cpu_seconds() + bench.database.cpu_seconds()
        times = [one.write(order) for order in islice(texts, SAVES)]
        after = one.cpu_seconds() + bench.database.cpu_seconds()
        return {**_times(times), "cpu": 1000 * (after - before) / SAVES}

    def together(number: int, _) -> Figures:
        (site, name), texts = sites[number], bench.text_edits(number)
        with ExitStack() as stack:
            several = [
                stack.enter_context(writer(site, bench.database, name)) for _ in range(WRITERS)
            ]
            for one in several:
                one.write(next(texts))  # opens its connection
            orders = [list(islice(texts, SAVES)) for _ in several]
            start = time.perf_counter()
            with ThreadPoolExecutor(WRITERS) as pool:
                times = list(pool.map(lambda one, few: [*map(one.write, few)], several, orders))
            clock = time.perf_counter() - start
        return {**_times([*chain.from_iterable(times)]), "per_second": WRITERS * SAVES / clock}

    def beside(number: int, _) -> Figures:
        (site, name), texts = sites[number], bench.text_edits(number)
        times, end = [], time.perf_counter() + bench.seconds
        with writer(site, bench.database, name) as importer, importer.writing(_imports(500), 0):
            while time.perf_counter() < end:
                times.append(writers[number].write(next(texts)))
                time.sleep(0.02)
        return _times(times)

    with bench.writers() as writers:
        for number, one in enumerate(writers):
            one.write(next(bench.edits[number]))
        return {
            "alone": _in_turns("one save", bench, alone),
            "together": _in_turns("eight writers", bench, together),
            "beside": _in_turns("a save beside an import", bench, beside),
        }


def _kinds(bench: Bench, sites: list[Served]) -> dict[str, list[list[str]]]:
    """The paths of each kind of page in each site; none in a site that has no such page."""
    kinds = {}
    for kind, targets in bench.targets.pages().items():
        paths = [_paths(one.site, targets) for one in sites]
        if sites[0].is_missing(paths[0][0]):
            print(f"{kind}: left out, the library has no such page.")
        else:
            kinds[kind] = paths
    return kinds


def _paths(site: Site, targets: list[Target]) -> list[str]:
    return [path for target in targets if (path := site.path(target)) is not None]


def _imports(size: int) -> Iterator[str]:
    return repeat(f"import {size} {next(NEW_ARTICLES)}")


# Turns


def _in_turns(
    name: str,
    bench: Bench,
    turn: Callable[[int, int], Figures],
    *,
    paths: list[list[str]] | None = None,
    rounds: int = 0,
    longest: float = inf,
) -> dict[str, Figures]:
    """A B A B …, so that whatever else the machine does meets all alike.

    ``turn`` is told the number of the site and that of the round. A site without paths
    is left out. Ratios to the plain site are medians over the pairs.
    """
    print(f"{name}: ", end="", flush=True)
    sites = [
        (number, site.name)
        for number, site in enumerate(bench.names)
        if paths is None or paths[number]
    ]
    found: dict[str, list[Figures]] = {site: [] for _, site in sites}
    deadline = time.perf_counter() + longest
    for one in range(rounds or bench.rounds):
        if one >= FEWEST and time.perf_counter() > deadline:
            break
        for number, site in sites:
            found[site].append(turn(number, one))
    figures = {site: _median(measured) for site, measured in found.items()}
    for site in figures.keys() - {"bare"} if "bare" in figures else ():
        for measure in RATIOS & figures["bare"].keys():
            figures[site][f"{measure}_ratio"] = _ratio(found[site], found["bare"], measure)
    print("; ".join(f"{site} {_shown(figure)}" for site, figure in figures.items()))
    return figures


def _shown(figures: Figures) -> str:
    shown = {"cpu": "{:.2f} ms", "per_second": "{:.0f}/s", "median": "{:.1f} ms each"}
    return ", ".join(text.format(figures[name]) for name, text in shown.items() if name in figures)


def _median(rounds: list[Figures]) -> Figures:
    """The median of each measure over the rounds."""
    return {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}


def _ratio(rounds: list[Figures], others: list[Figures], measure: str) -> float:
    pairs = zip(rounds, others, strict=True)
    return statistics.median(one[measure] / other[measure] for one, other in pairs)


def _times(seconds: list[float]) -> Figures:
    """In milliseconds."""
    return {"median": 1000 * statistics.median(seconds), "longest": 1000 * max(seconds)}
