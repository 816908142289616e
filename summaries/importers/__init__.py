"""Import: ``read()`` files into documents, ``store()`` the documents as articles.

Each format (``plaintext``, ``jsonl``) only makes ``Document`` objects of text;
``storing`` creates or updates the articles. ``restore_cut()`` puts back what an import
cut out of a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _

from summaries import text as texts
from summaries.conf import settings
from summaries.document import Document, DocumentError
from summaries.models import Article, SourcePage, writing

from . import cuts, jsonl, plaintext
from .cuts import CutError
from .files import UnreadableFile, find, read_lines, read_text
from .storing import OUTCOMES, Outcome, Reading, Store, store, tally

__all__ = [
    "OUTCOMES",
    "CutError",
    "Outcome",
    "Reading",
    "Store",
    "find",
    "leave_out",
    "read",
    "restore_cut",
    "store",
    "tally",
]


def read(path: Path) -> Iterator[Reading]:
    """Each document in the file: one in a page of text, one in each JSON line.

    What cannot be read gives a reading with an ``error``; nothing is raised.
    """
    key = str(path.resolve())
    try:
        if path.suffix.lower() == ".jsonl":
            for number, document in jsonl.read(read_lines(path)):
                yield _read_line(f"{path}:{number}", f"{key}:{number}", document)
            return
        text = read_text(path, max_bytes=settings.IMPORT_MAX_BYTES)
    except UnreadableFile as error:
        yield Reading(str(path), key, error=str(error))
        return
    page = plaintext.read_page(text, name=path.stem)
    yield Reading(str(path), key, plaintext.to_document(page), text, page)


def _read_line(path: str, key: str, document: Document | DocumentError) -> Reading:
    if isinstance(document, DocumentError):
        return Reading(path, key, error=str(document))
    return Reading(path, document.source.key or key, document)


def restore_cut(article: Article, text: str, *, by: AbstractBaseUser | None = None) -> Article:
    """Put a text that the import cut out of the article's page back at its place.

    This is an edit of its own; ``by`` is the user. Raises ``CutError`` if the text is
    there already, or was never on the page.
    """
    with writing():
        article.catch_up()
        page = SourcePage.objects.filter(article=article).first()
        original = page.original if page else ""
        document = cuts.restore(article.as_document(), original, text)
        return article.apply_document(document, by=by, note=_note(_("Put back: %s"), text))


def leave_out(article: Article, text: str, *, by: AbstractBaseUser | None = None) -> Article:
    """Take a text that the import suggests to cut out of the article, as an edit of its own.

    Raises ``CutError`` if the article does not have it any more.
    """
    with writing():
        article.catch_up()
        document = cuts.remove(article.as_document(), text)
        return article.apply_document(document, by=by, note=_note(_("Left out: %s"), text))


def _note(note: str, text: str) -> str:
    return note % texts.excerpt(text, 120)
