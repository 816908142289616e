"""What a project hears of changes: once for each change, after it was committed."""

from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from django.db import transaction

from summaries import signals
from summaries.document import Document
from summaries.document import Part as DocumentPart
from summaries.importers import Reading, Store
from summaries.models import Article, Category, Part, Tag, writing
from tests.library import LONG_AGO, make_article

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ["article_published", "article_unpublished", "article_changed", "article_imported"]


@contextmanager
def heard():
    """The signals sent meanwhile: by name, the articles' keys or the addresses."""
    found: dict[str, list] = {}
    receivers = []

    def listen(name):
        def receive(sender, signal, using, **told):
            assert using == "default"
            one = told.get("articles") or (told["instance"], told["old"], told["new"])
            found.setdefault(name, []).append(one)

        receivers.append(receive)
        getattr(signals, name).connect(receive)

    for name in [*NAMES, "address_changed"]:
        listen(name)
    try:
        yield found
    finally:
        for name, receive in zip([*NAMES, "address_changed"], receivers, strict=True):
            getattr(signals, name).disconnect(receive)


def test_publishing_changing_and_hiding_an_article():
    draft = make_article(status="draft", published_at=None)
    with heard() as found:
        draft.status = "published"
        draft.save()
    assert found == {"article_published": [[draft.pk]], "article_changed": [[draft.pk]]}
    with heard() as found:
        draft.parts.create(body="<p>More.</p>")
    assert found == {"article_changed": [[draft.pk]]}
    with heard() as found:
        draft.apply_document(replace(draft.as_document(), lead="A lead."))
    assert found == {"article_changed": [[draft.pk]]}
    with heard() as found:
        pk = draft.pk
        draft.delete()
    assert found == {"article_unpublished": [[pk]]}


@pytest.mark.parametrize("at_once", [1, 1000])
def test_bulk_changes_are_told_at_once(monkeypatch, at_once):
    monkeypatch.setattr("summaries.models.library.KEYS_AT_ONCE", at_once)
    keys = [make_article(f"Text {number}").pk for number in range(3)]
    with heard() as found:
        Article.objects.filter(pk__in=keys[:2]).update(status="draft")
    assert found == {"article_unpublished": [keys[:2]], "article_changed": [keys[:2]]}
    with heard() as found:
        Article.objects.edit(status="published")
    assert found == {"article_published": [keys[:2]], "article_changed": [keys[:2]]}
    with heard() as found:
        Article.objects.all().delete()
    assert found == {"article_unpublished": [keys]}


def test_rows_created_in_bulk_are_told():
    category = Category.objects.ensure(["Work"])
    fields = {"category": category, "status": "published", "published_at": LONG_AGO}
    with heard() as found:
        rows = [Article(title=f"T{n}", slug=f"t{n}", **fields) for n in range(2)]
        keys = [one.pk for one in Article.objects.bulk_create(rows)]
    assert found == {"article_published": [keys]}
    with heard() as found:
        Part.objects.bulk_create([Part(article_id=keys[0], anchor="a", body="<p>More.</p>")])
    assert found == {"article_changed": [keys[:1]]}


def test_an_import_tells_what_it_brought():
    with heard() as found:
        parts = (DocumentPart(body="<p>Moored.</p>"),)
        document = Document("Ferry notes", parts=parts, status="published")
        list(Store().store_many([Reading("x", key, replace(document, lead=key)) for key in "ab"]))
    keys = sorted(Article.objects.values_list("pk", flat=True))
    assert found == {"article_published": [keys], "article_imported": [keys]}
    with heard() as found:
        list(Store().store_many([Reading("x", "a", replace(document, lead="Changed"))]))
    assert found == {"article_changed": [keys[:1]], "article_imported": [keys[:1]]}


def test_a_renamed_tag_changes_its_articles():
    article = make_article(tags=("boats",))
    tag = Tag.objects.get()
    with heard() as found:
        tag.name, tag.slug = "ships", "ships"
        tag.save()
    assert found == {
        "article_changed": [[article.pk]],
        "address_changed": [(tag, "tags/boats", "tags/ships")],
    }


def test_every_address_below_a_moved_category_is_told():
    sales = Category.objects.ensure(["Work", "Sales"])
    north = Category.objects.ensure(["Work", "Sales", "North"])
    with heard() as found:
        Category.objects.move(sales, Category.objects.ensure(["Office"]), "last-child")
    assert found["address_changed"] == [
        (sales, "categories/work/sales", "categories/office/sales"),
        (north, "categories/work/sales/north", "categories/office/sales/north"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda article: article.parts.all().delete(),
        lambda article: article.parts.update(title="x"),
        lambda article: article.tagged.all().delete(),
    ],
)
def test_an_article_changes_with_its_parts_and_tags(change):
    article = make_article(tags=("a",))
    with heard() as found:
        change(article)
    assert found == {"article_changed": [[article.pk]]}


def test_many_edits_in_one_change_are_told_as_one():
    old = make_article("Old")
    with heard() as found, writing():
        new = make_article("New")
        new.tags.add("a")
        Article.objects.filter(pk=old.pk).update(status="draft")
        Article.objects.filter(pk=old.pk).update(lead="A lead.")
    assert found == {
        "article_published": [[new.pk]],
        "article_unpublished": [[old.pk]],
        "article_changed": [[old.pk]],
    }


def test_nothing_is_told_of_a_part_that_failed_by_itself():
    one, two = make_article("One"), make_article("Two")
    with heard() as found, writing():
        one.tags.add("a")
        with suppress(ZeroDivisionError), writing():
            two.delete()
            Category.objects.filter(pk=two.category_id).update(slug="x")
            make_article("Three")
            raise ZeroDivisionError
    assert found == {"article_changed": [[one.pk]]}


def test_nothing_is_told_of_what_was_undone():
    article = make_article()
    with heard() as found:
        with transaction.atomic():
            article.tags.add("a")
            transaction.set_rollback(True)
        with transaction.atomic():
            article.tags.add("b")
            assert not found
    assert found == {"article_changed": [[article.pk]]}


def test_a_receiver_that_fails_undoes_nothing(caplog):
    def fail(**kwargs):
        raise RuntimeError("a receiver's own fault")

    signals.article_changed.connect(fail)
    try:
        article = make_article()
        article.title = "Changed all the same"
        article.save()
    finally:
        signals.article_changed.disconnect(fail)
    assert Article.objects.get().title == "Changed all the same"
    assert "a receiver's own fault" in caplog.text
