"""Feeds and sitemaps as Django's documentation makes them."""

from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed

from .models import Article, Category, Tag

FEED_SIZE, SITEMAP_SIZE = 20, 10_000


class RSSFeed(Feed):
    title = "Articles"
    link = "/articles/"
    description = "The newest articles"

    def items(self, obj):
        return newest(Article.objects.published())

    def item_description(self, item):
        return item.body

    def item_author_name(self, item):
        return item.byline

    def item_pubdate(self, item):
        return item.published_at

    def item_categories(self, item):
        return [item.category.name, *(tag.name for tag in item.tags.all())]


class AtomFeed(RSSFeed):
    feed_type = Atom1Feed
    subtitle = RSSFeed.description


class CategoryFeed(RSSFeed):
    def get_object(self, request, slug):
        return get_object_or_404(Category, slug=slug)

    def items(self, obj):
        return newest(Article.objects.published().filter(category__in=obj.with_descendants()))


def newest(articles):
    articles = articles.select_related("category").prefetch_related("tags").defer("words")
    return articles.order_by("-published_at", "-id")[:FEED_SIZE]


class ArticleSitemap(Sitemap):
    limit = SITEMAP_SIZE

    def items(self):
        return Article.objects.published().order_by("id").only("slug", "published_at")

    def lastmod(self, item):
        return item.published_at


class CategorySitemap(Sitemap):
    def items(self):
        return Category.objects.order_by("id")


class TagSitemap(Sitemap):
    limit = SITEMAP_SIZE

    def items(self):
        return Tag.objects.order_by("id")


SITEMAPS = {"articles": ArticleSitemap, "categories": CategorySitemap, "tags": TagSitemap}
