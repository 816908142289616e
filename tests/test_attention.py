"""What needs attention: found in the present text, accepted, ignored, listed."""

import re
from dataclasses import replace
from threading import Barrier, Thread

import pytest
from django.contrib.admin import AdminSite
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse

from project.urls import urlpatterns as projects
from summaries import attention, importers, jobs, twins
from summaries.admin import ArticleAdmin
from summaries.attention import looking
from summaries.document import Part
from summaries.findings import Finding as Found
from summaries.findings import passages
from summaries.models import Article, Checkup, Finding, MistakeReport, SourcePage
from tests.library import make_article, posted_parts, submitted

pytestmark = pytest.mark.django_db

office = AdminSite(name="office")
office.register(Article, ArticleAdmin)
urlpatterns = [path("office/", office.urls), *projects]

BOATS = ("ferry", "barge", "punt", "dinghy", "tug", "skiff")
LONG = "".join(f"<p>The {boat} was dry, and so were all the ropes.</p>" for boat in BOATS)
RAIN = "<p>It rained. In <b>1 1</b> months we <i>left</i>. Then * * * came ;so we went.</p>"


@pytest.fixture
def editor():
    return get_user_model().objects.create_superuser("ada", password="secret")


@pytest.fixture
def article():
    """Two damaged numbers, one sign too far from its word, stars, and no tags."""
    parts = [Part("Spring", RAIN), Part("", f"{LONG}<p>In 1 2 months it was mended.</p>")]
    article = make_article("The ferry", parts=parts)
    attention.refresh([article.pk])
    return article


def found(article, **fields):
    rows = Finding.objects.filter(article=article, **fields).order_by("anchor", "start")
    return [(row.kind, row.text, row.suggestion) for row in rows]


def finding(text):
    return Finding.objects.get(text=text)


def bodies(article):
    return [part.body for part in article.parts.all()]


# Looking


def test_each_finding_is_at_its_place_with_its_sentence(article):
    row = finding("1 1 months")
    assert (row.kind, row.anchor, row.field, row.suggestion) == (
        *("digits", "part-1", "body", "11 months"),
    )
    assert (row.before, row.after) == ("In ", " we left.")
    assert found(article) == [
        ("tags", "", None),
        ("digits", "1 1 months", "11 months"),
        ("stars", "* * *", None),
        ("punctuation", " ;", ";"),
        ("digits", "1 2 months", "12 months"),
    ]


def test_an_edit_of_the_text_makes_it_stale_and_publishing_does_not(article):
    assert not attention.stale().exists()
    Article.objects.filter(pk=article.pk).edit(status="draft", is_featured=True)
    assert not attention.stale().exists()
    article.refresh_from_db()
    article.lead = "A quiet year."
    article.save()
    assert attention.stale().get() == article


def test_other_rules_make_it_stale(article, settings):
    settings.SUMMARIES_SHORT_WORDS = 500
    assert attention.stale().get() == article
    assert list(attention.refresh_all()) == [1]
    assert Finding.objects.get(kind="short").remark == "80 words"


def test_rows_stay_while_their_text_does(article):
    before = dict(Finding.objects.values_list("text", "pk"))
    part = article.parts.first()
    part.body = f"<p>In May.</p>{part.body}".replace("* * *", "nobody")
    part.save()
    attention.refresh([article.pk])
    after = dict(Finding.objects.values_list("text", "pk"))
    assert before.keys() - after.keys() == {"* * *"}
    assert before["1 1 months"] == after["1 1 months"]
    assert finding("1 1 months").start == 22


def test_what_changes_while_it_is_read_is_left_for_the_next_time(article, monkeypatch):
    rule = looking.quality.tags

    def slow(document):
        Article.objects.get(pk=article.pk).apply_document(document_with_tag())
        return rule(document)

    def document_with_tag():
        return (
            Article.objects.get(pk=article.pk)
            .as_document()
            .__class__(title="The ferry", tags=("water",), parts=(Part("", LONG),))
        )

    Checkup.objects.all().delete()
    monkeypatch.setattr(looking.quality, "RULES", (slow,))
    attention.refresh([article.pk])
    assert attention.stale().get() == article


