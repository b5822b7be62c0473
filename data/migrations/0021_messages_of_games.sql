-- A game is no longer one message: it is announced, every question is a message of its own, and so are the standings.

-- `number` is 0 for the announcement, that of its round for a question, and 1000 for the standings. `version` is what there is
-- to show and `shown` what is shown; `began` is the version with which the question, or its answer, began: its clock begins
-- when that is shown. `tries` counts what was tried since something was shown, `losses` how often the message was deleted.
CREATE TABLE trivia_messages (
    game_id       INTEGER NOT NULL REFERENCES trivia_games (id) ON DELETE CASCADE,
    number        INTEGER NOT NULL,
    message_id    INTEGER,              -- NULL until it stands
    version       INTEGER NOT NULL DEFAULT 1,
    shown         INTEGER NOT NULL DEFAULT 0,
    began         INTEGER NOT NULL DEFAULT 1,
    sending_since INTEGER,              -- somebody is posting or editing it; a claim that a killed process left runs out
    tries         INTEGER NOT NULL DEFAULT 0,
    losses        INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (game_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX trivia_messages_to_show ON trivia_messages (game_id) WHERE shown < version;

-- A game that runs over the upgrade goes on: its message is that of the question that stands there, and the next one follows it.
-- One whose last edit is missing gets its standings where it always had them.
INSERT INTO trivia_messages (game_id, number, message_id, version, shown, began, sending_since, tries)
SELECT id, iif(phase = 'over', 1000, round), message_id, version, shown, began, sending_since, failures
FROM trivia_games WHERE kind = 'public' AND (phase IN ('asking', 'revealed') OR shown < version);

DROP INDEX trivia_games_to_tend;
ALTER TABLE trivia_games DROP COLUMN message_id;
ALTER TABLE trivia_games DROP COLUMN version;
ALTER TABLE trivia_games DROP COLUMN shown;
ALTER TABLE trivia_games DROP COLUMN sending_since;
ALTER TABLE trivia_games DROP COLUMN began;
ALTER TABLE trivia_games DROP COLUMN failures;

-- A game, or a practice, about one episode alone.
ALTER TABLE trivia_games ADD COLUMN about INTEGER CHECK (about > 0);
