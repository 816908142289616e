"""What the database keeps outlives migrations, dumps, restores and flushes."""

import io
import os
import subprocess
import sys
import uuid

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import NotSupportedError, connection, router, transaction
from django.db.models.signals import pre_migrate

from summaries import attention, database, jobs, reviews, twins, uploads
from summaries.apps import after_migrate, before_migrate
from summaries.database import Copy
from summaries.document import Document
from summaries.document import Part as DocumentPart
from summaries.models import (
    Article,
    ArticleCount,
    ArticleTag,
    Category,
    Checkup,
    Draft,
    Finding,
    Fingerprint,
    Image,
    Job,
    JobChange,
    Part,
    PublicState,
    Redirect,
    ReviewStep,
    Revision,
    SourcePage,
    Tag,
    TagCount,
    TextKey,
    Twin,
    UploadedPage,
    maintained,
)
from tests.library import make_article

pytestmark = pytest.mark.django_db(transaction=True)

NO_ARTICLE = uuid.UUID(int=1)
MODELS = list(apps.get_app_config("summaries").get_models())


def make_library():
    make_article("Annual report", tags=("money", "Plan"), category=("Work", "Reports"))
    make_article("Ferry timetable", "<p>[Name] sails.</p>", tags=("plan",), language="en")
    make_article("工作总结", status="draft", published_at=None)
    article = make_article("Old name", tags=("money",), category=("Home",))
    article.slug = "new-name"
    article.save()
    SourcePage.objects.create(key="a.txt", article=article, digest="d", original="é", revision=2)
    make_desk(article)


def make_desk(article):
    """What editors have in hand."""
    user, _is_new = get_user_model().objects.get_or_create(username="ada", is_superuser=True)
    draft = Draft(article=article, user=user, revision=1)
    draft.document = Document("Typed", (DocumentPart(body="<p>[Name] sails.</p>"),))
    draft.save()
    Draft(
        key=NO_ARTICLE, user=user, content={"title": "New"}, typed={"expires_at_0": "soon"}
    ).save()
    reviews.submit(article, by=user, draft=draft, note="Look at it.")
    images = {"key": "0" * 32, "width": 3, "height": 2, "widths": [3], "alt": "A pier"}
    Image(file="summaries/images/00/0.png", uploaded_by=user, **images).save()
    upload = uploads.receive([("b.txt", io.BytesIO(b"Ferries\n\nThey sail."))], by=user)
    jobs.run(uploads.read(upload, by=user))
    job = jobs.prepare_articles(jobs.named("archive"), Article.objects.filter(pk=article.pk))
    jobs.run(jobs.start(job, {}))
    jobs.run(jobs.undo(job))
    text = f"<p>{'The same ferry sails every morning. ' * 9}</p>"
    pair = [make_article(f"Twin {number}", text, status="draft").pk for number in range(2)]
    (twin,) = twins.look(pair)
    twins.keep_both(twin, by=user)
    attention.refresh(Article.objects.values_list("pk", flat=True))
    attention.ignore(Finding.objects.order_by("pk").values_list("pk", flat=True)[:2])


def picture():
    """The whole library as people, and other programs, see it; without keys."""
    return {
        "articles": [
            (article.version, second(article.updated_at), article.as_document().to_json())
            for article in Article.objects.order_by("slug")
        ],
        "parts": sorted(Part.objects.values_list("article__slug", "anchor", "word_count")),
        "tree": list(Category.objects.values_list("path", "depth", "numchild", "full_path")),
        "tags": sorted(Tag.objects.values_list("name", "key", "slug", "stored_count__articles")),
        "tagged": [
            (one.tag.name, one.content_object.slug, one.public_from)
            for one in ArticleTag.objects.order_by("tag__name", "content_object__slug")
        ],
        "revisions": [
            (one.article.slug, one.number, second(one.created_at), one.document.to_json())
            for one in Revision.objects.order_by("article__slug", "number")
        ],
        "redirects": sorted(Redirect.objects.values_list("path", "article__slug")),
        "sources": sorted(SourcePage.objects.values_list("key", "article__slug", "original")),
        "counts": sorted(
            ArticleCount.objects.values_list("category__full_path", "year", "articles", "parts")
        ),
        "found": {
            word: sorted(article.slug for article in Article.objects.search(word))
            for word in ("report", "plan", "sails", "工作", "name")
        },
        "begun": [article.slug for article in Article.objects.title_begins("a")],
        **desk(),
    }


