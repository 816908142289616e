"""One way to write: what was read before is not written back, names lead to what they named."""

from dataclasses import replace

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.forms import modelform_factory
from django.test.utils import CaptureQueriesContext

from summaries.document import Document, Part
from summaries.importers import Reading, Store
from summaries.models import Article, Category, FormerName, Redirect, Tag, writing
from tests.library import LONG_AGO, make_article

pytestmark = pytest.mark.django_db


def names(tags):
    return sorted(tag.name for tag in tags.all())


class TestWhatWasReadBefore:
    def test_a_category_saved_late_stays_where_it_was_moved(self):
        work = Category.objects.ensure(["Work"])
        sales = Category.objects.ensure(["Work", "Sales"])
        office = Category.objects.ensure(["Office"])
        stale = Category.objects.get(pk=sales.pk)
        Category.objects.move(sales, office, "last-child")
        Category.objects.ensure(["Office", "Sales", "North"])
        stale.description = "What we sold."
        stale.save()
        assert Category.objects.ensure(["Office", "Sales"]).description == "What we sold."
        assert not any(Category.objects.find_problems())
        work.refresh_from_db()
        assert (work.numchild, stale.full_path) == (0, "office/sales")

    def test_an_article_saved_late_leaves_what_others_changed(self):
        article = make_article(lead="Before.")
        stale = Article.objects.get()
        article.lead = "After."
        article.save()
        article.tags.add("new")
        stale.byline = "R. P."
        stale.save()
        now = Article.objects.get().as_document()
        assert (now.lead, now.byline, now.tags) == ("After.", "R. P.", ("new",))
        assert stale.lead == "After."
        assert stale.revisions.first().document == now

    def test_a_document_applied_late_leaves_what_it_does_not_say(self):
        article = make_article()
        stale = Article.objects.get()
        article.category = Category.objects.ensure(["Home"])
        article.save()
        article.parts.create(title="Two").delete()
        stale.apply_document(Document("New", (Part("One"), Part("Three"))))
        assert stale.revisions.first().document.category == ("Home",)
        assert [part.anchor for part in stale.parts.all()] == ["part-1", "part-3"]

    def test_what_was_prefetched_is_read_anew_after_an_edit(self):
        make_article()
        article = Article.objects.prefetch_related("parts").get()
        with article.editing():
            article.parts.model.objects.create(article_id=article.pk, anchor="new")
        assert len(article.parts.all()) == 2

    def test_what_is_written_past_an_edit_is_part_of_it(self):
        article = make_article()
        with article.editing():
            Article.objects.update(lead="By hand.")
        assert article.lead == "By hand."
        assert article.revisions.first().document.lead == "By hand."

    def test_a_part_saved_late_leaves_what_others_changed(self):
        part = make_article().parts.get()
        stale = type(part).objects.get()
        part.title = "Mended"
        part.save()
        stale.body = "<p>More.</p>"
        stale.save()
        part.refresh_from_db()
        assert (part.title, part.body) == ("Mended", "<p>More.</p>")

    def test_update_fields_are_all_that_is_written(self):
        article = make_article(tags=("a",))
        for one in (article.category, article.tags.get()):
            one.name, one.description = "New", "Not yet."
            one.save(update_fields=["name"])
            one.refresh_from_db()
            assert (one.name, one.description, one.version) == ("New", "", 1)

    def test_an_article_that_was_deleted_does_not_come_back(self):
        make_article()
        stale = Article.objects.get()
        Article.objects.all().delete()
        stale.title = "Again"
        with pytest.raises(Article.DoesNotExist, match="deleted meanwhile"):
            stale.save()
        assert not Article.objects.exists()

    def test_a_copy_is_made_by_emptying_the_key(self):
        article = make_article("Ferry notes")
        article.pk = article.id = None
        article.status = "draft"  # its parts are not copied
        article.save()
        assert list(Article.objects.order_by("pk").values_list("slug", flat=True)) == [
            *["ferry-notes", "ferry-notes-2"]
        ]
        assert article.version == 1

    def test_saving_without_a_change_writes_nothing(self):
        before = make_article().updated_at
        article = Article.objects.get()
        article.save()
        article.refresh_from_db()
        assert (article.updated_at, article.version) == (before, 1)

    def test_publishing_by_update_fields_sets_the_time(self):
        article = make_article(status="draft", published_at=None)
        article.status = "published"
        article.save(update_fields=["status"])
        assert Article.objects.get().is_public


