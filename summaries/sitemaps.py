"""Sitemaps by ranges of primary keys, so that none is larger in a large library; robots.txt."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from xml.sax.saxutils import escape

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from . import cards, figures
from .conf import settings
from .metadata import absolute
from .models import Article, Image, Part, Tag
from .pagecache import PublicPage

# Primary keys in one file, which may name 50,000 addresses.
WIDTH, MOST = 10_000, 50_000
# Images that are looked up in one query.
IMAGES_AT_ONCE = 500
# Pages that are there whatever the library holds.
PAGES = ("home", "article_list", "category_list", "tag_list")
# What is made for one visitor, or out of what has an address of its own.
NOT_CRAWLED = (
    *("articles/*/fill-in/", "articles/*/preview/", "articles/*/report/"),
    *("basket/", "drafts/", "feeds/*/search/", "previews/", "search/"),
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGE_NAMESPACE = "http://www.google.com/schemas/sitemap-image/1.1"
_NUMBERED = re.compile(r"(articles|tags)-([1-9][0-9]{0,11})")


class SitemapPage(PublicPage, View):
    @cached_property
    def site(self) -> str:
        """Scheme and host, to be put before a path."""
        return absolute(self.request, "/").removesuffix("/")

    def respond(self, root: str, lines: Iterable[str]) -> HttpResponse:
        name = root.partition(" ")[0]
        text = "\n".join([HEAD, f"<{root}>", *lines, f"</{name}>", ""])
        return HttpResponse(text.encode(), content_type="application/xml")


class SitemapView(SitemapPage):
    """The index of the sitemaps. Ranges that hold nothing public are not in it."""

    def load(self):
        self.subject = list(self.sections())

    def sections(self) -> Iterator[str]:
        """The names of the sitemaps."""
        yield "pages"
        if self.overview.category_count:
            yield "categories"
        public = {
            "articles": Article.objects.published(),
            "tags": Tag.objects.public(settings.THIN_TAG),
        }
        for kind, rows in public.items():
            yield from (f"{kind}-{number + 1}" for number in rows.key_ranges(WIDTH))

    def show(self):
        url = cards.addresses("summaries:sitemap_section")
        lines = (
            f"<sitemap><loc>{self.site}{escape(url(name))}</loc></sitemap>" for name in self.subject
        )
        return self.respond(f'sitemapindex xmlns="{NAMESPACE}"', lines)


class SitemapSectionView(SitemapPage):
    """One sitemap: ``pages``, ``categories``, ``articles-1`` or ``tags-1``."""

    is_stored = False

    def load(self):
        section = self.kwargs["section"]
        numbered = _NUMBERED.fullmatch(section)
        if numbered:
            first = (int(numbered[2]) - 1) * WIDTH
            keys = {"pk__gte": first, "pk__lt": first + WIDTH}
            entries = self.articles(keys) if numbered[1] == "articles" else self.tags(keys)
        elif section == "categories":
            entries = self.categories()
        elif section == "pages":
            entries = (self.entry(reverse(f"summaries:{name}")) for name in PAGES)
        else:
            raise Http404
        self.subject = list(islice(entries, MOST))
        if not self.subject:
            raise Http404

    def show(self):
        root = f'urlset xmlns="{NAMESPACE}" xmlns:image="{IMAGE_NAMESPACE}"'
        return self.respond(root, self.subject)

    def entry(self, path: str, changed: datetime | None = None, images: Iterable[str] = ()) -> str:
        date = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
        shown = "".join(
            f"<image:image><image:loc>{escape(url)}</image:loc></image:image>" for url in images
        )
        return f"<url><loc>{self.site}{escape(path)}</loc>{date}{shown}</url>"

    def articles(self, keys: dict[str, int]) -> Iterator[str]:
        """The articles; each changed when it was last edited, or when it appeared after that."""
        address, images = cards.addresses("summaries:article_detail"), self.images(keys)
        public = Article.objects.published().filter(**keys).order_by("pk")
        for pk, slug, since, edited in public.values_list(
            "pk", "slug", "public_from", "updated_at"
        ):
            yield self.entry(address(slug), max(since, edited), images.get(pk, ()))

    def images(self, keys: dict[str, int]) -> dict[int, list[str]]:
        """The addresses of the articles' images, by the primary keys of the articles."""
        named: dict[int, list[str]] = defaultdict(list)
        within = {name.replace("pk", "article"): value for name, value in keys.items()}
        parts = Part.objects.filter(has_images=True, **within).order_by("article", "position")
        for key, body in parts.values_list("article", "body").iterator(chunk_size=100):
            named[key] += figures.keys(body)
        urls: dict[str, str] = {}
        wanted = iter(sorted({one for some in named.values() for one in some}))
        while some := list(islice(wanted, IMAGES_AT_ONCE)):
            for one in Image.objects.filter(pk__in=some):
                urls[one.key] = absolute(self.request, one.picture.url)
        return {
            key: [urls[one] for one in dict.fromkeys(some) if one in urls]
            for key, some in named.items()
        }

    def categories(self) -> Iterator[str]:
        address = cards.addresses("summaries:category_detail")
        for one in self.overview.categories.values():
            if one.article_count:
                yield self.entry(address(one.full_path))

    def tags(self, keys: dict[str, int]) -> Iterator[str]:
        address = cards.addresses("summaries:tag_detail")
        tags = Tag.objects.public(settings.THIN_TAG).filter(**keys).order_by("pk")
        for slug in tags.values_list("slug", flat=True):
            yield self.entry(address(slug))


class IndexNowKey:
    """The key of ``SUMMARIES_INDEXNOW_KEY`` in an address; any other is left to the host's URLs."""

    regex = "[A-Za-z0-9-]{8,128}"

    def to_python(self, value: str) -> str:
        if value != settings.INDEXNOW_KEY:
            raise ValueError
        return value

    def to_url(self, value: str) -> str:
        return value


class IndexNowKeyView(View):
    """The file by which a search engine knows that the site itself has told it something."""

    def get(self, request, key):
        return HttpResponse(key, content_type="text/plain; charset=utf-8")


class RobotsView(TemplateView):
    """What search engines need not read, and where the sitemap is."""

    template_name = "summaries/robots.txt"
    content_type = "text/plain; charset=utf-8"

    def get_context_data(self, **kwargs):
        home = reverse("summaries:home")
        return super().get_context_data(
            disallowed=[f"{home}{path}" for path in self.get_disallowed()],
            sitemap=absolute(self.request, reverse("summaries:sitemap")),
            **kwargs,
        )

    def get_disallowed(self) -> tuple[str, ...]:
        """Beginnings of addresses below that of the library; a star stands for anything."""
        return NOT_CRAWLED
