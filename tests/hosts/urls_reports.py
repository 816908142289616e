from django.contrib import admin
from django.urls import include, path

from .reports.admin import plain
from .reports.views import FreshArticleView, ReportListView

urlpatterns = [
    path("admin/", admin.site.urls),
    path("plain/", plain.urls),
    path("reports/", ReportListView.as_view(), name="reports"),
    path("articles/<str:slug>/", FreshArticleView.as_view()),
    path("", include("summaries.urls")),
]
handler404 = "summaries.views.page_not_found"
