"""Plain text: it reads as the page does, without any markup."""

from .reading import article, plain


def body_of(html):
    return plain(article(html)).removeprefix("The pond\n\n")


def test_a_paragraph_is_a_line():
    assert body_of(f"<p>{'ice ' * 100}</p><p>a<br>b</p>") == f"{('ice ' * 100).strip()}\n\na\nb\n"


def test_lists_have_their_numbers_and_their_depth():
    assert body_of(
        "<ol start='9'><li>a</li><li>b<ol type='i'><li>c</li><li>d<ul><li>e</li></ul></li></ol>"
        "</li></ol><ol type='A' start='27'><li>f</li></ol>"
    ) == ("9. a\n10. b\n    i. c\n    ii. d\n        - e\n\nAA. f\n")


def test_a_table_has_a_tab_between_cells():
    assert (
        body_of(
            "<table><caption>Ice</caption><tr><th>a<th>b<th>c<tr><td colspan=2>d<td>e"
            "<tr><td><ul><li>f<li>g</ul><td>h</table>"
        )
        == "Ice\na\tb\tc\nd\t\te\n- f - g\th\n"
    )


def test_a_link_is_followed_by_its_address():
    assert (
        body_of(
            "<p><a href='https://example.org/a'>Ice</a>, <a href='mailto:a@example.org'>"
            "a@example.org</a>, <a href='https://example.org/b'>https://example.org/b</a></p>"
        )
        == "Ice (https://example.org/a), a@example.org, https://example.org/b\n"
    )


def test_quotes_definitions_and_code_stand_apart():
    assert (
        body_of("<dl><dt>Ice</dt><dd>Cold.</dd></dl><blockquote>b</blockquote><pre>c\n  d</pre>")
        == "Ice\n    Cold.\n\n    b\n\nc\n  d\n"
    )
