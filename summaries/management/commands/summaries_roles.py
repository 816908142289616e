from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from summaries import upkeep
from summaries.models import (
    Article,
    Category,
    Image,
    MistakeReport,
    Redirect,
    SourcePage,
    Synonym,
    Tag,
)

ALL = ("view", "add", "change", "delete")

# What each role needs; a writer's own drafts take no more than the permission to add articles.
# Jobs, imports, near-duplicates and findings have no permissions of their own: they ask for these.
ROLES = {
    "writer": {Article: ("add",), Image: ("view", "add")},
    "editor": {
        Article: (*ALL, "publish"),
        Category: ("view",),
        Tag: ("view", "add"),
        Image: ("view", "add", "change"),
        MistakeReport: ("view", "change"),
        SourcePage: ("view",),
        Redirect: ("view",),
    },
    "librarian": {
        Article: ("view",),
        Category: ALL,
        Tag: ALL,
        Synonym: ALL,
        Redirect: ALL,
    },
}


class Command(BaseCommand):
    help = (
        "Make the groups Writer, Editor and Librarian, and give each the permissions that it "
        "lacks. What else a group may do is left alone. Safe to run again."
    )

    def add_arguments(self, parser):
        for role in ROLES:
            parser.add_argument(
                f"--{role}", default=role.title(), metavar="NAME", help="the name of the group"
            )

    def handle(self, *, verbosity, **options):
        if not upkeep.is_migrated():
            raise CommandError(_("The library's tables are missing. Run: python manage.py migrate"))
        if not apps.is_installed("django.contrib.auth"):
            raise CommandError(_("Groups need 'django.contrib.auth' in INSTALLED_APPS."))
        needed = {role: self.permissions(role) for role in ROLES}
        for role, permissions in needed.items():
            said = self.give(options[role].strip() or role.title(), permissions)
            if verbosity:
                self.stdout.write(said)

    def permissions(self, role):
        """The permissions of the role, as rows."""
        from django.contrib.auth.models import Permission

        wanted = {
            get_permission_codename(deed, model._meta)
            for model, deeds in ROLES[role].items()
            for deed in deeds
        }
        found = Permission.objects.filter(
            content_type__app_label=Article._meta.app_label, codename__in=wanted
        )
        if missing := sorted(wanted.difference(one.codename for one in found)):
            raise CommandError(
                _("There are no permissions %(names)s. Run: python manage.py migrate")
                % {"names": ", ".join(missing)}
            )
        return list(found)

    def give(self, name, permissions):
        """Give the group what it lacks; the sentence that says so."""
        from django.contrib.auth.models import Group

        group, is_new = Group.objects.get_or_create(name=name)
        held = set(group.permissions.values_list("pk", flat=True))
        lacking = [one for one in permissions if one.pk not in held]
        group.permissions.add(*lacking)
        if is_new:
            said = ngettext(
                "%(group)s: made, with %(count)d permission.",
                "%(group)s: made, with %(count)d permissions.",
                len(lacking),
            )
            return said % {"group": name, "count": len(lacking)}
        if not lacking:
            return _("%(group)s: has all it needs.") % {"group": name}
        names = ", ".join(sorted(one.codename for one in lacking))
        return _("%(group)s: added %(names)s.") % {"group": name, "names": names}
