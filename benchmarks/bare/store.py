"""Documents into plain tables, in batches."""

from collections.abc import Callable, Iterable
from html import escape
from itertools import islice

from django.db import transaction
from django.utils.text import slugify

from benchmarks.edits import TAGS, reworded
from summaries.document import Document

from .models import Article, Category, Tag
from .search import words_of


def store_all(
    documents: Iterable[Document], *, batch_size: int, progress: Callable[[int], object]
) -> None:
    """Store the documents; ``progress`` is told how many each batch held."""
    documents = iter(documents)
    categories: dict[tuple[str, ...], Category] = {}
    tags: dict[str, int] = dict(Tag.objects.values_list("name", "pk"))
    while batch := list(islice(documents, batch_size)):
        with transaction.atomic():
            _store(batch, categories, tags)
        progress(len(batch))


def _store(batch: list[Document], categories, tags) -> None:
    missing = {name for document in batch for name in document.tags} - tags.keys()
    created = Tag.objects.bulk_create(
        Tag(name=name, slug=slugify(name)) for name in sorted(missing)
    )
    tags.update((tag.name, tag.pk) for tag in created)
    articles = Article.objects.bulk_create(_article(one, categories) for one in batch)
    through = Article.tags.through
    through.objects.bulk_create(
        through(article_id=article.pk, tag_id=tags[name])
        for article, document in zip(articles, batch, strict=True)
        for name in document.tags
    )


def _article(document: Document, categories) -> Article:
    parts = [f"<h2>{escape(part.title)}</h2>\n{part.body}" for part in document.parts]
    body = "\n".join([f"<p>{escape(document.lead)}</p>", *parts])
    words = words_of(body)
    return Article(
        title=document.title,
        slug=document.slug,
        category=_category(document.category, categories),
        byline=document.byline,
        excerpt=" ".join(words[:500].split())[:240],
        body=body,
        status=document.status,
        published_at=document.published_at,
        words=words,
    )


def _category(names: tuple[str, ...], categories) -> Category:
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


def edit(slug: str, what: str, number: int) -> None:
    """Save the article with all that full text reads; tags where they are what changes."""
    article = Article.objects.get(slug=slug)
    article.body = reworded(article.body, number)
    article.words = words_of(article.body)
    if what == "title":
        article.title = reworded(article.title, number)
    article.save()
    if what == "tags":
        article.tags.add(Tag.objects.order_by("pk")[number % TAGS])
