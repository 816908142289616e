"""Near-duplicates: found among all texts, shown side by side, kept or settled."""

import random
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse

from summaries import importers, likeness, twins
from summaries.document import Document, Part
from summaries.importers import Reading
from summaries.models import Article, Category, Fingerprint, Redirect, TextKey, Twin
from tests.library import make_article, submitted

pytestmark = pytest.mark.django_db

WORDS = """
    morning ferry harbour ledger invoice meeting quarter village teacher lesson window garden
    engine repair station platform ticket weather forecast market grocer basket receipt letter
    answer question morning notice board member visit guest dinner kitchen recipe winter storm
    """.split()
CHARACTERS = (
    "本季度公司销售部门认真完成各项任务加强学习提高服务质量总结经验改进方法积极配合同事工作"
)


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_superuser("ada", password="secret")
    client.force_login(user)
    return user


def words(seed, count=200):
    return random.Random(seed).choices([f"{one}{n}" for one in WORDS for n in range(20)], k=count)


def characters(seed, count=300):
    return random.Random(seed).choices(CHARACTERS, k=count)


def edited(text, share, seed=1):
    """The text with so many of its words replaced, dropped or doubled."""
    chance, text = random.Random(seed), list(text)
    for place in sorted(chance.sample(range(len(text)), round(len(text) * share)), reverse=True):
        text[place : place + 1] = chance.choice([["other"], [], [text[place], "more"]])
    return text


def html(words, between=" "):
    return f"<p>{between.join(words)}</p>"


def article(title, *bodies, **fields):
    return make_article(
        title, parts=[Part(f"Part {n}", one) for n, one in enumerate(bodies)], **fields
    )


def pairs():
    return [(one.article.title, one.other.title, one.state) for one in Twin.objects.order_by("pk")]


def twin_url(twin=None):
    if twin is None:
        return reverse("admin:summaries_twin_changelist")
    return reverse("admin:summaries_twin_change", args=[twin.pk])


class TestLikeness:
    def test_one_word_in_ten_changed_leaves_a_key_in_common(self):
        found = 0
        for seed in range(300):
            text = words(seed)
            one, other = likeness.pairs(html(text)), likeness.pairs(html(edited(text, 0.1, seed)))
            assert 0.85 < likeness.likeness(one, other) < 0.98
            found += bool({*likeness.keys(one)} & {*likeness.keys(other)})
        assert found >= 297

    def test_chinese_is_compared_by_its_characters(self):
        text = characters(1)
        one = likeness.pairs(html(text, ""))
        few = text[:]
        few[50:52], few[150:152], few[250:252] = "甲乙", "丙丁", "戊己"
        other = likeness.pairs(html(few, ""))
        assert likeness.likeness(one, other) > 0.9
        assert {*likeness.keys(one)} & {*likeness.keys(other)}
        assert likeness.likeness(one, likeness.pairs(html(characters(2), ""))) < 0.4

    def test_case_signs_and_markup_make_no_difference(self):
        text = words(1)
        shouted = f"<h3>{' '.join(text[:20]).upper()}!</h3><ul><li>{', '.join(text[20:])}</li></ul>"
        assert likeness.pairs(html(text)) == likeness.pairs(shouted)

    def test_short_texts_are_not_compared(self):
        assert not likeness.pairs(html(words(1, likeness.LEAST - 1)))
        assert likeness.keys(likeness.pairs(html(words(1, likeness.LEAST))))
        assert likeness.likeness(frozenset(), frozenset()) == 0

    def test_no_unlike_texts_are_taken_for_alike(self):
        texts = [likeness.pairs(html(words(seed, 100))) for seed in range(200)]
        assert max(likeness.likeness(texts[0], other) for other in texts[1:]) < 0.3


