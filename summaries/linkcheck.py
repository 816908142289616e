"""Asking other sites whether the pages that texts link to are still there.

Slowly: each site is asked for one page at a time, with a pause. Never within the network of
the server: a text could else have it ask for what only the server can reach.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv4Address, ip_address, ip_network
from queue import Queue
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from . import attention
from .attention.links import outside
from .models import LinkCheck, Part

AGENT = "Mozilla/5.0 (compatible; django-summaries link check)"
TIMEOUT = 10  # seconds for each answer
PAUSE = 1  # seconds between two questions to one site
MOST_REDIRECTS = 5
SITES_AT_ONCE = 8
ASKED_AT_ONCE, WRITTEN_AT_ONCE = 2_000, 50
READ_AT_ONCE = 200
# A site that answers so wants to be left alone; the rest of its pages wait for the next run.
BUSY = {429, 503}
PRIVATE = "private address"
# What stays as it is in a path and a query.
_SAFE = "/%:@!$&'()*+,;=~?"
_IPV4_WITHIN = ip_network("64:ff9b::/96")


class Answer(NamedTuple):
    """The status that was answered, or ``None`` and why there was none."""

    status: int | None
    error: str = ""

    @property
    def is_failure(self) -> bool:
        """Whether the link is dead if that is answered again."""
        return self.error not in ("", PRIVATE) or (self.status or 0) >= 500


class PrivateAddress(OSError):
    """The name leads into a private network."""


def texts_with_links() -> QuerySet[Part]:
    """The parts that link to other sites, but for articles in the bin."""
    return Part.objects.filter(body__contains='href="http', article__deleted_at=None)


def collect() -> int:
    """Take up all addresses of other sites that texts link to, forget others; how many."""
    now, last = timezone.now(), 0
    rows = texts_with_links().order_by("pk").values_list("pk", "body")
    while some := rows.filter(pk__gt=last)[:READ_AT_ONCE]:
        urls = {url for _key, body in some for url in outside(body)}
        LinkCheck.objects.note(sorted(urls), now)
        *_others, (last, _body) = some
    LinkCheck.objects.filter(seen_at__lt=now).delete()
    return LinkCheck.objects.count()


@dataclass
class Checks:
    """One run: asks for what was not asked for since ``before``, up to ``limit`` addresses."""

    before: datetime
    limit: int | None = None
    allow_private: bool = False

    def count(self) -> int:
        due = LinkCheck.objects.due(self.before).count()
        return due if self.limit is None else min(due, self.limit)

    def run(self) -> Iterator[LinkCheck]:
        """Ask, and store each answer; what is interrupted is taken up by the next run.

        In the end, the articles are looked at whose links have died, or come back.
        """
        keys = LinkCheck.objects.due(self.before).values_list("pk", flat=True)[: self.limit]
        changed: set[str] = set()
        waiting = list(keys)
        try:
            for start in range(0, len(waiting), ASKED_AT_ONCE):
                rows = LinkCheck.objects.in_bulk(waiting[start : start + ASKED_AT_ONCE])
                yield from self._ask(list(rows.values()), changed)
        finally:
            look_again(changed)

    def _ask(self, rows: list[LinkCheck], changed: set[str]) -> Iterator[LinkCheck]:
        sites: dict[str, list[LinkCheck]] = defaultdict(list)
        for row in rows:
            sites[urlsplit(row.url).netloc.lower()].append(row)
        answers: Queue[tuple[LinkCheck, Answer] | None] = Queue()
        stop = threading.Event()
        done: list[LinkCheck] = []
        with ThreadPoolExecutor(SITES_AT_ONCE) as pool:
            for some in sites.values():
                pool.submit(self._ask_site, some, answers, stop)
            left = len(sites)
            try:
                while left:
                    found = answers.get()
                    if found is None:
                        left -= 1
                        continue
                    row, answer = found
                    if note(row, answer):
                        changed.add(row.url)
                    done.append(row)
                    if len(done) >= WRITTEN_AT_ONCE:
                        store(done)
                    yield row
            finally:
                stop.set()
                store(done)

    def _ask_site(self, rows: list[LinkCheck], answers: Queue, stop: threading.Event) -> None:
        """Ask one site for its pages, one after the other; ``None`` says that it is done."""
        try:
            for number, row in enumerate(rows):
                if stop.wait(PAUSE if number else 0):
                    return
                answer = ask(row.url, allow_private=self.allow_private)
                answers.put((row, answer))
                if answer.status in BUSY:
                    return
        finally:
            answers.put(None)


def note(row: LinkCheck, answer: Answer) -> bool:
    """Note what was answered; whether the link died by that, or came back."""
    before = row.is_dead
    row.status, row.error = answer.status, answer.error[:200]
    row.failures = row.failures + 1 if answer.is_failure else 0
    row.checked_at = timezone.now()
    return row.is_dead != before


def store(rows: list[LinkCheck]) -> None:
    LinkCheck.objects.bulk_update(rows, ["status", "error", "failures", "checked_at"])
    rows.clear()


def look_again(urls: set[str]) -> None:
    """Find anew what there is to find in the articles that link to one of these."""
    if not urls:
        return
    rows = texts_with_links().order_by("article", "pk").values_list("article", "body")
    found = (key for key, body in rows.iterator(READ_AT_ONCE) if not urls.isdisjoint(outside(body)))
    keys = list(dict.fromkeys(found))
    for start in range(0, len(keys), READ_AT_ONCE):
        attention.refresh(keys[start : start + READ_AT_ONCE])


# One question


def ask(url: str, *, allow_private: bool = False) -> Answer:
    """What the site answers for an address, through its redirects."""
    try:
        for _number in range(MOST_REDIRECTS + 1):
            status, location = _answer(url, allow_private=allow_private)
            if not 300 <= status < 400 or not location:
                return Answer(status)
            url = urljoin(url, location)
        return Answer(None, _("too many redirects"))
    except PrivateAddress:
        return Answer(None, PRIVATE)
    except TimeoutError:
        return Answer(None, _("timed out"))
    except ssl.SSLError as error:
        return Answer(None, _("no secure connection: %s") % (error.reason or error))
    except (OSError, HTTPException, ValueError) as error:
        return Answer(None, str(error) or type(error).__name__)


def _answer(url: str, *, allow_private: bool) -> tuple[int, str]:
    """The status and the Location; a site that refuses HEAD is asked by GET, and not read."""
    status, location = _request("HEAD", url, allow_private=allow_private)
    if status >= 400 and status not in BUSY:
        status, location = _request("GET", url, allow_private=allow_private)
    return status, location


def _request(method: str, url: str, *, allow_private: bool) -> tuple[int, str]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(_("no web address: %s") % url[:80])
    host = parts.hostname
    if not host.isascii():
        host = host.encode("idna").decode()
    is_secure = parts.scheme == "https"
    connection = _Connection(host, parts.port or (443 if is_secure else 80), timeout=TIMEOUT)
    connection.is_secure, connection.allow_private = is_secure, allow_private
    path = quote(parts.path or "/", safe=_SAFE)
    path += f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    try:
        connection.request(method, path, headers={"User-Agent": AGENT, "Accept": "*/*"})
        response = connection.getresponse()
        return response.status, response.headers.get("Location", "")
    finally:
        connection.close()


class _Connection(HTTPConnection):
    """Connects to the very address that was found not to be private, whatever a name says next."""

    is_secure = False
    allow_private = False

    def connect(self) -> None:
        addresses = _resolve(self.host, self.port)
        if not self.allow_private and not all(is_global(one) for one in addresses):
            raise PrivateAddress(self.host)
        self.sock = socket.create_connection((addresses[0], self.port), self.timeout)
        if self.is_secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_kind, address in found))


def is_global(address: str) -> bool:
    """Whether an IP address is one of the open internet, also where an IPv4 one is within it."""
    ip = ip_address(address.partition("%")[0])
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    if ip.version == 6 and ip in _IPV4_WITHIN:
        inner = IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.is_global and not ip.is_multicast and (inner is None or inner.is_global)
