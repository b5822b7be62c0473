-- What the use of the bot leaves behind has a bound.

-- Who was no member any more when a leaderboard was made: it asks for others. Forgotten when they answer here again.
CREATE TABLE trivia_departures (
    guild_id INTEGER NOT NULL,
    user_id  INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX trivia_departures_by_user ON trivia_departures (user_id);
CREATE INDEX trivia_departures_by_age ON trivia_departures (guild_id, asked_at);

CREATE TRIGGER trivia_departure_over AFTER INSERT ON trivia_answers
WHEN EXISTS (SELECT 1 FROM trivia_departures WHERE user_id = new.user_id) BEGIN
    DELETE FROM trivia_departures WHERE user_id = new.user_id AND guild_id =
        (SELECT g.guild_id FROM trivia_rounds r JOIN trivia_games g ON g.id = r.game_id WHERE r.id = new.round_id);
END;

-- Of a practice its last questions are kept, and how the others went; of a member their last practices, and the same.
ALTER TABLE trivia_games ADD COLUMN answered_before INTEGER NOT NULL DEFAULT 0;
ALTER TABLE trivia_games ADD COLUMN right_before INTEGER NOT NULL DEFAULT 0;
CREATE TABLE trivia_practised (
    user_id  INTEGER PRIMARY KEY,
    answered INTEGER NOT NULL,
    hits     INTEGER NOT NULL  -- right ones among them
) STRICT;
