"""The deployment in project/deploy: installed, released, served behind nginx and asked."""

import configparser
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager
from functools import partial
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from secrets import token_urlsafe
from urllib.parse import urlsplit

import pytest
import yaml
from django.conf import settings as project_settings
from django.core.cache import caches
from django.db import connection
from fakeredis import TcpFakeServer

from summaries.models import images
from tests.library import make_article
from tests.test_images import photo

ROOT = Path(project_settings.BASE_DIR)
DEPLOY = ROOT / "project" / "deploy"
HOST = "library.example.org"


# The scripts and files, as on one machine


@pytest.fixture(scope="module")
def machine(tmp_path_factory, request):
    """What ``install.sh`` and ``release.sh`` make, on the packages of this environment."""
    if connection.vendor != "sqlite":
        pytest.skip("One machine is enough, on SQLite.")
    folder = tmp_path_factory.mktemp("srv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / ".venv"], check=True)
    own = next((folder / ".venv" / "lib").glob("python*")) / "site-packages"
    (own / "shared.pth").write_text(f"{Path(pytest.__file__).parents[1]}\n")
    # So the packages need not be fetched again; that they are all there, pip itself says.
    offline = {"PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0"}
    run([DEPLOY / "install.sh", folder], os.environ | offline)
    assert (own / "summaries" / "templates").is_dir()
    (folder / "var").mkdir()
    (folder / ".venv" / "bin" / "gunicorn").write_text(
        f"#!{folder}/.venv/bin/python\nfrom gunicorn.app.wsgiapp import run\nrun()\n"
    )
    (folder / ".venv" / "bin" / "gunicorn").chmod(0o755)
    environment = settings_of(folder)
    run([folder / "project" / "deploy" / "release.sh"], environment)
    return folder, environment


def settings_of(folder):
    """The environment in summaries.env, with a folder here for what the site writes."""
    text = (DEPLOY / "summaries.env").read_text().replace("/var/lib/summaries", f"{folder}/var")
    pairs = (line.split("=", 1) for line in text.splitlines() if line[:1] not in {"", "#"})
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return (
        kept
        | dict(pairs)
        | {"BIND": f"unix:{folder}/web.sock", "WORKERS": "1", "SECRET_KEY": token_urlsafe(50)}
    )


def run(command, environment, folder=None):
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert not done.returncode, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def site(machine):
    """Call it for status, headers and text of an address, from nginx before Gunicorn."""
    if not (nginx := shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")):
        reason = "No nginx found: apt-get install nginx-light."
        pytest.fail(reason) if "CI" in os.environ else pytest.skip(reason)
    folder, environment = machine
    with socket.socket() as one, socket.socket() as other:
        for free in (one, other):
            free.bind(("127.0.0.1", 0))
        plain, port = one.getsockname()[1], other.getsockname()[1]
    conf = (DEPLOY / "nginx.conf").read_text()
    for wanted, found in (
        (r"\s+listen \[::\].*", ""),
        (r"listen 80\b", f"listen 127.0.0.1:{plain}"),
        (r"listen 443\b", f"listen 127.0.0.1:{port}"),
        (r"/run/summaries/", f"{folder}/"),
        (r"/var/lib/summaries/", f"{folder}/var/"),
        (r"/etc/letsencrypt/live/[^/]+/", f"{folder}/"),
        (r"/var/log/nginx/", f"{folder}/"),
    ):
        assert re.search(wanted, conf), wanted
        conf = re.sub(wanted, found, conf)
    user = "user root;" if os.geteuid() == 0 else ""
    paths = "".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx-errors.log;"
        f"events {{}} http {{ include /etc/nginx/mime.types; {paths} {conf} }}"
    )
    certify = "openssl req -x509 -newkey rsa:2048 -nodes -keyout privkey.pem -out fullchain.pem"
    run([*certify.split(), "-subj", f"/CN={HOST}"], os.environ, folder)
    unit = unit_of("summaries-web.service")
    command = unit["Service"]["ExecStart"].replace("/srv/summaries", str(folder)).split()
    with (
        (folder / "web.log").open("w") as log,
        started(command, cwd=folder, env=environment, stdout=log, stderr=log),
        started([nginx, "-c", folder / "nginx.conf"]),
    ):
        until(lambda: (folder / "web.sock").exists() and (folder / "nginx.pid").exists())
        until(lambda: ask(port, "/health/")[0] == 200)
        yield partial(ask, port)


TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def started(command, **options):
    process = subprocess.Popen(command, **options)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


def until(is_so):
    for _second in range(200):
        if is_so():
            return
        time.sleep(0.1)
    pytest.fail("It did not start.")


def ask(port, path, method="GET", body=None, **headers):
    server = HTTPSConnection("127.0.0.1", port, context=ssl._create_unverified_context())
    with closing(server):
        server.request(method, path, body, {"Host": HOST, **headers})
        response = server.getresponse()
        return response.status, response.headers, response.read().decode()


def unit_of(name):
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str
    unit.read(DEPLOY / name)
    return unit


def test_a_release_serves_pages_and_files_with_a_digest(site):
    status, headers, page = site("/")
    assert (status, "strict-transport-security" in headers) == (200, True)
    style = re.search(r'href="(/static/summaries/[^"]+\.[0-9a-f]{12}\.css)"', page)[1]
    status, headers, _text = site(style)
    assert (status, headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    assert site("/favicon.ico")[0] == 302


def test_it_is_well(site):
    status, headers, text = site("/health/")
    assert json.loads(text) == dict.fromkeys(["database", "migrations", "search", "cache"], "ok")
    assert (status, "no-store" in headers["Cache-Control"]) == (200, True)


def test_logs_are_lines_of_json_without_what_visitors_type(site, machine):
    folder, _environment = machine
    site("/search/?q=confidential")
    site("/nowhere/", "POST", "secret=confidential", Cookie="csrftoken=no")
    for name in ("web.log", "summaries.log"):
        until(lambda name=name: "/nowhere/" in (folder / name).read_text())
    web, front = (
        [json.loads(line) for line in (folder / name).read_text().splitlines()]
        for name in ("web.log", "summaries.log")
    )
    searches = [
        next(one for one in lines if one.get("path") == "/search/") for lines in (web, front)
    ]
    assert searches[0]["request_id"] == searches[1]["request_id"]
    assert (searches[0]["status"], searches[0]["method"]) == (200, "GET")
    assert searches[0]["ms"] > 0
    assert "confidential" not in (folder / "web.log").read_text()
    assert "confidential" not in (folder / "summaries.log").read_text()


def test_the_nightly_work_is_done(machine):
    folder, environment = machine
    assert "0 articles" in run([folder / "project/deploy/nightly.sh"], environment)


def test_the_services_run_what_is_installed(machine):
    folder, _environment = machine
    for name in ("summaries-web", "summaries-worker", "summaries-nightly"):
        service = unit_of(f"{name}.service")["Service"]
        program, *arguments = service["ExecStart"].split()
        assert service["EnvironmentFile"] == "/etc/summaries.env"
        for path in (program, *(one for one in arguments if one.endswith(".py"))):
            assert (folder / path.removeprefix("/srv/summaries/")).exists(), path
    assert unit_of("summaries-nightly.timer")["Timer"]["OnCalendar"]


# Files that cannot be run here


def test_the_containers_run_what_is_installed(machine):
    folder, _environment = machine
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert {"web", "worker", "release", "nightly", "db", "replica", "redis"} <= services.keys()
    for name in ("web", "worker", "release", "nightly"):
        command = services[name].get("command", "").removeprefix("python ").split(" ")[0]
        assert not command or (folder / command).exists(), command
        asked = re.findall(r"\$\{(\w+)", yaml.safe_dump(services[name]))
        assert {*asked} <= {"ALLOWED_HOSTS", "POSTGRES_PASSWORD"}
    for service in services.values():
        for volume in service.get("volumes", ()):
            if volume.startswith("./"):
                assert (DEPLOY / volume.split(":")[0]).exists(), volume
    container = (DEPLOY / "Containerfile").read_text()
    for path in re.findall(r"^COPY (.+) \S+$", container, re.M):
        assert all((ROOT / one).exists() for one in path.split()), path
    named = {one.split("=")[0] for one in re.findall(r"\b[A-Z_]{3,}=", container)}
    assert {"VAR_DIR", "BIND", "LOG_FORMAT"} <= named


def test_what_is_installed_is_pinned():
    pins = dict.fromkeys(re.findall(r"^([\w-]+)==", (ROOT / "requirements.txt").read_text(), re.M))
    wanted = (ROOT / "project" / "requirements.txt").read_text()
    assert {*re.findall(r"^([a-z][\w-]*)", wanted, re.M)} <= pins.keys()


# Pages in Redis


def test_pages_are_shared_through_redis(settings, db, client, django_assert_num_queries):
    server = TcpFakeServer(("127.0.0.1", 0))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"redis://127.0.0.1:{server.server_address[1]}/0"
    pages = settings_with(CACHE_URL=url)["CACHES"]["pages"]
    settings.CACHES = {**settings.CACHES, "pages": pages}
    page = make_article("The pier").get_absolute_url()
    client.get(page)
    with django_assert_num_queries(1):  # of the mark alone
        assert "The pier" in client.get(page).text
    caches["pages"].close()
    server.shutdown()
    server.server_close()
    assert "The pier" in client.get(page).text


# Images in a bucket


class Bucket(BaseHTTPRequestHandler):
    """As much of S3 as the storage asks for."""

    objects: dict = {}

    def do_PUT(self):
        assert "Authorization" in self.headers
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.objects[self.path] = body, self.headers["Cache-Control"], self.headers["Content-Type"]
        self.answer(200)

    def do_GET(self):
        body = self.objects.get(urlsplit(self.path).path, (None,))[0]
        self.answer(200 if body is not None else 404, body or b"")

    do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

    def do_DELETE(self):
        self.objects.pop(self.path, None)
        self.answer(204)

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def bucket(settings, monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for name, value in {
        "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{server.server_port}",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    settings.STORAGES = {
        **settings.STORAGES,
        "bucket": settings_with(MEDIA_BUCKET="library", MEDIA_HOST="media.example.org")["STORAGES"][
            "default"
        ],
    }
    settings.SUMMARIES_IMAGE_STORAGE = "bucket"
    yield Bucket.objects
    server.shutdown()
    server.server_close()
    Bucket.objects.clear()


def settings_with(**environment):
    """What project/settings.py makes of the environment."""
    found = subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=ROOT,
        env=os.environ | {"SECRET_KEY": "no secret"} | environment,
        capture_output=True,
        text=True,
    )
    assert not found.returncode, found.stderr
    return json.loads(found.stdout)


SHOW = """
import json
from project import settings
found = {name: value for name, value in vars(settings).items() if name.isupper()}
print(json.dumps(found, default=id))
"""


def test_images_are_kept_in_a_bucket(bucket, db, client):
    image = images.take(photo(200, 100), alt="A pier")
    shown = f'<p>A walk.</p><figure><img src="image:{image.key}" alt="A pier"></figure>'
    article = make_article(body=shown)
    page = client.get(article.get_absolute_url()).text
    folder = f"summaries/images/{image.key[:2]}"
    assert f"https://media.example.org/{folder}/{image.key}-200.jpg" in page
    assert bucket.keys() == {f"/library/{name}" for name in image.names}
    _body, kept, kind = bucket[f"/library/{folder}/{image.key}-200.jpg"]
    assert (kept, kind) == ("public, max-age=31536000, immutable", "image/jpeg")
    assert image.picture.read() in [one[0] for one in bucket.values()]
    assert client.get(f"{article.get_absolute_url()}download/docx/").status_code == 200


def test_the_environment_becomes_settings():
    found = settings_with(
        PRODUCTION="1",
        PROXY="1",
        DATABASE_URL="postgresql://db/library",
        REPLICA_URL="postgresql://replica/library",
        CACHE_URL="redis://cache:6379/0",
        EMAIL_URL="smtp://me%40example.org:pass@mail.example.org:587",
        MEDIA_BUCKET="library",
        MEDIA_HOST="media.example.org",
    )
    assert found["DATABASES"]["replica"]["HOST"] == "replica"
    assert found["DATABASE_ROUTERS"] == ["summaries.replicas.ReplicaRouter"]
    assert found["CACHES"]["pages"]["LOCATION"] == "redis://cache:6379/0"
    assert found["MAIL"] == {
        "host": "mail.example.org",
        "port": 587,
        "timeout": 10,
        "username": "me@example.org",
        "password": "pass",
        "use_tls": True,
        "use_ssl": False,
    }
    assert "https://media.example.org/" in found["SECURE_CSP"]["img-src"]
    assert found["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert found["MIDDLEWARE"][1] == "project.proxy.client_address"
