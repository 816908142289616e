#!/bin/sh
# What is done once a night. A step that fails does not keep the others from being done.
cd "$(dirname "$0")/../.." || exit
failed=0
for command in empty_bin find_duplicates check_texts clearsessions; do
    .venv/bin/python manage.py "$command" || failed=1
done
exit $failed
