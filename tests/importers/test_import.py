"""import_articles, from files to articles, over small pages of our own."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from summaries import importers
from summaries.document import Document, Source
from summaries.document import Part as DocumentPart
from summaries.importers import Reading, store
from summaries.models import Article, Category, Part, Redirect, SourcePage
from tests.library import make_article

pytestmark = pytest.mark.django_db

PAGE = """Village Pages - Garden notes - Summary of allotment work

Summary of allotment work

The following is a summary of allotment work compiled by Greenleaf.com for your reference.

Summary of allotment work 1 This spring the committee of XX village repaired the well.

First, the well and the pump.

The pump was taken apart in March and put together again on 165438+1October 3rd.

Second, the paths.

Every path was laid with gravel.

Summary of allotment work 2 In 20XX the beds were measured anew.

The measuring took two Saturdays and one argument.

I hope this helps you.
"""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "allotment.txt").write_text(PAGE, encoding="utf-8")
    return folder


def run(*arguments, **options):
    """The command's two streams and its exit code."""
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command("import_articles", *map(str, arguments), stdout=out, stderr=err, **options)
    except SystemExit as stop:
        code = stop.code
    return out.getvalue().strip(), err.getvalue().strip(), code


def test_a_page_comes_in_clean_and_in_order(folder, tmp_path):
    report = tmp_path / "report.jsonl"
    assert run(folder, report=report) == (
        "1 created, 0 updated, 0 unchanged, 0 skipped, 0 failed",
        "",
        0,
    )
    article = Article.objects.get()
    assert article.title == "Summary of allotment work"
    assert [one.name for one in article.category.trail()] == ["Garden notes"]
    assert (article.status, article.source_name) == ("draft", "Greenleaf.com")
    assert article.published_at is None
    first, second = article.parts.all()
    assert first.body.startswith(
        "<p>This spring the committee of XX village repaired the well.</p>"
    )
    assert "<h3>First, the well and the pump.</h3>" in first.body
    assert "argument" in second.body
    assert "hope this helps" not in second.body
    page = SourcePage.objects.get()
    assert (page.original, page.key) == (PAGE, article.source_key)
    # Editors see no path of the server.
    assert str(tmp_path) not in f"{page.key} {article.revisions.get().note}"
    assert page.report["blanks"] == ["XX", "20XX"]
    (line,) = report.read_text(encoding="utf-8").splitlines()
    found = json.loads(line)
    assert found["outcome"] == "created"
    assert found["site"] == "Village Pages"
    assert found["blanks"] == ["XX", "20XX"]
    assert [cut["text"] for cut in found["cut"]][-1] == "I hope this helps you."
    assert "165438+1October" in found["damage"][0]["text"]
    assert {"path", "trail", "byline", "published", "source", "announced_parts", "lead"} <= set(
        found
    )
    assert {"lead_is_filler", "parts", "guesses"} <= set(found)
    assert set(found["parts"][0]) == {"title", "text", "headings"}
    assert set(found["parts"][0]["headings"][0]) == {"text", "level", "run_in"}


def test_a_dry_run_reports_and_writes_nothing(folder, tmp_path):
    report = tmp_path / "report.jsonl"
    out, _, _ = run(folder, dry_run=True, report=report)
    assert out.splitlines() == [
        "Summary of allotment work",
        "  category: Garden notes",
        "  status: draft",
        "  text: The following is a summary of allotment work compiled by Greenleaf.com for your "
        "reference.",
        "1 created, 0 updated, 0 unchanged, 0 skipped, 0 failed (dry run)",
    ]
    assert json.loads(report.read_text(encoding="utf-8"))["title"] == "Summary of allotment work"
    assert not Article.objects.exists()
    assert not Category.objects.exists()


def test_running_again_leaves_unchanged_pages_alone(folder):
    run(folder)
    before = Article.objects.get().as_document()
    assert run(folder)[0] == "0 created, 0 updated, 1 unchanged, 0 skipped, 0 failed"
    assert Article.objects.get().as_document() == before


def test_a_changed_page_updates_its_article_but_not_its_address(folder):
    run(folder)
    Article.objects.update(status="published", published_at="2024-01-01T00:00Z")
    for plants in ("allotment", "garden"):
        changed = PAGE.replace("gravel", "bark").replace("allotment work", f"{plants} work")
        (folder / "allotment.txt").write_text(changed, encoding="utf-8")
        assert run(folder)[0] == "0 created, 1 updated, 0 unchanged, 0 skipped, 0 failed"
    article = Article.objects.get()
    assert article.title == "Summary of garden work"
    assert (article.slug, article.status) == ("summary-of-allotment-work", "published")


def test_a_changed_line_brings_its_tags(tmp_path):
    file = tmp_path / "articles.jsonl"
    for tags in (["boats"], ["ferries", "boats"], []):
        line = {"title": "Ferry notes", "tags": tags, "source": {"key": "k"}}
        file.write_text(json.dumps(line), encoding="utf-8")
        run(file)
        assert sorted(Article.objects.get().tags.names()) == sorted(tags)


