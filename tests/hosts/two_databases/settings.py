from project.settings import *  # noqa: F403

DATABASES["other"] = {  # noqa: F405
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": ":memory:",
}
DATABASE_ROUTERS = ["tests.hosts.two_databases.settings.Router"]


class Router:
    def allow_migrate(self, db, app_label, **hints):
        return db == "default" or app_label != "summaries"
