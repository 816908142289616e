from django.contrib import admin
from django.urls import include, path

import summaries.urls

from .reports.admin import plain
from .reports.views import FreshArticleView, ReportListView

library = [
    path("articles/<str:slug>/", FreshArticleView.as_view(), name="article_detail"),
    *summaries.urls.urlpatterns,
]
urlpatterns = [
    path("admin/", admin.site.urls),
    path("plain/", plain.urls),
    path("reports/", ReportListView.as_view(), name="reports"),
    path("", include((library, "summaries"))),
]
handler404 = "summaries.views.page_not_found"
