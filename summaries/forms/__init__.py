"""Forms: an article with its parts, a category in its tree, tags, a reader's report."""

from .articles import ArticleForm
from .categories import CategoryChoiceField, CategoryForm, CategorySelect, CategoryTreeField, trails
from .merging import MergeForm
from .mistakes import MistakeForm
from .parts import RICH_TEXT, PartForm, PartFormSet, rich_text_widget
from .tags import TagForm, TagSelect, TagsField

__all__ = [
    "RICH_TEXT",
    "ArticleForm",
    "CategoryChoiceField",
    "CategoryForm",
    "CategorySelect",
    "CategoryTreeField",
    "MergeForm",
    "MistakeForm",
    "PartForm",
    "PartFormSet",
    "TagForm",
    "TagSelect",
    "TagsField",
    "rich_text_widget",
    "trails",
]
