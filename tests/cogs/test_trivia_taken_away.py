"""A question that moderators hide or move, or whose facts they do, is asked, answered and repeated no more, wherever it was drawn."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from discord.utils import utcnow

from bot.show.episodes import Episode
from bot.show.trivia import Question
from bot.store.reviews import NewReview
from bot.store.rounds import Round
from support.games import OVER, Table
from support.proofs import in_prove, sampled
from support.reading import buttons, filled, strings, words
from support.world import World

E4, E9 = Episode(1, 4), Episode(1, 9)
TakeAway = Callable[[World, Any, int], Awaitable[None]]


async def hide(world: World, editor: Any, kind: str, item: int) -> None:
    form = await editor.slash(world.channel, f"{kind} retire", **{kind: str(item)})
    assert "Hidden" in words(await editor.submit_modal(form, {"why": ""}))


async def move(world: World, editor: Any, kind: str, item: int) -> None:
    form = await editor.slash(world.channel, f"{kind} edit", **{kind: str(item)})
    assert "Saved" in words(await editor.submit_modal(form, filled(form) | {"revealed_in": [str(E9.ordinal)]}))


async def facts_of(world: World, question: int) -> list[int]:
    rows = await world.bot.store.database.rows(
        "SELECT fact_id FROM question_facts WHERE question_id = ? UNION"
        " SELECT f.id FROM facts f, trivia_rounds r, json_each(r.rests_on) made"
        " WHERE r.question_id = ? AND f.id = made.value",
        (question, question),
    )
    return [row[0] for row in rows]


async def hide_question(world: World, editor: Any, question: int) -> None:
    await hide(world, editor, "question", question)


async def move_question(world: World, editor: Any, question: int) -> None:
    await move(world, editor, "question", question)


async def hide_fact(world: World, editor: Any, question: int) -> None:
    await hide(world, editor, "fact", (await facts_of(world, question))[0])


async def move_fact(world: World, editor: Any, question: int) -> None:
    await move(world, editor, "fact", (await facts_of(world, question))[0])


async def release(world: World, _editor: Any, question: int) -> None:
    """A pack release that gates a fact later."""
    await world.bot.store.database.write("UPDATE shows SET content_hash = 'another'")
    await world.bot.store.database.write(
        "UPDATE facts SET revealed_in = ? WHERE id = ?", (E9.ordinal, (await facts_of(world, question))[0])
    )


async def drop(world: World, _editor: Any, question: int) -> None:
    """A pack release without it."""
    await world.bot.store.database.write("UPDATE shows SET content_hash = 'another'")
    await world.bot.store.database.write("DELETE FROM questions WHERE id = ?", (question,))


EVERY: list[TakeAway] = [hide_question, move_question, hide_fact, move_fact, release, drop]
OF_FACTS: list[TakeAway] = [hide_fact, move_fact, release]


async def rounds(table: Table) -> list[tuple[int, str, str]]:
    """Question, its text and explanation, of each round of the newest game."""
    return [
        (row[0], row[1], row[2])
        for row in await table.store.database.rows(
            "SELECT question_id, text, explanation FROM trivia_rounds WHERE game_id = ? ORDER BY number",
            ((await table.game()).id,),
        )
    ]


def only(table: Table, monkeypatch: pytest.MonkeyPatch, is_wanted: Callable[[Question], bool]) -> None:
    """Let only some of the questions be drawn; which ones come is chance."""
    questions, pool = table.store.questions, table.store.questions.pool

    async def wanted(*args: Any, **options: Any) -> list[Question]:
        return [each for each in await pool(*args, **options) if is_wanted(each)]

    monkeypatch.setattr(questions, "pool", wanted)


@pytest.fixture(params=sampled(EVERY), ids=lambda each: each.__name__)
def take_away(request: pytest.FixtureRequest, table: Table, monkeypatch: pytest.MonkeyPatch) -> TakeAway:
    only(table, monkeypatch, lambda each: not each.generated)
    return request.param


async def test_it_is_not_asked_in_a_game_that_runs(table: Table, editor: Any, take_away: TakeAway) -> None:
    await table.start(rounds=3)
    drawn = await rounds(table)
    await take_away(table.world, editor, drawn[1][0])
    since = len(table.env.http_requests)
    await table.play(1)
    assert (await table.round()).question_id == drawn[2][0]
    assert drawn[2][1] in (await table.shown()).replace("\\", "")
    await table.press(table.members[0], "right")
    await table.press(table.members[1], "wrong")
    await table.until_next(3)
    assert (await table.game()).ended == "finished"
    sent = "\n".join(text for each in table.env.http_requests[since:] for _, text in strings(each.json))
    assert drawn[1][1] not in sent.replace("\\", "")


async def test_it_is_neither_shown_nor_answered_while_it_stands(table: Table, editor: Any, take_away: TakeAway) -> None:
    await table.start(rounds=3)
    drawn, message = await rounds(table), await table.snapshot()
    option = await table.option("right")
    table.freeze()
    await take_away(table.world, editor, drawn[0][0])
    assert words(await table.late_press(table.members[1], option, message)) == OVER
    await table.kill()
    since = len(table.env.http_requests)
    await table.env.advance_time(2)
    assert (await table.round()).question_id == drawn[1][0]
    shown = (await table.shown()).replace("\\", "")
    assert drawn[1][1] in shown
    await table.env.advance_time(40)
    sent = "\n".join(text for each in table.env.http_requests[since:] for _, text in strings(each.json))
    assert drawn[0][1] not in sent.replace("\\", "")


async def test_its_answer_goes_when_it_is_taken_away(table: Table, editor: Any, take_away: TakeAway) -> None:
    await table.start(rounds=3, seconds=0)
    drawn = await rounds(table)
    await table.members[0].click(await table.message(), label="Reveal the answer")
    await take_away(table.world, editor, drawn[0][0])
    await table.env.advance_time(2)
    shown = (await table.shown()).replace("\\", "")
    assert drawn[1][1] in shown
    assert drawn[0][2] not in shown
    # The last one: its game ends.
    await take_away(table.world, editor, drawn[1][0])
    await take_away(table.world, editor, drawn[2][0])
    await table.env.advance_time(2)
    assert (await table.game()).ended == "finished"


async def test_what_nobody_got_leaves_it_out(table: Table, editor: Any, take_away: TakeAway) -> None:
    await table.start(rounds=3)
    drawn = await rounds(table)
    for number in (1, 2, 3):
        await table.press(table.members[1], "wrong")
        await table.until_next(number)
    await table.world.set_progress(table.members[1], E4)
    before = words(await table.members[1].click(await table.message(), label="What nobody got")).replace("\\", "")
    assert drawn[0][1] in before
    await take_away(table.world, editor, drawn[0][0])
    after = words(await table.members[1].click(await table.message(), label="What nobody got")).replace("\\", "")
    assert drawn[0][1] not in after
    assert drawn[0][2] not in after
    assert drawn[1][1] in after


@pytest.mark.parametrize("take_fact", OF_FACTS, ids=lambda each: each.__name__)
async def test_a_made_question_goes_with_its_facts(
    table: Table, editor: Any, take_fact: TakeAway, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(table, monkeypatch, lambda each: each.generated and each.text.reveal().startswith("Which of these"))
    await table.start(rounds=3)
    drawn = await rounds(table)
    await take_fact(table.world, editor, drawn[0][0])
    await table.env.advance_time(2)
    shown = (await table.shown()).replace("\\", "")
    assert [row[0] for row in drawn].index((await table.round()).question_id) > 0
    assert (await table.round()).text.reveal() in shown


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("Who plays", "UPDATE names SET revealed_in = 1009 WHERE kind = 'actor' AND character_id = :made"),
        ("Who plays", "UPDATE subjects SET revealed_in = 1009 WHERE id = :made"),
        ("Whom does", "UPDATE names SET revealed_in = 1009 WHERE kind = 'actor' AND character_id = :made"),
        ("Who is", "UPDATE subjects SET revealed_in = 1009 WHERE id = :made"),
        ("Who is", "UPDATE relationships SET revealed_in = 1009, ended_in = NULL WHERE id = :made"),
        ("Who is", "DELETE FROM relationships WHERE id = :made"),
    ],
)
async def test_a_made_question_goes_with_whom_it_names(
    table: Table, question: str, sql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, store = table.world, table.store
    only(table, monkeypatch, lambda each: each.generated and each.text.reveal().startswith(question))
    await world.set_progress(world.fan, E4)
    await world.fan.slash(world.channel, "trivia practice")
    ((round_id,),) = await store.database.rows("SELECT id FROM trivia_rounds")
    assert await store.rounds.round(round_id, E4)
    made = await store.database.rows("SELECT value FROM trivia_rounds, json_each(rests_on)")
    changed = [row for (each,) in made for row in await store.database.write(f"{sql} RETURNING 1", {"made": each})]
    assert changed
    assert await store.rounds.round(round_id, E4) is None
    shown = await store.rounds.round(round_id, Episode(1, 12))
    assert shown is None if sql.startswith("DELETE") else shown is not None and shown.revealed_in == E9


async def drawn_alone(world: World, member: Any, command: str) -> tuple[Any, Round]:
    """A question that somebody was asked alone, and the reply it stands on."""
    for _try in range(12):
        reply = await member.slash(world.channel, command)
        (row,) = await world.bot.store.database.rows("SELECT id FROM trivia_rounds ORDER BY rowid DESC LIMIT 1")
        round_id = int(next(each["custom_id"] for each in buttons(reply).values()).split(":")[2])
        round_ = await world.bot.store.rounds.round(round_id, E4)
        assert row
        assert round_ is not None
        if await world.bot.store.database.rows("SELECT 1 FROM questions WHERE id = ?", (round_.question_id,)):
            return reply, round_
        await world.pass_time(24 * 3600)
    raise AssertionError("only made questions")


@pytest.mark.parametrize("command", ["trivia daily", in_prove("trivia practice")])
@pytest.mark.parametrize("take", EVERY, ids=lambda each: each.__name__)
async def test_what_somebody_was_asked_alone_is_neither_answered_nor_shown(
    world: World, editor: Any, command: str, take: TakeAway
) -> None:
    await world.set_progress(world.fan, E4)
    reply, round_ = await drawn_alone(world, world.fan, command)
    await take(world, editor, round_.question_id)
    custom_id = next(each["custom_id"] for each in buttons(reply).values())
    await world.fan.click(reply.response, custom_id=custom_id)
    said = words(reply).replace("\\", "")
    assert "be answered any more" in said or "or it was changed" in said
    assert round_.text.reveal() not in said
    again = words(await world.fan.slash(world.channel, "trivia daily")).replace("\\", "")
    assert round_.text.reveal() not in again


@pytest.mark.parametrize("take", sampled(EVERY), ids=lambda each: each.__name__)
async def test_the_daily_answer_is_not_repeated(world: World, editor: Any, take: TakeAway) -> None:
    await world.set_progress(world.fan, E4)
    reply, round_ = await drawn_alone(world, world.fan, "trivia daily")
    custom_id = next(each["custom_id"] for each in buttons(reply).values())
    await world.fan.click(reply.response, custom_id=custom_id)
    await take(world, editor, round_.question_id)
    again = await world.fan.slash(world.channel, "trivia daily")
    assert words(again).startswith("You have answered today’s question. 1 day in a row.")
    assert round_.text.reveal() not in words(again).replace("\\", "")


async def test_the_round_of_a_report_is_shown_as_late_as_its_question_is_now(
    table: Table, editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(table, monkeypatch, lambda each: not each.generated)
    await table.start(rounds=3)
    drawn = await rounds(table)
    await table.play(1)
    await table.members[0].slash(table.channel, "trivia stop")
    store = table.store
    rows = await store.database.rows("SELECT id FROM trivia_rounds WHERE number = 1")
    review = await store.reviews.add_review(NewReview(
        "question report", show_id=table.world.bot.show.id, guild_id=table.world.guild.id, author_id=1,
        target_id=drawn[0][0], text="wrong", source="", at=utcnow(),
    ))  # fmt: skip
    assert review is not None
    await store.rounds.add_report(review, rows[0][0], 1)
    assert await store.rounds.report(review, E4)
    await move_fact(table.world, editor, drawn[0][0])
    assert await store.rounds.report(review, E4) is None
    assert await store.rounds.report(review, E9)
