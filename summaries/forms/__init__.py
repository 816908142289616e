"""Forms: an article with its parts and its review, a category, tags, a reader's report."""

from .articles import ArticleForm
from .categories import CategoryChoiceField, CategoryForm, CategorySelect, CategoryTreeField, trails
from .dates import DateAndTime
from .jobs import JOB_FORMS, JobForm
from .merging import MergeForm
from .mistakes import MistakeForm
from .parts import RICH_TEXT, MovePartForm, PartsField
from .redirects import RedirectForm
from .reviews import ReviewForm, part_names
from .tags import TagForm, TagSelect, TagsField
from .uploads import UploadedPageForm, UploadForm

__all__ = [
    "JOB_FORMS",
    "RICH_TEXT",
    "ArticleForm",
    "CategoryChoiceField",
    "CategoryForm",
    "CategorySelect",
    "CategoryTreeField",
    "DateAndTime",
    "JobForm",
    "MergeForm",
    "MistakeForm",
    "MovePartForm",
    "PartsField",
    "RedirectForm",
    "ReviewForm",
    "TagForm",
    "TagSelect",
    "TagsField",
    "UploadForm",
    "UploadedPageForm",
    "part_names",
    "trails",
]
