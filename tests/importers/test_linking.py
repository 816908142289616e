"""Links between the pages of an old site lead to the articles that these became."""

import pytest

from summaries.document import Document, Part
from summaries.importers import Place, Reading, Store, link
from summaries.importers.linking import links_in
from summaries.models import Article, SourcePage
from tests.importers.test_places import stored

SITE = "https://old.example/blog"


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("https://old.example/blog/2019/pier/", "/blog/2019/pier"),
        ("http://www.old.example/blog/2019/pier/#rope", "/blog/2019/pier"),
        ("/blog/?p=12&amp;x=1", "/blog?p=12"),
        ("../quay/", "/blog/2019/quay"),
        ("/blog/%E7%A0%81%E5%A4%B4", "/blog/码头"),
        ("https://old.example/blog/index.php/a", "/blog/a"),
        ("/blog/uploads/Form.PDF?ver=2", None),
        ("/blog/forms.pdf/", "/blog/forms.pdf"),
        ("https://old.example/shop/", None),
        ("https://elsewhere.example/blog/a", None),
        ("mailto:ada@old.example", None),
        ("#rope", None),
        ("http://[broken", None),
    ],
)
def test_which_links_lead_to_the_old_site(href, address):
    html = f'<p><a title="x" href="{href}" rel="noopener">here</a></p>'
    found = links_in([html], site=SITE, addresses=[f"{SITE}/2019/pier/"])
    assert list(found.values()) == ([address] if address else [])


def test_a_site_without_an_address_of_its_own_has_links_from_its_root():
    html = '<a href="/pier/">a</a> <a href="https://other.example/pier/">b</a>'
    assert links_in([html], site="", addresses=["/quay/"]) == {"/pier/": "/pier"}
    assert links_in([html], site="", addresses=["articles/quay"]) == {}
    assert links_in([html], site="", addresses=[]) == {}


def page(slug, *links, status="published", text="", **fields):
    body = "".join(f'<p><a href="{one}">see</a> {text or slug}</p>' for one in links or ("#",))
    document = Document(slug.title(), (Part(body=body),), slug, ("Work",), status=status)
    fields = {"site": "https://old.example", "addresses": (f"/2019/{slug}/",), **fields}
    return Reading(f"{slug}.xml", slug, document, **fields)


def hrefs(slug):
    body = Article.objects.get(slug=slug).as_document().parts[0].body
    return [one.partition('"')[0] for one in body.split('href="')[1:]]


@pytest.mark.django_db
def test_links_lead_to_the_new_addresses_those_of_later_pages_in_a_later_run():
    stored(
        Place("a.xml", tag="Ropes", addresses=("/tag/ropes/",)),
        page("pier", "https://old.example/2019/quay/#rope", "/2019/crane/", "/articles/pier/"),
        page("quay", "/2019/pier/", "https://old.example/"),
    )
    pier, quay = link()
    assert (pier.rewritten, pier.missing) == (1, ("/2019/crane/",))
    assert (quay.rewritten, quay.missing) == (2, ())
    assert hrefs("pier") == ["/articles/quay/#rope", "/2019/crane/", "/articles/pier/"]
    assert hrefs("quay") == ["/articles/pier/", "/"]
    article = Article.objects.get(slug="pier")
    assert article.revisions.first().note == "Links lead to the new addresses"
    assert article.version == article.source_page.revision == 2

    (pier,) = link()  # nothing new: it is still missing, and nothing is written
    assert pier.report() == {
        "article": "pier",
        "rewritten_links": 0,
        "missing_links": ["/2019/crane/"],
    }
    assert Article.objects.get(slug="pier").version == 2

    stored(page("crane"))
    (pier,) = link()
    assert pier.rewritten == 1
    assert list(link()) == []
    assert not SourcePage.objects.filter(links__isnull=False).exists()


@pytest.mark.django_db
def test_a_changed_page_is_no_edit_of_an_editor_and_its_links_are_rewritten_anew():
    stored(page("quay"), page("pier", "/2019/quay/"))
    list(link())
    (outcome,) = stored(page("pier", "/2019/quay/", text="New"))
    assert outcome.outcome == "updated"
    list(link())
    assert hrefs("pier") == ["/articles/quay/"]


@pytest.mark.django_db
def test_what_an_editor_has_edited_still_counts_as_edited():
    stored(page("pier", "/2019/quay/"))
    article = Article.objects.get()
    article.title = "Ours"
    article.save()
    stored(page("quay"))
    assert [one.rewritten for one in link()] == [1]
    (outcome,) = stored(page("pier", "/2019/quay/", text="New"))
    assert "edited after the import" in outcome.reason


@pytest.mark.django_db
def test_a_public_text_does_not_tell_the_address_of_a_draft():
    stored(page("secret-plan", status="draft"), page("pier", "/2019/secret-plan/"))
    (linked,) = link()
    assert linked.missing == ("/2019/secret-plan/",)
    Article.objects.filter(slug="secret-plan").edit(status="published")
    (linked,) = link()
    assert hrefs("pier") == ["/articles/secret-plan/"]


@pytest.mark.django_db
def test_what_is_deleted_or_in_the_bin_is_left_alone():
    stored(page("pier", "/2019/quay/"), page("crane", "/2019/quay/"), page("quay"))
    Article.objects.filter(slug="pier").delete()
    Article.objects.filter(slug="crane").move_to_bin()
    assert list(link()) == []


@pytest.mark.django_db
def test_batches_of_links_cost_the_same_queries_however_many(django_assert_max_num_queries):
    stored(page("quay"), *(page(f"pier-{number}", "/2019/quay/") for number in range(20)))
    with django_assert_max_num_queries(60):
        assert sum(one.rewritten for one in link()) == 20
    with django_assert_max_num_queries(1):
        assert list(link()) == []


@pytest.mark.django_db
def test_two_imports_in_a_row_are_one_store():
    store = Store()
    list(store.store_many([page("pier", "/2019/quay/")]))
    assert store.sentences() == ["1 old address leads here"]
