"""Games as tests play them: a table where members sit, and games that were played."""

from contextlib import AsyncExitStack
from copy import deepcopy
from datetime import timedelta
from typing import Any

import discord
from simcord import interactions
from simcord.backend import serializers
from simcord.results import InteractionResult, ResponseMessage

from bot.show.episodes import Episode, Scope
from bot.store.game_values import Game, GameSettings, Start
from bot.store.rounds import Round
from support.reading import words
from support.world import World

E4 = Episode(1, 4)
_LOSER = 1  # the id of nobody's
OVER = "The time for this question is over; the next one is open to everybody."


class Table:
    """A channel with a ceiling and members who play in it."""

    def __init__(self, world: World, doors: AsyncExitStack) -> None:
        self.world = world
        self.env = world.env
        self.channel = world.channel
        self._doors = doors
        more = [world.guild.add_member(world.env.create_user(name)) for name in ("third", "fourth")]
        self.members = [world.fan, world.other, *more]

    @property
    def store(self) -> Any:
        """That of the bot that runs at the moment."""
        return self.world.bot.store

    async def start(self, member: Any = None, **options: Any) -> Any:
        """Run /trivia start."""
        return await (member or self.world.fan).slash(self.channel, "trivia start", **options)

    async def games(self) -> list[Game]:
        """Every game of the channel, oldest first."""
        rows = await self.world.bot.store.database.rows(
            "SELECT id FROM trivia_games WHERE channel_id = ? ORDER BY id", (self.channel.id,)
        )
        return [await self.store.games.game(row[0]) for row in rows]

    async def game(self) -> Game:
        """The newest game of the channel."""
        return (await self.games())[-1]

    async def round(self) -> Round:
        """The round that is shown."""
        game = await self.game()
        rows = await self.store.database.rows(
            "SELECT id FROM trivia_rounds WHERE game_id = ? AND number = ?", (game.id, game.round)
        )
        return await self.store.rounds.round(rows[0][0], Episode(1, 12))

    async def message(self) -> ResponseMessage:
        """The newest message of the newest game, as it stands: a question, or the standings."""
        newest = await self.store.game_messages.newest((await self.game()).id)
        assert newest is not None
        return self.at(newest)

    async def messages(self) -> list[ResponseMessage]:
        """Every message of the newest game that stands, in their order."""
        rows = await self.store.database.rows(
            "SELECT message_id FROM trivia_messages WHERE game_id = ? AND message_id IS NOT NULL ORDER BY number",
            ((await self.game()).id,),
        )
        return [self.at(row[0]) for row in rows]

    def at(self, message_id: int) -> ResponseMessage:
        """A message of the channel."""
        return ResponseMessage(self.env, self.env.backend.get_message(self.channel.id, message_id))

    async def shown(self) -> str:
        """What the newest message of the newest game says."""
        return words(await self.message())

    async def option(self, choice: str) -> str:
        """The button of the right or of a wrong option."""
        round_ = await self.round()
        return f"t1:{round_.id}:{(round_.answer + (choice == 'wrong')) % len(round_.options)}"

    async def press(self, member: Any, choice: str) -> Any:
        """Press the right or a wrong option of the question that is shown."""
        return await member.click(await self.message(), custom_id=await self.option(choice))

    async def play(self, rounds: int, *, after: int = 0) -> None:
        """Let the first member be right and the second wrong, from the question after `after` on."""
        for number in range(after + 1, rounds + 1):
            assert (await self.game()).round == number
            await self.press(self.members[0], "right")
            await self.press(self.members[1], "wrong")
            await self.until_next(number)

    async def until_next(self, number: int) -> None:
        """Until what follows question `number`: the next one or the standings."""
        await self.until_next_in(number, 40)

    async def until_next_in(self, number: int, seconds: int) -> None:
        """The same within so many seconds."""
        for _second in range(seconds):
            game = await self.game()
            if game.phase == "over" or game.round > number:
                return
            await self.env.advance_time(1)
        raise AssertionError("the game stands still")

    def emit(self, member: Any, data: dict[str, Any], message: dict[str, Any] | None = None) -> InteractionResult:
        """Send an interaction and do not wait for anything: for things that happen at the same instant."""
        backend = self.env.backend
        record, payload = interactions.base_payload(
            backend,
            type=2 if message is None else 3,
            channel_id=self.channel.id,
            guild_id=self.world.guild.id,
            user_id=member.id,
            data=data,
        )
        if message is not None:
            payload["message"] = message
            record.source_message_id = int(message["id"])
        backend.emit("INTERACTION_CREATE", payload)
        return InteractionResult(self.env, record)

    async def snapshot(self) -> dict[str, Any]:
        """The newest message as clients have it now; a press can be under way while it is edited."""
        stored = self.env.backend.get_message(self.channel.id, (await self.message()).id)
        return deepcopy(dict(serializers.message_payload(self.env.backend, stored)))

    def emit_press(self, member: Any, custom_id: str, message: dict[str, Any]) -> InteractionResult:
        """A press on a message as it was."""
        return self.emit(member, {"custom_id": custom_id, "component_type": 2}, message)

    async def late_press(self, member: Any, custom_id: str, message: dict[str, Any]) -> Any:
        """Press a button that a client still shows."""
        result = self.emit_press(member, custom_id, message)
        await self.env.settle()
        assert result.acknowledged
        return result

    def edits(self) -> int:
        """How often a message of the channel was edited so far."""
        return sum(
            entry.method == "PATCH" and f"/channels/{self.channel.id}/messages/" in entry.path
            for entry in self.env.http_requests
        )

    def posts(self) -> list[Any]:
        """Everything posted into the channel."""
        return [
            entry.json
            for entry in self.env.http_requests
            if entry.method == "POST" and entry.path.endswith(f"/channels/{self.channel.id}/messages")
        ]

    def deny(self, **permissions: bool) -> None:
        """Take permissions from the bot in the channel."""
        self.world.deny(self.channel, **permissions)

    def freeze(self) -> None:
        """From now on this process does nothing by itself any more."""
        self.world.bot.cogs["TriviaCog"].tend.cancel()  # type: ignore[attr-defined]  the cog of cogs/trivia.py

    async def kill(self) -> None:
        """kill -9, and another process over the same file."""
        await self.world.kill(self._doors)


