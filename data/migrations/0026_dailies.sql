-- The question of the day, posted in a channel of a server at its hour. A server without a row has it off.
-- `next_at` is the moment when the next one is due: whoever moves it on has begun that day, and nobody else does.
CREATE TABLE daily_settings (
    guild_id     INTEGER PRIMARY KEY,
    channel_id   INTEGER NOT NULL,
    hour         INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),  -- at the server's time zone
    role_id      INTEGER,                                         -- the one that is pinged
    weekly       INTEGER NOT NULL DEFAULT 0,                      -- who was best in the week before, on Mondays
    next_at      INTEGER NOT NULL,
    told         TEXT CHECK (told IN ('post', 'thread'))          -- what the log channel heard of that does not work
) STRICT;
CREATE INDEX daily_settings_by_due ON daily_settings (next_at);

-- Its question is the round of a daily game without a host: everybody's answers are there. `busy_until`: somebody is posting
-- or editing it; a claim that a killed process left runs out. `shown` is the version that its message shows.
CREATE TABLE daily_posts (
    game_id    INTEGER PRIMARY KEY REFERENCES trivia_games (id) ON DELETE CASCADE,
    guild_id   INTEGER NOT NULL,
    day        INTEGER NOT NULL,
    message_id INTEGER,              -- NULL until it stands
    state      TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'over', 'gone')),
    threaded   INTEGER NOT NULL DEFAULT 0,  -- its thread stands, or there can be none
    version    INTEGER NOT NULL DEFAULT 1,
    shown      INTEGER NOT NULL DEFAULT 0,
    busy_until INTEGER NOT NULL DEFAULT 0,
    tries      INTEGER NOT NULL DEFAULT 0,
    UNIQUE (guild_id, day)
) STRICT;
CREATE INDEX daily_posts_to_tend ON daily_posts (game_id) WHERE state = 'open' OR shown < version;
CREATE INDEX trivia_dailies_by_day ON trivia_games (guild_id, day) WHERE kind = 'daily';
