"""Small projects that use the library, each in a way of its own.

A module of settings is a host; the visit runs in a process of its own (``visit``).
"""
