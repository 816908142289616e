"""Links in texts: those that lead nowhere, to old addresses, or to other sites."""

import socket
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from summaries import attention, linkcheck
from summaries.document import Part
from summaries.models import Article, Finding, LinkCheck, Redirect
from tests.library import make_article


def linking(*hrefs, **fields):
    body = "".join(f'<p>See <a href="{href}">page {n}</a>.</p>' for n, href in enumerate(hrefs, 1))
    article = make_article("Linking", body, **fields)
    attention.refresh([article.pk])
    return article


def found(article, *kinds):
    rows = Finding.objects.filter(article=article, kind__in=kinds).order_by("start")
    return [(row.text, row.note, row.suggestion) for row in rows]


@pytest.mark.django_db
class TestWithin:
    @pytest.mark.parametrize("status", ["published", "draft"])
    def test_link_to_an_old_address_is_replaced_by_the_new_one(self, status):
        there = make_article("There")
        there.slug = "over-there"
        there.save()
        Redirect.objects.leave_many([("/2019/05/there", there)])
        hrefs = ("/articles/there/#part-1", "/2019/05/there/?a=1&amp;b=2", "/2019/nowhere/")
        one = linking(*hrefs, status=status)
        assert found(one, "moved-link", "link") == [
            ("page 1", "/articles/there/#part-1", "/articles/over-there/#part-1"),
            ("page 2", "/2019/05/there/?a=1&b=2", "/articles/over-there/"),
        ]
        keys = list(Finding.objects.filter(kind="moved-link").values_list("pk", flat=True))
        (done,) = attention.accept_all(keys)
        assert (len(done.findings), done.left) == (2, 0)
        body = one.parts.get().body
        assert body.count('<a href="/articles/over-there/') == 2
        assert 'href="/2019/nowhere/"' in body
        assert found(one, "moved-link", "link") == []
        assert "over-there" not in str(done.articles[0].title)

    def test_two_links_to_the_same_old_address_are_one_finding(self):
        there = make_article("There")
        there.slug = "over-there"
        there.save()
        one = linking("/articles/there/", "/articles/there/")
        (row,) = Finding.objects.filter(article=one, kind="moved-link")
        attention.accept(row.pk)
        assert one.parts.get().body.count("/articles/over-there/") == 2

    def test_what_was_edited_meanwhile_is_left(self):
        there = make_article("There")
        there.slug = "over-there"
        there.save()
        one = linking("/articles/there/")
        row = Finding.objects.get(kind="moved-link")
        part = one.parts.get()
        part.body = "<p>See page 1.</p>"
        part.save()
        with pytest.raises(attention.RepairError):
            attention.accept(row.pk)

    def test_parts_that_are_not_there(self):
        two = (Part("One", "<p>Words.</p>"), Part("Two", "<p>Words.</p>"))
        make_article("There", parts=two)
        hrefs = ("/articles/there/#part-2", "/articles/there/#part-9", "#part-1", "#part-7", "#top")
        assert [note for _text, note, _new in found(linking(*hrefs), "link")] == [
            "/articles/there/#part-9",
            "#part-7",
        ]

    def test_link_to_what_is_not_public(self):
        make_article("Draft", status="draft")
        ((_text, note, _new),) = found(linking("/articles/draft/"), "link")
        assert note == "/articles/draft/"

    def test_image_that_is_missing(self):
        key = "0" * 32
        body = f'<figure><img src="image:{key}" alt="A boat"></figure><p>Words.</p>'
        one = make_article("With an image", body)
        attention.refresh([one.pk])
        assert found(one, "image") == [("", f"image:{key}", None)]

    def test_number_of_queries_does_not_grow(self, django_assert_max_num_queries):
        keys = []
        for number in range(8):
            hrefs = (f"/articles/gone-{number}/", "#part-1", f"https://a.example/{number}")
            keys.append(linking(*hrefs).pk)
        with django_assert_max_num_queries(30):
            attention.refresh(keys)


# Other sites


class Site(BaseHTTPRequestHandler):
    """Answers with the status that its path says; ``/to/<path>`` leads on."""

    asked = []

    def do_GET(self):
        self.asked.append(f"{self.command} {self.path}")
        path = self.path.strip("/")
        if path.startswith("to/"):
            self.send_response(302)
            self.send_header("Location", f"/{path.removeprefix('to/')}")
        elif path.startswith("get/") and self.command == "HEAD":
            self.send_response(405)
        else:
            self.send_response(int(path.rpartition("/")[2].partition("?")[0]))
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815 - the server's name for it

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def site(server):
    Site.asked = []
    return server


def ask(url):
    return linkcheck.ask(url, allow_private=True)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/200", 200),
        ("/404", 404),
        ("/410", 410),
        ("/500", 500),
        ("/get/200", 200),
        ("/to/to/200", 200),
        ("/to/404", 404),
        ("/päth/200?q=ü", 200),
    ],
)
def test_what_a_site_answers(site, path, status):
    assert ask(site + path) == (status, "")


