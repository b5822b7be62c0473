-- What members and loops look for is found by an index, however many facts, servers and members there are.
-- tests/test_query_plans.py asks for it.
CREATE INDEX characters_by_actor ON characters (actor_id) WHERE actor_id IS NOT NULL;
CREATE INDEX drafts_by_time ON drafts (created_at);
CREATE INDEX drafts_received ON drafts (user_id) WHERE state = 'received';
CREATE INDEX edits_by_author ON edits (author_id) WHERE author_id IS NOT NULL;
CREATE INDEX edits_by_editor ON edits (edited_by) WHERE edited_by IS NOT NULL;
CREATE INDEX reviews_by_decider ON reviews (decided_by) WHERE decided_by IS NOT NULL;
CREATE INDEX guild_settings_with_reviews ON guild_settings (guild_id) WHERE review_channel_id IS NOT NULL;
CREATE INDEX imports_checked ON imports (checked_at) WHERE state = 'checked';
CREATE INDEX pending_tags_by_time ON pending_tags (created_at);
CREATE INDEX reveal_consents_by_time ON reveal_consents (expires_at);
