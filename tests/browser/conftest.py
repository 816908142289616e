"""Fixtures that drive Chromium over the demo library."""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from playwright.sync_api import sync_playwright

FIXTURES = sorted((Path(settings.BASE_DIR) / "fixtures").glob("*.json"))
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser(request):
    """One Chromium for all tests of a worker."""
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not program:
        reason = "No Chromium found: apt-get install chromium, or name it in CHROMIUM."
        if request.config.getoption("require_browser") or "CI" in os.environ:
            pytest.fail(reason)
        pytest.skip(reason)
    # Playwright's event loop runs in this thread, where Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def snapshot():
    """Where the demo site's database is kept once it was loaded."""
    database = sqlite3.connect(":memory:")
    yield database
    database.close()


@pytest.fixture
def library(transactional_db, snapshot):
    """The demo site's articles. On SQLite they are loaded once, and copied for each test."""
    is_sqlite = connection.vendor == "sqlite"
    if is_sqlite and snapshot.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        connection.ensure_connection()
        snapshot.backup(connection.connection)
        return
    call_command("loaddata", *FIXTURES, verbosity=0)
    call_command("check_library", fix=True, verbosity=0)
    if is_sqlite:
        connection.ensure_connection()  # which loaddata has closed
        connection.connection.backup(snapshot)


@pytest.fixture
def log_in(live_server):
    """Call it to give a browser context a new session of the user, without the login form."""

    def give_session(context, user):
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return give_session


@pytest.fixture
def browse(browser, live_server, log_in):
    """Call it for an empty page of a new visitor, or of ``user``, logged in.

    The test fails when a console reports an error, except such as ``expected`` is part of.
    """
    contexts, errors = [], []

    def open_page(user=None, *, expected=None, **options):
        def note(message):
            text = f"{message.location['url']}: {message.text}"
            if message.type == "error" and not (expected and expected in text):
                errors.append(text)

        options = {"viewport": {"width": 1280, "height": 800}, "locale": "en"} | options
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        if user:
            log_in(context, user)
        context.on("console", note)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not errors


@pytest.fixture
def page(browse, library):
    """An empty page on the served library."""
    return browse()
