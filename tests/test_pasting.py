"""What comes out of a clipboard: written here in the form of each program."""

import time
from base64 import b64encode

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from summaries import figures, pasting
from summaries.models import Image, images
from tests.test_images import media, photo  # noqa: F401 - media is a fixture

KEY = "0123456789abcdef0123456789abcdef"


def clean(html):
    return pasting.clean(html).html


def item(marker, words, place="l0 level1 lfo1", name="MsoListParagraph"):
    """A paragraph that Word shows as an item of a list."""
    return (
        f"<p class={name} style='text-indent:-18.0pt;mso-list:{place}'><![if !supportLists]>"
        "<span style='font-family:Symbol;mso-list:Ignore'>"
        f"{marker}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span>"
        f"<![endif]>{words}<o:p></o:p></p>\n"
    )


# Word


def test_lists_of_word_become_lists_in_lists():
    html = (
        item("·", "Bread")
        + item("o", "of <i>rye</i>", "l0 level2 lfo1")
        + "<p class=MsoListParagraphCxSpMiddle>baked at home</p>"
        + item("§", "sliced", "l0 level3 lfo1")
        + item("·", "Milk")
    )
    assert clean(html) == (
        "<ul><li>Bread<ul><li><p>of <em>rye</em></p><p>baked at home</p>"
        "<ul><li>sliced</li></ul></li></ul></li><li>Milk</li></ul>"
    )


@pytest.mark.parametrize(
    ("marker", "start"),
    [
        ("1.", "<ol>"),
        ("7)", '<ol start="7">'),
        ("2.3.", '<ol start="3">'),
        ("(c)", '<ol start="3" type="a">'),
        ("B.", '<ol start="2" type="A">'),
        ("iv.", '<ol start="4" type="i">'),
        ("I.", '<ol type="I">'),
        ("o", "<ul>"),
        ("–", "<ul>"),
    ],
)
def test_a_list_is_counted_as_it_was(marker, start):
    assert clean(item(marker, "One")).startswith(f"{start}<li>One</li>")


def test_a_number_that_no_list_has_stays_in_the_text():
    assert clean(item("第一条", "目的")) == "<p>第一条 目的</p>"
    heading = "<h2 style='mso-list:l1 level1'><span style='mso-list:Ignore'>2.1</span>Aims</h2>"
    assert clean(heading) == "<h2>2.1 Aims</h2>"


def test_a_list_goes_on_below_a_paragraph_and_another_one_begins_anew():
    html = item("1.", "a") + "<p>between</p>" + item("2.", "b") + item("1.", "c", "l1 level1 lfo2")
    assert clean(html) == (
        '<ol><li>a</li></ol><p>between</p><ol start="2"><li>b</li></ol><ol><li>c</li></ol>'
    )


def test_notes_and_comments_of_word_are_text():
    html = """<p class=MsoNormal>We met<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"
    ><span class=MsoFootnoteReference><sup>[1]</sup></span></a> twice<span
    class=MsoCommentReference><a class=msocomanchor href="#_msocom_1">[AB1]</a></span>.</p>
    <div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%">
    <div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1"
    name="_ftn1"><span>[1]</span></a> In the hall.</p></div></div>
    <div style='mso-element:comment-list'><hr class=msocomoff><div
    style='mso-element:comment'><p class=MsoCommentText><a href="#_msoanchor_1">[AB1]</a>When?</p>
    </div></div>"""
    assert clean(html) == ("<p>We met[1] twice[AB1].</p><p>[1] In the hall.</p><p>[AB1]When?</p>")


