"""What the tests build libraries with."""

from datetime import UTC, datetime, timedelta

from summaries.document import Document, Part
from summaries.forms import PartsField
from summaries.models import Article

PART_FIELDS = ("title", "body", "anchor")
LONG_AGO = datetime(2020, 1, 1, 9, tzinfo=UTC)


def make_article(title="A quiet quarter", body="<p>Nothing much happened.</p>", **fields):
    """A published article with one part; ``days`` is its age counted from ``LONG_AGO``."""
    parts = fields.pop("parts", (Part(body=body),))
    fields.setdefault("status", "published")
    days = fields.pop("days", 0)
    fields.setdefault("published_at", LONG_AGO + timedelta(days=days))
    fields.setdefault("category", ("Work",))
    return Article().apply_document(Document(title=title, parts=tuple(parts), **fields))


def posted_parts(parts):
    """The parts as the form posts them where there is no JavaScript; there is always one."""
    parts = parts or [Part()]
    return {f"parts-{name}": [getattr(one, name) for one in parts] for name in PART_FIELDS}


def submitted(response):
    """The fields of the forms on the page as a browser would post them back unchanged."""
    context = response.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            widget = bound.field.widget
            if isinstance(bound.field, PartsField):
                data |= posted_parts(value)
                continue
            if hasattr(widget, "decompress"):
                values = value if isinstance(value, list) else widget.decompress(value)
                for name, part in zip(widget.widgets_names, values, strict=True):
                    data[bound.html_name + name] = part or ""
            elif isinstance(value, bool):
                data |= {bound.html_name: "on"} if value else {}
            elif isinstance(value, list | tuple):
                data[bound.html_name] = bound.field.prepare_value(value)
            else:
                data[bound.html_name] = "" if value is None else bound.field.prepare_value(value)
    return data