async def played(
    world: World,
    member: Any,
    *,
    right: int,
    ago: timedelta = timedelta(),
    guild: int | None = None,
    alone: bool = False,
) -> None:
    """Let a member have played a public game, against somebody who is never right unless they were `alone`."""
    store, at = world.bot.store, discord.utils.utcnow() - ago
    games, messages = store.games, store.game_messages
    pool = await store.questions.pool(world.bot.show, Scope.through(E4))
    number = (await world.bot.store.database.rows("SELECT count(*) FROM trivia_games"))[0][0]
    start = Start(
        number + 1,
        world.bot.show.id,
        guild or world.guild.id,
        number + 1,
        None,
        member.id,
        E4,
        GameSettings(3, 20, None, None),
        at,
    )
    await store.viewers.set_ceiling(world.bot.show.id, start.guild_id, start.guild_id, E4)
    assert isinstance(await games.start_game(start, pool, anew=True), Game)
    for round_number in (1, 2, 3):
        board = await messages.board(number + 1, round_number)
        assert board is not None
        assert board.round is not None
        choice = (board.round.answer + (round_number > right)) % len(board.round.options)
        assert await store.rounds.answer(start.guild_id, board.round.id, member.id, choice, at)
        if not alone:
            wrong = (board.round.answer + 1) % len(board.round.options)
            assert await store.rounds.answer(start.guild_id, board.round.id, _LOSER, wrong, at)
        await games.reveal(number + 1, round_number, at)
        await games.open_next(number + 1, round_number, at)
    await games.end_game(number + 1, "finished", at)
    for message in (0, 1, 2, 3, 1000):
        await messages.give_up(number + 1, message)
