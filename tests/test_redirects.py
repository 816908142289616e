"""Old addresses: what was moved is found where it stands, what was removed is said to be gone."""

import pytest

from summaries.models import Article, Category, Redirect, Tag, old_address
from tests.library import make_article


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://old.example/2019/05/my-post/", "/2019/05/my-post"),
        ("/2019/05/my-post/?utm_source=mail#more", "/2019/05/my-post"),
        ("2019/05/My-Post", "/2019/05/My-Post"),
        ("https://old.example/?p=123", "/?p=123"),
        ("https://old.example/index.php?post_type=page&page_id=7", "/?page_id=7"),
        ("http://old.example/index.php/2019/05/my-post", "/2019/05/my-post"),
        ("/blog/?p=12", "/blog?p=12"),
        ("/notes/index.html", "/notes"),
        ("/%E5%B7%A5%E4%BD%9C/%e6%80%bb%e7%bb%93/", "/工作/总结"),
        ("//old.example//a//b//", "/a/b"),
        ("/caf%C3%A9", "/café"),
        ("/cafe\u0301", "/café"),
        ("https://old.example/", ""),
        ("https://old.example/?utm_source=mail", ""),
        ("http://[broken/", ""),
        ("/a%00b", ""),
        ("/" + "long" * 200, ""),
        ("", ""),
    ],
)
def test_address_of_an_old_site_has_one_form(url, address):
    assert old_address(url) == address
    assert old_address(address) == address


@pytest.mark.django_db
class TestManyAtOnce:
    def test_they_lead_to_what_was_imported_and_keep_what_they_have(self):
        report, other = make_article("Report"), make_article("Other")
        pairs = [
            ("https://old.example/2019/05/report/", report),
            ("https://old.example/?p=5", report),
            ("https://old.example/category/news/", report.category),
            ("https://old.example/tag/week/", Tag.objects.ensure(["week"])["week"]),
            ("https://old.example/", report),
            ("/2019/05/report", other),
        ]
        assert Redirect.objects.leave_many(pairs) == {}
        assert Redirect.objects.target("/2019/05/report") == report
        assert Redirect.objects.target("/?p=5") == report
        assert Redirect.objects.target("/category/news") == report.category
        assert Redirect.objects.count() == 4
        kept = Redirect.objects.leave_many([("/2019/05/report/", other), ("/?p=5", report)])
        assert list(kept) == ["/2019/05/report"]

    def test_number_of_statements_does_not_grow(self, django_assert_max_num_queries):
        report = make_article("Report")
        with django_assert_max_num_queries(6):
            Redirect.objects.leave_many((f"/?p={number}", report) for number in range(100))
        assert Redirect.objects.count() == 100


@pytest.mark.django_db
class TestGone:
    def test_what_was_public_once_is_remembered(self):
        article = make_article("Report", tags=("week",), category=("Work", "Weekly"))
        never = make_article("Secret", tags=("hush",), category=("Work", "Hidden"), status="draft")
        for one in (article, never):
            one.status = Article.Status.ARCHIVED
            one.save()
        assert [Article.objects.get(pk=one.pk).was_public for one in (article, never)] == [1, 0]
        assert list(Article.objects.ever_public()) == [article]
        assert {one.full_path for one in Category.objects.ever_public()} == {"work", "work/weekly"}
        assert [one.name for one in Tag.objects.ever_public()] == ["week"]

    def test_what_is_deleted_for_good_leaves_its_addresses(self):
        article = make_article("Report", tags=("week",), category=("Work", "Weekly"))
        article.slug = "new-report"
        article.save()
        never = make_article("Secret", tags=("hush",), category=("Work", "Hidden"), status="draft")
        Redirect.objects.leave_many([("/?p=1", article), ("/?p=2", never)])
        for one in (article, never):
            one.delete()
        Tag.objects.all().delete()
        Category.objects.filter(name="Work").delete()
        gone = {"/?p=1", "articles/report", "articles/new-report", "tags/week"}
        gone |= {"categories/work", "categories/work/weekly"}
        assert {one.path for one in Redirect.objects.all()} == gone
        assert all(one.is_gone for one in Redirect.objects.all())

    def test_an_address_that_is_in_use_again_is_not_gone(self):
        make_article("Report", tags=("week",), category=("Work",)).delete()
        Tag.objects.all().delete()
        Category.objects.all().delete()
        make_article("Report", tags=("week",), category=("Work",))
        assert not Redirect.objects.exists()
        assert Tag.objects.get().slug == "week"
        assert Category.objects.get().full_path == "work"
