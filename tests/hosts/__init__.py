"""Small projects that use the library, each in a way of its own.

A module of settings is a host that ``visit`` is run in; a package has settings and tests
of its own. Both run in a process of their own.
"""
