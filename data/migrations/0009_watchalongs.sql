-- Watch-alongs: members watch an episode at the same time, with an event and a thread. Kept until their end is shown.
--
-- Moments are milliseconds since 1970. The thread is made from the card, so it has the card's id.
CREATE TABLE watchalongs (
    id         INTEGER PRIMARY KEY,  -- Discord's id of the interaction that started it
    show_id    INTEGER NOT NULL,
    guild_id   INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    host_id    INTEGER,              -- NULL: they asked to be forgotten
    episode    INTEGER NOT NULL CHECK (episode > 0),
    starts_at  INTEGER NOT NULL,
    minutes    INTEGER NOT NULL CHECK (minutes > 0),
    message_id INTEGER,              -- the card, and its thread
    event_id   INTEGER,
    state      TEXT NOT NULL CHECK (state IN ('making', 'planned', 'over', 'cancelled')),
    version    INTEGER NOT NULL DEFAULT 1,  -- of what there is to show, and what the card shows already
    shown      INTEGER NOT NULL DEFAULT 0,
    busy_until INTEGER NOT NULL DEFAULT 0,  -- somebody is at it; a claim that a killed process left runs out
    checked_at INTEGER NOT NULL             -- when Discord was asked last whether event and thread still stand
) STRICT;
CREATE INDEX watchalongs_by_channel ON watchalongs (channel_id);
CREATE INDEX watchalongs_by_guild ON watchalongs (guild_id);
CREATE INDEX watchalongs_by_host ON watchalongs (host_id) WHERE host_id IS NOT NULL;
