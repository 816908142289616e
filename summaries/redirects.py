"""What an address answers at which nothing is: where it leads, that it is gone, or nothing.

``RedirectFallbackMiddleware`` does so for every address of the site, such as those of an old
one that was moved here, and counts those that visitors asked for in vain.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from threading import Lock
from urllib.parse import unquote, urlsplit

from django.conf import settings as project_settings
from django.conf.urls.i18n import is_language_prefix_patterns_used
from django.db import DatabaseError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import (
    NoReverseMatch,
    Resolver404,
    get_script_prefix,
    get_urlconf,
    is_valid_path,
    resolve,
    reverse,
)
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import get_language, get_language_from_path

from . import cards
from . import text as texts
from .conf import settings
from .metadata import HIDDEN
from .models import (
    IDENTIFYING,
    REFERRER_LENGTH,
    Article,
    Category,
    Met,
    MissingAddress,
    Redirect,
    Tag,
    old_address,
    pinned,
    writing,
)
from .models.redirects import TARGETS, column
from .previews import is_staff

# Characters of the words that are searched for.
WORDS_LENGTH = 100
# Articles that a page that is not there offers instead, and words of its address tried for them.
HITS, TRIED = 3, 3
# Seconds between two times that a process writes what it has met, and addresses it holds so long.
PAUSE, HELD = 30, 200
# What no visitor asks for, but programs that look for holes, or browsers by themselves.
PROBES = re.compile(
    r"/\.|\.\./|[<>$(){}|\\;]|"
    r"\.(aspx?|bak|cgi|css|env|gz|ini|jsp?|log|map|old|php\d?|phtml|rar|sh|sql|swp|tar|tgz|ya?ml|zip)$|"
    r"/(wp-(admin|includes|json|login|content/(plugins|themes))|xmlrpc|cgi-bin|vendor|actuator|"
    r"phpmyadmin|pma|phpinfo|administrator|_ignition|solr|owa|autodiscover|boaform|hnap1|"
    r"favicon\.ico|apple-touch-icon|browserconfig\.xml|robots\.txt)",
    re.IGNORECASE,
)


# Answers


def answer(
    request: HttpRequest, redirect: Redirect | None, to: str = "article_detail"
) -> HttpResponse | None:
    """Where the redirect leads, or 410; ``None`` if nothing public is or was there.

    ``to`` names which of the addresses of an article is meant.
    """
    if redirect is None:
        return None
    if target := redirect.public_target:
        if isinstance(target, Article):
            return HttpResponsePermanentRedirect(reverse(f"summaries:{to}", args=[target.slug]))
        return HttpResponsePermanentRedirect(target.get_absolute_url())
    return gone(request, redirect.path, redirect.target) if redirect.is_gone else None


def gone(request: HttpRequest, address: str, what: object = None) -> HttpResponse:
    """The page that says that something was removed, with what is like it by its address.

    Of ``what`` stood there it tells no more than its category, if that is public.
    """
    words, is_article = words_of(address), isinstance(what, Article)
    category = what.category if is_article and what.category.is_public else None
    with pinned() as state:
        rows = cards.read(alike(words), with_tags=False)
        context = {
            "words": words,
            "category": category,
            "cards": cards.of_rows(state.overview, rows),
            "is_article": is_article or address.startswith("articles/"),
            "metadata": HIDDEN,
        }
        response = render(request, "summaries/410.html", context, status=410)
    add_never_cache_headers(response)  # it may come back
    return response


def words_of(address: str) -> str:
    """The words that the end of an address is made of, to search for."""
    end = _end(address)
    words = " ".join(texts.tokens(end)) if end.isascii() else end.replace("-", " ")
    return words.replace("\x00", "")[:WORDS_LENGTH]


def _end(address: str) -> str:
    end = address.partition("?")[0].rstrip("/").rpartition("/")[2]
    return re.sub(r"\.\w{3,4}$", "", end)


def alike(words: str) -> list[int]:
    """The keys of some articles that hold the words, or else one of the longest of them."""
    longest = sorted(words.split(), key=len, reverse=True)[:TRIED]
    for one in dict.fromkeys([words, *longest]) if words else ():
        found = Article.objects.published().search(one).values_list("pk", flat=True)
        if keys := list(found[:HITS]):
            return keys
    return []


def instead(request: HttpRequest) -> HttpResponse | None:
    """What an old address answers where the site has nothing; looked up once a request.

    ``None`` if the address is unknown, or is led on by Django itself.
    """
    if not hasattr(request, "_summaries_instead"):
        is_asked = _is_reading(request) and not _is_led_on(request)
        address = is_asked and old_address(request.get_full_path())
        redirect = Redirect.objects.find(address) if address else None
        request._summaries_instead = answer(request, redirect)
    return request._summaries_instead


# What editors do


def lead(path: str, target: Model | None = None) -> Redirect:
    """Let an old address lead there, or without a target say that it is gone."""
    with writing():
        columns = dict.fromkeys(TARGETS) | (column(target) if target else {})
        redirect, _is_new = Redirect.objects.update_or_create(path=path, defaults=columns)
        is_found(path)
    return redirect


def is_found(path: str) -> None:
    """Take an address that is answered for from those at which visitors found nothing."""
    MissingAddress.objects.filter(path=path).delete()


def suggest(paths: Iterable[str]) -> dict[str, Article]:
    """The public article that each of the addresses may mean: by its slug, else by its words."""
    slugs = {path: _end(path) for path in paths}
    called = Article.objects.published().filter(slug__in=slugs.values())
    by_slug = dict(called.values_list("slug", "pk"))
    best = {path: by_slug.get(slug) or _first(path) for path, slug in slugs.items()}
    articles = Article.objects.filter(pk__in=filter(None, best.values())).for_titles().in_bulk()
    return {path: articles[key] for path, key in best.items() if key in articles}


def _first(path: str) -> int | None:
    """The key of the first article that is found by the words of the address, if it has any."""
    words = words_of(path)
    has_words = any(char.isalpha() for char in words)
    return next(iter(alike(words)), None) if has_words else None


# The pages of the library by their addresses


def inside(href: str) -> str:
    """What the library calls the page of this address, such as ``articles/a-slug``; or ``""``."""
    try:
        path = unquote(urlsplit(href).path)
        page = resolve(f"/{path.removeprefix(get_script_prefix())}")
    except (Resolver404, ValueError):
        return ""
    if page.app_names[-1:] != ["summaries"] or page.url_name not in _PAGES:
        return ""
    argument, prefix = _PAGES[page.url_name]
    return prefix + page.kwargs[argument].strip("/")


def public(addresses: Iterable[str]) -> set[str]:
    """Those of the library's addresses at which something public is."""
    there: set[str] = set()
    for found, prefix, field in (
        (Article.objects.published(), "articles/", "slug"),
        (Category.objects.public(), "categories/", "full_path"),
        (Tag.objects.public(), "tags/", "slug"),
    ):
        names = [one.removeprefix(prefix) for one in addresses if one.startswith(prefix)]
        if names:
            slugs = found.filter(**{f"{field}__in": names}).values_list(field, flat=True)
            there.update(prefix + slug for slug in slugs)
    return there


