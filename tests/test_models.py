import time
from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from treebeard.exceptions import InvalidMoveToDescendant

from summaries.document import Document, Part, Source
from summaries.models import (
    Article,
    ArticleTag,
    Category,
    Redirect,
    Revision,
    Tag,
    current_overview,
)
from tests.library import LONG_AGO, make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return get_user_model().objects.create_superuser("ruth")


class TestPublished:
    def test_is_decided_by_status_and_dates_at_query_time(self, monkeypatch):
        now = timezone.now()
        public = make_article("Public")
        make_article("Draft", status="draft")
        make_article("In review", status="review")
        make_article("Archived", status="archived")
        make_article("Scheduled", published_at=now + timedelta(hours=1))
        make_article("Expired", expires_at=now - timedelta(hours=1))
        later = make_article("Expires later", expires_at=now + timedelta(hours=1))
        make_article("Expires now", expires_at=now)
        just = make_article("Just out", published_at=now)
        monkeypatch.setattr(timezone, "now", lambda: now)
        assert set(Article.objects.published()) == {public, later, just}
        assert public.is_public

    def test_publishing_without_a_time_means_now(self):
        article = make_article(published_at=None)
        assert article.is_public
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.update(published_at=None)


class TestCategory:
    def test_moving_leaves_redirects_for_the_whole_branch(self):
        sales = Category.objects.ensure(["Work", "Sales"])
        north = Category.objects.ensure(["Work", "Sales", "North"])
        make_article(category=("Work", "Sales", "North"))
        office = Category.objects.ensure(["Office"])
        Category.objects.move(sales, office, "last-child")
        north.refresh_from_db()
        assert north.full_path == "office/sales/north"
        assert Redirect.objects.target("categories/work/sales") == sales
        assert Redirect.objects.target("categories/work/sales/north") == north

    def test_renaming_leaves_a_redirect_until_the_address_is_taken_again(self):
        work = Category.objects.ensure(["Work"])
        below = Category.objects.ensure(["Work", "Sales"])
        make_article(category=("Work", "Sales"))
        work = Category.objects.get(pk=work.pk)
        work.slug = "labour"
        work.save()
        below.refresh_from_db()
        assert below.full_path == "labour/sales"
        assert Redirect.objects.target("categories/work") == work
        again = Category.objects.add_root({"name": "Work"})
        assert again.full_path == "work"
        assert Redirect.objects.target("categories/work") is None

    def test_a_category_that_takes_its_old_name_back_has_its_addresses_again(self):
        below = Category.objects.ensure(["Work", "Sales"])
        beside = Category.objects.add_root({"name": "Work!"})
        work = Category.objects.get(name="Work")
        for slug in ("labour", "work"):
            work.slug = slug
            work.save()
            below.refresh_from_db()
            beside.refresh_from_db()
            assert (below.full_path, beside.full_path) == (f"{slug}/sales", "work-2")
        assert set(Redirect.objects.values_list("path", flat=True)) == {
            *("categories/labour", "categories/labour/sales")
        }

    def test_a_parent_saved_late_has_all_its_children(self):
        parent = Category.objects.add_root({"name": "Work"})
        Category.objects.add_child(parent, {"name": "Sales"})
        Category.objects.add_child(Category.objects.get(pk=parent.pk), {"name": "Post"})
        parent.description = "What we do."
        parent.save()
        assert not any(Category.objects.find_problems())

    def test_a_cycle_is_impossible(self):
        top = Category.objects.ensure(["Top"])
        below = Category.objects.ensure(["Top", "Below"])
        with pytest.raises(InvalidMoveToDescendant):
            Category.objects.move(top, below, "last-child")
        top = Category.objects.get(pk=top.pk)
        top.path = f"{below.path}0001"
        with pytest.raises(ValidationError):
            top.save()
        with pytest.raises(IntegrityError), transaction.atomic():
            Category.objects.filter(pk=top.pk).update(path=f"{below.path}0001")

    def test_siblings_never_share_a_slug(self):
        first = Category.objects.add_root({"name": "Work"})
        second = Category.objects.add_root({"name": "Work!"})
        assert (first.full_path, second.full_path) == ("work", "work-2")
        assert (first.position, second.position) == (1, 2)

    def test_a_category_added_beside_another_takes_its_place(self):
        first = Category.objects.add_root({"name": "Work"})
        stale = Category.objects.get()
        Category.objects.add_child(first, {"name": "Sales"})
        Category.objects.add_sibling(stale, "left", {"name": "Home"})
        assert list(Category.objects.values_list("full_path", flat=True)) == [
            *["home", "work", "work/sales"]
        ]
        assert not any(Category.objects.find_problems())

    def test_articles_in_a_category_are_those_below_it_too(self):
        below = make_article(category=("Work", "Sales"))
        make_article("Other", category=("Home",))
        work = Category.objects.get(name="Work")
        assert list(Article.objects.in_category(work)) == [below]

    def test_counts_include_the_descendants(self):
        make_article(category=("Work", "Sales"))
        make_article("Other", category=("Work",))
        make_article("Hidden", category=("Attic",), status="draft")
        (work,) = current_overview().tree
        assert (work.article_count, work.subcategories[0].article_count) == (2, 1)


