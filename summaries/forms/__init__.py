"""Forms: an article with its parts, a category in its tree, tags, a reader's report."""

from .articles import ArticleForm
from .categories import CategoryChoiceField, CategoryForm, CategorySelect, CategoryTreeField, trails
from .jobs import JOB_FORMS, JobForm
from .mistakes import MistakeForm
from .parts import RICH_TEXT, PartForm, PartFormSet, rich_text_widget
from .tags import TagForm, TagMergeForm, TagSelect
from .uploads import UploadedPageForm, UploadForm

__all__ = [
    "JOB_FORMS",
    "RICH_TEXT",
    "ArticleForm",
    "CategoryChoiceField",
    "CategoryForm",
    "CategorySelect",
    "CategoryTreeField",
    "JobForm",
    "MistakeForm",
    "PartForm",
    "PartFormSet",
    "TagForm",
    "TagMergeForm",
    "TagSelect",
    "UploadForm",
    "UploadedPageForm",
    "rich_text_widget",
    "trails",
]
