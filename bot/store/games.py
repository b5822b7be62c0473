"""Games of trivia with all of their state, and their boards.

Races are decided in one statement each: which start wins, who moves a game on, who edits its message.
"""
# ruff: noqa: S608  every part of a statement is a constant of this file

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

import orjson

from bot.show import trivia as quiz
from bot.show.episodes import Episode
from bot.show.trivia import Question, Score
from bot.store.database import Database, Row, from_ms, to_ms
from bot.store.rounds import FELL, ROUND, Answer, Round, RoundStore, add_round, ceiling_of, read_round, told

Ending = Literal["finished", "stopped", "silent", "ceiling", "deleted", "refused"]
Phase = Literal["asking", "revealed", "over", "private"]

SENDING: Final = timedelta(seconds=8)
"""After this long an edit of a game's message counts as lost, and somebody else makes it."""

COUNTING: Final = timedelta(seconds=2)
"""How often “3 answered” is edited at the most."""

HOPELESS: Final = 10
"""After so many failed edits in a row, a good minute, a game goes on without having been shown."""

RETRYING: Final = timedelta(minutes=10)
"""How long the last edit of a game that is over is tried again."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a game is played with; `seconds` 0 means without a clock."""

    rounds: int
    seconds: int
    difficulty: str | None
    topic: str | None


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
    settings: Settings
    at: datetime


@dataclass(frozen=True, slots=True)
class Game:
    """A game as it stands; `round` is the number of the round that is shown."""

    id: int
    kind: str
    guild_id: int
    channel_id: int | None
    message_id: int | None
    host_id: int | None
    ceiling: Episode
    settings: Settings
    phase: Phase
    round: int
    due_at: datetime | None
    ended: Ending | None
    answers_shown: int
    version: int


@dataclass(frozen=True, slots=True)
class Board:
    """A game with everything that its message shows now."""

    game: Game
    round: Round | None
    answers: list[Answer]
    scores: list[Score]
    missed: bool  # whether there is a revealed round that nobody had right
    more: bool  # whether another question follows


@dataclass(frozen=True, slots=True)
class Tend:
    """A running game, and what may have to be done with it."""

    game_id: int
    phase: Phase
    round: int
    is_due: bool
    all_answered: bool
    is_last: bool
    silent: bool  # too many rounds in a row that nobody answered
    ceiling_fell: bool
    lost: bool  # the question that is shown was hidden or moved further than the channel goes
    counts: bool  # more have answered than the message says, and it may be edited again


@dataclass(frozen=True, slots=True)
class Shortage:
    """Why a game cannot start as asked: `fresh` questions were not asked here yet, of `all` that there are."""

    fresh: int
    all: int


@dataclass(frozen=True, slots=True)
class Fallen:
    """A game cannot start as asked: its channel goes less far by now."""


@dataclass(frozen=True, slots=True)
class Stats:
    """How somebody did in one kind of game."""

    kind: str
    games: int
    answered: int
    right: int
    points: int


_GAME: Final = """
    g.id, g.kind, g.guild_id, g.channel_id, g.message_id, g.host_id, g.ceiling, g.rounds, g.seconds, g.difficulty, g.topic,
    g.phase, g.round, g.due_at, g.ended, g.answers_shown, g.version
"""
# Of a running game `g`: whether its question may still be told, and whether another one follows that may.
_TOLD: Final = f"""
    EXISTS (SELECT 1 FROM trivia_rounds r WHERE r.game_id = g.id AND r.number = g.round AND {told("r")})
"""
_MORE: Final = f"""
    EXISTS (SELECT 1 FROM trivia_rounds n WHERE n.game_id = g.id AND n.number > g.round AND {told("n")})
"""
_SCORE: Final = """
    a.user_id, sum(a.points), sum(a.choice = r.answer), count(*), sum(iif(a.choice = r.answer, a.at - r.opened_at, 0))
"""


