-- What stands at Discord is never forgotten because an answer of Discord's was lost.

-- A post whose message is not known yet: `token` asks Discord for it, for a quarter of an hour; `draft_id` is what it was made of.
ALTER TABLE spoiler_posts ADD COLUMN token TEXT;
ALTER TABLE spoiler_posts ADD COLUMN draft_id INTEGER;
CREATE INDEX spoiler_posts_unknown ON spoiler_posts (created_at) WHERE message_id IS NULL;

-- The version with which the question or the answer that is due now began: its clock begins when that is shown.
-- `failures` counts the edits that failed since one was made.
ALTER TABLE trivia_games ADD COLUMN began INTEGER NOT NULL DEFAULT 1;
ALTER TABLE trivia_games ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;

-- What the card in the review channel shows: which decision, and story through which episode at the most.
ALTER TABLE reviews ADD COLUMN drawn_state TEXT;
ALTER TABLE reviews ADD COLUMN drawn_through INTEGER NOT NULL DEFAULT 0;
-- How far the channel went when a card of before was drawn is not known. Those that are decided stay as they are.
UPDATE reviews SET drawn_state = state, drawn_through = iif(state = 'open', 999999, 0) WHERE message_id IS NOT NULL;
CREATE INDEX reviews_with_cards ON reviews (guild_id) WHERE message_id IS NOT NULL;
