"""Measures the library against a plain Django site with the same articles; see README.md."""
