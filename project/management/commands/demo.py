"""Set the demo site up and serve it."""

import socket
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.management.commands import runserver
from django.core.management import BaseCommand, CommandError, call_command
from django.db import DatabaseError, connection, transaction

USERNAME = "editor"
PASSWORD = "library"  # noqa: S105 - of a site that this machine alone can reach
FIXTURES = settings.BASE_DIR / "fixtures"


class Command(BaseCommand):
    help = "Set the demo site up and serve it. What was edited in an earlier run is kept."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reset", action="store_true", help="Start over, losing all edits.")
        parser.add_argument("--no-serve", action="store_true", help="Set up only.")

    def handle(self, *, host, port, reset, no_serve, **options):
        if settings.SECURE_SSL_REDIRECT:
            raise CommandError("The demo is served over plain HTTP: unset PRODUCTION.")
        if not no_serve:
            ensure_port_is_free(host, port)
        try:
            if reset:
                clear_database()
            call_command("migrate", verbosity=0)
            load_library()
            editor = get_or_create_editor()
        except (DatabaseError, OSError) as error:
            name = connection.settings_dict["NAME"]
            reason = " ".join(str(error).split())
            raise CommandError(f"Cannot use the database {name}: {reason}") from error

        site = f"http://{host}:{port}/"
        password = PASSWORD if editor.check_password(PASSWORD) else "(the one you have set)"
        self.announcement = f"""
The library  {site}
Its admin    {site}admin/
Log in as    {USERNAME}, password {password}
"""
        if no_serve:
            self.stdout.write(self.announcement)
        else:
            server = Server(self.announcement, stdout=self.stdout, stderr=self.stderr)
            call_command(server, f"{host}:{port}", insecure_serving=True, use_reloader=False)


class Server(runserver.Command):
    """Django's own server, saying where to go once it listens."""

    def __init__(self, announcement, **kwargs):
        super().__init__(**kwargs)
        self.announcement = announcement

    def on_bind(self, server_port):
        self.stdout.write(self.announcement + "Press Ctrl-C to stop.")


def ensure_port_is_free(host, port):
    try:
        socket.create_server((host, port)).close()
    except (OSError, OverflowError) as error:
        reason = str(getattr(error, "strerror", error)).partition(" (")[0]
        raise CommandError(
            f"Cannot serve on {host}:{port} ({reason}). Another port: make demo PORT=9000"
        ) from error


def clear_database():
    if connection.vendor == "sqlite":
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{connection.settings_dict['NAME']}{suffix}").unlink(missing_ok=True)
    else:
        call_command("migrate", verbosity=0)
        call_command("flush", interactive=False, verbosity=0)


def load_library():
    """Load the fixtures into an empty library: all of them, or none when interrupted."""
    if apps.get_model("summaries", "Article")._default_manager.exists():
        return
    with transaction.atomic():
        call_command("loaddata", *sorted(FIXTURES.glob("*.json")), verbosity=0)
        call_command("check_library", fix=True, verbosity=0)


def get_or_create_editor():
    users = get_user_model().objects
    return users.filter(username=USERNAME).first() or users.create_superuser(
        USERNAME, password=PASSWORD
    )
