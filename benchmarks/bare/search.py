"""The database's own full text, over title and words: ranked, counted, paged."""

import re

from django.db import connection

from .models import Article

INSTALL = {
    "postgresql": [
        "ALTER TABLE bare_article ADD COLUMN search tsvector GENERATED ALWAYS AS ("
        "setweight(to_tsvector('simple', title), 'A') || to_tsvector('simple', words)) STORED",
        "CREATE INDEX bare_search ON bare_article USING gin (search)",
    ],
    "sqlite": [
        "CREATE VIRTUAL TABLE bare_search"
        " USING fts5(title, words, content='bare_article', content_rowid='id')",
        "CREATE TRIGGER bare_search_insert AFTER INSERT ON bare_article BEGIN"
        " INSERT INTO bare_search (rowid, title, words) VALUES (new.id, new.title, new.words);"
        " END",
        "CREATE TRIGGER bare_search_delete AFTER DELETE ON bare_article BEGIN"
        " INSERT INTO bare_search (bare_search, rowid, title, words)"
        " VALUES ('delete', old.id, old.title, old.words); END",
        "CREATE TRIGGER bare_search_update AFTER UPDATE OF title, words ON bare_article BEGIN"
        " INSERT INTO bare_search (bare_search, rowid, title, words)"
        " VALUES ('delete', old.id, old.title, old.words);"
        " INSERT INTO bare_search (rowid, title, words) VALUES (new.id, new.title, new.words);"
        " END",
    ],
}
# Which rows answer, and in which order.
ANSWERS = {
    "postgresql": (
        "FROM bare_article a, websearch_to_tsquery('simple', %s) query WHERE a.search @@ query",
        "ts_rank(a.search, query) DESC",
    ),
    # CROSS keeps this order: SQLite would else count by asking the index once for each article.
    "sqlite": (
        "FROM bare_search CROSS JOIN bare_article a ON a.id = bare_search.rowid"
        " WHERE bare_search MATCH %s",
        "bm25(bare_search, 10.0, 1.0)",
    ),
}


class SearchResults:
    """What Django's paginator asks for: a count, and a slice of articles."""

    def __init__(self, words, category=None):
        rows, self.order = ANSWERS[connection.vendor]
        self.rows = f"{rows} AND a.status = 'published' AND a.published_at <= CURRENT_TIMESTAMP"
        self.parameters = [quoted(words)]
        if category:
            ids = category.with_descendants()
            self.rows += f" AND a.category_id IN ({', '.join(['%s'] * len(ids))})"
            self.parameters += ids

    def count(self):
        return self.fetch(f"SELECT count(*) {self.rows}")[0][0]

    def __getitem__(self, wanted):
        found = self.fetch(
            f"SELECT a.id {self.rows} ORDER BY {self.order}, a.id DESC"
            f" LIMIT {wanted.stop - wanted.start} OFFSET {wanted.start}"
        )
        ids = [pk for (pk,) in found]
        articles = Article.objects.for_cards().in_bulk(ids)
        return [articles[pk] for pk in ids]

    def fetch(self, sql):
        with connection.cursor() as cursor:
            cursor.execute(sql, self.parameters)
            return cursor.fetchall()


def words_of(html):
    """The text of the HTML; each Chinese character stands alone, so that a phrase finds it."""
    return apart(re.sub("<[^>]+>", " ", html))


def apart(text):
    return re.sub("([\u3400-\u9fff])", r" \1 ", text)


def quoted(words):
    """All of the words, each as a phrase: both databases know double quotes."""
    return " ".join(f'"{apart(word)}"' for word in words.replace('"', " ").split())
