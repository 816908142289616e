import subprocess
import sys

import pytest
from django.conf import settings as project
from django.test import override_settings
from django.utils import translation


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """Hash passwords the quick way: the real one is slow on purpose."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def own_language():
    """A page in another language leaves that one active, as it does in a server's thread."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def exact_surroundings(settings):
    """Counts are of this moment; tests/test_pagecache.py tells what may be older."""
    settings.SUMMARIES_SURROUNDINGS_AGE = 0


@pytest.fixture(autouse=True)
def no_missing_addresses(settings):
    """Nothing is written beside a page; tests/test_redirects.py tells what is else."""
    settings.SUMMARIES_MISSING_KEPT = 0


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """The package as it is published."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder]
    subprocess.run(build, cwd=project.BASE_DIR, check=True, capture_output=True)
    return next(folder.glob("*.whl"))
