"""What a job can do: with rows of any kind, and with articles above all.

``register()`` adds a kind. One of a project's own is a function from documents to
documents, registered when the site starts, such as in ``AppConfig.ready()``::

    jobs.register(jobs.ArticleKind(name="shout", label=_("Shout"), change=shout))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from summaries.document import Document
from summaries.models import (
    Article,
    Edit,
    Job,
    JobChange,
    Revision,
    current_change,
    write,
    writing,
)
from summaries.models.derived import derive, has_same_text
from summaries.models.edits import Rows

from .replacing import Found

Params = dict[str, Any]


@dataclass
class Outcome:
    """What became of a batch: how many were changed, and which were left alone and why."""

    changed: int = 0
    failures: list[dict[str, Any]] = field(default_factory=list)

    def fail(self, key: int, title: str, reason: str) -> None:
        self.failures.append({"key": key, "title": title, "reason": reason})

    def add(self, other: Outcome) -> None:
        self.changed += other.changed
        self.failures += other.failures


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What a job can do with its rows, a batch at a time.

    ``plan()`` does what takes time before the library is locked; ``apply()`` writes, in the
    transaction that also moves the job on.
    """

    name: str
    label: str | Promise
    # What whoever follows the job should know of its kind.
    remark: str | Promise = ""
    # How many rows at once; the library is locked for about a tenth of a second for each batch.
    batch_size: int = 50

    def note(self, params: Params) -> str:
        """What it does, for the history and the list of jobs."""
        return str(self.label)

    def ready(self, params: Params) -> Params:
        """The parameters as ``plan()`` takes them; ``ValidationError`` if they do not hold now."""
        return params

    def plan(self, job: Job, params: Params, keys: list[int]) -> Any:
        return None

    def apply(self, job: Job, params: Params, keys: list[int], plan: Any) -> Outcome:
        raise NotImplementedError

    def follow(self, keys: list[int]) -> None:
        """What is left to do when a batch is written, and the library is open to others."""

    def finish(self, job: Job) -> None:
        """What is left to do when all rows are done, in the same transaction."""


