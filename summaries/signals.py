"""Signals about changes of the library, sent after the commit.

Each signal is sent once for a change, however many articles it affects, with
``articles`` (a list of primary keys) and ``using`` (the database's alias); the
sender is ``Article``. No signal is sent when an article appears or expires by its dates.
"""

from django.dispatch import Signal

# Articles that were not public before the change and are now.
article_published = Signal()
# Articles that were public before the change and are not now, including deleted ones.
article_unpublished = Signal()
# Articles that existed before the change and still do.
article_changed = Signal()
# Articles that an import created or updated.
article_imported = Signal()
# Sent for each address that changed: the sender is Article, Category or Tag, with ``instance``,
# ``old`` and ``new`` (such as "articles/old-slug") and ``using``.
address_changed = Signal()
