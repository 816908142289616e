from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("summaries.urls")),
]
handler404 = "summaries.views.page_not_found"
