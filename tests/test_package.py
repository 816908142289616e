"""The wheel, installed beside a new project that has the lines with which the README begins."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

from django.conf import settings

VISIT = """
import django
django.setup()
from django.contrib.staticfiles import finders
from django.test import Client
import summaries

print(summaries.__file__)
response = Client(SERVER_NAME="localhost").get("/")
assert response.status_code == 200, response.status_code
page = response.content.decode()
assert "<main" in page and "</html>" in page, page
import re
for address in re.findall(r'(?:href|src)="/static/([^"?]+)', page):
    assert finders.find(address), address
"""


def test_wheel_holds_the_app_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    folders = {Path(name).parts[0] for name in names}
    assert folders == {"summaries", next(f for f in folders if f.endswith(".dist-info"))}
    kinds = ("templates/**/*.html", "static/**/*.css", "locale/**/*.mo", "migrations/*.py")
    for kind in (*kinds, "py.typed"):
        assert expected_files(kind) <= set(names)
        assert expected_files(kind), kind


def test_a_new_project_serves_the_library(wheel, tmp_path):
    python = new_environment(tmp_path / "venv", wheel)
    site = tmp_path / "site"
    site.mkdir()
    run([python, "-m", "django", "startproject", "mysite", site])
    readme = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
    code = readme.partition("```python\n")[2].partition("```")[0]
    for_settings, for_urls = code.split("# urls.py\n")
    append(site / "mysite/settings.py", for_settings)
    append(site / "mysite/urls.py", for_urls)
    run([python, "manage.py", "migrate"], cwd=site)
    visited = run([python, "-c", VISIT], cwd=site, DJANGO_SETTINGS_MODULE="mysite.settings")
    assert str(tmp_path / "venv") in visited


def new_environment(folder, wheel):
    """Make a virtual environment with the wheel; its dependencies are those installed here."""
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    run(
        [
            sys.executable,
            "-m",
            "pip",
            "--python",
            python,
            "install",
            "--no-deps",
            "--no-index",
            wheel,
        ]
    )
    paths = sysconfig.get_paths(vars={"base": folder, "platbase": folder})
    append(Path(paths["purelib"]) / "dependencies.pth", sysconfig.get_path("purelib"))
    return python


def run(command, cwd=None, **environment):
    """Run a command as outside of the tests, and give back what it prints."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTHONPATH"}
    }
    done = subprocess.run(
        command,
        cwd=cwd,
        env=inherited | environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def append(path, *lines):
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


def expected_files(pattern):
    package = settings.BASE_DIR / "summaries"
    return {str(path.relative_to(settings.BASE_DIR)) for path in package.glob(pattern)}