def test_links_that_lead_nowhere(article):
    there = make_article("There", tags=("water",))
    old = there.slug
    links = (f"/articles/{old}/", "/articles/gone/", "/tags/water/", "/categories/none/", "/about/")
    body = "".join(f'<p>See <a href="{link}">the page {link[1:9]}</a>.</p>' for link in links)
    linking = make_article("Linking", body, tags=("water",))
    call_command("check_texts", verbosity=0)

    def broken():
        rows = Finding.objects.filter(article=linking, kind="link").order_by("start")
        return [(row.text, row.remark) for row in rows]

    assert broken() == [
        ("the page articles", "/articles/gone/"),
        ("the page categori", "/categories/none/"),
    ]
    there.refresh_from_db()
    there.slug = "over-there"
    there.save()
    call_command("check_texts", verbosity=0)
    assert len(broken()) == 2
    Article.objects.filter(pk=there.pk).edit(status="draft")
    call_command("check_texts", verbosity=0)
    assert len(broken()) == 3


def test_a_guessed_title_until_it_is_changed(article):
    report = {
        "title": "The ferry",
        "guesses": [{"field": "title", "reason": "The page has no title line."}],
        "suggested_cuts": [{"text": "In 1 2  months it\nwas mended.", "reason": "menu"}],
    }
    SourcePage.objects.create(key="a.txt", article=article, original="", report=report)
    attention.refresh([article.pk])
    assert [kind for kind, _text, _new in found(article, note__gt="")] == ["title", "cut"]
    article.title = "The ferry in spring"
    article.save()
    attention.refresh([article.pk])
    assert [kind for kind, _text, _new in found(article, note__gt="")] == ["cut"]


def test_a_run_that_was_interrupted_goes_on(article, monkeypatch):
    for number in range(3):
        make_article(f"Number {number}")
    monkeypatch.setattr(looking, "BATCH_SIZE", 2)
    run = attention.refresh_all()
    assert next(run) == 2
    run.close()
    assert list(attention.refresh_all()) == [1]


def test_check_library_looks_at_what_is_stale(article):
    make_article("Another")
    call_command("check_library", fix=True, verbosity=0)
    assert not attention.stale().exists()


def no_rope(document):
    """``ropes``; not ``sails``."""
    for passage in passages(document):
        for match in re.finditer("ropes", passage.text):
            yield passage.finding("house style", *match.span(), "lines")


not_a_rule = "lines"


def test_a_rule_of_the_project(article, settings):
    settings.SUMMARIES_QUALITY_RULES = ["tests.test_attention.no_rope"]
    call_command("check_texts", verbosity=0)
    rows = Finding.objects.filter(kind="house style")
    assert rows.count() == 6
    (done,) = attention.accept_all(rows.values_list("pk", flat=True))
    assert (len(done.findings), done.left) == (6, 0)
    assert "ropes" not in bodies(article)[1]


@pytest.mark.parametrize(
    ("rules", "ids"),
    [
        (["tests.test_attention.no_rope"], []),
        (["tests.test_attention.gone"], ["summaries.E022"]),
        (["tests.test_attention.not_a_rule"], ["summaries.E022"]),
        ("tests.test_attention.no_rope", ["summaries.E021"]),
    ],
)
def test_rules_are_checked(rules, ids, settings):
    settings.SUMMARIES_QUALITY_RULES = rules
    assert [one.id for one in run_checks() if one.id.startswith("summaries.E")] == ids


def test_a_kind_has_a_length():
    with pytest.raises(ValueError, match="1 to 40 characters"):
        Found("x" * 41)


# Accepting and ignoring


def test_accept_replaces_this_place_alone_as_one_edit(article, editor):
    attention.accept(finding("1 1 months").pk, by=editor)
    assert bodies(article)[0] == RAIN.replace("<b>1 1</b>", "<b>11</b>")
    revision = article.revisions.first()
    assert (revision.number, revision.created_by, revision.changes) == (2, editor, ["parts"])
    assert revision.note == "Accepted: “1 1 months” is now “11 months”"
    assert not Finding.objects.filter(text="1 1 months").exists()
    assert not attention.stale().exists()


def test_accept_finds_its_place_again_but_not_another(article):
    part = article.parts.first()
    part.body = f"<p>In May it was 1 1 months.</p>{part.body}"
    part.save()
    attention.accept(finding("1 1 months").pk)
    assert "<p>In May it was 1 1 months.</p>" in bodies(article)[0]
    assert "In <b>11</b> months" in bodies(article)[0]


