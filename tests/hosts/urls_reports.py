from django.contrib import admin
from django.urls import include, path

from .reports.admin import plain

urlpatterns = [
    path("admin/", admin.site.urls),
    path("plain/", plain.urls),
    path("", include("summaries.urls")),
]
handler404 = "summaries.views.page_not_found"