def desk():
    """What editors have in hand, as they see it."""
    return {
        "drafts": [
            (one.key, one.article and one.article.slug, one.revision, one.content, one.typed)
            for one in Draft.objects.select_related("article").order_by("key")
        ],
        "reviews": [
            (one.article.slug, one.draft_id, one.kind, one.note, one.is_open)
            for one in ReviewStep.objects.order_by("pk")
        ],
        "waiting": [one.article.slug for one in reviews.queue()],
        "images": list(Image.objects.values_list("key", "file", "widths", "alt")),
        "uploads": [
            (one.upload.name, one.state, one.original, one.content)
            for one in UploadedPage.objects.select_related("upload")
        ],
        "twins": sorted(Twin.objects.values_list("article__slug", "other__slug", "state", "texts")),
        "findings": sorted(
            Finding.objects.values_list("article__slug", "kind", "digest", "is_ignored")
        ),
    }


def second(time):
    """Without what JSON drops of it."""
    return time.replace(microsecond=0)


def manage(*arguments, url, **environment):
    """Run manage.py in a process and a database of its own."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url} | environment,
        capture_output=True,
        text=True,
    )
    assert not done.returncode, done.stderr


def assert_sound():
    """The database keeps all that it should, also after changes from now on."""
    call_command("check_library", verbosity=0)
    kept = desk()["findings"], desk()["twins"]
    call_command("check_texts", verbosity=0)
    call_command("find_duplicates", verbosity=0)
    assert (desk()["findings"], desk()["twins"]) == kept
    Article.objects.filter(slug="annual-report").update(search_title="zeppelin", status="draft")
    assert [article.slug for article in Article.objects.search("zeppelin")] == ["annual-report"]
    assert TagCount.objects.get(tag__key="money").articles == 1
    call_command("check_library", fix=True, verbosity=0)


@pytest.fixture
def later_migrations(settings):
    """A migration that is still to come; taken back in the end."""
    settings.MIGRATION_MODULES = {"summaries": "tests.later_migrations"}
    yield
    call_command("migrate", "summaries", "0001", verbosity=0)


def test_every_table_can_be_altered_and_altered_back(later_migrations):
    make_library()
    before = picture()
    call_command("migrate", "summaries", verbosity=0)
    assert picture() == before
    call_command("migrate", "summaries", "0001", verbosity=0)
    assert picture() == before
    assert_sound()


def test_rows_written_in_a_migration_are_stored_count_of(later_migrations):
    make_library()
    before_migrate(**migrating())
    assert Article.objects.search("report")  # as a migration of data may want to
    Article.objects.filter(title="Annual report").update(status="draft", search_title="zeppelin")
    after_migrate(apps.get_app_config("summaries"), using="default")
    call_command("check_library", quick=True, verbosity=0)
    assert Article.objects.search("zeppelin")


def test_the_app_can_be_migrated_away_and_back(tmp_path):
    make_library()
    before, dump = picture(), tmp_path / "library.json"
    call_command("dumpdata", "summaries", output=str(dump), verbosity=0)
    try:
        call_command("migrate", "summaries", "zero", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(LEFT_OVER[connection.vendor])
            assert not cursor.fetchall()
    finally:
        call_command("migrate", "summaries", verbosity=0)
    call_command("loaddata", dump, verbosity=0)
    assert picture() == before
    assert_sound()


LEFT_OVER = {
    "sqlite": "SELECT name FROM sqlite_master WHERE name LIKE 'summaries%'",
    "postgresql": "SELECT relname FROM pg_class WHERE relname LIKE 'summaries%'"
    " UNION ALL SELECT proname FROM pg_proc WHERE proname LIKE 'summaries%'",
}
ELSEWHERE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("loaddata", {dump!r}, verbosity=0)
call_command("check_library", verbosity=0)
call_command("dumpdata", "auth.user", "summaries", output={back!r}, verbosity=0, **{natural!r})
"""


@pytest.mark.parametrize("natural", [True, False])
def test_a_dump_gives_the_same_library_elsewhere_and_back(natural, tmp_path):
    """In a new SQLite database, from whichever the tests run on."""
    natural = {"use_natural_foreign_keys": natural, "use_natural_primary_keys": natural}
    make_library()
    before = picture()
    dump, back = f"{tmp_path}/there.json", f"{tmp_path}/back.json"
    call_command("dumpdata", "auth.user", "summaries", output=dump, verbosity=0, **natural)
    code = ELSEWHERE.format(dump=dump, back=back, natural=natural)
    manage("shell", "-c", code, url=f"sqlite:///{tmp_path}/elsewhere.sqlite3")
    call_command("flush", interactive=False, verbosity=0)
    assert not Article.objects.exists()
    call_command("loaddata", back, verbosity=0)
    assert picture() == before
    assert_sound()


