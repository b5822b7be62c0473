-- A round keeps the words of its question. From when on they may be told is asked anew each time: of a question that was
-- written, its own row says; of one that was made, all that it was made of does, and that is kept here: ids of facts,
-- characters and relationships. NULL: it was written. What was made before this, nobody knows of what: it is told no more.
ALTER TABLE trivia_rounds ADD COLUMN rests_on TEXT CHECK (rests_on IS NULL OR json_valid(rests_on));
