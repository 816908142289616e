"""Forms: an article with its parts, a category in its tree, tags, a reader's report."""

from .articles import ArticleForm
from .categories import CategoryChoiceField, CategoryForm, CategorySelect, CategoryTreeField, trails
from .mistakes import MistakeForm
from .parts import RICH_TEXT, MovePartForm, PartsField, has_text
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
    "TagForm",
    "TagMergeForm",
    "TagSelect",
    "has_text",
    "trails",
]
