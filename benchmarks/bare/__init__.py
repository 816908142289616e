"""A plain Django site with the same articles: what a good engineer writes in a day."""
