from django.contrib.sitemaps.views import index, sitemap
from django.urls import path

from . import feeds, views

urlpatterns = [
    path("articles/", views.article_list, name="article_list"),
    path("articles/<str:slug>/", views.article, name="article"),
    path("categories/<path:slug>/", views.category, name="category"),
    path("tags/<str:slug>/", views.tag, name="tag"),
    path("search/", views.search, name="search"),
    path("feeds/atom/", feeds.AtomFeed()),
    path("feeds/rss/categories/<path:slug>/", feeds.CategoryFeed()),
    path(
        "sitemap.xml",
        index,
        {"sitemaps": feeds.SITEMAPS, "sitemap_url_name": "sitemap_section"},
    ),
    path("sitemaps/<section>.xml", sitemap, {"sitemaps": feeds.SITEMAPS}, name="sitemap_section"),
    path("empty/<int:size>/", views.empty, name="empty"),
]
