"""The library: categories, tags, articles with their parts, revisions and redirects.

``Article.objects.published()`` is the only definition of public. An article, its
parts and its tags are one aggregate: whatever saves one of them does so inside
``article.editing()``, which brings the article's derived columns up to date and
leaves one revision.
"""

from .announcements import Announcement
from .articles import INDEX_COLUMNS, Article, ArticleQuerySet
from .categories import PATH_LENGTH, Category, CategoryChange, carry, largest
from .counts import ArticleCount, BoundedCount, TagCount, copies, counts, maintained, search_index
from .drafts import Draft
from .edits import PLAIN_FIELDS, Edit, Rows, check_text, has_text, write
from .findings import Checkup, Finding
from .images import Image
from .jobs import Job, JobChange
from .library import LibraryDeadlock, current_change, writing
from .links import LinkCheck
from .missing import REFERRER_LENGTH, Met, MissingAddress
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
from .redirects import IDENTIFYING, FormerName, Redirect, old_address
from .related import closest, nearby
from .reviews import ReviewStep
from .revisions import Revision
from .roles import may, may_publish, may_see_all
from .sources import SourcePage
from .state import Marks, PublicState
from .synonyms import Synonym
from .tags import ArticleTag, Tag
from .twins import Fingerprint, TextKey, Twin
from .uploads import Upload, UploadedPage
from .years import year_bounds

__all__ = [
    "IDENTIFYING",
    "INDEX_COLUMNS",
    "PATH_LENGTH",
    "PLAIN_FIELDS",
    "REFERRER_LENGTH",
    "Announcement",
    "Article",
    "ArticleCount",
    "ArticleQuerySet",
    "ArticleTag",
    "BoundedCount",
    "Category",
    "CategoryChange",
    "Checkup",
    "Draft",
    "Edit",
    "Finding",
    "Fingerprint",
    "FormerName",
    "Image",
    "Job",
    "JobChange",
    "LibraryDeadlock",
    "LinkCheck",
    "Marks",
    "Met",
    "MissingAddress",
    "MistakeReport",
    "Overview",
    "Part",
    "PublicState",
    "Redirect",
    "ReviewStep",
    "Revision",
    "Rows",
    "SourcePage",
    "State",
    "Synonym",
    "Tag",
    "TagCount",
    "TextKey",
    "Twin",
    "Upload",
    "UploadedPage",
    "carry",
    "check_text",
    "closest",
    "copies",
    "counts",
    "current_change",
    "current_overview",
    "current_state",
    "featured",
    "has_text",
    "is_young",
    "largest",
    "maintained",
    "may",
    "may_publish",
    "may_see_all",
    "nearby",
    "old_address",
    "pinned",
    "search_index",
    "write",
    "writing",
    "year_bounds",
]
