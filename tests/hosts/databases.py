"""A project whose library has a database of its own, read from two replicas."""

import random

from .base import *  # noqa: F403
from .base import database

DATABASES = {
    "default": database("databases"),
    "library": database("databases_library"),
    # In a test they are connections to the library's own database.
    "north": database("databases_library") | {"TEST": {"MIRROR": "library"}},
    "south": database("databases_library") | {"TEST": {"MIRROR": "library"}},
}
DATABASE_ROUTERS = ["tests.hosts.databases.LibraryRouter"]


class LibraryRouter:
    """The library in ``library`` and its replicas, all else in ``default``."""

    def db_for_read(self, model, **hints):
        if model._meta.app_label == "summaries":
            return random.choice(["north", "south"])
        return "default"

    def db_for_write(self, model, **hints):
        return "library" if model._meta.app_label == "summaries" else "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == ("library" if app_label == "summaries" else "default")
