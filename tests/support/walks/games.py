"""Public games, with a clock and without one, and everything there is to press on them."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from simcord.results import ResponseMessage

from bot.show.edits import Change, Content, FactContent
from bot.show.episodes import PREMISE, Episode, Scope
from bot.store.edits import new_id
from support.canaries import EPISODES, syllable
from support.reading import buttons
from support.walk import Sent, Walk, find_control
from support.walks.editors import NOW, canary, fact_of, question_of
from support.world import World


@dataclass
class GameWalk(Walk):
    """A member who plays games in a channel, and presses everything there is on them."""

    in_teams: bool = False

    async def answer(self, *, right: bool) -> None:
        """Press an option. The reply repeats what stands on the public message that was pressed."""
        message = await self.message()
        game = await self.world.bot.store.games.game(await self.newest())
        assert game is not None
        board = await self.world.bot.store.game_messages.board(game.id, game.round)
        assert board is not None
        assert board.round is not None
        choice = (board.round.answer + (not right)) % len(board.round.options)
        custom_id = f"t1:{board.round.id}:{choice}"
        for member in (self.world.fan, self.world.other):
            first = len(self.sent)
            await self._step(f"answer {choice}", lambda: member.click(message, custom_id=custom_id), public=False)  # noqa: B023  awaited at once
            self.sent[first:] = [replace(each, scope=Scope(self.ceiling, self.ceiling)) for each in self.sent[first:]]
        self.pressed.add(find_control(custom_id)[0])

    async def help(self) -> None:
        """Press what helps whoever plays, and what comes of it; a private reply repeats what stands on the public message."""
        message, first = await self.message(), len(self.sent)
        found = buttons(message)
        for label in ("Guess", "50 : 50", "Skip"):
            if label in found:
                custom_id = found[label]["custom_id"]
                for member in (self.world.other, self.world.fan):
                    act = lambda: member.click(message, custom_id=custom_id)  # noqa: B023, E731  awaited at once
                    result = await self._step(f"help {label}", act, public=False)
                    if result.modal is not None:
                        await self._submit(member, result, self.ceiling)  # nobody is called that
                        result = await self._step(f"help {label}", act, public=False)
                        result = await self._guess(member, result)
                    await self._press_all(member, result.response, self.ceiling, 1)
                self.pressed.add(find_control(custom_id)[0])
        self.sent[first:] = [replace(each, scope=Scope(self.ceiling, self.ceiling)) for each in self.sent[first:]]

    async def _guess(self, member: Any, shown: Any) -> Any:
        """Type the name of somebody, who may be one of the options, or not to be known yet."""
        name = "bo" if member is self.world.fan else "rez"
        return await self._step(f"guess {name}", lambda: member.submit_modal(shown, {"name": name}), public=False)

    async def newest(self) -> int:
        """The newest game."""
        rows = await self.world.bot.store.database.rows(
            "SELECT id FROM trivia_games WHERE channel_id = ? ORDER BY id DESC", (self.channel.id,)
        )
        return rows[0][0]

    async def message(self) -> ResponseMessage:
        """The newest message of the newest game."""
        newest = await self.world.bot.store.game_messages.newest(await self.newest())
        assert newest is not None
        return ResponseMessage(self.world.env, self.world.env.backend.get_message(self.channel.id, newest))

    async def pass_time(self, seconds: float) -> None:
        """Whatever is sent meanwhile goes to the whole channel."""
        seen = len(self.world.env.http_requests)
        await self.world.env.advance_time(seconds)
        for entry in self.world.env.http_requests[seen:]:
            self.sent.append(Sent(f"after {seconds} s", entry.json or {}, Scope(self.ceiling, self.ceiling), True))

    async def until(self, phase: str) -> None:
        """Until the game is asking, has revealed, or is over."""
        game = None
        for _second in range(30):
            game = await self.world.bot.store.games.game(await self.newest())
            if game is not None and game.phase == phase:
                return
            await self.pass_time(1)
        raise AssertionError(f"{game} is not {phase}")

    async def press_everything(self) -> None:
        """Every button of the game's newest message but the options."""
        message = await self.message()  # a rematch makes another one
        await self._press_all(self.world.fan, message, PREMISE, 2)
        await self._press_as_another(message)

    async def start(self, **options: Any) -> None:
        """Start a game."""
        act = lambda: self.world.fan.slash(self.channel, "trivia start", **options)  # noqa: E731  awaited in a moment
        await self._step("start", act, public=None)

    async def stop(self) -> None:
        """Stop it."""
        await self._step("stop", lambda: self.world.fan.slash(self.channel, "trivia stop"), public=None)

    async def team_up(self) -> None:
        """Press everything on the announcement: teams are made, and somebody plays for one."""
        game = await self.newest()
        rows = await self.world.bot.store.database.rows(
            "SELECT message_id FROM trivia_messages WHERE game_id = ? AND number = 0", (game,)
        )
        for label in ("Play in teams", "Team 2", "One more team"):
            kept = self.world.env.backend.get_message(self.channel.id, rows[0][0])
            message = ResponseMessage(self.world.env, kept)
            custom_id = buttons(message)[label]["custom_id"]
            for member in (self.world.other, self.world.fan):
                act = partial(member.click, message, custom_id=custom_id)
                if label in buttons(message):
                    await self._step(label, act, public=True)
                message = ResponseMessage(
                    self.world.env, self.world.env.backend.get_message(self.channel.id, rows[0][0])
                )
            self.pressed.add(find_control(custom_id)[0])

    async def lead(self, label: str) -> None:
        """Press what only the host of a game without a clock may press."""
        message = await self.message()
        custom_id = buttons(message)[label]["custom_id"]
        await self._step(label, lambda: self.world.fan.click(message, custom_id=custom_id), public=True)
        self.pressed.add(find_control(custom_id)[0])

    async def play(self, rounds: int, **options: Any) -> None:
        """A whole game."""
        await self.start(rounds=rounds, **options)
        for number in range(rounds):
            await self.until("asking")
            if number:
                await self.pass_time(9)  # another clue
            elif self.in_teams:
                await self.team_up()
            await self.help()
            await self.answer(right=number == 0)  # so that somebody has points, and something is what nobody got
            await self.until("revealed")
            await self.press_everything()
        await self.until("over")


