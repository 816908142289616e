"""Articles, categories and tags, with the indexes that their pages need."""

from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone


class Category(models.Model):
    name = models.CharField(max_length=120)
    slug = models.CharField(max_length=300, unique=True)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    # The ids from the root to this category: "/1/7/31/".
    path = models.CharField(max_length=100, db_index=True)

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("category", args=[self.slug])

    def with_descendants(self):
        """The ids of this category and of all below it."""
        below = Category.objects.filter(path__startswith=self.path)
        return list(below.values_list("id", flat=True))


class Tag(models.Model):
    name = models.CharField(max_length=100)
    slug = models.CharField(max_length=100, unique=True)

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("tag", args=[self.slug])


class ArticleQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status="published", published_at__lte=timezone.now())

    def for_cards(self):
        return self.select_related("category").prefetch_related("tags").defer("body", "words")


class Article(models.Model):
    STATUSES = [("draft", "Draft"), ("published", "Published")]

    title = models.CharField(max_length=300)
    slug = models.CharField(max_length=150, unique=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="articles", db_index=False)
    tags = models.ManyToManyField(Tag, related_name="articles")
    byline = models.CharField(max_length=200, blank=True)
    excerpt = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    status = models.CharField(max_length=10, choices=STATUSES, default="draft")
    published_at = models.DateTimeField(default=timezone.now)
    # What full text reads: the body without HTML, Chinese characters apart.
    words = models.TextField(editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("status", F("published_at").desc(), F("id").desc(), name="bare_newest"),
            models.Index(
                *("category", "status", F("published_at").desc(), F("id").desc()),
                name="bare_in_category",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("article", args=[self.slug])
