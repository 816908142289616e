from django.urls import path

from . import views

urlpatterns = [
    path("articles/", views.article_list, name="article_list"),
    path("articles/<str:slug>/", views.article, name="article"),
    path("categories/<path:slug>/", views.category, name="category"),
    path("tags/<str:slug>/", views.tag, name="tag"),
    path("search/", views.search, name="search"),
    path("empty/<int:size>/", views.empty, name="empty"),
]
