from django.urls import include, path

urlpatterns = [path("library/", include("summaries.urls"))]
handler404 = "summaries.views.page_not_found"
