from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from .accounts.desk import whole

urlpatterns = i18n_patterns(
    path("whole/", whole.urls),
    path("library/", include("summaries.urls")),
)
handler404 = "summaries.views.page_not_found"
