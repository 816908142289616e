from django.urls import include, path

urlpatterns = [path("second/", include("summaries.urls"))]
handler404 = "summaries.views.page_not_found"
