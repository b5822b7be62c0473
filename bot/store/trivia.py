"""Trivia: games with all of their state, and what members learned.
Races are decided in one statement each: which start wins, which press counts, who moves a game on, who edits its message.
"""
# ruff: noqa: S608  every part of a statement is a constant of this file

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal

import orjson

from bot.show import quiz
from bot.show.episodes import Episode, Show
from bot.show.models import row_id
from bot.show.quiz import Memory, Question, Score
from bot.show.spoilers import Spoiler
from bot.store.database import Database, Row, Transaction
from bot.store.questions import QuestionPool

Ending = Literal["finished", "stopped", "silent", "ceiling", "deleted", "refused"]
Phase = Literal["asking", "revealed", "over", "private"]

SENDING: Final = timedelta(seconds=8)
"""After this long an edit of a game's message counts as lost, and somebody else makes it."""

COUNTING: Final = timedelta(seconds=2)
"""How often “3 answered” is edited at the most."""

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
class Round:
    """A question as it was drawn for one round, its options in their order; `answer` is the index of the right one."""

    id: int
    game_id: int
    number: int
    question_id: int
    text: Spoiler
    options: tuple[Spoiler, ...]
    answer: int
    explanation: Spoiler
    sites: tuple[str, ...]
    difficulty: str
    topic: str
    opened_at: datetime | None

    @property
    def revealed_in(self) -> Episode:
        """The gate of everything in it."""
        return self.text.revealed_in


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody chose, how long after the question, and what it was worth."""

    user_id: int
    choice: int
    after: timedelta
    points: int


@dataclass(frozen=True, slots=True)
class Board:
    """A game with everything that its message shows now."""

    game: Game
    round: Round | None
    answers: list[Answer]
    scores: list[Score]
    missed: bool  # whether there is a revealed round that nobody had right


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
    counts: bool  # more have answered than the message says, and it may be edited again


@dataclass(frozen=True, slots=True)
class Press:
    """What became of a press: it counted, or an earlier one of the same member did."""

    counted: bool
    choice: int
    option: Spoiler
    closes_in: timedelta | None  # None: no clock, or one's own question


@dataclass(frozen=True, slots=True)
class Shortage:
    """Why a game cannot start as asked: `fresh` questions were not asked here yet, of `all` that there are."""

    fresh: int
    all: int


@dataclass(frozen=True, slots=True)
class Stats:
    """How somebody did in one kind of game."""

    kind: str
    games: int
    answered: int
    right: int
    points: int


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def _at(ms: int | None) -> datetime | None:
    return None if ms is None else datetime.fromtimestamp(ms / 1000, UTC)


_GAME: Final = """
    g.id, g.kind, g.guild_id, g.channel_id, g.message_id, g.host_id, g.ceiling, g.rounds, g.seconds, g.difficulty, g.topic,
    g.phase, g.round, g.due_at, g.ended, g.answers_shown, g.version
"""
_ROUND: Final = """
    r.id, r.game_id, r.number, r.question_id, r.text, r.options, r.answer, r.explanation, r.sites, r.difficulty, r.topic,
    r.opened_at, r.revealed_in
