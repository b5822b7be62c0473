"""Games that are no quiz, through the front door: who is it, which episode, what came first."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest

from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.trivia import FIRST, KINDS, WHERE, WHO
from support.games import OVER, Table
from support.proofs import in_prove, sampled
from support.reading import bare, buttons, filled, words

E1, E2, E4, E9 = Episode(1, 1), Episode(1, 2), Episode(1, 4), Episode(1, 9)
OTHERS = KINDS[1:]


async def story(table: Table) -> tuple[list[str], Any]:
    """The clues of the round that is shown, and the round."""
    round_ = await table.round()
    return [each.reveal() for each in round_.clues], round_


async def test_who_is_it_gives_a_clue_more_every_eight_seconds(table: Table) -> None:
    await table.start(kind=WHO, rounds=3)
    clues, round_ = await story(table)
    assert (await table.game()).settings.seconds == 35
    announced = words((await table.messages())[0])
    assert " press a letter to join. Each clue costs points.\n-# Who is it · late joiners" in announced
    assert (await table.shown()).startswith(f"-# Who is it · 1 of 3 · {round_.difficulty}\n### Who is it?\n1. ")
    assert list(buttons(await table.message()))[4:] == ["Guess", "50 : 50", "Skip"]
    assert len(clues) >= 3
    for shown in range(1, len(clues) + 1):
        text = bare(await table.shown())
        assert [each in text for each in clues] == [number < shown for number in range(len(clues))]
        await table.env.advance_time(8.5)
    await table.until_next(1)
    revealed = bare(words((await table.messages())[1]))
    assert all(each in revealed for each in clues)
    assert f"This person is {round_.options[round_.answer].reveal()}." in revealed


async def test_without_a_clock_the_clues_come_all_the_same(table: Table) -> None:
    await table.start(kind=WHO, rounds=3, seconds=0)
    clues, round_ = await story(table)
    await table.env.advance_time(60)
    shown = bare(await table.shown())
    assert all(each in shown for each in clues)
    await table.press(table.members[1], "right")
    await table.members[0].click(await table.message(), label="Reveal the answer")
    (answer,) = await table.store.rounds.answers(round_.id)
    assert answer.points == round({"easy": 15, "medium": 20, "hard": 25}[round_.difficulty] / len(clues))


async def test_nobody_is_named_by_their_own_clues(table: Table) -> None:
    """Neither by a name, nor by a part of one, nor by who plays them, through any episode."""
    bot = table.world.bot
    for episode in (E1, E4, E9, bot.show.last):
        scope = Scope.through(episode)
        called = {each.character.name.reveal(): each for each in await table.store.facts.characters(bot.show.id, scope)}
        for question in await table.store.game_kinds.pool(WHO, bot.show, scope):
            each = called[question.answer.reveal()]
            names = [each.character.name, each.character.hangul, *each.spellings, each.character.actor]
            words_of = [part for name in names if name for part in name.reveal().split() if len(part) > 2]
            # “The girl with the bow” says who somebody is, as a clue does.
            parts = {part.lower() for part in words_of if not part[0].islower()} - {"the"}
            for clue in question.clues:
                said = {word.strip(".,:;'\"()").removesuffix("'s") for word in clue.reveal().lower().split()}
                assert not said & parts, (clue.reveal(), parts)
            # Nor are the others told apart by being named there.
            for other in question.wrong:
                assert not any(other.reveal().split()[-1] in clue.reveal() for clue in question.clues)


async def test_a_clue_costs_points(table: Table) -> None:
    await table.start(kind=WHO, rounds=3)
    clues, round_ = await story(table)
    await table.press(table.members[0], "right")
    await table.env.advance_time(9)
    await table.press(table.members[1], "right")
    await table.env.advance_time(8)
    await table.press(table.members[2], "right")
    await table.until_next(1)
    points = [each.points for each in await table.store.rounds.answers(round_.id)]
    whole = {"easy": 15, "medium": 20, "hard": 25}[round_.difficulty]
    assert points == [round(whole * (len(clues) - n) / len(clues)) for n in (0, 1, 2)]


@pytest.mark.parametrize("spelled", ["as it is", "given", "slip", "hangul"])
async def test_a_guess_is_typed_in_any_spelling(table: Table, spelled: str) -> None:
    await table.start(kind=WHO, rounds=3)
    round_ = await table.round()
    name = round_.options[round_.answer].reveal()
    people = await table.store.facts.people(table.world.bot.show.id, Scope.through(E4))
    spellings = next(each.spellings for each in people if each.name == name)
    typed = {
        "as it is": name,
        "given": name.split()[-1].lower(),
        "slip": name[:-1],
        "hangul": next((each for each in spellings if not each.isascii()), name),
    }[spelled]
    form = await table.members[1].click(await table.message(), label="Guess")
    # One word while a clock runs: nothing of it is kept as a draft meanwhile.
    with mock.patch.object(table.store.drafts, "add_draft", side_effect=AssertionError):
        told = await table.members[1].submit_modal(form, {"name": typed})
    assert told.ephemeral
    assert bare(words(told)).startswith(f"You chose **{'ABCD'[round_.answer]} · {name}**.")
    # It is their one answer, by button or by guess.
    assert words(await table.press(table.members[1], "wrong")).endswith("already; the first press counts.")
    assert [each.choice for each in await table.store.rounds.answers(round_.id)] == [round_.answer]


async def test_a_guess_that_names_no_option_does_not_count(table: Table) -> None:
    await table.start(kind=WHO, rounds=3)
    round_ = await table.round()
    names = {each.reveal() for each in round_.options}
    people = await table.store.facts.people(table.world.bot.show.id, Scope.through(E4))
    other = next(each.name for each in people if each.name not in names and " " in each.name)
    told: list[str] = []
    for typed in (other, "Choi Nobody-at-all", "*_", "jonas"):
        form = await table.members[1].click(await table.message(), label="Guess")
        told.append(words(await table.members[1].submit_modal(form, {"name": typed})))
    assert all(each.startswith("I can’t tell which of the options “") for each in told)
    assert await table.store.rounds.answers(round_.id) == []
    form = await table.members[1].click(await table.message(), label="Guess")
    await table.env.advance_time(40)
    assert words(await table.members[1].submit_modal(form, {"name": "nobody"})) == OVER


async def test_which_episode_offers_its_neighbours_in_their_order(table: Table) -> None:
    await table.start(kind=WHERE, rounds=3)
    for number in (1, 2, 3):
        clues, round_ = await story(table)
        assert [each.reveal() for each in round_.options] == ["S1E1", "S1E2", "S1E3", "S1E4"]
        text = bare(await table.shown())
        assert f"\n### In which episode does this happen?\n{clues[0]}\n" in text
        rows = await table.store.database.rows(
            "SELECT f.revealed_in FROM facts f, json_each((SELECT rests_on FROM trivia_rounds WHERE id = ?)) m"
            " WHERE f.id = m.value AND f.scene IS NOT NULL",
            (round_.id,),
        )
        assert [str(Episode.from_ordinal(row[0])) for row in rows] == [round_.options[round_.answer].reveal()]
        await table.press(table.members[0], "right")
        await table.until_next(number)
        revealed = bare(words((await table.messages())[number]))
        assert f"It happens in {round_.options[round_.answer].reveal()}." in revealed


async def test_what_came_first_is_told_with_the_whole_order(table: Table) -> None:
    await table.start(kind=FIRST, rounds=3)
    sizes: set[int] = set()
    for number in (1, 2, 3):
        round_ = await table.round()
        sizes.add(len(round_.options))
        assert min(round_.places) == round_.places[round_.answer]
        assert len(set(round_.places)) == len(round_.options)
        shown = bare(await table.shown()).split("### ")[1].split("-#")[0]
        assert not any(str(place) in shown for place, _scene in round_.places)
        await table.press(table.members[0], "right")
        await table.until_next(number)
        lines = [each for each in bare(words((await table.messages())[number])).split("\n") if each.startswith("- **")]
        order = sorted(range(len(round_.options)), key=lambda index: round_.places[index])
        assert [each[4] for each in lines] == ["ABCD"[index] for index in order]
        assert [f"· {round_.places[index][0]}" in line for index, line in zip(order, lines, strict=True)]
        assert "· right**" in lines[0]
    assert sizes <= {2, 3, 4}


@pytest.mark.parametrize("kind", OTHERS)
async def test_each_kind_is_played_to_its_end_and_once_more(table: Table, kind: str) -> None:
    await table.start(kind=kind, rounds=3, seconds=20)
    await table.play(3)
    assert (await table.shown()).startswith(
        f"-# Trivia · {kind} · 3 questions\n### <@{table.members[0].id}> wins with "
    )
    await table.members[1].click(await table.message(), label="Rematch")
    first, second = await table.games()
    assert second.settings == first.settings
    rows = await table.store.database.rows("SELECT question_id FROM trivia_rounds")
    assert len({row[0] for row in rows}) == len(rows) == 6


@pytest.mark.parametrize("kind", OTHERS)
async def test_each_kind_asks_nothing_twice_until_all_were_asked(table: Table, kind: str) -> None:
    await table.world.set_ceiling(table.channel, E2)
    pool = await table.store.game_kinds.pool(kind, table.world.bot.show, Scope.through(E2))
    ids = {each.id for each in pool}
    for each in list(ids)[: len(ids) - 4]:
        await table.store.database.write(
            "INSERT INTO trivia_asked (guild_id, question_id) VALUES (?, ?)", (table.world.guild.id, each)
        )
    assert len(ids) > 4
    short = await table.start(kind=kind)
    assert words(short) == "Only 4 such questions through S1E2 are new to this server."
    await table.members[0].click(short.response, label="Yes, a game of 4")
    game = await table.game()
    assert (game.settings.play, game.settings.rounds) == (kind, 4)
    rows = await table.store.database.rows("SELECT question_id FROM trivia_rounds WHERE game_id = ?", (game.id,))
    assert {row[0] for row in rows} == set(list(ids)[-4:])


async def test_where_nothing_of_a_kind_can_be_asked_it_says_so(table: Table) -> None:
    await table.world.set_ceiling(table.channel, PREMISE)
    for kind in (WHERE, FIRST):  # nothing happens before the first episode
        short = words(await table.start(kind=kind))
        assert short.startswith(
            "There are no such questions before the first episode. Try another difficulty, topic or kind"
        )


@pytest.mark.parametrize("kind", OTHERS)
async def test_a_fact_that_is_hidden_meanwhile_takes_its_round_away(table: Table, kind: str) -> None:
    editor = table.world.moderator
    await table.world.set_progress(editor, Episode(1, 12))
    await table.start(kind=kind, rounds=3, seconds=20)
    first = await table.round()
    facts = await table.store.database.rows(
        "SELECT f.id FROM facts f, json_each((SELECT rests_on FROM trivia_rounds WHERE id = ?)) m WHERE f.id = m.value",
        (first.id,),
    )
    form = await editor.slash(table.channel, "fact retire", fact=str(facts[-1][0]))
    assert "Hidden" in words(await editor.submit_modal(form, {"why": ""}))
    await table.env.advance_time(2)
    assert (await table.round()).id != first.id
    gone = words((await table.messages())[1])
    assert gone.endswith("1 of 3\nThis question was changed or hidden meanwhile, so it does not count.")


@pytest.mark.parametrize("kind", OTHERS)
async def test_a_person_or_fact_that_a_release_gates_later_takes_its_round_away(table: Table, kind: str) -> None:
    await table.start(kind=kind, rounds=3, seconds=20)
    first = await table.round()
    table_of = "subjects" if kind == WHO else "facts"
    await table.store.database.write("UPDATE shows SET content_hash = 'another'")
    await table.store.database.write(
        f"UPDATE {table_of} SET revealed_in = 1009 WHERE id IN"  # noqa: S608  a name of ours
        " (SELECT value FROM json_each((SELECT rests_on FROM trivia_rounds WHERE id = ?)))",
        (first.id,),
    )
    await table.env.advance_time(2)
    game = await table.game()
    assert game.phase == "over" or (await table.round()).id != first.id


@pytest.mark.parametrize("meanwhile", [0, in_prove(60)])
@pytest.mark.parametrize("kind", sampled(OTHERS))
async def test_a_process_killed_during_a_round_loses_nothing(table: Table, kind: str, meanwhile: float) -> None:
    await table.start(kind=kind, rounds=3, seconds=30)
    await table.env.advance_time(9)
    await table.press(table.members[0], "right")
    round_ = await table.round()
    table.freeze()
    await table.env.advance_time(meanwhile)
    await table.kill()
    if not meanwhile:
        await table.env.advance_time(8)
        clues = [each.reveal() for each in (await table.round()).clues]
        shown = bare(await table.shown())
        assert sum(each in shown for each in clues) == {WHO: 3, WHERE: 1, FIRST: 0}[kind]
        await table.press(table.members[1], "wrong")
    await table.until_next(1)
    assert (await table.store.rounds.answers(round_.id))[0].points > 0
    await table.play(3, after=1)
    assert f"1. <@{table.members[0].id}> · 3 right" in await table.shown()
    assert len(table.posts()) == 5


async def test_a_clue_is_shown_once_however_many_tend_the_game(table: Table) -> None:
    await table.start(kind=WHO, rounds=3)
    game, round_ = await table.game(), await table.round()
    table.freeze()
    assert round_.opened_at is not None
    helps, before = table.store.game_helps, table.edits()
    at = round_.opened_at + timedelta(seconds=9)
    for _twice in range(2):
        await helps.show_clue(game.id, 1, at)
    await table.kill()
    await table.env.advance_time(1)
    assert table.edits() - before == 1
    assert (await table.round()).clues_shown == 2
    # None stands there any more once the question is closed.
    await table.env.advance_time(40)
    await helps.show_clue(game.id, 1, at + timedelta(seconds=30))
    assert (await table.store.rounds.round(round_.id, E4)).clues_shown <= 4


async def test_a_lower_ceiling_ends_each_kind_and_shows_no_clue_more(table: Table) -> None:
    await table.start(kind=WHO, rounds=3)
    clues, _round = await story(table)
    await table.world.set_ceiling(table.channel, PREMISE)
    await table.env.advance_time(9)
    assert (await table.game()).ended == "ceiling"
    for each in await table.messages():
        assert not any(clue in bare(words(each)) for clue in clues)


async def test_statistics_and_reports_know_the_clues(table: Table) -> None:
    await table.start(kind=WHERE, rounds=3, seconds=10)
    clues, _round = await story(table)
    await table.press(table.members[1], "wrong")
    await table.env.advance_time(11)
    form = await table.members[1].click(await table.message(), label="Report this question")
    await table.members[1].submit_modal(form, filled(form) | {"text": "No."})
    await table.world.set_progress(table.world.moderator, Episode(1, 12))
    assert clues[0] in bare(words(await table.world.moderator.slash(table.channel, "review")))
    await table.until_next(1)
    await table.press(table.members[1], "right")
    await table.world.fan.slash(table.channel, "trivia stop")
    await table.world.set_progress(table.members[1], E4)
    missed = await table.members[1].click(await table.message(), label="What nobody got")
    assert clues[0] in bare(words(missed))
