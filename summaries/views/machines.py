"""What machines read: an article as Markdown or as a picture, oEmbed, and llms.txt."""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from django import forms
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import Resolver404, get_script_prefix, resolve, reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.generic import View

from .. import cards, exporters, metadata
from ..conf import settings
from ..filters import ArticleFilter
from ..models import INDEX_COLUMNS, Article, Image, Redirect, pinned
from ..pagecache import CachedPage, kept
from .addresses import plain
from .gone import not_here
from .taking import TakenView

DAY = 24 * 60 * 60  # seconds
# Articles and categories that llms.txt names.
NEWEST, MOST_CATEGORIES = 20, 200
# A size for who embeds that leaves all as it is.
ANY = 1_000_000


def prefers_markdown(request):
    """Whether the request asks for Markdown rather than for a page."""
    return request.get_preferred_type(["text/html", "text/markdown"]) == "text/markdown"


class ArticleMarkdownView(TakenView):
    """The article as Markdown, to be read rather than downloaded."""

    robots = ""  # the canonical address is said instead
    moved_to = "article_markdown"

    def get(self, request, slug):
        etag = self.etag("md")
        response = get_conditional_response(request, etag=etag) or self.written()
        response["ETag"] = etag
        patch_cache_control(response, no_cache=True)
        return response

    def written(self):
        images = Image.objects.pictures(*(part.body for part in self.document.parts))
        file = exporters.export(
            self.document, "md", address=self.address, pictures=images, front_matter=True
        )
        page = metadata.absolute(self.request, self.article.get_absolute_url())
        headers = {
            "Link": f'<{page}>; rel="canonical"',
            "Content-Location": reverse("summaries:article_markdown", args=[self.article.slug]),
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(file.data, content_type=file.content_type, headers=headers)


class ShareImageView(View):
    """The picture that stands for the article where its address is shared."""

    def get(self, request, slug):
        with pinned() as state:
            public = Article.objects.published().defer(*INDEX_COLUMNS)
            article = public.filter(slug=plain(slug)).first()
            if article is None:
                return not_here(request, slug, to="share_image")
            section = state.overview.breadcrumbs(article.category_id)[-1].name
        image = metadata.share_image(article, section)
        if not (version := image.version):
            raise Http404(_("No font here can write this title."))
        etag = f'"{version}"'
        response = get_conditional_response(request, etag=etag)
        if response is None:
            response = HttpResponse(kept(f"summaries:share:{version}", image.draw), "image/png")
        response["ETag"] = etag
        # The address with its version changes with the picture.
        if request.GET.get("v") == version:
            patch_cache_control(response, public=True, max_age=DAY)
        else:
            patch_cache_control(response, no_cache=True)
        return response


class SizeForm(forms.Form):
    maxwidth = forms.IntegerField(required=False, min_value=1)
    maxheight = forms.IntegerField(required=False, min_value=1)


class OEmbedView(View):
    """What a site that embeds an article's address needs to know; see https://oembed.com/."""

    def get(self, request):
        kind = request.GET.get("format", "json")
        if kind not in ("json", "xml"):
            return _plain_text(_("The formats are json and xml."), 501)
        form = SizeForm(request.GET)
        if not form.is_valid():
            return _plain_text(_("maxwidth and maxheight are whole numbers above 0."), 400)
        width, height = (form.cleaned_data[f"max{one}"] or ANY for one in ("width", "height"))
        with pinned() as state:
            article = _article_at(request, request.GET.get("url", ""))
            if article is None:
                raise Http404(_("No article of this site is public at this address."))
            section = state.overview.breadcrumbs(article.category_id)[-1].name
        said = metadata.oembed(request, article, section, width=width, height=height)
        response = JsonResponse(said) if kind == "json" else _as_xml(said)
        response["X-Robots-Tag"] = "noindex"
        return response


class LlmsView(CachedPage, View):
    """What this library is and where its texts are, in Markdown; see https://llmstxt.org/."""

    def load(self):
        self.subject = cards.read(ArticleFilter().listing.keys(0, NEWEST), with_tags=False)
        self.rows = self.subject

    def show(self):
        text = "\n\n".join(filter(None, self.get_blocks())) + "\n"
        return HttpResponse(text, content_type="text/plain; charset=utf-8")

    def get_blocks(self):
        """The blocks of the text; a subclass may add its own."""
        site, description = str(settings.SITE_NAME), str(settings.SITE_DESCRIPTION)
        example = self.get_url("article_markdown", "SLUG")
        yield f"# {_marked(site)}"
        yield f"> {_marked(description)}" if description else ""
        yield _(
            "Each article has its text in Markdown at %(example)s, and at its own address for a "
            "request with “Accept: text/markdown”."
        ) % {"example": example.replace("SLUG", "<slug>")}
        yield self.get_section(_("Categories"), self.get_categories())
        yield self.get_section(_("Newest articles"), self.get_articles())
        lists = [
            (_("All articles"), self.get_url("article_list")),
            (_("Categories"), self.get_url("category_list")),
            (_("Tags"), self.get_url("tag_list")),
            (_("Search"), self.get_url("search")),
            (_("Feed"), self.get_url("feed", "atom")),
            (_("Sitemap"), self.get_url("sitemap")),
        ]
        yield self.get_section(_("Lists"), [f"- [{label}]({url})" for label, url in lists])

    def get_section(self, title, lines):
        lines = list(lines)
        return f"## {title}\n\n" + "\n".join(lines) if lines else ""

    def get_categories(self):
        """The categories with articles, each below the one that it belongs to."""
        lines = []

        def add(categories, depth):
            for one in categories:
                url = metadata.absolute(self.request, one.get_absolute_url())
                about = f": {_marked(one.description)}" if one.description else ""
                lines.append(f"{'  ' * depth}- [{_marked(one.name)}]({url}){about}")
                add(one.subcategories, depth + 1)

        add(self.overview.tree, 0)
        return lines[:MOST_CATEGORIES]

    def get_articles(self):
        for row in self.subject:
            about = metadata.describe(row["excerpt"], row["title"])
            url = self.get_url("article_markdown", row["slug"])
            yield f"- [{_marked(row['title'])}]({url})" + (f": {_marked(about)}" if about else "")

    def get_url(self, name, *args):
        return metadata.absolute(self.request, reverse(f"summaries:{name}", args=args))


def _marked(text):
    """The text in one line of Markdown."""
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", " ".join(text.split()))


def _article_at(request, address):
    """The public article whose page has the address, or had it before."""
    slug = _slug_at(request, address)
    found = Article.objects.published().defer(*INDEX_COLUMNS).filter(slug=slug).first()
    return found or Redirect.objects.target(f"articles/{slug}")


def _slug_at(request, address):
    """The slug in the address of an article's page on this site, else an empty one."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    own = {urlsplit(metadata.absolute(request, "/")).netloc, request.get_host()}
    path, prefix = unquote(parts.path), get_script_prefix()
    is_own = parts.scheme in ("http", "https") and parts.netloc in own and path.startswith(prefix)
    if not is_own or "\x00" in path:
        return ""
    language = translation.get_language_from_path(path) or translation.get_language()
    with suppress(Resolver404), translation.override(language):
        match = resolve("/" + path.removeprefix(prefix))
        if match.app_names[-1:] == ["summaries"] and match.url_name == "article_detail":
            return match.kwargs["slug"]
    return ""


def _as_xml(said):
    root = ElementTree.Element("oembed")
    for name, value in said.items():
        ElementTree.SubElement(root, name).text = str(value)
    data = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(data, content_type="text/xml; charset=utf-8")


def _plain_text(sentence, status):
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
