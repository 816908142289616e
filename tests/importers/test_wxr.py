"""An export of WordPress: what somebody who moves would look for, one thing a test."""

import random
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from xml.sax.saxutils import escape

import pytest

from summaries.document import Document, Part, Source
from summaries.exporters import wxr
from summaries.importers import File, Media, Options, Place
from summaries.importers.formats import read_file
from summaries.pictures import digest

SITE = "https://ferry.example"
PIER = b"the picture of a pier"
LAMP = b"the picture of a lamp"
MEDIA = Media(
    [("uploads/2019/03/pier.jpg", lambda: PIER), ("uploads/2019/03/lamp.jpg", lambda: LAMP)]
)
FIGURE = '<figure><img src="image:{}" alt="{}"></figure>'


def export(*entries, version="1.2", above=""):
    return f"""{above}<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
  xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/{version}/">
<channel>
<title>Ferry notes</title>
<link>{SITE}</link>
<wp:wxr_version>{version}</wp:wxr_version>
<wp:base_blog_url>{SITE}</wp:base_blog_url>
<wp:author><wp:author_login>lin</wp:author_login>
<wp:author_display_name><![CDATA[Lin Mei]]></wp:author_display_name></wp:author>
{chr(10).join(entries)}
</channel>
</rss>
"""


def post(content="", *terms, number=7, meta=(), inside="", **fields):
    """An entry; ``terms`` are (domain, slug, name), ``meta`` fields of plugins."""
    fields = {
        "title": "Night ferry",
        "link": f"{SITE}/2019/03/night-ferry/",
        "guid": f"{SITE}/?p={number}",
        "dc:creator": "lin",
        "excerpt:encoded": "",
        "wp:post_date": "2019-03-02 10:30:00",
        "wp:post_date_gmt": "2019-03-02 09:30:00",
        "wp:comment_status": "open",
        "wp:post_name": "night-ferry",
        "wp:status": "publish",
        "wp:post_parent": "0",
        "wp:post_type": "post",
        **{name.replace("__", ":"): value for name, value in fields.items()},
    }
    lines = [f"<{name}>{escape(value)}</{name}>" for name, value in fields.items()]
    lines += [
        f'<category domain="{domain}" nicename="{slug}"><![CDATA[{name}]]></category>'
        for domain, slug, name in terms
    ]
    lines += [
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
        f"<wp:meta_value>{escape(value)}</wp:meta_value></wp:postmeta>"
        for key, value in meta
    ]
    content = content.replace("]]>", "]]]]><![CDATA[>")
    return (
        f"<item><wp:post_id>{number}</wp:post_id>{''.join(lines)}"
        f"<content:encoded><![CDATA[{content}]]></content:encoded>{inside}</item>"
    )


def attachment(number, name, **fields):
    fields = {"wp__post_parent": "7", "excerpt__encoded": "", **fields}
    return post(
        number=number,
        link=f"{SITE}/2019/03/night-ferry/{name.partition('.')[0]}/",
        wp__post_type="attachment",
        wp__status="inherit",
        wp__attachment_url=f"{SITE}/wp-content/uploads/2019/03/{name}",
        title="",
        **fields,
    )


def category(slug, name, parent="", number="1"):
    return (
        f"<wp:category><wp:term_id>{number}</wp:term_id>"
        f"<wp:category_nicename>{slug}</wp:category_nicename>"
        f"<wp:category_parent>{parent}</wp:category_parent>"
        f"<wp:cat_name><![CDATA[{name}]]></wp:cat_name></wp:category>"
    )


def comment(kind="", approved="1"):
    return (
        f"<wp:comment><wp:comment_content>Lovely!</wp:comment_content>"
        f"<wp:comment_approved>{approved}</wp:comment_approved>"
        f"<wp:comment_type>{kind}</wp:comment_type></wp:comment>"
    )


def everything(xml, *, media=MEDIA, pages=False):
    data = xml if isinstance(xml, bytes) else xml.encode()
    options = Options(pages=pages)
    file = File("site.xml", "key", lambda: nullcontext(BytesIO(data)), media, options)
    return list(read_file(file))


def readings(xml, **options):
    return [one for one in everything(xml, **options) if not isinstance(one, Place)]


def places(xml):
    return [one for one in everything(xml) if isinstance(one, Place)]


def read(*arguments, entries=(), **fields):
    """The reading of one post, among other entries."""
    (reading,) = readings(export(*entries, post(*arguments, **fields)))
    assert not reading.error
    return reading


