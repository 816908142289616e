#!/usr/bin/env python
"""Run an administrative task of the demo site."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed here: run `pip install -r requirements.txt` first.")
    execute_from_command_line(sys.argv)
