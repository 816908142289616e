"""What sites, authors and compilers write around their texts, as tables of phrases.

``summaries.quality.phrases`` describes the notation. Every phrase stands with the
examples that need it: without the phrase its table does not find them.
"""
