-- A fact has its place in its episode, says whose fate it tells, and how viewers ask for it.

ALTER TABLE facts ADD COLUMN scene INTEGER CHECK (scene > 0);
-- The ways to ask: each as it is searched, and as it is compared with what somebody asked (bot/show/matching/asks.py).
ALTER TABLE facts ADD COLUMN asks TEXT NOT NULL DEFAULT '' CHECK (asks NOT GLOB '*[|`\]*');
ALTER TABLE facts ADD COLUMN asked TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(asked));
ALTER TABLE fact_subjects ADD COLUMN fate INTEGER NOT NULL DEFAULT 0 CHECK (fate IN (0, 1));

-- The index anew, with the asks in a column of their own. `tags` holds what it held (0002), and where a fact tells what becomes
-- of somebody also fate, and d and the subject's id.
DROP TRIGGER search_fact_inserted;
DROP TRIGGER search_fact_changes;
DROP TRIGGER search_fact_changed;
DROP VIEW search_documents;
DROP TABLE search;

CREATE VIRTUAL TABLE search USING fts5 (text, tags, asks, tokenize = "porter unicode61 remove_diacritics 2");
INSERT INTO search (search, rank) VALUES ('automerge', 2), ('crisismerge', 2);

CREATE VIEW search_documents AS
SELECT f.id AS fact_id,
       (n.number << 44) | (f.revealed_in << 24) | f.position AS document,
       f.text,
       't' || replace(f.topic, '-', '')
           || iif(EXISTS (SELECT 1 FROM fact_subjects WHERE fact_id = f.id AND fate), ' fate', '') || coalesce(
           (SELECT group_concat(iif(first, ' f' || subject_id, '') || iif(fate, ' d' || subject_id, '') || ' s' || subject_id, '')
            FROM fact_subjects WHERE fact_id = f.id), '') AS tags,
       f.asks
FROM facts f JOIN search_shows n ON n.show_id = f.show_id;

CREATE TRIGGER search_fact_inserted AFTER INSERT ON facts BEGIN
    INSERT OR IGNORE INTO search_shows (show_id) VALUES (new.show_id);
    INSERT INTO search (rowid, text, tags, asks) SELECT document, text, tags, asks FROM search_documents WHERE fact_id = new.id;
    INSERT INTO search_words (show_id, word, revealed_in, facts)
        SELECT show_id, word, revealed_in, 1 FROM search_fact_words WHERE fact_id = new.id
        ON CONFLICT DO UPDATE SET facts = facts + 1;
END;

CREATE TRIGGER search_fact_changes BEFORE UPDATE OF show_id, text, topic, revealed_in, position, asks ON facts BEGIN
    DELETE FROM search WHERE rowid = (SELECT document FROM search_documents WHERE fact_id = old.id);
    UPDATE search_words SET facts = facts - 1 WHERE (show_id, word, revealed_in)
        IN (SELECT show_id, word, revealed_in FROM search_fact_words WHERE fact_id = old.id);
    DELETE FROM search_words WHERE facts = 0 AND (show_id, word, revealed_in)
        IN (SELECT show_id, word, revealed_in FROM search_fact_words WHERE fact_id = old.id);
END;

CREATE TRIGGER search_fact_changed AFTER UPDATE OF show_id, text, topic, revealed_in, position, asks ON facts BEGIN
    INSERT OR IGNORE INTO search_shows (show_id) VALUES (new.show_id);
    INSERT INTO search (rowid, text, tags, asks) SELECT document, text, tags, asks FROM search_documents WHERE fact_id = new.id;
    INSERT INTO search_words (show_id, word, revealed_in, facts)
        SELECT show_id, word, revealed_in, 1 FROM search_fact_words WHERE fact_id = new.id
        ON CONFLICT DO UPDATE SET facts = facts + 1;
END;

INSERT INTO search (rowid, text, tags, asks) SELECT document, text, tags, asks FROM search_documents ORDER BY document;
INSERT INTO search (rowid, text, tags) SELECT document, text, tags FROM search_edits ORDER BY document;
