"""What the admin's fields of dates add to Django's."""

from django.contrib.admin.widgets import AdminSplitDateTime


class DateAndTime(AdminSplitDateTime):
    """Django's pair of fields, each with a name; the pair has that of the field."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        labels = context["date_label"], context["time_label"]
        for widget, label in zip(context["widget"]["subwidgets"], labels, strict=True):
            widget["attrs"]["aria-label"] = str(label).rstrip(":：")
        return context
