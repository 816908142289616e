"""Who may see, change and publish an article: one rule for forms, lists, previews and writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

# The same for a project's model that inherits from Article.
PUBLISH = "summaries.publish_article"
PUBLISHED = "published"


class Standing(NamedTuple):
    """What of an article decides who may change it."""

    status: str
    author: object

    def is_open_to(self, user: AbstractBaseUser, model: type[models.Model]) -> bool:
        """Whether the user may change such an article, or make one that is such."""
        if self.status == PUBLISHED and not may_publish(user):
            return False
        return may(user, "change", model) or (self.author == user.pk and may(user, "add", model))


class RoleQuerySet(models.QuerySet):
    """The rule for many articles at once, by the columns that ``Standing`` holds."""

    def visible_to(self, user: AbstractBaseUser) -> Self:
        """What the user may see in the admin: everything, or as a writer what is their own."""
        if may_see_all(user, self.model):
            return self
        return self.filter(author=user.pk) if may(user, "add", self.model) else self.none()

    def changeable_by(self, user: AbstractBaseUser) -> Self:
        """What the user may change as it stands."""
        found = self if may_publish(user) else self.exclude(status=PUBLISHED)
        if may(user, "change", self.model):
            return found
        return found.filter(author=user.pk) if may(user, "add", self.model) else self.none()


class Roles:
    """What users may do with an article."""

    # How the row stood when the edit under way began, if more was saved in it since.
    _began: Standing | None = None

    def may_be_seen_by(self, user: AbstractBaseUser) -> bool:
        """Whether the user may see the article before it is public; whose it is always may."""
        model = type(self)
        is_own = self.author_id == user.pk and may(user, "add", model)
        return is_own or _may_any(user, model, "view", "change")

    def may_be_changed_by(self, user: AbstractBaseUser) -> bool:
        """Whether the user may change the article as it stands."""
        return self._standing.is_open_to(user, type(self))

    def may_be_revised_by(self, user: AbstractBaseUser) -> bool:
        """Whether the user may at least prepare a change, for others to publish."""
        return self._standing._replace(status="").is_open_to(user, type(self))

    def may_be_deleted_by(self, user: AbstractBaseUser) -> bool:
        """Whether the user may delete the article as it stands."""
        if self.status == PUBLISHED and not may_publish(user):
            return False
        own = self.author_id == user.pk and may(user, "add", type(self))
        return own or may(user, "delete", type(self))

    def check_permission(self, user: AbstractBaseUser) -> None:
        """Raise ``PermissionDenied`` unless the user may make of the row what it is now."""
        standings = [self._before, self._standing] if self.pk else [self._standing]
        if all(one.is_open_to(user, type(self)) for one in standings):
            return
        if PUBLISHED in [one.status for one in standings] and not may_publish(user):
            message = _(
                "“%(title)s” was not saved: you may not publish or change what is published."
            )
        else:
            message = _("“%(title)s” was not saved: you may only change drafts of your own.")
        raise PermissionDenied(message % {"title": self.title})

    def has_other_status(self) -> bool:
        """Whether the edit under way changes the status of an article that is there."""
        return self._before.status != self.status

    def give_author(self, user: AbstractBaseUser | None) -> None:
        """Make the user the author of a new article, if they may only write their own."""
        if user is None or self.author_id is not None:
            return
        if not may(user, "change", type(self)) and may(user, "add", type(self)):
            self.author = user

    @property
    def _standing(self) -> Standing:
        return Standing(self.status, self.author_id)

    @property
    def _before(self) -> Standing:
        """How the row stood before the edit under way."""
        return self._began or self._standing_of_row

    @property
    def _standing_of_row(self) -> Standing:
        row = self.__dict__.get("_loaded", {})
        return Standing(row.get("status", self.status), row.get("author_id", self.author_id))


def may(user: AbstractBaseUser, deed: str, model: type[models.Model]) -> bool:
    """Whether the user has Django's permission for the deed: view, add, change or delete."""
    return _has(user, f"{model._meta.app_label}.{get_permission_codename(deed, model._meta)}")


def may_see_all(user: AbstractBaseUser, model: type[models.Model]) -> bool:
    """Whether the user may see the articles of others in the admin, too."""
    return _may_any(user, model, "view", "change", "delete")


def may_publish(user: AbstractBaseUser) -> bool:
    return _has(user, PUBLISH)


def _may_any(user: AbstractBaseUser, model: type[models.Model], *deeds: str) -> bool:
    return any(may(user, deed, model) for deed in deeds)


def _has(user: AbstractBaseUser, permission: str) -> bool:
    """Where users have no permissions at all, the project itself asks who may do what."""
    return not hasattr(user, "has_perm") or user.has_perm(permission)
