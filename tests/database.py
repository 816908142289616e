"""Pytest plugin: run the tests on SQLite, or with --postgresql on PostgreSQL.

Both are new and thrown away with the run. A PostgreSQL server named in DATABASE_URL is used as it
is; otherwise one is started from the machine's own binaries, reachable through a Unix socket only.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import pytest

OLDEST_POSTGRESQL = 15
ROOM = 2 * 1024**3  # bytes
# Tests that start processes of their own, which use the database.
PROCESSES = {"test_hosts.py", "test_demo.py", "test_theme.py", "test_pagecache.py"}
# What takes longest goes first, so that no worker is left alone with it in the end.
LONG = PROCESSES | {
    *("test_admin_queries.py", "test_concurrency.py", "test_database.py", "test_deploy.py"),
    *("test_leaks.py", "test_tutorial.py"),
}


def pytest_addoption(parser):
    parser.addoption("--postgresql", action="store_true", help="Test on PostgreSQL, not on SQLite.")
    parser.addoption("--require-browser", action="store_true", help="Fail without Chromium.")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config):
    """Set DATABASE_URL before pytest-django loads the settings."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return  # the controller has set it
    options = early_config.known_args_namespace
    given = os.environ.get("DATABASE_URL", "")
    if options.help or options.version or (options.postgresql and is_postgresql(given)):
        return
    folder = Path(tempfile.mkdtemp(prefix="summaries-tests-", dir=place()))
    early_config.add_cleanup(lambda: shutil.rmtree(folder))
    if options.postgresql:
        server = PostgreSQL(folder)
        early_config.add_cleanup(server.stop)
        server.start()
        url = f"postgresql://postgres@{quote(str(folder), safe='')}/postgres"
    else:
        url = f"sqlite:///{folder}/db.sqlite3"
    os.environ["DATABASE_URL"] = url


def place():
    """In memory where there is room: PostgreSQL empties its tables ten times as fast there.

    Not in TMPDIR, which the server may not be allowed to enter, or too long for a socket's path.
    """
    memory = Path("/dev/shm")
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > ROOM
    return memory if has_room else Path("/tmp")


def pytest_collection_modifyitems(config, items):
    """What touches no database is tested on SQLite alone."""
    items.sort(key=lambda item: not ("browser" in item.path.parts or item.path.name in LONG))
    if not config.getoption("postgresql"):
        return
    touching = [item for item in items if touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(touching)])
    items[:] = touching


def touches_database(item):
    """Whether the test asks for the database, or may start a process that does."""
    fixtures = {"db", "transactional_db", "django_db_setup"}
    is_marked = item.get_closest_marker("django_db") is not None
    return is_marked or not fixtures.isdisjoint(item.fixturenames) or item.path.name in PROCESSES


def pytest_report_header():
    return "database: " + ("PostgreSQL" if is_postgresql(os.environ["DATABASE_URL"]) else "SQLite")


class PostgreSQL:
    """A throwaway cluster whose data and socket live in one folder."""

    def __init__(self, folder):
        self.folder = folder
        self.binaries = newest_binaries()
        self.prefix = []
        if os.geteuid() == 0:  # the server refuses to run as root
            self.prefix = ["runuser", "-u", "postgres", "--"]
            shutil.chown(folder, "postgres")

    def start(self):
        self.run("initdb", "--auth=trust", "--username=postgres", "--locale=C.UTF-8", "--no-sync")
        settings = (
            f"-c listen_addresses='' -c unix_socket_directories='{self.folder}'"
            " -c fsync=off -c full_page_writes=off"
        )
        self.run("pg_ctl", "start", "--wait", "--log", self.folder / "log", "--options", settings)

    def stop(self):
        if (self.folder / "data" / "postmaster.pid").exists():
            self.run("pg_ctl", "stop", "--mode=immediate")

    def run(self, program, *arguments):
        # Output goes to a file: the server inherits it, and would keep a pipe open as it runs.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [
                    *self.prefix,
                    self.binaries / program,
                    "--pgdata",
                    self.folder / "data",
                    *arguments,
                ],
                cwd=self.folder,
                env=os.environ | {"LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            if done.returncode:
                output.seek(0)
                raise pytest.UsageError(f"PostgreSQL's {program} failed: {output.read().strip()}")


def newest_binaries():
    """The folder of the newest PostgreSQL server's programs on this machine."""
    debian = sorted(
        (int(folder.parent.name), folder)
        for folder in Path("/usr/lib/postgresql").glob("[0-9]*/bin")
        if (folder / "initdb").exists()
    )
    if debian and debian[-1][0] >= OLDEST_POSTGRESQL:
        return debian[-1][1]
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise pytest.UsageError(
        f"--postgresql needs PostgreSQL {OLDEST_POSTGRESQL} or newer: apt-get install postgresql,"
        " or name a server in DATABASE_URL."
    )


def is_postgresql(url):
    return url.startswith(("postgres://", "postgresql://"))
