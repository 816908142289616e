#!/bin/sh
# Put a version of the site into a folder of its own: install.sh /srv/summaries-1
# The code and a virtual environment with pinned packages; what the site writes is in VAR_DIR.
set -eu
folder=${1:?Name the folder to install into, such as /srv/summaries-1.}
here=$(cd "$(dirname "$0")/../.." && pwd)

mkdir -p "$folder"
[ -x "$folder/.venv/bin/python" ] || "${PYTHON:-python3}" -m venv "$folder/.venv"
cd "$here"
"$folder/.venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --constraint requirements.txt --requirement project/requirements.txt ".[docx,html,postgresql,re2]"
rm -rf "$folder/project"
cp -R manage.py project "$folder"
