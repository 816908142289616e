"""Pages for articles, with categories and tags."""

from django.core.paginator import Paginator
from django.db import models
from django.db.models import F
from django.urls import reverse
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

PAGE_SIZE = 20


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


class ArticleTag(TaggedItemBase):
    content_object = ParentalKey(
        "ArticlePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class ArticlePage(Page):
    category = models.ForeignKey(Category, models.PROTECT, related_name="articles")
    tags = ClusterTaggableManager(through=ArticleTag, blank=True)
    byline = models.CharField(max_length=200, blank=True)
    excerpt = models.CharField(max_length=300, blank=True)
    body = RichTextField()
    published_at = models.DateTimeField()

    template = "magazine/article.html"
    search_fields = [*Page.search_fields, index.SearchField("body")]

    class Meta:
        indexes = [
            models.Index(F("published_at").desc(), F("page_ptr").desc(), name="magazine_newest"),
            models.Index(
                *("category", F("published_at").desc(), F("page_ptr").desc()),
                name="magazine_in_category",
            ),
        ]

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"roots": roots()}


class ArticleIndex(Page):
    template = "magazine/list.html"
    subpage_types = ["magazine.ArticlePage"]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | listed(request, "All articles", cards())


def cards():
    articles = ArticlePage.objects.live().select_related("category").defer("body")
    return articles.prefetch_related("tagged_items__tag").order_by("-published_at", "-page_ptr")


def roots():
    return Category.objects.filter(parent=None).order_by("name")


def listed(request, heading, articles):
    """What the template of lists shows."""
    page = Paginator(articles, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "heading": heading,
        "articles": page,
        "numbers": page.paginator.get_elided_page_range(page.number),
        "query": query.urlencode(),
        "roots": roots(),
    }
