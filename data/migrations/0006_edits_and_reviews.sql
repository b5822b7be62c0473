-- What a server's moderators changed over the pack, for their server only, and the queue of what members suggest.

-- A pack's fact or question as moderators hold it: one JSON text, byte for byte what an edit of the same content holds.
CREATE VIEW shipped_facts AS
SELECT f.id AS item_id, f.show_id, f.position, f.revealed_in, json_object(
    'text', f.text, 'topic', f.topic, 'revealed_in', f.revealed_in,
    'about', json((SELECT json_group_array(subject_id) FROM
        (SELECT subject_id FROM fact_subjects WHERE fact_id = f.id ORDER BY first DESC, subject_id))),
    'sources', json(f.sources)) AS content
FROM facts f;

CREATE VIEW shipped_questions AS
SELECT q.id AS item_id, q.show_id, 0 AS position, q.revealed_in, json_object(
    'text', q.text, 'answer', q.answer, 'wrong', json_array(q.wrong_1, q.wrong_2, q.wrong_3),
    'explanation', q.explanation, 'difficulty', q.difficulty, 'topic', q.topic, 'revealed_in', q.revealed_in,
    'facts', json((SELECT json_group_array(fact_id) FROM
        (SELECT fact_id FROM question_facts WHERE question_id = q.id ORDER BY fact_id))),
    'sources', json(q.sources)) AS content
FROM questions q;

