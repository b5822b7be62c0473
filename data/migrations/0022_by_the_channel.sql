-- A member may go by the channel instead of saying what they finished: then there is a row without an episode.
CREATE TABLE progress_or_channel (
    user_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL,
    episode INTEGER CHECK (episode >= 0),
    PRIMARY KEY (user_id, show_id)
) STRICT, WITHOUT ROWID;
INSERT INTO progress_or_channel SELECT user_id, show_id, episode FROM progress;
DROP TABLE progress;
ALTER TABLE progress_or_channel RENAME TO progress;
