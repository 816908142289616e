"""What needs an editor's attention: findings in the present texts, taken over or ignored.

``refresh()`` finds them and stores them as ``Finding`` rows, ``accept()`` takes over what one
suggests, ``ignore()`` puts it aside until its text changes.
"""

from .looking import counts, refresh, refresh_all, rules, stale
from .repairing import Accepted, RepairError, accept, accept_all, ignore, suggestions

__all__ = [
    "Accepted",
    "RepairError",
    "accept",
    "accept_all",
    "counts",
    "ignore",
    "refresh",
    "refresh_all",
    "rules",
    "stale",
    "suggestions",
]
