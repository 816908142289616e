"""Jekyll and Hugo: what their paths, front matter and tags say beside the Markdown."""

import pytest

from summaries import pictures
from summaries.importers import Media
from summaries.text import from_html

from .reads import document, read

POND = "---\ntitle: A pond\n---\nThe ice was thick.\n"


def body(text, **how):
    return (
        document("site/_posts/2019-05-01-pond.md", f"---\ntitle: A pond\n---\n{text}", **how)
        .parts[0]
        .body
    )


def addresses(path, fields=""):
    (reading,) = read(path, POND.replace("---\nThe", f"{fields}---\nThe"))
    return reading.addresses


def test_a_post_of_jekyll_has_its_date_and_slug_from_its_name():
    (reading,) = read("site/_posts/2019-05-01-my-pond.md", POND)
    assert reading.document.slug == "my-pond"
    assert reading.page.published == "2019-05-01"
    assert reading.addresses == ("/2019/05/01/my-pond.html", "/2019/05/01/my-pond/")
    assert not reading.page.is_draft


def test_front_matter_wins_over_the_name():
    (reading,) = read(
        "_posts/2019-05-01-pond.md",
        POND.replace("title", "date: 2020-01-02\nslug: ice\nlang: de\nexcerpt: Thick.\ntitle"),
    )
    assert reading.page.published == "2020-01-02"
    assert (reading.document.slug, reading.document.language) == ("ice", "de")
    assert reading.document.lead == "Thick."


def test_drafts_are_drafts():
    (reading,) = read("site/_drafts/pond.md", POND)
    assert reading.page.is_draft


@pytest.mark.parametrize(
    ("path", "fields", "expected"),
    [
        ("_posts/2019-05-01-p.md", "permalink: /ice/\n", ("/ice/",)),
        ("_posts/2019-05-01-p.md", "permalink: /:year/:title.html\n", ("/2019/p.html",)),
        ("_posts/2019-05-01-p.md", "permalink: pretty\n", ("/2019/05/01/p/",)),
        (
            "_posts/2019-05-01-p.md",
            "categories: [Ice, Fish]\nredirect_from: /old\n",
            ("/ice/fish/2019/05/01/p.html", "/ice/fish/2019/05/01/p/", "/old"),
        ),
        ("content/post/My Pond.md", "", ("/post/my-pond/",)),
        ("a/content/post/pond/index.md", "", ("/post/pond/",)),
        (
            "content/post/pond.md",
            "slug: ice\naliases: [/a/, b.html]\n",
            ("/post/ice/", "/a/", "/b.html"),
        ),
        ("content/post/pond.zh.md", "", ("/zh/post/pond/",)),
        ("content/pond.md", "url: /ice.html\n", ("/ice.html",)),
        ("notes/pond.md", "", ()),
    ],
)
def test_the_old_addresses_are_those_of_the_site(path, fields, expected):
    assert addresses(path, fields) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{% highlight ruby linenos %}\nputs 'ice'\n{% endhighlight %}",
            "<pre><code>puts 'ice'\n</code></pre>",
        ),
        ("{{< highlight go >}}\nice()\n{{< /highlight >}}", "<pre><code>ice()\n</code></pre>"),
        ("[Ice]({{ site.baseurl }}/ice/)", '<p><a href="/ice/">Ice</a></p>'),
        ('[Ice]({{ "/ice/" | relative_url }})', '<p><a href="/ice/">Ice</a></p>'),
        (
            "[Ice]({% post_url 2018-01-02-ice %})",
            '<p><a href="/2018/01/02/ice.html">Ice</a></p>',
        ),
        ('[Ice]({{< relref "post/ice.md#thick" >}})', '<p><a href="/post/ice/#thick">Ice</a></p>'),
        (
            "{{< youtube w7Ft2ymGmfc >}}",
            '<p><a href="https://www.youtube.com/watch?v=w7Ft2ymGmfc">',
        ),
        ("A pond{: .cold}\n{: #id}", "<p>A pond</p>"),
        ("* TOC\n{:toc}\n\nA pond", "<p>A pond</p>"),
        ("{% raw %}{{ page.ice }}{% endraw %}", "<p>{{ page.ice }}</p>"),
        (
            "`{{ site.url }}` and {{</* figure src=x */>}}",
            "<p><code>{{ site.url }}</code> and {{&lt;",
        ),
        ("{% newt %} and {{< newt >}}", "<p>{% newt %} and {{&lt; newt &gt;}}</p>"),
    ],
)
def test_tags_of_the_generators(text, expected):
    assert body(text).replace(' rel="noopener"', "").strip().startswith(expected)


def test_images_beside_the_file_and_in_the_folders_of_the_site():
    files = {"site/assets/ice.png": b"ice", "site/content/post/pond/fish.png": b"fish"}
    media = Media((path, lambda data=data: data) for path, data in files.items())
    text = (
        'Look ![Ice](/assets/ice.png "Thick") here.\n\n'
        '{{< figure src="fish.png" caption="A pike" >}}\n\n'
        "![Gone](/assets/gone.png)"
    )
    (reading,) = read("site/content/post/pond/index.md", f"---\ntitle: P\n---\n{text}", media=media)
    ice, fish = (pictures.digest(data) for data in files.values())
    assert reading.document.parts[0].body.replace("\n", "") == (
        f'<p>Look </p><figure><img src="image:{ice}" alt="Ice"><figcaption>Thick</figcaption></figure>'
        f'<p> here.</p><figure><img src="image:{fish}" alt="A pike"><figcaption>A pike</figcaption>'
        "</figure><p>Gone</p>"
    )
    assert [one.key for one in reading.images] == [ice, fish]
    assert reading.notes == ("Image not found: “/assets/gone.png”.",)


def test_the_paragraph_above_more_is_the_lead():
    pond = document(
        "p.md", "---\ntitle: P\n---\nThe ice\nwas thick.\n\n<!--more-->\n\nNobody fell.\n"
    )
    assert pond.lead == "The ice was thick."
    assert from_html(pond.parts[0].body) == "Nobody fell."


def test_more_than_a_paragraph_above_more_stays_in_the_text():
    pond = document(
        "p.md", "---\ntitle: P\n---\n# Ice\n\nIt was [thick](/t).\n<!-- more -->\n\nNobody fell.\n"
    )
    assert pond.lead == ""
    assert from_html(pond.parts[0].body) == "Ice\nIt was thick.\nNobody fell."
