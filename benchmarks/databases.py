"""Where the articles lie: SQLite files, or PostgreSQL's own databases in a throwaway cluster."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.database import PostgreSQL

from .processes import children, cpu_seconds, parent

# What anybody sets on a server with some memory and an SSD; the rest is PostgreSQL's default.
SETTINGS = {
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "random_page_cost": "1.1",
    "max_wal_size": "4GB",
    # The data is made again at any time.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


class SQLite:
    name = "sqlite"

    def __init__(self, folder: Path):
        self.folder = folder / "sqlite"
        self.folder.mkdir(parents=True, exist_ok=True)

    def url(self, database: str) -> str:
        return f"sqlite:///{self.folder / database}.sqlite3"

    def create(self, database: str) -> None:
        """An empty database in the place of an earlier one: SQLite makes it when it is opened."""
        self.drop(database)

    def drop(self, database: str) -> None:
        for path in self.folder.glob(f"{database}.sqlite3*"):
            path.unlink()

    def exists(self, database: str) -> bool:
        return (self.folder / f"{database}.sqlite3").exists()

    def copy(self, database: str, copy: str) -> None:
        """A copy to write in; nobody may be connected."""
        self.drop(copy)
        with (
            closing(sqlite3.connect(self.folder / f"{database}.sqlite3")) as source,
            closing(sqlite3.connect(self.folder / f"{copy}.sqlite3")) as target,
        ):
            source.backup(target)

    def finish(self, database: str) -> None:
        """Nothing: SQLite is served as Django leaves it."""

    def size(self, database: str) -> int:
        return sum(path.stat().st_size for path in self.folder.glob(f"{database}.sqlite3*"))

    def cpu_seconds(self) -> float:
        return 0.0  # it runs in the application's processes


class Server:
    """PostgreSQL at an address such as ``postgresql://user@host/postgres``."""

    name = "postgresql"

    def __init__(self, address: str):
        self.address = address
        self.postmaster = self._postmaster()

    def url(self, database: str) -> str:
        return urlunsplit(urlsplit(self.address)._replace(path=f"/{database}"))

    def create(self, database: str) -> None:
        """An empty database in the place of an earlier one."""
        self.drop(database)
        name = sql.Identifier(database)
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(name))

    def copy(self, database: str, copy: str) -> None:
        """A copy to write in; nobody may be connected."""
        self.drop(copy)
        names = map(sql.Identifier, (copy, database))
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(*names))

    def drop(self, database: str) -> None:
        name = sql.Identifier(database)
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def exists(self, database: str) -> bool:
        names = self._run("SELECT array_agg(datname::text) FROM pg_database")
        return database in names

    def finish(self, database: str) -> None:
        """Do now what autovacuum would do some minutes later, in the midst of a measurement."""
        self._run("VACUUM (ANALYZE)", database)
        self._run("CHECKPOINT", database)

    def size(self, database: str) -> int:
        return self._run("SELECT pg_database_size(current_database())", database)

    def version(self) -> str:
        return self._run("SHOW server_version").split()[0]

    def cpu_seconds(self) -> float:
        """Processor time of all of the server's processes, those that ended included."""
        if self.postmaster is None:
            return 0.0
        return cpu_seconds(self.postmaster, ended=True) + sum(
            cpu_seconds(pid) for pid in children(self.postmaster)
        )

    def _postmaster(self) -> int | None:
        """The server's first process, where it runs on this machine."""
        with psycopg.connect(self.address) as connection:
            pid = connection.info.backend_pid
            path = Path(f"/proc/{pid}/cmdline")
            if path.exists() and path.read_text(errors="replace").startswith("postgres"):
                return parent(pid)
        return None

    def _run(self, statement, database: str = ""):
        address = self.url(database) if database else self.address
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None


class Cluster(PostgreSQL):
    """The tests' throwaway cluster, kept between runs and with settings for real work."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(folder)

    def start(self, sockets: str) -> None:
        if not (self.folder / "data").exists():
            self.run("initdb", "--auth=trust", "--username=postgres", "--locale=C.UTF-8")
        options = {"listen_addresses": "''", "unix_socket_directories": sockets, **SETTINGS}
        given = " ".join(f"-c {name}={value}" for name, value in options.items())
        self.run("pg_ctl", "start", "--wait", "--log", self.folder / "log", "--options", given)

    def stop(self) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            self.run("pg_ctl", "stop", "--mode=fast")


@contextmanager
def running(database: str, folder: Path) -> Iterator[SQLite | Server]:
    """The database server, ready; started for the while unless DATABASE_URL names one."""
    if database == "sqlite":
        yield SQLite(folder)
        return
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres://", "postgresql://")):
        yield Server(given)
        return
    # In /tmp, since a socket's path may not be long.
    sockets = tempfile.mkdtemp(prefix="summaries-benchmark-", dir="/tmp")
    cluster = Cluster(folder / "postgresql")
    if cluster.prefix:
        shutil.chown(sockets, "postgres")
    try:
        cluster.start(sockets)
        yield Server(f"postgresql://postgres@{quote(sockets, safe='')}/postgres")
    finally:
        cluster.stop()
        shutil.rmtree(sockets)
