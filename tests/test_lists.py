"""What the pages of lists tell a visitor: what is set, what was ignored, and where to go on."""

import re

import pytest
from django.test import Client

from summaries import views
from tests.library import make_article

pytestmark = pytest.mark.django_db

LIST = "/articles/"


@pytest.fixture(autouse=True)
def no_page_cache(settings):
    """A page from the cache has no context to look into."""
    settings.SUMMARIES_PAGE_CACHE = None


@pytest.fixture
def library():
    make_article("Alpha", "<p>budget</p>", tags=("red", "round"), category=("Work",))
    make_article("Beta", "<p>[Name] budget</p>", tags=("red",), category=("Work", "Sub"))
    make_article("Gamma", "<p>picnic</p>", tags=("blue",), category=("Home",), language="fr")


def ask(url, status=200, **headers):
    response = Client().get(url, headers=headers)
    assert response.status_code == status, url
    return response


def panels(response):
    """The filters offered: their choices, with the numbers beside them."""
    return {
        panel.name: {one.label: str(one.total) for one in panel.choices}
        for panel in response.context["filter"].panels
    }


class TestPanel:
    def test_a_filter_with_a_single_choice_is_not_offered(self, library):
        assert panels(ask(LIST)).keys() == {"blanks", "language", "category", "tags"}

    def test_its_numbers_are_those_of_a_reload_when_it_is_changed_in_place(self, library):
        url = "/search/?q=budget&category=work"
        whole, part = ask(url), ask(url, **{"HX-Request": "true"})
        for response in (whole, part):
            assert panels(response)["category"] == {"Sub": "1"}
        found = (re.findall(r'id="choice-.*?</a>', one.content.decode()) for one in (whole, part))
        assert next(found) == next(found) != []

    def test_every_choice_leads_where_its_number_says(self, library):
        for panel in ask(f"{LIST}?tags=red").context["filter"].panels:
            for choice in panel.choices:
                url = choice.url if choice.url.startswith("/") else LIST + choice.url
                if choice.total:
                    assert ask(url).context["count"] == choice.total.number, choice
                elif choice.is_selected:
                    assert "tags" not in url

    def test_categories_go_one_level_at_a_time_with_their_trail(self, library):
        make_article("Delta", category=("Work", "Sub", "Low"))
        shown = ask("/categories/work/sub/?blanks=without").context["filter"]
        assert [(step.label, step.url) for step in shown.trail] == [
            ("All categories", f"{LIST}?blanks=without"),
            ("Work", "/categories/work/?blanks=without"),
            ("Sub", "/categories/work/sub/?blanks=without"),
        ]
        assert [one.url for one in shown.choices["category"]] == [
            "/categories/work/sub/low/?blanks=without"
        ]

    def test_a_tag_can_be_typed_by_its_name(self, library):
        response = ask(f"{LIST}?tags=RED&tags=round")
        assert [tag.name for tag in response.context["filter"].chosen_tags] == ["red", "round"]

    def test_the_form_keeps_what_the_links_have_set(self, library):
        body = ask(f"{LIST}?tags=red&blanks=with&published_after=2020-01-01").content.decode()
        hidden = re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', body)
        assert hidden == [("blanks", "with"), ("tags", "red")]


class TestFaults:
    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("category=nonsense", "There is no category “nonsense” here; it was ignored."),
            ("tags=grey", "There is no tag “grey”; it was ignored."),
            ("year=abc", "Year: “abc” makes no sense here; it was ignored."),
            (
                "published_after=2021-02-01&published_before=2020-02-01",
                "“From” (1 Feb 2021) is after “To” (1 Feb 2020); both were ignored.",
            ),
        ],
    )
    def test_a_value_that_makes_no_sense_is_named_once_and_ignored(self, library, query, said):
        response = ask(f"{LIST}?{query}&blanks=with")
        body = response.content.decode()
        assert body.count(said) == 1
        assert response.context["count"] == 1
        assert query.partition("=")[2] not in re.sub(re.escape(said), "", body)

    def test_of_several_tags_those_that_exist_are_used(self, library):
        response = ask(f"{LIST}?tags=grey&tags=blue")
        assert response.context["count"] == 1
        assert len(response.context["faults"]) == 1

    @pytest.mark.parametrize("number", ["9", "0", "x"])
    def test_a_page_that_is_not_there_leads_to_the_last(self, library, settings, number):
        settings.SUMMARIES_PAGE_SIZE = 1
        body = ask(f"{LIST}?tags=red&page={number}", 404).content.decode()
        assert "This list has 2 pages" in body
        assert 'href="?page=2&amp;tags=red"' in body or 'href="?tags=red&amp;page=2"' in body


