"""Rounds of trivia: a question as it was drawn once, who answered it and how. One statement decides which press counts."""
# ruff: noqa: S608  every part of a statement is a constant of this file

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import orjson

from bot.show import trivia
from bot.show.episodes import Episode
from bot.show.facts import row_id
from bot.show.spoilers import Spoiler
from bot.show.trivia import Question
from bot.store.database import Database, Row, Transaction, from_ms, to_ms
from bot.store.gates import gate_of_round
from bot.store.viewers import Place


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
    clues: tuple[Spoiler, ...] = ()
    clues_shown: int = 1
    places: tuple[tuple[Episode, int], ...] = ()  # of each option, where it is asked which came first

    @property
    def revealed_in(self) -> Episode:
        """The gate of everything in it."""
        return self.text.revealed_in


class RoundIds(NamedTuple):
    """Which game a round belongs to, its number there from 1, and the question that it asks."""

    game_id: int
    number: int
    question_id: int


@dataclass(frozen=True, slots=True)
class RoundAnswer:
    """What somebody chose, how long after the question, and what it was worth."""

    user_id: int
    choice: int
    after: timedelta
    points: int


@dataclass(frozen=True, slots=True)
class Press:
    """What became of a press: it counted, or an earlier one of the same member did."""

    counted: bool
    choice: int
    option: Spoiler
    timed: bool  # a clock closes the question; without one its host does, or nobody in one's own game


ROUND: Final = f"""
    r.id, r.game_id, r.number, r.question_id, r.text, r.options, r.answer, r.explanation, r.sites, r.difficulty, r.topic,
    r.opened_at, r.clues, r.clues_shown, r.places, {gate_of_round("r")} AS gate_now
"""
"""Columns of a round `r` of a game `g`, for `read_round`; no round is read whose `gate_now` was not compared."""


def ceiling_of(channel: str, parent: str, category: str, guild: str, show: str) -> str:
    """SQL: what a channel may show in the clear now; `parent` is the channel of a thread, or NULL, as is `category`."""
    places = (
        f"(SELECT episode FROM ceilings WHERE place_id = {place} AND show_id = {show})"
        for place in (channel, parent, category, guild)
    )
    return f"coalesce({', '.join(places)}, 0)"


async def ceiling_now(transaction: Transaction, show_id: int, place: Place) -> Episode:
    """What a channel may show: a moderator may have lowered it since the questions for it were chosen."""
    sql = f"SELECT {ceiling_of(':channel', ':parent', ':category', ':guild', ':show')}"
    ((ordinal,),) = await transaction.execute(
        sql,
        {
            "channel": place.channel_id, "parent": place.parent_id, "category": place.category_id,
            "guild": place.guild_id, "show": show_id,
        },
    )  # fmt: skip
    return Episode.from_ordinal(ordinal)


FELL: Final = f"({ceiling_of('g.channel_id', 'g.parent_id', 'g.category_id', 'g.guild_id', 'g.show_id')} < g.ceiling)"
"""SQL: whether the channel of a game `g` goes less far than when it began. Whatever moves a public game on holds this."""


def told(r: str) -> str:
    """SQL: whether a round may be told in its public game `g` now: it, and what it rests on, was neither hidden nor moved."""
    return f"coalesce({gate_of_round(r)} <= g.ceiling, 0)"


# A public round while it is asked; of a member's own game the newest round, for nobody else.
OPEN: Final = f"""
    FROM trivia_rounds r JOIN trivia_games g ON g.id = r.game_id
    WHERE r.id = :round AND g.round = r.number
      AND ((g.phase = 'asking' AND g.guild_id = :guild AND :now < g.due_at AND NOT {FELL} AND {told("r")}) OR (g.phase = 'private' AND g.host_id = :user))
"""
"""SQL: round `:round` of game `g`, where `:user` can answer it `:now` in the server `:guild`."""

_CHOSEN: Final = f"{OPEN} AND :choice < json_array_length(r.options)"


