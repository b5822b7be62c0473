-- What servers chose, what members posted as spoilers, and who is asked before what.

-- A server without a row has every default. `setup` is the step of /setup that comes next.
CREATE TABLE guild_settings (
    guild_id          INTEGER PRIMARY KEY,
    spoilers          TEXT NOT NULL DEFAULT 'tag' CHECK (spoilers IN ('tag', 'hide')),
    editor_role_id    INTEGER,
    review_channel_id INTEGER,
    log_channel_id    INTEGER,
    time_zone         TEXT NOT NULL DEFAULT 'UTC',
    setup             TEXT NOT NULL DEFAULT 'ceiling' CHECK (setup IN ('ceiling', 'editors', 'review', 'done'))
) STRICT;

-- Whether replies in a channel or thread are public. A thread without a row does as its channel; a channel: public.
CREATE TABLE place_replies (
    place_id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    replies  TEXT NOT NULL CHECK (replies IN ('public', 'private'))
) STRICT;
CREATE INDEX place_replies_by_guild ON place_replies (guild_id);

-- To whom /setup was offered: once is enough.
CREATE TABLE setup_offers (
    guild_id INTEGER NOT NULL,
    user_id  INTEGER NOT NULL,
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX setup_offers_by_user ON setup_offers (user_id);

-- Servers that the bot was removed from; what is kept of them goes after a while.
CREATE TABLE guild_removals (
    guild_id   INTEGER PRIMARY KEY,
    removed_at TEXT NOT NULL
) STRICT;

-- Members' own spoilers. `id` is drawn at random: it names the post in buttons, and tells nothing.
-- `message_id` is NULL until the post stands. `original_id` is the message that was tagged: it can be tagged once only.
-- A row whose author is NULL holds nothing any more: its author asked for that, and the sweep still has to take down the card.
CREATE TABLE spoiler_posts (
    id          INTEGER PRIMARY KEY,
    guild_id    INTEGER NOT NULL,
    channel_id  INTEGER NOT NULL,
    message_id  INTEGER,
    author_id   INTEGER,
    tagged_by   INTEGER,
    original_id INTEGER UNIQUE,
    show_id     INTEGER NOT NULL,
    episode     INTEGER NOT NULL CHECK (episode > 0),
    title       TEXT NOT NULL,
    text        TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    checked_at  TEXT NOT NULL
) STRICT;
CREATE INDEX spoiler_posts_by_author ON spoiler_posts (author_id);
CREATE INDEX spoiler_posts_by_tagger ON spoiler_posts (tagged_by) WHERE tagged_by IS NOT NULL;
CREATE INDEX spoiler_posts_by_guild ON spoiler_posts (guild_id);
CREATE INDEX spoiler_posts_by_check ON spoiler_posts (checked_at);

-- A message while somebody chooses its episode: Discord shows it to us only in that moment. Kept for an hour at most.
CREATE TABLE pending_tags (
    id          INTEGER PRIMARY KEY,
    guild_id    INTEGER NOT NULL,
    original_id INTEGER NOT NULL,
    author_id   INTEGER NOT NULL,
    author_name TEXT NOT NULL,
    user_id     INTEGER NOT NULL,
    text        TEXT NOT NULL,
    files       TEXT NOT NULL CHECK (json_valid(files)),  -- [[address, name, size], ...]
    created_at  TEXT NOT NULL
) STRICT;
CREATE INDEX pending_tags_by_author ON pending_tags (author_id);
CREATE INDEX pending_tags_by_user ON pending_tags (user_id);

-- Who asked not to be asked before spoilers through `episode`, for a quarter of an hour.
CREATE TABLE reveal_consents (
    user_id    INTEGER NOT NULL,
    show_id    INTEGER NOT NULL,
    episode    INTEGER NOT NULL CHECK (episode > 0),
    expires_at TEXT NOT NULL,
    PRIMARY KEY (user_id, show_id)
) STRICT, WITHOUT ROWID;

-- Who is on no leaderboard.
CREATE TABLE leaderboard_opt_outs (
    user_id INTEGER PRIMARY KEY
) STRICT;
