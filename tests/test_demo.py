"""`manage.py demo` as a newcomer runs it: in a process and on a database of its own."""

import os
import re
import socket
import subprocess
import sys
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import psycopg
import pytest
from django.conf import settings

# The shell imports the models by itself.
RENAME = "Article.objects.update(title='Renamed')"
TITLES = "print(sorted({article.title for article in Article.objects.all()}))"
LOG_IN = "from django.test import Client; print(Client().login(username={!r}, password={!r}))"


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """The environment of a process whose database is an empty one of the kind under test."""
    url = os.environ["DATABASE_URL"]
    if url.startswith("sqlite:"):
        yield os.environ | {
            "DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('demo')}/db.sqlite3"
        }
        return
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("CREATE DATABASE summaries_demo")
        yield os.environ | {"DATABASE_URL": urlsplit(url)._replace(path="/summaries_demo").geturl()}
        server.execute("DROP DATABASE summaries_demo WITH (FORCE)")


@pytest.fixture
def manage(environment):
    """Run manage.py and give back what it prints."""

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def test_edits_are_kept_until_reset(manage):
    manage("demo", "--no-serve")
    titles = manage("shell", "--verbosity=0", "-c", f"{TITLES}; {RENAME}")
    manage("demo", "--no-serve")
    assert manage("shell", "--verbosity=0", "-c", TITLES) == "['Renamed']\n"
    manage("demo", "--no-serve", "--reset")
    assert manage("shell", "--verbosity=0", "-c", TITLES) == titles != "[]\n"


def test_account_can_log_in(manage):
    username, password = re.search(
        r"Log in as +(\S+), password (\S+)", manage("demo", "--no-serve")
    ).groups()
    assert manage("shell", "--verbosity=0", "-c", LOG_IN.format(username, password)) == "True\n"


def test_site_is_served_where_it_says(environment, port):
    server = subprocess.Popen(
        [sys.executable, "manage.py", "demo", f"--port={port}"],
        cwd=settings.BASE_DIR,
        env=environment | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with server:
        try:
            said = ""
            while "Press Ctrl-C to stop.\n" not in said:
                line = server.stdout.readline()
                assert line, f"The server ended, and said: {said}"
                said += line
            site, admin = re.findall(r"http://\S+", said)
            assert urlsplit(site).port == port
            with urlopen(site) as home, urlopen(admin) as login:
                assert "<main" in home.read().decode()
                assert 'name="password"' in login.read().decode()
            with pytest.raises(HTTPError) as missing:
                urlopen(f"{site}no-such-page/")
            assert missing.value.code == 404
            missing.value.close()
        finally:
            server.terminate()


def test_taken_port_is_one_clear_line(environment, port):
    with socket.create_server(("127.0.0.1", port)):
        done = subprocess.run(
            [sys.executable, "manage.py", "demo", f"--port={port}"],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
        )
    assert done.returncode
    assert done.stderr.count("\n") == 1
    assert str(port) in done.stderr
