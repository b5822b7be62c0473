"""What two processes, or two ticks, over one file can and cannot do with a daily question."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest_asyncio

from bot.show import trivia
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.trivia import Question
from bot.store import Store, open_store
from bot.store.dailies import BUSY, DailyDue, DailyPlace, DailySettings
from bot.store.viewers import Place
from support.canaries import canary_pack

NOW = datetime(2026, 1, 1, tzinfo=UTC)
DUE, NEXT = NOW + timedelta(hours=18), NOW + timedelta(hours=42)
DAY = date(2026, 1, 1)
E4 = Episode(1, 4)
GUILD, CHANNEL, SHOW = 1, 2, 3


class TwoDailies:
    """Two stores over one file, as two processes would have them."""

    def __init__(self, stores: list[Store], show: int, question: Question) -> None:
        self.first, self.second = (each.dailies for each in stores)
        self.both = (self.first, self.second)
        self.stores, self.show, self.question = stores, show, question

    @property
    def place(self) -> DailyPlace:
        return DailyPlace(self.show, Place(GUILD, CHANNEL), E4)

    async def begin(self) -> list[bool]:
        """Both begin the day that both have seen to be due."""
        due = [(await each.due(DUE))[0] for each in self.both]
        found: list[bool] = await asyncio.gather(*(
            each.begin(one, DAY, NEXT, self.place, self.question, DUE) for each, one in zip(self.both, due, strict=True)
        ))  # fmt: skip
        return sorted(found)


@pytest_asyncio.fixture
async def two(tmp_path: Path) -> AsyncIterator[TwoDailies]:
    path = tmp_path / "two.db"
    async with open_store(path) as first, open_store(path) as second:
        await first.packs.import_pack(canary_pack())
        show = await first.packs.show("canaries")
        await first.viewers.set_ceiling(show.id, GUILD, CHANNEL, E4)
        pool = await first.questions.pool(show, Scope.through(E4))
        question = trivia.of_the_day([each for each in pool if each.revealed_in == E4], GUILD, DAY)
        assert question is not None
        await first.dailies.save_settings(GUILD, DailySettings(CHANNEL, 18), NOW)
        yield TwoDailies([first, second], show.id, question)


async def test_a_day_begins_once(two: TwoDailies) -> None:
    assert await two.first.due(DUE - timedelta(milliseconds=1)) == []
    assert await two.begin() == [False, True]
    assert len(await two.first.to_tend(DUE)) == 1
    assert await two.second.due(NEXT - timedelta(milliseconds=1)) == []
    assert len(await two.second.due(NEXT)) == 1


async def test_one_of_two_posts_it_until_its_claim_runs_out(two: TwoDailies) -> None:
    await two.begin()
    (post,) = await two.first.to_tend(DUE)
    claims = await asyncio.gather(*(each.claim(post, DUE) for each in two.both))
    assert sum(each is not None for each in claims) == 1
    assert await two.first.to_tend(DUE) == []
    # Whoever had it was killed.
    assert await two.second.claim(post, DUE + BUSY - timedelta(milliseconds=1)) is None
    again = await two.second.claim(post, DUE + BUSY)
    assert again is not None
    assert again.tries == 2
    await two.second.set_shown(again, 77)
    await two.second.set_threaded(again)
    await two.second.release(again, DUE + BUSY, failed=False)
    assert await two.first.to_tend(DUE + BUSY) == []


async def test_what_fails_is_tried_more_slowly_and_never_given_up(two: TwoDailies) -> None:
    await two.begin()
    now, waits = DUE, list[float]()
    for _try in range(9):
        (post,) = await two.first.to_tend(now)
        claimed = await two.first.claim(post, now)
        assert claimed is not None
        await two.first.release(claimed, now, failed=True)
        begun = now
        while not await two.first.to_tend(now):
            now += timedelta(seconds=10)
        waits.append((now - begun).total_seconds())
    assert waits == [20, 40, 80, 160, 320, 600, 600, 600, 600]


async def test_a_channel_that_goes_less_far_by_now_is_asked_nothing_that_was_drawn_before(two: TwoDailies) -> None:
    await two.stores[0].viewers.set_ceiling(two.show, GUILD, CHANNEL, PREMISE)
    assert await two.begin() == [False, False]
    assert len(await two.first.due(DUE)) == 1


async def test_what_was_changed_meanwhile_decides(two: TwoDailies) -> None:
    (due,) = await two.first.due(DUE)
    await two.second.save_settings(GUILD, DailySettings(CHANNEL + 1, 18), NOW)
    assert not await two.first.begin(due, DAY, NEXT, two.place, two.question, DUE)
    assert await two.second.turn_off(GUILD)
    assert not await two.first.begin(due, DAY, NEXT, two.place, two.question, DUE)
    assert not await two.second.turn_off(GUILD)


async def test_a_day_that_was_posted_is_not_posted_again(two: TwoDailies) -> None:
    await two.begin()
    # The same hour comes again where the server moves to another zone: the day has been.
    again = DailyDue(GUILD, DailySettings(CHANNEL, 18), "UTC", NEXT, DAY)
    assert not await two.first.begin(again, DAY, NEXT + timedelta(days=1), two.place, two.question, NEXT)
    assert len(await two.first.to_tend(NEXT)) == 1
    assert (await two.first.clock(GUILD)).last == DAY


async def test_an_answer_counts_once(two: TwoDailies) -> None:
    await two.begin()
    (post,) = await two.first.to_tend(DUE)
    round_ = await two.first.round(post)
    assert round_ is not None
    answers = [each.daily_answers for each in two.stores]
    await asyncio.gather(*(each.answer(round_.id, 9, choice, DUE) for choice, each in enumerate(answers)))
    found = await answers[0].count(post.game_id)
    assert found is not None
    assert found.answered == 1


async def test_what_is_told_to_the_log_channel_is_told_once(two: TwoDailies) -> None:
    assert sorted(await asyncio.gather(*(each.set_told(GUILD, "post") for each in two.both))) == [False, True]
    assert await two.first.set_told(GUILD, None)
    assert await two.second.set_told(GUILD, "post")
