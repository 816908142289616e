"""Fixtures that drive Chromium over the demo library."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
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


@pytest.fixture
def library(transactional_db):
    """The demo site's articles."""
    call_command("loaddata", *FIXTURES, verbosity=0)
    call_command("check_library", fix=True, verbosity=0)


@pytest.fixture
def page(browser, live_server, library):
    """An empty page on the served library; the test fails when the console reports an error."""
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 1280, "height": 800}, locale="en"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    errors = []

    def note(message):
        if message.type == "error":
            errors.append(f"{message.location['url']}: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors
