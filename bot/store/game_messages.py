"""The messages of a game of trivia, what each shows, and who brings it up to date: one claim at a time.

A game is announced, every question is a message of its own that is edited until its answer stands there, and so are the
standings. Each has a row from when it is due; it is posted by whoever claims that row, and once only, by its nonce.
"""
# ruff: noqa: S608  every part of a statement is a constant of ours

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.show import trivia
from bot.show.trivia import Score
from bot.store.database import Database, Transaction, to_ms
from bot.store.game_values import ANNOUNCEMENT, GAME, GOES_ON, HOPELESS, STANDINGS, TOLD, Game, read_game
from bot.store.rounds import FELL, ROUND, Round, RoundAnswer, RoundStore, read_round, told
from bot.store.scores import ScoreStore
from bot.store.teams import Team, TeamStore

SENDING: Final = timedelta(seconds=8)
"""After this long a claim counts as lost, and somebody else posts or edits the message."""

LOSSES: Final = 1
"""How often a question that somebody deleted is posted again."""

_AGAIN: Final = 900  # ms: due by the next round of the loop, which looks every second


@dataclass(frozen=True, slots=True)
class Claim:
    """A message of a game that the caller brings up to date, and nobody else."""

    game_id: int
    number: int
    message_id: int | None  # None: it is to be posted
    version: int
    tries: int  # this one included
    losses: int


@dataclass(frozen=True, slots=True)
class Board:
    """A game with everything that one of its messages shows now."""

    game: Game
    number: int
    round: Round | None  # None where it is no question, or one that may not be told here any more
    closed: bool  # whether its answer was revealed
    answers: list[RoundAnswer]
    scores: list[Score]
    missed: bool  # whether there is a revealed round that nobody had right
    more: bool  # whether another question follows
    teams: list[Team]  # none where everybody plays for themselves
    language: str | None = None  # that the server chose for what stands in public

    @property
    def is_current(self) -> bool:
        """Whether it is the question that the game is at."""
        return self.number == self.game.round and self.game.phase != "over"


# Which message `m` of a game `g` may be brought up to date now. Only what the game is at is posted: its announcement before
# all questions, and a question only while it may be told. What was posted is edited, whatever came of it.
_DUE: Final = f"""
    m.shown < m.version AND (m.sending_since IS NULL OR m.sending_since <= :lost) AND CASE
        WHEN m.number = {STANDINGS} THEN g.phase = 'over'
        WHEN m.number = g.round AND g.phase <> 'over' THEN NOT {FELL} AND {TOLD} AND NOT EXISTS
            (SELECT 1 FROM trivia_messages a WHERE a.game_id = g.id AND a.number = {ANNOUNCEMENT}
             AND a.message_id IS NULL AND a.shown < a.version AND a.tries < {HOPELESS})
        WHEN m.message_id IS NULL THEN m.number = {ANNOUNCEMENT} AND g.phase <> 'over' AND m.tries < {HOPELESS}
        ELSE 1 END
"""


