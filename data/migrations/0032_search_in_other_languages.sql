-- Full-text search of the facts as other languages tell them, and as their viewers ask for them. Python makes the words
-- (bot/show/matching/tongues.py): no tokenizer of SQLite knows Korean and Japanese.

-- `document` is the number of the fact in the index (0002), and above it that of the language: again what a scope may see is
-- one range. `asked` has the asks as they are compared, `asks` as they are searched; `tags` are those of the fact.
CREATE TABLE told_facts (
    document INTEGER PRIMARY KEY,
    fact_id  INTEGER NOT NULL REFERENCES facts (id) ON DELETE CASCADE,
    text     TEXT NOT NULL,
    tags     TEXT NOT NULL,
    asks     TEXT NOT NULL,
    asked    TEXT NOT NULL CHECK (json_valid(asked))
) STRICT;
CREATE INDEX told_facts_by_fact ON told_facts (fact_id);

CREATE VIRTUAL TABLE told_search USING fts5 (
    text, tags, asks, content = 'told_facts', content_rowid = 'document', tokenize = "unicode61 remove_diacritics 0"
);
INSERT INTO told_search (told_search, rank) VALUES ('automerge', 2), ('crisismerge', 2);

CREATE TRIGGER told_fact_inserted AFTER INSERT ON told_facts BEGIN
    INSERT INTO told_search (rowid, text, tags, asks) VALUES (new.document, new.text, new.tags, new.asks);
END;

CREATE TRIGGER told_fact_deleted BEFORE DELETE ON told_facts BEGIN
    INSERT INTO told_search (told_search, rowid, text, tags, asks)
        VALUES ('delete', old.document, old.text, old.tags, old.asks);
END;
