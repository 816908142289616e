"""Every ``SUMMARIES_*`` setting with its default.

``from summaries.conf import settings`` and read ``settings.PAGE_SIZE``; the
project's ``SUMMARIES_PAGE_SIZE`` wins over the default at every read, so that
``override_settings`` works and nothing is cached.
"""

from typing import Any

from django.conf import settings as project_settings
from django.utils.translation import gettext_lazy as _

DEFAULTS: dict[str, Any] = {
    # The name of the site, in the header, the titles and the breadcrumbs.
    "SITE_NAME": _("Summaries"),
    # One sentence that says what this library holds; shown on the home page.
    "SITE_DESCRIPTION": "",
    # Where the site is found, such as "https://example.org", if requests name another host.
    "SITE_URL": "",
    # Fonts that the share images are drawn with: paths, or file names in the system's folders.
    # The first that has all letters is taken.
    "SHARE_FONTS": (
        "SourceSerif4-Bold.ttf",
        "SourceSerif4-Bold.otf",
        "SourceSerifPro-Bold.otf",
        "NotoSerif-Bold.ttf",
        "NotoSerifCJK-Bold.ttc",
        "NotoSerifCJKsc-Bold.otf",
        "SourceHanSerif-Bold.ttc",
        "SourceHanSerifSC-Bold.otf",
        "NotoSansCJK-Bold.ttc",
        "LiberationSerif-Bold.ttf",
        "DejaVuSerif-Bold.ttf",
    ),
    # Tags with fewer public articles are noindex, and not in the sitemap.
    "THIN_TAG": 2,
    # The alias in CACHES that keeps whole pages for visitors; None switches the page cache off.
    "PAGE_CACHE": "default",
    # The alias in DATABASES of a replica that visitors' pages are read from; None: there is none.
    "REPLICA": None,
    # Seconds that what surrounds a page's subject may be old: related articles, neighbours, and
    # numbers of articles. The article itself, and the articles of a list, never are; 0: nothing is.
    "SURROUNDINGS_AGE": 60,
    # Articles on one page of a list.
    "PAGE_SIZE": 20,
    # Related articles below an article; 0 shows none.
    "RELATED_COUNT": 5,
    # Mistakes that one address may report in an hour; 0 takes no reports.
    "REPORTS_PER_HOUR": 10,
    # Days that a deleted article stays in the bin before it goes for good; 0: for ever.
    "BIN_DAYS": 30,
    # Days that the link to a preview for somebody without an account is valid; 0: there are none.
    "PREVIEW_DAYS": 7,
    # Who is mailed what waits for a review; with nobody, no mail is sent, to writers neither.
    "REVIEW_MAIL": (),
    # Articles with fewer words need an editor's attention; 0: none does.
    "SHORT_WORDS": 50,
    # The project's own rules for what needs attention, as dotted paths of functions.
    "QUALITY_RULES": (),
    # Articles in a feed, with their whole text or with its beginning.
    "FEED_SIZE": 20,
    "FEED_FULL_TEXT": True,
    # The URL of a WebSub hub that tells readers at once; "": none.
    "WEBSUB_HUB": "",
    # The key by which search engines believe what index_now tells them; "": nothing is told.
    "INDEXNOW_KEY": "",
    # Bytes above which a file is not imported.
    "IMPORT_MAX_BYTES": 10 * 1024 * 1024,
    # The project's own formats to import, as dotted paths of modules.
    "IMPORT_FORMATS": (),
    # The alias in STORAGES that keeps the images of the articles.
    "IMAGE_STORAGE": "default",
    # Bytes and pixels above which an image is not taken.
    "IMAGE_MAX_BYTES": 20 * 1024 * 1024,
    "IMAGE_MAX_PIXELS": 50_000_000,
    # Bytes that one upload of files to import may hold, after a zip archive is unpacked.
    "UPLOAD_MAX_BYTES": 100 * 1024 * 1024,
    # Days after which a job that has ended is forgotten, and with it its undo.
    "JOBS_KEPT_DAYS": 30,
    # Addresses that are kept at which visitors found nothing; 0: none are.
    "MISSING_KEPT": 1000,
}


class Settings:
    def __getattr__(self, name: str) -> Any:
        try:
            default = DEFAULTS[name]
        except KeyError:
            raise AttributeError(f"There is no setting SUMMARIES_{name}.") from None
        return getattr(project_settings, f"SUMMARIES_{name}", default)


settings = Settings()
