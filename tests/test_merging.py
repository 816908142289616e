"""Tags and categories: offered best first, typed in place, merged with a preview."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.urls import reverse

from summaries import jobs, upkeep
from summaries.models import (
    Article,
    Category,
    CategoryChange,
    FormerName,
    Job,
    Redirect,
    Tag,
    categories,
    tags,
)
from tests.library import make_article, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def editor(client):
    user = get_user_model().objects.create_superuser("ada", password="secret")
    client.force_login(user)
    return user


def staff(client, *permissions):
    user = get_user_model().objects.create_user("staff", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return user


def offered(client, kind, field, words):
    asked = {"app_label": "summaries", "model_name": field[0], "field_name": field[1]}
    url = reverse(f"admin:summaries_{kind}_autocomplete")
    return client.get(url, asked | {"term": words}).json()["results"]


def offered_tags(client, words):
    found = offered(client, "tag", ("articletag", "tag"), words)
    return [(one["id"], one["text"]) for one in found]


def offered_categories(client, words):
    found = offered(client, "category", ("article", "category"), words)
    return [one["text"] for one in found]


def act(client, kind, rows, **data):
    url = reverse(f"admin:summaries_{kind}_changelist")
    selected = {"action": "merge", "_selected_action": [row.pk for row in rows]}
    return client.post(url, selected | data, follow=True).content.decode()


def trail(article):
    return [one.name for one in Article.objects.get(pk=article.pk).category.trail()]


class TestOffers:
    def test_tags_come_best_first(self, client):
        make_article("One", tags=("report", "annual report", "reporting", "reports", "car"))
        make_article("Two", tags=("reports",))
        make_article("Draft", tags=("reporting",), status="draft")
        names = [name for name, _text in offered_tags(client, "Report")]
        assert names == ["report", "reports", "reporting", "annual report"]
        assert offered_tags(client, "")[0] == ("reports", "reports")

    def test_chinese_tags(self, client):
        make_article("One", tags=("工作总结", "年度工作", "工作"))
        names = [name for name, _text in offered_tags(client, "工作")]
        assert names == ["工作", "工作总结", "年度工作"]

    def test_a_former_name_leads_to_the_tag_and_says_so(self, client):
        make_article("One", tags=("review", "overview"))
        Tag.objects.get(name="overview").merge_into(Tag.objects.get(name="review"))
        assert offered_tags(client, "Overview") == [("review", "review (was “Overview”)")]

    def test_categories_come_best_first(self, client):
        make_article("One", category=("Work", "Sales"))
        make_article("Two", category=("Work", "Sales reports"))
        make_article("Three", category=("Work", "Sales plans"))
        make_article("Four", category=("Work", "Sales plans"))
        make_article("Five", category=("Home", "Garage sales"))
        make_article("Six", category=("Sales", "North"))
        assert offered_categories(client, "sales") == [
            *("Work › Sales", "Sales"),
            *("Work › Sales plans", "Work › Sales reports", "Home › Garage sales"),
            "Sales › North",
        ]
        assert offered_categories(client, "north sales") == ["Sales › North"]
        assert offered_categories(client, "")[0] == "Work"

    @pytest.mark.parametrize("words", ["%", "_", "'", "\\", "中", " ", "\x00", "x" * 500])
    def test_odd_words_are_no_error(self, client, words):
        make_article("One", tags=("report",))
        assert offered_tags(client, words) is not None
        assert offered_categories(client, words) is not None


class TestTyping:
    @pytest.fixture
    def url(self):
        article = make_article("One", tags=("ferry",))
        return reverse("admin:summaries_article_change", args=[article.pk])

    def save(self, client, url, *names):
        data = submitted(client.get(url)) | {"tags": list(names)}
        return client.post(url, data, follow=True).content.decode()

    def test_new_tags_are_made_and_known_ones_found(self, client, url):
        harbour = Tag.objects.create(name="Harbour")
        assert 'data-tags="true"' in client.get(url).content.decode()
        self.save(client, url, "HARBOUR", "new  line", "2024", "2024")
        found = Article.objects.get().tags
        assert [tag.name for tag in found.order_by("name")] == ["2024", "Harbour", "new line"]
        assert harbour in found.all()
        self.save(client, url)
        assert not found.exists()

    def test_a_former_name_is_told(self, client, url):
        ship, boat = Tag.objects.create(name="ship"), Tag.objects.create(name="boat")
        boat.merge_into(ship)
        page = self.save(client, url, "Boat")
        assert "The tag “Boat” is called “ship” now." in page
        assert list(Article.objects.get().tags.all()) == [ship]

    def test_unchanged_tags_are_no_edit(self, client, url):
        self.save(client, url, "ferry")
        assert Article.objects.get().version == 1

    def test_only_who_may_add_tags_makes_them(self, client, url):
        Tag.objects.create(name="harbour")
        staff(client, "change_article", "publish_article", "view_category", "view_tag")
        assert "data-tags" not in client.get(url).content.decode()
        assert "There is no tag “pier”" in self.save(client, url, "pier")
        self.save(client, url, "harbour")
        assert [tag.name for tag in Article.objects.get().tags.all()] == ["harbour"]
        assert not Tag.objects.filter(name="pier").exists()

    def test_what_no_tag_may_be_called_is_said(self, client, url):
        assert "at most 100 characters" in self.save(client, url, "x" * 101)
        assert "characters that no tag may hold" in self.save(client, url, "a\0b")


class TestMergeTags:
    def test_the_preview_says_what_will_happen_and_changes_nothing(self, client):
        make_article("A letter", tags=("mail",))
        make_article("A parcel", tags=("post",))
        mail, post = Tag.objects.get(name="mail"), Tag.objects.get(name="post")
        page = act(client, "tag", [mail, post], preview="1", target=post.pk)
        assert "A letter" in page
        assert "/tags/mail/" in page
        assert "1 article goes to “post”." in page
        assert Tag.objects.count() == 2
        page = act(client, "tag", [mail, post], merge="1", target=post.pk)
        assert "“mail” was merged into “post”." in page
        assert Redirect.objects.target("tags/mail") == post
        note = Article.objects.get(title="A letter").revisions.first().note
        assert note == "Tag “mail” was merged into “post”"

    def test_a_merge_that_was_stopped_is_taken_up(self, monkeypatch, editor):
        monkeypatch.setattr(tags, "MERGED_AT_ONCE", 2)
        for number in range(5):
            make_article(f"Article {number}", tags=("old", "new") if number == 3 else ("old",))
        old, new = Tag.objects.get(name="old"), Tag.objects.get(name="new")
        steps = old.merge_in_batches(new, by=editor)
        assert next(steps) == 2
        steps.close()
        assert (old.tagged.count(), new.tagged.count()) == (3, 3)
        assert [*old.merge_in_batches(new, by=editor)] == [2, 1]
        assert new.tagged.count() == 5
        assert list(Tag.objects.known(["old"]).values()) == [new]


class TestMergeCategories:
    def test_articles_and_what_stands_below_move(self, editor):
        one = make_article("One", category=("Work", "Notes"))
        two = make_article("Two", category=("Work", "Notes", "Weekly"))
        three = make_article("Three", category=("Work", "Notes", "Daily"))
        four = make_article("Four", category=("Reports", "Weekly"))
        notes = Category.objects.named(["Work", "Notes"])
        notes.merge_into(Category.objects.named(["Reports"]), by=editor)
        assert trail(one) == ["Reports"]
        assert trail(two) == trail(four) == ["Reports", "Weekly"]
        assert trail(three) == ["Reports", "Daily"]
        last = Article.objects.get(pk=one.pk).revisions.first()
        assert last.note == "Merged the category “Notes” into “Reports”"
        assert (last.changes, last.created_by) == (["category"], editor)
        assert not Category.objects.filter(name="Notes").exists()
        assert not upkeep.find_problems()

    def test_old_addresses_and_names_lead_on(self, client):
        make_article("One", category=("Work", "Notes", "Weekly"))
        make_article("Two", category=("Work", "Notes", "Daily"))
        make_article("Three", category=("Reports", "Weekly"))
        notes = Category.objects.named(["Work", "Notes"])
        notes.merge_into(Category.objects.named(["Reports"]))
        client.logout()
        for old, new in (
            ("work/notes", "reports"),
            ("work/notes/weekly", "reports/weekly"),
            ("work/notes/daily", "reports/daily"),
        ):
            response = client.get(reverse("summaries:category_detail", args=[old]))
            assert response["Location"] == reverse("summaries:category_detail", args=[new])
        again = make_article("Four", category=("work", "notes", "weekly"))
        assert trail(again) == ["Reports", "Weekly"]
        again = make_article("Five", category=("Work", "Notes", "Daily"))
        assert trail(again) == ["Reports", "Daily"]
        restored = Article.objects.get(title="One").revisions.last().restore()
        assert trail(restored) == ["Reports", "Weekly"]

    def test_names_had_before_are_inherited(self):
        make_article("One", category=("Memos",))
        make_article("Two", category=("Reports",))
        memos = Category.objects.named(["Memos"])
        memos.name = "Notes"
        memos.save()
        memos.merge_into(Category.objects.named(["Reports"]))
        assert Category.objects.named(["Memos"]) == Category.objects.named(["Notes"])
        assert FormerName.objects.count() == 2

    def test_into_its_own_parent(self):
        one = make_article("One", category=("Work", "Notes"))
        two = make_article("Two", category=("Work", "Notes", "Notes"))
        notes = Category.objects.named(["Work", "Notes"])
        notes.merge_into(Category.objects.named(["Work"]))
        assert trail(one) == ["Work"]
        assert trail(two) == ["Work", "Notes"]
        assert not upkeep.find_problems()

    def test_a_category_cannot_be_merged_into_what_stands_in_it(self):
        make_article("One", category=("Work", "Notes"))
        work = Category.objects.named(["Work"])
        for other in (work, Category.objects.named(["Work", "Notes"])):
            with pytest.raises(ValidationError, match="cannot take it in"):
                work.merge_into(other)

    def test_a_merge_that_was_stopped_is_taken_up(self, monkeypatch):
        monkeypatch.setattr(categories, "MERGED_AT_ONCE", 2)
        for number in range(5):
            make_article(f"Article {number}", category=("Old",))
        old, new = Category.objects.named(["Old"]), Category.objects.ensure(["New"])
        steps = old.merge_in_batches(new)
        assert next(steps) == 2
        steps.close()
        assert (old.articles.count(), new.articles.count()) == (3, 2)
        assert sum(old.merge_in_batches(new)) == 3
        assert Category.objects.get() == new

    def test_too_long_an_address_is_refused(self):
        deep = Category.objects.ensure(["a" * 119] * 4)
        below = Category.objects.ensure(["Old", "b" * 119, "c"])
        with pytest.raises(ValidationError, match="nested too deeply"):
            Category.objects.named(["Old"]).merge_into(deep)
        assert Category.objects.get(pk=below.pk).full_path == f"old/{'b' * 119}/c"


class TestMergeCategoriesInTheAdmin:
    def test_preview_and_merge(self, client, editor):
        make_article("A letter", category=("Mail",))
        make_article("A stamp", category=("Mail", "Stamps"))
        make_article("A note", category=("Mail", "Notes"))
        make_article("A memo", category=("Office", "Notes"))
        mail, office = Category.objects.named(["Mail"]), Category.objects.named(["Office"])
        page = act(client, "category", [mail])
        assert "Select 2 to" in page
        page = act(client, "category", [mail, office])
        assert "Mail (1 article)" in page
        page = act(client, "category", [mail, office], preview="1", target=office.pk)
        assert "A letter" in page
        assert "mail/stamps moves below office" in page
        assert "/categories/mail/notes/" in page
        assert Category.objects.filter(pk=mail.pk).exists()
        page = act(client, "category", [mail, office], merge="1", target=office.pk)
        assert "“Mail” was merged into “Office”." in page
        assert sorted(Category.objects.values_list("full_path", flat=True)) == [
            *("office", "office/notes", "office/stamps")
        ]
        assert Article.objects.get(title="A letter").updated_by == editor

    def test_one_below_another_and_both_into_a_third(self, client):
        make_article("One", category=("Work", "Notes"))
        make_article("Two", category=("Office",))
        rows = [
            Category.objects.named(names) for names in (["Work"], ["Work", "Notes"], ["Office"])
        ]
        act(client, "category", rows, merge="1", target=rows[2].pk)
        assert list(Category.objects.values_list("full_path", flat=True)) == ["office"]

    def test_what_cannot_be_is_said(self, client):
        make_article("One", category=("Work", "Notes"))
        rows = [Category.objects.named(["Work"]), Category.objects.named(["Work", "Notes"])]
        page = act(client, "category", rows, preview="1", target=rows[1].pk)
        assert "cannot take it in" in page
        assert Category.objects.count() == 2

    def test_only_who_may_change_and_delete_merges(self, client):
        rows = [Category.objects.ensure([name]) for name in ("One", "Two")]
        staff(client, "view_category", "change_category")
        act(client, "category", rows, merge="1", target=rows[0].pk)
        assert Category.objects.count() == 2


class TestMergeAsJob:
    """Where there are more articles than are changed at once."""

    @pytest.fixture(autouse=True)
    def few_at_once(self, monkeypatch):
        monkeypatch.setattr(jobs.tasks, "AT_ONCE", 2)
        kinds = [jobs.named(name) for name in ("merge_tag", "merge_category")]
        for kind in kinds:
            object.__setattr__(kind, "batch_size", 2)
        yield
        for kind in kinds:
            object.__setattr__(kind, "batch_size", jobs.Kind.batch_size)

    def test_tags_go_on_after_a_kill(self, client, editor):
        for number in range(5):
            make_article(f"Article {number}", tags=("old", "older") if number == 3 else ("old",))
        rows = [Tag.objects.ensure([name])[name] for name in ("old", "older", "new")]
        page = act(client, "tag", rows, merge="1", target=rows[2].pk)
        assert "the merge goes on by itself" in page
        assert "Merged “old, older” into “new”" in page
        assert "A merge cannot be undone." in page
        assert Tag.objects.count() == 3
        work = jobs.work(jobs.claim())
        next(work)
        work.close()  # as a worker does that is told to stop
        assert (rows[0].tagged.count(), rows[2].tagged.count()) == (3, 2)
        make_article("Meanwhile", tags=("older",))
        job = jobs.run(Job.objects.get())
        assert (job.state, job.position, job.total) == ("done", 5, 5)
        assert Tag.objects.get() == rows[2]
        assert rows[2].tagged.count() == 6
        notes = Article.objects.get(title="Article 3").revisions.values_list("note", flat=True)
        assert "Tag “older” was merged into “new”" in notes
        assert not jobs.can_be_undone(job)

    def test_categories_with_children_of_one_name(self, client, editor):
        for number in range(3):
            make_article(f"Post {number}", category=("Mail", "Old"))
            make_article(f"Memo {number}", category=("Memos", "old"))
        rows = [Category.objects.named([name]) for name in ("Mail", "Memos")]
        office = Category.objects.ensure(["Office"])
        act(client, "category", [*rows, office], merge="1", target=office.pk)
        assert Category.objects.count() == 5
        job = jobs.run(Job.objects.get())
        assert (job.state, job.changed, job.failed) == ("done", 3, 0)
        assert list(Category.objects.values_list("full_path", flat=True)) == [
            *("office", "office/old")
        ]
        assert {tuple(trail(one)) for one in Article.objects.all()} == {("Office", "old")}
        said = {str(change) for change in CategoryChange.objects.all()}
        assert "Category “Memos” is now “Office”" in said
        assert not upkeep.find_problems()

    def test_a_target_that_is_gone_ends_the_job(self, client):
        for number in range(3):
            make_article(f"Article {number}", tags=("old",))
        rows = [Tag.objects.ensure([name])[name] for name in ("old", "new")]
        act(client, "tag", rows, merge="1", target=rows[1].pk)
        rows[1].delete()
        job = jobs.run(Job.objects.get())
        assert job.state == "failed"
        assert "deleted meanwhile" in job.failures[0]["reason"]
        assert rows[0].tagged.count() == 3
