-- A question has two to four options: one to three wrong ones beside the right one, in one column.
ALTER TABLE questions ADD COLUMN wrong TEXT NOT NULL DEFAULT '[""]' CHECK (json_array_length(wrong) BETWEEN 1 AND 3);
UPDATE questions SET wrong = json_array(wrong_1, wrong_2, wrong_3);
DROP VIEW shipped_questions;
ALTER TABLE questions DROP COLUMN wrong_1;
ALTER TABLE questions DROP COLUMN wrong_2;
ALTER TABLE questions DROP COLUMN wrong_3;

CREATE VIEW shipped_questions AS
SELECT q.id AS item_id, q.show_id, 0 AS position, q.revealed_in, json_object(
    'text', q.text, 'answer', q.answer, 'wrong', json(q.wrong),
    'explanation', q.explanation, 'difficulty', q.difficulty, 'topic', q.topic, 'revealed_in', q.revealed_in,
    'facts', json((SELECT json_group_array(fact_id) FROM
        (SELECT fact_id FROM question_facts WHERE question_id = q.id ORDER BY fact_id))),
    'sources', json(q.sources)) AS content
FROM questions q;

ALTER TABLE trivia_rounds ADD COLUMN dealt TEXT NOT NULL DEFAULT '["", ""]' CHECK (json_array_length(dealt) BETWEEN 2 AND 4);
UPDATE trivia_rounds SET dealt = options;
ALTER TABLE trivia_rounds DROP COLUMN options;
ALTER TABLE trivia_rounds RENAME COLUMN dealt TO options;  -- in the order that was drawn
