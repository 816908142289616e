"""A project with settings that cannot work."""

from .base import *  # noqa: F403

USE_TZ = False
SUMMARIES_SITE_NAME = 7
SUMMARIES_SITE_DESCRIPTION = None
SUMMARIES_PAGE_CACHE = ["default"]
SUMMARIES_PAGE_SIZE = "20"
SUMMARIES_RELATED_COUNT = "5"
SUMMARIES_IMPORT_MAX_BYTES = "10 MB"
