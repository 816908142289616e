"""Words that many phrases share: ``{compiled}``, ``{editor}`` and so on."""

WORDS = {
    # What only somebody does who compiles the texts of others.
    "compiled": "compiled, collected, sorted out, collated",
    # What others do as well: only with a word for the editor or the reader beside it.
    "offered": (
        "arranged, prepared, brought, brings, shared, recommended, introduced, edited, organized"
    ),
    # A site's editor, and what machines make of the Chinese word, "small weave".
    "editor": (
        "the editor, bian xiao, xiaobian, small make-up, small series, small editor, little editor,"
        " this site, our site, this website, netizens"
    ),
    # How a text came to a site that its users fill.
    "given": "uploaded, contributed, provided, submitted",
    "helps": "help, helps, helpful, useful, inspire",
    "above": "the above is, the above are, the above content, all the above, above is",
}
