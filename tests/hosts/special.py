"""What is done with the library of one host alone."""

DEEDS = {}
