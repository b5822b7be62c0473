-- The shipped show, as its pack tells it, and who has watched how far, where.
--
-- Every gate (`revealed_in`, `ended_in`, `ceiling`, `episode`) is one integer: season * 1000 + number, 0 = PREMISE.
-- Rows of a pack are named by a 63-bit hash (spoilers.md rule 12), so that edits, games and buttons survive an import.
-- Rows of a pack are replaced as a whole by an import; nothing that members or moderators make is ever in these tables.

CREATE TABLE shows (
    id           INTEGER PRIMARY KEY,
    slug         TEXT NOT NULL UNIQUE,
    title        TEXT NOT NULL,
    version      TEXT NOT NULL,
    content_hash TEXT NOT NULL
) STRICT;

CREATE TABLE episodes (
    show_id         INTEGER NOT NULL REFERENCES shows (id) ON DELETE CASCADE,
    revealed_in     INTEGER NOT NULL CHECK (revealed_in > 0),
    air_date        TEXT NOT NULL,
    runtime_minutes INTEGER NOT NULL,
    summary         TEXT NOT NULL CHECK (summary NOT GLOB '*[|`\' || char(10, 13) || ']*'),
    PRIMARY KEY (show_id, revealed_in)
) STRICT, WITHOUT ROWID;

-- Whatever a fact can be about. A character is a subject with a row in `characters` too.
CREATE TABLE subjects (
    id          INTEGER PRIMARY KEY,
    show_id     INTEGER NOT NULL REFERENCES shows (id) ON DELETE CASCADE,
    name        TEXT NOT NULL,
    revealed_in INTEGER NOT NULL CHECK (revealed_in >= 0)
) STRICT;

CREATE TABLE characters (
    id           INTEGER PRIMARY KEY REFERENCES subjects (id) ON DELETE CASCADE,
    show_id      INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    group_name   TEXT NOT NULL,
    actor_id     INTEGER REFERENCES subjects (id) DEFERRABLE INITIALLY DEFERRED,
    revealed_in  INTEGER NOT NULL CHECK (revealed_in >= 0)
) STRICT;
CREATE INDEX characters_by_position ON characters (show_id, position);

-- Every spelling of a character, the actor's names too. `position` keeps the order of the pack.
CREATE TABLE names (
    character_id INTEGER NOT NULL REFERENCES characters (id) ON DELETE CASCADE,
    kind         TEXT NOT NULL CHECK (kind IN ('hangul', 'alias', 'actor', 'actor_hangul')),
    position     INTEGER NOT NULL,
    text         TEXT NOT NULL,
    revealed_in  INTEGER NOT NULL CHECK (revealed_in >= 0),
    PRIMARY KEY (character_id, kind, position)
) STRICT, WITHOUT ROWID;

-- Role lines come in stages; a card shows the newest one allowed.
CREATE TABLE roles (
    character_id INTEGER NOT NULL REFERENCES characters (id) ON DELETE CASCADE,
    revealed_in  INTEGER NOT NULL CHECK (revealed_in >= 0),
    text         TEXT NOT NULL CHECK (text NOT GLOB '*[|`\' || char(10, 13) || ']*'),
    PRIMARY KEY (character_id, revealed_in)
) STRICT, WITHOUT ROWID;

CREATE TABLE facts (
    id             INTEGER PRIMARY KEY,
    show_id        INTEGER NOT NULL REFERENCES shows (id) ON DELETE CASCADE,
    position       INTEGER NOT NULL,
    text           TEXT NOT NULL CHECK (text NOT GLOB '*[|`\' || char(10, 13) || ']*'),
    topic          TEXT NOT NULL,
    revealed_in    INTEGER NOT NULL CHECK (revealed_in >= 0),
    confidence     TEXT NOT NULL CHECK (confidence IN ('high', 'medium', 'low')),
    note           TEXT NOT NULL,
    said_in_header INTEGER NOT NULL CHECK (said_in_header IN (0, 1)),
    sources        TEXT NOT NULL CHECK (json_valid(sources))  -- [[site, address or null], ...]
) STRICT;
CREATE INDEX facts_by_episode ON facts (show_id, revealed_in, position);

