"""Forms: an article with its parts and its review, a category, tags, a reader's report."""

from .articles import ArticleForm
from .categories import CategoryChoiceField, CategoryForm, CategorySelect, CategoryTreeField, trails
from .mistakes import MistakeForm
from .parts import RICH_TEXT, MovePartForm, PartsField
from .reviews import ReviewForm, part_names
from .tags import TagForm, TagMergeForm, TagSelect

__all__ = [
    "RICH_TEXT",
    "ArticleForm",
    "CategoryChoiceField",
    "CategoryForm",
    "CategorySelect",
    "CategoryTreeField",
    "MistakeForm",
    "MovePartForm",
    "PartsField",
    "ReviewForm",
    "TagForm",
    "TagMergeForm",
    "TagSelect",
    "part_names",
    "trails",
]
