"""The library in Django's admin, a module for each aggregate."""

from .articles import ArticleAdmin
from .bulk import JobAdmin
from .categories import CategoryAdmin
from .imports import UploadAdmin
from .mistakes import MistakeReportAdmin
from .synonyms import SynonymAdmin
from .tags import TagAdmin
from .traces import RedirectAdmin, SourcePageAdmin

__all__ = [
    "ArticleAdmin",
    "CategoryAdmin",
    "JobAdmin",
    "MistakeReportAdmin",
    "RedirectAdmin",
    "SourcePageAdmin",
    "SynonymAdmin",
    "TagAdmin",
    "UploadAdmin",
]
