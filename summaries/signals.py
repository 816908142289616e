"""What the library tells a project about its changes, after they were committed.

Each signal is sent once for a change, however many articles it touched, with
``articles`` (a list of primary keys) and ``using`` (the database's alias); the
sender is ``Article``. An article that appears or expires by its dates is no
change and sends nothing.
"""

from django.dispatch import Signal

# Articles that were not public before the change and are now.
article_published = Signal()
# Articles that were public before the change and are not now, deleted ones among them.
article_unpublished = Signal()
# Articles that were there before the change and still are.
article_changed = Signal()
# Articles that an import created or updated.
article_imported = Signal()
# Sent for each address that changed: the sender is Article, Category or Tag, with ``instance``,
# ``old`` and ``new`` (such as "articles/old-slug") and ``using``.
address_changed = Signal()