def is_in_use(path: str) -> bool:
    """Whether something public of the library has this address, with or without a final slash."""
    return bool(public({name for href in (path, f"{path}/") if (name := inside(href))}))


# By the names of the site's addresses: their argument, and how the library calls them.
_PAGES = {
    "article_detail": ("slug", "articles/"),
    "category_detail": ("path", "categories/"),
    "tag_detail": ("slug", "tags/"),
}


# The site's middleware


class RedirectFallbackMiddleware(MiddlewareMixin):
    """Answers for old addresses, after ``LocaleMiddleware`` and ``CommonMiddleware``.

    Only where nothing is: a page that is there never gives way. But an address such as
    ``/?p=12``, which another site had for an article, is looked up before the home page.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if not _is_reading(request) or not request.META.get("QUERY_STRING"):
            return None
        if IDENTIFYING.isdisjoint(request.GET) or not _is_home(request.path):
            return None
        address = old_address(request.get_full_path())
        return answer(request, Redirect.objects.filter(path=address).for_answers().first())

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.status_code in (404, 410) and _is_reading(request):
            response = self._instead(request, response)
        missing.write_if_due()
        return response

    def _instead(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """What is answered instead of a page that is not there; 410 gives way to a redirect."""
        found = instead(request)
        if found and found.status_code != response.status_code:
            return found
        if response.status_code == 404 and request.method == "GET":
            missing.meet(request)
        return response


def _is_reading(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD")


def _is_home(path: str) -> bool:
    if path == get_script_prefix():
        return True
    try:
        return path == reverse("summaries:home")
    except NoReverseMatch:
        return False


def _is_led_on(request: HttpRequest) -> bool:
    """Whether Django will redirect to the same address with a final slash, or in a language."""
    path, urlconf = request.path_info, getattr(request, "urlconf", None)
    paths = []
    used, _by_default = is_language_prefix_patterns_used(urlconf or get_urlconf() or _urlconf())
    if used and not get_language_from_path(path):
        paths.append(f"/{get_language()}{path}")
    if project_settings.APPEND_SLASH and not path.endswith("/"):
        paths += [f"{one}/" for one in (path, *paths)]
    return any(is_valid_path(one, urlconf) for one in paths)


def _urlconf() -> str:
    return project_settings.ROOT_URLCONF


# What visitors asked for in vain


class Missing:
    """What this process has met since it was last written; it never fails a page.

    A write that fails, or would have to wait, is given up with what it held.
    """

    def __init__(self) -> None:
        self._met: dict[str, Met] = {}
        self._due, self._lock = 0.0, Lock()

    def meet(self, request: HttpRequest) -> None:
        """Count an address that was asked for, unless by a program or by somebody of the staff."""
        address = old_address(request.get_full_path())
        if not settings.MISSING_KEPT or not address or PROBES.search(address):
            return
        if _is_led_on(request) or _is_of_staff(request):
            return
        now, referrer = timezone.now(), _referrer(request)
        with self._lock:
            if before := self._met.get(address):
                referrer = referrer or before.referrer
                self._met[address] = Met(before.hits + 1, before.first, now, referrer)
            elif len(self._met) < HELD:
                self._met[address] = Met(1, now, now, referrer)

    def write_if_due(self) -> None:
        if not self._met or time.monotonic() < self._due:
            return
        with self._lock:
            met, self._met = self._met, {}
            self._due = time.monotonic() + PAUSE
        try:
            MissingAddress.objects.record(met)
        except DatabaseError:  # locked, read-only or not migrated
            return


missing = Missing()


def _is_of_staff(request: HttpRequest) -> bool:
    """Whether somebody of the staff asks, who may be looking at what is not public."""
    if project_settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated and is_staff(user)


def _referrer(request: HttpRequest) -> str:
    """The page that the visitor came from, without what its query may tell of them."""
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    url = f"{parts.scheme}://{parts.hostname}{port}{parts.path}"
    return url.replace("\x00", "")[:REFERRER_LENGTH]