def test_accept_refuses_what_has_changed_or_is_done(article):
    key = finding("1 1 months").pk
    part = article.parts.first()
    part.body = part.body.replace("1 1", "eleven")
    part.save()
    with pytest.raises(attention.RepairError, match="has changed"):
        attention.accept(key)
    key = finding(" ;").pk
    attention.accept(key)
    with pytest.raises(attention.RepairError, match="dealt with"):
        attention.accept(key)
    with pytest.raises(attention.RepairError, match="No repair"):
        attention.accept(finding("* * *").pk)


def test_a_title_is_never_emptied(article):
    row = Finding.objects.create(
        article=article, kind="house style", field="title", text="The ferry", suggestion=""
    )
    with pytest.raises(attention.RepairError):
        attention.accept(row.pk)
    assert Article.objects.get().title == "The ferry"


def test_a_lead_that_says_nothing_is_left_out():
    lead = "Time flies. How do you write a report? Here are some for your reference."
    article = make_article(body=LONG, lead=lead, tags=("water",))
    attention.refresh([article.pk])
    attention.accept(Finding.objects.get().pk)
    article.refresh_from_db()
    assert (article.lead, article.revisions.first().note[:18]) == ("", "Accepted: without ")


def test_accept_all_in_batches_as_far_as_allowed(article, monkeypatch):
    monkeypatch.setattr("summaries.attention.repairing.BATCH_SIZE", 2)
    others = [make_article(f"Number {n}", "<p>In 1 1 months.</p>") for n in range(4)]
    attention.refresh([one.pk for one in others])
    rows = Finding.objects.filter(kind="digits")
    done = list(
        attention.accept_all(
            rows.values_list("pk", flat=True), allowed=lambda one: one.title != "Number 3"
        )
    )
    assert [(len(one.articles), len(one.findings), one.left) for one in done] == [
        *((2, 3, 0), (2, 2, 0), (0, 0, 1)),
    ]
    assert article.revisions.first().note == "2 suggestions accepted"
    assert [row.article for row in rows.all()] == [others[3]]


def test_ignored_until_the_text_changes(article):
    attention.ignore([finding("1 1 months").pk])
    attention.refresh([article.pk])
    assert attention.counts()["digits"] == 1
    part = article.parts.first()
    part.body = f"<p>In May.</p>{part.body}"
    part.save()
    attention.refresh([article.pk])
    assert finding("1 1 months").is_ignored
    with pytest.raises(attention.RepairError, match="dealt with"):
        attention.accept(finding("1 1 months").pk)
    part.body = part.body.replace("we <i>left</i>", "they <i>left</i>")
    part.save()
    attention.refresh([article.pk])
    assert not finding("1 1 months").is_ignored


