"""The library: categories, tags, articles with their parts, revisions and redirects.

``Article.objects.published()`` is the only definition of public. An article, its
parts and its tags are one aggregate: whatever saves one of them does so inside
``article.editing()``, which brings the article's derived columns up to date and
leaves one revision.
"""

from .articles import INDEX_COLUMNS, Article, ArticleQuerySet
from .categories import PATH_LENGTH, Category, largest
from .counts import ArticleCount, BoundedCount, TagCount, copies, counts, maintained, search_index
from .drafts import Draft
from .edits import Edit, write
from .jobs import Job, JobChange
from .library import LibraryDeadlock, current_change, writing
from .mistakes import MistakeReport
from .overview import (
    Overview,
    State,
    current_overview,
    current_state,
    featured,
    is_young,
    pinned,
)
from .parts import Part
from .redirects import FormerName, Redirect
from .related import closest, nearby
from .revisions import Revision
from .sources import SourcePage
from .state import Marks, PublicState
from .synonyms import Synonym
from .tags import ArticleTag, Tag
from .uploads import Upload, UploadedPage
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
    "Draft",
    "Edit",
    "FormerName",
    "Job",
    "JobChange",
    "LibraryDeadlock",
    "Marks",
    "MistakeReport",
    "Overview",
    "Part",
    "PublicState",
    "Redirect",
    "Revision",
    "SourcePage",
    "State",
    "Synonym",
    "Tag",
    "TagCount",
    "Upload",
    "UploadedPage",
    "closest",
    "copies",
    "counts",
    "current_change",
    "current_overview",
    "current_state",
    "featured",
    "is_young",
    "largest",
    "maintained",
    "nearby",
    "pinned",
    "search_index",
    "write",
    "writing",
    "year_bounds",
]
