-- Full-text search of the facts. Kept by triggers, so that no import and no edit can forget it.
--
-- A document's rowid is made of its show, its gate and its position: what a scope may see is one range of rowids, already in
-- story order, so neither a hit nor a count ever touches what is gated later (spoilers.md rule 3: no bm25, no rank, no fts5vocab).

-- 63-bit ids of shows do not fit into a rowid beside gate and position; these numbers do (2047 shows, 16 million positions).
CREATE TABLE search_shows (
    number  INTEGER PRIMARY KEY CHECK (number < 2048),
    show_id INTEGER NOT NULL UNIQUE
) STRICT;

-- `tags` holds what a fact is about (s and the subject's id, for the first also f) and its topic (t and the topic without hyphens).
CREATE VIRTUAL TABLE search USING fts5 (text, tags, tokenize = "porter unicode61 remove_diacritics 2");

-- Many more reads than writes: keep the index in few pieces.
INSERT INTO search (search, rank) VALUES ('automerge', 2), ('crisismerge', 2);

CREATE VIEW search_documents AS
SELECT f.id AS fact_id,
       (n.number << 44) | (f.revealed_in << 24) | f.position AS document,
       f.text,
       't' || replace(f.topic, '-', '') || coalesce(
           (SELECT group_concat(iif(first, ' f' || subject_id, '') || ' s' || subject_id, '') FROM fact_subjects WHERE fact_id = f.id), '') AS tags
FROM facts f JOIN search_shows n ON n.show_id = f.show_id;

-- The words of the facts, each with the number of facts that hold it per gate: what a typo can be meant for.
-- The word '' stands in every fact, so its rows count the facts.
CREATE TABLE search_words (
    show_id     INTEGER NOT NULL,
    word        TEXT NOT NULL,
    revealed_in INTEGER NOT NULL,
    facts       INTEGER NOT NULL CHECK (facts >= 0),
    PRIMARY KEY (show_id, word, revealed_in)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_words_by_shape ON search_words (show_id, substr(word, 1, 1), length(word), word, revealed_in, facts);

CREATE VIEW search_fact_words AS
SELECT DISTINCT f.id AS fact_id, f.show_id, trim(each.value, '.,;:!?()"“”‘’''') AS word, f.revealed_in
FROM facts f,
     json_each('["",' || replace(json_quote(lower(replace(replace(f.text, '-', ' '), '''s', ''))), ' ', '","') || ']') each;

CREATE TRIGGER search_fact_inserted AFTER INSERT ON facts BEGIN
    INSERT OR IGNORE INTO search_shows (show_id) VALUES (new.show_id);
    INSERT INTO search (rowid, text, tags) SELECT document, text, tags FROM search_documents WHERE fact_id = new.id;
    INSERT INTO search_words (show_id, word, revealed_in, facts)
        SELECT show_id, word, revealed_in, 1 FROM search_fact_words WHERE fact_id = new.id
        ON CONFLICT DO UPDATE SET facts = facts + 1;
END;

-- Before, since the views read the row itself.
CREATE TRIGGER search_fact_deleted BEFORE DELETE ON facts BEGIN
    DELETE FROM search WHERE rowid = (SELECT document FROM search_documents WHERE fact_id = old.id);
    UPDATE search_words SET facts = facts - 1 WHERE (show_id, word, revealed_in)
        IN (SELECT show_id, word, revealed_in FROM search_fact_words WHERE fact_id = old.id);
    DELETE FROM search_words WHERE facts = 0 AND (show_id, word, revealed_in)
        IN (SELECT show_id, word, revealed_in FROM search_fact_words WHERE fact_id = old.id);
END;

CREATE TRIGGER search_fact_changes BEFORE UPDATE OF show_id, text, topic, revealed_in, position ON facts BEGIN
    DELETE FROM search WHERE rowid = (SELECT document FROM search_documents WHERE fact_id = old.id);
    UPDATE search_words SET facts = facts - 1 WHERE (show_id, word, revealed_in)
        IN (SELECT show_id, word, revealed_in FROM search_fact_words WHERE fact_id = old.id);
    DELETE FROM search_words WHERE facts = 0 AND (show_id, word, revealed_in)
        IN (SELECT show_id, word, revealed_in FROM search_fact_words WHERE fact_id = old.id);
END;

CREATE TRIGGER search_fact_changed AFTER UPDATE OF show_id, text, topic, revealed_in, position ON facts BEGIN
    INSERT OR IGNORE INTO search_shows (show_id) VALUES (new.show_id);
    INSERT INTO search (rowid, text, tags) SELECT document, text, tags FROM search_documents WHERE fact_id = new.id;
    INSERT INTO search_words (show_id, word, revealed_in, facts)
        SELECT show_id, word, revealed_in, 1 FROM search_fact_words WHERE fact_id = new.id
        ON CONFLICT DO UPDATE SET facts = facts + 1;
END;

CREATE TRIGGER search_subject_added AFTER INSERT ON fact_subjects BEGIN
    UPDATE search SET tags = d.tags FROM search_documents d WHERE d.fact_id = new.fact_id AND search.rowid = d.document;
END;

CREATE TRIGGER search_subject_removed AFTER DELETE ON fact_subjects BEGIN
    UPDATE search SET tags = d.tags FROM search_documents d WHERE d.fact_id = old.fact_id AND search.rowid = d.document;
END;

-- How a name is looked up: "Nam-ra", "nam ra" and "namra" are one.
ALTER TABLE names ADD COLUMN search_key TEXT NOT NULL GENERATED ALWAYS AS
    (lower(replace(replace(replace(replace(text, ' ', ''), '-', ''), '.', ''), '''', ''))) VIRTUAL;
CREATE INDEX names_by_search_key ON names (search_key);
ALTER TABLE subjects ADD COLUMN search_key TEXT NOT NULL GENERATED ALWAYS AS
    (lower(replace(replace(replace(replace(name, ' ', ''), '-', ''), '.', ''), '''', ''))) VIRTUAL;
CREATE INDEX subjects_by_search_key ON subjects (search_key);

-- What an older version had imported already.
INSERT INTO search_shows (show_id) SELECT id FROM shows ORDER BY id;
INSERT INTO search (rowid, text, tags) SELECT document, text, tags FROM search_documents ORDER BY document;
INSERT INTO search_words (show_id, word, revealed_in, facts)
    SELECT show_id, word, revealed_in, count(*) FROM search_fact_words GROUP BY show_id, word, revealed_in;