class TriviaStore:
    """Games of every kind, and how members did in them."""

    def __init__(self, database: Database, rounds: RoundStore) -> None:
        self._database = database
        self._rounds = rounds

    # ------------------------------------------------------------------------------------------- starting and ending

    async def start_game(self, start: Start, pool: list[Question], *, anew: bool) -> Game | Shortage | Fallen | None:
        """Start a public game with its first question open; None where one is running in the channel already.

        `pool` holds every question it may ask; with `anew` those that this server has had begin again when it runs out.
        """
        async with self._database.transaction() as transaction:
            running = await transaction.execute(
                "SELECT 1 FROM trivia_games WHERE channel_id = ? AND phase IN ('asking', 'revealed')",
                (start.channel_id,),
            )
            if running:
                return None
            # Read here again: a moderator may have lowered it since the questions were chosen.
            ceiling = await transaction.execute(
                f"SELECT {ceiling_of(':channel', ':parent', ':guild', ':show')}",
                {
                    "channel": start.channel_id,
                    "parent": start.parent_id,
                    "guild": start.guild_id,
                    "show": start.show_id,
                },
            )
            if ceiling[0][0] < start.ceiling.ordinal:
                return Fallen()
            rows = await transaction.execute(
                "SELECT question_id FROM trivia_asked WHERE guild_id = ?", (start.guild_id,)
            )
            asked = {row[0] for row in rows}
            settings = start.settings
            drawn = quiz.drawn(pool, asked, settings.rounds, start.id)
            if len(drawn) < settings.rounds and not (anew and len(pool) >= settings.rounds):
                return Shortage(len(drawn), len(pool))
            if len(drawn) < settings.rounds:
                # What is new comes first, also where the old ones begin again.
                await transaction.execute(
                    "DELETE FROM trivia_asked WHERE guild_id = ? AND question_id IN (SELECT value FROM json_each(?))",
                    (start.guild_id, orjson.dumps([each.id for each in pool]).decode()),
                )
                fresh = {each.id for each in drawn}
                drawn += quiz.drawn(pool, fresh, settings.rounds - len(drawn), start.id)
            await transaction.execute(
                """
                INSERT INTO trivia_games (id, show_id, kind, guild_id, channel_id, parent_id, host_id, ceiling, rounds, seconds,
                                          difficulty, topic, phase, round, due_at)
                VALUES (?, ?, 'public', ?, ?, ?, ?, ?, ?, ?, ?, ?, 'asking', 1, ?)
                """,
                (
                    start.id, start.show_id, start.guild_id, start.channel_id, start.parent_id, start.host_id,
                    start.ceiling.ordinal, settings.rounds, settings.seconds, settings.difficulty, settings.topic,
                    to_ms(start.at + _time_for(settings.seconds)),
                ),
            )  # fmt: skip
            for number, question in enumerate(drawn, 1):
                await add_round(transaction, start.id, number, question, start.at if number == 1 else None)
                await transaction.execute(
                    "INSERT INTO trivia_asked (guild_id, question_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    (start.guild_id, question.id),
                )
        return await self.game(start.id)

    async def game(self, game_id: int) -> Game | None:
        """A game of any kind."""
        row = await self._database.row(f"SELECT {_GAME} FROM trivia_games g WHERE g.id = ?", (game_id,))
        return _game(row) if row else None

    async def game_of(self, guild_id: int | None, game_id: int) -> Game | None:
        """A game of this server."""
        game = await self.game(game_id)
        return game if game is not None and game.guild_id == guild_id else None

    async def running_in(self, channel_id: int) -> Game | None:
        """The game that runs in a channel."""
        row = await self._database.row(
            f"SELECT {_GAME} FROM trivia_games g WHERE g.channel_id = ? AND g.phase IN ('asking', 'revealed')",
            (channel_id,),
        )
        return _game(row) if row else None

    async def end_game(self, game_id: int, ended: Ending, at: datetime) -> bool:
        """End a running game; False where it is over already. Questions that it did not come to may be asked again.

        `ceiling` ends it only where its channel goes less far by now.
        """
        async with self._database.transaction() as transaction:
            rows = await transaction.execute(
                f"""
                UPDATE trivia_games AS g SET phase = 'over', ended = :ended, ended_at = :at, due_at = NULL, version = version + 1
                WHERE id = :game AND phase IN ('asking', 'revealed') AND (:ended <> 'ceiling' OR {FELL}) RETURNING guild_id
                """,
                {"game": game_id, "ended": ended, "at": to_ms(at)},
            )
            if rows:
                await transaction.execute(
                    "DELETE FROM trivia_asked WHERE guild_id = ? AND question_id IN"
                    " (SELECT question_id FROM trivia_rounds WHERE game_id = ? AND opened_at IS NULL)",
                    (rows[0][0], game_id),
                )
        return bool(rows)

    async def abandon_games(self) -> None:
        """End every running game without a word: the Discord that it ran on is gone, as the preview's is at its end."""
        await self._database.write(
            "UPDATE trivia_games SET phase = 'over', ended = 'stopped', due_at = NULL, shown = version"
            " WHERE phase IN ('asking', 'revealed') OR shown < version"
        )

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

    # ------------------------------------------------------------------------------------------------ from round to round

    async def to_tend(self, at: datetime) -> list[Tend]:
        """Every game that runs, or whose last edit is missing, with what may have to be done."""
        rows = await self._database.rows(
            f"""
            SELECT g.id, g.phase, g.round, coalesce(g.due_at <= :now, 0) AND (g.shown >= g.began OR g.failures >= {HOPELESS}),
                   g.phase = 'asking' AND EXISTS (SELECT 1 FROM trivia_answers WHERE round_id = before.id)
                       AND NOT EXISTS (SELECT 1 FROM trivia_answers b WHERE b.round_id = before.id AND NOT EXISTS
                           (SELECT 1 FROM trivia_answers a WHERE a.round_id = r.id AND a.user_id = b.user_id)),
                   NOT {_MORE} OR g.silent_rounds >= :silent, g.silent_rounds >= :silent AND {_MORE}, {FELL}, NOT {_TOLD},
                   g.phase = 'asking' AND g.counted_at <= :counted
                       AND g.answers_shown < (SELECT count(*) FROM trivia_answers WHERE round_id = r.id)
            FROM trivia_games g
                 LEFT JOIN trivia_rounds r ON r.game_id = g.id AND r.number = g.round
                 LEFT JOIN trivia_rounds before ON before.game_id = g.id AND before.number =
                     (SELECT max(number) FROM trivia_rounds
                      WHERE game_id = g.id AND number < g.round AND closed_at IS NOT NULL)
            WHERE (g.phase IN ('asking', 'revealed') OR g.shown < g.version) AND g.kind = 'public'
              AND (g.ended_at IS NULL OR g.ended_at > :retry)
            """,
            {
                "now": to_ms(at),
                "counted": to_ms(at - COUNTING),
                "retry": to_ms(at - RETRYING),
                "silent": quiz.SILENT_ROUNDS,
            },
        )
        return [
            Tend(game_id, phase, number, *(bool(each) for each in flags)) for game_id, phase, number, *flags in rows
        ]

    async def reveal(self, game_id: int, number: int, at: datetime) -> bool:
        """Close a round and give points for it; False where somebody did that already.

        And where the channel goes less far by now, or the question was hidden or moved further than it.
        """
        async with self._database.transaction() as transaction:
            rows = await transaction.execute(
                f"""
                UPDATE trivia_games AS g SET phase = 'revealed', version = version + 1, began = version + 1,
                    due_at = iif(g.seconds = 0 AND {_MORE}, :no_hurry, :pause),
                    silent_rounds = iif(EXISTS (SELECT 1 FROM trivia_answers a JOIN trivia_rounds r ON r.id = a.round_id
                                                WHERE r.game_id = g.id AND r.number = g.round), 0, silent_rounds + 1)
                WHERE id = :game AND round = :number AND phase = 'asking' AND NOT {FELL} AND {_TOLD} RETURNING seconds
                """,
                {
                    "game": game_id,
                    "number": number,
                    "pause": to_ms(at + quiz.PAUSE),
                    "no_hurry": to_ms(at + quiz.NO_HURRY),
                },
            )
            if not rows:
                return False
            closed = await transaction.execute(
                "UPDATE trivia_rounds SET closed_at = ? WHERE game_id = ? AND number = ?"
                " RETURNING id, difficulty, answer, opened_at",
                (to_ms(at), game_id, number),
            )
            round_id, difficulty, answer, opened = closed[0]
            right = await transaction.execute(
                "SELECT user_id, at FROM trivia_answers WHERE round_id = ? AND choice = ?", (round_id, answer)
            )
            await transaction.execute_many(
                "UPDATE trivia_answers SET points = ? WHERE round_id = ? AND user_id = ?",
                [
                    (quiz.points(difficulty, timedelta(milliseconds=when - opened), rows[0][0]), round_id, user_id)
                    for user_id, when in right
                ],
            )
        return True

    async def open_next(self, game_id: int, number: int, at: datetime) -> bool:
        """Ask the next question that may be told; False where somebody did that already, and where the channel goes less far by now.

        It follows an answer, or a question that was hidden or moved while it was asked.
        """
        async with self._database.transaction() as transaction:
            rows = await transaction.execute(
                f"""
                UPDATE trivia_games AS g SET phase = 'asking', version = version + 1, began = version + 1,
                    answers_shown = 0,
                    round = (SELECT min(n.number) FROM trivia_rounds n
                             WHERE n.game_id = g.id AND n.number > g.round AND {told("n")}),
                    counted_at = :now, due_at = iif(seconds = 0, :no_hurry, :now + 1000 * seconds)
                WHERE id = :game AND round = :number AND (phase = 'revealed' OR (phase = 'asking' AND NOT {_TOLD}))
                  AND {_MORE} AND NOT {FELL}
                RETURNING round
                """,
                {"game": game_id, "number": number, "now": to_ms(at), "no_hurry": to_ms(at + quiz.NO_HURRY)},
            )
            if rows:
                await transaction.execute(
                    "UPDATE trivia_rounds SET opened_at = ? WHERE game_id = ? AND number = ?",
                    (to_ms(at), game_id, rows[0][0]),
                )
        return bool(rows)

    async def count_answers(self, game_id: int, number: int, at: datetime) -> None:
        """Let the message say how many have answered by now."""
        await self._database.write(
            """
            UPDATE trivia_games AS g SET counted_at = :now, version = version + 1, answers_shown =
                (SELECT count(*) FROM trivia_answers a JOIN trivia_rounds r ON r.id = a.round_id
                 WHERE r.game_id = g.id AND r.number = g.round)
            WHERE id = :game AND round = :number AND phase = 'asking' AND counted_at <= :counted
            """,
            {"game": game_id, "number": number, "now": to_ms(at), "counted": to_ms(at - COUNTING)},
        )

    # ------------------------------------------------------------------------------------------------ the message

    async def claim_edit(self, game_id: int, at: datetime) -> bool:
        """Whether the caller is to bring the game's message up to date: there is something new, and nobody else does.

        Where the channel goes less far by now, or the question was taken away, nothing more is shown of it. The clock of a
        question, or of an answer, that nobody has seen yet begins anew with each try to show it.
        """
        values = {
            "game": game_id, "now": to_ms(at), "lost": to_ms(at - SENDING), "no_hurry": to_ms(at + quiz.NO_HURRY),
            "pause": to_ms(at + quiz.PAUSE),
        }  # fmt: skip
        async with self._database.transaction(aside=True) as transaction:
            rows = await transaction.execute(
                f"""
                UPDATE trivia_games AS g SET sending_since = :now, due_at = CASE
                    WHEN due_at IS NULL OR shown >= began OR failures >= {HOPELESS} THEN due_at
                    WHEN seconds = 0 AND (phase = 'asking' OR {_MORE}) THEN :no_hurry
                    WHEN phase = 'asking' THEN :now + 1000 * seconds
                    ELSE :pause END
                WHERE id = :game AND shown < version AND (sending_since IS NULL OR sending_since <= :lost)
                  AND (phase = 'over' OR (NOT {FELL} AND {_TOLD})) RETURNING 1
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

    async def board(self, game_id: int) -> Board | None:
        """What a game's message shows now."""
        row = await self._database.row(
            f"""
            SELECT {_GAME}, EXISTS (SELECT 1 FROM trivia_rounds r WHERE r.game_id = g.id AND r.closed_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM trivia_answers a WHERE a.round_id = r.id AND a.choice = r.answer)
                AND {told("r")}), {_MORE}
            FROM trivia_games g WHERE g.id = ?
            """,
            (game_id,),
        )
        if row is None:
            return None
        game, missed, more = _game(row[:-2]), bool(row[-2]), bool(row[-1])
        rows = await self._database.rows(
            f"SELECT {ROUND} FROM trivia_rounds r JOIN trivia_games g ON g.id = r.game_id"
            " WHERE r.game_id = ? AND r.number = ? AND gate_now <= g.ceiling",
            (game_id, game.round),
        )
        current = read_round(rows[0]) if rows else None
        if current is None and game.phase != "over":
            return None  # taken away in this very moment: another question, or the end, is shown next
        answers = await self._rounds.answers(current.id) if current else []
        scores = await self.scores(game_id) if game.phase == "over" else []
        return Board(game, current, answers, scores, missed, more)

    async def scores(self, game_id: int) -> list[Score]:
        """What everybody reached in the rounds that were revealed."""
        rows = await self._database.rows(
            f"SELECT {_SCORE} FROM trivia_answers a JOIN trivia_rounds r ON r.id = a.round_id"
            " WHERE r.game_id = ? AND r.closed_at IS NOT NULL GROUP BY a.user_id",
            (game_id,),
        )
        return [Score(*row) for row in rows]

    # ------------------------------------------------------------------------------------------------ boards

    async def leaderboard(self, guild_id: int, since: datetime | None, limit: int) -> list[Score]:
        """The best of a server's public games, without those who left it and who want to be on no leaderboard."""
        rows = await self._database.rows(
            f"""
            SELECT {_SCORE} FROM trivia_games g JOIN trivia_rounds r ON r.game_id = g.id
                 JOIN trivia_answers a ON a.round_id = r.id
            WHERE g.guild_id = :guild AND g.kind = 'public' AND r.closed_at >= :since
              AND a.user_id NOT IN (SELECT user_id FROM leaderboard_opt_outs)
              AND a.user_id NOT IN (SELECT user_id FROM trivia_departures WHERE guild_id = :guild)
            GROUP BY a.user_id HAVING sum(a.points) > 0
            ORDER BY sum(a.points) DESC, sum(iif(a.choice = r.answer, a.at - r.opened_at, 0)), a.user_id LIMIT :limit
            """,
            {"guild": guild_id, "since": 0 if since is None else to_ms(since), "limit": limit},
        )
        return [Score(*row) for row in rows]

    async def stats(self, user_id: int, guild_id: int | None) -> list[Stats]:
        """How a member did: everything of theirs, or with `guild_id` only the public games of that server."""
        rows = await self._database.rows(
            """
            WITH each_one (kind, game, answered, hits, points) AS (
                SELECT g.kind, g.id, 1, a.choice = r.answer, a.points
                FROM trivia_answers a JOIN trivia_rounds r ON r.id = a.round_id JOIN trivia_games g ON g.id = r.game_id
                WHERE a.user_id = :user AND (g.kind <> 'public' OR r.closed_at IS NOT NULL)
                  AND (:guild IS NULL OR (g.guild_id = :guild AND g.kind = 'public'))
                UNION ALL
                SELECT 'practice', id, answered_before, right_before, 0 FROM trivia_games
                WHERE :guild IS NULL AND host_id = :user AND kind = 'practice' AND answered_before > 0
                UNION ALL
                SELECT 'practice', NULL, answered, hits, 0 FROM trivia_practised
                WHERE :guild IS NULL AND user_id = :user AND answered > 0)
            SELECT kind, count(DISTINCT game), sum(answered), sum(hits), sum(points) FROM each_one GROUP BY kind
            """,
            {"user": user_id, "guild": guild_id},
        )
        return [Stats(*row) for row in rows]


def _time_for(seconds: int) -> timedelta:
    return timedelta(seconds=seconds) if seconds else quiz.NO_HURRY


def _game(row: Row) -> Game:
    game_id, kind, guild, channel, message, host, ceiling, rounds, seconds, difficulty, topic, *rest = row
    phase, number, due_at, ended, answers_shown, version = rest
    return Game(
        game_id, kind, guild, channel, message, host, Episode.from_ordinal(ceiling),
        Settings(rounds, seconds, difficulty, topic), phase, number, None if due_at is None else from_ms(due_at), ended, answers_shown, version,
    )  # fmt: skip
