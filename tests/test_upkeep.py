"""``check_library`` finds each kind of damage, says so, and mends it."""

import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from summaries import upkeep
from summaries.models import (
    Article,
    ArticleCount,
    ArticleTag,
    Category,
    Part,
    Redirect,
    Revision,
    Tag,
)
from tests.library import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    make_article("Ferry timetable", tags=("plan",), category=("Work", "Reports", "2020"))
    return make_article("Annual report", tags=("money",), category=("Work",))


def execute(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def behind_the_triggers(sql, *parameters):
    """As ``pg_restore --data-only --disable-triggers``, or SQLite's ``INSERT OR REPLACE``, does."""
    connection.check_constraints()
    if connection.vendor == "postgresql":
        execute("SET LOCAL session_replication_role = replica")
        execute(sql, *parameters)
        execute("SET LOCAL session_replication_role = origin")
    else:
        triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        with connection.cursor() as cursor:
            dropped = cursor.execute(triggers).fetchall()
            for name, _statement in dropped:
                cursor.execute(f'DROP TRIGGER "{name}"')
            cursor.execute(sql, parameters)
            for _name, statement in dropped:
                cursor.execute(statement)


def trigger_disabled():
    if connection.vendor == "sqlite":
        execute("DROP TRIGGER summaries_article_fts_update")
    else:
        execute("ALTER TABLE summaries_tag DISABLE TRIGGER summaries_tag_frame_update")


def trigger_at_another_time():
    name, table = "summaries_tag_frame_update", "summaries_tag"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [name])
            (statement,) = cursor.fetchone()
        execute(f"DROP TRIGGER {name}")
        execute(statement.replace(" AFTER ", " BEFORE "))
    else:
        execute(f"DROP TRIGGER {name} ON {table}")
        execute(
            f"CREATE TRIGGER {name} AFTER UPDATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )


def trigger_for_one_column():
    name, table = "summaries_tag_frame_update", "summaries_tag"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [name])
            (statement,) = cursor.fetchone()
        execute(f"DROP TRIGGER {name}")
        execute(statement.replace("AFTER update", "AFTER UPDATE OF name"))
    else:
        execute(f"DROP TRIGGER {name} ON {table}")
        execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE OF name ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )


def title_index_of_another_column():
    if connection.vendor == "sqlite":
        execute("DROP TABLE summaries_article_titles")
        execute("CREATE VIRTUAL TABLE summaries_article_titles USING fts5(search_text)")
    else:
        execute("DROP INDEX summaries_article_titles")
        execute(
            "CREATE INDEX summaries_article_titles ON summaries_article USING gin (search_vector)"
        )


def search_column_not_generated():
    if connection.vendor == "sqlite":
        execute("DROP TABLE summaries_article_fts")
    else:
        execute("ALTER TABLE summaries_article ALTER COLUMN search_vector DROP EXPRESSION")


def index_left_invalid():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite builds an index whole or not at all.")
    index = "'summaries_article_fts'::regclass"
    execute(f"UPDATE pg_index SET indisvalid = false WHERE indexrelid = {index}")


def counts_lost():
    ArticleCount.objects.all().delete()


def rows_changed_behind_the_triggers():
    behind_the_triggers(
        "UPDATE summaries_article SET status = 'draft', search_title = 'zeppelin'"
        " WHERE slug = 'annual-report'"
    )


def copies_changed_behind_the_triggers():
    behind_the_triggers("UPDATE summaries_articletag SET public_from = NULL")


def category_without_its_parent():
    Category.objects.filter(full_path="work/reports").update(path="00090001")
    Category.objects.filter(full_path="work/reports/2020").update(path="000900010001")


def category_that_lost_its_parent_and_knows_its_address():
    reports = Category.objects.filter(full_path="work/reports")
    reports.update(path="00090001", full_path="reports")
    Category.objects.filter(full_path="work/reports/2020").update(
        path="000900010001", full_path="reports/2020"
    )
    Category.objects.filter(full_path="work").update(numchild=0)


def category_with_a_path_of_no_tree():
    Category.objects.filter(full_path="work/reports/2020").update(path="!?!?", depth=1)


def category_with_a_wrong_number_of_children():
    Category.objects.filter(full_path="work").update(numchild=7)


def category_with_a_wrong_address():
    Category.objects.filter(full_path="work").update(slug="labour")


def redirect_from_an_address_in_use():
    Redirect.objects.create(path="articles/annual-report", tag=Tag.objects.get(key="plan"))


def redirect_to_what_is_gone():
    tag = Tag.objects.create(name="gone")
    Redirect.objects.create(path="tags/old", tag=tag)
    behind_the_triggers("DELETE FROM summaries_tag WHERE id = %s", tag.pk)


def search_index_alone_out_of_date():
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL's index is a generated column's.")
    behind_the_triggers("UPDATE summaries_article SET search_text = search_text || ' zeppelin'")


