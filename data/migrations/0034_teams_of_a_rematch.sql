-- Who plays for a team because they did in the game before, and neither chose nor answered in this one so far.
ALTER TABLE trivia_teams ADD COLUMN kept INTEGER NOT NULL DEFAULT 0 CHECK (kept IN (0, 1));