async def told_anew(world: World) -> None:
    """What this server tells itself, early and late: facts that it added, worded anew and moved on, and questions."""
    edits, show, guild = world.bot.store.edits, world.bot.show.id, world.guild.id

    async def save(item_id: int, revision: int, content: Content) -> None:
        change = Change(item_id, revision, content, "live", "edited" if revision else "added")
        await edits.save(show, guild, change, by=world.moderator.id, at=NOW)

    for known in EPISODES[:2]:
        for gate in (known, EPISODES[8], EPISODES[11]):
            for number in range(3):
                named = canary(gate, f"own{number} of {syllable(known)} here")
                await save(new_id(guild, "fact"), 0, replace(fact_of(known, ""), text=named))
            await save(new_id(guild, "question"), 0, question_of(gate))
    for gate, now in ((EPISODES[1], EPISODES[8]), (EPISODES[1], EPISODES[1]), (EPISODES[9], EPISODES[9])):
        every = await edits.items(show, guild, "fact")
        for item in [each for each in every if each.content.revealed_in == gate and not each.changed_here][:3]:
            assert isinstance(item.content, FactContent)
            await save(item.id, item.now.revision, replace(item.content, text=canary(now, f"changed {item.id % 1000}")))


async def walk_game(world: World, progress: Episode | None, ceiling: Episode) -> GameWalk:
    """Games with a clock and without one, all of their controls, and the boards that come of them."""
    channel = world.guild.create_text_channel(f"game-{ceiling.ordinal}-{progress}".lower())
    await world.set_ceiling(channel, ceiling)
    await world.set_progress(world.fan, progress)
    await told_anew(world)
    walk = GameWalk(world, channel, ceiling, progress, 2, False, in_teams=True)
    await walk.play(3, seconds=10)
    # The standings, and everything on them; the rematch among it starts another game.
    await walk.press_everything()
    for name in ("trivia leaderboard", "trivia stats"):
        await walk.command(name, {})
    await walk.stop()
    await walk.start(rounds=3, seconds=0)
    for label in ("Reveal the answer", "Next question", "Reveal the answer"):
        await walk.lead(label)
    await world.set_ceiling(channel, PREMISE)
    walk.ceiling = PREMISE
    await walk.pass_time(2)
    return walk


async def walk_kind(world: World, kind: str, ceiling: Episode) -> GameWalk:
    """A whole game of a kind, with its help and its standings."""
    channel = world.guild.create_text_channel(f"{kind.replace(' ', '-')}-{ceiling.ordinal}")
    await world.set_ceiling(channel, ceiling)
    await world.set_progress(world.fan, PREMISE)
    await told_anew(world)
    walk = GameWalk(world, channel, ceiling, PREMISE, 2, False)
    await walk.play(3, kind=kind, seconds=20)
    return walk
