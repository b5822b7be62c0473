-- A channel without a ceiling of its own does as its category: a game ends when that falls, too.
ALTER TABLE trivia_games ADD COLUMN category_id INTEGER;

-- Whose message a moderator tags is told at their next command, and gets their words back.
ALTER TABLE spoiler_posts ADD COLUMN told INTEGER NOT NULL DEFAULT 1 CHECK (told IN (0, 1));
