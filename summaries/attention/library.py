"""The rules that read more of the library than one document; they look at many at a time.

Each yields the key of an article with its finding. Reported mistakes are rows of their own
and stand in no finding.
"""

from __future__ import annotations

from collections.abc import Callable

from summaries import text as texts
from summaries.document import Document
from summaries.findings import Finding, passages
from summaries.models import SourcePage, Twin

from . import links
from .links import Documents, Found

_TITLE_LENGTH = 299  # characters of a title that the import keeps


def imported(documents: Documents) -> Found:
    """A title that the import guessed, and text that it would leave out, as far as they stand."""
    report = ("report__title", "report__guesses", "report__suggested_cuts")
    pages = SourcePage.objects.filter(article__in=documents).values_list("article", *report)
    by_key = {article.pk: document for article, document in documents.items()}
    for key, title, guesses, cuts in pages:
        document = by_key[key]
        reasons = [guess["reason"] for guess in guesses or () if guess["field"] == "title"]
        if reasons and document.title == texts.excerpt(title, _TITLE_LENGTH):
            yield key, Finding("title", "title", text=document.title, note=reasons[0])
        for cut in cuts or ():
            if anchor := _holder(document, cut["text"]):
                yield key, Finding("cut", "body", anchor, text=cut["text"], note=cut["reason"])


def _holder(document: Document, text: str) -> str:
    """The anchor of the part that has the text, however its lines are broken."""
    wanted = " ".join(text.split())
    bodies = (one for one in passages(document) if one.field == "body")
    return next((one.anchor for one in bodies if wanted in " ".join(one.text.split())), "")


def duplicates(documents: Documents) -> Found:
    """A text nearly that of another article; the note is the primary key of the likest pair."""
    keys = {article.pk for article in documents}
    pairs = Twin.objects.open().of(keys).order_by("likeness", "-pk")
    likest = {
        key: pair
        for pair, *both in pairs.values_list("pk", "article", "other")
        for key in keys.intersection(both)
    }
    for key, pair in likest.items():
        yield key, Finding("duplicate", "parts", note=str(pair))


# A rule that asks a service has its place here.
RULES: tuple[Callable[[Documents], Found], ...] = (
    *(imported, links.broken, links.missing_images, links.dead),
    duplicates,
)
