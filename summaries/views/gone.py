"""What the address of an article, a category or a tag answers where none is public."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ..models import INDEX_COLUMNS, Article, Category, Redirect, Tag
from ..redirects import answer, gone

Target = Article | Category | Tag


def not_here(request: HttpRequest, slug: str, to: str = "article_detail") -> HttpResponse:
    """What ``not_public()`` says of the article at this address, if there is one."""
    known = Article.objects.defer(*INDEX_COLUMNS).select_related("category")
    return not_public(request, f"articles/{slug}", known.filter(slug=slug).first(), to)


def not_public(
    request: HttpRequest, address: str, here: Target | None = None, to: str = "article_detail"
) -> HttpResponse:
    """A redirect to what had the address before, or 410 if something public was there.

    ``here`` is what has the address now and is not public; ``to`` names which of the addresses
    of an article is meant. 404 where nothing was ever public.
    """
    if here is not None and here.was_public:
        return gone(request, address, here)
    found = None if here else answer(request, Redirect.objects.find(address), to)
    if found is None:
        raise Http404(_("There is no page at this address"))
    return found
