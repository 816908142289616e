"""The text of a page, without what the site puts around it.

trafilatura says which words are the text. The smallest element that holds them is taken as it
is; inside of it goes what by its element or class is a menu, a form, comments and so on, and
what is mostly links. Nothing goes that holds much of the text.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import trafilatura
from django.utils.translation import gettext as _
from lxml import etree
from lxml.html import HtmlElement, tostring

from summaries import text as texts
from summaries.pasting.tree import INLINE

from ..plaintext.credits import read_credits
from ..plaintext.titles import letters
from .metadata import About

# So much of the text is in the element that is taken.
_MOST = 0.95
# Words of fewer letters may be anywhere by chance.
_SHORT = 8
# A text that stands apart is told if it has so many letters.
_SENTENCE = 40
# A part of the page in which less than this share is text goes, if it looks like chrome.
_LITTLE = 0.5
# What holds more than this share of the whole text is no chrome, whatever it is called.
_MUCH = 0.2
# Links fill a list of links, and little else.
_LINKED = 0.7
# In letters: lines with author and date, and the first paragraph, above which they stand.
_LONGEST_CREDITS, _PARAGRAPH = 160, 120


@dataclass(frozen=True, slots=True)
class MainText:
    """The HTML of the text, and sentences on what was left out; author and date by its lines."""

    html: str
    notes: tuple[str, ...] = ()
    about: About = field(default_factory=About)


def main_text(tree: HtmlElement, about: About) -> MainText:
    """The text of the page; ``about`` is filled from the lines around its title."""
    said = trafilatura.bare_extraction(
        copy.deepcopy(tree), include_comments=False, include_tables=True, favor_recall=True
    )
    words = letters("".join(said.body.itertext())) if said is not None else ""
    _without_the_unseen(tree)
    body = tree.find("body") if tree.find("body") is not None else tree
    measured = Measured(body, words)
    main = _main(body, measured)
    around = _Around(body, main, measured)
    about = _read_credits(about, around)
    around.prune()
    around.count_the_rest()
    _drop_title(main, about.title)
    _drop_empty_headings(main)
    if len(words) >= _SENTENCE and not letters("".join(main.itertext())):
        note = _("The text stood in scripts: its paragraphs were taken without their form.")
        return MainText(texts.to_html(said.text or ""), (note,), about)
    return MainText(_written(main), tuple(around.sentences()), about)


def _written(main: HtmlElement) -> str:
    main.tail = None
    return str(tostring(main, encoding="unicode", method="html"))


class Measured:
    """How many letters of each element are text, of a link, and in all."""

    def __init__(self, body: HtmlElement, words: str) -> None:
        self.kept: dict[HtmlElement, int] = {}
        self.linked: dict[HtmlElement, int] = {}
        self.all: dict[HtmlElement, int] = {}
        self._words = words
        self._measure(body)

    def share(self, element: HtmlElement) -> float:
        """Which share of the element's letters is text."""
        return self.kept.get(element, 0) / max(self.all.get(element, 0), 1)

    def is_text(self, piece: str) -> bool:
        return len(said := letters(piece)) >= _SENTENCE and said in self._words

    def _measure(self, body: HtmlElement) -> None:
        for element in reversed(list(body.iter(etree.Element))):
            kept = total = linked = 0
            for piece in _own_pieces(element):
                said = letters(piece)
                total += len(said)
                kept += len(said) if len(said) >= _SHORT and said in self._words else 0
            for child in element.iterchildren(etree.Element):
                kept += self.kept[child]
                total += self.all[child]
                linked += self.linked[child]
            self.kept[element], self.all[element] = kept, total
            self.linked[element] = total if element.tag == "a" else linked


