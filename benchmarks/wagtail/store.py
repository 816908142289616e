"""Documents into pages, one after the other as Wagtail adds them, and edits with a revision."""

from html import escape
from itertools import islice

from django.db import transaction
from django.utils.text import slugify
from taggit.models import Tag
from wagtail.models import Site

from benchmarks.edits import TAGS, reworded

from .models import ArticleIndex, ArticlePage, ArticleTag, Category


def store_all(documents, *, batch_size, progress):
    """Store the documents; ``progress`` is told how many each batch held."""
    documents = iter(documents)
    index = ArticleIndex.objects.first()
    if index is None:
        home = Site.objects.get(is_default_site=True).root_page
        index = home.add_child(instance=ArticleIndex(title="Articles", slug="articles"))
    categories, tags = {}, {tag.name: tag for tag in Tag.objects.all()}
    while batch := list(islice(documents, batch_size)):
        with transaction.atomic():
            for document in batch:
                index.add_child(instance=_article(document, categories, tags))
        progress(len(batch))


def edit(slug, what, number):
    """One edit: a revision, published."""
    page = ArticlePage.objects.get(slug=slug)
    page.body = reworded(page.body, number)
    if what == "title":
        page.title = reworded(page.title, number)
    elif what == "tags":
        page.tags.add(Tag.objects.order_by("pk")[number % TAGS])
    page.save_revision().publish()


def _article(document, categories, tags):
    for name in document.tags:
        if name not in tags:
            tags[name] = Tag.objects.create(name=name, slug=slugify(name))
    parts = [f"<h2>{escape(part.title)}</h2>\n{part.body}" for part in document.parts]
    page = ArticlePage(
        title=document.title,
        slug=document.slug,
        category=_category(document.category, categories),
        byline=document.byline,
        excerpt=" ".join(document.parts[0].body.partition("</p>")[0][3:].split())[:240],
        body="\n".join([f"<p>{escape(document.lead)}</p>", *parts]),
        published_at=document.published_at,
        live=document.status == "published" and document.published_at.year < 2100,
    )
    page.tagged_items = [ArticleTag(tag=tags[name]) for name in document.tags]
    return page


def _category(names, categories):
    if names not in categories:
        parent = _category(names[:-1], categories) if len(names) > 1 else None
        slug = slugify(names[-1])
        slug = f"{parent.slug}/{slug}" if parent else slug
        category, is_new = Category.objects.get_or_create(
            slug=slug, defaults={"name": names[-1], "parent": parent}
        )
        if is_new:
            category.path = f"{parent.path if parent else '/'}{category.pk}/"
            category.save()
        categories[names] = category
    return categories[names]
