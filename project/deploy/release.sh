#!/bin/sh
# Bring database and static files to the installed version, before its processes start.
set -eu
cd "$(dirname "$0")/../.."
python=.venv/bin/python
$python manage.py check --deploy --fail-level WARNING
$python manage.py migrate --no-input
$python manage.py collectstatic --no-input --verbosity 0