def one_column_lost():
    Article.objects.update(excerpt="")


def words_of_a_part_lost():
    Part.objects.filter(article__slug="annual-report").update(word_count=0)


def derived_columns_lost():
    Article.objects.update(search_text="", excerpt="", word_count=0)
    Part.objects.update(word_count=0)
    Revision.objects.all().delete()


DAMAGES = [
    (trigger_disabled, "trigger"),
    (trigger_at_another_time, "trigger"),
    (trigger_for_one_column, "trigger"),
    (title_index_of_another_column, "index"),
    (search_column_not_generated, "index"),
    (index_left_invalid, "1 trigger or index"),
    (counts_lost, "stored counts? of articles"),
    (rows_changed_behind_the_triggers, "stored count"),
    (copies_changed_behind_the_triggers, "ha(s|ve) other dates"),
    (category_without_its_parent, "categories do not match their places"),
    (category_that_lost_its_parent_and_knows_its_address, "1 category does not match"),
    (category_with_a_path_of_no_tree, "categor(y|ies) do(es)? not match"),
    (category_with_a_wrong_number_of_children, "1 category does not match"),
    (category_with_a_wrong_address, "3 categories do not match"),
    (redirect_from_an_address_in_use, "1 redirect"),
    (redirect_to_what_is_gone, "1 redirect"),
    (search_index_alone_out_of_date, "1 search index"),
    (one_column_lost, "2 articles have"),
    (words_of_a_part_lost, "1 article has"),
    (derived_columns_lost, "2 articles have"),
]


@pytest.mark.parametrize(("damage", "said"), DAMAGES)
def test_damage_is_found_and_fixed(article, capsys, damage, said):
    connection.check_constraints()
    with transaction.atomic():
        damage()
    with pytest.raises(CommandError, match="check_library --fix"):
        call_command("check_library")
    assert_said(said, capsys)
    call_command("check_library", fix=True)
    assert_said(f"{said}.*: fixed", capsys)
    call_command("check_library")
    assert capsys.readouterr().out.startswith("No problems found.\n")


def test_no_article_is_left_out_between_two_batches(article, capsys, monkeypatch):
    monkeypatch.setattr(upkeep, "BATCH_SIZE", 1)
    one_column_lost()
    call_command("check_library", fix=True)
    assert_said("2 articles have.*: fixed", capsys)
    call_command("check_library")


def assert_said(pattern, capsys):
    lines = capsys.readouterr().out
    assert re.search(pattern, lines), lines


def test_what_was_fixed_works(article):
    category_without_its_parent()
    derived_columns_lost()
    call_command("check_library", fix=True, verbosity=0)
    moved = Category.objects.get(name="Reports")
    assert (moved.full_path, moved.depth) == ("reports", 1)
    assert Category.objects.get(name="2020").full_path == "reports/2020"
    assert [one.slug for one in Article.objects.search("plan")] == ["ferry-timetable"]
    assert article.revisions.count() == 1


def test_a_tree_that_was_fixed_grows_on(article):
    category_with_a_path_of_no_tree()
    call_command("check_library", fix=True, quick=True, verbosity=0)
    Category.objects.add_root({"name": "Next"})
    assert not any(Category.objects.find_problems())


def test_rows_replaced_on_sqlite_are_found_and_fixed(article):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no INSERT OR REPLACE.")
    execute("INSERT OR REPLACE INTO summaries_tag SELECT * FROM summaries_tag")
    call_command("check_library", verbosity=0)
    table = ArticleTag._meta.db_table
    names = ", ".join(field.column for field in ArticleTag._meta.concrete_fields)
    execute(f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM {table}")
    with pytest.raises(CommandError):
        call_command("check_library", verbosity=0)
    call_command("check_library", fix=True, verbosity=0)
    call_command("check_library", verbosity=0)


def test_an_interrupted_run_says_how_to_go_on(article, monkeypatch):
    def interrupted(document):
        raise KeyboardInterrupt

    monkeypatch.setattr(upkeep, "derive", interrupted)
    with pytest.raises(CommandError, match="again") as caught:
        call_command("check_library")
    assert caught.value.returncode == 130
    call_command("check_library", quick=True)


@pytest.mark.parametrize("command", [("check_library",), ("import_articles", ".")])
def test_missing_tables_are_one_sentence(command, monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", lambda *_args, **_options: [])
    with pytest.raises(CommandError, match="python manage"):
        call_command(*command)


def test_what_no_command_has_looked_at_is_said_and_is_not_wrong(article, capsys):
    call_command("check_library", quick=True)
    waits = "waits? for check_texts.*waits? for find_duplicates"
    assert re.search(waits, capsys.readouterr().out, re.S)
    call_command("check_texts", verbosity=0)
    call_command("find_duplicates", verbosity=0)
    call_command("check_library", quick=True)
    assert capsys.readouterr().out == "No problems found.\n"
