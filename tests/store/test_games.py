"""What two processes, or two ticks, over one file can and cannot do."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest_asyncio

from bot.show import trivia as quiz
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.shows import Show
from bot.show.trivia import Question
from bot.store import Store, open_store
from bot.store.game_values import Game, GameSettings, Start
from support.canaries import EPISODES, canary_pack

NOW = datetime(2026, 1, 1, tzinfo=UTC)
E4 = Episode(1, 4)


class Two:
    """Two stores over one file, as two processes would have them."""

    def __init__(self, first: Store, second: Store, show: Show, pool: list[Question]) -> None:
        self.first, self.second, self.show, self.pool = first.games, second.games, show, pool
        self.messages = first.game_messages, second.game_messages
        self.rounds, self.questions = (first.rounds, second.rounds), first.questions

    def start(self, game_id: int, *, channel: int = 1, rounds: int = 5, seconds: int = 20) -> Start:
        return Start(game_id, self.show.id, 1, channel, None, 7, E4, GameSettings(rounds, seconds, None, None), NOW)


@pytest_asyncio.fixture
async def two(tmp_path: Path) -> AsyncIterator[Two]:
    path = tmp_path / "two.db"
    async with open_store(path) as first, open_store(path) as second:
        await first.packs.import_pack(canary_pack())
        show = await first.packs.show("canaries")
        await first.viewers.set_ceiling(show.id, 1, 1, E4)
        yield Two(first, second, show, await first.questions.pool(show, Scope.through(E4)))


async def test_two_processes_start_one_game_in_a_channel(two: Two) -> None:
    started = await asyncio.gather(
        two.first.start_game(two.start(1), two.pool, anew=False),
        two.second.start_game(two.start(2), two.pool, anew=False),
    )
    assert sum(isinstance(each, Game) for each in started) == 1
    assert sum(each is None for each in started) == 1


async def test_a_round_has_as_many_options_as_its_question_and_takes_no_other_answer(two: Two) -> None:
    some = {len(each.wrong): each for each in two.pool if not each.generated}
    assert sorted(some) == [1, 2, 3]
    for wrong, question in some.items():
        await two.first.start_game(two.start(wrong, channel=wrong, rounds=1), [question], anew=False)
        board = await two.messages[0].board(wrong, 1)
        assert board is not None
        assert board.round is not None
        assert len(board.round.options) == 1 + wrong
        assert await two.rounds[0].answer(1, board.round.id, 1, 1 + wrong, NOW) is None
        taken = await two.rounds[0].answer(1, board.round.id, 1, wrong, NOW)
        assert taken is not None
        assert taken.option == board.round.options[wrong]


async def test_games_at_the_same_time_in_one_server_do_not_ask_the_same(two: Two) -> None:
    await asyncio.gather(*(
        store.start_game(two.start(channel, channel=channel), two.pool, anew=False)
        for channel, store in enumerate((two.first, two.second, two.first), 1)
    ))  # fmt: skip
    asked: list[int] = []
    for game in (1, 2, 3):
        for number in (1, 2, 3, 4, 5):
            board = await two.messages[0].board(game, number)
            assert board is not None
            assert board.round is not None
            asked.append(board.round.question_id)
            await two.first.reveal(game, number, NOW)
            await two.first.open_next(game, number, NOW)
    assert len(set(asked)) == 15


async def test_a_round_is_revealed_followed_and_ended_once(two: Two) -> None:
    await two.first.start_game(two.start(1), two.pool, anew=False)
    both = (two.first, two.second)
    for number in (1, 2):
        assert sorted(await asyncio.gather(*(each.reveal(1, number, NOW) for each in both))) == [False, True]
        assert sorted(await asyncio.gather(*(each.open_next(1, number, NOW) for each in both))) == [False, True]
    assert sorted(await asyncio.gather(*(each.end_game(1, "stopped", NOW) for each in both))) == [False, True]
    # Nothing moves a game that is over, and nothing moves one from a round that it has left.
    assert not await two.first.reveal(1, 3, NOW)
    assert not await two.first.open_next(1, 3, NOW)


async def test_one_of_two_edits_a_message_until_its_claim_runs_out(two: Two) -> None:
    await two.first.start_game(two.start(1), two.pool, anew=False)
    first, second = two.messages
    for number in (0, 1):  # the announcement is posted first, and the question waits for it
        claims = await asyncio.gather(*(each.claim(1, NOW) for each in two.messages))
        assert [each.number for each in claims if each] == [number]
        assert await second.claim(1, NOW + timedelta(seconds=7)) is None
        lost = await second.claim(1, NOW + timedelta(seconds=9))
        assert lost is not None
        assert (lost.number, lost.tries) == (number, 2)
        await second.set_shown(lost, 99, NOW + timedelta(seconds=9))
    assert await first.claim(1, NOW + timedelta(seconds=20)) is None
    await two.first.reveal(1, 1, NOW)
    edit = await first.claim(1, NOW + timedelta(seconds=20))
    assert edit is not None
    assert (edit.number, edit.message_id, edit.tries) == (1, 99, 1)


async def test_a_member_answers_once_over_two_processes(two: Two) -> None:
    await two.first.start_game(two.start(1), two.pool, anew=False)
    board = await two.messages[0].board(1, 1)
    assert board is not None
    assert board.round is not None
    round_id = board.round.id
    presses = await asyncio.gather(*(
        store.answer(1, round_id, 5, choice, NOW) for choice, store in enumerate(two.rounds)
    ))  # fmt: skip
    assert sorted(bool(each and each.counted) for each in presses) == [False, True]
    assert len({each.choice for each in presses if each}) == 1
    assert await two.rounds[0].answer(1, round_id, 6, 0, NOW + timedelta(seconds=20)) is None


async def test_the_pool_holds_nothing_that_is_gated_later(two: Two) -> None:
    for through in (PREMISE, *EPISODES):
        pool = await two.questions.pool(two.show, Scope.through(through))
        scope = Scope.through(through)
        assert pool
        for each in pool:
            for text in (each.text, each.answer, *each.wrong, each.explanation):
                assert text.label(scope)


async def test_the_pool_does_not_depend_on_what_is_gated_later(tmp_path: Path) -> None:
    pools: list[list[Question]] = []
    for variant in ("same", "swapped", "fewer", "more"):
        async with open_store(tmp_path / f"{variant}.db") as store:
            await store.packs.import_pack(canary_pack(variant, E4))
            pools.append(await store.questions.pool(await store.packs.show("canaries"), Scope.through(E4)))
    assert pools[0]
    assert all(pool == pools[0] for pool in pools[1:])


async def test_a_question_is_gated_as_late_as_the_facts_it_rests_on(tmp_path: Path) -> None:
    async with open_store(tmp_path / "moved.db") as store:
        await store.packs.import_pack(canary_pack())
        show = await store.packs.show("canaries")
        written = [each for each in await store.questions.pool(show, Scope.through(E4)) if not each.generated]
        moved = written[0].id
        await store.database.write(
            "UPDATE facts SET revealed_in = 1006 WHERE id = (SELECT fact_id FROM question_facts WHERE question_id = ?)",
            (moved,),
        )
        assert moved not in {each.id for each in await store.questions.pool(show, Scope.through(E4))}
        later = {each.id: each.revealed_in for each in await store.questions.pool(show, Scope.through(Episode(1, 6)))}
        assert later[moved] == Episode(1, 6)


async def save(store: Store, item_id: int, kind: str, state: str, content: dict[str, object]) -> None:
    """Let the moderators of server 1 have saved something."""
    await store.database.write(
        "INSERT INTO edits (guild_id, item_id, show_id, kind, number, state, content, said_in_header, revision, action,"
        " edited_at, reason) SELECT 1, ?, id, ?, 1 + (SELECT count(*) FROM edits), ?, ?, 0, 1, 'added', '', '' FROM shows",
        (item_id, kind, state, orjson.dumps(content).decode()),
    )


def own(text: str, gate: Episode, facts: list[int]) -> dict[str, object]:
    return {
        "text": text, "answer": "a", "wrong": ["b", "c", "d"], "explanation": "why", "difficulty": "easy", "topic": "event",
        "revealed_in": gate.ordinal, "facts": facts, "sources": [["a site", None]],
    }  # fmt: skip


async def test_a_server_has_its_own_questions_and_its_own_version_of_the_packs(two: Two, tmp_path: Path) -> None:
    async with open_store(tmp_path / "two.db") as store:
        written = [each for each in two.pool if not each.generated]
        await save(store, 77, "question", "live", own("their own?", E4, []))
        await save(store, 78, "question", "live", own("of a later episode?", Episode(1, 5), []))
        await save(store, written[0].id, "question", "live", own("in their words?", E4, []))
        await save(store, written[1].id, "question", "retired", own("gone?", E4, []))
        await save(store, written[2].id, "question", "shipped", own("as before?", E4, []))
    pool = {each.id: each for each in await two.questions.pool(two.show, Scope.through(E4), guild_id=1)}
    through = Scope.through(E4)
    assert pool[77].text.label(through) == "their own?"
    assert pool[77].sites == ("a site",)
    assert 78 not in pool
    assert pool[written[0].id].text.label(through) == "in their words?"
    assert written[1].id not in pool
    assert pool[written[2].id] == written[2]
    # Elsewhere, and in direct messages, it is the pack's.
    assert await two.questions.pool(two.show, Scope.through(E4), guild_id=2) == two.pool
    assert await two.questions.pool(two.show, Scope.through(E4)) == two.pool


async def test_a_question_follows_what_a_server_did_to_the_facts_it_rests_on(two: Two, tmp_path: Path) -> None:
    async with open_store(tmp_path / "two.db") as store:
        rows = await store.database.rows(
            "SELECT question_id, fact_id FROM question_facts JOIN questions q ON q.id = question_id WHERE q.revealed_in <= 1004"
        )
        (later, moved), (lost, gone) = rows[:2]
        fact: dict[str, object] = {"text": "later", "topic": "event", "about": [], "sources": []}
        await save(store, moved, "fact", "live", {**fact, "revealed_in": 1006})
        await save(store, gone, "fact", "retired", {**fact, "revealed_in": 1001})
    assert not {later, lost} & {each.id for each in await two.questions.pool(two.show, Scope.through(E4), guild_id=1)}
    gates = {
        each.id: each.revealed_in
        for each in await two.questions.pool(two.show, Scope.through(Episode(1, 6)), guild_id=1)
    }
    assert gates[later] == Episode(1, 6)
    assert lost not in gates


async def test_help_over_two_processes_is_given_once(two: Two, tmp_path: Path) -> None:
    async with open_store(tmp_path / "two.db") as first, open_store(tmp_path / "two.db") as second:
        kind = await first.game_kinds.pool("who is it", two.show, Scope.through(E4))
        start = replace(two.start(1), settings=GameSettings(3, 40, None, None, play="who is it"))
        await two.first.start_game(start, kind, anew=False)
        board = await two.messages[0].board(1, 1)
        assert board is not None
        assert board.round is not None
        round_id, helps = board.round.id, (first.game_helps, second.game_helps)
        halves = await asyncio.gather(*(each.take_half(1, round_id, 7, NOW) for each in helps))
        assert halves[0] == halves[1]
        skips = await asyncio.gather(*(each.want_skip(1, round_id, 7, NOW) for each in helps))
        assert [(each.agreed, each.needed) for each in skips if each] == [(1, 1), (1, 1)]
        later = NOW + timedelta(seconds=9)
        await asyncio.gather(*(each.show_clue(1, 1, later) for each in helps))
        rows = await first.database.rows("SELECT version FROM trivia_messages WHERE game_id = 1 AND number = 1")
        assert rows == [(2,)]
        # After the second clue the first one's worth is gone, for whoever pressed before too late.
        assert await two.rounds[0].answer(1, round_id, 7, board.round.answer, later)
        assert await two.first.reveal(1, 1, later)
        (answer,) = await two.rounds[1].answers(round_id)
        whole = quiz.clue_points(board.round.difficulty, 2, len(board.round.clues))
        assert answer.points == (whole + 1) // 2
