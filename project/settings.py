"""Settings of the demo site.

Everything that differs between machines comes from the environment:

DATABASE_URL    sqlite:///… or postgresql://… (default: VAR_DIR/db.sqlite3)
REPLICA_URL     a replica of it, which visitors' pages are read from (default: none)
CACHE_URL       redis://… for pages that all processes share (default: each process's own memory)
SECRET_KEY      (default: made once, kept in VAR_DIR/secret_key)
ALLOWED_HOSTS   host names with commas between (default: this machine only)
DEBUG           1 for Django's debug pages
PRODUCTION      1 behind HTTPS: secure cookies, redirect from HTTP, HSTS, static files by digest
PROXY           1 behind a web server that always sets X-Forwarded-Proto and X-Real-IP
VAR_DIR         the folder of what the site writes (default: var/)
MEDIA_BUCKET    an S3 bucket for images (default: VAR_DIR/media); boto3 itself reads
                AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL_S3
MEDIA_HOST      with it: where browsers find the bucket, such as media.example.org
EMAIL_URL       smtp://user:password@host:587 or smtps://…:465 (default: this machine, port 25)
EMAIL_FROM      the sender of mail
LOG_FORMAT      json for a JSON object a line (default: plain lines)
LOG_LEVEL       (default: ERROR)
THEME           ink for the second look of the demo, in project/themes/ (default: the library's own)
"""

import os
import secrets
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
import django
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var")  # everything the site writes
PRODUCTION = os.environ.get("PRODUCTION") == "1"
THEME = os.environ.get("THEME") and BASE_DIR / "project" / "themes" / os.environ["THEME"]


def kept_secret_key():
    """The key in var/secret_key, made on the first run."""
    path = VAR_DIR / "secret_key"
    try:
        if not path.exists():
            VAR_DIR.mkdir(exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        sys.exit(f"Cannot use {path} ({error.strerror}): make it writable, or set SECRET_KEY.")


SECRET_KEY = os.environ.get("SECRET_KEY") or kept_secret_key()
DEBUG = os.environ.get("DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

# Application

INSTALLED_APPS = [
    "project",
    "summaries",
    "django_prose_editor",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

if django.VERSION >= (6,):
    from django.utils.csp import CSP

    NONCE = CSP.NONCE
    CSP_MIDDLEWARE = "django.middleware.csp.ContentSecurityPolicyMiddleware"
    CSP_CONTEXT_PROCESSOR = "django.template.context_processors.csp"
else:
    from csp.constants import NONCE

    CSP_MIDDLEWARE = "csp.middleware.CSPMiddleware"
    CSP_CONTEXT_PROCESSOR = "csp.context_processors.nonce"

MIDDLEWARE = [
    "summaries.pagecache.PageCacheMiddleware",
    "summaries.replicas.ReplicaMiddleware",
    "django.middleware.security.SecurityMiddleware",
    CSP_MIDDLEWARE,
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "summaries.redirects.RedirectFallbackMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [THEME / "templates"] if THEME else [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                CSP_CONTEXT_PROCESSOR,
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

ROOT_URLCONF = "project.urls"
WSGI_APPLICATION = "project.wsgi.application"

# Database

# Each thread keeps its connection, and tries it once a request before it is used: opening one
# costs PostgreSQL more than most pages do.
KEPT = {"conn_max_age": None, "conn_health_checks": True}
DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{VAR_DIR}/db.sqlite3", **KEPT)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"] |= {
        "OPTIONS": {
            # Readers never wait for the writer; writers queue up instead of failing.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        },
        # A file, since an in-memory database cannot be shared with a live server's threads.
        "TEST": {"NAME": f"{DATABASES['default']['NAME']}.test"},
    }

if os.environ.get("REPLICA_URL"):
    replica = dj_database_url.config(env="REPLICA_URL", **KEPT)
    DATABASES["replica"] = replica | {"TEST": {"MIRROR": "default"}}
    DATABASE_ROUTERS = ["summaries.replicas.ReplicaRouter"]
    SUMMARIES_REPLICA = "replica"

# Caches

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Whole pages for visitors who are not logged in, in each worker's own memory. A page takes
    # 10 to 40 KB, so these are some 40 MB a worker; a cache that all workers share (Redis,
    # Memcached) holds the same pages once.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
if os.environ.get("CACHE_URL"):
    CACHES["pages"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["CACHE_URL"],
        "KEY_PREFIX": "pages",
        # Seconds; a page is made anew rather than waited for.
        "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.5},
    }

# Languages and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
TIME_ZONE = "UTC"
USE_TZ = True

# Files

STATIC_URL = "static/"
STATICFILES_DIRS = [THEME / "static"] if THEME else []
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "media/"
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_HOST = os.environ.get("MEDIA_HOST", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if PRODUCTION:  # names with a digest, which browsers may keep for ever; after collectstatic
    STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    )
if os.environ.get("MEDIA_BUCKET"):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": os.environ["MEDIA_BUCKET"],
            "custom_domain": MEDIA_HOST,
            # A page may be kept for longer than a signature holds.
            "querystring_auth": False,
            # A file never changes under its name.
            "object_parameters": {"CacheControl": "public, max-age=31536000, immutable"},
        },
    }

# Mail of reviews, if SUMMARIES_REVIEW_MAIL asks for it

mail = urlsplit(os.environ.get("EMAIL_URL") or "smtp://localhost:25")
MAIL = {
    "host": mail.hostname,
    "port": mail.port or 587,
    "username": unquote(mail.username or ""),
    "password": unquote(mail.password or ""),
    "use_tls": bool(mail.username) and mail.scheme == "smtp",
    "use_ssl": mail.scheme == "smtps",
    "timeout": 10,
}
if django.VERSION >= (6, 1):
    BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    MAILERS = {"default": {"BACKEND": BACKEND, "OPTIONS": MAIL}}
else:
    EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = MAIL["host"], MAIL["port"], MAIL["timeout"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL["username"], MAIL["password"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL["use_tls"], MAIL["use_ssl"]
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "webmaster@localhost")

# Security

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

CONTENT_SECURITY_POLICY_DIRECTIVES = {
    "default-src": ["'self'"],
    "script-src": ["'self'", NONCE],  # the nonce is for the rich-text editor's import map
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:", *([f"https://{MEDIA_HOST}/"] if MEDIA_HOST else [])],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
SECURE_CSP = CONTENT_SECURITY_POLICY_DIRECTIVES  # read by Django 6
CONTENT_SECURITY_POLICY = {"DIRECTIVES": CONTENT_SECURITY_POLICY_DIRECTIVES}  # by django-csp

if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = ["^health/$"]  # asked for inside, by HTTP
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

if os.environ.get("PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    MIDDLEWARE.insert(1, "project.proxy.client_address")

# Errors go to the console; with DEBUG off Django would only mail them to the ADMINS.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "level": os.environ.get("LOG_LEVEL", "ERROR"),
        },
    },
    "root": {"handlers": ["console"]},
}
if os.environ.get("LOG_FORMAT") == "json":
    LOGGING["formatters"] = {"lines": {"()": "project.logs.Lines"}}
    LOGGING["handlers"]["console"]["formatter"] = "lines"

# The library

SUMMARIES_SITE_NAME = _("The Summary Library")
SUMMARIES_SITE_DESCRIPTION = _("Work summaries, reports and templates to read, compare and fill in")
SUMMARIES_PAGE_CACHE = "pages"
