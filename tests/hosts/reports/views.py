from django.utils.cache import patch_cache_control

from summaries.models import Article
from summaries.views import ArticleDetailView, ArticleListView

from .filters import ReportFilter


class ReportListView(ArticleListView):
    filterset_class = ReportFilter

    def get_queryset(self):
        return Article.objects.published().filter(report__isnull=False)

    def get_heading(self):
        return "Reports"

    def get_breadcrumbs(self):
        return [("Reports", "")]


class FreshArticleView(ArticleDetailView):
    """The page of an article; that of a report is always made anew."""

    def render_to_response(self, context, **options):
        response = super().render_to_response(context, **options)
        if hasattr(context["article"], "report"):
            patch_cache_control(response, private=True)
        return response
