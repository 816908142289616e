"""An admin site of the project's own, with the library's forms."""

from django.contrib import admin

from summaries import admin as library
from summaries.models import Article, Category, Redirect, SourcePage, Tag


class Desk(admin.AdminSite):
    def has_permission(self, request):
        return request.user.is_authenticated and request.user.is_superuser


desk = Desk(name="desk")
desk.register(Article, library.ArticleAdmin)
desk.register(Category, library.CategoryAdmin)
desk.register(Tag, library.TagAdmin)
desk.register(Redirect, library.RedirectAdmin)
desk.register(SourcePage, library.SourcePageAdmin)