def body(*arguments, **fields):
    (part,) = read(*arguments, **fields).document.parts
    return part.body


def error(xml):
    (reading,) = readings(xml)
    assert reading.document is None
    return reading.error


# -- what a post becomes ---------------------------------------------------------------------


def test_a_post_is_a_document():
    reading = read(
        "It leaves at ten.",
        ("post_tag", "night", "Night"),
        title="Night &amp; <em>fog</em>",
        excerpt__encoded="When it <b>leaves</b>.",
        wp__is_sticky="1",
        wp__comment_status="closed",
    )
    assert reading.document.title == "Night & fog"
    assert reading.document.slug == "night-ferry"
    assert reading.document.lead == "When it leaves."
    assert reading.document.byline == "Lin Mei"
    assert reading.document.tags == ("Night",)
    assert reading.document.status == "published"
    assert reading.document.published_at == datetime(2019, 3, 2, 9, 30, tzinfo=UTC)
    assert reading.document.is_featured
    assert not reading.document.comments_allowed
    assert reading.site == SITE
    assert reading.path.startswith("site.xml:")
    assert Document.from_json(reading.document.to_json()) == reading.document


def test_a_second_export_names_the_same_post():
    first = read("It leaves at ten.")
    later = read("It leaves at nine.", entries=[post(number=6, wp__post_type="note")])
    assert first.key == later.key == "wxr/ferry.example/7"
    assert first.digest != later.digest


@pytest.mark.parametrize(
    ("status", "expected", "noted"),
    [
        ("publish", "published", False),
        ("future", "published", False),
        ("pending", "review", False),
        ("draft", "draft", False),
        ("private", "draft", True),
        ("on-hold", "draft", True),
    ],
)
def test_each_status_has_its_own(status, expected, noted):
    reading = read("Text.", wp__status=status)
    assert reading.document.status == expected
    assert any("draft" in note for note in reading.notes) == noted


def test_what_had_a_password_is_not_public():
    reading = read("Text.", wp__post_password="harbour")
    assert reading.document.status == "draft"
    assert "password" in reading.notes[0]


def test_what_has_no_text_is_not_public():
    reading = read("<!--more-->\n\n<!--nextpage-->", title="Empty")
    assert reading.document.status == "draft"
    assert reading.notes == ("The post has no text; it comes as a draft.",)


def test_the_bin_stays_behind():
    first, last = readings(
        export(post("A."), post(number=8, wp__status="trash"), post("B.", number=9))
    )
    assert first.notes == ()
    assert last.notes == ("Posts were left out by their status: trash (1).",)


def test_without_a_time_in_utc_the_clock_is_that_of_the_other_posts():
    readings_ = readings(
        export(post("A."), post("B.", number=8, wp__post_date_gmt="0000-00-00 00:00:00"))
    )
    assert readings_[1].document.published_at == datetime(2019, 3, 2, 9, 30, tzinfo=UTC)


def test_a_draft_has_no_date_by_chance():
    reading = read("A.", wp__status="draft", wp__post_date_gmt="0000-00-00 00:00:00")
    assert reading.document.published_at is None


def test_a_post_without_title_is_called_by_its_first_words():
    reading = read("<p>The pier was icy.</p>", title="")
    assert reading.document.title == "The pier was icy."
    assert reading.notes == ("The post has no title; its first words are the title.",)


def test_chinese_slugs_are_read():
    reading = read(
        "早上六点出发。",
        ("category", "%e6%b8%a1%e5%8f%a3", "渡口"),
        wp__post_name="%e5%a4%9c%e8%88%b9",
        title="夜船",
    )
    assert reading.document.slug == "夜船"
    assert reading.document.category == ("渡口",)


def test_pages_come_only_when_asked_for():
    xml = export(post("A post."), post("A page.", number=8, wp__post_type="page"))
    (reading,) = readings(xml)
    assert reading.notes == ("1 page was left out; import_articles --pages takes it.",)
    assert [one.key for one in readings(xml, pages=True)] == [
        "wxr/ferry.example/7",
        "wxr/ferry.example/8",
    ]


def test_what_is_no_post_is_counted():
    menu = post(number=8, wp__post_type="nav_menu_item")
    reading = read("Text.", ("mood", "calm", "Calm"), entries=[menu, menu])
    assert reading.notes == (
        "Entries of other kinds were left out: nav_menu_item (2).",
        "Posts are also sorted in ways that were left out: mood (1).",
    )


