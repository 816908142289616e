"""Merging tags or categories as a job: their articles in batches, and in the end what is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from summaries import text as texts
from summaries.models import Article, ArticleTag, Category, Job, Tag

from .kinds import Kind, Outcome, Params, named, register
from .running import prepare, start


def merge(
    others: Iterable[Tag | Category], target: Tag | Category, *, by: AbstractBaseUser | None = None
) -> Job:
    """The job that merges these into the target; it waits to be run.

    Raises ``ValidationError`` where categories cannot be merged.
    """
    kind, others = named(f"merge_{type(target)._meta.model_name}"), list(others)
    params = {"into": target.pk, "others": [one.pk for one in others]}
    return start(prepare(kind, kind.articles(others, target), by=by), params)


@dataclass(frozen=True, kw_only=True)
class Merging(Kind):
    """Gives the articles of some to another one, and deletes them when they have none."""

    model: type[Tag] | type[Category]
    remark: str = _("A merge cannot be undone.")

    def note(self, params):
        names = ", ".join(str(one) for one in self.others(params))
        values = {"names": texts.excerpt(names, 100), "target": self.ready(params)["target"]}
        return (gettext("Merged “%(names)s” into “%(target)s”") % values)[:200]

    def ready(self, params):
        target = self.model.objects.filter(pk=params["into"]).first()
        if target is None:
            raise ValidationError(
                gettext("What the others were merged into was deleted meanwhile.")
            )
        return {**params, "target": target}

    def others(self, params: Params) -> list:
        """Those that are there still."""
        return list(self.model.objects.filter(pk__in=params["others"]))

    def apply(self, job, params, keys, plan):
        return Outcome(self.give(self.others(params), params["target"], keys, job.actor))

    def finish(self, job):
        """Also what was added since the job began."""
        params = self.ready(job.params)
        for one in self.in_order(self.others(params)):
            one.merge_into(params["target"], by=job.actor)

    def in_order(self, others: list) -> list:
        return others

    def articles(self, others: list, target) -> list[int]:
        """The articles that change, by their keys."""
        raise NotImplementedError

    def give(self, others: list, target, keys: list[int], by) -> int:
        """Let the target have these of the articles; how many changed."""
        raise NotImplementedError


class MergingTags(Merging):
    def articles(self, others, target):
        tagged = ArticleTag.objects.filter(tag__in=others).order_by("content_object")
        return list(tagged.values_list("content_object", flat=True).distinct())

    def give(self, others, target, keys, by):
        return sum(one.give_articles(keys, target, by=by) for one in others)


class MergingCategories(Merging):
    def articles(self, others, target):
        plan = Category.objects.plan_merge(others, target)
        found = Article.objects.filter(category__in=[gone for gone, _into in plan.merged])
        return list(found.order_by("pk").values_list("pk", flat=True))

    def give(self, others, target, keys, by):
        return Category.objects.plan_merge(others, target).move_articles(keys, by=by)

    def in_order(self, others):
        """As in the plan: of one below another the lower one first."""
        return sorted(others, key=lambda one: one.path, reverse=True)


register(MergingTags(name="merge_tag", label=_("Merge tags"), model=Tag))
register(MergingCategories(name="merge_category", label=_("Merge categories"), model=Category))
