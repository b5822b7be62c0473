-- Trivia: games with their state, so that a killed process loses nothing of them, and what members learn by practice.
--
-- Moments are milliseconds since 1970. A game of kind "public" stands in a channel; "practice" and "daily" are one member's
-- own, and their guild is 0 in a direct message. A round holds its question as it was drawn: no import and no edit changes it.

CREATE TABLE trivia_games (
    id            INTEGER PRIMARY KEY,  -- Discord's id of the interaction that started it
    show_id       INTEGER NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('public', 'practice', 'daily')),
    guild_id      INTEGER NOT NULL,
    channel_id    INTEGER,
    parent_id     INTEGER,              -- of a thread: its channel, whose ceiling it may inherit
    message_id    INTEGER,              -- NULL until the game's message stands
    host_id       INTEGER,              -- NULL: they asked to be forgotten
    ceiling       INTEGER NOT NULL CHECK (ceiling >= 0),
    rounds        INTEGER NOT NULL,     -- 0: practice has no end
    seconds       INTEGER NOT NULL CHECK (seconds >= 0),  -- 0: no clock
    difficulty    TEXT,
    topic         TEXT,
    day           INTEGER,              -- of a daily question: days since the year 1, at the server's time zone
    phase         TEXT NOT NULL CHECK (phase IN ('asking', 'revealed', 'over', 'private')),
    round         INTEGER NOT NULL DEFAULT 0,
    due_at        INTEGER,              -- when the phase ends by itself
    silent_rounds INTEGER NOT NULL DEFAULT 0,
    answers_shown INTEGER NOT NULL DEFAULT 0,  -- the number in "3 answered", and since when it stands
    counted_at    INTEGER NOT NULL DEFAULT 0,
    version       INTEGER NOT NULL DEFAULT 1,  -- of what there is to show, and what the message shows already
    shown         INTEGER NOT NULL DEFAULT 0,
    sending_since INTEGER,              -- somebody is editing the message; a claim that a killed process left runs out
    ended         TEXT CHECK (ended IN ('finished', 'stopped', 'silent', 'ceiling', 'deleted', 'refused')),
    ended_at      INTEGER,
    host_told     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX trivia_one_game_in_a_channel ON trivia_games (channel_id) WHERE phase IN ('asking', 'revealed');
CREATE UNIQUE INDEX trivia_one_daily_a_day ON trivia_games (guild_id, host_id, day) WHERE kind = 'daily';
CREATE INDEX trivia_games_to_tend ON trivia_games (id) WHERE phase IN ('asking', 'revealed') OR shown < version;
CREATE INDEX trivia_games_by_guild ON trivia_games (guild_id, kind);
CREATE INDEX trivia_games_by_host ON trivia_games (host_id);

-- What is left of a member's own game when they asked to be forgotten is nobody's: it goes.
CREATE TRIGGER trivia_private_game_forgotten AFTER UPDATE OF host_id ON trivia_games
WHEN new.host_id IS NULL AND new.kind <> 'public' BEGIN
    DELETE FROM trivia_games WHERE id = new.id;
END;

CREATE TABLE trivia_rounds (
    id          INTEGER PRIMARY KEY,  -- a hash of the game and the number: it stands in buttons
    game_id     INTEGER NOT NULL REFERENCES trivia_games (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    question_id INTEGER NOT NULL,
    text        TEXT NOT NULL,
    options     TEXT NOT NULL CHECK (json_array_length(options) = 4),  -- in the order that was drawn
    answer      INTEGER NOT NULL CHECK (answer BETWEEN 0 AND 3),
    explanation TEXT NOT NULL,
    sites       TEXT NOT NULL CHECK (json_valid(sites)),
    difficulty  TEXT NOT NULL,
    topic       TEXT NOT NULL,
    revealed_in INTEGER NOT NULL,
    opened_at   INTEGER,
    closed_at   INTEGER,
    UNIQUE (game_id, number)
) STRICT;
CREATE INDEX trivia_rounds_by_close ON trivia_rounds (closed_at);

-- The key decides that the first press counts.
CREATE TABLE trivia_answers (
    round_id INTEGER NOT NULL REFERENCES trivia_rounds (id) ON DELETE CASCADE,
    user_id  INTEGER NOT NULL,
    choice   INTEGER NOT NULL CHECK (choice BETWEEN 0 AND 3),
    at       INTEGER NOT NULL,
    points   INTEGER NOT NULL DEFAULT 0,  -- given when the round is revealed
    PRIMARY KEY (round_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX trivia_answers_by_user ON trivia_answers (user_id);

-- What public games of a server asked already, until everything was asked.
CREATE TABLE trivia_asked (
    guild_id    INTEGER NOT NULL,
    question_id INTEGER NOT NULL,
    PRIMARY KEY (guild_id, question_id)
) STRICT, WITHOUT ROWID;

-- How well somebody knows a question, from practice: it comes back when it is due.
CREATE TABLE trivia_memory (
    user_id     INTEGER NOT NULL,
    question_id INTEGER NOT NULL,
    box         INTEGER NOT NULL CHECK (box >= 0),
    due_at      INTEGER NOT NULL,
    PRIMARY KEY (user_id, question_id)
) STRICT, WITHOUT ROWID;

-- To which round a "question is wrong" in the review queue belongs, and what its author had answered there.
CREATE TABLE trivia_reports (
    review_id INTEGER PRIMARY KEY REFERENCES reviews (id) ON DELETE CASCADE,
    round_id  INTEGER NOT NULL REFERENCES trivia_rounds (id) ON DELETE CASCADE,
    choice    INTEGER CHECK (choice BETWEEN 0 AND 3)
) STRICT;
CREATE INDEX trivia_reports_by_round ON trivia_reports (round_id);
