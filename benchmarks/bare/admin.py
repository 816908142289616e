from django.contrib import admin

from .models import Article, Category, Tag


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    list_display = ["title", "category", "status", "published_at"]
    list_filter = ["status"]
    list_select_related = ["category"]
    list_per_page = 50
    ordering = ["-id"]
    search_fields = ["title"]
    autocomplete_fields = ["category", "tags"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).defer("body", "words")


@admin.register(Category, Tag)
class NameAdmin(admin.ModelAdmin):
    search_fields = ["name"]
