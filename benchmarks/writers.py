"""Processes that write in a site while it is measured."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from .databases import Server, SQLite
from .processes import cpu_seconds
from .sites import ROOT, Site


class Writer:
    """A process of ``benchmarks.write``, which does one thing after the other."""

    def __init__(self, process: subprocess.Popen):
        self.process = process
        self._answer()  # ready

    def write(self, order: str) -> float:
        """Have it done; returns the seconds that it took."""
        self.process.stdin.write(f"{order}\n")
        self.process.stdin.flush()
        return float(self._answer())

    def cpu_seconds(self) -> float:
        return cpu_seconds(self.process.pid)

    @contextmanager
    def writing(self, orders: Iterator[str], seconds: float) -> Iterator[list[float]]:
        """Meanwhile one order at once and one every so many seconds; the times they took."""
        done, times, failures = threading.Event(), [], []

        def go_on() -> None:
            start = time.perf_counter()
            try:
                for number, order in enumerate(orders, start=1):
                    times.append(self.write(order))
                    if done.wait(max(0, start + number * seconds - time.perf_counter())):
                        break
            except (OSError, ValueError) as error:
                failures.append(error)

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield times
        finally:
            done.set()
            thread.join()
        if failures:
            raise failures[0]

    def _answer(self) -> str:
        if answer := self.process.stdout.readline().strip():
            return answer
        raise OSError("A writer has ended; see above.")


@contextmanager
def writer(site: Site, database: SQLite | Server, name: str) -> Iterator[Writer]:
    """A process that writes in the database of this name, until the block ends."""
    given = {"DATABASE_URL": database.url(name)}
    process = subprocess.Popen(
        [site.python, "-m", "benchmarks.write", site.name],
        cwd=ROOT,
        env=os.environ | given,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        process_group=0,
    )
    try:
        yield Writer(process)
    finally:
        process.terminate()
        process.wait()
