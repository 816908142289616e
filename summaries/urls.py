"""The public site's addresses. Names are part of the public surface."""

from django.urls import path, register_converter

from . import feeds, sitemaps, views

app_name = "summaries"

register_converter(sitemaps.IndexNowKey, "indexnow_key")

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("articles/", views.ArticleListView.as_view(is_own=True), name="article_list"),
    path("articles/<str:slug>/", views.ArticleDetailView.as_view(), name="article_detail"),
    path("articles/<str:slug>.md", views.ArticleMarkdownView.as_view(), name="article_markdown"),
    path("articles/<str:slug>/share.png", views.ShareImageView.as_view(), name="share_image"),
    path(
        "articles/<str:slug>/preview/", views.ArticlePreviewView.as_view(), name="article_preview"
    ),
    path("articles/<str:slug>/fill-in/", views.FillInView.as_view(), name="fill_in"),
    path(
        "articles/<str:slug>/download/<slug:kind>/", views.DownloadView.as_view(), name="download"
    ),
    path("articles/<str:slug>/report/", views.ReportView.as_view(), name="report"),
    path("drafts/<uuid:key>/preview/", views.DraftPreviewView.as_view(), name="draft_preview"),
    path("previews/<str:token>/", views.SharedPreviewView.as_view(), name="shared_preview"),
    path("basket/", views.BasketView.as_view(), name="basket"),
    path(
        "basket/download/<slug:kind>/", views.BasketDownloadView.as_view(), name="basket_download"
    ),
    path("categories/", views.CategoryListView.as_view(), name="category_list"),
    path("categories/<path:path>/", views.CategoryDetailView.as_view(), name="category_detail"),
    path("tags/", views.TagListView.as_view(), name="tag_list"),
    path("tags/<str:slug>/", views.TagDetailView.as_view(), name="tag_detail"),
    path("search/", views.SearchView.as_view(), name="search"),
    path("search/titles/", views.TitlesView.as_view(), name="titles"),
    path("feeds/<slug:kind>/", feeds.ArticleFeed.as_view(), name="feed"),
    path("feeds/<slug:kind>/search/", feeds.SearchFeed.as_view(), name="search_feed"),
    path(
        "feeds/<slug:kind>/categories/<path:path>/",
        feeds.CategoryFeed.as_view(),
        name="category_feed",
    ),
    path("feeds/<slug:kind>/tags/<str:slug>/", feeds.TagFeed.as_view(), name="tag_feed"),
    path("sitemap.xml", sitemaps.SitemapView.as_view(), name="sitemap"),
    path(
        "sitemaps/<slug:section>.xml",
        sitemaps.SitemapSectionView.as_view(),
        name="sitemap_section",
    ),
    path("robots.txt", sitemaps.RobotsView.as_view(), name="robots"),
    path("<indexnow_key:key>.txt", sitemaps.IndexNowKeyView.as_view(), name="indexnow_key"),
    path("oembed/", views.OEmbedView.as_view(), name="oembed"),
    path("llms.txt", views.LlmsView.as_view(), name="llms"),
]