class TestNames:
    """A tag or category is the same one, whatever it is called now."""

    @pytest.fixture
    def article(self):
        return make_article(tags=("report", "reports", "desk"), category=("Work", "Sales"))

    @pytest.fixture
    def changed(self, article):
        """The article's tags are merged and renamed, its category moved and renamed."""
        Tag.objects.get(name="reports").merge_into(Tag.objects.get(name="report"))
        desk = Tag.objects.get(name="desk")
        desk.name = "office desk"
        desk.save()
        sales = Category.objects.get(name="Sales")
        Category.objects.move(sales, Category.objects.ensure(["Office"]), "last-child")
        sales.name = "Selling"
        sales.save()
        return article

    def assert_nothing_was_made(self, article):
        assert names(Tag.objects) == ["office desk", "report"]
        paths = Category.objects.values_list("full_path", flat=True)
        assert set(paths) == {"work", "office", "office/sales"}
        assert Redirect.objects.target("tags/reports") == Tag.objects.get(name="report")
        assert Redirect.objects.target("categories/work/sales").name == "Selling"
        article = Article.objects.get(pk=article.pk)
        assert names(article.tags) == ["office desk", "report"]
        assert article.revisions.first().document.tags == ("office desk", "report")
        assert article.category.full_path == "office/sales"

    def test_an_import_by_former_names_makes_nothing_anew(self, changed):
        document = Document(
            "Another",
            tags=("Reports", "report", "DESK"),
            parts=(Part(body="<p>Another text.</p>"),),
            category=("work", "sales"),
            status="published",
        )
        (outcome,) = Store().store_batch([Reading("x", "key", document)])
        assert outcome.outcome == "created"
        self.assert_nothing_was_made(Article.objects.get(title="Another"))

    def test_a_restored_revision_makes_nothing_anew(self, changed):
        changed.tags.clear()
        changed.revisions.get(number=1).restore()
        self.assert_nothing_was_made(changed)

    def test_a_restored_revision_means_those_it_named_then(self, article):
        """Though something else is called so now."""
        desk, sales = Tag.objects.get(name="desk"), Category.objects.get(name="Sales")
        for one, name in ((desk, "office desk"), (sales, "Selling")):
            one.name = name
            one.save()
        Tag.objects.create(name="desk")
        Category.objects.add_child(Category.objects.get(name="Work"), {"name": "Sales"})
        article.tags.clear()
        article.category = Category.objects.ensure(["Elsewhere"])
        article.save()
        article.revisions.get(number=1).restore()
        article = Article.objects.get()
        assert names(article.tags) == ["office desk", "report", "reports"]
        assert article.category.name == "Selling"

    def test_keys_of_another_database_are_not_believed(self, changed):
        """As after a dump by natural keys: what stands in the old key's place is something else."""
        stranger = Tag.objects.create(name="stranger")
        attic = Category.objects.ensure(["Attic"])
        revision = changed.revisions.get(number=1)
        revision.keys = {"category": attic.pk, "tags": {"desk": stranger.pk, "report": 10**9}}
        revision.save()
        revision.restore()
        stranger.delete()
        attic.delete()
        self.assert_nothing_was_made(changed)

    def test_what_is_gone_stays_gone(self, article):
        Tag.objects.get(name="desk").delete()
        article.category = Category.objects.ensure(["Elsewhere"])
        article.save()
        Category.objects.get(name="Sales").delete()
        article.revisions.get(number=1).restore()
        assert names(Article.objects.get().tags) == ["report", "reports"]
        assert Article.objects.get().category.name == "Elsewhere"
        assert not Category.objects.filter(name="Sales").exists()

    def test_a_new_tag_of_the_old_name_comes_before_memory(self, article):
        desk = Tag.objects.get(name="desk")
        desk.name = "office desk"
        desk.save()
        new = Tag.objects.create(name="Desk")
        assert Tag.objects.ensure(["DESK"])["desk"] == new
        assert FormerName.objects.filter(tag=desk).exists()

    def test_new_tags_of_like_names_get_addresses_of_their_own(self):
        Redirect.objects.leave("tags/c-2", "tags/x", tag=Tag.objects.create(name="x"))
        found = Tag.objects.ensure(["C", "c ", "C++", "C#", "x"])
        assert {tag.name: tag.slug for tag in found.values()} == {
            "C": "c",
            "C++": "c-3",
            "C#": "c-4",
            "x": "x",
        }
        assert Redirect.objects.get().path == "tags/c-2"

    def test_a_category_is_found_by_its_own_spelling_first(self):
        for name in ("sales", "Sales"):
            Category.objects.add_root({"name": name})
        assert Category.objects.ensure(["Sales"]).name == "Sales"
        assert Category.objects.ensure(["SALES"]).name == "sales"
        assert Category.objects.called([("Sales", "North"), ("Sales",)]).keys() == {("Sales",)}

    def test_a_former_name_leads_to_who_had_it_last_and_there_alone(self):
        for name in ("First", "Second"):
            category = Category.objects.ensure(["Work"])
            category = Category.objects.add_child(category, {"name": "Sales"})
            category.name = name
            category.save()
        assert Category.objects.ensure(["Work", "Sales"]) == category
        assert Category.objects.ensure(["Office", "Sales"]).full_path == "office/sales"

    def test_siblings_made_twice_are_one(self):
        one = Category.objects.ensure(["Work", "Sales"])
        assert Category.objects.ensure([" work ", "SALES"]) == one
        assert Category.objects.named(["Work", "Nowhere"]) is None