def _own_pieces(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _without_the_unseen(tree: HtmlElement) -> None:
    unseen = [
        one
        for one in tree.iter(etree.Element, etree.Comment)
        if one.tag is etree.Comment or one.tag in _UNSEEN or _is_hidden(one)
    ]
    for one in unseen:
        _remove(one)


def _is_hidden(element: HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or bool(_INVISIBLE.search(style))


def _remove(element: HtmlElement) -> None:
    """Take the element out, but not the words behind it."""
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), element.tail or ""
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


# -- the element that holds the text ---------------------------------------------------------


def _main(body: HtmlElement, measured: Measured) -> HtmlElement:
    """The smallest element with nearly all of the text, and the article that it stands in."""
    wanted = measured.kept[body] * _MOST
    main = body
    while wanted:
        inside = (one for one in main.iterchildren(etree.Element) if measured.kept[one] >= wanted)
        child = next(inside, None)
        if child is None or child.tag in _TEXT:
            break
        main = child
    above = [main, *main.iterancestors()]
    if not wanted:
        above = [*body.iter("article"), *body.iter("main"), body]
        return above[0]
    for is_whole in (_is_article, _is_main):
        for one in above:
            if is_whole(one) and measured.share(one) >= _LITTLE:
                return one
    return main


def _is_article(element: HtmlElement) -> bool:
    return element.tag == "article" or element.get("role") == "article"


def _is_main(element: HtmlElement) -> bool:
    return element.tag == "main" or element.get("role") == "main"


# -- what stands around it -------------------------------------------------------------------


@dataclass(slots=True)
class _Around:
    """What is left out of the element, by what it is."""

    body: HtmlElement
    main: HtmlElement
    measured: Measured
    kinds: dict[str, int] = field(default_factory=dict)
    apart: str = ""

    def prune(self) -> None:
        holders = {self.main, *self.main.iterancestors()}
        gone: set[HtmlElement] = set()
        for element in list(self.body.iter(etree.Element)):
            if element.getparent() in gone:
                gone.add(element)
            elif element not in holders and (kind := self._kind(element)):
                gone.add(element)
                self.drop(element, kind)

    def count_the_rest(self) -> None:
        """Note what lies outside of the element; as text, if trafilatura takes it for such."""
        below = set(self.main.iter())
        for element in self.body.iter(etree.Element):
            if element not in below:
                for piece in _own_pieces(element):
                    self.kinds["rest"] = self.kinds.get("rest", 0) + texts.word_count(piece)
                    if not self.apart and self.measured.is_text(piece):
                        self.apart = " ".join(piece.split())

    def drop(self, element: HtmlElement, kind: str) -> None:
        words = texts.word_count(" ".join(element.itertext()))
        self.kinds[kind] = self.kinds.get(kind, 0) + words
        _remove(element)

    def _kind(self, element: HtmlElement) -> str:
        """What the element is, if it is no part of the text."""
        measured = self.measured
        if measured.kept[element] > _MUCH * measured.kept[self.main]:
            return ""
        if element.tag in _ALWAYS:
            return _ALWAYS[element.tag]
        is_text = measured.share(element) >= _LITTLE
        named = "" if self._is_in_a_line(element) else _by_name(element)
        if named in _SURE or (named and not is_text):
            return named
        if element.tag in _LANDMARKS and not is_text:
            return _LANDMARKS[element.tag]
        if element.tag in _BLOCKS and not is_text and self._is_linked(element):
            return "links"
        return ""

    def _is_in_a_line(self, element: HtmlElement) -> bool:
        """Whether the element is a word among others, whatever its class says."""
        if element.tag not in INLINE:
            return False
        above = next(one for one in element.iterancestors() if one.tag not in INLINE)
        return above.tag in _LINES_OF_TEXT and self.measured.all[above] > self.measured.all[element]

    def _is_linked(self, element: HtmlElement) -> bool:
        linked, total = self.measured.linked[element], self.measured.all[element]
        count = sum(1 for _link in element.iter("a"))
        return count > 1 and total > 0 and linked / total > _LINKED

    def sentences(self) -> list[str]:
        if not any(self.kinds.values()):
            return []
        names = {
            "menu": _("menus"),
            "share": _("share buttons"),
            "comments": _("comments"),
            "links": _("links to other pages"),
            "form": _("forms and buttons"),
            "notice": _("notices and advertisements"),
            "sidebar": _("side columns"),
            "footer": _("the footer"),
            "credits": _("author, date and tags"),
            "rest": _("other words"),
        }
        kinds = [name for kind, name in names.items() if self.kinds.get(kind)]
        said = _("Left out around the text: %(count)d words [%(names)s].")
        count = sum(self.kinds.values())
        sentences = [said % {"count": count, "names": _(", ").join(kinds)}]
        if self.apart:
            said = _("A text that stands apart was left out: “%(text)s”.")
            sentences.append(said % {"text": texts.excerpt(self.apart, 80)})
        return sentences


def _by_name(element: HtmlElement) -> str:
    """What class, id and role call it."""
    if kind := _ROLES.get(element.get("role") or ""):
        return kind
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    for name in _NAME.findall(_HUMP.sub(r"\1 \2", named)):
        if kind := _NAMES.get(name.lower()):
            return kind
        if name.lower().endswith(("menu", "nav")):
            return "menu"
    return ""


def _read_credits(about: About, around: _Around) -> About:
    """Take out the lines with author and date below the title, and read them."""
    lines = list(around.body.iter("h1", *_LINES))
    titles = [place for place, one in enumerate(lines) if one.tag == "h1"]
    for element in lines[titles[0] if titles else 0 :]:
        line = " ".join(" ".join(element.itertext()).split())
        if len(line) > _PARAGRAPH and element.tag == "p":
            break
        found = read_credits(line) if line and len(line) <= _LONGEST_CREDITS else None
        is_there = around.body in element.iterancestors()
        if found and is_there and element not in (around.main, *around.main.iterancestors()):
            about = replace(
                about,
                byline=about.byline or found.byline,
                published=about.published or found.published,
                source=about.source or found.source,
            )
            around.drop(element, "credits")
    return about


def _drop_title(main: HtmlElement, title: str) -> None:
    """Take out the heading that says the title once more."""
    for heading in list(main.iter("h1", "h2", "h3")):
        said = letters("".join(heading.itertext()))
        if said and said == letters(title):
            _remove(heading)
            return


def _drop_empty_headings(main: HtmlElement) -> None:
    """Take out headings behind which nothing is left, such as that of related links."""
    for heading in reversed(list(main.iter(*_HEADINGS))):
        after = heading.getnext()
        is_alone = after is None and not (heading.tail or "").strip()
        parent = heading.getparent()
        if is_alone and parent is not None and parent is not main:
            others = "".join(parent.itertext()).strip()
            if letters(others) == letters("".join(heading.itertext())):
                _remove(parent)
        elif is_alone and parent is main:
            _remove(heading)


_INVISIBLE = re.compile("display:none|visibility:hidden")
_UNSEEN = ("script", "style", "template", "noscript", "head", "link", "meta")
_TEXT = ("p", "pre", "blockquote", "table", "ul", "ol", "dl", "h1", "h2", "h3")
_BLOCKS = ("div", "ul", "ol", "section", "p", "table", "dl", "aside")
_LINES_OF_TEXT = ("p", "li", "td", "th", "dd", "dt", "blockquote", "figcaption", *_TEXT[-3:])
_LINES = ("p", "div", "span", "li", "td", "small", "time", "h4", "h5", "h6")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ALWAYS = {
    "nav": "menu",
    **dict.fromkeys(("form", "button", "select", "textarea", "input", "dialog"), "form"),
}
_LANDMARKS = {"aside": "sidebar", "footer": "footer"}
_ROLES = {
    "navigation": "menu",
    "complementary": "sidebar",
    "contentinfo": "footer",
    "search": "form",
    "dialog": "notice",
    "alertdialog": "notice",
}
_KINDS = {
    "menu": "menu menus nav navbar navigation breadcrumb breadcrumbs crumbs toc pager pagination",
    "share": (
        "share sharing sharer shares social addthis sharedaddy addtoany bdsharebuttonbox jiathis"
    ),
    "comments": (
        "comment comments commentlist commentform commentarea respond disqus webmention webmentions"
    ),
    "links": (
        "related relatedposts relatedarticles relatedcontent recommend recommended"
        " recommendations recirc readmore readnext prevnext upnext outbrain taboola xiangguan"
        " tuijian"
    ),
    "form": "search searchform login signup",
    "notice": (
        "cookie cookies consent gdpr newsletter subscribe subscription paywall promo ad ads advert"
        " advertisement adsbygoogle sponsor sponsored popup modal overlay banner"
    ),
    "sidebar": "sidebar widget widgets",
    "footer": "footer copyright",
    "credits": (
        "byline meta postmeta postinfo dateline timestamp tags taglist author authorbox vcard"
        " published publish updated pubdate"
    ),
}
_NAMES = {name: kind for kind, names in _KINDS.items() for name in names.split()}
# So called, and with little of the text, it goes even where trafilatura takes it for text.
_SURE = ("share", "comments", "notice", "menu")
_NAME = re.compile(r"[A-Za-z]+")
_HUMP = re.compile(r"([a-z])([A-Z])")
