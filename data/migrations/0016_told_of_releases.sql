-- Which changes of the pack, under a server's own versions, its moderators were told of: each is told once.
-- `shipped_hash` is of what the pack has now, or empty where it has that no more: another change is another one.
CREATE TABLE told_changes (
    guild_id     INTEGER NOT NULL,
    item_id      INTEGER NOT NULL,
    shipped_hash TEXT NOT NULL,
    PRIMARY KEY (guild_id, item_id)
) STRICT, WITHOUT ROWID;
