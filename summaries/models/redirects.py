"""What things were called before: old addresses, where they lead now, and former names."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from summaries import text as texts

from .library import LibraryModel, LibraryQuerySet, current_change, writing

# ``articles/``, ``categories/`` or ``tags/`` and a slug or a category's full path.
ADDRESS_LENGTH = 620


class RedirectQuerySet(LibraryQuerySet):
    def release(self, paths: Iterable[str]) -> None:
        """Forget the redirects whose addresses are in use again."""
        self.filter(path__in=list(paths)).delete()

    def leave(self, old: str, new: str, **target: models.Model) -> None:
        """Let an old address lead to the article, category or tag that stands at a new one."""
        (instance,) = target.values()
        with writing():
            self.update_or_create(path=old, defaults=target)
            current_change().addresses[instance, old, new] = None

    def target(self, path: str) -> models.Model | None:
        """Where an old address leads now, if that is public."""
        redirect = self.filter(path=path).select_related("article", "category", "tag").first()
        target = redirect and (redirect.article or redirect.category or redirect.tag)
        return target if target and target.is_public else None


class Redirect(LibraryModel):
    """An address that something had before, such as ``articles/old-slug``."""

    path = models.CharField(_("old address"), max_length=ADDRESS_LENGTH, unique=True)
    article = models.ForeignKey("Article", on_delete=models.CASCADE, null=True, blank=True)
    category = models.ForeignKey("Category", on_delete=models.CASCADE, null=True, blank=True)
    tag = models.ForeignKey("Tag", on_delete=models.CASCADE, null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(article__isnull=False, category=None, tag=None)
                    | Q(article=None, category__isnull=False, tag=None)
                    | Q(article=None, category=None, tag__isnull=False)
                ),
                name="summaries_redirect_one_target",
            )
        ]

    def __str__(self):
        return self.path


class FormerName(LibraryModel):
    """A name that a tag or a category had before; documents may still call it so.

    ``name`` is in caseless form. A category had it below ``parent``, or at the top.
    """

    name = models.CharField(max_length=200, db_index=True)
    tag = models.ForeignKey("Tag", on_delete=models.CASCADE, null=True, related_name="former_names")
    category = models.ForeignKey(
        "Category", on_delete=models.CASCADE, null=True, related_name="former_names"
    )
    parent = models.ForeignKey("Category", on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")

    def __str__(self):
        return self.name


def remember(name: str, **whose: models.Model | None) -> None:
    """Let the tag or category be found by a name, in caseless form, that it had before."""
    if not FormerName.objects.filter(name=name, **whose).exists():
        FormerName.objects.create(name=name, **whose)


def was_called(one: models.Model, name: str) -> bool:
    """Whether this is, or was before, the name of the tag or category."""
    key = texts.caseless(name)
    return texts.caseless(one.name) == key or one.former_names.filter(name=key).exists()
