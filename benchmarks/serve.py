"""Serve a site with gunicorn, and fetch pages from it over several connections at once."""

from __future__ import annotations

import os
import re
import socket
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from .databases import Server, SQLite
from .processes import children, cpu_seconds, peak_memory
from .sites import ROOT, Site

THREADS = 4
CONNECTIONS = 8
# Then a connection is closed and another opened, so that all of gunicorn's workers get their share.
REQUESTS_PER_CONNECTION = 20
# With this header the library's page cache stands aside: the page may be somebody's own.
MADE_ANEW = {"Authorization": "Basic YmVuY2htYXJr"}
ARTICLE_LINK = re.compile(r'href="/articles/([^/"?]+)/"')
CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class PageError(Exception):
    """A page was not what the measurement expected."""


class Answer(NamedTuple):
    status: int
    head: str
    body: bytes

    def header(self, name: str) -> str:
        found = re.search(rf"^{name}: *(.*?)\r?$", self.head, re.IGNORECASE | re.MULTILINE)
        return found.group(1) if found else ""


class Connection:
    """An HTTP/1.1 connection that takes little of the processor from what is measured."""

    def __init__(self, port: int):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *error) -> None:
        self.socket.close()

    def get(self, path: str, headers: dict[str, str]) -> Answer:
        given = {"Host": "localhost", "Accept-Language": "en", **headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
        self.socket.sendall(f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode("ascii"))
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._receive()
        head, _, body = received.partition(b"\r\n\r\n")
        length = CONTENT_LENGTH.search(head)
        rest = (int(length.group(1)) if length else 0) - len(body)
        chunks = [body]
        while rest > 0:
            chunks.append(self._receive())
            rest -= len(chunks[-1])
        return Answer(int(head[9:12]), head.decode("latin-1"), b"".join(chunks))

    def _receive(self) -> bytes:
        if received := self.socket.recv(1 << 18):
            return received
        raise ConnectionError("gunicorn closed the connection")


@dataclass
class Served:
    """A site that answers at a port of this machine."""

    site: Site
    port: int
    master: int
    database: SQLite | Server

    def get(self, path: str, **headers: str) -> Answer:
        with Connection(self.port) as connection:
            return connection.get(path, headers)

    def cpu_seconds(self) -> tuple[float, float]:
        """Processor time so far of gunicorn's workers and of the database."""
        application = sum(cpu_seconds(pid) for pid in children(self.master))
        return application, self.database.cpu_seconds()

    def peak_memory(self) -> int:
        """The most bytes that a worker has held."""
        return max(peak_memory(pid) for pid in children(self.master))

    def is_missing(self, path: str) -> bool:
        """Whether the site answers that there is no such page."""
        return self.get(path).status == 404

    def look(self, path: str, **headers: str) -> tuple[int, set[str]]:
        """How many statements the page sends, and which articles it links to."""
        answer = self.get(path, **headers, **{"X-Statements": "1"})
        return int(answer.header("X-Statements") or 0), set(
            ARTICLE_LINK.findall(answer.body.decode())
        )

    def measure(
        self,
        paths: Iterator[str],
        seconds: float = float("inf"),
        *,
        connections: int = CONNECTIONS,
        headers: dict[str, str] | None = None,
        status: int = 200,
    ) -> dict[str, float]:
        """Fetch the pages over all connections until they end, or for this long."""
        times: list[float] = []
        failures: list[Exception] = []
        deadline = time.perf_counter() + seconds

        def fetch() -> None:
            try:
                while self._fetch(paths, deadline, headers or {}, status, times):
                    pass
            except (OSError, PageError) as error:
                failures.append(error)

        threads = [threading.Thread(target=fetch) for _ in range(connections)]
        before, start = self.cpu_seconds(), time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        clock, after = time.perf_counter() - start, self.cpu_seconds()
        if failures:
            raise PageError(f"{self.site.name}: {failures[0]}") from failures[0]
        application, database = (
            1000 * (end - begin) / len(times) for begin, end in zip(before, after, strict=True)
        )
        return {
            "requests": len(times),
            "per_second": len(times) / clock,
            "cpu_application": application,
            "cpu_database": database,
            "cpu": application + database,
            "p50": 1000 * statistics.median(times),
            "p95": 1000 * sorted(times)[int(0.95 * len(times))],
        }

    def _fetch(self, paths, deadline, headers, status, times) -> bool:
        """Fetch pages over one connection; whether there may be more of them."""
        with Connection(self.port) as connection:
            for _ in range(REQUESTS_PER_CONNECTION):
                if time.perf_counter() > deadline or (path := next(paths, None)) is None:
                    return False
                start = time.perf_counter()
                answer = connection.get(path, headers)
                times.append(time.perf_counter() - start)
                if answer.status != status:
                    raise PageError(f"{path} answers {answer.status}")
        return True


@contextmanager
def serve(site: Site, database: SQLite | Server, name: str, *, workers: int) -> Iterator[Served]:
    """The site over the database of this name, served until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        *(site.python, "-m", "gunicorn", "benchmarks.wsgi", "--bind", f"127.0.0.1:{port}"),
        *("--worker-class", "gthread", "--workers", str(workers), "--threads", str(THREADS)),
        *("--keep-alive", "120", "--timeout", "600", "--log-level", "warning"),
        "--no-control-socket",
    ]
    given = {"DATABASE_URL": database.url(name), "DJANGO_SETTINGS_MODULE": site.settings}
    # In a process group of its own: Ctrl-C is for the runner, which then stops the server.
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | given, process_group=0)
    try:
        served = Served(site, port, process.pid, database)
        _wait_for(served, process)
        yield served
    finally:
        process.terminate()
        process.wait()


def _wait_for(served: Served, process: subprocess.Popen) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise PageError("gunicorn did not start; see above.")
        try:
            served.get("/articles/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise PageError("gunicorn did not answer within half a minute.")
