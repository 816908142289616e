"""The editors' desk, on the app's page of any admin site, and names of what was found."""

from django import template

from summaries import desk, findings, reviews
from summaries.models import Article, may, may_publish

register = template.Library()

register.filter("kind_label", findings.label)


@register.inclusion_tag("admin/summaries/desk.html", takes_context=True)
def summaries_desk(context):
    """What waits for the user, what they are at, and how the library is."""
    user = context["request"].user
    sees_all = may(user, "view", Article) or may(user, "change", Article)
    shown = {"request": context["request"], "may_write": may(user, "add", Article)}
    if not sees_all and not shown["may_write"]:
        return shown
    states, months = desk.charts() if sees_all else ((), ())
    return shown | {
        "is_desk": True,
        "may_publish": may_publish(user),
        "waiting": reviews.waiting(user, desk.MOST),
        "sent_back": reviews.sent_back(user, desk.MOST),
        "copies": desk.under_way(user),
        "drafts": desk.own_drafts(user),
        "scheduled": desk.scheduled(user),
        "lately": desk.lately_published(user),
        "states": states,
        "months": months,
        "attention": desk.needs_attention() if sees_all else (),
    }
