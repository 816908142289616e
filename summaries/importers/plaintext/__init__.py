"""Plain text: a page as it was copied from a site, one paragraph per line, no markup.

``read_page()`` returns a ``Page``, which reports what was found; ``to_document()``
turns it into a ``Document``. Each other module recognises one thing: breadcrumbs,
credits, boilerplate, the marks of the parts, headings, and so on.
"""

from .documents import to_document
from .page import Page
from .reading import read_page

__all__ = ["Page", "read_page", "to_document"]
