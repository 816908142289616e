"""Two sites: on the first tags and categories have no admin, on the second articles no own."""

from django.contrib import admin

from summaries.admin import ArticleAdmin
from summaries.models import Article, Category, Tag

from .models import Report


class ReportAdmin(ArticleAdmin):
    fieldsets = [*ArticleAdmin.fieldsets, ("Report", {"fields": ["quarter"]})]


admin.site.unregister([Category, Tag])
admin.site.register(Report)

plain = admin.AdminSite(name="plain")
plain.register(Article)
plain.register(Report, ReportAdmin)