def test_a_draft_stays_a_draft_and_an_editors_tags_stay_beside_the_pages(tmp_path):
    page = tmp_path / "well.md"
    page.write_text("---\ntitle: The well\ndraft: true\ntags: [water]\n---\nIt is deep.\n")
    run(page, "--status", "published")
    article = Article.objects.get()
    assert article.status == "draft"
    article.tags.add("village")
    page.write_text("---\ntitle: The well\ntags: [water, rope]\n---\nIt is very deep.\n")
    run(page)
    assert set(article.tags.names()) == {"water", "rope", "village"}


def test_an_edited_article_is_never_overwritten(folder):
    run(folder)
    part = Part.objects.first()
    part.body = "<p>Mended by hand.</p>"
    part.save()
    (folder / "allotment.txt").write_text(PAGE.replace("gravel", "bark"), encoding="utf-8")
    out, err, code = run(folder)
    assert out == "0 created, 0 updated, 0 unchanged, 1 skipped, 0 failed"
    assert "edited after the import" in err
    assert code == 0
    part.refresh_from_db()
    assert part.body == "<p>Mended by hand.</p>"


def test_the_same_text_twice_makes_one_article(folder):
    (folder / "copy.txt").write_text(PAGE, encoding="utf-8")
    out, err, _ = run(folder)
    assert out == "1 created, 0 updated, 0 unchanged, 1 skipped, 0 failed"
    assert "The same text as" in err


def test_a_deleted_article_stays_deleted(folder):
    run(folder)
    Article.objects.get().delete()
    assert run(folder)[0] == "0 created, 0 updated, 0 unchanged, 1 skipped, 0 failed"
    assert not Article.objects.exists()


def test_one_bad_file_costs_one_line(folder):
    (folder / "empty.txt").touch()
    (folder / "noise.txt").write_bytes(random.Random(1).randbytes(60) * 40 + bytes(9))
    (folder / "link.txt").symlink_to(folder / "gone.txt")
    with (folder / "huge.txt").open("wb") as huge:
        huge.truncate(100 * 1024 * 1024)
    out, err, code = run(folder)
    assert out == "1 created, 0 updated, 0 unchanged, 0 skipped, 4 failed"
    assert len(err.splitlines()) == 4
    assert code == 1


def test_an_empty_folder_is_met_with_one_line(tmp_path):
    with pytest.raises(CommandError, match=r"^\S+: no file to import \(.txt, .+\)\.$"):
        run(tmp_path)


def test_a_folder_of_other_files_is_met_with_what_they_are(tmp_path):
    (tmp_path / "page.log").touch()
    with pytest.raises(CommandError, match=r"^1 \.log file: not read\n"):
        run(tmp_path)


def test_what_was_passed_over_is_said_before_the_tally(folder):
    for name in ("a.log", "b.log"):
        (folder / name).touch()
    out, _, code = run(folder)
    said, tally = out.splitlines()
    assert said == "2 .log files: not read"
    assert tally.startswith("1 created")
    assert code == 0


def test_an_empty_folder_beside_another_costs_one_line(folder, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    out, err, code = run(folder, empty)
    assert out.startswith("1 created")
    assert (err, code) == (
        f"{empty}: no file to import ({', '.join(importers.suffixes())}).",
        0,
    )


def test_a_report_that_cannot_be_written_is_met_before_anything_is(folder, tmp_path):
    with pytest.raises(CommandError, match="The report cannot be written"):
        run(folder, report=tmp_path)
    assert not Article.objects.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_ends_the_report_but_not_the_import(folder, capsys):
    with pytest.raises(CommandError, match="/dev/full: No space left on device"):
        call_command("import_articles", str(folder), report=Path("/dev/full"))
    assert capsys.readouterr().out.startswith("1 created")
    assert Article.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_full_database_ends_the_run_but_keeps_what_was_stored(tmp_path, capsys):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite can be told to be full")
    file = tmp_path / "articles.jsonl"
    parts = [{"body": f"<p>{'Boats. ' * 999}</p>"}]
    lines = [json.dumps({"title": f"Ferry {number}", "parts": parts}) for number in range(200)]
    file.write_text("\n".join(lines), encoding="utf-8")
    with connection.cursor() as cursor:
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages + 200}")
    try:
        with pytest.raises(CommandError, match="The database failed: database or disk is full"):
            call_command("import_articles", str(file), batch_size=10)
    finally:
        connection.close()
    stored = Article.objects.count()
    assert 0 < stored < 200
    assert capsys.readouterr().out.startswith(f"{stored} created")


