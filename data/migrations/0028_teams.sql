-- Teams in a public game: two to four, 0 where everybody plays for themselves.
ALTER TABLE trivia_games ADD COLUMN teams INTEGER NOT NULL DEFAULT 0 CHECK (teams BETWEEN 0 AND 4);

-- Who plays for which. The key decides that the first choice counts; none ever has two more than another.
CREATE TABLE trivia_teams (
    game_id INTEGER NOT NULL REFERENCES trivia_games (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL,
    team    INTEGER NOT NULL CHECK (team BETWEEN 1 AND 4),
    PRIMARY KEY (game_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX trivia_teams_by_user ON trivia_teams (user_id);
