-- A suggestion of a trivia question: its options, the right one first, and what else its author knew. In JSON.
ALTER TABLE reviews ADD COLUMN question TEXT;