-- Gate and position stand here again, so that a card's facts are one range of this key and already in order.
CREATE TABLE fact_subjects (
    subject_id  INTEGER NOT NULL REFERENCES subjects (id) ON DELETE CASCADE,
    revealed_in INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    fact_id     INTEGER NOT NULL REFERENCES facts (id) ON DELETE CASCADE,
    first       INTEGER NOT NULL CHECK (first IN (0, 1)),  -- the subject that the fact names first
    PRIMARY KEY (subject_id, revealed_in, position, fact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_subjects_by_fact ON fact_subjects (fact_id);

-- `source_id` is `target_id`'s `label`, until `ended_in` where that is set.
CREATE TABLE relationships (
    id          INTEGER PRIMARY KEY,
    show_id     INTEGER NOT NULL REFERENCES shows (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    source_id   INTEGER NOT NULL REFERENCES characters (id) ON DELETE CASCADE,
    target_id   INTEGER NOT NULL REFERENCES characters (id) ON DELETE CASCADE,
    label       TEXT NOT NULL CHECK (label NOT GLOB '*[|`\' || char(10, 13) || ']*'),
    mutual      INTEGER NOT NULL CHECK (mutual IN (0, 1)),
    revealed_in INTEGER NOT NULL CHECK (revealed_in >= 0),
    ended_in    INTEGER CHECK (ended_in > revealed_in),
    CHECK (source_id <> target_id)
) STRICT;
CREATE INDEX relationships_by_source ON relationships (source_id, revealed_in);
CREATE INDEX relationships_by_target ON relationships (target_id, revealed_in);

CREATE TABLE questions (
    id          INTEGER PRIMARY KEY,
    show_id     INTEGER NOT NULL REFERENCES shows (id) ON DELETE CASCADE,
    text        TEXT NOT NULL CHECK (text NOT GLOB '*[|`\' || char(10, 13) || ']*'),
    answer      TEXT NOT NULL,
    wrong_1     TEXT NOT NULL,
    wrong_2     TEXT NOT NULL,
    wrong_3     TEXT NOT NULL,
    explanation TEXT NOT NULL,
    difficulty  TEXT NOT NULL CHECK (difficulty IN ('easy', 'medium', 'hard')),
    topic       TEXT NOT NULL,
    revealed_in INTEGER NOT NULL CHECK (revealed_in >= 0),
    sources     TEXT NOT NULL CHECK (json_valid(sources))
) STRICT;
CREATE INDEX questions_by_episode ON questions (show_id, revealed_in);

CREATE TABLE question_facts (
    question_id INTEGER NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
    fact_id     INTEGER NOT NULL REFERENCES facts (id) ON DELETE CASCADE,
    PRIMARY KEY (question_id, fact_id)
) STRICT, WITHOUT ROWID;

-- The last episode a member says they finished; no row: they never said. The same in every server.
-- No foreign key: what a member told must outlive any import.
CREATE TABLE progress (
    user_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL,
    episode INTEGER NOT NULL CHECK (episode >= 0),
    PRIMARY KEY (user_id, show_id)
) STRICT, WITHOUT ROWID;

-- What a place may show in the clear. A place is a guild (its default), a channel or a thread; Discord's ids never collide.
CREATE TABLE ceilings (
    place_id INTEGER NOT NULL,
    show_id  INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    episode  INTEGER NOT NULL CHECK (episode >= 0),
    PRIMARY KEY (place_id, show_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ceilings_by_guild ON ceilings (guild_id);

-- What Discord answered when the commands were registered, so that an unchanged tree is not registered again
-- and replies can link to commands.
CREATE TABLE registered_commands (
    name         TEXT PRIMARY KEY,
    command_id   INTEGER NOT NULL,
    content_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
