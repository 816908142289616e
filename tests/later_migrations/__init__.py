"""The app's migrations and one that is still to come: it alters each of the tables."""
