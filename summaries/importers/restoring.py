"""Edits of imported articles: put back what was cut, leave out what was only suspected."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _

from summaries import text as texts
from summaries.models import Article, SourcePage, writing

from . import cuts


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
