-- Where the commands were registered last (0: everywhere), and what Discord had of them afterwards: an unchanged tree is
-- not registered again unless somebody changed it there, and a server that was the only one keeps no second copy.
ALTER TABLE registered_commands ADD COLUMN guild_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE registered_commands ADD COLUMN found TEXT NOT NULL DEFAULT '';
