from django.db import models

from summaries.models import Article


class Report(Article):
    """An article with a field of its own."""

    quarter = models.CharField(max_length=10, blank=True)