class TestLook:
    def test_finds_the_article_with_a_like_part(self):
        text = words(1)
        old = article("Old", html(words(2)), html(text))
        article("Unlike", html(words(3)))
        new = article("New", html(edited(text, 0.05)), status="draft", category=("Elsewhere",))
        assert twins.look([one.pk for one in Article.objects.exclude(pk=new.pk)]) == []
        (twin,) = twins.look([new.pk])
        assert (twin.article, twin.other, twin.parts) == (old, new, 1)
        assert 90 <= twin.likeness < 100
        assert twins.look([old.pk]) == [twin]

    def test_articles_looked_at_together_find_each_other(self):
        text = words(1)
        both = [article(title, html(text)).pk for title in ("One", "Two")]
        (twin,) = twins.look(both)
        assert twin.likeness == 100

    def test_parts_of_one_article_are_no_pair(self):
        same = html(words(1))
        assert twins.look([article("One", same, same).pk]) == []

    def test_a_pair_goes_when_the_texts_differ(self):
        one, two = (article(title, html(words(1))) for title in ("One", "Two"))
        twins.look([one.pk, two.pk])
        part = two.parts.get()
        part.body = html(words(2))
        part.save()
        assert twins.look([two.pk]) == []
        assert not Twin.objects.exists()
        assert TextKey.objects.count() == 2 * likeness.KEYS

    def test_kept_pairs_are_open_again_when_a_text_changes(self, editor):
        one, two = (article(title, html(words(1))) for title in ("One", "Two"))
        (twin,) = twins.look([one.pk, two.pk])
        twins.keep_both(twin, by=editor)
        two.title = "Two, renamed"
        two.save()
        assert twins.look([one.pk, two.pk]) == []
        part = two.parts.get()
        part.body = html([*words(1), "added"])
        part.save()
        assert twins.look([two.pk]) == [twin]

    def test_archived_articles_are_left_alone(self):
        one = article("One", html(words(1)))
        gone = article("Gone", html(words(1)), status="archived")
        assert twins.look([one.pk, gone.pk]) == []
        gone.status = "draft"
        gone.save()
        (twin,) = twins.look([gone.pk])
        assert list(Twin.objects.open()) == [twin]
        Article.objects.filter(pk=one.pk).edit(status="archived")
        assert not Twin.objects.open()

    def test_a_form_in_many_articles_makes_a_bounded_number_of_pairs(self, monkeypatch):
        monkeypatch.setattr(twins, "MOST", 3)
        monkeypatch.setattr(twins, "COMPARED", 4)
        keys = [article(f"Form {n}", html(words(1))).pk for n in range(8)]
        for key in keys:
            assert len(twins.look([key])) <= 3

    def test_an_article_deleted_meanwhile_is_no_error(self):
        one = article("One", html(words(1)))
        twins.look([one.pk])
        key = one.pk
        one.delete()
        assert twins.look([key]) == []
        assert twins.look([]) == []

    def test_matches_of_a_text_that_is_stored_nowhere(self):
        one = article("One", html(words(1)))
        twins.look([one.pk])
        document = Document("New", parts=(Part("", html(words(3))), Part("", html(words(1)))))
        (match,) = twins.matches(document)
        assert (match.article, match.percent) == (one, 100)
        assert Fingerprint.objects.count() == 1


class TestSettle:
    @pytest.fixture
    def two(self):
        text = html(words(1))
        a = article("Kept", text, tags=("ferry",))
        b = article("Other", text, html(words(2)), tags=("harbour",), slug="other")
        (twin,) = twins.look([a.pk, b.pk])
        return a, b, twin

    def test_the_other_is_archived_and_its_addresses_lead_on(self, client, editor, two):
        kept, other, twin = two
        other.slug = "other-renamed"
        other.save()
        twins.settle(twin, kept, by=editor)
        other.refresh_from_db()
        kept = Article.objects.get(pk=kept.pk)
        assert other.status == "archived"
        assert {tag.name for tag in kept.tags.all()} == {"ferry", "harbour"}
        assert kept.part_count == 1
        assert kept.revisions.first().created_by == editor
        assert "Kept" in other.revisions.first().note
        client.logout()
        for old in ("other", "other-renamed"):
            response = client.get(reverse("summaries:article_detail", args=[old]))
            assert (response.status_code, response["Location"]) == (301, kept.get_absolute_url())
        page = reverse("summaries:article_detail", args=[other.slug])
        assert client.get(page).status_code == 404
        assert twins.look([kept.pk, other.pk]) == []
        assert pairs() == [("Kept", "Other", "settled")]
        call_command("check_library", stdout=StringIO())

    def test_parts_that_stand_only_in_the_other_are_taken_over(self, two):
        kept, other, twin = two
        twins.settle(twin, kept, tags=False, parts=True)
        kept = Article.objects.get(pk=kept.pk)
        assert [part.title for part in kept.parts.all()] == ["Part 0", "Part 1"]
        assert kept.parts.last().body == other.parts.last().body
        assert [tag.name for tag in kept.tags.all()] == ["ferry"]

    def test_archived_again_no_redirect_leads_to_a_redirect(self, two):
        kept, _other, twin = two
        third = article("Third", html(words(1)))
        twins.look([third.pk])
        twins.settle(twin, kept)
        twins.settle(Twin.objects.of([third.pk]).get(article=kept), third)
        assert {one.article for one in Redirect.objects.all()} == {third}