def test_a_document_of_word_loses_its_looks_alone():
    html = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>Plan</title>
    <style><!-- p.MsoNormal {margin:0} --></style><!--[if gte mso 9]><xml><w:x/></xml><![endif]-->
    </head><body lang=EN-GB style='tab-interval:36pt'><!--StartFragment-->
    <h1 style='color:navy'><b>Plan</b><o:p></o:p></h1><h2>Aims</h2>
    <p class=MsoNormal><span style='mso-bidi-font-weight:bold'>One <b style='mso-bidi-font-weight:
    normal'>bold</b> and <span style='font-style:italic'>slanted</span></span><o:p></o:p></p>
    <p class=MsoNormal><o:p>&nbsp;</o:p></p>
    <p class=MsoNormal>Name:<u><span style='mso-tab-count:3'>        </span></u></p>
    <p class=MsoNormal><span style='display:none;mso-hide:all'>secret</span></p>
    <table border=1><thead><tr><td><p class=MsoNormal>Year</p></td><td><p>Sum</p></td></tr></thead>
    <tr><td rowspan=2 width=100><p class=MsoNormal>2025<o:p></o:p></p></td><td><p>a</p><p>b</p></td>
    </tr><tr><td><p class=MsoNormal><o:p>&nbsp;</o:p></p></td></tr></table>
    <p><!--[if gte vml 1]><v:shape/><![endif]--><![if !vml]><img src="file:///C:/a.png" width=90>
    <![endif]></p><!--EndFragment--></body></html>"""
    pasted = pasting.clean(html)
    assert pasted.html == (
        "<h2>Plan</h2><h3>Aims</h3><p>One <strong>bold</strong> and <em>slanted</em></p>"
        "<p>Name:<u>____</u></p><table><tbody><tr><th>Year</th><th>Sum</th></tr>"
        '<tr><td rowspan="2">2025</td><td><p>a</p><p>b</p></td></tr><tr><td></td></tr>'
        "</tbody></table>"
    )
    assert pasted.dropped == {"picture": 1}
    assert pasted.sentence == "Left out: 1 picture."


# Others


def test_google_docs():
    html = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h1
    dir="ltr"><span style="font-weight:400">Plan</span></h1><p dir="ltr"><span
    style="font-weight:700;font-style:normal;text-decoration:none;vertical-align:baseline">Bold
    </span><span style="font-weight:400;font-style:italic">it</span><span
    style="font-weight:400;vertical-align:super">2</span></p><br /><ul><li dir="ltr" aria-level="1"
    style="list-style-type:disc;font-weight:400"><p role="presentation"><span>one</span></p></li>
    <ul><li aria-level="2"><p role="presentation">two</p></li></ul><li aria-level="1"><p>three</p>
    </li></ul><ol><li aria-level="1" style="list-style-type:lower-roman"><p>i</p></li></ol></b>"""
    assert clean(html) == (
        "<h2>Plan</h2><p><strong>Bold </strong><em>it</em><sup>2</sup></p>"
        "<ul><li>one<ul><li>two</li></ul></li><li>three</li></ul>"
        '<ol type="i"><li>i</li></ol>'
    )


def test_libreoffice():
    html = """<html><body><h1 class="western">Plan</h1><p style="line-height: 100%"><font
    face="Liberation Serif"><font size="3">See<a class="sdfootnoteanc" name="sdfootnote1anc"
    href="#sdfootnote1sym"><sup>1</sup></a> here</font></font></p><p><br/></p><ol start="3"><li><p>
    three</p><ul><li><p>inside</p></li></ul></li></ol><div id="sdfootnote1"><p class="sdfootnote"><a
    class="sdfootnotesym" href="#sdfootnote1anc">1</a>A note</p></div></body></html>"""
    assert clean(html) == (
        '<h2>Plan</h2><p>See[1] here</p><ol start="3"><li>three<ul><li>inside</li></ul></li></ol>'
        "<p>[1] A note</p>"
    )


def test_word_on_the_web():
    html = """<div class="ListContainerWrapper"><ol><li data-listid="5" data-aria-level="1"
    data-aria-posinset="2"><p>two</p></li></ol></div><div class="ListContainerWrapper"><ul><li
    data-listid="5" data-aria-level="2"><p>inside</p></li></ul></div><div role="heading"
    aria-level="2"><span>Aims</span></div>"""
    assert clean(html) == '<ol start="2"><li>two<ul><li>inside</li></ul></li></ol><h2>Aims</h2>'


