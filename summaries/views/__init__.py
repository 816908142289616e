"""The public pages. A view reads its page's subject, then shapes the context around it."""

from .articles import ArticleDetailView, ArticlePage
from .basket import BasketDownloadView, BasketView
from .errors import page_not_found, server_error
from .health import HealthView
from .lists import (
    ArticleListView,
    CategoryDetailView,
    CategoryListView,
    HomeView,
    SearchView,
    TagDetailView,
    TagListView,
    TitlesView,
)
from .machines import ArticleMarkdownView, LlmsView, OEmbedView, ShareImageView
from .previews import ArticlePreviewView, DraftPreviewView, SharedPreviewView
from .reports import ReportView
from .taking import DownloadView, FillInView, TakenView

__all__ = [
    "ArticleDetailView",
    "ArticleListView",
    "ArticleMarkdownView",
    "ArticlePage",
    "ArticlePreviewView",
    "BasketDownloadView",
    "BasketView",
    "CategoryDetailView",
    "CategoryListView",
    "DownloadView",
    "DraftPreviewView",
    "FillInView",
    "HealthView",
    "HomeView",
    "LlmsView",
    "OEmbedView",
    "ReportView",
    "SearchView",
    "ShareImageView",
    "SharedPreviewView",
    "TagDetailView",
    "TagListView",
    "TakenView",
    "TitlesView",
    "page_not_found",
    "server_error",
]
