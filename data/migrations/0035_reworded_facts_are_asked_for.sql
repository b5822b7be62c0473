-- A fact that a server reworded is found by the ways to ask of the pack's, unless the server tells it earlier than the pack: asks
-- are as safe as the text that they belong to, no earlier.
CREATE INDEX edits_by_item ON edits (item_id) WHERE kind = 'fact' AND base IS NOT NULL;

DROP TRIGGER search_edit_inserted;
DROP TRIGGER search_edit_changed;
DROP TRIGGER search_edit_changes;
DROP TRIGGER search_edit_deleted;
DROP VIEW search_edits;

CREATE VIEW search_edits AS
SELECT e.guild_id, e.item_id, (n.number << 44) | (e.revealed_in << 24) | e.number AS document, e.text,
       't' || replace(e.topic, '-', '') || coalesce(
           (SELECT group_concat(iif(key = 0, ' f' || value, '') || ' s' || value, '') FROM json_each(e.content, '$.about')), '') AS tags,
       coalesce((SELECT f.asks FROM facts f WHERE f.id = e.item_id AND f.revealed_in <= e.revealed_in), '') AS asks
FROM edits e JOIN search_layers n ON n.guild_id = e.guild_id AND n.show_id = e.show_id
WHERE e.kind = 'fact' AND e.state = 'live';

CREATE TRIGGER search_edit_inserted AFTER INSERT ON edits WHEN new.kind = 'fact' BEGIN
    INSERT OR IGNORE INTO search_layers (number, show_id, guild_id)
        SELECT coalesce((SELECT max(number) FROM search_layers), 2047) + 1, new.show_id, new.guild_id;
    INSERT INTO search (rowid, text, tags, asks)
        SELECT document, text, tags, asks FROM search_edits WHERE guild_id = new.guild_id AND item_id = new.item_id;
END;

-- Before, since the view reads the row itself.
CREATE TRIGGER search_edit_changes BEFORE UPDATE OF revision ON edits WHEN old.kind = 'fact' BEGIN
    DELETE FROM search WHERE rowid =
        (SELECT document FROM search_edits WHERE guild_id = old.guild_id AND item_id = old.item_id);
END;

CREATE TRIGGER search_edit_changed AFTER UPDATE OF revision ON edits WHEN new.kind = 'fact' BEGIN
    INSERT INTO search (rowid, text, tags, asks)
        SELECT document, text, tags, asks FROM search_edits WHERE guild_id = new.guild_id AND item_id = new.item_id;
END;

CREATE TRIGGER search_edit_deleted BEFORE DELETE ON edits WHEN old.kind = 'fact' BEGIN
    DELETE FROM search WHERE rowid =
        (SELECT document FROM search_edits WHERE guild_id = old.guild_id AND item_id = old.item_id);
END;

-- What the pack's fact is asked for by comes, changes and goes with the pack.
CREATE TRIGGER search_asks_came AFTER INSERT ON facts BEGIN
    UPDATE search SET asks = new.asks WHERE rowid IN (
        SELECT (n.number << 44) | (e.revealed_in << 24) | e.number
        FROM edits e JOIN search_layers n ON n.guild_id = e.guild_id AND n.show_id = e.show_id
        WHERE e.item_id = new.id AND e.kind = 'fact' AND e.base IS NOT NULL AND e.state = 'live'
          AND e.revealed_in >= new.revealed_in);
END;

CREATE TRIGGER search_asks_changed AFTER UPDATE OF revealed_in, asks ON facts BEGIN
    UPDATE search SET asks = '' WHERE rowid IN (
        SELECT document FROM search_edits WHERE (guild_id, item_id) IN (
            SELECT guild_id, item_id FROM edits WHERE item_id = new.id AND kind = 'fact' AND base IS NOT NULL));
    UPDATE search SET asks = new.asks WHERE rowid IN (
        SELECT (n.number << 44) | (e.revealed_in << 24) | e.number
        FROM edits e JOIN search_layers n ON n.guild_id = e.guild_id AND n.show_id = e.show_id
        WHERE e.item_id = new.id AND e.kind = 'fact' AND e.base IS NOT NULL AND e.state = 'live'
          AND e.revealed_in >= new.revealed_in);
END;

CREATE TRIGGER search_asks_went AFTER DELETE ON facts BEGIN
    UPDATE search SET asks = '' WHERE rowid IN (
        SELECT (n.number << 44) | (e.revealed_in << 24) | e.number
        FROM edits e JOIN search_layers n ON n.guild_id = e.guild_id AND n.show_id = e.show_id
        WHERE e.item_id = old.id AND e.kind = 'fact' AND e.base IS NOT NULL AND e.state = 'live');
END;

DELETE FROM search WHERE rowid >= 2048 << 44;
INSERT INTO search (rowid, text, tags, asks) SELECT document, text, tags, asks FROM search_edits ORDER BY document;
