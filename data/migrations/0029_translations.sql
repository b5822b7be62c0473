-- A show's texts in other languages, by the English text that they stand for.
CREATE TABLE translations (
    show_id  INTEGER NOT NULL REFERENCES shows (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    english  TEXT NOT NULL,
    text     TEXT NOT NULL,
    PRIMARY KEY (show_id, language, english)
) STRICT, WITHOUT ROWID;
