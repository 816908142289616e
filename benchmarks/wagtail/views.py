"""Lists by category and tag, and search: one function each."""

from django.shortcuts import get_object_or_404, render
from taggit.models import Tag

from .models import ArticlePage, Category, cards, listed


def category(request, slug):
    category = get_object_or_404(Category, slug=slug)
    articles = cards().filter(category__in=category.with_descendants())
    if slug := request.GET.get("tag"):
        articles = articles.filter(tagged_items__tag=get_object_or_404(Tag, slug=slug))
    if (year := request.GET.get("year", "")).isdecimal():
        articles = articles.filter(published_at__year=int(year))
    children = {"children": category.children.order_by("name")}
    return show(request, listed(request, category.name, articles) | children)


def tag(request, slug):
    tag = get_object_or_404(Tag, slug=slug)
    return show(request, listed(request, tag.name, cards().filter(tagged_items__tag=tag)))


def search(request):
    words = request.GET.get("q", "").strip()
    results = cards().order_by().search(words) if words else ArticlePage.objects.none()
    return show(request, listed(request, f"Search: {words}", results))


def show(request, context):
    return render(request, "magazine/list.html", context)
