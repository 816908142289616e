"""A project in two languages, ``i18n_patterns``, with other addresses for the visitors of one
host name, and with a transaction around each request."""

from .base import *  # noqa: F403
from .base import DATABASES, MIDDLEWARE

LANGUAGE_CODE = "en"
ROOT_URLCONF = "tests.hosts.urls_languages"
LANGUAGES = [("en", "English"), ("zh-hans", "Chinese")]
MIDDLEWARE = [
    MIDDLEWARE[0],  # the page cache's, which stands first
    "tests.hosts.languages.by_host_name",
    "django.middleware.locale.LocaleMiddleware",
    *MIDDLEWARE[1:],
]
DATABASES["default"]["ATOMIC_REQUESTS"] = True


def by_host_name(get_response):
    """Middleware that gives the visitors of ``second.testserver`` their own addresses."""

    def respond(request):
        if request.META.get("HTTP_HOST") == "second.testserver":
            request.urlconf = "tests.hosts.urls_second"
        return get_response(request)

    return respond