class TestTags:
    def test_case_makes_no_difference(self):
        article = make_article()
        article.tags.add("Budget", "BUDGET", "Été")
        article.tags.add("budget", "été")
        assert [tag.name for tag in Tag.objects.all()] == ["Budget", "Été"]
        article.tags.remove("bUDGET")
        assert list(article.tags.names()) == ["Été"]

    def test_merging_moves_articles_and_redirects(self):
        first = make_article("One", tags=("report", "reports"))
        second = make_article("Two", tags=("reports",))
        old, kept = Tag.objects.get(name="reports"), Tag.objects.get(name="report")
        old.merge_into(kept)
        assert list(Article.objects.tagged_with([kept]).order_by("pk")) == [first, second]
        assert Redirect.objects.target("tags/reports") == kept
        assert list(Article.objects.search('"reports"')) == []
        with pytest.raises(ValueError, match="itself"):
            kept.merge_into(Tag.objects.get())

    def test_merging_takes_along_what_a_tag_was_called(self):
        make_article(tags=("desk", "table"))
        desk, table = Tag.objects.order_by("name")
        stale = Tag.objects.get(pk=desk.pk)
        desk.name = desk.slug = "bureau"
        desk.save()
        stale.merge_into(table)
        for name in ("desk", "bureau"):
            assert Tag.objects.ensure([name])[name] == table
            assert Redirect.objects.target(f"tags/{name}") == table
        Tag.objects.create(name="Desk!", slug="desk")
        assert not Redirect.objects.filter(path="tags/desk").exists()

    def test_a_tag_saved_late_counts_every_change(self):
        first = Tag.objects.create(name="a")
        second = Tag.objects.get()
        for tag, description in ((first, "One."), (second, "Two.")):
            tag.description = description
            tag.save()
        assert Tag.objects.get().version == 2

    def test_a_name_in_another_case_is_no_other_name(self):
        article = make_article(tags=("ferry", " "))
        tag = Tag.objects.get()
        tag.name = "Ferry"
        tag.save()
        assert Article.objects.get().as_document().tags == ("Ferry",)
        assert article.revisions.first().changes == ["tags"]
        assert not tag.former_names.exists()

    def test_renaming_and_deleting_reach_the_search(self, editor):
        article = make_article(tags=("ferry",))
        tag = Tag.objects.get()
        tag.name = "boat"
        tag.save()
        assert list(Article.objects.search("boat")) == [article]
        assert not Article.objects.search("ferry")
        tag.delete(by=editor)
        assert not Article.objects.search("boat")
        assert article.revisions.first().created_by == editor

    @pytest.mark.parametrize("by_date", [True, False])
    def test_any_or_all(self, by_date):
        both = make_article("Both", tags=("a", "b"))
        one = make_article("One", tags=("a",))
        tags = Tag.objects.all()
        assert list(Article.objects.tagged_with(tags, by_date=by_date)) == [both]
        found = Article.objects.tagged_with(tags, any_of=True, by_date=by_date)
        assert set(found) == {both, one}

    def test_the_date_follows_the_article(self):
        article = make_article(tags=("a",))
        moment = LONG_AGO + timedelta(days=9)
        Article.objects.filter(published_at=LONG_AGO).update(published_at=moment)
        assert ArticleTag.objects.get().public_from == moment
        article.refresh_from_db()
        article.published_at = LONG_AGO
        article.save()
        assert ArticleTag.objects.get().public_from == LONG_AGO


