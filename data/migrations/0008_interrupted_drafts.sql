-- A form's text is kept before anything else is done with it. `received` at a start was interrupted by the end of the process.
ALTER TABLE drafts ADD COLUMN state TEXT NOT NULL DEFAULT 'answered' CHECK (state IN ('received', 'interrupted', 'answered'));
CREATE INDEX drafts_interrupted ON drafts (user_id) WHERE state = 'interrupted';
