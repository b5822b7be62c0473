-- How two people stand to each other: which colour a tie has in pictures, and its words from the other end.
ALTER TABLE relationships ADD COLUMN kind TEXT NOT NULL DEFAULT 'friends'
    CHECK (kind IN ('love', 'family', 'friends', 'school', 'enmity', 'death'));
ALTER TABLE relationships ADD COLUMN label_back TEXT CHECK (label_back NOT GLOB '*[|`\' || char(10, 13) || ']*');

-- What a person's name badge is drawn from: sign, place of the group, drawing. It is gated as the person is.
ALTER TABLE characters ADD COLUMN badge TEXT NOT NULL DEFAULT '["?", 0, null]' CHECK (json_valid(badge));

-- Our own pictures as Discord has them for this application: `name` is p and the id of a person, or m and a place.
-- `look` is a hash of what it was drawn from, so that only what changed is uploaded again.
CREATE TABLE emoji (
    name           TEXT PRIMARY KEY,
    application_id INTEGER NOT NULL,
    emoji_id       INTEGER NOT NULL,
    look           TEXT NOT NULL
) STRICT, WITHOUT ROWID;
