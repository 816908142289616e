"""Accepting all that findings of a kind suggest: a change of articles like others."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from summaries import attention
from summaries.findings import label, repaired
from summaries.models import Edit

from .kinds import OfArticles, documents_of, register


@dataclass(frozen=True, kw_only=True)
class Accepting(OfArticles):
    """Takes over all suggestions of the kind in the parameters, an edit for each article."""

    def note(self, params):
        kind = label(params["kind"]) if params else ""
        return (gettext("Suggestions accepted: %(kind)s") % {"kind": kind})[:200]

    def become(self, params, documents):
        found = attention.suggestions(documents, kind=params["kind"])
        return {key: repaired(said, found[key])[0] for key, said in documents.items()}

    def plan(self, job, params, keys):
        """By article: the document it was made of, and what becomes of that."""
        before = documents_of(keys)
        after = self.become(params, before)
        return {key: (said, after[key]) for key, said in before.items()}

    def edit(self, job, params, article, document, plan):
        before, after = plan.get(article.pk, (None, None))
        if before != document:  # somebody changed it in between
            after = self.become(params, {article.pk: document})[article.pk]
        return None if after == document else Edit(article, after, job.note)

    def follow(self, keys):
        attention.refresh(keys)


register(Accepting(name="accept", label=_("Accept suggestions")))
