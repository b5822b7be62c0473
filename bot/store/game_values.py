"""What a game of trivia is: how it is played, where it stands, and the SQL that reads it."""
# ruff: noqa: S608  every part of a statement is a constant of this file

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from bot.show.episodes import Episode
from bot.show.trivia import QUIZ, SILENT_ROUNDS
from bot.store.database import Row, Transaction, from_ms
from bot.store.rounds import FELL, told

# asking    A question is open. `reveal` closes it when its time is up, when everybody who answered the last one has
#           answered, or when the host says so. Where it was hidden or moved meanwhile, `open_next` goes past it.
# revealed  Its answer is shown. `open_next` asks the next one after a pause, or without a clock when the host says so.
# over      `end_game` moves a game here from either phase, and nothing moves it on from here; `Ending` says why.
# private   A practice or a daily question: it has no message, no clock and no end, and only its member answers.
#
# What its messages show is in bot/store/game_messages.py.
Ending = Literal["finished", "stopped", "silent", "ceiling", "deleted", "refused"]
Phase = Literal["asking", "revealed", "over", "private"]

ANNOUNCEMENT: Final = 0
STANDINGS: Final = 1000
"""Numbers of a game's messages; that of a question is the number of its round."""

HOPELESS: Final = 10
"""After so many tries in vain, a good minute, a game goes on without having been shown."""


@dataclass(frozen=True, slots=True)
class GameSettings:
    """What a game is played with; `seconds` 0 means without a clock."""

    rounds: int
    seconds: int
    difficulty: str | None
    topic: str | None
    about: Episode | None = None  # questions that this episode answers, and no others
    play: str = QUIZ  # one of `KINDS`


@dataclass(frozen=True, slots=True)
class Start:
    """A public game that somebody wants to start. `id` is Discord's id of the interaction."""

    id: int
    show_id: int
    guild_id: int
    channel_id: int
    parent_id: int | None
    host_id: int
    ceiling: Episode
    settings: GameSettings
    at: datetime
    category_id: int | None = None
    rematch_of: int | None = None  # the game whose teams play again


@dataclass(frozen=True, slots=True)
class Game:
    """A game as it stands; `round` is the number of the round that is shown."""

    id: int
    kind: str
    guild_id: int
    channel_id: int | None
    host_id: int | None
    ceiling: Episode
    settings: GameSettings
    phase: Phase
    round: int
    due_at: datetime | None
    ended: Ending | None
    answers_shown: int
    skips_shown: int = 0
    teams: int = 0  # 0: everybody plays for themselves


@dataclass(frozen=True, slots=True)
class Shortage:
    """Why a game cannot start as asked: `fresh` questions were not asked here yet, of `all` that there are."""

    fresh: int
    all: int


@dataclass(frozen=True, slots=True)
class Fallen:
    """A game cannot start as asked: its channel goes less far by now."""


GAME: Final = f"""
    g.id, g.kind, g.guild_id, g.channel_id, g.host_id, g.ceiling, g.rounds, g.seconds, g.difficulty, g.topic, g.about,
    coalesce(g.play, '{QUIZ}'), g.phase, g.round, g.due_at, g.ended, g.answers_shown, g.skips_shown,
    g.teams
"""
"""Columns of a game `g`, for `read_game`."""

TOLD: Final = f"""
    EXISTS (SELECT 1 FROM trivia_rounds r WHERE r.game_id = g.id AND r.number = g.round AND {told("r")})
"""
"""SQL: whether the question of a running game `g` may still be told."""

MORE: Final = f"""
    EXISTS (SELECT 1 FROM trivia_rounds n WHERE n.game_id = g.id AND n.number > g.round AND {told("n")})
"""
"""SQL: whether another question that may be told follows in a game `g`."""

GOES_ON: Final = f"({MORE} AND g.silent_rounds < {SILENT_ROUNDS})"
"""SQL: whether it is asked after the answer that a game `g` shows."""


GOING: Final = f"(g.phase = 'asking' AND NOT {FELL} AND {TOLD})"
"""SQL: whether a game `g` is asking a question that may still be told."""


async def change_message(transaction: Transaction, game_id: int, number: int) -> None:
    """A question's message has something else to show: another count, a clue, or that the game has gone on from there."""
    await transaction.execute(
        "UPDATE trivia_messages SET version = version + 1 WHERE game_id = ? AND number = ?", (game_id, number)
    )


def read_game(row: Row) -> Game:
    """The game in a row of the columns `GAME`."""
    game_id, kind, guild, channel, host, ceiling, rounds, seconds, difficulty, topic, about, play, *rest = row
    phase, number, due_at, ended, answers_shown, skips_shown, teams = rest
    episode = None if about is None else Episode.from_ordinal(about)
    return Game(
        game_id, kind, guild, channel, host, Episode.from_ordinal(ceiling),
        GameSettings(rounds, seconds, difficulty, topic, episode, play), phase, number,
        None if due_at is None else from_ms(due_at), ended, answers_shown, skips_shown, teams,
    )  # fmt: skip