def test_a_date_before_all_calendars_is_left_out(tmp_path, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    page = "---\ntitle: Garden notes\ndate: 0001-01-01\n---\nThe beds were dug.\n"
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    assert run(tmp_path)[0].startswith("1 created")


def test_an_interrupted_run_says_what_is_done(folder, monkeypatch, capsys):
    def interrupted(store, readings):
        raise KeyboardInterrupt

    monkeypatch.setattr("summaries.importers.Store.store_batch", interrupted)
    with pytest.raises(CommandError, match="run the command again") as caught:
        call_command("import_articles", str(folder))
    assert caught.value.returncode == 130
    assert capsys.readouterr().out.startswith("0 created")


def test_category_and_status_can_be_set(folder):
    Category.objects.ensure(["Archive", "Old pages"])
    run(folder, category="archive/old-pages", status="published")
    article = Article.objects.get()
    assert article.category.full_path == "archive/old-pages"
    assert article.is_public


def test_json_lines_come_in_as_they_went_out(tmp_path):
    document = Document(title="Ferry notes", category=("Work",), tags=("boats",), status="review")
    file = tmp_path / "articles.jsonl"
    file.write_text(f"{document.to_json()}\n\n{{broken\n", encoding="utf-8")
    out, err, code = run(file)
    assert out == "1 created, 0 updated, 0 unchanged, 0 skipped, 1 failed"
    assert f"{file}:3: Not JSON" in err
    assert code == 1
    document = Article.objects.get().as_document()
    assert (document.tags, document.status) == (("boats",), "review")


def test_one_reading_is_stored_and_says_what_it_dropped():
    document = Document("Ferry notes", (DocumentPart(body="<p>Boats<img src=x></p>"),))
    outcome = store(Reading("a.jsonl", "a", document), status="published")
    assert (outcome.outcome, outcome.report()["dropped"]) == ("created", ["img"])
    assert Article.objects.get().status == "draft"  # as the document says


def test_texts_of_one_title_come_in_under_addresses_of_their_own(tmp_path):
    make_article("Ferry notes")
    old = make_article("Ferry notes")
    old.slug = "boats"
    old.save()  # which leaves a redirect from ferry-notes-2
    file = tmp_path / "articles.jsonl"
    lines = [json.dumps({"title": "Ferry notes", "lead": lead}) for lead in "ab"]
    file.write_text("\n".join(lines), encoding="utf-8")
    assert run(file)[0].startswith("2 created")
    slugs = Article.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["ferry-notes", "boats", "ferry-notes-2", "ferry-notes-3"]
    assert not Redirect.objects.exists()


def test_an_import_key_that_an_article_has_is_not_taken(tmp_path):
    make_article("Mine", source=Source(key="k"))
    file = tmp_path / "articles.jsonl"
    file.write_text('{"title": "Theirs", "source": {"key": "k"}}', encoding="utf-8")
    out, err, code = run(file)
    assert out == "0 created, 0 updated, 0 unchanged, 1 skipped, 0 failed"
    assert ("has this import key already" in err, code) == (True, 0)
    assert Article.objects.get().title == "Mine"


@pytest.mark.django_db(transaction=True)
def test_a_killed_run_is_finished_by_the_next(tmp_path, settings):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        text = PAGE.replace("allotment", f"plot {number}")
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    database = settings.DATABASES["default"]
    name = str(database["NAME"])
    if database["ENGINE"].endswith("sqlite3"):
        url = f"sqlite:///{name}"
    else:
        url = f"postgresql://{database['USER']}@/{name}?host={database['HOST']}"
    process = subprocess.Popen(
        [sys.executable, "manage.py", "import_articles", "--batch-size=10", str(folder)],
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None and SourcePage.objects.count() < 5:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert 5 <= SourcePage.objects.count() < 60
    run(folder)
    assert Article.objects.count() == SourcePage.objects.count() == 60
    assert Part.objects.count() == 120


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"title": "a", "slug": "a/b"}', "slug"),
        ('{"title": "a", "source": {"url": "javascript:x"}}', "source_url"),
        (json.dumps({"title": "a", "category": ["x"] * 99}), "Categories go no deeper"),
        (json.dumps({"title": "a", "category": ["x" * 120] * 6}), "nested too deeply"),
        ('{"title": "a\\u0000b"}', "NUL"),
        ('{"title": "a\\ud800b"}', "half a character"),
        ('{"title": "a", "expires_at": "9999-12-31T23:00:00-02:00"}', "expires_at"),
        (json.dumps({"title": "a" * 301}), "title"),
    ],
)
def test_a_line_that_does_not_fit_costs_itself_alone(tmp_path, line, said):
    file = tmp_path / "articles.jsonl"
    file.write_text(f'{{"title": "Before"}}\n{line}\n{{"title": "After"}}\n', encoding="utf-8")
    out, err, code = run(file)
    assert out == "2 created, 0 updated, 0 unchanged, 0 skipped, 1 failed"
    assert said in err
    assert code == 1


def test_lines_with_the_same_key_or_the_same_anchors_come_in_once(tmp_path):
    file = tmp_path / "articles.jsonl"
    parts = [{"anchor": "part-2"}, {"anchor": ""}, {"anchor": "part-2"}]
    lines = [{"title": title, "source": {"key": "k"}, "parts": parts} for title in ("One", "Two")]
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert run(file)[0] == "1 created, 0 updated, 0 unchanged, 1 skipped, 0 failed"
    assert run(file)[0] == "0 created, 0 updated, 1 unchanged, 1 skipped, 0 failed"
    assert len({part.anchor for part in Part.objects.all()}) == 3
    article = Article.objects.get()
    article.apply_document(Document.from_dict(lines[0]))
    assert article.parts.count() == 3
