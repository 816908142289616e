"""Admin sites of the project's own, with the library's forms: some of them, or all."""

from django.contrib import admin

from summaries import admin as library
from summaries.models import (
    Article,
    Category,
    Image,
    Job,
    MistakeReport,
    Redirect,
    SourcePage,
    Synonym,
    Tag,
    Twin,
    Upload,
)


class Desk(admin.AdminSite):
    def has_permission(self, request):
        return request.user.is_authenticated and request.user.is_superuser


desk = Desk(name="desk")
desk.register(Article, library.ArticleAdmin)
desk.register(Category, library.CategoryAdmin)
desk.register(Tag, library.TagAdmin)
desk.register(Redirect, library.RedirectAdmin)
desk.register(SourcePage, library.SourcePageAdmin)

whole = Desk(name="whole")
for model in (Article, Category, Tag, Redirect, SourcePage, Synonym, MistakeReport):
    whole.register(model, getattr(library, f"{model.__name__}Admin"))
for model in (Image, Job, Twin, Upload):
    whole.register(model, getattr(library, f"{model.__name__}Admin"))