class TestNothingFound:
    def found(self, query):
        suggestions = ask(f"{LIST}?{query}").context["suggestions"]
        return [(one.label, one.url, one.total.number) for one in suggestions]

    def test_it_says_which_one_to_leave_out_and_what_that_brings(self, library):
        assert self.found("tags=red&language=fr") == [
            ("Without “French”", f"{LIST}?tags=red", 2),
            ("Without “red”", f"{LIST}?language=fr", 1),
        ]

    def test_where_no_single_one_helps_it_says_what_each_alone_brings(self, library):
        assert self.found("tags=blue&blanks=with&year=2020&q=unheard") == [
            ("Only “2020”", f"{LIST}?year=2020", 3),
            ("Only “blue”", f"{LIST}?tags=blue", 1),
            ("Only “With blanks to fill in”", f"{LIST}?blanks=with", 1),
        ]


class TestAddresses:
    @pytest.mark.parametrize(
        ("given", "canonical"),
        [
            ("/articles/?q=&year=&tags=red", "/articles/?tags=red"),
            ("/articles/?published_after=", "/articles/"),
            ("/categories/work/?category=work/sub&year=2020", "/categories/work/sub/?year=2020"),
        ],
    )
    def test_what_says_nothing_is_redirected_away(self, library, given, canonical):
        assert ask(given, 301).url == canonical

    @pytest.mark.parametrize(
        ("given", "canonical"),
        [
            ("/articles/?category=work&sort=oldest", "/categories/work/"),
            ("/articles/?tags=red", "/tags/red/"),
            ("/tags/red/?category=work", "/categories/work/?tags=red"),
            ("/articles/?year=2020&blanks=with", "/articles/?blanks=with&year=2020"),
        ],
    )
    def test_one_list_has_one_canonical_address(self, library, given, canonical):
        link = f'<link rel="canonical" href="http://testserver{canonical.replace("&", "&amp;")}">'
        assert link in ask(given).content.decode()


class TestOverviews:
    def test_categories_and_tags_have_pages_of_their_own(self, library):
        body = ask("/categories/").content.decode()
        assert re.findall(r'class="leader">\s*<a href="(.*?)"', body) == [
            *("/categories/work/", "/categories/work/sub/", "/categories/home/")
        ]
        body = ask("/tags/").content.decode()
        assert re.findall(r'href="/tags/(\w+)/"', body) == ["blue", "red", "round"]

    def test_many_tags_are_found_by_their_first_character(self, library, monkeypatch):
        monkeypatch.setattr(views.lists, "TAGS_AT_ONCE", 2)
        make_article("Delta", tags=("年度", "rough"))
        body = ask("/tags/").content.decode()
        assert re.findall(r'letter=(.*?)"[^>]*>(.)</a>', body) == [
            *[("b", "B"), ("r", "R"), ("%E5%B9%B4", "年")]
        ]
        page = ask("/tags/?letter=R").content.decode()
        assert re.findall(r'href="/tags/(\w+)/"', page) == ["red", "rough"]
        assert "?letter=r&amp;page=2" in page
        ask("/tags/?letter=z", 404)
        ask("/tags/?letter=r&page=9", 404)

    def test_the_home_page_shows_the_largest_categories_alone(self):
        for root in range(9):
            for child in range(5):
                for _copy in range(1 + (root > 0) + (child > 0)):
                    make_article(category=(f"Root {root}", f"Child {child}"))
        body = ask("/").content.decode()
        navigation, _end, rest = body.partition("</header>")
        assert re.findall(r"Root \d", navigation) == [f"Root {n}" for n in range(1, 8)]
        assert "All categories" in navigation
        assert "Root 0" not in rest.partition("newest-heading")[0]
        assert "root-0" not in rest.partition("newest-heading")[0]
        assert "Child 0" not in rest.partition("newest-heading")[0]
        assert "All 54 categories" in rest

    def test_a_page_that_is_not_there_shows_what_its_words_find(self, library):
        body = ask("/articles/gamma-and-picnic-2019/", 404).content.decode()
        assert re.findall(r'href="/articles/(\w+)/"', body) == ["gamma"]


class TestCards:
    def test_a_card_names_the_way_to_its_category(self, library):
        card = next(one for one in ask(LIST).context["cards"] if one["title"] == "Beta")
        assert [step["name"] for step in card["path"]] == ["Work", "Sub"]
        assert (card["category"]["url"], card["blanks"]) == (
            *("/categories/work/sub/", "1 blank to fill in"),
        )

    @pytest.mark.parametrize(
        ("language", "date"), [("en", "1 Jan 2020"), ("zh-hans", "2020年1月1日")]
    )
    def test_dates_cannot_be_misread(self, library, language, date):
        assert f">{date}<" in ask(LIST, **{"Accept-Language": language}).content.decode()
