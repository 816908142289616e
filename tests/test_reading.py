"""A part as its page shows it: prepared when it is saved, right however it is changed."""

import re

import pytest
from django.core.management import call_command
from django.db import connection

from summaries import reading
from summaries import text as texts
from summaries.document import Part as DocumentPart
from summaries.importers import Reading, Store
from summaries.models import Article, Part
from tests.library import make_article

BODY = "<h3>Aims</h3><p>Sold 20XX in all.</p>"
SHOWN = '<h3 id="part-1-aims">Aims</h3><p>Sold <span class="blank">20XX</span> in all.</p>'


class TestText:
    def test_headings_have_ids_and_blanks_are_marked(self):
        prepared = reading.prepare("Sample", "part-1", BODY)
        assert prepared[:2] == (SHOWN, [[3, "Aims", "part-1-aims"]])
        assert reading.shown("Sample", "part-1", BODY, *prepared) == prepared[:2]

    def test_without_a_title_headings_are_lifted(self):
        html, headings, _digest = reading.prepare("", "part-1", BODY)
        assert html.startswith('<h2 id="part-1-aims">Aims</h2>')
        assert headings == [[2, "Aims", "part-1-aims"]]

    def test_most_texts_are_shown_as_they_are_and_not_stored_twice(self):
        prepared = reading.prepare("Sample", "part-1", "<p>Fine &amp; dry.</p>")
        assert prepared.html == ""
        shown = reading.shown("Sample", "part-1", "<p>Fine &amp; dry.</p>", *prepared)
        assert shown == ("<p>Fine &amp; dry.</p>", [])

    def test_what_was_prepared_of_another_text_is_not_shown(self):
        prepared = reading.prepare("Sample", "part-1", BODY)
        for changed in (
            ("", "part-1", BODY),
            ("Sample", "part-2", BODY),
            ("Sample", "part-1", "<h3>Means</h3>"),
        ):
            anew = reading.prepare(*changed)
            assert reading.shown(*changed, *prepared) == (anew.html, anew.headings)

    def test_what_was_never_sanitised_is_not_shown(self):
        body = "<p onclick='x()'>Dry<script>x()</script></p>"
        assert reading.shown("", "part-1", body, "", [], "") == ("<p>Dry</p>", [])
        prepared = reading.prepare("", "part-1", body)
        assert reading.shown("", "part-1", body, *prepared) == ("<p>Dry</p>", [])

    def test_a_blank_is_escaped(self):
        html, *_rest = reading.prepare("", "part-1", "<p>[A &lt;b&gt; name] is missing.</p>")
        assert html == (
            '<p><span class="blank"><span class="blank-sign">[</span>A &lt;b&gt; name'
            '<span class="blank-sign">]</span></span> is missing.</p>'
        )

    @pytest.mark.parametrize(
        ("blank", "seen"), [("____", ""), ("____%", "%"), ("20__", "20"), ("20XX", "20XX")]
    )
    def test_a_line_to_write_on_is_an_empty_field(self, blank, seen):
        html, *_rest = reading.prepare("", "part-1", f"<p>Sold {blank} in all.</p>")
        assert texts.from_html(html) == f"Sold {blank} in all."
        without = re.sub('<span class="blank-sign">.*?</span>', "", html)
        assert f'<span class="blank">{seen}</span>' in without


@pytest.mark.django_db
class TestRows:
    @pytest.fixture
    def article(self):
        return make_article(
            parts=[DocumentPart("Sample", BODY), DocumentPart("More", "<p>Dry.</p>")]
        )

    def test_a_save_prepares_each_part(self, article):
        first, second = article.parts.all()
        assert (first.html, first.headings) == (SHOWN, [[3, "Aims", "part-1-aims"]])
        assert (second.html, second.headings) == ("", [])
        assert is_prepared(first)
        assert is_prepared(second)
        first.title, first.body = "", "<h3>Means</h3>"
        first.save()
        first.refresh_from_db()
        assert first.html == '<h2 id="part-1-means">Means</h2>'

    def test_an_import_prepares_each_part(self):
        document = make_article(parts=[DocumentPart("Sample", BODY)]).as_document()
        Article.objects.all().delete()
        list(Store().store_many([Reading("x", "key", document)]))
        assert Part.objects.get().html == SHOWN

    def test_a_title_alone_prepares_anew(self, article):
        part = article.parts.first()
        part.title = ""
        part.save()
        part.refresh_from_db()
        assert part.html.startswith("<h2")

    @pytest.mark.parametrize("how", ["update", "sql", "bulk_create", "load"])
    def test_a_change_past_the_edit_is_shown(self, article, client, tmp_path, how):
        body = "<h3>Means</h3><p>Bought <b onclick='x()'>[Number]</b>.</p>"
        if how == "update":
            article.parts.filter(position=1).update(body=body)
        elif how == "sql":
            with connection.cursor() as cursor:
                cursor.execute("UPDATE summaries_part SET body = %s WHERE position = 1", [body])
        elif how == "bulk_create":
            article.parts.filter(position=1).delete()
            part = Part(article=article, anchor="part-1", title="Sample", position=1, body=body)
            Part.objects.bulk_create([part])
        else:
            dump = tmp_path / "parts.json"
            call_command("dumpdata", "summaries.part", output=str(dump), verbosity=0)
            dump.write_text(
                dump.read_text().replace("Aims</h3><p>Sold 20XX", "Means</h3><p>Bought [Number]")
            )
            call_command("loaddata", str(dump), verbosity=0)
        page = client.get(article.get_absolute_url()).content.decode().partition("<main")[2]
        assert '<h3 id="part-1-means">Means</h3><p>Bought ' in page
        assert "Number" in texts.from_html(page.partition('class="blank"')[2])
        assert '<a href="#part-1-means">Means</a>' in page
        assert "20XX" not in page
        assert "onclick" not in page

    def test_the_next_edit_stores_it(self, article):
        article.parts.filter(position=1).update(body="<h3>Means</h3>")
        article.save()
        assert article.parts.first().html == '<h3 id="part-1-means">Means</h3>'
        article.parts.update(html="", html_digest="")
        article.save()
        assert all(map(is_prepared, article.parts.all()))


def is_prepared(part):
    return part.html_digest == reading.digest(part.title, part.anchor, part.body)
