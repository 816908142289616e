"""Measures the admin's screens: ``python -m benchmarks.admin --size 100k --database sqlite``.

On a copy of the loaded library, to which ``editors.py`` adds what editors leave behind. Each
screen is asked for by three users through Django's test client, some times in a row.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from statistics import median
from time import process_time
from uuid import uuid4

import django

from .databases import Server, SQLite, running
from .run import database_name, library_options, loaded
from .sites import SITES

TURNS = 4
# Calls something; the answer, and the processor seconds of this process and the database's.
Timed = Callable[[Callable], tuple]
HEAD = ("screen", "superuser: statements", "first, ms", "again, ms", "slowest statement, ms")
ALIGNED = (":---", *["---:"] * 6)


@dataclass(frozen=True)
class Screen:
    """What is asked for; ``data`` makes what is posted, anew for each turn."""

    name: str
    path: str
    data: Callable[[int], dict] | None = None


@dataclass(frozen=True)
class Cost:
    statements: int
    first: float
    again: float
    slowest: float


def main() -> None:
    parser = library_options(__doc__)
    parser.prog = "python -m benchmarks.admin"
    parser.set_defaults(reload=None)
    parser.add_argument("--keep", action="store_true", help="keep the copy, and use it next time")
    parser.add_argument("--only", default="", help="only screens with this in their names")
    options = parser.parse_args()
    with running(options.database, options.folder.resolve()) as database:
        name = database_name("app", options)
        copy = f"admin_of_{name}"
        is_new = not (options.keep and database.exists(copy))
        if is_new:
            loaded(SITES["app"], database, options)
            database.copy(name, copy)
        os.environ["DATABASE_URL"] = database.url(copy)
        os.environ["DJANGO_SETTINGS_MODULE"] = SITES["app"].settings
        django.setup()
        try:
            if is_new:
                _fill(database, copy)
            print(table(database, options.only))
        finally:
            _disconnect()
            if not options.keep:
                database.drop(copy)


def _fill(database: SQLite | Server, copy: str) -> None:
    from .editors import fill

    fill()
    _disconnect()
    database.finish(copy)


def _disconnect() -> None:
    from django.db import connections

    connections.close_all()


def table(database: SQLite | Server, only: str) -> str:
    from django.test import Client

    from .editors import PEOPLE, person

    def timed(call: Callable) -> tuple:
        of_database, own = database.cpu_seconds(), process_time()
        answer = call()
        own = process_time() - own
        return answer, own + database.cpu_seconds() - of_database

    clients = {name: Client(HTTP_HOST="localhost") for name in PEOPLE}
    for name, client in clients.items():
        client.force_login(person(name))
    rows = [(*HEAD, *(f"{name}, ms" for name in [*PEOPLE][1:])), ALIGNED]
    for screen in screens():
        if only in screen.name:
            costs = [measured(screen, client, timed) for client in clients.values()]
            rows.append((screen.name, *_cells(*costs)))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cells(cost: Cost | None, *others: Cost | None) -> Iterator[str]:
    yield from (
        [str(cost.statements), *map(_ms, (cost.first, cost.again, cost.slowest))]
        if cost
        else [""] * 4
    )
    for one in others:
        yield f"{_ms(one.again)} ({one.statements})" if one else ""


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f}" if seconds >= 0.01 else f"{1000 * seconds:.1f}"


def measured(screen: Screen, client, timed: Timed) -> Cost | None:
    """What the screen costs this user; ``None`` if they may not see it."""
    from django.db import connection

    taken = []
    for turn in range(TURNS):
        data = screen.data and screen.data(turn)
        sent: list[tuple] = []

        def note(execute, sql, params, *arguments, sent=sent):
            sent.append((sql, params))
            return execute(sql, params, *arguments)

        with connection.execute_wrapper(note):
            send = partial(client.get if data is None else client.post, screen.path, data)
            response, seconds = timed(send)
            taken.append(seconds)
        if response.status_code in (403, 404):
            return None
        if response.status_code >= 400:
            raise SystemExit(f"{screen.name}: {screen.path} answers {response.status_code}")
    # Once more, with all their rows; those that write are not repeated.
    read = [partial(_rows, *one) for one in sent if one[0].startswith("SELECT")]
    slowest = max(timed(one)[1] for one in read)
    return Cost(len(sent), taken[0], median(taken[1:]), slowest)


def _rows(sql: str, params) -> list:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def screens() -> Iterator[Screen]:
    yield Screen("desk", at("app_list", "summaries", app=""))
    yield from _lists()
    yield from _of_an_article()
    yield from _worklists()
    yield from _jobs_and_uploads()
    yield from _names()


def at(page: str, *args, app: str = "summaries_", **query) -> str:
    """The address of a page of the admin."""
    from django.urls import reverse

    return reverse(f"admin:{app}{page}", args=args, query=query)


def _lists() -> Iterator[Screen]:
    from summaries.models import Article, Category

    from .corpus import chinese_words_with_hits, words_with_hits

    rare, common = (words_with_hits(share, "short")[0] for share in (0.0005, 0.2))
    (chinese, *_others) = chinese_words_with_hits(0.01, "short")
    newest = Article.objects.published().newest()[0]
    typed = {
        "a letter": newest.title[0],
        "three letters": newest.title[:3],
        "a title": newest.title,
        "an old address": "former-",
        "a Chinese word": chinese,
        "a common word": common,
        "nothing found": "qqqq",
    }
    for name, words in typed.items():
        yield Screen(f"quick search: {name}", at("article_quick", q=words))
    yield Screen("articles", at("article_changelist"))
    for state in ("draft", "review", "published", "scheduled", "expired", "archived"):
        yield Screen(f"articles: {state}", at("article_changelist", state=state))
    categories = {"large": 1, "small": 3}
    for size, depth in categories.items():
        key = Category.objects.filter(depth=depth).order_by("-path").first().pk
        yield Screen(f"articles: {size} category", at("article_changelist", category=key))
    for name, value in {
        "attention": "damage",
        "language": "zh",
        "featured": "yes",
        "published": "year",
        "changed": "today",
    }.items():
        yield Screen(f"articles: {name} {value}", at("article_changelist", **{name: value}))
    yield Screen("articles: page 100", at("article_changelist", p=100))
    for name, words in {"rare": rare, "common": common, "Chinese": chinese}.items():
        yield Screen(f"articles: search, {name} word", at("article_changelist", q=words))
    yield Screen("bin", at("article_bin"))
    yield Screen("bin: words of a title", at("article_bin", q=newest.title.split()[0]))
    yield Screen("due", at("article_due"))


def _of_an_article() -> Iterator[Screen]:
    from summaries.models import Article, Draft

    from .editors import person

    articles = Article.objects.published().order_by("pk")
    edited, small = articles[0], articles.filter(author=person("writer").pk)[0]
    many = Article.objects.get(title="Many parts")
    yield Screen("form, new", at("article_add"))
    for name, article in {"small": small, "50 revisions": edited, "210 parts": many}.items():
        yield Screen(f"form, {name}", at("article_change", article.pk))
    for name, article in {"small": small, "210 parts": many}.items():
        posted = Posted(article)
        yield Screen(f"autosave, {name}", at("article_draft", article.pk), posted.typed)
        yield Screen(f"save, {name}", at("article_change", article.pk), posted.saved)
    Draft.objects.filter(article=many).delete()
    yield Screen("save that collides", at("article_change", small.pk), Posted(small).collided)
    copy = Draft.objects.filter(article=small).latest("saved_at")
    yield Screen("form, both sides", at("article_change", small.pk, draft=copy.pk))
    for name, article in {"50 revisions": edited, "210 parts": many}.items():
        yield Screen(f"history, {name}", at("article_history", article.pk))
    last = edited.revisions.first().number
    yield Screen("revision", at("article_revision", edited.pk, last))
    compared = at("article_compare", edited.pk, **{"from": 1, "to": last})
    yield Screen("difference of two revisions", compared)
    anchor = many.parts.first().anchor
    yield Screen("move a part", at("article_move_part", many.pk, anchor))


@dataclass(frozen=True)
class Posted:
    """What the form of an article posts."""

    article: object

    def typed(self, turn: int, **changed) -> dict:
        article = self.article
        article.refresh_from_db()
        parts = [
            {"title": part.title, "body": part.body, "anchor": part.anchor}
            for part in article.parts.all()
        ]
        parts[0]["body"] += f"<p>Turn {turn} {uuid4()}</p>"
        day = article.published_at
        names = ("title", "slug", "lead", "status", "byline", "language", "source_key")
        return {
            **{name: getattr(article, name) for name in names},
            "source_name": article.source_name,
            "category": article.category_id,
            "tags": [tag.name for tag in article.tags.all()],
            "published_at_0": f"{day:%Y-%m-%d}" if day else "",
            "published_at_1": f"{day:%H:%M:%S}" if day else "",
            "comments_allowed": "on",
            "parts": json.dumps(parts),
            "began": article.version,
            "version": article.version,
            "draft_key": str(uuid4()),
            "draft_version": 0,
        } | changed

    saved = typed

    def collided(self, turn: int) -> dict:
        """Somebody has changed the title since the form was opened."""
        began = self.article.version
        self.article.title = f"{self.article.title[:100]} {turn}"
        self.article.save()
        return self.typed(turn, title="Another", began=began, version=began)


def _worklists() -> Iterator[Screen]:
    from summaries.models import ReviewStep, Twin

    yield Screen("review queue", at("article_review_queue"))
    waiting = ReviewStep.objects.filter(kind="submitted", is_open=True)
    first = waiting.filter(draft=None)[0]
    yield Screen("review", at("article_review", first.article_id))
    change = waiting.filter(draft__isnull=False)[0]
    args = (change.article_id, change.draft_id)
    yield Screen("review of a change", at("article_review_of_change", *args))
    yield Screen("attention", at("article_attention"))
    for kind in ("digits", "short"):
        yield Screen(f"attention: {kind}", at("article_attention", kind=kind))
    yield Screen("attention: preview", at("article_accept", kind="digits"))
    yield Screen("twins", at("twin_changelist"))
    yield Screen("twins: all", at("twin_changelist", state="all"))
    yield Screen("pair", at("twin_change", Twin.objects.first().pk))


def _jobs_and_uploads() -> Iterator[Screen]:
    from summaries.models import Article, Job, Upload

    yield Screen("jobs", at("job_changelist"))
    yield Screen("job", at("job_change", Job.objects.filter(state="done").latest("pk").pk))

    def chosen(turn: int) -> dict:
        first = Article.objects.published().order_by("pk")[0].pk
        return {"action": "add_tags", "select_across": "1", "_selected_action": first}

    public = at("article_changelist", state="published")
    yield Screen("action on all that are public", public, chosen)
    yield from _prepared()
    yield Screen("uploads", at("upload_changelist"))
    upload = Upload.objects.latest("pk")
    yield Screen("upload form", at("upload_add"))
    yield Screen("upload of 2,000 pages", at("upload_change", upload.pk))
    yield Screen("uploaded page", at("upload_page", upload.pk, upload.pages.first().pk))


def _prepared() -> Iterator[Screen]:
    from summaries import jobs
    from summaries.models import Article

    from .editors import person

    articles = Article.objects.filter(pk__in=Article.objects.order_by("pk")[:48_000])
    for kind in ("add_tags", "replace"):
        job = jobs.prepare_articles(jobs.named(kind), articles, by=person("superuser"))
        if kind == "replace":
            job.params = {"find": "a", "replacement": "e"}
            job.save()
        yield Screen(f"confirm {kind} on 48,000", at("job_change", job.pk))


def _names() -> Iterator[Screen]:
    from summaries.models import Category, Image, Tag

    for model in ("category", "tag", "image", "redirect", "sourcepage", "mistakereport", "synonym"):
        yield Screen(f"list of {model}", at(f"{model}_changelist"))
    tags = Tag.objects.order_by("pk")
    categories = Category.objects.filter(depth=3).order_by("pk")
    for model, rows in {"tag": tags, "category": categories}.items():
        keys = [one.pk for one in rows[:3]]
        data = {"action": "merge", "_selected_action": keys, "target": keys[0], "preview": "1"}
        preview = at(f"{model}_changelist")
        yield Screen(f"merge of {model}: preview", preview, lambda _turn, data=data: data)
        yield Screen(f"form of {model}", at(f"{model}_change", keys[0]))
    yield from _offers("tags", "tag_autocomplete", "articletag", "tag", tags[0].name[:2])
    yield from _offers("categories", "category_autocomplete", "article", "category", "rep")
    yield from _offers("articles", "autocomplete", "part", "article", tags[0].name[:2], app="")
    yield Screen("image", at("image_change", Image.objects.latest("uploaded_at").pk))


def _offers(what: str, page: str, model: str, field: str, typed: str, **app) -> Iterator[Screen]:
    asked = {"app_label": "summaries", "model_name": model, "field_name": field}
    for term in ("", typed):
        name = f"autocomplete of {what}" + (f", {len(term)} letters" if term else "")
        yield Screen(name, at(page, term=term, **asked, **app))


if __name__ == "__main__":
    main()