class TestParts:
    def test_a_deleted_anchor_never_comes_again(self):
        article = make_article(status="draft", parts=[Part("One"), Part("Two")])
        article.parts.get(title="Two").delete()
        assert article.parts.create(title="Three").anchor == "part-3"
        article.apply_document(
            replace(article.as_document(), parts=(*article.as_document().parts, Part("Four")))
        )
        assert article.parts.get(title="Four").anchor == "part-4"

    def test_a_part_left_out_is_gone(self):
        article = make_article(status="draft", parts=[Part("One"), Part("Two")])
        one, _two = article.as_document().parts
        article.apply_document(replace(article.as_document(), parts=(one,)))
        assert [part.title for part in Article.objects.get().parts.all()] == ["One"]

    def test_an_anchor_that_came_by_another_way_is_not_given_again(self):
        article = make_article()
        article.parts.bulk_create([article.parts.model(article=article, anchor="part-2")])
        Article.objects.edit()
        assert Article.objects.get().parts.create(title="New").anchor == "part-3"

    def test_a_text_without_anchors_keeps_those_of_its_places(self):
        article = make_article(status="draft", parts=[Part("One"), Part("Two")])
        article.apply_document(replace(article.as_document(), parts=(Part("Uno"), Part("Due"))))
        assert [(part.title, part.anchor) for part in article.parts.all()] == [
            *[("Uno", "part-1"), ("Due", "part-2")]
        ]


