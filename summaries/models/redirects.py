"""What things were called before: old addresses, where they lead now, and former names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize
from urllib.parse import parse_qsl, unquote, urlsplit

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from summaries import text as texts

from .library import LibraryModel, LibraryQuerySet, current_change, writing

# ``articles/``, ``categories/`` or ``tags/`` and a slug or a category's full path; or a
# site's own path.
ADDRESS_LENGTH = 620
# Parameters of a query that alone say which page of a site is meant, the surest first.
_NAMES = (
    *("p", "page_id", "attachment_id", "id", "aid", "articleid"),
    *("name", "pagename", "cat", "category_name", "tag", "m"),
)
IDENTIFYING = frozenset(_NAMES)
# The library's own addresses, by what stands there: how they begin, and the column of the rest.
OWN = {
    "article": ("articles/", "slug"),
    "category": ("categories/", "full_path"),
    "tag": ("tags/", "slug"),
}
_OWN = re.compile(r"(articles|tags)/[^/?#]+|categories/[^?#]*[^/?#]")
# What sites show below the address of a page: ``/feed/``, ``/amp/``, ``/page/2/``.
DEEP = re.compile(
    r"(feed|rss|atom|amp|embed|trackback|print)(/(rss|rss2|rdf|atom|feed))?"
    r"|(page/|comment-page-)?\d{1,4}(/(feed|amp))?|attachment/[^/]+"
)
DEEPEST = 12
# Rows that are written in one statement.
AT_ONCE = 500


def old_address(url: str) -> str:
    """An address of another site as ``Redirect.path`` holds it: ``/2019/05/my-post``, ``/?p=12``.

    Of a URL or a path, with percent signs or without: decoded, with a slash before and none
    after it, without ``index.php`` and of the query only what says which page is meant. ``""``
    for the root, and for what is no address or too long for one.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    path = re.sub(r"/index\.php(?=/|$)|/index\.html?$", "", f"/{unquote(parts.path)}/".rstrip("/"))
    path = "/" + re.sub("/{2,}", "/", path).strip("/")
    query = dict(reversed(parse_qsl(parts.query, max_num_fields=None)))
    named = next((f"?{name}={query[name]}" for name in _NAMES if query.get(name)), "")
    address = normalize("NFC", path + named)
    is_address = address != "/" and "\x00" not in address and len(address) <= ADDRESS_LENGTH
    return address if is_address else ""


class RedirectQuerySet(LibraryQuerySet):
    def release(self, paths: Iterable[str]) -> None:
        """Forget the redirects whose addresses are in use again."""
        self.filter(path__in=list(paths)).delete()

    def leave(
        self, old: str, new: str, *, was_public: bool = False, **target: models.Model
    ) -> None:
        """Let an old address lead to the article, category or tag that stands at a new one.

        ``was_public``: something public stood at the old one, so that it may be said to be gone.
        """
        (instance,) = target.values()
        with writing():
            columns = {**dict.fromkeys(TARGETS), **target, "was_public": was_public}
            self.update_or_create(path=old, defaults=columns)
            current_change().addresses[instance, old, new] = None

    def leave_many(
        self, pairs: Iterable[tuple[str, models.Model]]
    ) -> tuple[int, dict[str, Redirect]]:
        """Let addresses of another site, as ``old_address()`` takes them, lead to these.

        Each to an article, category or tag that is stored. One of the library's own, such as
        ``articles/old-slug``, stays what it is, unless something stands there. An address that
        has a redirect keeps it, since an editor may have led it elsewhere; of two the same, the
        first one counts. Returns how many are new, and by their addresses the redirects that
        lead elsewhere or nowhere.
        """
        wanted: dict[str, models.Model] = {}
        for url, target in pairs:
            if address := url if _is_own(url) else old_address(url):
                wanted.setdefault(address, target)
        count, kept = 0, {}
        with writing(savepoint=False):
            in_use = _in_use(wanted)
            addresses = [one for one in wanted if one not in in_use]
            for start in range(0, len(addresses), AT_ONCE):
                some = addresses[start : start + AT_ONCE]
                there = self.filter(path__in=some).in_bulk(field_name="path")
                new = [one for one in some if one not in there]
                self.bulk_create([Redirect(path=one, **column(wanted[one])) for one in new])
                count += len(new)
                kept |= {path: one for path, one in there.items() if not one.is_to(wanted[path])}
        return count, kept

    def leave_gone(self, paths: Iterable[str]) -> None:
        """Let addresses that were public once say that what stood there is gone."""
        with writing(savepoint=False):
            self.bulk_create(
                [Redirect(path=path, was_public=True) for path in dict.fromkeys(paths)],
                update_conflicts=True,
                unique_fields=["path"],
                update_fields=[*TARGETS, "was_public"],
            )

    def leading(self) -> RedirectQuerySet:
        """Those that lead somewhere; the others say that something is gone."""
        return self.exclude(article=None, category=None, tag=None)

    def find(self, path: str) -> Redirect | None:
        """The redirect that answers for an address, for one above it where that can be said.

        What sites show below a page leads to the page; what stood below a category leads
        to what stands there now below its new address, or is not found.
        """
        above = [path.split("?")[0]]
        while "/" in above[-1].strip("/") and len(above) < DEEPEST:
            above.append(above[-1].rpartition("/")[0])
        rows = self.filter(path__in={path, *above}).for_answers()
        found = {one.path: one for one in rows}
        if redirect := found.get(path) or found.get(above[0]):
            return redirect
        redirect = next((found[one] for one in above if one in found), None)
        return redirect and redirect.below(above[0].removeprefix(f"{redirect.path}/"))

    def for_answers(self) -> RedirectQuerySet:
        """With what they lead to at hand, but for its long columns."""
        long = ("lead", "search_title", "search_text")
        rows = self.select_related(*TARGETS, "article__category")
        return rows.defer(*(f"article__{name}" for name in long))

    def target(self, path: str) -> models.Model | None:
        """Where an old address leads now, if that is public."""
        redirect = self.find(path)
        return redirect and redirect.public_target