@pytest.mark.django_db(transaction=True)
def test_two_editors_accept_all_at_once(article):
    keys = list(Finding.objects.filter(kind="digits").values_list("pk", flat=True))
    barrier, taken = Barrier(2), []

    def accept():
        barrier.wait()
        taken.extend(len(done.findings) for done in attention.accept_all(keys))
        connection.close()

    threads = [Thread(target=accept) for _editor in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(taken) == 2
    assert article.revisions.count() == 2
    assert "In <b>11</b> months" in bodies(article)[0]


# The article's form


@pytest.fixture
def signed_in(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def url(article):
    return reverse("admin:summaries_article_change", args=[article.pk])


def press(client, page, name, value, **typed):
    data = {**submitted(page), **typed, name: value}
    return client.post(page.request["PATH_INFO"], data, follow=True)


def said(response):
    return " ".join(map(str, response.context["messages"]))


def test_form_shows_what_is_found_in_its_sentence(signed_in, url):
    content = signed_in.get(url).content.decode()
    assert "In <del>1 1 months</del><ins>11 months</ins> we left." in content
    assert "No tags" in content
    assert 'href="#id_parts-1"' in content


def test_form_finds_what_was_changed_elsewhere(signed_in, article, url):
    part = article.parts.first()
    part.body = "<p>It took 1 3 months.</p>"
    part.save()
    content = signed_in.get(url).content.decode()
    assert "<del>1 3 months</del>" in content
    assert "<del>1 1 months</del>" not in content


def test_one_click_accepts_and_saves_what_was_typed(signed_in, article, url):
    page = signed_in.get(url)
    response = press(signed_in, page, "_accept", finding(" ;").pk, title="The old ferry")
    assert response.redirect_chain == [(url, 302)]
    assert "is now" in said(response)
    article.refresh_from_db()
    assert article.title == "The old ferry"
    assert "came;so" in bodies(article)[0]
    assert [one.changes for one in article.revisions.all()][:2] == [["parts"], ["title"]]


def test_all_of_a_kind_are_accepted(signed_in, article, url):
    response = press(signed_in, signed_in.get(url), "_accept_kind", "digits")
    assert "2 suggestions accepted in 1 article." in said(response)
    assert found(article, kind="digits") == []
    assert article.revisions.count() == 2


def test_a_change_typed_over_the_finding_is_not_replaced(signed_in, article, url):
    page = signed_in.get(url)
    parts = list(article.as_document().parts)
    typed = posted_parts([replace(parts[0], body="<p>In eleven months.</p>"), *parts[1:]])
    response = press(signed_in, page, "_accept", finding("1 1 months").pk, **typed)
    assert "has changed" in said(response)
    assert bodies(article)[0] == "<p>In eleven months.</p>"


def test_ignored_in_the_form_and_shown_again(signed_in, url):
    row = finding("* * *")
    response = press(signed_in, signed_in.get(url), "_ignore", row.pk)
    assert "until its text changes" in said(response)
    assert f'name="_show_again" value="{row.pk}"' in response.content.decode()
    press(signed_in, response, "_show_again", row.pk)
    assert not Finding.objects.filter(is_ignored=True).exists()


@pytest.mark.parametrize("key", ["0", "x", "٣", "9" * 30])
def test_a_finding_that_is_gone(signed_in, article, url, key):
    response = press(signed_in, signed_in.get(url), "_accept", key)
    assert "dealt with" in said(response)
    assert article.revisions.count() == 1


def test_a_finding_of_another_article_is_none_of_this(signed_in, url):
    other = make_article("Other", "<p>In 1 1 months.</p>")
    attention.refresh([other.pk])
    row = Finding.objects.get(article=other, kind="digits")
    assert "dealt with" in said(press(signed_in, signed_in.get(url), "_accept", row.pk))


def test_readers_see_the_findings_without_buttons(client, url):
    reader = get_user_model().objects.create_user("bob", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(reader)
    for address in (url, worklist(), f"{worklist()}?kind=digits"):
        content = client.get(address).content.decode()
        assert "_accept" not in content
        assert "_ignore" not in content
    assert "<del>1 1 months</del>" in content
    assert client.post(worklist(), {"_accept": finding(" ;").pk}).status_code == 403
    assert client.post(preview(), {"finding": finding(" ;").pk}).status_code == 403
    assert Finding.objects.filter(text=" ;").exists()


@pytest.mark.urls(__name__)
def test_under_a_site_of_the_projects_own(signed_in, article):
    url = reverse("office:summaries_article_change", args=[article.pk])
    response = press(signed_in, signed_in.get(url), "_accept", finding(" ;").pk)
    assert response.redirect_chain == [(url, 302)]
    page = signed_in.get(reverse("office:summaries_article_attention"), {"kind": "digits"})
    assert 'href="/office/summaries/article/attention/preview/?kind=digits"' in (
        page.content.decode()
    )
    assert 'href="/admin/' not in page.content.decode()


# The list over all articles


def worklist():
    return reverse("admin:summaries_article_attention")


def preview():
    return reverse("admin:summaries_article_accept")


def test_worklist_counts_each_kind(signed_in, article):
    MistakeReport.objects.create(article=article, text="Six, not seven.")
    content = signed_in.get(worklist()).content.decode()
    counts = re.findall(r"<a href=\"(\S+)\">([^<]+)</a></th>\s*<td>(\d+)", content)
    assert [(name, count) for _url, name, count in counts] == [
        *(("Reported mistakes", "1"), ("Damaged numbers", "2"), ("Punctuation", "1")),
        *(("Stars for words", "1"), ("No tags", "1")),
    ]
    assert signed_in.get(counts[0][0]).context["cl"].result_count == 1
    assert (
        "attention/"
        in signed_in.get(reverse("admin:summaries_article_changelist")).content.decode()
    )


def test_worklist_says_what_was_not_looked_at(signed_in, article):
    make_article("Another", "<p>In 1 1 months.</p>")
    page = signed_in.get(worklist())
    assert "Not looked at since they changed: 1." in page.content.decode()
    page = signed_in.post(worklist(), {"_look": ""}, follow=True)
    assert "Not looked at" not in page.content.decode()
    assert attention.counts()["digits"] == 3


def test_worklist_accepts_and_ignores(signed_in, article):
    address = f"{worklist()}?kind=digits"
    page = signed_in.post(address, {"_accept": finding("1 1 months").pk}, follow=True)
    assert page.redirect_chain == [(address, 302)]
    page = signed_in.post(address, {"_ignore": finding("1 2 months").pk}, follow=True)
    assert "Nothing was found." in page.content.decode()
    page = signed_in.get(f"{address}&ignored=")
    assert "<del>1 2 months</del>" in page.content.decode()


def test_worklist_never_shows_what_a_text_says_no_more(signed_in, article):
    article.parts.first().delete()
    content = signed_in.get(worklist(), {"kind": "digits"}).content.decode()
    assert "1 2 months" in content
    assert "1 1 months" not in content


@pytest.mark.parametrize("kind", ["", "nothing", "x\0y"])
def test_kinds_that_are_not_there(signed_in, article, kind):
    assert signed_in.get(worklist(), {"kind": kind}).status_code == (404 if "\0" in kind else 200)
    assert signed_in.get(preview(), {"kind": kind}).status_code == (404 if "\0" in kind else 200)


def test_preview_shows_each_change_and_makes_those_with_a_tick(signed_in, article):
    page = signed_in.get(preview(), {"kind": "digits"})
    shown = re.findall(r'name="finding" value="(\d+)" checked', page.content.decode())
    assert len(shown) == 2
    assert article.revisions.count() == 1
    kept = finding("1 2 months").pk
    response = signed_in.post(
        f"{preview()}?kind=digits",
        {"finding": [one for one in shown if one != str(kept)]},
        follow=True,
    )
    assert "1 suggestion accepted in 1 article." in said(response)
    assert "1 2 months" in bodies(article)[1]


def test_preview_that_somebody_else_was_quicker_than(signed_in, article):
    keys = list(Finding.objects.filter(kind="digits").values_list("pk", flat=True))
    attention.ignore(keys[:1])
    part = article.parts.last()
    part.body = LONG
    part.save()
    response = signed_in.post(f"{preview()}?kind=digits", {"finding": keys}, follow=True)
    assert "2 were left as they are" in said(response)


@pytest.mark.parametrize("page", [worklist, preview])
def test_pages_cost_the_same_for_more_rows(signed_in, page):
    def cost(start, end):
        for number in range(start, end):
            parts = [Part("", "<p>In 1 1 months.</p>"), Part("", "<p>In 1 2 months.</p>")]
            make_article(f"Number {number}", parts=parts)
        list(attention.refresh_all())
        signed_in.get(page(), {"kind": "digits"})
        with CaptureQueriesContext(
            connection,
        ) as queries:
            signed_in.get(page(), {"kind": "digits"})
        return len(queries)

    assert cost(0, 2) == cost(2, 12) < 15


# A later import

PAGE = "The year of the ferry\n\nWe met on the quay and talked about the ropes.\n"


@pytest.fixture
def imported(tmp_path):
    file = tmp_path / "ferry.txt"

    def run(text):
        file.write_text(text, encoding="utf-8")
        (reading,) = importers.read(file)
        return importers.store(reading).outcome

    assert run(PAGE) == "created"
    return run


def test_publishing_featuring_tagging_and_moving_is_no_edit(imported):
    article = Article.objects.get()
    category = make_article("Other", category=("Boats",)).category
    Article.objects.filter(pk=article.pk).edit(
        status="published", is_featured=True, category=category
    )
    article.tags.add("water")
    assert imported(PAGE.replace("ropes", "sails")) == "updated"
    article = Article.objects.get(pk=article.pk)
    assert "sails" in bodies(article)[0]
    assert (article.status, article.is_featured, article.category.name) == (
        *("published", True, "Boats"),
    )
    assert list(article.tags.names()) == ["water"]
    # And again, after the update.
    article.tags.add("rope")
    assert imported(PAGE.replace("ropes", "oars")) == "updated"


@pytest.mark.parametrize("field", ["title", "lead", "byline"])
def test_an_edited_field_is_not_overwritten(imported, field):
    article = Article.objects.get()
    setattr(article, field, "By hand")
    article.save()
    assert imported(PAGE.replace("ropes", "sails")) == "skipped"


def test_an_accepted_repair_is_an_edit(imported):
    assert imported(PAGE.replace("ropes", "ropes ;and left")) == "updated"
    attention.accept(Finding.objects.get(text=" ;").pk)
    assert imported(PAGE) == "skipped"
    assert "ropes;and left" in bodies(Article.objects.get())[0]


def test_import_finds_what_needs_attention(imported):
    assert {"category", "tags", "short"} <= attention.counts().keys()
    assert not attention.stale().exists()


def test_a_large_import_leaves_most_damaged_pages_for_later(tmp_path, monkeypatch):
    monkeypatch.setattr("summaries.importers.storing.LOOKED_AT", 1)
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"{PAGE}\nIn 1 {number} months we left.\n")
    readings = (one for file in sorted(tmp_path.iterdir()) for one in importers.read(file))
    assert len(list(importers.Store().store_many(readings))) == 3
    assert attention.stale().count() == 2


# Near-duplicates


@pytest.fixture
def pair():
    text = " ".join(f"word{number}" for number in range(80))
    keys = [make_article(name, f"<p>{text}</p>", tags=("x",)).pk for name in ("One", "Two")]
    (pair,) = twins.look(keys)
    return pair


def test_both_of_a_pair_have_a_finding_that_leads_to_it(signed_in, pair):
    assert attention.counts()["duplicate"] == 2
    page = signed_in.get(f"{worklist()}?kind=duplicate").content.decode()
    assert "Much like “One” (100 %)." in page
    assert reverse("admin:summaries_twin_change", args=[pair.pk]) in page
    form = signed_in.get(
        reverse("admin:summaries_article_change", args=[pair.other_id])
    ).content.decode()
    assert "Much like “One” (100 %)." in form


def test_keeping_both_deals_with_both_findings(signed_in, pair):
    finding = Finding.objects.filter(kind="duplicate").first()
    page = signed_in.post(f"{worklist()}?kind=duplicate", {"_ignore": finding.pk}, follow=True)
    assert "Both are kept" in page.content.decode()
    pair.refresh_from_db()
    assert (pair.state, attention.counts().get("duplicate")) == ("kept", None)
    part = pair.other.parts.get()
    part.body = part.body.replace("word7 ", "other ")
    part.save()
    twins.look([pair.other_id])
    assert attention.counts()["duplicate"] == 2


def test_a_near_duplicate_that_went_is_named_no_more(signed_in, pair):
    pair.article.move_to_bin()
    page = signed_in.get(f"{worklist()}?kind=duplicate").content.decode()
    assert "Nothing was found." in page
    assert not Finding.objects.filter(kind="duplicate").exists()


def test_settling_a_pair_deals_with_both_findings(pair, editor):
    twins.settle(pair, pair.article, by=editor)
    assert not Finding.objects.filter(kind="duplicate").exists()


# All of a kind, as a job


def test_more_than_fit_on_a_page_are_accepted_as_a_job_and_undone(signed_in, article, monkeypatch):
    monkeypatch.setattr("summaries.admin.attention.MOST_AT_ONCE", 1)
    other = make_article("Another", "<p>In 1 3 months it was mended.</p>", tags=("x",))
    attention.refresh([other.pk])
    before = article.as_document(), other.as_document()
    url = f"{preview()}?kind=digits"
    assert "All of this kind, as a job…" in signed_in.get(url).content.decode()
    page = signed_in.post(url, {"_all": ""}, follow=True)
    shown = page.content.decode()
    assert "1 1" in shown
    assert "Another" in shown
    assert Article.objects.get(pk=article.pk).as_document() == before[0]
    page = signed_in.post(page.request["PATH_INFO"], {"consent": "on"}, follow=True)
    assert "2 articles changed." in page.content.decode()
    assert "In 13 months" in bodies(other)[0]
    assert not Finding.objects.filter(kind="digits").exists()
    assert article.revisions.first().note == "Suggestions accepted: Damaged numbers"
    signed_in.post(page.request["PATH_INFO"], {"_undo": ""})
    now = tuple(Article.objects.get(pk=one.pk).as_document() for one in (article, other))
    assert now == before


def test_a_job_of_findings_leaves_alone_what_was_changed_or_ignored(article, editor):
    other = make_article("Another", "<p>In 1 3 months it was mended.</p>", tags=("x",))
    attention.refresh([other.pk])
    kind = jobs.named("accept")
    job = jobs.prepare_articles(kind, Article.objects.all(), by=editor, params={"kind": "digits"})
    jobs.start(job, job.params)
    attention.ignore([finding("1 3 months").pk])
    job = jobs.run(job)
    assert (job.changed, job.failed) == (1, 0)
    assert "1 3 months" in bodies(other)[0]
