"""Serve a site with gunicorn, and fetch pages from it over several connections at once."""

from __future__ import annotations

import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from .databases import Server, SQLite
from .processes import children, cpu_seconds, peak_memory
from .sites import Site

ROOT = Path(__file__).resolve().parent.parent
THREADS = 4
CONNECTIONS = 8
ARTICLE_LINK = re.compile(r'href="/articles/([^/"?]+)/"')


class PageError(Exception):
    """A page was not what the measurement expected."""


@dataclass
class Served:
    """A site that answers at a port of this machine."""

    site: Site
    port: int
    master: int
    database: SQLite | Server

    def get(self, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
        return get(HTTPConnection("127.0.0.1", self.port), path, headers)

    def cpu_seconds(self) -> tuple[float, float]:
        """Processor time so far of gunicorn's workers and of the database."""
        application = sum(cpu_seconds(pid) for pid in children(self.master))
        return application, self.database.cpu_seconds()

    def peak_memory(self) -> int:
        """The most bytes that a worker has held."""
        return max(peak_memory(pid) for pid in children(self.master))

    def login(self) -> str:
        """The Cookie header of a superuser's session."""
        path = "/admin/login/"
        response, _ = self.get(path)
        cookie = response.getheader("Set-Cookie").partition(";")[0]
        token = cookie.partition("=")[2]
        form = {"username": "admin", "password": "admin", "csrfmiddlewaretoken": token}
        connection = HTTPConnection("127.0.0.1", self.port)
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", f"{path}?next=/admin/", urlencode(form), headers)
        response = connection.getresponse()
        if response.status != 302:
            raise PageError(f"{self.site.name}: cannot log in at {path}: {response.status}")
        cookies = response.headers.get_all("Set-Cookie")
        return "; ".join(cookie.partition(";")[0] for cookie in cookies)


@contextmanager
def serve(site: Site, database: SQLite | Server, name: str, **environment: str) -> Iterator[Served]:
    """The site over the database of this name, served until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        *(sys.executable, "-m", "gunicorn", "benchmarks.wsgi", "--bind", f"127.0.0.1:{port}"),
        *("--worker-class", "gthread", "--workers", "1", "--threads", str(THREADS)),
        *("--keep-alive", "120", "--timeout", "600", "--log-level", "warning"),
        "--no-control-socket",
    ]
    given = {"DATABASE_URL": database.url(name), "DJANGO_SETTINGS_MODULE": site.settings}
    # In a process group of its own: Ctrl-C is for the runner, which then stops the server.
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | given | environment, process_group=0
    )
    try:
        _wait_for(process, port)
        yield Served(site, port, process.pid, database)
    finally:
        process.terminate()
        process.wait()


@dataclass
class Contender:
    """Pages of a served site that are measured, in turns with those of others."""

    served: Served
    paths: list[str]
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    statements: int = 0
    size: int = 0
    listed: list[str] = field(default_factory=list)
    rounds: list[dict[str, float]] = field(default_factory=list)

    def is_missing(self) -> bool:
        """Whether the site answers that there is no such page."""
        return self.served.get(self.paths[0], **self.headers)[0].status == 404

    def warm_up(self) -> None:
        """Fetch each page twice; note of the second its articles, statements and bytes at most."""
        for path in self.paths:
            self.served.get(path, **self.headers)
            response, body = self.served.get(path, **self.headers, **{"X-Statements": "1"})
            self.check(path, response)
            self.statements = max(self.statements, int(response.getheader("X-Statements")))
            self.size = max(self.size, len(body))
            self.listed += dict.fromkeys(ARTICLE_LINK.findall(body.decode()))

    def measure(self, seconds: float) -> None:
        """Fetch the pages from all connections for this long; adds a round."""
        turn, times, failures = count(), [], []
        deadline = time.perf_counter() + seconds
        threads = [
            threading.Thread(target=self._fetch, args=(deadline, turn, times, failures))
            for _ in range(CONNECTIONS)
        ]
        before, start = self.served.cpu_seconds(), time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        clock, after = time.perf_counter() - start, self.served.cpu_seconds()
        if failures:
            raise failures[0]
        application, database = (
            1000 * (end - begin) / len(times) for begin, end in zip(before, after, strict=True)
        )
        percentiles = statistics.quantiles(times, n=20, method="inclusive")
        self.rounds.append(
            {
                "requests": len(times),
                "per_second": len(times) / clock,
                "cpu_application": application,
                "cpu_database": database,
                "p50": 1000 * percentiles[9],
                "p95": 1000 * percentiles[18],
            }
        )

    def check(self, path: str, response: HTTPResponse) -> None:
        if response.status != self.status:
            raise PageError(f"{self.served.site.name}: {path} answers {response.status}")

    def result(self) -> dict:
        """The median of each measure over the rounds, and the rounds."""
        names = self.rounds[0]
        medians = {name: statistics.median(one[name] for one in self.rounds) for name in names}
        return medians | {
            "statements": self.statements,
            "bytes": self.size,
            "paths": self.paths[:5],
            "rounds": self.rounds,
        }

    def _fetch(self, deadline: float, turn, times: list, failures: list) -> None:
        connection = HTTPConnection("127.0.0.1", self.served.port)
        try:
            while True:
                path = self.paths[next(turn) % len(self.paths)]
                start = time.perf_counter()
                response, _ = get(connection, path, self.headers)
                times.append(time.perf_counter() - start)
                self.check(path, response)
                if time.perf_counter() > deadline:
                    break
        except (OSError, HTTPException, PageError) as error:
            failures.append(error)
        finally:
            connection.close()


def get(
    connection: HTTPConnection, path: str, headers: dict[str, str]
) -> tuple[HTTPResponse, bytes]:
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    return response, response.read()


def _wait_for(process: subprocess.Popen, port: int) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise PageError("gunicorn did not start; see above.")
        try:
            get(HTTPConnection("127.0.0.1", port), "/articles/", {})
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise PageError("gunicorn did not answer within half a minute.")