class Redirect(LibraryModel):
    """An address that something had before, such as ``articles/old-slug``.

    Or that it had on another site, with a slash before it: see ``old_address()``. It leads to
    an article, a category or a tag, wherever this stands by now, so that there are no chains.
    Without one, it says that what was public there is gone.
    """

    path = models.CharField(_("old address"), max_length=ADDRESS_LENGTH, unique=True)
    article = models.ForeignKey("Article", on_delete=models.CASCADE, null=True, blank=True)
    category = models.ForeignKey("Category", on_delete=models.CASCADE, null=True, blank=True)
    tag = models.ForeignKey("Tag", on_delete=models.CASCADE, null=True, blank=True)
    # Whether what it leads to was public before it got its present address.
    was_public = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(category=None, tag=None)
                    | Q(article=None, tag=None)
                    | Q(article=None, category=None)
                ),
                name="summaries_redirect_one_target",
            )
        ]

    def __str__(self):
        return self.path

    @property
    def target(self) -> models.Model | None:
        """What it leads to, public or not."""
        return self.article or self.category or self.tag

    @property
    def public_target(self) -> models.Model | None:
        target = self.target
        return target if target and target.is_public else None

    @property
    def is_gone(self) -> bool:
        """Whether what was public at the address, or is led to, is so no more."""
        target = self.target
        if target is None:
            return True
        return (self.was_public or target.was_public) and not target.is_public

    def is_to(self, target: models.Model) -> bool:
        return all(getattr(self, f"{name}_id") == one.pk for name, one in column(target).items())

    def below(self, rest: str) -> Redirect | None:
        """The redirect that answers for an address below this one, if that can be said."""
        if self.category:
            deeper = f"{self.category.full_path}/{rest}"
            stands = type(self.category).objects.filter(full_path=deeper).first()
            if stands:
                return Redirect(path=f"{self.path}/{rest}", category=stands)
        return self if self.path.startswith("/") and DEEP.fullmatch(rest) else None


TARGETS = ("article", "category", "tag")


def _is_own(address: str) -> bool:
    return len(address) <= ADDRESS_LENGTH and bool(_OWN.fullmatch(address))


def _in_use(addresses: Iterable[str]) -> set[str]:
    """Those of the library's own addresses at which something stands."""
    used: set[str] = set()
    for name, (prefix, column) in OWN.items():
        rests = [one.removeprefix(prefix) for one in addresses if one.startswith(prefix)]
        if rests:
            rows = Redirect._meta.get_field(name).related_model.objects.order_by()
            found = rows.filter(**{f"{column}__in": rests}).values_list(column, flat=True)
            used.update(prefix + one for one in found)
    return used


def column(target: models.Model) -> dict[str, models.Model]:
    """The field that holds such a target, with it."""
    for name in TARGETS:
        if isinstance(target, Redirect._meta.get_field(name).related_model):
            return {name: target}
    raise TypeError(f"A redirect leads to no {type(target).__name__}.")


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
