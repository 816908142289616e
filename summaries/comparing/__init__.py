"""What differs between two documents, and what becomes of two changes of one.

``compare()`` tells the difference, part by part and word by word; ``merge()`` joins what
two editors made of the same text. Both are pure: documents in, documents out.
"""

from .blocks import BlockChange
from .choosing import take_theirs
from .comparison import Comparison, FieldChange, PartChange, compare, label, shown
from .merging import Collision, Merge, merge
from .words import Run, compare_words

__all__ = [
    "BlockChange",
    "Collision",
    "Comparison",
    "FieldChange",
    "Merge",
    "PartChange",
    "Run",
    "compare",
    "compare_words",
    "label",
    "merge",
    "shown",
    "take_theirs",
]