class TestPlainForms:
    def test_a_slug_left_empty_is_made_from_the_title(self):
        make_article("Ferry notes")
        form = modelform_factory(Article, fields=["title", "slug", "category", "status"])(
            {
                "title": "Ferry notes",
                "slug": "",
                "category": Category.objects.get().pk,
                "status": "draft",
            }
        )
        assert form.is_valid(), form.errors
        assert form.save().slug == "ferry-notes-2"

    def test_a_category_that_is_not_there_is_refused(self):
        with pytest.raises(ValidationError) as caught:
            Article(title="Lost", slug="lost", category_id=10**9).full_clean()
        assert caught.value.message_dict.keys() == {"category"}

    @pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/Los_Angeles"])
    @pytest.mark.parametrize("year", [1, 9999])
    def test_a_year_that_no_clock_shows_is_refused(self, settings, year, zone):
        settings.TIME_ZONE = zone
        category = make_article().category
        form = modelform_factory(Article, fields=["title", "category", "status", "published_at"])(
            {
                "title": "Old",
                "category": category.pk,
                "status": "published",
                "published_at": f"{year:04}-01-01 00:00",
            }
        )
        assert "Expected a year from" in str(form.errors["published_at"])
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.update(published_at=LONG_AGO.replace(year=year))


def test_one_edit_of_many_reads_and_writes_no_more_for_each():
    """So that renaming a tag of ten thousand articles takes ten times one of a thousand."""

    def statements(count):
        for number in range(count):
            make_article(f"{count} {number}", tags=(f"tag {count}",))
        tag = Tag.objects.get(name=f"tag {count}")
        tag.name = f"new {count}"
        with CaptureQueriesContext(
            connection,
        ) as queries:
            tag.save()
        assert Article.objects.search(f"new {count}").count() == count
        return len(queries)

    few, many = statements(4), statements(24)
    assert many == few


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "write",
    [
        lambda article: article.save(),
        lambda article: article.delete(),
        lambda article: article.tags.clear(),
        lambda article: Article.objects.update(lead="x"),
        lambda article: Article.objects.all().delete(),
        lambda article: Article.objects.bulk_update([article], ["lead"]),
        lambda article: Tag.objects.bulk_create([Tag(name="b", slug="b", key="b")]),
        lambda article: Category.objects.add_root({"name": "Home"}),
    ],
)
def test_whoever_writes_takes_the_librarys_lock_first(write):
    article = make_article(tags=("a",))
    with CaptureQueriesContext(connection) as queries:
        write(article)
    statements = [query["sql"] for query in queries]
    first = next(sql for sql in statements if "summaries_" in sql)
    assert "summaries_publicstate" in first
    assert first.startswith("UPDATE") or "FOR UPDATE" in first


def test_an_edit_inside_another_is_part_of_it():
    article = make_article()
    with article.editing(note="All at once", by=get_user_model().objects.create_superuser("ruth")):
        article.parts.create(title="New")
        article.tags.add("new")
        article.title = "Changed"
        article.apply_document(replace(article.as_document(), lead="A lead."))
    _first, last = article.revisions.order_by("number")
    assert (last.note, last.created_by.username) == ("All at once", "ruth")
    assert set(last.changes) == {"parts", "tags", "title", "lead"}


def test_a_part_of_a_change_may_fail_by_itself():
    article = make_article()
    with writing():
        article.tags.add("kept")
        with pytest.raises(ValidationError), writing():
            Category.objects.ensure(["x"] * 99)
    assert names(article.tags) == ["kept"]


def test_one_slug_for_many_is_numbered():
    make_article("One")
    make_article("Two")
    Article.objects.edit(slug="same")
    assert set(Article.objects.values_list("slug", flat=True)) == {"same", "same-2"}
    assert Redirect.objects.count() == 2


def test_a_slug_asked_for_is_not_given_to_another_as_its_number():
    make_article(slug="notes-2-2")
    slugs = ["notes", "notes", "notes-2"]
    documents = [
        Document(f"Notes {n}", slug=slug, category=("Work",)) for n, slug in enumerate(slugs)
    ]
    Store().store_batch([Reading("x", one.title, one) for one in documents])
    stored = Article.objects.order_by("title").filter(title__startswith="Notes")
    assert list(stored.values_list("slug", flat=True)) == ["notes", "notes-3", "notes-2"]


def test_an_article_needs_a_category():
    with pytest.raises(ValidationError, match="category"):
        Article().apply_document(Document("Homeless"))
    assert not Article.objects.exists()
