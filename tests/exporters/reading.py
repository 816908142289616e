"""What a reader finds in an exported file."""

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

from markdown_it import MarkdownIt

from summaries import exporters
from summaries.document import Document, Part
from summaries.text import from_html

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARKDOWN = MarkdownIt("commonmark", {"maxNesting": 100, "xhtmlOut": False}).enable("table")


def article(*bodies, **fields):
    """A document with a part for each body."""
    parts = tuple(Part(body=body) for body in bodies)
    return Document(**{"title": "The pond", "parts": parts, **fields})


class WordFile:
    """A .docx file, as its XML says."""

    def __init__(self, data):
        self.archive = zipfile.ZipFile(BytesIO(data))

    def xml(self, name):
        return ElementTree.fromstring(self.archive.read(name))

    @property
    def body(self):
        return self.xml("word/document.xml").find(tag("body"))

    def paragraphs(self):
        """The style and the text of each paragraph."""
        return [(value(one, "pPr/pStyle"), text_of(one)) for one in self.body.iter(tag("p"))]

    def text(self):
        return "\n".join(text for _style, text in self.paragraphs())


def tag(path):
    """``w:`` names as ElementTree has them: ``pPr/pStyle``."""
    return "/".join(f"{_W}{name}" for name in path.split("/"))


def value(element, path, attribute="val"):
    found = element.find(tag(path))
    return None if found is None else found.get(f"{_W}{attribute}")


def text_of(element):
    """The letters, breaks and tabs of all runs in the element."""
    signs = {tag("br"): "\n", tag("tab"): "\t"}
    return "".join(
        (one.text or "") if one.tag == tag("t") else signs.get(one.tag, "")
        for one in element.iter()
    )


def word(document, **options):
    return WordFile(exporters.export(document, "docx", **options).data)


def markdown(document, **options):
    return exporters.export(document, "md", **options).data.decode()


def plain(document, **options):
    return exporters.export(document, "txt", **options).data.decode()


def html_of(document):
    """The HTML that a reader of Markdown sees."""
    return _MARKDOWN.render(markdown(document))


READERS = {
    "docx": lambda document: word(document).text(),
    "md": lambda document: from_html(html_of(document)),
    "txt": plain,
}


def letters(text):
    """The text without white space."""
    return re.sub(r"\s", "", text)
