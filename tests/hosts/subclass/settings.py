from project.settings import *  # noqa: F403

INSTALLED_APPS += ["tests.hosts.subclass"]  # noqa: F405