@dataclass(frozen=True, kw_only=True)
class OfArticles(Kind):
    """Edits of articles, one each; those that cannot be are left alone.

    ``publishes`` and ``withdraws`` say what it does to what is public; one that ``sets_dates``
    publishes whatever the article's own dates say. ``find``, if there is one, tells the places
    that change in a document, for the preview; else documents are compared.
    """

    find: Callable[[Document, Params], list[Found]] | None = None
    publishes: bool = False
    sets_dates: bool = False
    withdraws: bool = False

    def become(
        self, params: Params, documents: dict[int, Document]
    ) -> dict[int, Document | ValidationError]:
        """What becomes of the documents of articles, by their keys, or why one stays as it is."""
        raise NotImplementedError

    def apply(self, job, params, keys, plan):
        try:
            with writing():
                return self._write(job, params, keys, plan)
        except (ValidationError, PermissionDenied):
            return self._one_by_one(job, params, keys, plan)

    def _one_by_one(self, job, params, keys, plan) -> Outcome:
        outcome = Outcome()
        for key in keys:
            try:
                with writing():
                    outcome.add(self._write(job, params, [key], plan))
            except ValidationError as error:
                outcome.fail(key, _title(key), in_one_sentence(error))
            except PermissionDenied as error:
                reason = str(error) or gettext("You may not change this article.")
                outcome.fail(key, _title(key), reason)
        return outcome

    def _write(self, job, params, keys, plan) -> Outcome:
        outcome = Outcome()
        chosen = Article.objects.not_in_bin().filter(pk__in=keys)
        current_change().touch(chosen)
        articles = chosen.select_related("category").prefetch_related("author").in_bulk()
        rows = Rows(articles.values())
        now = {key: _document(one, rows) for key, one in articles.items()}
        # So that there is a version to go back to, whatever was written past the history.
        behind = [one for key, one in articles.items() if _is_behind(one, rows, now[key])]
        write([Edit(one) for one in behind])
        versions = {key: article.version for key, article in articles.items()}
        edits = []
        for key in keys:
            if (article := articles.get(key)) is None:
                outcome.fail(key, "", gettext("The article was deleted."))
            elif edit := self.edit(job, params, article, now[key], plan):
                edit.check()
                edits.append(edit)
        write(edits, by=job.actor)
        changed = [
            edit.article for edit in edits if edit.article.version != versions[edit.article.pk]
        ]
        JobChange.objects.bulk_create(
            JobChange(job=job, article=one, before=versions[one.pk], after=one.version)
            for one in changed
        )
        outcome.changed = len(changed)
        return outcome

    def edit(self, job, params, article, document, plan) -> Edit | None:
        """The article's edit; ``None`` if there is nothing to change."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class ArticleKind(OfArticles):
    """A change of articles: ``change`` gets a document and the parameters, gives a document.

    It is pure: no database, the same answer each time. It may raise ``ValidationError`` to
    leave an article alone, with the reason. ``said`` is its note for the history, if not the
    label; ``names`` turns stored parameters into those that ``change`` takes. ``permission``
    is the one that the action in the admin's list asks for; what may be done to an article, the
    article says itself.
    """

    change: Callable[[Document, Params], Document]
    said: Callable[[Params], str] | None = None
    names: Callable[[Params], Params] | None = None
    permission: str = "change"

    def note(self, params):
        return (self.said(params) if self.said else str(self.label))[:200]

    def ready(self, params):
        return self.names(params) if self.names else params

    def plan(self, job, params, keys):
        """By article: the document it was made of, what becomes of that, and what follows."""
        documents, plan = documents_of(keys), {}
        for key, after in self.become(params, documents).items():
            before = documents[key]
            is_new = isinstance(after, Document) and not has_same_text(before, after)
            plan[key] = before, after, derive(after) if is_new else None
        return plan

    def become(self, params, documents):
        return {key: self._changed(document, params) for key, document in documents.items()}

    def _changed(self, document, params) -> Document | ValidationError:
        try:
            return self.change(document, params)
        except ValidationError as error:
            return error

    def edit(self, job, params, article, document, plan):
        before, after, derived = plan.get(article.pk, (None, None, None))
        if before != document:  # somebody changed it in between
            after, derived = self.change(document, params), None
        if isinstance(after, ValidationError):
            raise after
        if after == document:
            return None
        return Edit(article, after, job.note, derived=derived)


@dataclass(frozen=True, kw_only=True)
class Undo(OfArticles):
    """Gives each article of an earlier job back what that job changed of it.

    Only where the article says what the job left, so that several can be undone in turn.
    """

    def note(self, params):
        return (gettext("Undone: %(job)s") % {"job": params["of"]})[:200]

    def plan(self, job, params, keys):
        """By article: what the job did to it, and the revisions before and after."""
        changes = list(JobChange.objects.filter(job=job.undoes_id, article__in=keys))
        numbers = {number for one in changes for number in (one.before, one.after)}
        revisions = {
            (one.article_id, one.number): one
            for one in Revision.objects.filter(article__in=keys, number__in=numbers)
        }
        return {
            one.article_id: (
                one.after,
                revisions.get((one.article_id, one.before)),
                revisions.get((one.article_id, one.after)),
            )
            for one in changes
        }

    def edit(self, job, params, article, document, plan):
        version, earlier, later = plan[article.pk]
        if earlier is None or later is None:
            raise ValidationError(gettext("Its history does not reach back so far."))
        if article.version != version and document != later.document:
            raise ValidationError(gettext("It was edited since."))
        before, names = earlier.document, later.changes
        back = replace(document, **{name: getattr(before, name) for name in names})
        category, tags = earlier.place()
        if "category" in names and category is None:
            raise ValidationError(gettext("Its category of before was deleted."))
        return Edit(
            article,
            back,
            job.note,
            category=category if "category" in names else None,
            tags=tags if "tags" in names else None,
        )

    def finish(self, job):
        Job.objects.filter(pk=job.undoes_id).update(state=Job.State.UNDONE)


def _document(article: Article, rows: Rows) -> Document:
    return rows.document(article, rows.parts[article.pk], rows.tags(article))


def documents_of(keys: list[int]) -> dict[int, Document]:
    """What the articles say, by their primary keys. Five queries for any number."""
    found = Article.objects.filter(pk__in=keys).select_related("category")
    articles = list(found.prefetch_related("author"))
    rows = Rows(articles)
    return {article.pk: _document(article, rows) for article in articles}


def _is_behind(article: Article, rows: Rows, document: Document) -> bool:
    """Whether the article's last revision is not what it says now."""
    latest = rows.latest_revision(article)
    return latest is None or latest.document != document


def _title(key: int) -> str:
    return Article.objects.filter(pk=key).values_list("title", flat=True).first() or ""


def in_one_sentence(error: ValidationError) -> str:
    return " ".join(error.messages)


# --- The registry ------------------------------------------------------------------------------


class JobError(RuntimeError):
    """The job cannot do that now; the message says why."""


class UnknownKind(JobError):
    """No kind of job is registered under this name."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Let jobs do this; a kind of the same name is replaced."""
    _kinds[kind.name] = kind
    return kind


def named(name: str) -> Kind:
    """The kind of this name; raises ``UnknownKind``."""
    try:
        return _kinds[name]
    except KeyError:
        said = gettext("There is no kind of job called “%(name)s”.") % {"name": name}
        raise UnknownKind(said) from None


def of_articles() -> list[ArticleKind]:
    """The kinds that change articles, in the order in which they were registered."""
    return [kind for kind in _kinds.values() if isinstance(kind, ArticleKind)]


register(Undo(name="undo", label=_("Undo")))
