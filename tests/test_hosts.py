"""The small projects in ``tests/hosts``, each with its own settings, run their own tests."""

import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.parametrize(
    ("host", "seed"),
    [("subclass", "0"), ("two_databases", "0"), ("two_databases", "1"), ("two_databases", "2")],
)
def test_a_host_project_passes_its_tests(host, seed, tmp_path):
    """On SQLite ``flush`` empties the tables in an order that the hash seed decides."""
    url = os.environ["DATABASE_URL"]
    url = f"sqlite:///{tmp_path}/db.sqlite3" if url.startswith("sqlite:") else f"{url}_{host}"
    done = subprocess.run(
        [sys.executable, "manage.py", "test", f"tests.hosts.{host}"],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": f"tests.hosts.{host}.settings",
            "PYTHONHASHSEED": seed,
        },
        capture_output=True,
        text=True,
    )
    assert not done.returncode, done.stderr
