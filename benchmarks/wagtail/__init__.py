"""A site of Wagtail with the same articles, as its documentation teaches to make one.

Articles and their list are pages served by Wagtail; categories, tags and search are views.
"""
