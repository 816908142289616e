"""Synonyms for the search."""

from __future__ import annotations

from django.contrib import admin

from ..models import Synonym
from .library import LibraryAdmin


@admin.register(Synonym)
class SynonymAdmin(LibraryAdmin):
    list_display = ["words"]
    list_per_page = 100
    ordering = ["words"]
    search_fields = ["words"]
    indexed = ("words",)
