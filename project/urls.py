"""The demo site: the admin, and the library at the root."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("admin/", admin.site.urls),
    path("favicon.ico", RedirectView.as_view(url=static("summaries/icon.svg"))),
    path("", include("summaries.urls")),
]

handler404 = "summaries.views.page_not_found"
handler500 = "summaries.views.server_error"
