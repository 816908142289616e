"""Whether this process can serve the library, for load balancers and monitors."""

from __future__ import annotations

from django.db import Error, connections, router
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from .. import database, pagecache
from ..conf import settings
from ..models import PublicState, search_index

AWAY, OK = "away", "ok"


@method_decorator(never_cache, name="dispatch")
class HealthView(View):
    """Each part of the library in a word, as JSON; 503 where pages cannot be shown.

    Nothing depends on who asks, and nothing says why: that is in the log and ``check``.
    """

    def get(self, request: HttpRequest) -> JsonResponse:
        found = _database(router.db_for_write(PublicState))
        if settings.REPLICA is not None:
            found["replica"] = _replica(settings.REPLICA)
        # Without cache or search, most pages are shown, if slowly.
        is_well = all(found[name] == OK for name in found if name != "search")
        if settings.PAGE_CACHE is not None:
            found["cache"] = OK if pagecache.answers() else AWAY
        return JsonResponse(found, status=200 if is_well else 503)


def _database(alias: str) -> dict[str, str]:
    connection = connections[alias]
    try:
        executor = MigrationExecutor(connection)
        nodes = executor.loader.graph.leaf_nodes()
        if executor.migration_plan(nodes):
            return {"database": OK, "migrations": "missing"}
        is_found = not database.differing(connection, search_index())
    except Error:
        return {"database": AWAY}
    search = OK if is_found else "outdated"
    return {"database": OK, "migrations": OK, "search": search}


def _replica(alias: str) -> str:
    try:
        PublicState.objects.db_manager(alias).marks()
    except Error:
        return AWAY
    return OK