class TestAdmin:
    def test_a_pair_is_listed_and_shown_side_by_side(self, client, editor):
        text = words(1)
        one = article("One", html(text))
        two = article("Two", html([*text[:50], "<b>unheard</b>", *text[51:]]))
        (twin,) = twins.look([one.pk, two.pk])
        assert "One</span>" in client.get(twin_url()).content.decode()
        page = client.get(twin_url(twin)).content.decode()
        assert "<mark>unheard</mark>" in page
        assert reverse("admin:summaries_article_change", args=[two.pk]) in page
        client.post(twin_url(twin), {"keep": "1"})
        assert pairs() == [("One", "Two", "kept")]
        assert "One</span>" not in client.get(twin_url()).content.decode()
        assert "One</span>" in client.get(twin_url(), {"state": "kept"}).content.decode()
        assert client.get(reverse("admin:summaries_twin_change", args=[10**6])).status_code == 302

    def test_one_is_kept(self, client, editor):
        one, two = (article(title, html(words(1)), status="draft") for title in ("One", "Two"))
        (twin,) = twins.look([one.pk, two.pk])
        response = client.post(twin_url(twin), {"settle": "1", "stays": "nonsense"})
        assert "Select a valid choice" in response.content.decode()
        data = {"settle": "1", "stays": two.pk, "tags": "on"}
        page = client.post(twin_url(twin), data, follow=True).content.decode()
        assert "is not public" in page
        assert Article.objects.get(pk=one.pk).status == "archived"

    def test_only_editors_decide(self, client):
        one, two = (article(title, html(words(1))) for title in ("One", "Two"))
        (twin,) = twins.look([one.pk, two.pk])
        user = get_user_model().objects.create_user("staff", is_staff=True)
        client.force_login(user)
        assert client.get(twin_url(twin)).status_code == 403
        user.user_permissions.set(Permission.objects.filter(codename="view_article"))
        assert "Keep both" not in client.get(twin_url(twin)).content.decode()
        assert client.post(twin_url(twin), {"keep": "1"}).status_code == 403
        assert Twin.objects.get().state == "open"

    @pytest.mark.django_db(transaction=True)
    def test_an_editor_is_told_after_saving(self, client, editor):
        one, two = (article(title, html(words(1))) for title in ("One", "Two"))
        twins.look([one.pk])
        url = reverse("admin:summaries_article_change", args=[two.pk])
        response = client.post(url, submitted(client.get(url)))
        page = client.get(response["Location"]).content.decode()
        assert "This text is much like “One” (100 %)." in page
        assert twin_url(Twin.objects.get()) in page


class TestImport:
    def read(self, name, text):
        document = Document(name, parts=(Part("", html(text)),), category=("Work",))
        return Reading(f"{name}.jsonl", name, document)

    def test_names_the_near_duplicates_of_each_file(self):
        text = words(1)
        readings = [
            self.read("a", text),
            self.read("b", words(2)),
            self.read("c", edited(text, 0.05)),
        ]
        rehearsed = importers.Store(dry_run=True, compare=True).store_batch(readings[:1])
        assert (rehearsed[0].twins, Twin.objects.count()) == ((), 0)
        outcomes = importers.Store(compare=True).store_batch(readings)
        assert [[one.article.title for one in made.twins] for made in outcomes] == [
            ["c"],
            [],
            ["a"],
        ]
        (named,) = outcomes[2].report()["twins"]
        assert (named["article"], named["title"]) == ("a", "a")
        assert outcomes[2].sentences() == [f"Much like “a” ({named['likeness']} %)."]
        again = self.read("d", text)
        (rehearsed,) = importers.Store(dry_run=True, compare=True).store_batch([again])
        assert [one.article.title for one in rehearsed.twins] == ["a", "c"]
        assert Article.objects.count() == 3

    def test_are_not_looked_for_unless_asked(self):
        outcomes = importers.Store().store_batch([self.read(name, words(1)) for name in "ab"])
        assert [made.twins for made in outcomes] == [(), ()]
        assert list(twins.changed()) == list(Article.objects.all())


class TestCommand:
    def run(self, *options):
        said = StringIO()
        call_command("find_duplicates", *options, stdout=said)
        return said.getvalue()

    def test_compares_what_was_not_compared_since_it_changed(self, monkeypatch):
        monkeypatch.setattr(twins, "BATCH_SIZE", 2)
        for number in range(3):
            article(f"Copy {number}", html(words(1)))
        assert self.run() == "3 articles were compared. 3 pairs wait for an editor.\n"
        assert self.run().startswith("0 articles")
        assert self.run("--again").startswith("3 articles")
        gone = Article.objects.get(title="Copy 2")
        gone.delete()
        assert Article.objects.update(title="Copies") == 2
        kept = Article.objects.first()
        kept.lead = "Changed."
        kept.save()
        assert self.run() == "1 article was compared. 1 pair waits for an editor.\n"
        assert TextKey.objects.count() == 2 * likeness.KEYS
        Fingerprint.objects.update(rules="0")
        assert self.run().startswith("2 articles")

    def test_empty_library(self):
        assert self.run() == "0 articles were compared. 0 pairs wait for an editor.\n"
        assert not Category.objects.exists()
