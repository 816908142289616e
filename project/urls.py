"""The demo site: the admin, and the library at the root."""

from django.conf import settings
from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView
from django.views.static import serve

from summaries.views import HealthView

icon = lazy(static, str)("summaries/favicon.ico")  # its name is known only after collectstatic

urlpatterns = [
    path("admin/", admin.site.urls),
    path("favicon.ico", RedirectView.as_view(url=icon)),
    path("health/", HealthView.as_view()),
    # Pictures that the library has made itself; a web server in front does this faster.
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    path("", include("summaries.urls")),
]

handler404 = "summaries.views.page_not_found"
handler500 = "summaries.views.server_error"
