"""What a server's moderators added or worded anew is asked by the games that are no quiz; what they hid is not."""

from typing import Any

import pytest

from bot.show.episodes import Episode, Scope
from bot.show.trivia import FIRST, WHERE, WHO, Question
from support.games import Table
from support.proofs import in_prove
from support.reading import bare, filled, words

E4, E9 = Episode(1, 4), Episode(1, 9)
TOLD = ("Woo-jin hums while he runs.", "Woo-jin corre hasta la azotea.", "Su-hyeok waits, and Woo-jin opens a window.")
NAMING = "장우진 hides, and 우진이 waits."  # his name would still stand there


async def add(table: Table, editor: Any, text: str, gate: Episode = E4) -> None:
    """Add a fact about Woo-jin, of whom the pack tells too little through S1E4 to be asked for."""
    typed = {
        "text": text,
        "revealed_in": [str(gate.ordinal)],
        "topic": ["trait"],
        "sources": "Netflix",
        "about": "woojin",
    }
    assert "Saved for this server" in words(
        await editor.submit_modal(await editor.slash(table.channel, "fact add"), typed)
    )


async def pool(table: Table, kind: str, through: Episode = E4, *, here: bool = True) -> list[Question]:
    """Everything that a game of this kind may ask, in the server or elsewhere."""
    bot, guild = table.world.bot, table.world.guild.id if here else None
    return await table.store.game_kinds.pool(kind, bot.show, Scope.through(through), guild_id=guild)


def about_him(questions: list[Question]) -> list[Question]:
    return [each for each in questions if each.answer.reveal() == "Jang Woo-jin"]


async def ask_only(table: Table, kind: str, question: Question) -> None:
    """Let the server have had every other question of a kind, and start a game of the one that is left."""
    for each in await pool(table, kind):
        if each.id != question.id:
            await table.store.database.write(
                "INSERT INTO trivia_asked (guild_id, question_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (table.world.guild.id, each.id),
            )
    short = await table.start(kind=kind)
    await table.members[0].click(short.response, label="Yes, a game of 1")


async def test_who_it_is_is_told_by_what_a_server_added(table: Table, editor: Any) -> None:
    assert not about_him(await pool(table, WHO))
    await table.start(kind=WHO)  # as the cache has it before the edit
    await table.world.fan.slash(table.channel, "trivia stop")
    for text in TOLD:
        await add(table, editor, text)
    await add(table, editor, NAMING)
    await add(table, editor, "Woo-jin sleeps on the roof.", E9)
    (question,) = about_him(await pool(table, WHO))
    clues = ["… hums while he runs.", "… corre hasta la azotea.", "Su-hyeok waits, and … opens a window."]
    assert set(clues) <= {each.reveal() for each in question.clues}
    assert question.revealed_in == E4
    assert not about_him(await pool(table, WHO, here=False))
    assert not about_him(await pool(table, WHO, Episode(1, 3)))
    assert not [each for every in await pool(table, WHO, E9) for each in every.clues if "우진" in each.reveal()]
    await ask_only(table, WHO, question)
    await table.env.advance_time(25)
    shown = bare(await table.shown())
    assert all(each in shown for each in clues)
    await table.press(table.members[0], "right")
    await table.until_next(1)
    assert "This person is Jang Woo-jin." in bare(words((await table.messages())[1]))


async def test_what_is_hidden_is_asked_no_more_also_while_it_is_asked(table: Table, editor: Any) -> None:
    for text in TOLD:
        await add(table, editor, text)
    (question,) = about_him(await pool(table, WHO))
    await ask_only(table, WHO, question)
    [choice] = await editor.autocomplete(table.channel, "fact retire", "fact", "hums while")
    form = await editor.slash(table.channel, "fact retire", fact=choice["value"])
    await editor.submit_modal(form, {"why": ""})
    await table.env.advance_time(2)
    assert "hums" not in await table.shown()
    assert (await table.game()).phase == "over"
    assert not [each for every in await pool(table, WHO) for each in every.clues if "hums" in each.reveal()]


@pytest.mark.parametrize("kind", [WHERE, in_prove(FIRST)])
async def test_what_is_worded_anew_is_asked_in_its_words_while_it_stays_in_its_episode(
    table: Table, editor: Any, kind: str
) -> None:
    def said(question: Question) -> str:
        return (question.clues[0] if kind == WHERE else question.answer).reveal().removesuffix(".")

    question = max(await pool(table, kind), key=lambda each: each.answer.revealed_in)
    facts = await table.store.facts.facts_in(table.world.bot.show.id, question.answer.revealed_in, Scope.through(E4))
    fact = next(
        each for each in facts if each.id in question.rests_on and each.text.reveal().startswith(said(question))
    )
    form = await editor.slash(table.channel, "fact edit", fact=str(fact.id))
    await editor.submit_modal(form, filled(form) | {"text": "So it is told here.", "why": "ours"})
    assert "So it is told here" in map(said, await pool(table, kind))
    assert "So it is told here" not in map(said, await pool(table, kind, here=False))
    form = await editor.slash(table.channel, "fact edit", fact=str(fact.id))
    await editor.submit_modal(form, filled(form) | {"revealed_in": [str(E9.ordinal)]})
    # It is safe from there on; nobody knows that it happens there.
    assert "So it is told here" not in map(said, await pool(table, kind, E9))
    await add(table, editor, "Woo-jin hums.")  # nor when this one happens
    assert not [each for each in await pool(table, kind, E9) if "hums" in said(each)]
