"""Questions are made once for each edition and episode; what is kept is what would be made now."""

from typing import Any
from unittest import mock

import pytest
from discord.utils import utcnow

from bot.caches import pools
from bot.show import trivia as quiz
from bot.show.edits import Change, FactContent, QuestionContent
from bot.show.episodes import PREMISE, Episode
from bot.show.sites import Source
from bot.show.spoilers import Spoiler
from bot.store import questions as store_questions
from bot.store.edits import new_id
from bot.store.questions import QuestionStore
from support.reading import words
from support.world import MURDER, NAM_RA, World

E2, E4 = Episode(1, 2), Episode(1, 4)


class Making:
    """Counts how often questions are made of facts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        self._make = store_questions.generated_questions
        monkeypatch.setattr(store_questions, "generated_questions", self)

    def __call__(self, *args: Any) -> Any:
        self.times += 1
        return self._make(*args)


def own(text: str) -> QuestionContent:
    """A question of a server's own, safe for everyone."""
    answer, *wrong = (Spoiler(each, PREMISE) for each in ("a rope", "a desk", "a chair", "a lamp"))
    return QuestionContent(
        Spoiler(text, PREMISE), answer, (wrong[0], wrong[1], wrong[2]), Spoiler("So it is.", PREMISE), "easy", "event", (), (), own_gate=PREMISE,
    )  # fmt: skip


async def add(world: World, text: str) -> None:
    """Let the moderators of the server have added a question."""
    change = Change(new_id(world.guild.id, "question"), 0, own(text), "live", "added")
    await world.bot.store.edits.save(world.bot.show.id, world.guild.id, change, by=1, at=utcnow(), reason="")


async def test_practice_daily_and_games_share_what_was_made(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    making = Making(monkeypatch)
    await world.set_progress(world.fan, E4)
    await world.set_ceiling(world.channel, E4)
    for _number in range(3):
        await world.fan.slash(world.channel, "trivia practice")
        await world.fan.slash(world.channel, "trivia daily")
    await world.fan.slash(world.channel, "trivia start")
    assert making.times == 1
    await world.set_progress(world.fan, E2)
    await world.fan.slash(world.channel, "trivia practice")
    assert making.times == 2
    elsewhere = world.env.create_guild("Elsewhere")
    member = elsewhere.add_member(world.env.create_user("stranger"))
    await world.set_progress(member, E4)
    await member.slash(elsewhere.create_text_channel("there"), "trivia practice")
    assert making.times == 2


async def test_a_server_that_only_added_facts_asks_what_everybody_asks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    making = Making(monkeypatch)
    edits, show, guild = world.bot.store.edits, world.bot.show.id, world.guild.id
    await world.set_progress(world.fan, E4)
    await world.fan.user.slash("trivia practice")
    fact = FactContent(Spoiler("Nam-ra sings.", PREMISE), "event", (NAM_RA,), (Source("site", None),))
    await edits.save(show, guild, Change(new_id(guild, "fact"), 0, fact, "live", "added"), by=1, at=utcnow())
    for command in ("trivia practice", "trivia daily"):
        await world.fan.slash(world.channel, command)
    assert making.times == 1
    item = await edits.item(show, guild, "fact", int(MURDER))
    assert item is not None
    change = Change(item.id, item.now.revision, item.content, "retired", "retired")
    await edits.save(show, guild, change, by=1, at=utcnow())
    await world.fan.slash(world.channel, "trivia practice")
    assert making.times == 2


async def test_an_edit_is_asked_at_once_and_only_in_its_server(world: World) -> None:
    async def pool(member: Any, channel: Any) -> set[str]:
        seen: list[Any] = []
        draw = quiz.to_practise

        def look(among: Any, *rest: Any) -> Any:
            seen.extend(among)
            return draw(among, *rest)

        with mock.patch.object(quiz, "to_practise", look):
            await member.slash(channel, "trivia practice", difficulty="easy")
        return {each.text.reveal() for each in seen}

    elsewhere = world.env.create_guild("Elsewhere")
    here = world.fan, world.channel
    there = elsewhere.add_member(world.env.create_user("stranger")), elsewhere.create_text_channel("there")
    before = await pool(*here)
    assert before == await pool(*there)
    await add(world, "What hangs there?")
    assert await pool(*here) - before == {"What hangs there?"}
    assert await pool(*there) == before


async def test_a_pool_that_was_made_while_an_edit_came_is_nobody_elses(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, added = QuestionStore._written, False  # pyright: ignore[reportPrivateUsage]  the moment between two reads

    async def edited_first(self: QuestionStore, *args: Any) -> Any:
        nonlocal added
        if not added:
            added = True
            await add(world, "What hangs there?")
        return await read(self, *args)

    monkeypatch.setattr(QuestionStore, "_written", edited_first)
    await world.fan.slash(world.channel, "trivia practice")
    assert added
    kept = [each.text.reveal() for pool in world.bot.caches.pools.kept for each in pool]
    assert "What hangs there?" not in kept


async def test_what_is_kept_has_a_bound(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "MOST", 300)
    for number in range(1, 13):
        await world.set_progress(world.fan, Episode(1, number))
        assert "Practice" in words(await world.fan.slash(world.channel, "trivia practice"))
    kept = world.bot.caches.pools.kept
    assert len(kept) == 1
    assert max(each.revealed_in for each in kept[0]) == Episode(1, 12)
