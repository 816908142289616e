"""A project whose reports are articles with a column more."""