@pytest.mark.parametrize("everything", [True, False])
def test_what_the_database_makes_by_itself_is_not_dumped(everything, tmp_path):
    make_library()
    dump = tmp_path / "library.json"
    call_command("dumpdata", "summaries", use_base_manager=everything, output=str(dump))
    text = dump.read_text(encoding="utf-8")
    assert "summaries.article" in text
    for model in (ArticleCount, TagCount, PublicState):
        assert f'"{model._meta.label_lower}"' not in text
    for model in (Checkup, Fingerprint, Job, JobChange, TextKey):
        assert model.objects.exists()
        assert (f'"{model._meta.label_lower}"' in text) is everything


def test_tables_emptied_in_any_order_leave_no_count():
    """As ``flush`` does on SQLite, in an order that the process's hash seed decides."""
    for first in MODELS:
        make_library()
        tables = sorted(
            (model._meta.db_table for model in MODELS),
            key=lambda table: table != first._meta.db_table,
        )
        with transaction.atomic(), connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f'DELETE FROM "{table}"')
        assert not ArticleCount.objects.exists()
        assert not TagCount.objects.exists()
        call_command("check_library", verbosity=0)


def migrating(app="summaries"):
    migration = type("Migration", (), {"app_label": app})
    config = apps.get_app_config("summaries")
    return {"sender": config, "using": "default", "plan": [(migration, False)]}


def test_a_database_that_the_library_is_kept_out_of_is_left_alone(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(router, "allow_migrate_model", lambda db, model: False)
        before_migrate(**migrating())
        assert not differing()
    before_migrate(**migrating("auth"))
    assert not differing()
    with monkeypatch.context() as patch:
        patch.setattr(router, "allow_migrate_model", lambda db, model: False)
        database.drop(connection, maintained(connection), only=database.Trigger)
        after_migrate(apps.get_app_config("summaries"), using="default")
        assert differing()
    after_migrate(apps.get_app_config("summaries"), using="default")
    assert not differing()


def test_a_mark_that_was_lost_is_made_anew():
    """As by ``flush``; without it no page is kept."""
    PublicState.objects.all()._raw_delete("default")
    after_migrate(apps.get_app_config("summaries"), using="default")
    assert PublicState.objects.exists()


def differing():
    return [
        thing for one in maintained(connection) for thing in database.differing(connection, one)
    ]


def test_nothing_is_installed_that_reads_columns_yet_to_come(monkeypatch):
    """As after migrating back, or by a project's migration between two of the library's."""
    tables = {"table": "summaries_articletag", "of": "summaries_article"}
    later = Copy(**tables, reference="content_object_id", columns=("yet_to_come",))
    monkeypatch.setattr("summaries.models.maintained", lambda connection: [later])
    after_migrate(apps.get_app_config("summaries"), using="default")
    assert database.differing(connection, later) == later.objects(connection.vendor)
    monkeypatch.undo()
    make_library()


def test_another_database_is_refused_before_a_table_is_made(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "mysql", raising=False)
    with pytest.raises(NotSupportedError, match="SQLite and PostgreSQL"):
        pre_migrate.send(**migrating())
    pre_migrate.send(**migrating("auth"))
    after_migrate(apps.get_app_config("summaries"), using="default")


def test_a_bulk_of_changes_marks_the_library_once_in_a_transaction():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite overwrites the row in place.")
    make_library()
    marks = []
    for _transaction in range(2):
        with transaction.atomic():
            before = times_marked()
            for number in range(20):
                Article.objects.update(byline=f"{number}")
            assert times_marked() == before + 1
        marks.append(PublicState.objects.get().text)
    assert marks[0] != marks[1]


def times_marked():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n_tup_upd FROM pg_stat_xact_user_tables WHERE relname = %s",
            [PublicState._meta.db_table],
        )
        return cursor.fetchone()[0]


def test_a_change_rolled_back_to_a_savepoint_takes_its_mark_with_it():
    make_library()
    before = PublicState.objects.get().text
    with transaction.atomic():
        with transaction.atomic():
            Article.objects.update(byline="rolled back")
            transaction.set_rollback(True)
        assert PublicState.objects.get().text == before
        Article.objects.update(byline="stays")
    assert PublicState.objects.get().text != before
