"""Plain admin classes on a site of their own; tags and categories have none on the first."""

from django.contrib import admin

from summaries.admin import ArticleAdmin
from summaries.models import Article, Category, Tag

from .models import Report

admin.site.unregister([Category, Tag])
admin.site.register(Report, ArticleAdmin)

plain = admin.AdminSite(name="plain")
plain.register([Article, Report])
