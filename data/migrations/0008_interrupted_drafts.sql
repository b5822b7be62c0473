-- A form's text is kept before anything else is done with it. `received` at a start was interrupted by the end of the process;
-- `reopened` gives way to what is sent next. A draft belongs to the server where it was typed.
ALTER TABLE drafts ADD COLUMN guild_id INTEGER;
ALTER TABLE drafts ADD COLUMN state TEXT NOT NULL DEFAULT 'answered'
    CHECK (state IN ('received', 'interrupted', 'answered', 'reopened'));
CREATE INDEX drafts_interrupted ON drafts (user_id) WHERE state = 'interrupted';
