"""A fingerprint of what a deployment may change: code, templates, translations, settings."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache as computed_once
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings as project_settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.template import engines
from django.utils import translation
from django.utils.functional import Promise

# Files of an app or a project that pages depend on, beside the templates.
SUFFIXES = {".py", ".mo"}


@computed_once
def fingerprint() -> str:
    """A digest that changes with code, templates, translations, static files and settings.

    It is computed once per process, in about 30 ms. It reads the files' content,
    since reproducible builds give all files the same date.
    """
    digest = hashlib.blake2b(repr(sys.version_info).encode(), digest_size=20)
    for part in (_files(), _settings()):
        digest.update(part.encode())
    return digest.hexdigest()


@receiver(setting_changed)
def _forget(setting: str, **kwargs: Any) -> None:
    fingerprint.cache_clear()
    if setting in {"INSTALLED_APPS", "TEMPLATES", "LOCALE_PATHS", "ROOT_URLCONF"}:
        _files.cache_clear()


@computed_once
def _files() -> str:
    """A digest of the apps, the project and the templates, and of the names of all packages."""
    digest = hashlib.blake2b(digest_size=20)
    # The name of this folder contains the package's version.
    packages = {one.name for path in sys.path for one in Path(path).glob("*.dist-info")}
    digest.update(repr(sorted(packages)).encode())
    for folder, file in _read():
        digest.update(f"{file.relative_to(folder)}".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _read() -> Iterator[tuple[Path, Path]]:
    """Each file that pages depend on, with its folder; of Django, the version is enough."""
    names = (project_settings.ROOT_URLCONF, project_settings.SETTINGS_MODULE)
    roots = [import_module(name.partition(".")[0]) for name in names if name]
    folders = [app.path for app in apps.get_app_configs()]
    folders += project_settings.LOCALE_PATHS
    for root in roots:
        folders += getattr(root, "__path__", [])
    for folder in _own(folders):
        yield from ((folder, one) for one in sorted(folder.rglob("*")) if one.suffix in SUFFIXES)
    for folder in _own(folder for engine in engines.all() for folder in engine.template_dirs):
        yield from ((folder, one) for one in sorted(folder.rglob("*")) if one.is_file())
    for root in roots:
        if not hasattr(root, "__path__"):  # a single module, whose folder may hold anything
            file = Path(root.__file__)  # type: ignore[arg-type]  # it was imported from a file
            yield file.parent, file


def _own(folders: Iterable[str | Path]) -> list[Path]:
    unique = dict.fromkeys(map(Path, folders))
    return [one for one in unique if not one.is_relative_to(Path(django.__file__).parent)]


def _settings() -> str:
    """The values of the project's settings, and the static files' manifest if there is one."""
    with translation.override(None):
        names = sorted(set(filter(project_settings.is_overridden, dir(project_settings))))
        values = [(name, _plain(getattr(project_settings, name))) for name in names]
    return repr((values, getattr(staticfiles_storage, "manifest_hash", "")))


def _plain(value: Any) -> Any:
    """A setting's value without anything that differs between processes, such as an ``id()``."""
    if isinstance(value, dict):
        return [(_plain(key), _plain(one)) for key, one in value.items()]
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, (set, frozenset)):
        return sorted(repr(_plain(one)) for one in value)
    if isinstance(value, (Path, Promise)):
        return str(value)
    if value is None or isinstance(value, (str, bytes, int, float, timedelta)):
        return value
    return type(value).__qualname__