def test_comments_are_counted():
    inside = comment() * 2 + comment("pingback") + comment(approved="spam")
    reading = read("Text.", inside=inside)
    assert reading.notes == (
        "Left out: 2 comments, 1 pingback.",
        "Left out of all posts: 2 comments, 1 pingback.",
    )


def test_a_description_for_search_engines_is_no_lead():
    reading = read("Text.", meta=[("_yoast_wpseo_metadesc", "Cheap ferries")])
    assert reading.document.lead == ""
    assert "search engines" in reading.notes[0]


def test_what_the_library_exports_is_read_again():
    document = Document(
        title="Fog & < ferries",
        parts=(Part(body="<p>One<br>line.</p><ul><li>a</li></ul><pre>[x]\n\n&lt;b&gt;</pre>"),),
        slug="fog",
        category=("Sea", "Boats"),
        tags=("Night",),
        lead="It & that.",
        status="published",
        published_at=datetime(2019, 3, 2, 9, 30, tzinfo=UTC),
        byline="Lin & Mei",
    )
    terms = [wxr.Term("Sea", "sea"), wxr.Term("Boats", "boats", parent="sea")]
    item = wxr.post(
        *(7, document),
        address=f"{SITE}/articles/fog/",
        categories=terms[1:],
        tags=[wxr.Term("Night", "night")],
        images={},
    )
    begin = wxr.begin("Ferries", description="", address=SITE, language="en")
    xml = begin + "".join(wxr.category(3, term) for term in terms) + item + wxr.END
    (reading,) = readings(xml)
    assert reading.document == replace(document, source=Source(key=reading.key))


# -- categories, tags and addresses ----------------------------------------------------------

TREE = (
    category("sea", "Sea", number="3"),
    category("boats", "Boats", parent="sea", number="4"),
    category("news", "News", number="5"),
)


def test_the_deepest_category_is_the_posts_own_and_the_others_are_tags():
    reading = read(
        "Text.",
        ("category", "news", "News"),
        ("category", "sea", "Sea"),
        ("category", "boats", "Boats"),
        ("post_tag", "night", "Night"),
        entries=TREE,
    )
    assert reading.document.category == ("Sea", "Boats")
    assert reading.document.tags == ("Night", "News")
    assert reading.notes == ("1 post stood in several categories: the others became tags.",)


def test_the_category_that_the_author_chose_wins():
    reading = read(
        "Text.",
        ("category", "news", "News"),
        ("category", "boats", "Boats"),
        entries=TREE,
        meta=[("_yoast_wpseo_primary_category", "5")],
    )
    assert reading.document.category == ("News",)


def test_uncategorised_is_no_second_category():
    reading = read(
        "Text.", ("category", "uncategorized", "Uncategorized"), ("category", "news", "News")
    )
    assert (reading.document.category, reading.document.tags) == (("News",), ())


def test_archives_of_categories_and_tags_have_their_addresses():
    tag = "<wp:tag><wp:tag_slug>fog</wp:tag_slug><wp:tag_name>Fog</wp:tag_name></wp:tag>"
    found = places(export(*TREE, tag, post("Text.")))
    assert [one.category or one.tag for one in found] == [
        ("Sea",),
        ("News",),
        ("Sea", "Boats"),
        "Fog",
    ]
    assert found[2].slug == "boats"
    assert found[2].addresses == (
        f"{SITE}/category/sea/boats/",
        f"{SITE}/category/boats/",
        f"{SITE}/?cat=4",
    )
    assert found[3].addresses == (f"{SITE}/tag/fog/", f"{SITE}/?tag=fog")


def test_a_tree_in_a_circle_ends():
    found = places(export(category("a", "A", "b"), category("b", "B", "a"), post("Text.")))
    assert [one.category for one in found] == [("B", "A"), ("A", "B")]


def test_the_first_version_names_parents_and_sorts_twice():
    term = "<category><![CDATA[Boats]]></category>"
    (reading,) = readings(
        export(
            category("sea", "Sea"),
            category("boats", "Boats", parent="Sea"),
            post("Text.", ("category", "boats", "Boats"), ("tag", "fog", "Fog"), inside=term),
            version="1.0",
        )
    )
    assert reading.document.category == ("Sea", "Boats")
    assert reading.document.tags == ("Fog",)


