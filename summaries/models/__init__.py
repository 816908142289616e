"""The library: categories, tags, articles with their parts, revisions and redirects.

``Article.objects.published()`` is the only definition of public. An article, its
parts and its tags are one aggregate: whatever saves one of them does so inside
``article.editing()``, which brings the article's derived columns up to date and
leaves one revision.
"""

from .articles import INDEX_COLUMNS, Article, ArticleQuerySet
from .categories import PATH_LENGTH, Category
from .counts import ArticleCount, BoundedCount, TagCount, copies, counts, kept, search_index
from .edits import Edit, write
from .facts import PublicFacts, pinned, public_facts
from .library import LibraryDeadlock, current_change, writing
from .parts import Part
from .redirects import FormerName, Redirect
from .revisions import Revision
from .sources import SourcePage
from .state import PublicState
from .tags import ArticleTag, Tag
from .years import year_bounds

__all__ = [
    "INDEX_COLUMNS",
    "PATH_LENGTH",
    "Article",
    "ArticleCount",
    "ArticleQuerySet",
    "ArticleTag",
    "BoundedCount",
    "Category",
    "Edit",
    "FormerName",
    "LibraryDeadlock",
    "Part",
    "PublicFacts",
    "PublicState",
    "Redirect",
    "Revision",
    "SourcePage",
    "Tag",
    "TagCount",
    "copies",
    "counts",
    "current_change",
    "kept",
    "pinned",
    "public_facts",
    "search_index",
    "write",
    "writing",
    "year_bounds",
]
