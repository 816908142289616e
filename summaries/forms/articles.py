"""The form of an article: what is typed becomes a ``Document``, kept as a working copy."""

from dataclasses import fields, replace
from functools import cached_property
from uuid import uuid4

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import comparing
from ..document import Document, Source
from ..models import PLAIN_FIELDS, Article, Category, Draft, Edit, Tag, writing
from ..text import caseless, storable
from .parts import PartsField


class ArticleForm(forms.ModelForm):
    """An article with its parts.

    It opens with the working copy ``draft``, if there is one. What others have saved
    since the text was begun is merged with it. Of what collides the form asks which
    is to stay, and is not valid before it is told.
    """

    parts = PartsField(label=_("Parts"))
    # The version of the article that the text began from, and the one seen beside it.
    began = forms.IntegerField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    draft_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    draft_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    draft: Draft | None = None
    # What is typed is only kept, not checked: half a form is kept as well as a whole one.
    is_only_kept = False
    # What collides, and what others have brought in, once it is known.
    collisions: tuple[comparing.Collision, ...] = ()
    taken: comparing.Comparison | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "lead" in self.fields:
            self.fields["lead"].widget.attrs["rows"] = 3
        article, draft = self.instance, self.draft
        article.brings_parts = True
        self.initial["parts"] = self.current.parts if self.current else ()
        self.initial["began"] = self.initial["version"] = article.version
        self.initial["draft_key"] = draft.pk if draft else uuid4()
        self.initial["draft_version"] = draft.version if draft else 0
        if draft:
            self._open(draft)

    @cached_property
    def current(self) -> Document | None:
        """What the article says as it is saved; ``None`` for a new one."""
        return self.instance.as_document() if self.instance.pk else None

    # Opened with a working copy

    def _open(self, draft: Draft) -> None:
        document = draft.document
        if self.current and draft.revision != self.instance.version:
            merge = comparing.merge(self._said_at(draft.revision), document, self.current)
            document, self.collisions, self.taken = merge.document, merge.collisions, merge.taken
            if self.collisions:
                self.initial["began"] = draft.revision
        self.initial |= _initial(document) | draft.typed

    def _said_at(self, version: int | None) -> Document | None:
        """What the article said then; ``None`` if that is not known."""
        if self.current is None or version in (None, self.instance.version):
            return self.current
        revision = self.instance.revisions.filter(number=version).first()
        return revision and revision.document

    # What the form says

    def document(self) -> Document:
        """What the form says; fields that it lacks, or that are not valid, stay as they were."""
        said, before = self.cleaned_data, self._before
        values = {name: said[name] for name in (*PLAIN_FIELDS, "slug", "parts") if name in said}
        if said.get("category"):
            values["category"] = tuple(one.name for one in said["category"].trail())
        if "tags" in said:
            values["tags"] = tuple(sorted(getattr(tag, "name", tag) for tag in said["tags"]))
        if "author" in said:
            values["author"] = said["author"].get_username() if said["author"] else ""
        source = {
            one.name: said[f"source_{one.name}"]
            for one in fields(Source)
            if f"source_{one.name}" in said
        }
        values["source"] = replace(before.source, **source)
        as_before = {
            name: _as_before(value, getattr(before, name)) for name, value in values.items()
        }
        return replace(before, **as_before)

    @cached_property
    def _before(self) -> Document:
        return self._said_at(self.cleaned_data.get("began")) or self.current or Document(title="")

    def clean(self):
        super().clean()
        if self.is_only_kept or self.errors:
            return
        self.merged = self.document()
        if not self.current:
            return
        began = self.cleaned_data.get("began")
        merge = comparing.merge(self._said_at(began), self.merged, self.current)
        self.merged, self.collisions, self.taken = merge.document, merge.collisions, merge.taken
        if self.collisions and self.cleaned_data.get("version") != self.instance.version:
            self.add_error(None, ValidationError(_("Not saved."), code="conflict"))
        else:
            self._choose()

    def _choose(self) -> None:
        """Settle each collision as the editor has chosen."""
        chosen = {one: self.data.get(f"choice-{one.place}") for one in self.collisions}
        for collision, choice in chosen.items():
            if choice not in ("mine", "theirs"):
                message = gettext("%(label)s: choose which of the two is to stay.")
                self.add_error(None, message % {"label": collision.label})
        theirs = [one for one, choice in chosen.items() if choice == "theirs"]
        self.merged = comparing.take_theirs(self.merged, theirs, self.current)

    @property
    def is_conflict(self) -> bool:
        """Whether somebody's change collides with this text that its editor has not seen."""
        return self.has_error(NON_FIELD_ERRORS, "conflict")

    def _post_clean(self):
        if self.is_only_kept:
            return
        super()._post_clean()
        if not self.errors:
            try:
                Edit(self.instance, self.merged).check()
            except ValidationError as error:
                for name, errors in error.update_error_dict({}).items():
                    self.add_error(name if name in self.fields else None, errors)

    # Saved

    def save_article(self, *, by) -> Article:
        """Save article, parts and tags as one edit, and let the working copy go."""
        with writing():
            # A new part does not take the anchor of one that is removed.
            parts = self.instance.with_anchors(self.merged.parts)
            self.instance.apply_document(replace(self.merged, parts=parts), by=by)
            self.discard(by=by)
        return self.instance

    def _save_m2m(self):
        """Save what a project added; the tags are part of the edit."""
        self.cleaned_data.pop("tags", None)
        super()._save_m2m()

    def keep(self, *, by) -> Draft | None:
        """Keep what the form says as the user's working copy; ``None`` if it says nothing new.

        A copy that another tab has written to meanwhile is left alone: this text gets
        one of its own.
        """
        said = self.cleaned_data
        document, typed = self.document(), self._typed()
        with writing():
            draft = self._own_drafts(by).filter(pk=said.get("draft_key") or uuid4()).first()
            if draft and draft.version != (said.get("draft_version") or 0):
                draft = None
            if document == (self.current or Document(title="")) and not typed:
                if draft:
                    draft.delete()
                return None
            if draft is None:
                taken = Draft.objects.filter(pk=said.get("draft_key")).exists()
                key = uuid4() if taken or not said.get("draft_key") else said["draft_key"]
                draft = Draft(pk=key, user=by)
            elif (draft.document, draft.typed) == (document, typed):
                return draft
            draft.article = self.instance if self.instance.pk else None
            draft.revision = said.get("began") or 0 if self.instance.pk else 0
            draft.document, draft.typed = document, typed
            draft.version += 1
            draft.saved_at = timezone.now()
            draft.save()
        return draft

    def discard(self, *, by) -> None:
        """Delete the user's working copy that the form shows."""
        self._own_drafts(by).filter(pk=self.cleaned_data.get("draft_key")).delete()

    def _own_drafts(self, user):
        return Draft.objects.filter(user=user.pk)

    def _typed(self) -> dict[str, str | list[str]]:
        """What was typed into the fields that are not valid, and so is in no document."""
        raw = {name: storable(self[name].data) for name in self.errors if name in self.fields}
        return {name: value for name, value in raw.items() if value and name != "parts"}


def _initial(document: Document) -> dict[str, object]:
    """The values of the form's fields for a document."""
    user = get_user_model()
    known = Tag.objects.known(document.tags)
    author = user._default_manager.filter(**{user.USERNAME_FIELD: document.author or None}).first()
    return {
        **{name: getattr(document, name) for name in (*PLAIN_FIELDS, "slug", "parts")},
        **{f"source_{one.name}": getattr(document.source, one.name) for one in fields(Source)},
        "category": Category.objects.named(document.category) if document.category else None,
        "tags": [known.get(caseless(name)) or Tag(name=name) for name in document.tags],
        "author": author and author.pk,
    }


def _as_before(value, before):
    """The value; the earlier one if it is the same but for what a form cannot show."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if before and hasattr(before, "microsecond") and value == before.replace(microsecond=0):
        return before
    return value
