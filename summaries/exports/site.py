"""A copy of the public site as files, which any web server can carry.

The pages are asked of the site itself and followed from link to link. What needs a server
(search, filters, filling in) is marked ``data-live`` in the templates and left out, as are forms.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from django.conf import settings as project_settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import Storage, storages
from django.test import Client
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from summaries.conf import settings
from summaries.deployment import fingerprint
from summaries.models import PublicState

from . import pages
from .library import Library, named, written

MANIFEST = ".summaries-copy.json"
# The pages of the copy, by the names of their addresses; what else there is needs a server.
PAGES = frozenset(
    "home article_list article_detail article_markdown share_image download category_list"
    " category_detail tag_list tag_detail feed category_feed tag_feed robots llms"
    " sitemap sitemap_section".split()
)
# Where a copy begins; what these pages lead to is found by following links.
SEEDS = ("home", "article_list", "category_list", "tag_list", "robots", "llms", "sitemap")
# A step upwards, and what no name of a file holds.
_LEADING_OUT = re.compile(r"(^|/)\.\.?(/|$)|[\\\0]")
# What of a query string tells one page from another; anything else is a filter.
_PAGED = ("page", "letter")
# Pages after which the manifest is written, so that an interrupted copy is taken up there.
_SAVED_AFTER = 500


class CopyError(Exception):
    """The copy cannot be made; the message says why, and what to do."""


@dataclass
class Manifest:
    """What a folder holds: its files, and the version of each article among them.

    ``made_of`` is the state of the site that all pages show, ``frame`` what any page may show.
    """

    made_of: list[str] = field(default_factory=list)
    frame: str = ""
    articles: dict[str, int] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        try:
            return cls(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        except FileNotFoundError:
            return cls()
        except (ValueError, TypeError) as error:
            said = _("%(path)s is damaged: delete it, and the copy is made anew.")
            raise CopyError(said % {"path": folder / MANIFEST}) from error

    def save(self, folder: Path) -> None:
        with written(folder / MANIFEST) as file:
            file.write(json.dumps(vars(self), ensure_ascii=False).encode())


def write(library: Library, folder: Path) -> Iterator[None]:
    """Make the copy, or bring it up to date: articles that have not changed are left as they are.

    What surrounds them (related articles, neighbours) may be older then. Nothing is done while
    the site has not changed, and all is made anew after a change of names, code or templates.
    What is no longer public is deleted from the copy. Raises ``CopyError``.
    """
    old = Manifest.read(folder)
    marks = PublicState.objects.marks()
    frame = f"{marks.frame} {fingerprint()} {library.address}"
    made_of = [frame, marks.shape, marks.text]
    if old.made_of == made_of:
        return
    is_same_frame = old.frame == frame
    crawl = Crawl(library.address, folder, old.articles if is_same_frame else {})
    new = Manifest(frame=frame, files=old.files)
    for slug, version in library.articles.order_by("pk").values_list("slug", "version").iterator():
        crawl.add_article(slug, version)
    for count, _page in enumerate(crawl.run(), start=1):
        yield
        if count % _SAVED_AFTER == 0:
            new.articles = crawl.articles
            new.files = sorted(crawl.files.union(old.files))
            new.save(folder)
    for path in set(old.files) - crawl.files:
        if not crawl.keeps(path):
            _delete(folder / path, folder)
    new.made_of, new.articles = [] if crawl.failed else made_of, crawl.articles
    new.files = sorted(crawl.files.union(path for path in old.files if crawl.keeps(path)))
    new.save(folder)
    if crawl.failed:
        said = _("%(count)d pages could not be made, the first is %(page)s: see the site's log.")
        raise CopyError(said % {"count": len(crawl.failed), "page": crawl.failed[0]})


def _delete(file: Path, folder: Path) -> None:
    """Delete the file, and the folders above it that are empty then."""
    file.unlink(missing_ok=True)
    for above in file.parents:
        if above == folder or not above.is_dir() or any(above.iterdir()):
            return
        above.rmdir()


class Crawl:
    """The pages of the site, each asked for once and written to its file."""

    def __init__(self, address: str, folder: Path, known: dict[str, int]):
        self.folder, self.known = folder, known
        self.files: set[str] = set()
        self.articles: dict[str, int] = {}
        self.failed: list[str] = []
        # The folders of articles that are left as they are, and what others are made of, by file.
        self._kept: set[str] = set()
        self._versions: dict[str, tuple[str, int]] = {}
        self._queue: deque[tuple[str, str]] = deque()
        site = urlsplit(address)
        self._host, self._is_secure = site.netloc, site.scheme == "https"
        self._client = Client(raise_request_exception=False, headers={"host": site.netloc})
        day = date_format(timezone.localdate(), "DATE_FORMAT")
        self._note = _("A copy of %(day)s, without search, filters and forms.") % {"day": day}
        for name in SEEDS:
            self._reach(unquote(reverse(f"summaries:{name}")), "")

    def add_article(self, slug: str, version: int) -> None:
        """Have the article's page in the copy; as it is, if it shows this version already."""
        path = unquote(reverse("summaries:article_detail", args=[slug]))
        file = file_of(resolve(path), path, "")
        if self.known.get(slug) == version and (self.folder / file).exists():
            self._kept.add(posixpath.dirname(file))
            self.articles[slug] = version
        else:
            self._versions[file] = slug, version
            self._reach(path, "")

    def keeps(self, file: str) -> bool:
        """Whether an older copy's file may belong to an article that is left as it is."""
        folders = [file.removesuffix(".md"), *map(str, PurePosixPath(file).parents)]
        return any(one in self._kept for one in folders) or bool(self._kept and _asset(f"/{file}"))

    def run(self) -> Iterator[None]:
        """Make the pages one by one, with what they lead to."""
        while self._queue:
            address, file = self._queue.popleft()
            self._make(address, file)
            yield

    def _make(self, address: str, file: str) -> None:
        response = self._client.get(address, secure=self._is_secure)
        if response.status_code == 200 and file in self._versions:
            slug, version = self._versions[file]
            self.articles[slug] = version
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.status_code == 400:
            said = _("The site refuses the host %(host)s: add it to ALLOWED_HOSTS.")
            raise CopyError(said % {"host": self._host})
        if response.status_code >= 500:
            self.failed.append(address)
        elif 300 <= response.status_code < 400:
            link = self._link(response.headers["Location"], address, file) or ""
            self._write(file, pages.redirect(link))
        elif kind == "text/html":
            link = partial(self._link, address=address, file=file)
            self._write(file, pages.rewritten(b"".join(response), link, self._note))
        else:
            data = b"".join(response)
            self._write(file, data)
            for link in pages.links_in_sitemap(data) if file.endswith(".xml") else ():
                self._link(link, address, file)

    def _link(self, link: str, address: str, file: str) -> str | None:
        """The link from the file to where a page's link leads; ``None`` to what is not copied."""
        url = urlsplit(urljoin(f"//{self._host}{address}", link))
        if url.netloc != self._host or url.scheme not in ("", "http", "https"):
            return link
        path, fragment = unquote(url.path), f"#{url.fragment}" if url.fragment else ""
        if link.startswith("#"):
            return link
        target = self._reach(path, url.query)
        if target is None:
            return None
        return quote(_relative(target, file)) + fragment

    def _reach(self, path: str, query: str) -> str | None:
        """The file of an address of the site, which will be made if it was not yet.

        ``None`` for what is not copied, and for a path that would lead out of the folder.
        """
        if _LEADING_OUT.search(path):
            return None
        if asset := _asset(path):
            file = path.lstrip("/")
            if file not in self.files:
                self.files.add(file)
                self._copy(path, file, asset)
            return file
        try:
            match = resolve(path)
        except Resolver404:
            return None
        if match.app_names != ["summaries"] or match.url_name not in PAGES:
            return None
        paged = [(name, value) for name, value in parse_qsl(query) if name in _PAGED]
        is_filtered = len(paged) < len(parse_qsl(query)) and match.url_name != "share_image"
        if is_filtered:
            return None
        file = file_of(match, path, "".join(f"-{name}-{value}" for name, value in sorted(paged)))
        if file not in self.files:
            self.files.add(file)
            self._queue.append(
                (f"{quote(path)}?{urlencode(paged)}" if paged else quote(path), file)
            )
        return file

    def _copy(self, path: str, file: str, asset: Asset) -> None:
        """Copy a static file or an image, and what a style sheet names."""
        data = asset()
        if data is None:
            self.failed.append(path)
            return
        self._write(file, data)
        if path.endswith(".css"):
            for link in pages.links_in_css(data.decode(errors="replace")):
                self._reach(unquote(urlsplit(urljoin(path, link)).path), "")

    def _write(self, file: str, data: bytes) -> None:
        """Write the file, but leave one that says the same alone."""
        target = self.folder / file
        if target.exists() and target.read_bytes() == data:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        with written(target) as out:
            out.write(data)


