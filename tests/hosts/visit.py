"""Use the library of one host, in a process of its own, and print what was seen as JSON.

``python -m tests.hosts.visit`` with ``DJANGO_SETTINGS_MODULE`` and ``DATABASE_URL``.
"""

import json
import sys
import traceback

import django
from django.test.utils import setup_databases, setup_test_environment, teardown_databases


def main():
    django.setup()
    from .deeds import deeds

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    seen = {"failed": {}}
    try:
        for deed in deeds():
            try:
                seen[deed.__name__] = deed()
            except Exception:  # noqa: BLE001 - told by the test, with all others
                seen["failed"][deed.__name__] = traceback.format_exc()
    finally:
        teardown_databases(databases, verbosity=0)
    sys.stdout.write(json.dumps(seen))


if __name__ == "__main__":
    main()
