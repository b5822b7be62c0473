-- What people of other languages type for somebody or something, beside `names` and `subjects`, which are English and Korean.
-- `search_key` is made as questions are read (bot/show/matching/questions.py), since lower() knows ASCII alone.
CREATE TABLE other_names (
    subject_id  INTEGER NOT NULL REFERENCES subjects (id) ON DELETE CASCADE,
    text        TEXT NOT NULL,
    revealed_in INTEGER NOT NULL CHECK (revealed_in >= 0),
    search_key  TEXT NOT NULL,
    PRIMARY KEY (subject_id, text)
) STRICT, WITHOUT ROWID;
CREATE INDEX other_names_by_search_key ON other_names (search_key);
