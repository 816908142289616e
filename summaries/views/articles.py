"""One article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString, mark_safe
from django.views.generic import TemplateView

from .. import cards, figures, metadata, reading
from ..blanks import find_blanks
from ..conf import settings
from ..figures import Pictures
from ..models import INDEX_COLUMNS, Article, Draft, Image, Tag, closest, may, nearby
from ..pagecache import CachedPage
from ..previews import is_staff
from .addresses import plain
from .gone import not_here
from .machines import ArticleMarkdownView, prefers_markdown
from .taking import FORMATS


@dataclass(frozen=True)
class ReadingPart:
    """A part as it is read: ``html`` is safe, its headings have ids, its blanks are marked."""

    number: int
    title: str
    anchor: str
    html: SafeString
    word_count: int
    blank_count: int

    @property
    def says_number(self):
        """Whether the title begins with the part's number: ``Sample 2: Night shift``."""
        return bool(re.match(rf"\D{{0,12}}0*{self.number}(?!\d)", self.title))


@dataclass(frozen=True)
class Entry:
    """A line of the contents list."""

    title: str
    url: str
    level: int
    children: list[Entry] = field(default_factory=list)


# The columns that ``reading.shown()`` takes.
PART_TEXT = ("title", "anchor", "body", "html", "headings", "html_digest")


class ArticlePage:
    """What a visitor's page of an article and its previews have in common."""

    template_name = "summaries/article_detail.html"
    is_preview = False
    chooses_by_text = True  # related articles, by their titles

    def read(self):
        """Read what belongs to ``self.article``."""
        article = self.article
        self.parts = list(article.parts.values_list("word_count", *PART_TEXT))
        tags = Tag.objects.filter(tagged__content_object=article)
        self.tags = list(tags.values_list("pk", "name", "slug", "stored_count__articles"))

    def get_context_data(self, **kwargs):
        article = self.article
        # A working copy may have no category yet.
        key = article.category_id
        breadcrumbs = self.overview.breadcrumbs(key) if key else []
        if breadcrumbs:
            article.category = breadcrumbs[-1]
        parts, contents, self.pictures = _read(self.parts)
        tag_url = cards.addresses("summaries:tag_detail")
        context = super().get_context_data(
            article=article,
            breadcrumbs=[
                *((one.name, one.get_absolute_url()) for one in breadcrumbs),
                (article.title, ""),
            ],
            parts=parts,
            formats=FORMATS,
            reports=settings.REPORTS_PER_HOUR,
            blank_count=len(find_blanks(article.lead)) + sum(part.blank_count for part in parts),
            contents=contents,
            tags=[
                cards.Link(name=name, url=tag_url(slug)) for _pk, name, slug, _count in self.tags
            ],
            source=article.source,
            is_preview=self.is_preview,
            edit_url=self.get_edit_url(),
            **self.get_nearby(),
            **kwargs,
        )
        return context | {"metadata": self.get_metadata(context)}

    def get_metadata(self, context):
        """What the page tells machines; ``context`` holds what it shows."""
        (section, _url), _this = context["breadcrumbs"][-2:]
        bodies = [body for _words, _title, _anchor, body, *_derived in self.parts]
        return metadata.of_article(
            self.request,
            self.article,
            breadcrumbs=context["breadcrumbs"],
            section=section,
            tags=[tag["name"] for tag in context["tags"]],
            picture=metadata.picture_of(self.request, bodies, self.pictures),
        )

    def get_edit_url(self):
        return edit_url_of(self.article, getattr(self.request, "user", None))

    def get_nearby(self):
        """The cards of related articles, and of those before and after this one."""
        tags = {pk: count or 0 for pk, _name, _slug, count in self.tags if pk}
        near, count = nearby(self.article, tags), settings.RELATED_COUNT
        likely = cards.read(near.likely(count), with_tags=False)
        rows = {row["pk"]: row for row in likely}
        related = closest(
            self.article.title, {key: row["title"] for key, row in rows.items()}, near, count
        )
        previous, following = (
            next((key for key in keys if key in rows), None) for keys in (near.older, near.newer)
        )
        shown = [key for key in dict.fromkeys([*related, previous, following]) if key]
        self.rows = [rows[key] for key in shown]
        made = cards.of_rows(self.overview, self.rows)
        found = dict(zip(shown, made, strict=True))
        return {
            "related": [found[key] for key in related],
            "previous": found.get(previous),
            "next": found.get(following),
        }


class ArticleDetailView(ArticlePage, CachedPage, TemplateView):
    """A published article; as Markdown for who asks for that."""

    varies_by = ("Accept",)

    def dispatch(self, request, *args, **kwargs):
        if not prefers_markdown(request):
            return super().dispatch(request, *args, **kwargs)
        response = ArticleMarkdownView.as_view()(request, *args, **kwargs)
        patch_vary_headers(response, self.varies_by)
        return response

    def load(self):
        slug = plain(self.kwargs["slug"])
        public = Article.objects.published().defer(*INDEX_COLUMNS)
        self.article = article = public.filter(slug=slug).first()
        if article is None:
            return not_here(self.request, slug)
        self.read()
        self.text = article.__dict__["_loaded"], self.parts
        self.subject = self.text, self.tags
        return None

    def load_text(self):
        return self.load()


def _read(parts) -> tuple[list[ReadingPart], list[Entry], Pictures]:
    """The parts as they are read, the contents list, and the pictures that they show."""
    texts = [reading.shown(title, anchor, *text) for _words, title, anchor, *text in parts]
    images = Image.objects.pictures(*(html for html, _headings in texts))
    found, contents = [], []
    for number, ((words, title, anchor, *_text), (html, headings)) in enumerate(
        zip(parts, texts, strict=True), start=1
    ):
        html = mark_safe(figures.shown(html, images))  # noqa: S308 - sanitised by what made it
        blanks = reading.count_blanks(html) + len(find_blanks(title))
        found.append(ReadingPart(number, title, anchor, html, words, blanks))
        entries = _nested(
            Entry(name, f"#{anchor_id}", level) for level, name, anchor_id in headings
        )
        # Without a title of its own the part's headings follow the page's title at once.
        contents += [Entry(title, f"#{anchor}", 1, entries)] if title else entries
    return found, contents, images


def _nested(entries) -> list[Entry]:
    top: list[Entry] = []
    branch: list[Entry] = []
    for entry in entries:
        while branch and branch[-1].level >= entry.level:
            branch.pop()
        (branch[-1].children if branch else top).append(entry)
        branch.append(entry)
    return top


def edit_url_of(article: Article | None, user, *, draft: Draft | None = None) -> str:
    """The address of the article's form for those who may edit it, with the working copy in it."""
    if user is None or not is_staff(user):
        return ""
    if not (article.may_be_revised_by(user) if article else may(user, "add", Article)):
        return ""
    page, args = ("change", [article.pk]) if article else ("add", [])
    try:
        url = reverse(f"admin:summaries_article_{page}", args=args)
    except NoReverseMatch:
        return ""
    return f"{url}?draft={draft.key}" if draft else url
