"""Jekyll and Hugo: what their tags mean in Markdown, and what the path of a file says.

Code is left as it is, but for the signs that keep a tag from being read in it. A tag that
nobody knows stays in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from summaries import text as texts

from .frontmatter import FrontMatter

_POSTS, _DRAFTS, _CONTENT = "_posts", "_drafts", "content"


# -- what the path of a file says ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Named:
    """A file by its path: the date and slug in its name, and where it was on the site.

    ``date`` is ``""`` if the name has none, and ``slug`` if it is no page of a site. Of the
    addresses, the first is its own, from which relative links are read.
    """

    date: str = ""
    slug: str = ""
    is_draft: bool = False
    language: str = ""
    addresses: tuple[str, ...] = ()


def named(path: str, fields: FrontMatter | None) -> Named:
    """What path and front matter say, as Jekyll and Hugo read them by default."""
    steps = PurePosixPath(path).parts
    name, folders = PurePosixPath(path).stem, steps[:-1]
    is_hugo = _CONTENT in folders
    language = ""
    if is_hugo and (match := _LANGUAGE.search(name)):
        name, language = name[: match.start()], match[1]
    if name in ("index", "_index") and folders and folders[-1] != _CONTENT:
        name, folders = folders[-1], folders[:-1]
    dated = _DATED.fullmatch(name)
    date = f"{dated['year']}-{dated['month']:0>2}-{dated['day']:0>2}" if dated else ""
    slug = (fields.slug if fields else "") or (dated["name"] if dated else name)
    is_page = is_hugo or bool(dated) or _DRAFTS in folders or bool(fields and fields.slug)
    addresses = list(fields.aliases) if fields else []
    if fields and fields.address:
        addresses.insert(0, _permalink(fields, date, slug))
    elif is_hugo:
        inside = folders[folders.index(_CONTENT) + 1 :]
        last = (fields.slug if fields else "") or name
        prefix = (language,) if language else ()
        addresses.insert(0, f"/{'/'.join([*prefix, *inside, last])}/".lower().replace(" ", "-"))
    elif dated and _POSTS in folders:
        addresses[:0] = _of_post(fields, date, slug)
    return Named(
        date,
        texts.slugify(slug) if is_page else "",
        is_draft=_DRAFTS in folders,
        language=language,
        addresses=tuple(dict.fromkeys(filter(None, map(_rooted, addresses)))),
    )


def _of_post(fields: FrontMatter | None, date: str, slug: str) -> list[str]:
    """The addresses in Jekyll's styles ``date`` and ``pretty``."""
    categories = [one.lower() for one in fields.trail] if fields else []
    steps = "/".join([*categories, *date.split("-"), slug])
    return [f"/{steps}.html", f"/{steps}/"]


def _permalink(fields: FrontMatter, date: str, slug: str) -> str:
    """The permalink with its placeholders filled in."""
    pattern = _STYLES.get(fields.address, fields.address)
    year, month, day = date.split("-") if date else ("", "", "")
    values = {
        "year": year,
        "month": month,
        "day": day,
        "title": slug,
        "slug": slug,
        "i_month": month.lstrip("0"),
        "i_day": day.lstrip("0"),
        "short_year": year[2:],
        "categories": "/".join(one.lower() for one in fields.trail),
        "output_ext": ".html",
    }
    filled = _PLACEHOLDER.sub(lambda one: values.get(one[1], one[0]), pattern)
    return re.sub("(?<!:)//+", "/", filled)


def _rooted(address: str) -> str:
    """The address as a URL or a path from the root; ``""`` for one that is still a pattern."""
    if _PLACEHOLDER.search(address) and not _WEB.match(address):
        return ""
    return address if _WEB.match(address) or address.startswith("/") else f"/{address}"


# -- tags ------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """The Markdown with the known tags written as Markdown, HTML or nothing."""
    pieces = _RAW.split(text)
    return "".join(
        piece if number % 2 else _outside_of_code(piece) for number, piece in enumerate(pieces)
    )


def _outside_of_code(text: str) -> str:
    text = _HIGHLIGHT.sub(_fenced, text)
    pieces, last = [], 0
    for code in _CODE.finditer(text):
        pieces += [_replaced(text[last : code.start()]), _ESCAPED.sub(r"\1\2\3", code[0])]
        last = code.end()
    return "".join([*pieces, _replaced(text[last:])])


def _replaced(text: str) -> str:
    for pattern, write in _TAGS:
        text = pattern.sub(write, text)
    return text


def _fenced(match: re.Match[str]) -> str:
    """A block of code between fences that do not stand in it."""
    code = (match["code"] or match["inside"] or "").strip("\n")
    fence = "~~~~" if "```" in code else "```"
    language = (match["jekyll"] or match["hugo"] or "").strip()
    return f"\n{fence}{language}\n{code}\n{fence}\n"


def _figure(match: re.Match[str]) -> str:
    """An image of Markdown, its title as caption."""
    values = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(match[1])}
    source = values.get("src") or values.get("url") or values.get("image_path", "")
    if not source:
        return match[0]
    said = values.get("caption") or values.get("title") or ""
    alt = (values.get("alt") or said).replace("[", "").replace("]", "")
    title = f' "{said.replace(chr(34), "”")}"' if said else ""
    return f"![{alt}](<{source}>{title})"


