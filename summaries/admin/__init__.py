"""The library in Django's admin, a module for each aggregate."""

from .articles import ArticleAdmin
from .bulk import JobAdmin
from .categories import CategoryAdmin
from .images import ImageAdmin
from .imports import UploadAdmin
from .mistakes import MistakeReportAdmin
from .redirects import MissingAddressAdmin, RedirectAdmin
from .synonyms import SynonymAdmin
from .tags import TagAdmin
from .traces import SourcePageAdmin
from .twins import TwinAdmin

__all__ = [
    "ArticleAdmin",
    "CategoryAdmin",
    "ImageAdmin",
    "JobAdmin",
    "MissingAddressAdmin",
    "MistakeReportAdmin",
    "RedirectAdmin",
    "SourcePageAdmin",
    "SynonymAdmin",
    "TagAdmin",
    "TwinAdmin",
    "UploadAdmin",
]
