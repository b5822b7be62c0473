-- 1: it went back to its author with a question, which is its `reason`.
ALTER TABLE reviews ADD COLUMN asked INTEGER NOT NULL DEFAULT 0 CHECK (asked IN (0, 1));
