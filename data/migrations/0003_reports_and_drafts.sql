-- What members tell moderators, and what somebody typed into a form that was refused.

-- The review queue. `guild_id` is NULL where a report came from a direct message: no moderators read there, but nothing
-- reported is lost. `target_id` names the fact or question it is about (a row of a pack, or of a server's own).
CREATE TABLE reviews (
    id         INTEGER PRIMARY KEY,
    show_id    INTEGER NOT NULL,
    guild_id   INTEGER,
    author_id  INTEGER NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('fact report', 'question report', 'suggestion')),
    target_id  INTEGER,
    text       TEXT NOT NULL,
    source     TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX reviews_by_guild ON reviews (guild_id, id);
CREATE INDEX reviews_by_author ON reviews (author_id);

-- Kept from the moment a form was refused until it is saved; `custom_id` says which form it was.
CREATE TABLE drafts (
    id         INTEGER PRIMARY KEY,
    user_id    INTEGER NOT NULL,
    custom_id  TEXT NOT NULL,
    form       TEXT NOT NULL CHECK (json_valid(form)),  -- {field: value}
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX drafts_by_user ON drafts (user_id);
