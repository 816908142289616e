"""A project with a second database that the library stays out of."""