"""


class TriviaStore:
    """Everything that trivia remembers."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._questions = QuestionPool(database)

    async def pool(self, show: Show, through: Episode, *, guild_id: int | None = None) -> list[Question]:
        """Every question that may be asked through this episode in a server."""
        return await self._questions.pool(show, through, guild_id=guild_id)

    # ------------------------------------------------------------------------------------------- starting and ending

    async def start_game(self, start: Start, pool: list[Question], *, anew: bool) -> Game | Shortage | None:
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
                    _ms(start.at + _time_for(settings.seconds)),
                ),
            )  # fmt: skip
            for number, question in enumerate(drawn, 1):
                await _add_round(transaction, start.id, number, question, start.at if number == 1 else None)
                await transaction.execute(
                    "INSERT INTO trivia_asked (guild_id, question_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    (start.guild_id, question.id),
                )
        return await self.game(start.id)

    async def game(self, game_id: int) -> Game | None:
        """A game of any kind."""
        row = await self._database.row(f"SELECT {_GAME} FROM trivia_games g WHERE g.id = ?", (game_id,))
        return _game(row) if row else None

    async def running_in(self, channel_id: int) -> Game | None:
        """The game that runs in a channel."""
        row = await self._database.row(
            f"SELECT {_GAME} FROM trivia_games g WHERE g.channel_id = ? AND g.phase IN ('asking', 'revealed')",
            (channel_id,),
        )
        return _game(row) if row else None

    async def end_game(self, game_id: int, ended: Ending, at: datetime) -> bool:
        """End a running game; False where it is over already. Questions that it did not come to may be asked again."""
        async with self._database.transaction() as transaction:
            rows = await transaction.execute(
                """
                UPDATE trivia_games SET phase = 'over', ended = :ended, ended_at = :at, due_at = NULL, version = version + 1
                WHERE id = :game AND phase IN ('asking', 'revealed') RETURNING guild_id
                """,
                {"game": game_id, "ended": ended, "at": _ms(at)},
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
        )
        return rows[0][0] if rows else None

    # ------------------------------------------------------------------------------------------------ from round to round

    async def to_tend(self, at: datetime) -> list[Tend]:
        """Every game that runs, or whose last edit is missing, with what may have to be done."""
        rows = await self._database.rows(
            """
            SELECT g.id, g.phase, g.round, coalesce(g.due_at <= :now, 0),
                   g.phase = 'asking' AND EXISTS (SELECT 1 FROM trivia_answers WHERE round_id = before.id)
                       AND NOT EXISTS (SELECT 1 FROM trivia_answers b WHERE b.round_id = before.id AND NOT EXISTS
                           (SELECT 1 FROM trivia_answers a WHERE a.round_id = r.id AND a.user_id = b.user_id)),
                   g.round >= g.rounds OR g.silent_rounds >= :silent, g.silent_rounds >= :silent AND g.round < g.rounds,
                   coalesce((SELECT episode FROM ceilings WHERE place_id = g.channel_id AND show_id = g.show_id),
                            (SELECT episode FROM ceilings WHERE place_id = g.parent_id AND show_id = g.show_id),
                            (SELECT episode FROM ceilings WHERE place_id = g.guild_id AND show_id = g.show_id), 0) < g.ceiling,
                   g.phase = 'asking' AND g.counted_at <= :counted
                       AND g.answers_shown < (SELECT count(*) FROM trivia_answers WHERE round_id = r.id)
            FROM trivia_games g
                 LEFT JOIN trivia_rounds r ON r.game_id = g.id AND r.number = g.round
                 LEFT JOIN trivia_rounds before ON before.game_id = g.id AND before.number = g.round - 1
            WHERE (g.phase IN ('asking', 'revealed') OR g.shown < g.version) AND g.kind = 'public'
              AND (g.ended_at IS NULL OR g.ended_at > :retry)
            """,
            {
                "now": _ms(at),
                "counted": _ms(at - COUNTING),
                "retry": _ms(at - RETRYING),
                "silent": quiz.SILENT_ROUNDS,
            },
        )
        return [
            Tend(game_id, phase, number, *(bool(each) for each in flags)) for game_id, phase, number, *flags in rows
        ]

    async def reveal(self, game_id: int, number: int, at: datetime) -> bool:
        """Close a round and give points for it; False where somebody did that already."""
        async with self._database.transaction() as transaction:
            rows = await transaction.execute(
                """
                UPDATE trivia_games AS g SET phase = 'revealed', version = version + 1,
                    due_at = iif(g.seconds = 0 AND g.round < g.rounds, :no_hurry, :pause),
                    silent_rounds = iif(EXISTS (SELECT 1 FROM trivia_answers a JOIN trivia_rounds r ON r.id = a.round_id
                                                WHERE r.game_id = g.id AND r.number = g.round), 0, silent_rounds + 1)
                WHERE id = :game AND round = :number AND phase = 'asking' RETURNING seconds
                """,
                {
                    "game": game_id,
                    "number": number,
                    "pause": _ms(at + quiz.PAUSE),
                    "no_hurry": _ms(at + quiz.NO_HURRY),
                },
            )
            if not rows:
                return False
            closed = await transaction.execute(
                "UPDATE trivia_rounds SET closed_at = ? WHERE game_id = ? AND number = ?"
                " RETURNING id, difficulty, answer, opened_at",
                (_ms(at), game_id, number),
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
        """Ask the question after round `number`; False where somebody did that already."""
        async with self._database.transaction() as transaction:
            rows = await transaction.execute(
                """
                UPDATE trivia_games SET phase = 'asking', round = round + 1, version = version + 1, answers_shown = 0,
                    counted_at = :now, due_at = iif(seconds = 0, :no_hurry, :now + 1000 * seconds)
                WHERE id = :game AND round = :number AND round < rounds AND phase = 'revealed' RETURNING round
                """,
                {"game": game_id, "number": number, "now": _ms(at), "no_hurry": _ms(at + quiz.NO_HURRY)},
            )
            if rows:
                await transaction.execute(
                    "UPDATE trivia_rounds SET opened_at = ? WHERE game_id = ? AND number = ?",
                    (_ms(at), game_id, rows[0][0]),
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
            {"game": game_id, "number": number, "now": _ms(at), "counted": _ms(at - COUNTING)},
        )

    # ------------------------------------------------------------------------------------------------ the message

    async def claim_edit(self, game_id: int, at: datetime) -> bool:
        """Whether the caller is to bring the game's message up to date: there is something new, and nobody else does."""
        rows = await self._database.write(
            """
            UPDATE trivia_games SET sending_since = :now
            WHERE id = :game AND shown < version AND (sending_since IS NULL OR sending_since <= :lost) RETURNING 1
            """,
            {"game": game_id, "now": _ms(at), "lost": _ms(at - SENDING)},
        )
        return bool(rows)

    async def set_shown(self, game_id: int, version: int, message_id: int | None) -> None:
        """The game's message shows this version now."""
        await self._database.write(
            "UPDATE trivia_games SET shown = max(shown, ?), message_id = coalesce(?, message_id), sending_since = NULL"
            " WHERE id = ?",
            (version, message_id, game_id),
        )

    async def lose_message(self, game_id: int, message_id: int) -> bool:
        """The message is gone: the next edit posts one. True for whoever finds out first."""
        rows = await self._database.write(
            "UPDATE trivia_games SET message_id = NULL, sending_since = NULL WHERE id = ? AND message_id = ? RETURNING 1",
            (game_id, message_id),
        )
        return bool(rows)

    async def give_up(self, game_id: int) -> None:
        """Nothing can be shown any more."""
        await self._database.write(
            "UPDATE trivia_games SET shown = version, sending_since = NULL WHERE id = ?", (game_id,)
        )

    async def set_host_told(self, game_id: int) -> None:
        """The host knows how it ended."""
        await self._database.write("UPDATE trivia_games SET host_told = 1 WHERE id = ?", (game_id,))

    async def board(self, game_id: int) -> Board | None:
        """What a game's message shows now."""
        row = await self._database.row(
            f"""
            SELECT {_GAME}, EXISTS (SELECT 1 FROM trivia_rounds r WHERE r.game_id = g.id AND r.closed_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM trivia_answers a WHERE a.round_id = r.id AND a.choice = r.answer))
            FROM trivia_games g WHERE g.id = ?
            """,
            (game_id,),
        )
        if row is None:
            return None
        game, missed = _game(row[:-1]), bool(row[-1])
        rows = await self._database.rows(
            f"SELECT {_ROUND} FROM trivia_rounds r WHERE r.game_id = ? AND r.number = ?", (game_id, game.round)
        )
        current = _round(rows[0]) if rows else None
        answers = await self.answers(current.id) if current else []
        scores = await self.scores(game_id) if game.phase == "over" else []
        return Board(game, current, answers, scores, missed)

    async def answers(self, round_id: int) -> list[Answer]:
        """Everybody's answer in a round, the fastest first."""
        rows = await self._database.rows(
            "SELECT a.user_id, a.choice, a.at - r.opened_at, a.points"
            " FROM trivia_answers a JOIN trivia_rounds r ON r.id = a.round_id WHERE r.id = ? ORDER BY a.at, a.user_id",
            (round_id,),
        )
        return [Answer(user, choice, timedelta(milliseconds=after), points) for user, choice, after, points in rows]

    async def scores(self, game_id: int) -> list[Score]:
        """What everybody reached in the rounds that were revealed."""
        rows = await self._database.rows(
            f"SELECT {_SCORE} FROM trivia_answers a JOIN trivia_rounds r ON r.id = a.round_id"
            " WHERE r.game_id = ? AND r.closed_at IS NOT NULL GROUP BY a.user_id",
            (game_id,),
        )
        return [Score(*row) for row in rows]

    # ------------------------------------------------------------------------------------------------ answers

    async def answer(self, round_id: int, user_id: int, choice: int, at: datetime) -> Press | None:
        """Take an answer if the round is open and it is this member's first; None where the round is not open to them.

        One statement decides, so that of two presses in the same instant one counts, and after the bell none.
        """
        parameters = {"round": round_id, "user": user_id, "choice": choice, "now": _ms(at)}
        rows = await self._database.write(
            f"""
            INSERT INTO trivia_answers (round_id, user_id, choice, at)
            SELECT r.id, :user, :choice, :now {_OPEN}
            ON CONFLICT DO NOTHING
            RETURNING choice, (SELECT options FROM trivia_rounds WHERE id = :round),
                      (SELECT revealed_in FROM trivia_rounds WHERE id = :round),
                      (SELECT g.due_at - :now FROM trivia_games g JOIN trivia_rounds r ON r.game_id = g.id
                       WHERE r.id = :round AND g.seconds > 0)
            """,
            parameters,
        )
        counted = bool(rows)
        if not counted:
            rows = await self._database.rows(
                f"SELECT (SELECT choice FROM trivia_answers a WHERE a.round_id = r.id AND a.user_id = :user),"
                f" r.options, r.revealed_in, iif(g.seconds > 0, g.due_at - :now, NULL) {_OPEN}",
                parameters,
            )
        if not rows or rows[0][0] is None:
            return None
        kept, options, gate, left = rows[0]
        option = Spoiler(orjson.loads(options)[kept], Episode.from_ordinal(gate))
        return Press(counted, kept, option, None if left is None else timedelta(milliseconds=left))

    async def round(self, round_id: int, through: Episode) -> Round | None:
        """A round, or None where there is none that may be shown through this episode."""
        row = await self._database.row(
            f"SELECT {_ROUND} FROM trivia_rounds r WHERE r.id = ? AND r.revealed_in <= ?", (round_id, through.ordinal)
        )
        return _round(row) if row else None

    async def missed(self, game_id: int, through: Episode) -> list[Round]:
        """The revealed rounds that nobody had right, as far as they may be shown."""
        rows = await self._database.rows(
            f"""
            SELECT {_ROUND} FROM trivia_rounds r
            WHERE r.game_id = ? AND r.closed_at IS NOT NULL AND r.revealed_in <= ?
              AND NOT EXISTS (SELECT 1 FROM trivia_answers a WHERE a.round_id = r.id AND a.choice = r.answer)
            ORDER BY r.number
            """,
            (game_id, through.ordinal),
        )
        return [_round(row) for row in rows]

    async def answer_of(self, round_id: int, user_id: int) -> int | None:
        """What this member chose in a round."""
        row = await self._database.row(
            "SELECT choice FROM trivia_answers WHERE round_id = ? AND user_id = ?", (round_id, user_id)
        )
        return row[0] if row else None

    async def add_report(self, review_id: int, round_id: int, user_id: int) -> None:
        """Remember which round a report in the review queue is about, and what its author had answered."""
        await self._database.write(
            """
            INSERT INTO trivia_reports (review_id, round_id, choice)
            SELECT ?, ?, (SELECT choice FROM trivia_answers WHERE round_id = ? AND user_id = ?)
            """,
            (review_id, round_id, round_id, user_id),
        )

    async def report(self, review_id: int, through: Episode) -> tuple[Round, int | None] | None:
        """The round that a report is about and the answer given there, as far as they may be shown."""
        row = await self._database.row(
            f"SELECT {_ROUND}, t.choice FROM trivia_reports t JOIN trivia_rounds r ON r.id = t.round_id"
            " WHERE t.review_id = ? AND r.revealed_in <= ?",
            (review_id, through.ordinal),
        )
        return (_round(row[:-1]), row[-1]) if row else None

    async def place_of(self, round_id: int) -> tuple[int, int, int] | None:
        """The game, the number and the question of a round; nothing of what it says."""
        row = await self._database.row(
            "SELECT game_id, number, question_id FROM trivia_rounds WHERE id = ?", (round_id,)
        )
        return (row[0], row[1], row[2]) if row else None

    # ------------------------------------------------------------------------------------------------ practice

    async def start_practice(self, game_id: int, show_id: int, guild_id: int, user_id: int, settings: Settings) -> None:
        """Begin to practise; `add_practice_round` asks the first question."""
        await self._database.write(
            "INSERT INTO trivia_games (id, show_id, kind, guild_id, host_id, ceiling, rounds, seconds, difficulty, topic,"
            " phase, shown) VALUES (?, ?, 'practice', ?, ?, 0, 0, 0, ?, ?, 'private', 1)",
            (game_id, show_id, guild_id, user_id, settings.difficulty, settings.topic),
        )

    async def add_practice_round(
        self, game_id: int, user_id: int, after: int, question: Question, at: datetime
    ) -> Round | None:
        """Ask the next question of a practice; None where it was asked already (a button pressed twice)."""
        async with self._database.transaction() as transaction:
            rows = await transaction.execute(
                "UPDATE trivia_games SET round = round + 1"
                " WHERE id = ? AND host_id = ? AND round = ? AND kind = 'practice' RETURNING 1",
                (game_id, user_id, after),
            )
            if not rows:
                return None
            return await _add_round(transaction, game_id, after + 1, question, at)

    async def practised(self, game_id: int) -> tuple[int, int]:
        """Right answers and all answers of a practice."""
        row = await self._database.row(
            "SELECT coalesce(sum(a.choice = r.answer), 0), count(*) FROM trivia_answers a"
            " JOIN trivia_rounds r ON r.id = a.round_id WHERE r.game_id = ?",
            (game_id,),
        )
        return (row[0], row[1]) if row else (0, 0)

    async def memories(self, user_id: int) -> Mapping[int, Memory]:
        """How well somebody knows which questions."""
        rows = await self._database.rows(
            "SELECT question_id, box, due_at FROM trivia_memory WHERE user_id = ?", (user_id,)
        )
        return {question: Memory(box, datetime.fromtimestamp(due / 1000, UTC)) for question, box, due in rows}

    async def set_memory(self, user_id: int, question_id: int, memory: Memory) -> None:
        """Remember how well somebody knows a question."""
        await self._database.write(
            "INSERT INTO trivia_memory (user_id, question_id, box, due_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET box = excluded.box, due_at = excluded.due_at",
            (user_id, question_id, memory.box, _ms(memory.due)),
        )

    # ------------------------------------------------------------------------------------------------ daily

    async def daily_round(self, guild_id: int, user_id: int, day: date, through: Episode) -> tuple[Round | None, bool]:
        """The question that a member was shown on a day, if it may be shown, and whether they have answered that day."""
        row = await self._database.row(
            f"SELECT {_ROUND}, EXISTS (SELECT 1 FROM trivia_answers a WHERE a.round_id = r.id)"
            " FROM trivia_games g JOIN trivia_rounds r ON r.game_id = g.id"
            " WHERE g.kind = 'daily' AND g.guild_id = ? AND g.host_id = ? AND g.day = ?",
            (guild_id, user_id, day.toordinal()),
        )
        if row is None:
            return None, False
        found = _round(row[:-1])
        return (found if found.revealed_in <= through else None), bool(row[-1])

    async def set_daily_round(
        self, game_id: int, show_id: int, guild_id: int, user_id: int, day: date, question: Question, at: datetime
    ) -> Round | None:
        """Show a member the question of a day, in the place of one not answered yet; None where they have answered."""
        async with self._database.transaction() as transaction:
            mine = "kind = 'daily' AND guild_id = ? AND host_id = ? AND day = ?"
            await transaction.execute(
                f"DELETE FROM trivia_games WHERE {mine} AND NOT EXISTS (SELECT 1 FROM trivia_answers a"
                " JOIN trivia_rounds r ON r.id = a.round_id WHERE r.game_id = trivia_games.id)",
                (guild_id, user_id, day.toordinal()),
            )
            rows = await transaction.execute(
                "INSERT INTO trivia_games (id, show_id, kind, guild_id, host_id, ceiling, rounds, seconds, day, phase, round,"
                " shown) VALUES (?, ?, 'daily', ?, ?, 0, 1, 0, ?, 'private', 1, 1) ON CONFLICT DO NOTHING RETURNING 1",
                (game_id, show_id, guild_id, user_id, day.toordinal()),
            )
            return await _add_round(transaction, game_id, 1, question, at) if rows else None

    async def daily_of(self, round_id: int, user_id: int) -> tuple[int, date] | None:
        """The server (0: none) and the day of a member's own daily question."""
        row = await self._database.row(
            "SELECT g.guild_id, g.day FROM trivia_games g JOIN trivia_rounds r ON r.game_id = g.id"
            " WHERE r.id = ? AND g.host_id = ? AND g.kind = 'daily'",
            (round_id, user_id),
        )
        return (row[0], date.fromordinal(row[1])) if row else None

    async def streak(self, guild_id: int, user_id: int, day: date) -> int:
        """On how many days in a row, up to `day` or the one before, a member answered the daily question."""
        row = await self._database.row(
            """
            WITH days AS (
                SELECT g.day, row_number() OVER (ORDER BY g.day DESC) AS number
                FROM trivia_games g JOIN trivia_rounds r ON r.game_id = g.id
                     JOIN trivia_answers a ON a.round_id = r.id AND a.user_id = g.host_id
                WHERE g.kind = 'daily' AND g.guild_id = :guild AND g.host_id = :user AND g.day <= :day)
            SELECT count(*) FROM days
            WHERE day + number = (SELECT max(day) FROM days) + 1 AND (SELECT max(day) FROM days) >= :day - 1
            """,
            {"guild": guild_id, "user": user_id, "day": day.toordinal()},
        )
        return row[0] if row else 0

    # ------------------------------------------------------------------------------------------------ boards

    async def leaderboard(self, guild_id: int, since: datetime | None, limit: int) -> list[Score]:
        """The best of a server's public games, without those who want to be on no leaderboard."""
        rows = await self._database.rows(
            f"""
            SELECT {_SCORE} FROM trivia_games g JOIN trivia_rounds r ON r.game_id = g.id
                 JOIN trivia_answers a ON a.round_id = r.id
            WHERE g.guild_id = :guild AND g.kind = 'public' AND r.closed_at >= :since
              AND a.user_id NOT IN (SELECT user_id FROM leaderboard_opt_outs)
            GROUP BY a.user_id HAVING sum(a.points) > 0
            ORDER BY sum(a.points) DESC, sum(iif(a.choice = r.answer, a.at - r.opened_at, 0)), a.user_id LIMIT :limit
            """,
            {"guild": guild_id, "since": 0 if since is None else _ms(since), "limit": limit},
        )
        return [Score(*row) for row in rows]

    async def stats(self, user_id: int, guild_id: int | None) -> list[Stats]:
        """How a member did: everything of theirs, or with `guild_id` only the public games of that server."""
        rows = await self._database.rows(
            """
            SELECT g.kind, count(DISTINCT g.id), count(*), sum(a.choice = r.answer), sum(a.points)
            FROM trivia_answers a JOIN trivia_rounds r ON r.id = a.round_id JOIN trivia_games g ON g.id = r.game_id
            WHERE a.user_id = :user AND (g.kind <> 'public' OR r.closed_at IS NOT NULL)
              AND (:guild IS NULL OR (g.guild_id = :guild AND g.kind = 'public'))
            GROUP BY g.kind
            """,
            {"user": user_id, "guild": guild_id},
        )
        return [Stats(*row) for row in rows]


_SCORE: Final = """
    a.user_id, sum(a.points), sum(a.choice = r.answer), count(*), sum(iif(a.choice = r.answer, a.at - r.opened_at, 0))
"""
# A public round while it is asked; of a member's own game the newest round, for nobody else.
_OPEN: Final = """
    FROM trivia_rounds r JOIN trivia_games g ON g.id = r.game_id
    WHERE r.id = :round AND g.round = r.number
      AND ((g.phase = 'asking' AND :now < g.due_at) OR (g.phase = 'private' AND g.host_id = :user))
"""


def _time_for(seconds: int) -> timedelta:
    return timedelta(seconds=seconds) if seconds else quiz.NO_HURRY


async def _add_round(
    transaction: Transaction, game_id: int, number: int, question: Question, opened_at: datetime | None
) -> Round:
    """Deal a question; the order of its options is drawn here, once."""
    options, answer = quiz.dealt(question, game_id)
    gate = question.revealed_in
    round_id = row_id("trivia", str(game_id), str(number))
    await transaction.execute(
        "INSERT INTO trivia_rounds (id, game_id, number, question_id, text, options, answer, explanation, sites, difficulty,"
        " topic, revealed_in, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            round_id, game_id, number, question.id, question.text.reveal(),
            orjson.dumps([each.reveal() for each in options]).decode(), answer, question.explanation.reveal(),
            orjson.dumps(question.sites).decode(), question.difficulty, question.topic, gate.ordinal,
            None if opened_at is None else _ms(opened_at),
        ),
    )  # fmt: skip
    return Round(
        round_id, game_id, number, question.id, Spoiler(question.text.reveal(), gate), options, answer, question.explanation,
        question.sites, question.difficulty, question.topic, opened_at,
    )  # fmt: skip


def _game(row: Row) -> Game:
    game_id, kind, guild, channel, message, host, ceiling, rounds, seconds, difficulty, topic, *rest = row
    phase, number, due_at, ended, answers_shown, version = rest
    return Game(
        game_id, kind, guild, channel, message, host, Episode.from_ordinal(ceiling),
        Settings(rounds, seconds, difficulty, topic), phase, number, _at(due_at), ended, answers_shown, version,
    )  # fmt: skip


def _round(row: Row) -> Round:
    (
        round_id,
        game_id,
        number,
        question_id,
        text,
        options,
        answer,
        explanation,
        sites,
        difficulty,
        topic,
        opened,
        ordinal,
    ) = row
    gate = Episode.from_ordinal(ordinal)
    return Round(
        round_id, game_id, number, question_id, Spoiler(text, gate),
        tuple(Spoiler(each, gate) for each in orjson.loads(options)), answer, Spoiler(explanation, gate),
        tuple(orjson.loads(sites)), difficulty, topic, _at(opened),
    )  # fmt: skip