class TestArticle:
    def test_slug_is_unique_and_a_change_redirects(self):
        first = make_article("年度总结")
        second = make_article("年度总结")
        assert (first.slug, second.slug) == ("年度总结", "年度总结-2")
        assert second.revisions.get().document.slug == second.slug
        first = Article.objects.get(pk=first.pk)
        first.slug = "annual"
        first.save()
        assert Redirect.objects.target("articles/年度总结") == first
        third = make_article("年度总结")
        assert third.slug == "年度总结"
        assert Redirect.objects.target("articles/年度总结") is None

    def test_derived_columns(self):
        article = make_article(
            "Template",
            lead="Time to fill this in.",
            parts=(Part("One", "<p>Dear [Your name], in 20XX</p>"), Part("Two", "<p>__ men</p>")),
        )
        assert (article.part_count, article.language) == (2, "en")
        assert article.word_count == 5 + 5 + 1 + 1 + 1
        assert article.blank_count == 3
        assert article.excerpt == "Time to fill this in."

    def test_a_part_has_an_address(self):
        article = make_article()
        assert article.parts.get().get_absolute_url() == f"{article.get_absolute_url()}#part-1"

    @pytest.mark.parametrize("is_told", [True, False])
    def test_an_author_may_leave(self, editor, is_told):
        article = make_article(author="ruth")
        with article.editing(by=editor):
            article.lead = "A lead."
        users = get_user_model().objects.filter(pk=editor.pk)
        users.delete() if is_told else users._raw_delete("default")
        article = Article.objects.get()
        assert article.as_document().author == ""
        if is_told:
            assert (article.author, article.updated_by) == (None, None)
            assert article.revisions.first().created_by is None

    def test_what_was_not_saved_in_an_edit_is_not_there(self):
        with Article(title="Only a thought").editing():
            pass
        assert not Article.objects.exists()

    def test_however_many_have_one_title_each_has_an_address(self):
        assert len({make_article().slug for _ in range(11)}) == 11

    def test_a_lead_that_says_nothing_is_no_excerpt(self):
        lead = "The following is a summary of work compiled for your reference."
        article = make_article(lead=f"{lead} Dear [Name]")
        assert article.blank_count == 1
        assert make_article(lead=lead).excerpt == "Nothing much happened."

    def test_tags_stand_in_the_order_of_the_alphabet(self):
        article = make_article(tags=("b", "a"))
        assert article.as_document().tags == ("a", "b")
        article.tags.set(["a", "b"])
        assert article.revisions.count() == 1

    def test_html_is_clean_on_every_way_into_the_database(self):
        article = make_article(body="<p>a<script>x</script></p>")
        part = article.parts.get()
        assert part.body == "<p>a</p>"
        article.parts.update(body="<p onclick='x'>b</p>")
        part.refresh_from_db()
        assert part.body == "<p>b</p>"

    def test_document_round_trip(self, editor):
        document = Document(
            title="Handover",
            parts=(Part("One", "<p>a</p>", "part-1"), Part("Two", "<p>b</p>", "part-2")),
            slug="handover",
            category=("Work", "Offices"),
            tags=("desk", "keys"),
            lead="For the next one.",
            status="published",
            published_at=LONG_AGO,
            expires_at=LONG_AGO + timedelta(days=9000),
            byline="R. P.",
            author="ruth",
            source=Source("Gazette", "https://example.org/", "g-1"),
            licence="CC BY 4.0",
            language="en",
            is_featured=True,
            comments_allowed=False,
        )
        article = Article().apply_document(document)
        assert Article.objects.get(pk=article.pk).as_document() == document
        changed = replace(document, parts=document.parts[::-1], tags=("desk",))
        article.apply_document(changed)
        assert Article.objects.get(pk=article.pk).as_document() == changed

    def test_a_document_that_does_not_fit_leaves_nothing(self):
        with pytest.raises(ValidationError):
            Article().apply_document(
                Document(title="x", category=("New",), parts=(Part("t" * 400, ""),))
            )
        assert not Article.objects.exists()
        assert not Category.objects.exists()

    def test_related_share_rare_things(self, client):
        article = make_article("This", tags=("a", "b"), category=("Work",))
        close = make_article("Close", tags=("a", "b"), category=("Other",))
        near = make_article("Near", tags=("a",), category=("Work",))
        far = make_article("Far", category=("Work",))
        make_article("Stranger", category=("Other",))
        context = client.get(article.get_absolute_url()).context
        assert [card["pk"] for card in context["related"]] == [close.pk, near.pk, far.pk]


