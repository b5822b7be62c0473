-- Full-text search of a server's own layer, beside the pack's (0002): one more range of documents for each show and server.

-- Numbers go on where those of shows end, up to what a rowid has room for.
CREATE TABLE search_layers (
    number   INTEGER PRIMARY KEY CHECK (number BETWEEN 2048 AND 524287),
    show_id  INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    UNIQUE (guild_id, show_id)
) STRICT;

CREATE VIEW search_edits AS
SELECT e.guild_id, e.item_id, (n.number << 44) | (e.revealed_in << 24) | e.number AS document, e.text,
       't' || replace(e.topic, '-', '') || coalesce(
           (SELECT group_concat(iif(key = 0, ' f' || value, '') || ' s' || value, '') FROM json_each(e.content, '$.about')), '') AS tags
FROM edits e JOIN search_layers n ON n.guild_id = e.guild_id AND n.show_id = e.show_id
WHERE e.kind = 'fact' AND e.state = 'live';

CREATE TRIGGER search_edit_inserted AFTER INSERT ON edits WHEN new.kind = 'fact' BEGIN
    INSERT OR IGNORE INTO search_layers (number, show_id, guild_id)
        SELECT coalesce((SELECT max(number) FROM search_layers), 2047) + 1, new.show_id, new.guild_id;
    INSERT INTO search (rowid, text, tags)
        SELECT document, text, tags FROM search_edits WHERE guild_id = new.guild_id AND item_id = new.item_id;
END;

-- Before, since the view reads the row itself.
CREATE TRIGGER search_edit_changes BEFORE UPDATE OF revision ON edits WHEN old.kind = 'fact' BEGIN
    DELETE FROM search WHERE rowid =
        (SELECT document FROM search_edits WHERE guild_id = old.guild_id AND item_id = old.item_id);
END;

CREATE TRIGGER search_edit_changed AFTER UPDATE OF revision ON edits WHEN new.kind = 'fact' BEGIN
    INSERT INTO search (rowid, text, tags)
        SELECT document, text, tags FROM search_edits WHERE guild_id = new.guild_id AND item_id = new.item_id;
END;

CREATE TRIGGER search_edit_deleted BEFORE DELETE ON edits WHEN old.kind = 'fact' BEGIN
    DELETE FROM search WHERE rowid =
        (SELECT document FROM search_edits WHERE guild_id = old.guild_id AND item_id = old.item_id);
END;

INSERT INTO search_layers (number, show_id, guild_id)
    SELECT 2047 + row_number() OVER (ORDER BY guild_id, show_id), show_id, guild_id
    FROM (SELECT DISTINCT show_id, guild_id FROM edits WHERE kind = 'fact');
INSERT INTO search (rowid, text, tags) SELECT document, text, tags FROM search_edits ORDER BY document;