def _post_url(match: re.Match[str]) -> str:
    name = PurePosixPath(match["path"]).stem if "." in match["path"] else match["path"]
    if dated := _DATED.fullmatch(name.rpartition("/")[2]):
        return f"/{dated['year']}/{dated['month']}/{dated['day']}/{dated['name']}.html"
    return f"/{name.strip('/')}.html"


def _reference(match: re.Match[str]) -> str:
    path, _sign, anchor = match["path"].partition("#")
    path = re.sub(r"(?:/?_?index)?\.(?:[a-z]{2}\.)?md$", "", path).strip("/")
    return (f"/{path}/" if path else "") + (f"#{anchor}" if anchor else "")


_YOUTUBE, _VIMEO = "https://www.youtube.com/watch?v=", "https://vimeo.com/"

_WEB = re.compile(r"https?://", re.IGNORECASE)
_DATED = re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d?)-(?P<day>\d\d?)-(?P<name>.+)")
_LANGUAGE = re.compile(r"\.([a-z]{2}(?:-[a-z]{2,4})?)$", re.IGNORECASE)
_PLACEHOLDER = re.compile(r":([a-z_]+)")
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "none": "/:categories/:title.html",
}
# What is never closed ends where the next one begins, so that none is looked at twice.
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}((?:(?!\{%-?\s*raw).)*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_HIGHLIGHT = re.compile(
    r"\{%-?\s*highlight(?P<jekyll>\s+[\w+#.-]+)?[^%{}]*%\}"
    r"(?P<code>(?:(?!\{%-?\s*highlight).)*?)\{%-?\s*endhighlight\s*-?%\}"
    r"|\{\{[<%]\s*highlight(?P<hugo>\s+[\w+#.-]+)?[^{}]*[>%]\}\}"
    r"(?P<inside>(?:(?!\{\{[<%]\s*highlight).)*?)\{\{[<%]\s*/\s*highlight\s*[>%]\}\}",
    re.DOTALL,
)
_CODE = re.compile(
    r"^(?P<fence>```+|~~~+).*?^(?P=fence)"
    r"|(?P<tick>(?<!`)`{1,3}(?!`))(?:(?!\n\s*\n).){1,1000}?(?P=tick)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_ESCAPED = re.compile(r"(\{\{[<%])/\*([^{}]{0,500}?)\*/([>%]\}\})")
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>%}]+))""")
_SITE = r"site\.(?:baseurl|url|github\.url|base_url)"
_TAGS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(
            r"\{%-?\s*comment\s*-?%\}((?:(?!\{%-?\s*comment).)*?)\{%-?\s*endcomment\s*-?%\}",
            re.DOTALL,
        ),
        r"<!--\1-->",
    ),
    (re.compile(rf"\{{\{{\s*{_SITE}\s*\}}\}}"), ""),
    (
        re.compile(
            r"\{\{\s*['\"]([^'\"{}]*)['\"]\s*\|\s*"
            rf"(?:relative_url|absolute_url|prepend:\s*{_SITE})[^{{}}]*\}}\}}"
        ),
        r"\1",
    ),
    (re.compile(r"\{%-?\s*(?:post_url|link)\s+(?P<path>[^\s%]+)\s*-?%\}"), _post_url),
    (
        re.compile(r"\{\{[<%]\s*(?:rel)?ref\s+[\"']?(?P<path>[^\s\"'<>%]+)[\"']?\s*[>%]\}\}"),
        _reference,
    ),
    (re.compile(r"\{\{[<%]\s*(?:figure|image|img)\s([^{}]*?)/?[>%]\}\}"), _figure),
    (re.compile(r"\{%-?\s*include\s+(?:figure|image|img)[\w.-]*\s([^{}]*?)-?%\}"), _figure),
    (
        re.compile(r"\{(?:\{<|%)\s*youtube\s+(?:id=)?[\"']?([\w-]+)[\"']?[^{}]*(?:>\}|%)\}"),
        rf"<{_YOUTUBE}\1>",
    ),
    (
        re.compile(r"\{(?:\{<|%)\s*vimeo\s+(?:id=)?[\"']?(\d+)[\"']?[^{}]*(?:>\}|%)\}"),
        rf"<{_VIMEO}\1>",
    ),
    (
        re.compile(
            r"\{(?:\{<|%)\s*gist\s+[\"']?([\w-]+)[\"']?(?:\s+|/)[\"']?(\w+)[^{}]*(?:>\}|%)\}"
        ),
        r"<https://gist.github.com/\1/\2>",
    ),
    # Attributes of kramdown and Hugo: classes, targets, the place of a table of contents.
    (re.compile(r"^[ \t]*[*+-][ \t].*\n\{:\s*toc[^{}\n]*\}[ \t]*$", re.M | re.I), ""),
    (re.compile(r"\{:[ \t]*[.#\w/][^{}\n]*\}"), ""),
    (re.compile(r"(?<=[ \t])\{#[\w:.-]+\}[ \t]*$", re.M), ""),
    (_ESCAPED, r"\1\2\3"),
)
