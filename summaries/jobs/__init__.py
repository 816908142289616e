"""Jobs: one change of many articles, in batches, with progress and one undo.

``prepare()`` takes the rows, ``start()`` the parameters, ``hand_over()`` sees to it that it
is done. What a job can do is a kind (``kinds``); the library's own are in ``articles``,
``accepting`` and ``merging``.
"""

from . import accepting, articles  # noqa: F401 - register their kinds
from .kinds import (
    ArticleKind,
    JobError,
    Kind,
    OfArticles,
    Outcome,
    UnknownKind,
    in_one_sentence,
    named,
    of_articles,
    register,
)
from .merging import merge
from .previewing import Preview, Row, chosen, preview
from .replacing import Found, Search
from .running import (
    AT_ONCE,
    MOST_ROWS,
    SECONDS_AT_ONCE,
    can_be_undone,
    claim,
    prepare,
    prepare_articles,
    resume,
    run,
    start,
    stop,
    undo,
    work,
)
from .tasks import hand_over, has_worker

__all__ = [
    "AT_ONCE",
    "MOST_ROWS",
    "SECONDS_AT_ONCE",
    "ArticleKind",
    "Found",
    "JobError",
    "Kind",
    "OfArticles",
    "Outcome",
    "Preview",
    "Row",
    "Search",
    "UnknownKind",
    "can_be_undone",
    "chosen",
    "claim",
    "hand_over",
    "has_worker",
    "in_one_sentence",
    "merge",
    "named",
    "of_articles",
    "prepare",
    "prepare_articles",
    "preview",
    "register",
    "resume",
    "run",
    "start",
    "stop",
    "undo",
    "work",
]
