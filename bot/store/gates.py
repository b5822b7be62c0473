"""From when on a question may be told: the latest of its own gate and of the facts it rests on, as a server has them. In SQL.

An expression and no view: SQLite looks a view of all servers' questions up by scanning it as soon as a statement is complex.
"""
# ruff: noqa: S608  every part of a statement is an expression of ours


def gate_of_question(question: str, guild: str = ":guild") -> str:
    """The gate of the question whose id is the expression `question`, in the server that `guild` is (NULL, 0: in none).

    NULL, which no comparison lets through, where there is none, and where the server hides it or a fact that it rests on.
    """
    facts = """coalesce(asked_here.content -> '$.facts',
                        (SELECT json_group_array(fact_id) FROM question_facts WHERE question_id = asked_pack.id))"""
    return f"""(
        SELECT iif(coalesce(asked_here.state, 'shipped') = 'retired' OR {_hidden(facts)}, NULL,
                   max(coalesce(asked_here.revealed_in, asked_pack.revealed_in), {_latest(facts)}))
        FROM (SELECT {question} AS id, {guild} AS guild_id) asked
        LEFT JOIN edits asked_here ON asked_here.guild_id = asked.guild_id AND asked_here.item_id = asked.id
                                      AND asked_here.kind = 'question' AND asked_here.state <> 'shipped'
        LEFT JOIN questions asked_pack ON asked_pack.id = asked.id)"""


def gate_of_round(r: str = "r", guild: str = "g.guild_id") -> str:
    """The gate of a round of trivia: the later of the day it was drawn and of now, in the server of its game.

    NULL where its question is hidden now, or where something that it was made of is, or is gone.
    """
    # Who plays whom is told by the actor's name too.
    return f"""max({r}.revealed_in, iif({r}.rests_on IS NULL, {gate_of_question(f"{r}.question_id", guild)}, (
        SELECT iif(count(*) = count(gate), coalesce(max(gate), 0), NULL) FROM (
            SELECT CASE WHEN made_here.state = 'retired' THEN NULL
                   ELSE coalesce(made_here.revealed_in, made_pack.revealed_in, tie.revealed_in,
                                 iif({r}.topic = 'cast', max(subject.revealed_in, actor.revealed_in), subject.revealed_in))
                   END AS gate
            FROM json_each({r}.rests_on) made
            LEFT JOIN edits made_here ON made_here.guild_id = {guild} AND made_here.item_id = made.value
                                         AND made_here.state <> 'shipped'
            LEFT JOIN facts made_pack ON made_pack.id = made.value
            LEFT JOIN relationships tie ON tie.id = made.value
            LEFT JOIN subjects subject ON subject.id = made.value
            LEFT JOIN names actor ON actor.character_id = made.value AND actor.kind = 'actor' AND actor.position = 0))))"""


def with_gate(content: str, guild: str = ":guild") -> str:
    """A question as its editors hold it, any version of it, with its gate in it as `gate`."""
    return f"""(
        SELECT json_set(asked.content, '$.gate',
                        max(asked.content ->> '$.revealed_in', {_latest("asked.content -> '$.facts'")}))
        FROM (SELECT {content} AS content, {guild} AS guild_id) asked)"""


def _latest(facts: str) -> str:
    return f"""coalesce((
        SELECT max(coalesce(rests_here.revealed_in, rests_pack.revealed_in)) FROM json_each({facts}) rests
        LEFT JOIN edits rests_here ON rests_here.guild_id = asked.guild_id AND rests_here.item_id = rests.value
                                      AND rests_here.state <> 'shipped'
        LEFT JOIN facts rests_pack ON rests_pack.id = rests.value), 0)"""


def _hidden(facts: str) -> str:
    return f"""EXISTS (
        SELECT 1 FROM json_each({facts}) rests CROSS JOIN edits rests_here
        ON rests_here.guild_id = asked.guild_id AND rests_here.item_id = rests.value AND rests_here.state = 'retired')"""
