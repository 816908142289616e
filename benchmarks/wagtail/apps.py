from django.apps import AppConfig


class MagazineConfig(AppConfig):
    name = "benchmarks.wagtail"
    label = "magazine"
