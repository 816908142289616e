"""Word files: made here with python-docx, or written as the few parts that a test needs."""

import struct
import zipfile
import zlib
from io import BytesIO

import docx
import pytest
from docx.oxml import OxmlElement

from summaries import figures, pictures

from .reads import document, read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default'
    ' Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def saved(word):
    data = BytesIO()
    word.save(data)
    return data.getvalue()


def archive(body, **files):
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", TYPES)
        made.writestr("_rels/.rels", RELATIONS)
        made.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, text in files.items():
            made.writestr(f"word/{name}.xml", text)
    return data.getvalue()


def paragraph(words, style="", properties=""):
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{style}{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def png():
    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\0")
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def test_title_headings_lists_tables_and_emphasis():
    word = docx.Document()
    word.add_heading("The pier", 0)
    word.add_heading("Wood", 1)
    line = word.add_paragraph("Oak is ")
    line.add_run("hard").bold = True
    line.add_run(" and ")
    line.add_run("old").italic = True
    for words, style in [("Oak", ""), ("Red oak", " 2"), ("White oak", " 2"), ("Elm", "")]:
        word.add_paragraph(words, f"List Bullet{style}")
    word.add_paragraph("Saw", "List Number")
    table = word.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Trees"
    table.cell(1, 0).text, table.cell(1, 1).text = "Oak", "Elm"
    word.core_properties.author = "Lin Mei"
    word.core_properties.keywords = "oak; elm"
    pier = document("pier.docx", saved(word))
    assert (pier.title, pier.byline, pier.tags) == ("The pier", "Lin Mei", ("oak", "elm"))
    assert pier.published_at is None
    assert pier.parts[0].body == (
        "<h2>Wood</h2><p>Oak is <strong>hard</strong> and <em>old</em></p>"
        "<ul><li>Oak<ul><li>Red oak</li><li>White oak</li></ul></li><li>Elm</li></ul>"
        '<ol><li>Saw</li></ol><table><tbody><tr><td colspan="2">Trees</td></tr>'
        "<tr><td>Oak</td><td>Elm</td></tr></tbody></table>"
    )


def test_the_title_is_the_only_heading_at_the_top_else_that_of_the_properties_or_the_name():
    word = docx.Document()
    word.core_properties.author = "python-docx"
    word.add_paragraph("Oak.")
    (reading,) = read("a/oak piers.docx", saved(word))
    assert reading.document.title == "oak piers"
    assert reading.document.byline == ""
    assert reading.notes == ("It has no title: this is the name of its file.",)
    assert reading.takes_status
    word.core_properties.title = "Microsoft Word - Document1"
    assert document("oak piers.docx", saved(word)).title == "oak piers"
    word.core_properties.title = "On oak"
    assert document("oak piers.docx", saved(word)).title == "On oak"
    word = docx.Document()
    word.add_heading("One", 1)
    word.add_paragraph("Oak.")
    assert document("oak.docx", saved(word)).title == "One"
    word.add_heading("Two", 1)
    word.core_properties.title = "On oak"
    assert document("oak.docx", saved(word)).title == "On oak"


def test_styles_with_chinese_names_are_headings():
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in [("a1", "标题"), ("a2", "标题 2")]
    )
    relations = RELATIONS.replace('officeDocument"', 'styles"').replace("word/document", "styles")
    data = BytesIO(
        archive(
            paragraph("渡口", "a1") + paragraph("船", "a2") + paragraph("船每天早上出发。"),
            styles=f"<w:styles {W}>{styles}</w:styles>",
        )
    )
    with zipfile.ZipFile(data, "a") as made:
        made.writestr("word/_rels/document.xml.rels", relations)
    ferry = document("渡口.docx", data.getvalue())
    assert (ferry.title, ferry.language) == ("渡口", "zh")
    assert ferry.parts[0].body == "<h2>船</h2><p>船每天早上出发。</p>"


def test_images_are_taken_from_the_file_and_notes_stand_at_the_end():
    word = docx.Document()
    word.add_picture(BytesIO(png()))
    (reading,) = read("pier.docx", saved(word))
    key = pictures.digest(png())
    assert figures.keys(reading.document.parts[0].body) == [key]
    assert [(one.key, one.read()) for one in reading.images] == [(key, png())]


def test_footnotes_are_text_at_the_end():
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = (
        f'<w:footnotes {W}><w:footnote w:id="2">{paragraph("Of Kent.")}</w:footnote></w:footnotes>'
    )
    data = BytesIO(archive(f"<w:p><w:r><w:t>Oak</w:t></w:r>{reference}</w:p>", footnotes=notes))
    relations = RELATIONS.replace('officeDocument"', 'footnotes"')
    with zipfile.ZipFile(data, "a") as made:
        made.writestr(
            "word/_rels/document.xml.rels", relations.replace("word/document", "footnotes")
        )
    oak = document("oak.docx", data.getvalue())
    assert oak.parts[0].body == "<p>Oak[1]</p><ol><li>Of Kent.</li></ol>"


def test_what_is_left_out_is_told():
    word = docx.Document()
    word.styles.add_style("Shouted", 1)
    word.add_paragraph("Oak.", "Shouted")
    word.add_comment(word.paragraphs[0].runs, "Which oak?", "Ann", "A")
    formula = OxmlElement("m:oMath")
    word.paragraphs[0]._p.append(formula)
    (reading,) = read("oak.docx", saved(word))
    assert reading.notes[1:] == (
        "Comments were left out.",
        "1 formula was left out.",
        "Styles that were read as plain text: “Shouted”.",
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04 and no more", "This is no Word file, or it is damaged."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "This is an old Word file: save it as"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "The Word file is encrypted: save it without a password.",
        ),
        (archive("<w:p>"), "The Word file is damaged."),
        (archive(""), "The Word file has no text."),
        (archive(" " * 3_000_000), "It is compressed more than any text would be."),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data, said):
    (reading,) = read("oak.docx", data)
    assert reading.error.startswith(said)
