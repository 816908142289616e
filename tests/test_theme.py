"""The demo's second look: one template, one stylesheet."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as project

THEME = project.BASE_DIR / "project" / "themes" / "ink"


@pytest.mark.django_db
def test_one_template_loads_a_stylesheet_behind_the_librarys(client, settings):
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [THEME / "templates"]}]
    html = client.get("/").content.decode()
    assert html.index("summaries/summaries.css") < html.index("ink/ink.css")


def test_one_variable_of_the_environment_turns_it_on():
    found = subprocess.run(
        [sys.executable, "manage.py", "findstatic", "--first", "ink/ink.css"],
        cwd=project.BASE_DIR,
        env={**os.environ, "THEME": "ink"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(THEME / "static" / "ink" / "ink.css") in found.stdout


def test_the_stylesheet_sets_only_what_the_library_knows():
    def properties(path):
        lines = path.read_text(encoding="utf-8").splitlines()
        return {line.split(":")[0].strip() for line in lines if line.strip().startswith("--")}

    library = project.BASE_DIR / "summaries/static/summaries/summaries.css"
    own = properties(THEME / "static" / "ink" / "ink.css")
    assert "--accent" in own
    assert own <= properties(library)
