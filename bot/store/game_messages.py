"""What the message of a game of trivia shows, and who brings it up to date: one claim at a time."""
# ruff: noqa: S608  every part of a statement is a constant of ours

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.show import trivia
from bot.show.trivia import Score
from bot.store.database import Database, to_ms
from bot.store.games import GAME, HOPELESS, MORE, TOLD, Game, read_game
from bot.store.rounds import FELL, ROUND, Round, RoundAnswer, RoundStore, read_round, told
from bot.store.scores import ScoreStore

SENDING: Final = timedelta(seconds=8)
"""After this long an edit of a game's message counts as lost, and somebody else makes it."""


@dataclass(frozen=True, slots=True)
class Board:
    """A game with everything that its message shows now."""

    game: Game
    round: Round | None
    answers: list[RoundAnswer]
    scores: list[Score]
    missed: bool  # whether there is a revealed round that nobody had right
    more: bool  # whether another question follows


class GameMessageStore:
    """The messages of public games, and what hosts were told of a game whose message is lost."""

    def __init__(self, database: Database, rounds: RoundStore, scores: ScoreStore) -> None:
        self._database = database
        self._rounds = rounds
        self._scores = scores

    async def claim_edit(self, game_id: int, at: datetime) -> bool:
        """Whether the caller is to bring the game's message up to date: there is something new, and nobody else does.

        Where the channel goes less far by now, or the question was taken away, nothing more is shown of it. The clock of a
        question, or of an answer, that nobody has seen yet begins anew with each try to show it.
        """
        values = {
            "game": game_id, "now": to_ms(at), "lost": to_ms(at - SENDING), "no_hurry": to_ms(at + trivia.NO_HURRY),
            "pause": to_ms(at + trivia.PAUSE),
        }  # fmt: skip
        async with self._database.transaction(aside=True) as transaction:
            rows = await transaction.execute(
                f"""
                UPDATE trivia_games AS g SET sending_since = :now, due_at = CASE
                    WHEN due_at IS NULL OR shown >= began OR failures >= {HOPELESS} THEN due_at
                    WHEN seconds = 0 AND (phase = 'asking' OR {MORE}) THEN :no_hurry
                    WHEN phase = 'asking' THEN :now + 1000 * seconds
                    ELSE :pause END
                WHERE id = :game AND shown < version AND (sending_since IS NULL OR sending_since <= :lost)
                  AND (phase = 'over' OR (NOT {FELL} AND {TOLD})) RETURNING 1
                """,
                values,
            )
            if rows:
                await transaction.execute(
                    "UPDATE trivia_rounds AS r SET opened_at = :now WHERE game_id = :game AND EXISTS (SELECT 1"
                    " FROM trivia_games g WHERE g.id = r.game_id AND g.round = r.number AND g.phase = 'asking'"
                    " AND g.shown < g.began)",
                    values,
                )
        return bool(rows)

    async def release_edit(self, game_id: int, at: datetime) -> int:
        """The edit failed, and is made again: in a second, and more slowly the more often it fails. Gives how often it has."""
        rows = await self._database.write(
            "UPDATE trivia_games SET failures = failures + 1, sending_since = ? + (900 << min(failures, 3))"
            " WHERE id = ? RETURNING failures",
            (to_ms(at - SENDING), game_id),
            aside=True,
        )
        return rows[0][0] if rows else 0

    async def set_shown(self, game_id: int, version: int, message_id: int | None, at: datetime) -> None:
        """The game's message shows this version now; what it shows for the first time lasts from now on."""
        await self._database.write(
            """
            UPDATE trivia_games SET
                due_at = iif(shown < began AND began <= :version, due_at + max(0, :now - sending_since), due_at),
                shown = max(shown, :version), message_id = coalesce(:message, message_id), sending_since = NULL, failures = 0
            WHERE id = :game
            """,
            {"game": game_id, "version": version, "message": message_id, "now": to_ms(at)},
            aside=True,
        )

    async def lose_message(self, game_id: int, message_id: int) -> bool:
        """The message is gone: the next edit posts one. True for whoever finds out first."""
        rows = await self._database.write(
            "UPDATE trivia_games SET message_id = NULL, sending_since = NULL WHERE id = ? AND message_id = ? RETURNING 1",
            (game_id, message_id),
            aside=True,
        )
        return bool(rows)

    async def give_up(self, game_id: int) -> None:
        """Nothing can be shown any more."""
        await self._database.write(
            "UPDATE trivia_games SET shown = version, sending_since = NULL WHERE id = ?",
            (game_id,),
            aside=True,
        )

    async def set_host_told(self, game_id: int) -> None:
        """The host knows how it ended."""
        await self._database.write("UPDATE trivia_games SET host_told = 1 WHERE id = ?", (game_id,), aside=True)

    async def news_for_host(self, guild_id: int, host_id: int) -> int | None:
        """The channel where a game of this member was lost without anybody being able to tell them; told once only."""
        rows = await self._database.write(
            """
            UPDATE trivia_games SET host_told = 1
            WHERE host_id = ? AND guild_id = ? AND ended IN ('deleted', 'refused') AND host_told = 0 RETURNING channel_id
            """,
            (host_id, guild_id),
            aside=True,
        )
        return rows[0][0] if rows else None

    async def board(self, game_id: int) -> Board | None:
        """What a game's message shows now."""
        row = await self._database.row(
            f"""
            SELECT {GAME}, EXISTS (SELECT 1 FROM trivia_rounds r WHERE r.game_id = g.id AND r.closed_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM trivia_answers a WHERE a.round_id = r.id AND a.choice = r.answer)
                AND {told("r")}), {MORE}
            FROM trivia_games g WHERE g.id = ?
            """,
            (game_id,),
        )
        if row is None:
            return None
        game, missed, more = read_game(row[:-2]), bool(row[-2]), bool(row[-1])
        rows = await self._database.rows(
            f"SELECT {ROUND} FROM trivia_rounds r JOIN trivia_games g ON g.id = r.game_id"
            " WHERE r.game_id = ? AND r.number = ? AND gate_now <= g.ceiling",
            (game_id, game.round),
        )
        current = read_round(rows[0]) if rows else None
        if current is None and game.phase != "over":
            return None  # taken away in this very moment: another question, or the end, is shown next
        answers = await self._rounds.answers(current.id) if current else []
        scores = await self._scores.scores(game_id) if game.phase == "over" else []
        return Board(game, current, answers, scores, missed, more)
