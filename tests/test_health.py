"""What a load balancer is told, and what it is not."""

import pytest
from django.core.cache.backends.dummy import DummyCache
from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.recorder import MigrationRecorder

from summaries import database
from summaries.models import search_index

pytestmark = pytest.mark.django_db
WELL = dict.fromkeys(["database", "migrations", "search", "cache"], "ok")


class Down(DummyCache):
    def get(self, *args, **kwargs):
        raise ConnectionRefusedError


def health(client):
    response = client.get("/health/")
    assert "no-store" in response["Cache-Control"]
    return response.status_code, response.json()


def test_all_is_well(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        assert health(client) == (200, WELL)


def test_a_database_that_is_away(client, monkeypatch):
    def refuse(*args):
        raise OperationalError("password is secret")

    with monkeypatch.context() as patch:
        patch.setattr(CursorWrapper, "execute", refuse)
        assert health(client) == (503, {"database": "away", "cache": "ok"})


def test_migrations_that_are_missing(client):
    MigrationRecorder.Migration.objects.filter(app="summaries").delete()
    assert health(client) == (503, {"database": "ok", "migrations": "missing", "cache": "ok"})


def test_a_search_index_that_is_missing(client):
    database.drop(connection, [search_index()])
    assert health(client) == (200, WELL | {"search": "outdated"})


def test_a_cache_that_is_away_or_is_not_used(client, settings):
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": "tests.test_health.Down"}}
    assert health(client) == (200, WELL | {"cache": "away"})
    settings.SUMMARIES_PAGE_CACHE = None
    assert "cache" not in health(client)[1]


def test_a_replica_that_is_away(client, settings, monkeypatch):
    settings.SUMMARIES_REPLICA = "default"
    assert health(client) == (200, WELL | {"replica": "ok"})

    def refuse(self):
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr("summaries.models.state.PublicStateManager.marks", refuse)
        assert health(client) == (503, WELL | {"replica": "away"})