def test_every_old_address_of_a_post_is_known():
    reading = read(
        "Text.",
        entries=[attachment(9, "pier.jpg")],
        meta=[("_wp_old_slug", "late-ferry")],
    )
    assert reading.addresses == (
        f"{SITE}/2019/03/night-ferry/",
        f"{SITE}/?p=7",
        f"{SITE}/2019/03/late-ferry/",
        f"{SITE}/2019/03/02/night-ferry/",
        f"{SITE}/2019/03/night-ferry/pier/",
        f"{SITE}/?attachment_id=9",
    )


def test_the_number_of_another_site_is_no_address():
    found = read("Text.", guid="https://old.example/?p=99").addresses
    assert f"{SITE}/?p=7" in found
    assert "?p=99" not in " ".join(found)


# -- the text --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("One.\n\nTwo\nlines.", "<p>One.</p><p>Two<br>lines.</p>"),
        ("One.\r\n\r\n  \r\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One.<br />\nTwo.", "<p>One.<br>Two.</p>"),
        (
            "<strong>One.\n\nTwo.</strong>",
            "<p><strong>One.</strong></p><p><strong>Two.</strong></p>",
        ),
        ("<h3>Head</h3>\nText.", "<h3>Head</h3><p>Text.</p>"),
        ("<ul>\n<li>a</li>\n\n<li>b</li>\n</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<pre>a\n\n  b</pre>\n\nText.", "<pre>a\n\n  b</pre><p>Text.</p>"),
        (
            "<blockquote>One.\n\nTwo.</blockquote>",
            "<blockquote><p>One.</p><p>Two.</p></blockquote>",
        ),
        ("One. <!--more Read on-->Two.", "<p>One. Two.</p>"),
        ("<script>alert(1)\n\n</script>Text.", "<p>Text.</p>"),
    ],
)
def test_lines_are_paragraphs_as_in_wordpress(content, expected):
    assert body(content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "<!-- wp:paragraph -->\n<p>One\nline.</p>\n<!-- /wp:paragraph -->\n\n"
            '<!-- wp:heading {"level":3} -->\n<h3>Head</h3>\n<!-- /wp:heading -->',
            "<p>One line.</p><h3>Head</h3>",
        ),
        (
            '<!-- wp:columns --><div class="wp-block-columns"><!-- wp:column --><div>'
            "<!-- wp:paragraph --><p>Left.</p><!-- /wp:paragraph --></div><!-- /wp:column -->"
            "<!-- wp:column --><div><p>Right.</p></div><!-- /wp:column --></div>"
            "<!-- /wp:columns -->",
            "<p>Left.</p><p>Right.</p>",
        ),
        (
            '<!-- wp:embed {"url":"https://video.example/9"} --><figure class="wp-block-embed">'
            '<div class="wp-block-embed__wrapper">\nhttps://video.example/9\n</div></figure>'
            "<!-- /wp:embed -->",
            '<p><a href="https://video.example/9" rel="noopener">https://video.example/9</a></p>',
        ),
        (
            "<!-- wp:paragraph --><p>Block.</p><!-- /wp:paragraph -->\n\nOld one.\n\nOld two.",
            "<p>Block.</p><p>Old one.</p><p>Old two.</p>",
        ),
    ],
)
def test_blocks_are_their_text(content, expected):
    assert body(content) == expected


def test_blocks_that_show_the_rest_of_the_site_are_named():
    reading = read('<p>Text.</p><!-- wp:latest-posts {"postsToShow":3} /-->')
    assert reading.notes == ("Blocks without a text were left out: latest-posts (1).",)


def test_a_block_that_posts_share_stands_in_each():
    shared = post("<!-- wp:paragraph --><p>Ring the bell.</p>", number=8, wp__post_type="wp_block")
    assert body('<!-- wp:block {"ref":8} /-->', entries=[shared]) == "<p>Ring the bell.</p>"