class TestRevisions:
    def test_one_edit_leaves_one_revision(self, editor):
        article = make_article()
        with article.editing(by=editor, note="Tidied"):
            article.title = "Tidier"
            article.save()
            article.parts.create(body="<p>More.</p>")
            article.tags.add("tidy")
        assert article.revisions.count() == 2
        revision = article.revisions.first()
        assert (revision.created_by, revision.note) == (editor, "Tidied")
        assert set(revision.changes) == {"title", "parts", "tags"}
        article.save()
        assert article.revisions.count() == 2  # nothing changed

    def test_every_kind_of_change_leaves_one(self):
        article = make_article()
        article.parts.create(title="Two", body="<p>b</p>")
        article.tags.add("a")
        article.title = "Changed"
        article.save()
        article.parts.first().delete()
        assert [one.changes for one in Revision.objects.order_by("number")[1:]] == [
            *[["parts"], ["tags"], ["title"], ["parts"]]
        ]

    def test_restore_brings_the_text_back_and_publishes_nothing(self, editor):
        article = make_article(body="<p>first</p>")
        article.status, article.slug, article.is_featured = "draft", "moved", True
        article.published_at = moment = LONG_AGO + timedelta(days=9)
        article.save()
        article.apply_document(replace(article.as_document(), parts=(Part(body="<p>second</p>"),)))
        article.revisions.get(number=1).restore(by=editor)
        article.refresh_from_db()
        assert article.parts.get().body == "<p>first</p>"
        assert (article.status, article.slug) == ("draft", "moved")
        assert (article.is_featured, article.published_at) == (True, moment)
        assert article.revisions.first().created_by == editor

    def test_a_failed_edit_leaves_nothing(self):
        article = make_article()
        parts = (Part(body="<p>b</p>"), Part("t" * 400))
        with pytest.raises(ValidationError):
            article.apply_document(replace(article.as_document(), title="New", parts=parts))
        article.refresh_from_db()
        assert article.title == "A quiet quarter"
        assert article.parts.count() == 1
        assert article.revisions.count() == 1


def test_the_overview_of_a_moment_ago_meets_a_new_category():
    make_article()
    before = current_overview()
    assert before.tree
    new = Category.objects.ensure(["Work", "New"])
    assert [one.name for one in before.breadcrumbs(new.pk)] == ["Work", "New"]
    assert before.category(new.pk) == new


@pytest.mark.django_db(transaction=True)
def test_edits_at_the_same_time_wait_for_one_another():
    one, two = make_article("One"), make_article("Two")

    def edit(articles, word):
        with transaction.atomic():
            for pk in articles:
                article = Article.objects.get(pk=pk)
                with article.editing():
                    article.refresh_from_db(fields=["title"])
                    time.sleep(0.05)
                    article.title += word
                    article.save()
        connection.close()

    crosswise = [([one.pk, two.pk], " first"), ([two.pk, one.pk], " second")]
    threads = [Thread(target=edit, args=args) for args in crosswise]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for article in Article.objects.all():
        assert "first" in article.title
        assert "second" in article.title
        assert article.revisions.count() == 3
