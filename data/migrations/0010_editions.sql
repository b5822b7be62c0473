-- Which edition of its own layer a server has: drawn anew at every change of it, whoever makes it.
-- Two cards of the same scope, the same pack and the same edition are the same card.
CREATE TABLE editions (
    guild_id INTEGER PRIMARY KEY,
    edition  INTEGER NOT NULL
) STRICT;
INSERT INTO editions SELECT guild_id, random() FROM edits GROUP BY guild_id;

CREATE TRIGGER edition_inserted AFTER INSERT ON edits BEGIN
    INSERT INTO editions VALUES (new.guild_id, random())
        ON CONFLICT (guild_id) DO UPDATE SET edition = excluded.edition;
END;

CREATE TRIGGER edition_updated AFTER UPDATE ON edits BEGIN
    INSERT INTO editions VALUES (new.guild_id, random())
        ON CONFLICT (guild_id) DO UPDATE SET edition = excluded.edition;
END;

CREATE TRIGGER edition_deleted AFTER DELETE ON edits BEGIN
    DELETE FROM editions WHERE guild_id = old.guild_id;
    INSERT INTO editions SELECT old.guild_id, random() WHERE EXISTS (SELECT 1 FROM edits WHERE guild_id = old.guild_id);
END;
