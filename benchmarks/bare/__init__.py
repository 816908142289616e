"""A plain Django site with the same articles: what a good engineer writes in a day.

It leaves out what takes longer: parts, contents and blanks of an article, related articles and
neighbours, counts beside filters, sorting, help with misspelt words, history, languages, and
pages kept for the next visitor.
"""