class GameMessageStore:
    """The messages of public games, and what hosts were told of a game whose messages are lost."""

    def __init__(self, database: Database, rounds: RoundStore, scores: ScoreStore, teams: TeamStore) -> None:
        self._database = database
        self._rounds = rounds
        self._scores = scores
        self._teams = teams

    async def claim(self, game_id: int, at: datetime) -> Claim | None:
        """A message of a game that has something new to show and that nobody else is at; what is to be posted comes first.

        Where the channel goes less far by now, or the question was taken away, nothing more is shown of it. The clock of a
        question, or of an answer, that nobody has seen yet begins anew with each try to show it.
        """
        async with self._database.transaction(aside=True) as transaction:
            rows = await transaction.execute(
                f"""
                UPDATE trivia_messages SET sending_since = :now, tries = tries + 1
                WHERE game_id = :game AND number =
                    (SELECT m.number FROM trivia_messages m JOIN trivia_games g ON g.id = m.game_id
                     WHERE m.game_id = :game AND {_DUE} ORDER BY m.message_id IS NOT NULL, m.number LIMIT 1)
                RETURNING game_id, number, message_id, version, tries, losses, shown < began
                """,
                {"game": game_id, "now": to_ms(at), "lost": to_ms(at - SENDING)},
            )
            if not rows:
                return None
            *claimed, is_unseen = rows[0]
            claim = Claim(*claimed)
            if is_unseen and claim.tries <= HOPELESS:
                await _begin_clock(transaction, claim, at)
        return claim

    async def release(self, claim: Claim, at: datetime) -> None:
        """It failed, and is tried again: in a second, and more slowly the more often it fails."""
        wait = _AGAIN << min(claim.tries - 1, 3)
        await self._database.write(
            "UPDATE trivia_messages SET sending_since = ? WHERE game_id = ? AND number = ?",
            (to_ms(at - SENDING) + wait, claim.game_id, claim.number),
            aside=True,
        )

    async def set_shown(self, claim: Claim, message_id: int, at: datetime) -> None:
        """The message stands, and shows what was claimed; what it shows for the first time lasts from now on."""
        values = {
            "game": claim.game_id, "number": claim.number, "version": claim.version, "message": message_id, "now": to_ms(at),
        }  # fmt: skip
        async with self._database.transaction(aside=True) as transaction:
            await transaction.execute(
                """
                UPDATE trivia_games AS g SET due_at = g.due_at + max(0, :now - m.sending_since)
                FROM trivia_messages m WHERE g.id = :game AND m.game_id = g.id AND m.number = :number
                    AND g.round = :number AND m.shown < m.began AND m.began <= :version AND m.sending_since IS NOT NULL
                """,
                values,
            )
            await transaction.execute(
                "UPDATE trivia_messages SET shown = max(shown, :version), message_id = :message, sending_since = NULL,"
                " tries = 0 WHERE game_id = :game AND number = :number",
                values,
            )
            if claim.number == STANDINGS:
                await transaction.execute("UPDATE trivia_games SET host_told = 1 WHERE id = :game", values)

    async def lose_message(self, claim: Claim) -> bool:
        """Somebody deleted the question that is asked: it is posted again. False where that is not to be."""
        rows = await self._database.write(
            f"""
            UPDATE trivia_messages AS m SET message_id = NULL, losses = losses + 1, sending_since = NULL
            WHERE m.game_id = :game AND m.number = :number AND m.message_id = :message AND m.losses < {LOSSES} AND EXISTS
                (SELECT 1 FROM trivia_games g WHERE g.id = m.game_id AND g.phase <> 'over' AND g.round = m.number)
            RETURNING 1
            """,
            {"game": claim.game_id, "number": claim.number, "message": claim.message_id},
            aside=True,
        )
        return bool(rows)

    async def give_up(self, game_id: int, number: int) -> None:
        """Nothing can be shown there any more."""
        await self._database.write(
            "UPDATE trivia_messages SET shown = version, sending_since = NULL WHERE game_id = ? AND number = ?",
            (game_id, number),
            aside=True,
        )

    async def newest(self, game_id: int) -> int | None:
        """The newest message of a game."""
        row = await self._database.row(
            "SELECT message_id FROM trivia_messages WHERE game_id = ? AND message_id IS NOT NULL"
            " ORDER BY number DESC LIMIT 1",
            (game_id,),
        )
        return row[0] if row else None

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

    async def board(self, game_id: int, number: int) -> Board | None:
        """What a message of a game shows now."""
        row = await self._database.row(
            f"""
            SELECT {GAME}, EXISTS (SELECT 1 FROM trivia_rounds r WHERE r.game_id = g.id AND r.closed_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM trivia_answers a WHERE a.round_id = r.id AND a.choice = r.answer)
                AND {told("r")}), {GOES_ON}, (SELECT s.language FROM guild_settings s WHERE s.guild_id = g.guild_id)
            FROM trivia_games g WHERE g.id = ?
            """,
            (game_id,),
        )
        if row is None:
            return None
        *columns, missed, more, language = row
        game = read_game(tuple(columns))
        rows = await self._database.rows(
            f"SELECT r.closed_at IS NOT NULL, {ROUND} FROM trivia_rounds r JOIN trivia_games g ON g.id = r.game_id"
            f" WHERE r.game_id = ? AND r.number = ? AND gate_now <= g.ceiling AND NOT {FELL}",
            (game_id, number),
        )
        closed, round_ = (bool(rows[0][0]), read_round(rows[0][1:])) if rows else (False, None)
        answers = await self._rounds.answers(round_.id) if round_ else []
        scores = await self._scores.scores(game_id) if closed or number == STANDINGS else []
        teams = await self._teams.teams(game_id) if game.teams else []
        return Board(game, number, round_, closed, answers, scores, bool(missed), bool(more), teams, language)


async def _begin_clock(transaction: Transaction, claim: Claim, at: datetime) -> None:
    """The time for a question, or for reading an answer, begins."""
    values = {
        "game": claim.game_id, "number": claim.number, "now": to_ms(at), "no_hurry": to_ms(at + trivia.NO_HURRY),
        "pause": to_ms(at + trivia.PAUSE),
    }  # fmt: skip
    await transaction.execute(
        f"""
        UPDATE trivia_games AS g SET due_at = CASE
            WHEN seconds = 0 AND (phase = 'asking' OR {GOES_ON}) THEN :no_hurry
            WHEN phase = 'asking' THEN :now + 1000 * seconds
            ELSE :pause END
        WHERE id = :game AND round = :number AND phase <> 'over'
        """,
        values,
    )
    await transaction.execute(
        "UPDATE trivia_rounds AS r SET opened_at = :now WHERE game_id = :game AND number = :number AND closed_at IS NULL"
        " AND EXISTS (SELECT 1 FROM trivia_games g WHERE g.id = r.game_id AND g.round = r.number AND g.phase = 'asking')",
        values,
    )
