"""What needs an editor's attention: findings in the present texts, taken over or ignored.

``refresh()`` finds them and stores them as ``Finding`` rows, ``accept()`` takes over what one
suggests, ``ignore()`` puts it aside until its text changes.
"""

from .looking import BATCH_SIZE, counts, linked, refresh, refresh_all, rules, stale
from .repairing import Accepted, RepairError, accept, accept_all, ignore

__all__ = [
    "BATCH_SIZE",
    "Accepted",
    "RepairError",
    "accept",
    "accept_all",
    "counts",
    "ignore",
    "linked",
    "refresh",
    "refresh_all",
    "rules",
    "stale",
]
