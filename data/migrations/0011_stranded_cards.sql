-- Cards in review channels whose suggestion or report was erased: each is to be emptied, however the row went.
CREATE TABLE stranded_cards (
    message_id INTEGER PRIMARY KEY,
    channel_id INTEGER NOT NULL,
    guild_id   INTEGER NOT NULL
) STRICT;
CREATE INDEX stranded_cards_by_guild ON stranded_cards (guild_id);

CREATE TRIGGER review_erased AFTER DELETE ON reviews WHEN old.message_id IS NOT NULL AND old.guild_id IS NOT NULL BEGIN
    INSERT OR IGNORE INTO stranded_cards VALUES (old.message_id, old.channel_id, old.guild_id);
END;
