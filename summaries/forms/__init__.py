"""Forms: an article with its parts, a category in its tree, tags, a reader's report."""

from .articles import ArticleForm
from .categories import CategoryChoiceField, CategoryForm, CategorySelect, CategoryTreeField, trails
from .mistakes import MistakeForm
from .parts import RICH_TEXT, PartsField, rich_text_widget
from .tags import TagForm, TagMergeForm, TagSelect

__all__ = [
    "RICH_TEXT",
    "ArticleForm",
    "CategoryChoiceField",
    "CategoryForm",
    "CategorySelect",
    "CategoryTreeField",
    "MistakeForm",
    "PartsField",
    "TagForm",
    "TagMergeForm",
    "TagSelect",
    "rich_text_widget",
    "trails",
]