Asset = Callable[[], bytes | None]


def _asset(path: str) -> Asset | None:
    """What reads the static file or image at the address, if one of the site's storages has it."""
    for url, read in (
        (project_settings.STATIC_URL, _static),
        (getattr(storages[settings.IMAGE_STORAGE], "base_url", None), _image),
    ):
        prefix = urlsplit(url or "").path
        if prefix and prefix != "/" and path.startswith(prefix):
            return partial(read, path.removeprefix(prefix))
    return None


def _static(name: str) -> bytes | None:
    if found := finders.find(name):
        return Path(found).read_bytes()
    return _read(staticfiles_storage, name)  # collected, under the name that its content gives it


def _image(name: str) -> bytes | None:
    return _read(storages[settings.IMAGE_STORAGE], name)


def _read(storage: Storage, name: str) -> bytes | None:
    try:
        with storage.open(name) as file:
            return file.read()
    except (OSError, ImproperlyConfigured):
        return None


def file_of(match: ResolverMatch, path: str, suffix: str) -> str:
    """The file of a page; ``suffix`` tells one page of a list from another."""
    folder = "/".join(named(step) for step in path.strip("/").split("/"))
    kind = match.kwargs.get("kind", "")
    if match.url_name == "download":
        return f"{folder}/{named(match.kwargs['slug'])}.{kind}"
    if not path.endswith("/"):
        return folder
    name = "index.html"
    if "feed" in match.url_name:
        name = "index.json" if kind == "json" else "index.xml"
    stem, dot, extension = name.partition(".")
    return posixpath.join(folder, f"{stem}{named(suffix)}{dot}{extension}")


def _relative(target: str, file: str) -> str:
    """The link from one file to another; a folder's ``index.html`` is not named."""
    link = posixpath.relpath(target, posixpath.dirname(file) or ".")
    if posixpath.basename(target) == "index.html":
        link = f"{posixpath.dirname(link)}/" if posixpath.dirname(link) else "./"
    return link