def test_a_web_page_keeps_its_text_and_says_what_is_missing():
    html = """<nav><a href="/">Home</a></nav><article><header><h2>Piers</h2></header><div>One<br>
    <br>two<br>lines</div><p><a href="https://example.org/">a <b>link</b></a>,
    <a href="javascript:x()">none</a>, <a href="#end">inside</a></p><figure><img
    src="https://example.org/a.png"><figcaption>A <i>pier</i></figcaption></figure>
    <button>Share</button><h3><button>Who pays?</button></h3><dl><dt>Pier</dt><dd>A way</dd></dl>
    <pre>a
  b</pre><table><caption>Ships</caption><tr><th>1901</th><td>2</td></tr></table>
    <table><tr><td>A frame <p>of a page</p></td></tr></table>
    <img width="1" height="1" src="https://example.org/count"><iframe src="x"></iframe>
    <script>x()</script></article>"""
    pasted = pasting.clean(html)
    assert pasted.html == (
        "<h2>Piers</h2><p>One</p><p>two<br>lines</p><p>"
        '<a href="https://example.org/" rel="noopener">a <strong>link</strong></a>, none, inside'
        "</p><p>A <em>pier</em></p><h3>Who pays?</h3><dl><dt>Pier</dt><dd>A way</dd></dl>"
        "<pre>a\n  b</pre><table><caption>Ships</caption><tbody><tr><th>1901</th><td>2</td></tr>"
        "</tbody></table><p>A frame</p><p>of a page</p>"
    )
    assert pasted.sentence == "Left out: 1 menu, 1 video or frame, 1 picture, 1 button or field."


def test_what_is_clean_stays_as_it_is():
    html = (
        "<h2>One</h2><p>a <strong>b</strong> <u>c</u></p><ul><li>x<ol><li>y</li></ul>"
        + figures.figure(KEY, "A pier", "In <em>spring</em>")
    )
    once = clean(html)
    assert clean(once) == once
    assert figures.figure(KEY, "A pier", "In <em>spring</em>") in once


def test_the_space_between_two_links_is_in_none():
    html = '<p><a href="/a">one</a> <a href="/b"><b>two</b></a> <b>three</b> <i>four</i></p>'
    assert clean(html) == (
        '<p><a href="/a" rel="noopener">one</a> '
        '<a href="/b" rel="noopener"><strong>two</strong></a> '
        "<strong>three </strong><em>four</em></p>"
    )


def test_images_in_the_html_are_offered_to_be_kept():
    seen = []

    def take(address, alt):
        seen.append((address, alt))
        return KEY if address.startswith("data:") else None

    html = '<p>a<img src="data:image/png;base64,AA" alt="x">b<img src="https://e.org/y.png"></p>'
    pasted = pasting.clean(html, take)
    assert pasted.html == f"<p>a</p>{figures.figure(KEY, 'x')}<p>b</p>"
    assert seen == [("data:image/png;base64,AA", "x"), ("https://e.org/y.png", "")]


def test_ten_pages_are_clean_at_once():
    html = (item("1.", "word " * 12) + f"<p class=MsoNormal><span>{'word ' * 60}</span></p>") * 60
    start = time.perf_counter()
    pasting.clean(html)
    assert time.perf_counter() - start < 5  # 0.05 on a quiet machine


def test_no_nesting_is_too_deep():
    assert clean("<span><b>" * 3000 + "words") == "<p><strong>words</strong></p>"


# The editor's address


@pytest.fixture
def editor(client, db):
    client.force_login(get_user_model().objects.create_superuser("ada", password="secret"))
    return client


def pasted(client, html):
    file = SimpleUploadedFile("html", html.encode())
    return client.post(reverse("admin:summaries_article_paste"), {"html": file})


def test_the_editor_is_answered_with_clean_html(editor):
    answer = pasted(editor, "<h1>Aims</h1><video></video>").json()
    assert answer == {"html": "<h2>Aims</h2>", "dropped": "Left out: 1 video or frame."}


def test_images_of_the_clipboard_and_of_the_library_are_kept(editor):
    known = images.take(photo(300, 100), alt="A pier")
    data = b64encode(photo(60, 40).read()).decode()
    html = (
        f'<img src="http://testserver{known.picture.url}" alt="A pier">'
        f'<img src="data:image/jpeg;base64,{data}" alt="A ship">'
        '<img src="data:image/png;base64,AAAA"><img src="https://example.org/a.png">'
    )
    answer = pasted(editor, html).json()
    new = Image.objects.get(alt="A ship")
    assert answer["html"] == figures.figure(known.key, "A pier") + figures.figure(new.key, "A ship")
    assert answer["dropped"] == "Left out: 2 pictures."


def test_who_edits_no_articles_pastes_nothing(client, db):
    client.force_login(get_user_model().objects.create_user("bob", is_staff=True))
    assert pasted(client, "<p>a</p>").status_code == 403
