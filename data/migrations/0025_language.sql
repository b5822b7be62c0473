-- The language that a server chose for what stands in public; NULL goes by the one that Discord has for the server.
ALTER TABLE guild_settings ADD COLUMN language TEXT;