-- A server's layer: its own facts and questions (`base` is NULL), and what it changed of the pack's (`base` is the pack's
-- content as it was when this was saved, so that a later release is noticed). No foreign key: edits outlive any import.
-- `state`: live lies over the pack; retired hides it; shipped shows the pack's again, and stays for its history.
-- `number` counts a server's rows in the order in which they came; it never leaves the database.
CREATE TABLE edits (
    guild_id       INTEGER NOT NULL,
    item_id        INTEGER NOT NULL,
    show_id        INTEGER NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('fact', 'question')),
    number         INTEGER NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('live', 'retired', 'shipped')),
    content        TEXT NOT NULL CHECK (json_valid(content)),
    base           TEXT CHECK (base IS NULL OR json_valid(base)),
    said_in_header INTEGER NOT NULL CHECK (said_in_header IN (0, 1)),
    revision       INTEGER NOT NULL CHECK (revision > 0),
    action         TEXT NOT NULL CHECK (action IN ('added', 'edited', 'retired', 'restored', 'undone', 'imported', 'approved')),
    edited_by      INTEGER,  -- NULL: a former member
    edited_at      TEXT NOT NULL,
    reason         TEXT NOT NULL,
    author_id      INTEGER,  -- who suggested it
    import_id      INTEGER,
    text           TEXT GENERATED ALWAYS AS (json_extract(content, '$.text')) VIRTUAL
                   CHECK (text NOT GLOB '*[|`\' || char(10, 13) || ']*'),
    topic          TEXT GENERATED ALWAYS AS (json_extract(content, '$.topic')) VIRTUAL NOT NULL,
    revealed_in    INTEGER GENERATED ALWAYS AS (json_extract(content, '$.revealed_in')) VIRTUAL NOT NULL CHECK (revealed_in >= 0),
    sources        TEXT GENERATED ALWAYS AS (json_extract(content, '$.sources')) VIRTUAL NOT NULL,
    PRIMARY KEY (guild_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX edits_by_number ON edits (guild_id, number);
CREATE INDEX edits_by_episode ON edits (guild_id, kind, show_id, revealed_in, number) WHERE state = 'live';

-- What a card reads: the live facts of a server's layer by subject, in the order of the show.
CREATE TABLE edit_subjects (
    guild_id    INTEGER NOT NULL,
    subject_id  INTEGER NOT NULL,
    revealed_in INTEGER NOT NULL,
    item_id     INTEGER NOT NULL,
    first       INTEGER NOT NULL CHECK (first IN (0, 1)),
    PRIMARY KEY (guild_id, subject_id, revealed_in, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX edit_subjects_by_item ON edit_subjects (guild_id, item_id);

-- History: who, when, what, why. Written by triggers alone, never rewritten; it goes only after the server's layer has gone.
CREATE TABLE revisions (
    guild_id  INTEGER NOT NULL,
    item_id   INTEGER NOT NULL,
    revision  INTEGER NOT NULL,
    state     TEXT NOT NULL,
    content   TEXT NOT NULL CHECK (json_valid(content)),
    action    TEXT NOT NULL,   -- as in `edits`, or shipped: how the pack had it before the first edit
    edited_by INTEGER,
    edited_at TEXT,            -- NULL: came with the pack
    reason    TEXT NOT NULL,
    author_id INTEGER,
    import_id INTEGER,
    PRIMARY KEY (guild_id, item_id, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX revisions_by_import ON revisions (import_id) WHERE import_id IS NOT NULL;
CREATE INDEX revisions_by_editor ON revisions (edited_by) WHERE edited_by IS NOT NULL;
CREATE INDEX revisions_by_author ON revisions (author_id) WHERE author_id IS NOT NULL;

CREATE TRIGGER edits_begin AFTER INSERT ON edits BEGIN
    INSERT INTO revisions (guild_id, item_id, revision, state, content, action, reason)
        SELECT new.guild_id, new.item_id, 1, 'shipped', new.base, 'shipped', '' WHERE new.base IS NOT NULL;
    INSERT INTO revisions VALUES (new.guild_id, new.item_id, new.revision, new.state, new.content, new.action,
        new.edited_by, new.edited_at, new.reason, new.author_id, new.import_id);
    INSERT INTO edit_subjects SELECT new.guild_id, about.value, new.revealed_in, new.item_id, about.key = 0
        FROM json_each(new.content, '$.about') about WHERE new.state = 'live';
END;

CREATE TRIGGER edits_go_on AFTER UPDATE OF revision ON edits BEGIN
    INSERT INTO revisions VALUES (new.guild_id, new.item_id, new.revision, new.state, new.content, new.action,
        new.edited_by, new.edited_at, new.reason, new.author_id, new.import_id);
    DELETE FROM edit_subjects WHERE guild_id = new.guild_id AND item_id = new.item_id;
    INSERT INTO edit_subjects SELECT new.guild_id, about.value, new.revealed_in, new.item_id, about.key = 0
        FROM json_each(new.content, '$.about') about WHERE new.state = 'live';
END;

CREATE TRIGGER edits_end AFTER DELETE ON edits BEGIN
    DELETE FROM edit_subjects WHERE guild_id = old.guild_id AND item_id = old.item_id;
END;

-- The one thing that may change is a name: to "a former member".
CREATE TRIGGER revisions_are_kept BEFORE UPDATE ON revisions
WHEN (new.guild_id, new.item_id, new.revision, new.state, new.content, new.action, new.edited_at, new.reason, new.import_id)
    IS NOT (old.guild_id, old.item_id, old.revision, old.state, old.content, old.action, old.edited_at, old.reason, old.import_id)
    OR (new.edited_by IS NOT NULL AND new.edited_by IS NOT old.edited_by)
    OR (new.author_id IS NOT NULL AND new.author_id IS NOT old.author_id)
BEGIN
    SELECT raise(ABORT, 'history is never rewritten');
END;

CREATE TRIGGER revisions_stay BEFORE DELETE ON revisions
WHEN EXISTS (SELECT 1 FROM edits WHERE guild_id = old.guild_id AND item_id = old.item_id)
BEGIN
    SELECT raise(ABORT, 'history is never deleted');
END;

-- A file from its check to its import. `content` goes when it is imported or cancelled. `id` is drawn at random.
CREATE TABLE imports (
    id         INTEGER PRIMARY KEY,
    guild_id   INTEGER NOT NULL,
    show_id    INTEGER NOT NULL,
    edited_by  INTEGER,
    checked_at TEXT NOT NULL,
    through    INTEGER NOT NULL,  -- how far the check told the editor
    plan_hash  TEXT NOT NULL,     -- what the report said: another one is shown again before anything is saved
    name       TEXT NOT NULL,
    content    BLOB,
    state      TEXT NOT NULL CHECK (state IN ('checked', 'saved', 'cancelled', 'undone'))
) STRICT;
CREATE INDEX imports_by_guild ON imports (guild_id);
CREATE INDEX imports_by_editor ON imports (edited_by) WHERE edited_by IS NOT NULL;

-- The review queue: from now on ids are drawn at random, since they stand in buttons.
-- `revealed_in` is NULL in rows of before: those are gated like the fact they are about.
ALTER TABLE reviews ADD COLUMN about TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN topic TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN correction INTEGER NOT NULL DEFAULT 0 CHECK (correction IN (0, 1));
ALTER TABLE reviews ADD COLUMN revealed_in INTEGER CHECK (revealed_in >= 0);
ALTER TABLE reviews ADD COLUMN state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'approved', 'rejected'));
ALTER TABLE reviews ADD COLUMN same_key TEXT NOT NULL DEFAULT '';   -- equal where two say the same
ALTER TABLE reviews ADD COLUMN same_as INTEGER;          -- joined to this one, which is decided for both
ALTER TABLE reviews ADD COLUMN decided_by INTEGER;
ALTER TABLE reviews ADD COLUMN decided_at TEXT;
ALTER TABLE reviews ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1));  -- whether its author knows
ALTER TABLE reviews ADD COLUMN wants_dm INTEGER NOT NULL DEFAULT 0 CHECK (wants_dm IN (0, 1));
ALTER TABLE reviews ADD COLUMN channel_id INTEGER;       -- the card in the review channel
ALTER TABLE reviews ADD COLUMN message_id INTEGER;
CREATE INDEX reviews_open ON reviews (guild_id, show_id, created_at) WHERE state = 'open' AND same_as IS NULL;
CREATE INDEX reviews_to_tell ON reviews (author_id) WHERE told = 0 AND state <> 'open';
CREATE INDEX reviews_joined ON reviews (same_as) WHERE same_as IS NOT NULL;
