"""The tutorial does what it says: a project is made of its blocks, as a reader would."""

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import sysconfig
import time
from contextlib import suppress
from html import unescape
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings

TUTORIAL = settings.BASE_DIR / "docs/tutorial.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# The sentence above a block names its file: a new one, or one that gets more at its end.
FILE = re.compile(r"(At the end\s+of\s+)?`([\w./-]+)`:$", re.IGNORECASE)
ADDRESS = re.compile(r"<http://127\.0\.0\.1:8000(/[^>]*)>")
PROPERTY = re.compile(r"^ +(--[\w-]+):", re.MULTILINE)
STYLESHEET = settings.BASE_DIR / "summaries/static/summaries/summaries.css"
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
LOOK = """
import json, re, sys, django
django.setup()
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.test import Client

visitor, editor = (Client(SERVER_NAME="localhost") for _ in range(2))
editor.force_login(get_user_model().objects.get())
for address in sys.argv[1:]:
    client = editor if address.startswith("/admin/") else visitor
    response = client.get(address)
    html = response.content.decode()
    for name in re.findall(r'(?:href|src)="/static/([^"?]+)', html):
        assert finders.find(name), name
    print(json.dumps([response.status_code, html]))
"""


def test_the_tutorial_does_what_it_says(tmp_path, wheel):
    with Terminal(tmp_path, wheel.parent) as terminal:
        for prose, language, block in steps():
            terminal.look(list(seen(prose)))
            if language == "console":
                for command, shown in commands(block):
                    terminal.type(command, shown)
            elif language:
                is_more, name = FILE.search(prose.rstrip()).groups()
                terminal.write(name, block, "a" if is_more else "w")
            if language == "css":
                known = PROPERTY.findall(STYLESHEET.read_text(encoding="utf-8"))
                assert set(PROPERTY.findall(block)) <= set(known)


def steps():
    """What stands above each block, its language, and the block."""
    pieces = BLOCK.split(TUTORIAL.read_text(encoding="utf-8"))
    yield from zip(pieces[::3], [*pieces[1::3], ""], [*pieces[2::3], ""], strict=True)


def seen(prose):
    """The addresses that a reader opens, each with the words in bold that are to be seen there."""
    _first, *others = ADDRESS.split(prose)
    for address, words in zip(others[::2], others[1::2], strict=True):
        yield address, [" ".join(found.split()) for found in BOLD.findall(words)]


def commands(block):
    """The commands of a block, each with what it is said to show."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        yield part.partition("\n")[::2]


class Terminal:
    """A shell in an empty folder. ``pip`` finds the wheel; what that needs is installed here."""

    def __init__(self, folder, wheels):
        self.folder = folder
        left_out = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "VIRTUAL_ENV"}
        kept = {name: value for name, value in os.environ.items() if name not in left_out}
        self.environment = kept | {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": f".:{sysconfig.get_path('purelib')}",
            "PIP_NO_INDEX": "1",
            "PIP_NO_DEPS": "1",
            "PIP_FIND_LINKS": str(wheels),
            "DJANGO_SUPERUSER_PASSWORD": "oars and sculls",
        }

    def __enter__(self):
        self.shell = subprocess.Popen(
            ["bash"],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return self

    def __exit__(self, *exception):
        self.shell.communicate()

    def run(self, command):
        """What the command prints, if it ends well."""
        self.shell.stdin.write(f"{command} < /dev/null; ended=$?; echo; echo END $ended $PWD\n")
        self.shell.stdin.flush()
        printed = []
        while not (line := self.shell.stdout.readline()).startswith("END "):
            assert line, "".join(printed)
            printed.append(line)
        _end, status, folder = line.split(maxsplit=2)
        self.folder = Path(folder.strip())
        assert status == "0", f"$ {command}\n{''.join(printed)}"
        return "".join(printed).strip()

    def type(self, command, shown):
        """Run a command of the tutorial; ``…`` in what it shows stands for anything."""
        if "runserver" in command:
            self.serve(command)
            return
        if "createsuperuser" in command:  # which asks a terminal alone
            command += " --noinput"
            shown = re.sub(r"^Password.*\n", "", shown, flags=re.MULTILINE)
        printed = self.run(command)
        expected = re.escape(shown.strip()).replace("…", ".*")
        assert re.fullmatch(expected, printed, re.DOTALL), f"$ {command}\n{printed}"

    def serve(self, command):
        """Begin to serve, and visit the home page."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            host = "127.0.0.1:{1}".format(*free.getsockname())
        self.run(f"{command} --noreload {host} &> ../server.txt & echo $!")
        try:
            for _attempt in range(100):
                with suppress(URLError), urlopen(f"http://{host}/", timeout=10) as page:
                    assert page.status == 200
                    return
                time.sleep(0.1)
            raise AssertionError((self.folder.parent / "server.txt").read_text(encoding="utf-8"))
        finally:
            self.run("kill $!")

    def write(self, name, block, mode):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open(mode, encoding="utf-8") as file:
            file.write(block)

    def look(self, pages):
        """Open the pages; what is to be seen there is there, in words or on a button."""
        if not pages:
            return
        (self.folder.parent / "look.py").write_text(LOOK, encoding="utf-8")
        addresses = " ".join(shlex.quote(address) for address, _words in pages)
        shown = self.run(f"DJANGO_SETTINGS_MODULE=mysite.settings python ../look.py {addresses}")
        for (address, words), line in zip(pages, shown.splitlines(), strict=True):
            status, html = json.loads(line)
            assert status == 200, address
            text = " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())
            missing = [one for one in words if one not in text and f'"{one}"' not in html]
            assert not missing, f"{address}: {missing}"
