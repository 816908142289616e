from django.db import models

from summaries.models import Article


class Report(Article):
    quarter = models.CharField(max_length=10)
