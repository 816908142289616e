from django.urls import include, path

from .accounts.desk import desk

urlpatterns = [
    path("desk/", desk.urls),
    path("", include("summaries.urls")),
]
handler404 = "summaries.views.page_not_found"
