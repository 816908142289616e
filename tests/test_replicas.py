"""A replica that lags: on PostgreSQL a true one, on SQLite a copy of the file."""

import os
import random
import shutil
import sqlite3
import subprocess
import tempfile
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings as project_settings
from django.contrib.auth import get_user_model
from django.core.checks import run_checks
from django.db import OperationalError, connection, connections
from django.test import Client

from summaries.models import Article, MistakeReport
from summaries.replicas import COOKIE
from tests.database import newest_binaries, place
from tests.library import make_article

DEPLOY = Path(project_settings.BASE_DIR) / "project" / "deploy"
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "replica"])


class CopiedFile:
    """A copy of an SQLite database, made anew when it is to catch up."""

    def __init__(self, folder):
        self.place = {"NAME": f"{folder}/replica.sqlite3"}

    def catch_up(self):
        connection.ensure_connection()
        with closing(sqlite3.connect(self.place["NAME"])) as copy:
            connection.connection.backup(copy)

    lag = stop = lambda self: None


class StreamingReplica:
    """A PostgreSQL server that follows the one of the tests, as the deployment runs it."""

    def __init__(self, folder):
        primary = Path(connection.settings_dict["HOST"])
        if not (primary / "data").is_dir():
            pytest.skip("The server in DATABASE_URL is not ours to make a replica of.")
        self.place = {"HOST": str(folder)}
        self.prefix = []
        if os.geteuid() == 0:  # the server refuses to run as root
            self.prefix = ["runuser", "-u", "postgres", "--"]
            shutil.chown(folder, "postgres")
        self.environment = os.environ | {
            "PATH": f"{newest_binaries()}:{os.environ['PATH']}",
            "PGDATA": f"{folder}/data",
            "PRIMARY": f"host={primary} user=postgres",
        }
        script = shutil.copy(DEPLOY / "replica.sh", folder)
        self.server = subprocess.Popen(
            [
                *self.prefix,
                script,
                "-c",
                "listen_addresses=",
                "-c",
                f"unix_socket_directories={folder}",
            ],
            cwd=folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.is_up = False

    def catch_up(self):
        self.ask("SELECT pg_wal_replay_resume()")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_wal_flush_lsn()")
            (reached,) = cursor.fetchone()
        self.wait("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", reached)

    def lag(self):
        self.ask("SELECT pg_wal_replay_pause()")
        self.wait("SELECT pg_get_wal_replay_pause_state() = 'paused'")

    def wait(self, condition, *values):
        while not self.ask(condition, *values):
            time.sleep(0.01)

    def ask(self, sql, *values):
        replica = connections["replica"]
        while not self.is_up:
            assert self.server.poll() is None, "The replica did not start."
            try:
                replica.ensure_connection()
                self.is_up = True
            except OperationalError:
                time.sleep(0.05)
        with replica.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchone()[0]

    def stop(self):
        stop = [newest_binaries() / "pg_ctl", "stop", "--mode=immediate"]
        subprocess.run([*self.prefix, *stop], env=self.environment, capture_output=True, check=True)
        self.server.wait()


@pytest.fixture(scope="module", autouse=True)
def follower(django_db_setup):
    folder = Path(tempfile.mkdtemp(prefix="summaries-replica-", dir=place()))
    found = CopiedFile(folder) if connection.vendor == "sqlite" else StreamingReplica(folder)
    # A mirror is not emptied after a test: nobody can write to it.
    own = {"NAME": connection.settings_dict["NAME"], "TEST": {"MIRROR": "default"}, **found.place}
    connections.settings["replica"] = connections.settings["default"] | own
    yield found
    found.stop()
    del connections["replica"], connections.settings["replica"]
    shutil.rmtree(folder)


@pytest.fixture
def replica(transactional_db, follower, settings):
    """Caught up with an empty library; from now on it lags until it is told to catch up."""
    settings.SUMMARIES_REPLICA = "replica"
    settings.DATABASE_ROUTERS = ["summaries.replicas.ReplicaRouter"]
    follower.catch_up()
    yield follower
    follower.catch_up()
    connections["replica"].close()


@pytest.fixture
def visitor():
    return Client()


@pytest.fixture
def editor(transactional_db):
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("ed"))
    return client


def test_visitors_read_the_replica_and_editors_what_they_have_written(replica, visitor, editor):
    article = make_article("The pier")
    page = article.get_absolute_url()
    replica.catch_up()
    replica.lag()
    article.title = "The new pier"
    article.save()
    for _again in range(2):  # made, then from the page cache
        assert "The new pier" in editor.get(page).text
        assert "The new pier" not in visitor.get(page).text
    replica.catch_up()
    assert "The new pier" in visitor.get(page).text


def test_who_has_written_reads_the_primary_for_a_while(replica, visitor):
    replica.lag()
    page = make_article("The pier").get_absolute_url()
    assert visitor.get(page).status_code == 404
    typed = {"text": "A typo."}
    response = visitor.post(f"{page}report/", typed)
    assert MistakeReport.objects.exists(), response.text
    assert response.cookies[COOKIE]["max-age"] == 60
    assert visitor.get(page).status_code == 200
    assert Client().get(page).status_code == 404


def test_what_was_read_from_the_replica_is_saved_to_the_primary(replica):
    make_article("The pier")
    replica.catch_up()
    replica.lag()
    article = Article.objects.using("replica").get()
    article.author = get_user_model().objects.create_user("ann")
    article.save()
    assert Article.objects.get().author.username == "ann"
    assert Article.objects.using("replica").get().author is None


def test_commands_and_jobs_read_the_primary(replica):
    assert Article.objects.all().db == "default"


def test_no_page_is_older_or_newer_than_the_database_that_it_is_read_from(replica):
    """Readers of both share one page cache, whatever the order of edits and reads."""
    dice = random.Random(1)
    articles = [make_article(f"Number {number}", tags=["all"]) for number in range(3)]
    replica.catch_up()
    replica.lag()
    lagging, ahead = Client(), Client()
    ahead.cookies[COOKIE] = "1"
    titles = {"default": [one.title for one in articles]}
    titles["replica"] = list(titles["default"])
    for step in range(60):
        number = dice.randrange(3)
        match dice.randrange(8):
            case 0 | 1:
                titles["default"][number] = articles[number].title = f"Title {step}"
                articles[number].save()
            case 2:
                replica.catch_up()
                replica.lag()
                titles["replica"] = list(titles["default"])
            case 3 | 4 | 5 as which:
                client, name = (ahead, "default") if which == 3 else (lagging, "replica")
                page = client.get(articles[number].get_absolute_url()).text
                assert f">{titles[name][number]}</h1>" in page
            case which:
                client, name = (ahead, "default") if which == 6 else (lagging, "replica")
                page = client.get("/tags/all/").text
                assert all(f">{title}</a>" in page for title in titles[name])


def test_a_replica_that_nothing_is_read_from_is_named(replica, settings):
    settings.DATABASE_ROUTERS = []
    settings.SUMMARIES_REPLICA = "default"
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "replicas" not in one]
    found = [one for one in run_checks() if one.id == "summaries.W008"]
    assert ["ReplicaRouter" in found[0].msg, "ReplicaMiddleware" in found[1].msg] == [True, True]
