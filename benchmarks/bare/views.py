"""Lists, search and an article: one function each."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from .models import Article, Category, Tag
from .search import SearchResults

PAGE_SIZE = 20


def article_list(request):
    return show(request, "All articles", cards())


def category(request, slug):
    category = get_object_or_404(Category, slug=slug)
    articles = cards().filter(category__in=category.with_descendants())
    if slug := request.GET.get("tag"):
        articles = articles.filter(tags=get_object_or_404(Tag, slug=slug))
    if (year := request.GET.get("year", "")).isdecimal():
        articles = articles.filter(published_at__year=int(year))
    return show(request, category.name, articles, children=category.children.order_by("name"))


def tag(request, slug):
    tag = get_object_or_404(Tag, slug=slug)
    return show(request, tag.name, cards().filter(tags=tag))


def search(request):
    words = request.GET.get("q", "").strip()
    slug = request.GET.get("category")
    category = get_object_or_404(Category, slug=slug) if slug else None
    results = SearchResults(words, category) if words else Article.objects.none()
    return show(request, f"Search: {words}", results)


def article(request, slug):
    articles = Article.objects.published().select_related("category").defer("words")
    article = get_object_or_404(articles, slug=slug)
    context = {"article": article, "tags": article.tags.order_by("name"), "roots": roots()}
    return render(request, "bare/article.html", context)


def empty(request, size):
    """A page of this many bytes that asks nothing: the least that Django costs."""
    return HttpResponse(b"." * size)


def cards():
    return Article.objects.published().for_cards().order_by("-published_at", "-id")


def roots():
    return Category.objects.filter(parent=None).order_by("name")


def show(request, heading, articles, **context):
    page = Paginator(articles, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context |= {
        "heading": heading,
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number),
        "query": query.urlencode(),
        "roots": roots(),
    }
    return render(request, "bare/list.html", context)