def test_head_is_enough_for_a_page_that_is_there(site):
    ask(f"{site}/200")
    ask(f"{site}/404")
    assert Site.asked == ["HEAD /200", "HEAD /404", "GET /404"]


def test_what_is_no_answer(site):
    assert "redirects" in ask(f"{site}/{'to/' * 9}200").error
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    for one in (url, "http:///", "ftp://a.example/", "http://a.example:99999/", "http://[x/"):
        answer = ask(one)
        assert answer.status is None
        assert answer.error
        assert answer.is_failure


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0"),
        *("::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
        *("224.0.0.1", "100.64.0.1"),
    ],
)
def test_private_networks_are_not_asked(address):
    assert not linkcheck.is_global(address)


def test_names_that_lead_into_a_private_network(site, monkeypatch):
    assert linkcheck.ask(f"{site}/200") == (None, "private address")
    assert linkcheck.ask(f"{site.replace('127.0.0.1', 'localhost')}/200").error == "private address"
    assert Site.asked == []
    asked = iter([True, False])
    monkeypatch.setattr(linkcheck, "is_global", lambda address: next(asked))
    assert linkcheck.ask(f"{site}/to/200").error == "private address"
    assert Site.asked == ["HEAD /to/200"]


@pytest.mark.django_db
class TestCommand:
    def check(self, **options):
        out = StringIO()
        options = {"external": True, "allow_private": True, "older_than": 0, **options}
        call_command("check_links", stdout=out, **options)
        return out.getvalue()

    @pytest.fixture(autouse=True)
    def quick(self, monkeypatch):
        monkeypatch.setattr(linkcheck, "PAUSE", 0)

    def test_dead_links_stand_in_the_worklist(self, site):
        one = linking(f"{site}/200", f"{site}/404#top", f"{site}/500", status="draft")
        said = self.check()
        assert "3 pages of other sites were asked for; 1 of 3 are dead." in said
        assert found(one, "dead-link") == [("page 2", f"{site}/404 (404)", None)]
        self.check()
        assert [row[0] for row in found(one, "dead-link")] == ["page 2", "page 3"]

    def test_a_page_that_comes_back_is_no_finding(self, site, monkeypatch):
        one = linking(f"{site}/404")
        self.check()
        assert found(one, "dead-link")
        monkeypatch.setattr(linkcheck, "ask", lambda url, **options: linkcheck.Answer(200))
        self.check()
        assert not found(one, "dead-link")

    def test_only_what_was_not_asked_for_lately(self, site):
        linking(*(f"{site}/{number}/200" for number in range(4)))
        self.check(limit=3)
        assert len(Site.asked) == 3
        self.check(older_than=30)
        assert len(Site.asked) == 4
        self.check(older_than=30)
        assert len(Site.asked) == 4
        LinkCheck.objects.update(checked_at=timezone.now() - timedelta(days=31))
        self.check(older_than=30)
        assert len(Site.asked) == 8

    def test_a_busy_site_is_left_alone(self, site):
        linking(f"{site}/1/429", f"{site}/2/200")
        self.check()
        assert Site.asked == ["HEAD /1/429"]
        assert not LinkCheck.objects.dead().exists()

    def test_links_that_nobody_makes_any_more_are_forgotten(self, site):
        one = linking(f"{site}/200")
        self.check()
        one.move_to_bin()
        self.check()
        assert not LinkCheck.objects.exists()

    def test_no_site_is_asked_without_being_told_to(self, site):
        there = make_article("There")
        one = linking(f"{site}/200", "/articles/there/")
        Article.objects.filter(pk=there.pk).edit(status="draft")
        said = self.check(external=False)
        assert "1 Links that lead nowhere" in said
        assert Site.asked == []
        assert len(found(one, "link")) == 1

    def test_an_interrupted_run_keeps_what_it_has_heard(self, site, monkeypatch):
        linking(f"{site}/1/404", f"{site}/2/404")
        answers = iter([linkcheck.Answer(404)])

        def interrupted(row, answer):
            if next(answers, None) is None:
                raise KeyboardInterrupt
            return real(row, answer)

        real = linkcheck.note
        monkeypatch.setattr(linkcheck, "note", interrupted)
        with pytest.raises(CommandError, match="run the command again"):
            self.check()
        assert LinkCheck.objects.dead().count() == 1
        assert Finding.objects.filter(kind="dead-link").count() == 1

    @pytest.mark.parametrize("said", ["-1", "a", "1.5"])
    def test_numbers_are_whole(self, said):
        with pytest.raises(CommandError, match="no whole number"):
            call_command("check_links", "--limit", said)
