"""Ghost: the posts in an export of the blog, a ``.json`` file.

Ghost has no categories: the first tag of a post is its category, the others are tags. The
export writes the blog's own address as ``__GHOST_URL__``, so links within it begin at the root.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from summaries import text as texts
from summaries.conf import settings
from summaries.document import Document, Part, Source, is_representable

from . import ghosteditors, markdown
from .decoding import UnreadableFile
from .files import File
from .plaintext.documents import TITLE_LENGTH
from .reading import Place, Reading
from .richtext import listed, rich_text

SUFFIXES = (".json",)

Row = Mapping[str, Any]


def read(file: File) -> Iterator[Reading | Place]:
    """Each tag in use as a place, and each post; pages, if the options ask for them."""
    for tables in _exports(_parsed(file), file):
        yield from tables.places()
        for number, post in enumerate(tables.posts, 1):
            if file.options.pages or not _is_page(post):
                yield _Post(post, tables, file, number).reading()


def _parsed(file: File) -> Any:
    data = file.data(settings.UPLOAD_MAX_BYTES)
    if not data.strip():
        raise UnreadableFile(_("The file is empty."))
    try:
        return json.loads(data)
    except RecursionError as error:
        raise UnreadableFile(_("The JSON is nested too deeply.")) from error
    except json.JSONDecodeError as error:
        said = _("Line %(line)d: this is not JSON: %(why)s.")
        raise UnreadableFile(said % {"line": error.lineno, "why": error.msg}) from error
    except ValueError as error:  # bytes that are not in UTF-8, a number of too many digits
        raise UnreadableFile(_("The file is not JSON in UTF-8.")) from error


def _exports(data: Any, file: File) -> Iterator[_Tables]:
    found = data.get("db", [data]) if isinstance(data, dict) else []
    found = [
        one["data"]
        for one in (found if isinstance(found, list) else [])
        if isinstance(one, dict) and isinstance(one.get("data"), dict)
    ]
    found = [one for one in found if isinstance(one.get("posts"), list)]
    if not found:
        raise UnreadableFile(
            _("This is no export of Ghost, the only kind of .json file that is read.")
        )
    return map(_Tables, found)


def _is_page(post: Row) -> bool:
    return post.get("type") == "page" or bool(post.get("page"))


class _Tables:
    """The tables of an export that say something of its posts."""

    def __init__(self, data: Row) -> None:
        self.posts = _rows(data, "posts")
        users = _rows(data, "users")
        self._users = {_key(one): one for one in users}
        self._meta = {_key(one, "post_id"): one for one in _rows(data, "posts_meta")}
        self._tags = _related(data, "posts_tags", "tag_id", _rows(data, "tags"))
        self._authors = _related(data, "posts_authors", "author_id", users)

    def tags(self, post: Row) -> list[Row]:
        """The tags that readers see, the first one first."""
        return [tag for tag in self._tags.get(_key(post), []) if not _is_internal(tag)]

    def internal_tags(self, post: Row) -> list[str]:
        tags = self._tags.get(_key(post), [])
        return [_line(tag, "name") for tag in tags if _is_internal(tag)]

    def authors(self, post: Row) -> list[str]:
        found = self._authors.get(_key(post)) or [self._users.get(_key(post, "author_id"), {})]
        return [name for one in found if (name := _line(one, "name"))]

    def meta(self, post: Row, name: str) -> str:
        """What newer exports say of a post in a table of its own, older ones in its row."""
        return _line(post, name) or _line(self._meta.get(_key(post), {}), name)

    def places(self) -> Iterator[Place]:
        """A category for each tag that comes first in a post, a tag for each other one."""
        first = {_key(tags[0]) for post in self.posts if (tags := self.tags(post))}
        used = {_key(tag): tag for tags in self._tags.values() for tag in tags}
        for key, tag in used.items():
            name, slug = _line(tag, "name"), _line(tag, "slug")
            if not _is_internal(tag):
                yield Place(
                    name,
                    category=(name,) if key in first else (),
                    tag="" if key in first else name,
                    slug=slug,
                    description=_line(tag, "description"),
                    addresses=(f"/tag/{slug}/",) if slug else (),
                )


def _rows(data: Row, name: str) -> list[Row]:
    rows = data.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _related(data: Row, name: str, other: str, rows: Iterable[Row]) -> dict[Any, list[Row]]:
    """By the keys of posts, the rows that a table relates to them, in their order."""
    by_key = {_key(row): row for row in rows}
    found: dict[Any, list[tuple[int, Row]]] = defaultdict(list)
    for relation in _rows(data, name):
        place = relation.get("sort_order")
        if row := by_key.get(_key(relation, other)):
            found[_key(relation, "post_id")].append((place if isinstance(place, int) else 0, row))
    return {
        key: [row for _place, row in sorted(pairs, key=lambda one: one[0])]
        for key, pairs in found.items()
    }


def _key(row: Row, name: str = "id") -> str | int | None:
    value = row.get(name)
    return value if isinstance(value, str | int) else None


def _is_internal(tag: Row) -> bool:
    name = _line(tag, "name")
    return not name or name.startswith("#") or tag.get("visibility") == "internal"


def _line(row: Row, name: str) -> str:
    value = row.get(name)
    return " ".join(texts.storable(value).split()) if isinstance(value, str) else ""


class _Post:
    """A row of the posts on the way to its reading."""

    def __init__(self, row: Row, tables: _Tables, file: File, number: int) -> None:
        self._row, self._tables, self._file, self._number = row, tables, file, number
        self._notes: list[str] = []

    def reading(self) -> Reading:
        slug = _line(self._row, "slug")
        name = f"{self._file.name}:{slug or self._number}"
        title = texts.excerpt(_line(self._row, "title"), TITLE_LENGTH - 1)
        if not title:
            said = _("The post has no title.")
            return Reading(name, self._key(), error=said)
        rich = rich_text(self._html(), self._file, base="/")
        first, *others = [_line(tag, "name")[:100] for tag in self._tables.tags(self._row)] or [""]
        status = self._status()
        if status == "published" and not rich.html:
            status = "draft"
            self._notes.append(_("It has no text, so it is a draft."))
        self._note_the_rest()
        document = Document(
            title=title,
            parts=(Part(body=rich.html),) if rich.html else (),
            slug=texts.slugify(slug) if slug else "",
            category=(first,) if first else (),
            tags=tuple(dict.fromkeys(others)),
            lead=_line(self._row, "custom_excerpt"),
            status=status,
            published_at=_moment(self._row.get("published_at")),
            byline=self._byline(),
            source=Source(url=self._tables.meta(self._row, "canonical_url")),
            language=_line(self._row, "locale").replace("_", "-")[:16],
            is_featured=bool(self._row.get("featured")),
        )
        return Reading(
            name,
            self._key(),
            document,
            addresses=(f"/{slug}/",) if slug else (),
            images=rich.images,
            notes=(*self._notes, *rich.notes),
            lacks_images=rich.lacks_images,
        )

    def _key(self) -> str:
        """The same in each export of the blog, whatever its file is called."""
        own = _line(self._row, "uuid") or _line(self._row, "id")
        return f"ghost:{own}" if own else f"{self._file.key}:{self._row.get('id', self._number)}"

    def _html(self) -> str:
        """The image above the post and its text, as HTML, with addresses from the root."""
        html = self._text()
        image = self._raw("feature_image", "image")
        if image and image not in html:
            alt = self._tables.meta(self._row, "feature_image_alt")
            caption = self._tables.meta(self._row, "feature_image_caption")
            html = (
                f'<figure><img src="{escape(image)}" alt="{escape(alt)}">'
                f"<figcaption>{caption}</figcaption></figure>{html}"
            )
        return html.replace("__GHOST_URL__", "")

    def _text(self) -> str:
        if html := self._raw("html"):
            return html
        unknown = ghosteditors.Unknown()
        html = ghosteditors.lexical(self._raw("lexical"), unknown)
        html = html or ghosteditors.mobiledoc(self._raw("mobiledoc"), unknown)
        if unknown:
            said = _("Cards that are not known were left out: “%(names)s”.")
            self._notes.append(said % {"names": listed(unknown)})
        if html:
            self._notes.append(_("It has no HTML: the text was made from the editor's document."))
            return html
        if source := self._raw("markdown"):
            return markdown.read(source)[1]
        return texts.to_html(self._raw("plaintext"))

    def _raw(self, *names: str) -> str:
        values = (self._row.get(name) for name in names)
        found = next((value for value in values if isinstance(value, str) and value), "")
        return str(texts.storable(found))

    def _status(self) -> str:
        """What is for members only, or was only mailed, is a draft here."""
        status, visibility = _line(self._row, "status"), _line(self._row, "visibility")
        if status == "sent":
            self._notes.append(_("It was sent as a mail only, so it is a draft."))
            return "draft"
        if status not in ("published", "scheduled"):
            return "draft"
        if visibility not in ("", "public"):
            self._notes.append(_("It was for members only, so it is a draft."))
            return "draft"
        return "published"

    def _byline(self) -> str:
        names = self._tables.authors(self._row)
        joined = pgettext("between authors", ", ").join(names)
        return ("、".join(names) if any(map(texts.is_cjk, names)) else joined)[:200]

    def _note_the_rest(self) -> None:
        if internal := self._tables.internal_tags(self._row):
            said = _("Internal tags were left out: “%(names)s”.")
            self._notes.append(said % {"names": listed([name for name in internal if name])})
        if any(self._raw(name) for name in ("codeinjection_head", "codeinjection_foot")):
            self._notes.append(_("Code that Ghost added to the page was left out."))


def _moment(value: Any) -> datetime | None:
    """The time in ISO 8601, as SQL writes it, or in milliseconds since 1970."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            moment = datetime.fromtimestamp(value / 1000, UTC)
        else:
            moment = datetime.fromisoformat(str(value))
    except (ValueError, OverflowError, OSError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if is_representable(moment) else None