class RoundStore:
    """Rounds of every kind of game, and the answers to them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def round(self, round_id: int, through: Episode) -> Round | None:
        """A round, or None where there is none that may be shown through this episode."""
        row = await self._database.row(
            f"SELECT {ROUND} FROM trivia_rounds r JOIN trivia_games g ON g.id = r.game_id"
            " WHERE r.id = ? AND gate_now <= ?",
            (round_id, through.ordinal),
        )
        return read_round(row) if row else None

    async def round_ids(self, guild_id: int | None, round_id: int) -> RoundIds | None:
        """The ids of a round of this server (None: of direct messages); nothing of what it says."""
        row = await self._database.row(
            "SELECT r.game_id, r.number, r.question_id FROM trivia_rounds r JOIN trivia_games g ON g.id = r.game_id"
            " WHERE r.id = ? AND g.guild_id = ?",
            (round_id, guild_id or 0),
        )
        return RoundIds(*row) if row else None

    async def answer(
        self, guild_id: int | None, round_id: int, user_id: int, choice: int, at: datetime
    ) -> Press | None:
        """Take an answer if the round is open and it is this member's first; None where the round is not open to them.

        A public round is open in its own server only.

        One statement decides, so that of two presses in the same instant one counts, and after the bell none.
        """
        parameters = {
            "guild": guild_id, "round": round_id, "user": user_id, "choice": choice, "now": to_ms(at),
        }  # fmt: skip
        rows = await self._database.write(
            f"""
            INSERT INTO trivia_answers (round_id, user_id, choice, at, clues_seen)
            SELECT r.id, :user, :choice, :now, r.clues_shown {_CHOSEN}
            ON CONFLICT DO NOTHING
            RETURNING choice, (SELECT options FROM trivia_rounds WHERE id = :round),
                      (SELECT revealed_in FROM trivia_rounds WHERE id = :round),
                      (SELECT g.seconds > 0 FROM trivia_games g JOIN trivia_rounds r ON r.game_id = g.id
                       WHERE r.id = :round)
            """,
            parameters,
        )
        counted = bool(rows)
        if not counted:
            rows = await self._database.rows(
                f"SELECT (SELECT choice FROM trivia_answers a WHERE a.round_id = r.id AND a.user_id = :user),"
                f" r.options, r.revealed_in, g.seconds > 0 {_CHOSEN}",
                parameters,
            )
        if not rows or rows[0][0] is None:
            return None
        kept, options, gate, timed = rows[0]
        option = Spoiler(orjson.loads(options)[kept], Episode.from_ordinal(gate))
        return Press(counted, kept, option, bool(timed))

    async def answer_of(self, round_id: int, user_id: int) -> int | None:
        """What this member chose in a round."""
        row = await self._database.row(
            "SELECT choice FROM trivia_answers WHERE round_id = ? AND user_id = ?", (round_id, user_id)
        )
        return row[0] if row else None

    async def answers(self, round_id: int) -> list[RoundAnswer]:
        """Everybody's answer in a round, the fastest first."""
        rows = await self._database.rows(
            "SELECT a.user_id, a.choice, a.at - r.opened_at, a.points"
            " FROM trivia_answers a JOIN trivia_rounds r ON r.id = a.round_id WHERE r.id = ? ORDER BY a.at, a.user_id",
            (round_id,),
        )
        return [
            RoundAnswer(user, choice, timedelta(milliseconds=after), points) for user, choice, after, points in rows
        ]

    async def missed(self, guild_id: int | None, game_id: int, through: Episode) -> list[Round]:
        """The revealed rounds of a game of this server that nobody had right, as far as they may be shown."""
        rows = await self._database.rows(
            f"""
            SELECT {ROUND} FROM trivia_rounds r JOIN trivia_games g ON g.id = r.game_id
            WHERE r.game_id = ? AND g.guild_id = ? AND r.closed_at IS NOT NULL AND gate_now <= ?
              AND NOT EXISTS (SELECT 1 FROM trivia_answers a WHERE a.round_id = r.id AND a.choice = r.answer)
            ORDER BY r.number
            """,
            (game_id, guild_id, through.ordinal),
        )
        return [read_round(row) for row in rows]

    async def add_report(self, review_id: int, round_id: int, user_id: int) -> None:
        """Remember which round a report in the review queue is about, and what its author had answered."""
        await self._database.write(
            """
            INSERT INTO trivia_reports (review_id, round_id, choice)
            SELECT ?, r.id, (SELECT choice FROM trivia_answers WHERE round_id = r.id AND user_id = ?)
            FROM trivia_rounds r WHERE r.id = ?
            """,
            (review_id, user_id, round_id),
        )

    async def report(self, review_id: int, through: Episode) -> tuple[Round, int | None] | None:
        """The round that a report is about and the answer given there, as far as they may be shown."""
        row = await self._database.row(
            f"SELECT {ROUND}, t.choice FROM trivia_reports t JOIN trivia_rounds r ON r.id = t.round_id"
            " JOIN trivia_games g ON g.id = r.game_id WHERE t.review_id = ? AND gate_now <= ?",
            (review_id, through.ordinal),
        )
        return (read_round(row[:-1]), row[-1]) if row else None


async def add_round(
    transaction: Transaction, game_id: int, number: int, question: Question, opened_at: datetime | None
) -> Round:
    """Deal a question; the order of its options is drawn here, once."""
    order, gate = trivia.dealt(question, game_id), question.revealed_in
    options, answer = [(question.answer, *question.wrong)[index] for index in order], order.index(0)
    places = [question.places[index] for index in order] if question.places else []
    round_id = row_id("trivia", str(game_id), str(number))
    await transaction.execute(
        "INSERT INTO trivia_rounds (id, game_id, number, question_id, text, options, answer, explanation, sites, difficulty,"
        " topic, revealed_in, opened_at, rests_on, clues, places) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            round_id, game_id, number, question.id, question.text.reveal(),
            orjson.dumps([each.reveal() for each in options]).decode(), answer, question.explanation.reveal(),
            orjson.dumps(question.sites).decode(), question.difficulty, question.topic, gate.ordinal,
            None if opened_at is None else to_ms(opened_at),
            orjson.dumps(question.rests_on).decode() if question.generated else None,
            orjson.dumps([each.reveal() for each in question.clues]).decode(),
            orjson.dumps([(episode.ordinal, scene) for episode, scene in places]).decode(),
        ),
    )  # fmt: skip
    return Round(
        round_id, game_id, number, question.id, Spoiler(question.text.reveal(), gate), tuple(options), answer,
        question.explanation, question.sites, question.difficulty, question.topic, opened_at, question.clues, 1, tuple(places),
    )  # fmt: skip


def read_round(row: Row) -> Round:
    """The round in a row of the columns `ROUND`."""
    round_id, game_id, number, question_id, text, options, answer, explanation, sites, *rest = row
    difficulty, topic, opened, clues, clues_shown, places, ordinal = rest
    gate = Episode.from_ordinal(ordinal)
    return Round(
        round_id, game_id, number, question_id, Spoiler(text, gate),
        tuple(Spoiler(each, gate) for each in orjson.loads(options)), answer, Spoiler(explanation, gate),
        tuple(orjson.loads(sites)), difficulty, topic, None if opened is None else from_ms(opened),
        tuple(Spoiler(each, gate) for each in orjson.loads(clues)), clues_shown,
        tuple((Episode.from_ordinal(episode), scene) for episode, scene in orjson.loads(places)),
    )  # fmt: skip