@pytest.mark.parametrize(
    "mark",
    [
        "<!--nextpage-->",
        "<!-- wp:nextpage --><!--nextpage--><!-- /wp:nextpage -->",
        "[nextpage]",
        '[nextpage title="Two"]',
    ],
)
def test_pages_of_a_post_are_parts(mark):
    parts = read(f"One.\n\n{mark}\n\nTwo.").document.parts
    assert [part.body for part in parts] == ["<p>One.</p>", "<p>Two.</p>"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("[video src='https://f.example/a.mp4']", "https://f.example/a.mp4"),
        ("[audio https://f.example/a.mp3]", "https://f.example/a.mp3"),
        ("[embed width=300]https://f.example/a[/embed]", "https://f.example/a"),
        ("[youtube=https://youtu.be/abc]", "https://youtu.be/abc"),
        ('[youtube id="abcdefghijk"]', "https://www.youtube.com/watch?v=abcdefghijk"),
        ("https://f.example/a", "https://f.example/a"),
        ("<p>https://f.example/a</p>", "https://f.example/a"),
        (
            '<iframe src="//www.youtube.com/embed/abcdefghijk?rel=0"></iframe>',
            "https://www.youtube.com/watch?v=abcdefghijk",
        ),
        (
            '<video controls><source src="https://f.example/a.mp4"></video>',
            "https://f.example/a.mp4",
        ),
    ],
)
def test_what_plays_becomes_a_link(content, expected):
    assert f'<a href="{expected}"' in body(content)


@pytest.mark.parametrize(
    "content",
    [
        "[Company name] of [city]",
        "It said [sic] and [and so on].",
        "RewriteRule ^(.*)$ /new [R=301,L]",
        "a[i] = b[j]",
        "[your-name]",
        "See [1] and [a].",
    ],
)
def test_words_in_brackets_stay(content):
    reading = read(content)
    assert reading.document.parts[0].body == f"<p>{content}</p>"
    assert reading.notes == ()


def test_shortcodes_that_nobody_knows_leave_their_text():
    reading = read('Before [box color="red"]inside [b]bold[/b][/box] [map id="3"] after.')
    assert reading.document.parts[0].body == "<p>Before inside bold after.</p>"
    (note,) = reading.notes
    assert note.endswith("was not: b (1), box (1), map (1).")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('Write [[gallery ids="1"]].', '<p>Write [gallery ids="1"].</p>'),
        ("<code>[[gallery]]</code> [[anything]]", "<p><code>[gallery]</code> [anything]</p>"),
        ("<pre>[box x=1]</pre>", "<pre>[box x=1]</pre>"),
        ('[code lang="html"]<b>\n\n[x] &lt;[/code]', "<pre>&lt;b&gt;\n\n[x] &lt;</pre>"),
        (
            "[quote author='Lin']Row on.[/quote]",
            "<blockquote><p>Row on.</p><p>Lin</p></blockquote>",
        ),
        ("Text[ref]See page 3.[/ref] on.", "<p>Text (See page 3.) on.</p>"),
        ("[toc]Text.", "<p>Text.</p>"),
        ("[/box] and [box", "<p>[/box] and [box</p>"),
    ],
)
def test_shortcodes_of_code_and_quotes(content, expected):
    assert body(content) == expected


def test_links_within_the_old_site_are_whole_addresses():
    html = body('<a href="/about/">a</a> <a href="../fog/">b</a> <a href="?p=3">c</a>')
    assert f'href="{SITE}/about/"' in html
    assert f'href="{SITE}/2019/03/fog/"' in html
    assert f'href="{SITE}/2019/03/night-ferry/?p=3"' in html


def test_links_to_other_files_are_counted():
    reading = read(f'<a href="{SITE}/wp-content/uploads/timetable.pdf">Times</a>')
    assert "timetable.pdf" in reading.document.parts[0].body
    assert reading.notes == ("1 link leads to another file of the old site, such as a PDF.",)


# -- images ----------------------------------------------------------------------------------

IMAGE = f'<img src="{SITE}/wp-content/uploads/2019/03/pier-300x200.jpg" alt="A pier"/>'


def figure(data, alt=""):
    return FIGURE.format(digest(data), alt)


def test_an_image_is_found_by_its_address_whatever_its_size():
    reading = read(f"Text.\n\n{IMAGE}")
    assert reading.document.parts[0].body == f"<p>Text.</p>{figure(PIER, 'A pier')}"
    (image,) = reading.images
    assert (image.key, image.read(), image.alt) == (digest(PIER), PIER, "A pier")


@pytest.mark.parametrize(
    "image",
    [
        '<img src="data:image/gif;base64,R0lGOD" data-src="/wp-content/uploads/2019/03/pier.jpg">',
        '<img src="/x.jpg" srcset="/lost.jpg 300w, /wp-content/uploads/2019/03/pier.jpg 900w">',
        '<img class="alignleft wp-image-9" src="/somewhere/else.jpg">',
        '<img src="https://i0.wp.com/ferry.example/wp-content/uploads/2019/03/pier.jpg?w=300">',
    ],
)
def test_an_image_is_found_in_other_ways(image):
    assert body(image, entries=[attachment(9, "pier.jpg")]) == figure(PIER)


