"""Front matter: the fields that blog software writes above a text, in YAML or TOML.

``split()`` divides a page into its fields and the text below. A rule of dashes, a block
that nothing closes, and a block whose lines are no fields are text.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import yaml

from summaries import text as texts

from . import plaintext
from .plaintext.credits import read_date
from .plaintext.page import Cut, Guess, Page, PagePart, _

# A longer block is text, and a deeper one is not read as YAML.
_LONGEST = 10_000
_DEEPEST = 10
# A field that nobody knows holds a text if it has more words than a value.
_MOST_WORDS = 12
# What tags and categories the library holds: so many, and names of so many letters.
_MOST_NAMES = 50
_LONGEST_NAME = 100
_DEEPEST_TRAIL = 5
_LONGEST_ADDRESS = 1000

_KNOWN = frozenset(
    "title subtitle author authors date published publishdate created updated modified lastmod"
    " tag tags category categories taxonomies keywords description summary excerpt draft layout"
    " type slug permalink url aliases redirect_from lang language comments toc image cover weight"
    " lead".split()
)

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the block above a text says of it; ``block`` is the block as it stands there.

    ``address`` is where the text is to be, ``aliases`` are where it was before.
    """

    block: str
    title: str = ""
    byline: str = ""
    published: str = ""
    tags: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()
    is_draft: bool = False
    lead: str = ""
    slug: str = ""
    language: str = ""
    address: str = ""
    aliases: tuple[str, ...] = ()
    guesses: tuple[Guess, ...] = ()

    def added_to(self, page: Page) -> Page:
        """The page with these fields, which win over what the page itself says."""
        gone = {"title"} if self.title else set()
        gone |= {"trail"} if self.trail else set()
        kept = tuple(guess for guess in page.guesses if guess.field not in gone)
        return replace(
            page,
            title=self.title or page.title,
            byline=self.byline or page.byline,
            published=self.published or page.published,
            tags=self.tags or page.tags,
            trail=self.trail or page.trail,
            is_draft=self.is_draft or page.is_draft,
            lead=self.lead or page.lead,
            cut=(Cut(self.block, "front matter"), *page.cut),
            guesses=(*self.guesses, *kept),
        )


def split(text: str) -> tuple[FrontMatter | None, str]:
    """The front matter of the text, if it has any, and what stands below it."""
    start = text[: _LONGEST + 1]
    for pattern, read, separator in _FORMS:
        if match := pattern.match(start):
            fields, is_guess = _read(match["block"], read, separator)
            if fields and _is_front_matter(fields, is_open=not match["opening"]):
                said, text_below = _said_in_fields(match["block"]), text[match.end() :]
                block = "\n".join(line for line in match[0].strip().split("\n") if line not in said)
                rest = "\n".join([*said, "", text_below]) if said else text_below
                return _front_matter(block, fields, is_guess), rest
    return None, text


def _said_in_fields(block: str) -> list[str]:
    """The lines of fields of the author's own that hold more than a value: a text."""
    said: list[str] = []
    field: list[str] = []
    for line in [*block.split("\n"), "end:"]:
        name = _OWN_FIELD.match(line)
        if name and field:
            said += field if _is_text(field) else []
            field = []
        if line.strip():
            field.append(line)
    return said


def _is_text(field: Sequence[str]) -> bool:
    name = _OWN_FIELD.match(field[0])
    is_known = name is None or name["name"].lower() in _KNOWN
    return not is_known and len(_WORD.findall("\n".join(field))) > _MOST_WORDS


def read_plain(text: str, *, title: str, name: str) -> Page:
    """The report on plain text whose title stands in the front matter above it."""
    if not title:
        return plaintext.read_page(text, name=name)
    page = plaintext.read_page(f"{title}\n\n{text}", name=name)
    if page.title == title:
        cuts = list(page.cut)
        if (own := Cut(title, "title")) in cuts:
            cuts.remove(own)
        return replace(page, cut=tuple(cuts))
    return replace(page, title=title, parts=_without_line(page.parts, title))


def _without_line(parts: tuple[PagePart, ...], line: str) -> tuple[PagePart, ...]:
    """The parts without the first line, if it is this one."""
    if not parts or parts[0].lines[:1] != (line,):
        return parts
    first = parts[0]
    headings = {number - 1: one for number, one in first.headings.items() if number}
    return (replace(first, lines=first.lines[1:], headings=headings), *parts[1:])


# -- the block as fields ---------------------------------------------------------------------


