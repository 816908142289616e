"""Old addresses, and where they lead now."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# ``articles/``, ``categories/`` or ``tags/`` and a slug or a category's full path.
ADDRESS_LENGTH = 620


class RedirectManager(models.Manager):
    def leave(self, path: str, **target) -> None:
        """Let an old address lead to the article, category or tag from now on."""
        self.update_or_create(path=path, defaults={**_NO_TARGET, **target})

    def release(self, path: str) -> None:
        """Forget a redirect whose address is in use again."""
        self.filter(path=path).delete()

    def target(self, path: str) -> models.Model | None:
        """Where an old address leads now, if that is public."""
        redirect = self.filter(path=path).select_related("article", "category", "tag").first()
        if redirect is None or (redirect.article and not redirect.article.is_public):
            return None
        return redirect.article or redirect.category or redirect.tag


_NO_TARGET = {"article": None, "category": None, "tag": None}


class Redirect(models.Model):
    """An address that something had before, such as ``articles/old-slug``."""

    path = models.CharField(_("old address"), max_length=ADDRESS_LENGTH, unique=True)
    article = models.ForeignKey("Article", on_delete=models.CASCADE, null=True, blank=True)
    category = models.ForeignKey("Category", on_delete=models.CASCADE, null=True, blank=True)
    tag = models.ForeignKey("Tag", on_delete=models.CASCADE, null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = RedirectManager()

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