def test_a_caption_stays_with_its_image():
    expected = figure(PIER, "A pier").replace(
        "</figure>", "<figcaption>In <em>ice</em></figcaption></figure>"
    )
    assert (
        body(f'[caption id="x" width="300"]<a href="/pier/">{IMAGE}</a> In <em>ice</em>[/caption]')
        == expected
    )
    assert body(f'[caption caption="In <em>ice</em>"]{IMAGE}[/caption]') == expected
    assert (
        body(f"<!-- wp:image --><figure>{IMAGE}<figcaption>In <em>ice</em></figcaption></figure>")
        == expected
    )


def test_a_gallery_shows_the_images_that_it_names_or_all_of_the_post():
    files = [
        attachment(9, "pier.jpg", excerpt__encoded="Ice"),
        attachment(10, "lamp.jpg"),
        attachment(11, "plan.pdf"),
    ]
    pier = figure(PIER).replace("</figure>", "<figcaption>Ice</figcaption></figure>")
    assert body('[gallery ids="10,9"]', entries=files) == figure(LAMP) + pier
    assert body("[gallery]", entries=files) == pier + figure(LAMP)
    block = f"<figure class='wp-block-gallery'><figure>{IMAGE}</figure></figure>"
    assert body(f"<!-- wp:gallery -->{block}<!-- /wp:gallery -->") == figure(PIER, "A pier")


def test_the_featured_image_stands_above_unless_the_text_shows_it():
    files, meta = [attachment(9, "pier.jpg")], [("_thumbnail_id", "9")]
    assert body("Text.", entries=files, meta=meta) == f"{figure(PIER)}<p>Text.</p>"
    assert body(f"Text. {IMAGE}", entries=files, meta=meta).count("<img") == 1


def test_an_image_that_is_not_there_is_a_link_and_named():
    address = f"{SITE}/wp-content/uploads/2018/lost.jpg"
    reading = read(f'<img src="{address}" alt="Lost">, <a href="/a/"><img src="{address}"></a>')
    assert reading.document.parts[0].body == (
        f'<p><a href="{address}" rel="noopener">Lost</a>, '
        f'<a href="{SITE}/a/" rel="noopener">lost.jpg</a></p>'
    )
    assert reading.notes == (f"1 image was not found: {address}.",)


def test_an_image_of_another_site_is_not_mistaken_for_ours():
    reading = read('<img src="https://other.example/pier.jpg">')
    assert reading.images == ()
    assert reading.notes == ("1 image of another site became a link.",)


def test_smileys_are_signs_and_pixels_are_nothing():
    html = body(
        '<img class="emoji" alt="🙂" src="https://s.example/1.svg"> Text.'
        '<img src="https://count.example/" width="1" height="1">'
    )
    assert html == "<p>🙂 Text.</p>"


# -- files that are not as they should be ----------------------------------------------------


def test_what_stands_before_the_end_of_a_cut_off_file_is_read():
    whole = export(post("One."), post("Two.", number=8))
    first, broken = readings(whole[: whole.index("Two.")])
    assert first.document.parts[0].body == "<p>One.</p>"
    line = whole[: whole.index("Two.")].count("\n") + 1
    assert broken.error == f"The file is cut off in line {line}; what stands before it was read."


def test_malformed_xml_is_named_with_its_line():
    xml = export(post("One."), "<item><title>A & B</title></item>")
    line = xml[: xml.index("A & B")].count("\n") + 1
    *_read, broken = readings(xml)
    assert broken.error == (
        f"The XML is malformed in line {line} (not well-formed (invalid token)); "
        "what stands before it was read."
    )
    assert error("") == "The file is empty."
    assert error("<rss><channel><title>") == "The file is cut off in line 1."
    assert error("not at all") == "The XML is malformed in line 1 (syntax error)."


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">',
        '<!ENTITY a SYSTEM "file:///etc/hostname">',
    ],
)
def test_entities_are_refused(declared):
    xml = f"<?xml version='1.0'?>\n<!DOCTYPE rss [{declared}]>\n<rss>&a;</rss>"
    assert error(xml).startswith("Line 2 declares a document type")