class _Extravagant(yaml.YAMLError):
    """YAML that is deep or refers to itself, as no front matter does."""


# All values are read as strings, and no tag of YAML is obeyed.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def _read(block: str, read: Callable[[str], Any], separator: str) -> tuple[Fields | None, bool]:
    """The fields of the block, and whether they had to be read line by line."""
    try:
        fields = read(block)
    except (yaml.YAMLError, ValueError, RecursionError):
        fields = None
    if isinstance(fields, dict):
        return _named(fields), False
    return _read_lines(block, separator), True


def _read_yaml(block: str) -> Any:
    depth = 0
    for event in yaml.parse(block, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST or isinstance(event, yaml.AliasEvent):
            raise _Extravagant
    loader = _Loader(block)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def _read_toml(block: str) -> Any:
    return _as_strings(tomllib.loads(block))


def _as_strings(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _as_strings(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_as_strings(one) for one in value]
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def _read_lines(block: str, separator: str) -> Fields | None:
    """The fields of a block with a mistake, such as a colon in a title; no field is lost."""
    fields: Fields = {}
    name = ""
    for line in filter(str.strip, block.split("\n")):
        field, item = _FIELD[separator].match(line), _ITEM.match(line)
        if field:
            name = field["name"]
            fields[name] = _unquoted(field["value"])
        elif name and item:
            items = fields[name] if isinstance(fields[name], list) else []
            fields[name] = [*items, _unquoted(item["value"])]
        elif not (name and line[0].isspace()) and not line.startswith("#"):
            return None
    return _named(fields)


def _unquoted(value: str) -> Any:
    value = value.strip()
    if value.startswith("[") and value.endswith("]"):
        return [_unquoted(item) for item in _SEPARATOR.split(value[1:-1])]
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value


def _named(fields: Mapping[Any, Any]) -> Fields:
    """The fields by their names in lower case; those of Zola's taxonomies among the others."""
    named = {str(name).strip().lower(): value for name, value in fields.items()}
    taxonomies = named.get("taxonomies")
    return {**taxonomies, **named} if isinstance(taxonomies, dict) else named


def _is_front_matter(fields: Fields, *, is_open: bool) -> bool:
    """Whether blog software wrote the fields; a memo's "To" and "From" are text.

    A block that is ``is_open`` has no line above it, so it needs two known fields.
    """
    known = len(_KNOWN & fields.keys())
    if is_open:
        return known > 1
    return "title" in fields or known > 1 or known == len(fields)


# -- what the fields say ---------------------------------------------------------------------


def _front_matter(block: str, fields: Fields, is_guess: bool) -> FrontMatter:
    written = next((one for name in _DATES if (one := _one(fields, name, but=_SWITCHES))), "")
    published = _published(written)
    paths = _paths(fields.get("categories") or fields.get("category"))
    guesses = []
    if is_guess:
        reason = _("The front matter has a mistake, so it was read line by line.")
        guesses.append(Guess("front matter", reason))
    if written and not published:
        guesses.append(Guess("date", _("The front matter's date cannot be read.")))
    if len(paths) > 1:
        reason = _("The front matter names several categories; this is the first.")
        guesses.append(Guess("trail", reason))
    return FrontMatter(
        block,
        title=_one(fields, "title"),
        byline=_byline(fields.get("author") or fields.get("authors")),
        published=published,
        tags=_distinct(_names(fields.get("tags") or fields.get("tag"))),
        trail=paths[0] if paths else (),
        is_draft=_says(fields, "draft", _YES) or _says(fields, "published", _NO),
        lead=next((one for name in _LEADS if (one := _one(fields, name))), ""),
        slug=_one(fields, "slug"),
        language=_language(_one(fields, "lang") or _one(fields, "language")),
        address=_one(fields, "permalink") or _one(fields, "url"),
        aliases=_distinct(
            chain(_addresses(fields.get("aliases")), _addresses(fields.get("redirect_from")))
        ),
        guesses=tuple(guesses),
    )


_YES, _NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
_SWITCHES = (*_YES, *_NO)
_NOTHING = ("", "~", "null")
_LEADS = ("lead", "excerpt", "summary", "description")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})?", re.IGNORECASE)
_DATES = ("date", "published", "publishdate", "created")


def _language(code: str) -> str:
    code = code.replace("_", "-")
    return code if _LANGUAGE.fullmatch(code) else ""


def _addresses(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str) and one.strip() and len(one) <= _LONGEST_ADDRESS:
            yield one.strip()


