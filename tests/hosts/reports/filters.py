import django_filters

from summaries.filters import ArticleFilter


class ReportFilter(ArticleFilter):
    quarter = django_filters.CharFilter(label="Quarter", field_name="report__quarter")
