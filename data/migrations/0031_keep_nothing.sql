-- Who asked that nothing of them is kept from now on: this row, and no other that names them is written any more. The database
-- refuses it, so that no statement can forget to ask; what is only a note of ours is left out instead.
CREATE TABLE keep_nothing (
    user_id INTEGER PRIMARY KEY
) STRICT;

CREATE TRIGGER progress_keep_nothing BEFORE INSERT ON progress
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id = new.user_id) BEGIN
    SELECT raise(ABORT, 'nothing is kept of this member');
END;

CREATE TRIGGER drafts_keep_nothing BEFORE INSERT ON drafts
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id = new.user_id) BEGIN
    SELECT raise(ABORT, 'nothing is kept of this member');
END;

CREATE TRIGGER reviews_keep_nothing BEFORE INSERT ON reviews
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id IN (new.author_id, new.decided_by)) BEGIN
    SELECT raise(ABORT, 'nothing is kept of this member');
END;

CREATE TRIGGER spoiler_posts_keep_nothing BEFORE INSERT ON spoiler_posts
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id IN (new.author_id, new.tagged_by)) BEGIN
    SELECT raise(ABORT, 'nothing is kept of this member');
END;

CREATE TRIGGER pending_tags_keep_nothing BEFORE INSERT ON pending_tags
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id IN (new.author_id, new.user_id)) BEGIN
    SELECT raise(ABORT, 'nothing is kept of this member');
END;

CREATE TRIGGER trivia_games_keep_nothing BEFORE INSERT ON trivia_games
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id = new.host_id) BEGIN
    SELECT raise(ABORT, 'nothing is kept of this member');
END;

CREATE TRIGGER watchalongs_keep_nothing BEFORE INSERT ON watchalongs
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id = new.host_id) BEGIN
    SELECT raise(ABORT, 'nothing is kept of this member');
END;

CREATE TRIGGER trivia_answers_keep_nothing BEFORE INSERT ON trivia_answers
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id = new.user_id) BEGIN
    SELECT raise(ABORT, 'nothing is kept of this member');
END;

CREATE TRIGGER trivia_helps_keep_nothing BEFORE INSERT ON trivia_helps
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id = new.user_id) BEGIN
    SELECT raise(ABORT, 'nothing is kept of this member');
END;

CREATE TRIGGER trivia_teams_keep_nothing BEFORE INSERT ON trivia_teams
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id = new.user_id) BEGIN
    SELECT raise(ABORT, 'nothing is kept of this member');
END;

CREATE TRIGGER trivia_memory_keep_nothing BEFORE INSERT ON trivia_memory
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id = new.user_id) BEGIN
    SELECT raise(ABORT, 'nothing is kept of this member');
END;

CREATE TRIGGER trivia_practised_keep_nothing BEFORE INSERT ON trivia_practised
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id = new.user_id) BEGIN
    SELECT raise(ABORT, 'nothing is kept of this member');
END;

CREATE TRIGGER leaderboard_opt_outs_keep_nothing BEFORE INSERT ON leaderboard_opt_outs
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id = new.user_id) BEGIN
    SELECT raise(ABORT, 'nothing is kept of this member');
END;

CREATE TRIGGER imports_keep_nothing BEFORE INSERT ON imports
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id = new.edited_by) BEGIN
    SELECT raise(ABORT, 'nothing is kept of this member');
END;

CREATE TRIGGER edits_keep_nothing BEFORE INSERT ON edits
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id IN (new.edited_by, new.author_id)) BEGIN
    SELECT raise(ABORT, 'nothing is kept of this member');
END;

CREATE TRIGGER revisions_keep_nothing BEFORE INSERT ON revisions
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id IN (new.edited_by, new.author_id)) BEGIN
    SELECT raise(ABORT, 'nothing is kept of this member');
END;

CREATE TRIGGER reveal_consents_keep_nothing BEFORE INSERT ON reveal_consents
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id = new.user_id) BEGIN
    SELECT raise(IGNORE);
END;

CREATE TRIGGER setup_offers_keep_nothing BEFORE INSERT ON setup_offers
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id = new.user_id) BEGIN
    SELECT raise(IGNORE);
END;

CREATE TRIGGER trivia_departures_keep_nothing BEFORE INSERT ON trivia_departures
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id = new.user_id) BEGIN
    SELECT raise(IGNORE);
END;

-- Nor is anything added to what is kept of them from before: a decision, a wish to be told, one more question of a practice.
CREATE TRIGGER reviews_decided_keep_nothing BEFORE UPDATE OF decided_by ON reviews
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id = new.decided_by) BEGIN
    SELECT raise(ABORT, 'nothing is kept of this member');
END;

CREATE TRIGGER reviews_wish_keep_nothing BEFORE UPDATE OF wants_dm ON reviews
WHEN EXISTS (SELECT 1 FROM keep_nothing WHERE user_id = new.author_id) BEGIN
    SELECT raise(ABORT, 'nothing is kept of this member');
END;

CREATE TRIGGER trivia_practice_keep_nothing BEFORE UPDATE OF round ON trivia_games
WHEN new.kind = 'practice' AND EXISTS (SELECT 1 FROM keep_nothing WHERE user_id = new.host_id) BEGIN
    SELECT raise(ABORT, 'nothing is kept of this member');
END;