def _one(fields: Fields, name: str, *, but: tuple[str, ...] = ()) -> str:
    """The one value of a field; ``""`` for a list, for nothing, and for those in ``but``."""
    value = fields.get(name)
    value = " ".join(value.split()) if isinstance(value, str) else ""
    return "" if value.lower() in (*_NOTHING, *but) else value


def _says(fields: Fields, name: str, words: tuple[str, ...]) -> bool:
    return _one(fields, name).lower() in words


def _published(written: str) -> str:
    """The date in ISO 8601, with its time and offset if it has them; Hugo's year 1 is none."""
    match = _MOMENT.fullmatch(written)
    if not match:
        return read_date(written)
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    iso = f"{year:04}-{month:02}-{day:02}"
    if match["time"]:
        iso += f"T{match['time']:0>8}" if match["seconds"] else f"T{match['time']:0>5}:00"
        iso += (match["offset"] or "").replace("Z", "+00:00")
    try:
        moment = datetime.datetime.fromisoformat(iso)
    except ValueError:
        return ""
    if year == 1:
        return ""
    return moment.isoformat() if match["time"] else iso


def _byline(value: Any) -> str:
    """The authors: a name, a list of names, or ``name: …`` in a mapping."""
    names = _distinct(
        name
        for one in (value if isinstance(value, list) else [value])
        for name in _names(one.get("name") if isinstance(one, dict) else one, divide=False)
    )
    return ("、" if any(map(texts.is_cjk, names)) else ", ").join(names)


def _paths(value: Any) -> list[tuple[str, ...]]:
    """The categories, each from the outermost in.

    A list names one path, as in Hexo; a list of lists, and ``a/b``, ``c/d``, several.
    """
    if isinstance(value, list) and any(isinstance(one, list) for one in value):
        paths = [tuple(_names(one)) for one in value]
    else:
        names = list(_names(value))
        if any("/" in name for name in names):
            paths = [tuple(_names(name.split("/"))) for name in names]
        else:
            paths = [tuple(names)]
    return [path[:_DEEPEST_TRAIL] for path in paths if path]


def _names(value: Any, *, divide: bool = True) -> Iterator[str]:
    """The names in a list, or in a string with commas between if it is to ``divide``."""
    if isinstance(value, str):
        value = _SEPARATOR.split(value) if divide else [value]
    for one in value if isinstance(value, list) else ():
        name = " ".join(one.split()) if isinstance(one, str) else ""
        if name.lower() not in _NOTHING and len(name) <= _LONGEST_NAME:
            yield name


def _distinct(names: Iterator[str]) -> tuple[str, ...]:
    """The names, each once, whatever its case."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(texts.caseless(name), name)
    return tuple(found.values())[:_MOST_NAMES]


_FORMS: tuple[tuple[re.Pattern[str], Callable[[str], Any], str], ...] = (
    (
        re.compile(
            r"\s*^(?P<opening>---[ \t]*\n)(?P<block>.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)",
            re.DOTALL | re.MULTILINE,
        ),
        *(_read_yaml, ":"),
    ),
    (
        re.compile(
            r"\s*^(?P<opening>\+\+\+[ \t]*\n)(?P<block>.*?\n)\+\+\+[ \t]*(?:\n|\Z)",
            re.DOTALL | re.MULTILINE,
        ),
        *(_read_toml, "="),
    ),
    (  # Hexo may leave out the first line of dashes
        re.compile(
            r"\s*^(?P<opening>)(?P<block>(?:title|layout):[ ].*?\n)---[ \t]*(?:\n|\Z)",
            re.DOTALL | re.MULTILINE,
        ),
        *(_read_yaml, ":"),
    ),
)
_FIELD = {
    sign: re.compile(rf"(?P<name>[^\W\d][\w.-]*(?: [\w.-]+)?)\s*{sign}(?P<value>.*)")
    for sign in ":="
}
_WORD = re.compile(rf"[^\W\d_]{{3,}}|[{texts.CJK}]")
_OWN_FIELD = re.compile(r"(?P<name>[^\W\d][\w.-]*)\s*[:=]")
_ITEM = re.compile(r"\s*-\s+(?P<value>.*)")
_SEPARATOR = re.compile(r"[,，、]")
_MOMENT = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"(?:(?:\s+|T)(?P<time>\d{1,2}:\d\d(?P<seconds>:\d\d)?)(?:\.\d+)?"
    r"\s*(?P<offset>Z|[+-]\d\d:?\d\d)?)?"
)