@pytest.mark.parametrize(
    ("xml", "what"),
    [
        ('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>', "a sitemap"),
        ("<rss><channel><item><title>News</title></item></channel></rss>", "an RSS feed"),
        ("<rss><channel></channel></rss>", "an RSS feed"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"></feed>', "an Atom feed"),
        ("<project></project>", "&lt;project&gt;"),
    ],
)
def test_other_xml_is_called_by_its_name(xml, what):
    expected = f"This is XML, but no export of WordPress: it is {what}."
    assert escape(error(xml)) == expected


def test_an_export_without_posts_says_what_it_has():
    said = error(export(post("A page.", wp__post_type="page")))
    assert said.startswith("The export has no post to import. 1 page was left out")


def test_signs_that_xml_does_not_know_do_no_harm():
    xml = export(post("One\x0b two\x1c three\x00."), above="\n\n").encode()
    (reading,) = readings(
        xml.replace(b"three", b"thr\xe9e").replace(b"Night ferry", b"Night&nbsp;x")
    )
    assert reading.document.parts[0].body == "<p>One two thr�e.</p>"
    assert reading.document.title == "Night x"
    line = xml[: xml.index(b"<item>")].count(b"\n") + 1
    assert reading.path == f"site.xml:{line}"


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "utf-8-sig"])
def test_other_encodings_are_read(encoding):
    xml = export(post("早上六点出发。")).replace("UTF-8", encoding.removesuffix("-sig"))
    assert readings(xml.encode(encoding))[0].document.parts[0].body == "<p>早上六点出发。</p>"


def test_what_stands_behind_the_end_is_no_part_of_it():
    (reading,) = readings(export(post("One.")) + "<br /><b>Warning</b>: too late")
    assert not reading.error


def test_a_post_that_is_too_large_is_named_and_the_others_are_read(settings):
    settings.SUMMARIES_IMPORT_MAX_BYTES = 10_000
    huge, other = readings(export(post("x" * 20_000), post("Two.", number=8)))
    assert huge.error == "The post is too large."
    assert other.document.parts[0].body == "<p>Two.</p>"


# -- whatever the text is --------------------------------------------------------------------

PIECES = [
    *("harbour ", "渡口", "\n", "\n\n", " ", "é", "<", ">", '"', "'", "&amp;", "&", "[", "]", "[["),
    *("<p>", "</p>", "<b>", "</div>", "<br />", "<pre>", "</pre>", "<a href='", '<img src="', "/>"),
    *("<!--more-->", "<!-- wp:paragraph -->", "<!-- /wp:list -->", "<!--", "-->", "<!-- wp:x {"),
    *('[caption id="1"]', "[/caption]", "[gallery]", '[gallery ids="9,99"]', "[code]", "[/code]"),
    *("[embed]", "[/embed]", "[[x]]", "[a=1", "[video src=http://[", "http://[x", "<iframe>"),
    *("<ul><li>", "<table><tr>", "<!--nextpage-->", '<!-- wp:block {"ref":8} /-->', "data:,x"),
    *('<a href="http://[', "<figure>", "<figcaption>", IMAGE, "[quote", "[/quote]", "[x y='"),
]


@pytest.mark.parametrize("seed", range(8))
def test_no_text_is_too_odd(seed):
    rng = random.Random(seed)
    texts = ["".join(rng.choices(PIECES, k=rng.randint(1, 40))) for _ in range(40)]
    shared = post("".join(rng.choices(PIECES, k=9)), number=8, wp__post_type="wp_block")
    xml = export(
        attachment(9, "pier.jpg"),
        shared,
        *(post(text, number=20 + place) for place, text in enumerate(texts)),
    )
    for reading in readings(xml):
        assert Document.from_json(reading.document.to_json()) == reading.document


@pytest.mark.parametrize("seed", range(4))
def test_no_word_is_lost(seed):
    rng = random.Random(seed)
    tame = [piece for piece in PIECES if not set("<>[]\"'&:") & set(piece)]
    marks = ["<p>", "</p>", "<b>", "</b>", "[box]", "[/box]", "<!--more-->", "<div>\n", "<ul><li>"]
    words = [f"word{number}" for number in range(60)]
    text = "".join(word + rng.choice([*tame, *marks]) for word in words)
    html = "".join(part.body for part in read(text).document.parts)
    assert [word for word in words if word not in html] == []
