-- How many facts and questions of its own a server has is asked whenever it adds one.
CREATE INDEX edits_own ON edits (guild_id, kind) WHERE base IS NULL;
