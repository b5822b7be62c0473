-- A public game is of one of four kinds, and its players have help. NULL: a quiz.
ALTER TABLE trivia_games ADD COLUMN play TEXT CHECK (play IN ('who is it', 'which episode', 'what came first'));
ALTER TABLE trivia_games ADD COLUMN skips_shown INTEGER NOT NULL DEFAULT 0;  -- the number in "1 for Skip"

-- `clues` stand below the question, as many of them as are shown by now: who somebody is, from vague to clear, or what happens
-- in an episode. `places` are the episode and the scene of each option, where it is asked what came first.
ALTER TABLE trivia_rounds ADD COLUMN clues TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(clues));
ALTER TABLE trivia_rounds ADD COLUMN clues_shown INTEGER NOT NULL DEFAULT 1;
ALTER TABLE trivia_rounds ADD COLUMN places TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(places));

-- How many clues stood there when somebody answered, and with how many points they began, having joined late.
ALTER TABLE trivia_answers ADD COLUMN clues_seen INTEGER NOT NULL DEFAULT 1;
ALTER TABLE trivia_answers ADD COLUMN head_start INTEGER NOT NULL DEFAULT 0;

-- Who took 50 : 50, once a game, and who wants to skip a question. The keys decide.
CREATE TABLE trivia_helps (
    round_id INTEGER NOT NULL REFERENCES trivia_rounds (id) ON DELETE CASCADE,
    user_id  INTEGER NOT NULL,
    help     TEXT NOT NULL CHECK (help IN ('half', 'skip')),
    game_id  INTEGER NOT NULL REFERENCES trivia_games (id) ON DELETE CASCADE,
    PRIMARY KEY (round_id, user_id, help)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX trivia_one_half_a_game ON trivia_helps (game_id, user_id) WHERE help = 'half';
CREATE INDEX trivia_helps_by_user ON trivia_helps (user_id);
