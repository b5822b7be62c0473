"""Games of trivia with all of their state.

Races are decided in one statement each: which start wins, who moves a game on.
"""
# ruff: noqa: S608  every part of a statement is a constant of this file

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import orjson

from bot.settings import Shards
from bot.show import trivia
from bot.show.trivia import Question
from bot.store.cluster import EVERYWHERE, OF_SHARDS, parameters_of
from bot.store.database import Database, Transaction, to_ms
from bot.store.game_helps import SKIPPED
from bot.store.game_values import (
    ANNOUNCEMENT,
    GAME,
    GOES_ON,
    GOING,
    HOPELESS,
    MORE,
    STANDINGS,
    TOLD,
    Ending,
    Fallen,
    Game,
    Phase,
    Shortage,
    Start,
    change_message,
    read_game,
)
from bot.store.rounds import FELL, add_round, ceiling_now, told
from bot.store.teams import announce_anew, keep_teams, place_teamless
from bot.store.viewers import Place

COUNTING: Final = timedelta(seconds=2)
"""How often “3 answered” is edited at the most."""

RETRYING: Final = timedelta(minutes=10)
"""How long the last edit of a game that is over is tried again."""


@dataclass(frozen=True, slots=True)
class Tend:
    """A running game, and what may have to be done with it. The fields are the columns of `_TEND`, by name."""

    game_id: int
    phase: Phase
    round: int
    is_due: bool  # the time of its phase is up, and the message has shown it
    all_answered: bool  # whoever answered the last round that anybody did has answered this one
    is_last: bool
    silent: bool  # too many rounds in a row that nobody answered
    ceiling_fell: bool
    lost: bool  # the question that is shown was hidden or moved further than the channel goes
    counts: bool  # more have answered, or want to skip, than the message says, and it may be edited again
    skipped: bool  # enough want to skip it
    clue: bool  # one more clue is due


# The columns of `Tend`, by its fields: of a game `g`, its round `r`, and the last round before that anybody answered.
_TEND: Final = {
    "game_id": "g.id",
    "phase": "g.phase",
    "round": "g.round",
    "is_due": f"coalesce(g.due_at <= :now, 0) AND coalesce(m.shown >= m.began OR m.tries >= {HOPELESS}, 1)",
    "all_answered": """
        g.phase = 'asking' AND before.id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM trivia_answers b WHERE b.round_id = before.id AND NOT EXISTS
            (SELECT 1 FROM trivia_answers a WHERE a.round_id = r.id AND a.user_id = b.user_id))
    """,
    "is_last": f"NOT {GOES_ON}",
    "silent": f"{MORE} AND NOT {GOES_ON}",
    "ceiling_fell": FELL,
    "lost": f"NOT {TOLD}",
    "counts": """
        g.phase = 'asking' AND g.counted_at <= :counted
        AND (g.answers_shown < (SELECT count(*) FROM trivia_answers WHERE round_id = r.id)
             OR g.skips_shown < (SELECT count(*) FROM trivia_helps WHERE round_id = r.id AND help = 'skip'))
    """,
    "skipped": f"g.phase = 'asking' AND {SKIPPED}",
    "clue": """
        g.phase = 'asking' AND r.clues_shown < json_array_length(r.clues)
        AND r.opened_at + r.clues_shown * :clue <= :now AND m.shown >= m.began
    """,
}


class GameStore:
    """Games of every kind, from their start to their end; what their messages show is in `GameMessageStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # ------------------------------------------------------------------------------------------- starting and ending

    async def start_game(self, start: Start, pool: list[Question], *, anew: bool) -> Game | Shortage | Fallen | None:
        """Start a public game with its first question open; None where one is running in the channel already.

        `pool` holds every question it may ask; with `anew` those that this server has had begin again when it runs out.
        """
        async with self._database.transaction() as transaction:
            if await _runs_in(transaction, start.channel_id):
                return None
            place = Place(start.guild_id, start.channel_id, start.parent_id, start.category_id)
            if await ceiling_now(transaction, start.show_id, place) < start.ceiling:
                return Fallen()
            questions = await _draw(transaction, start, pool, anew=anew)
            if isinstance(questions, Shortage):
                return questions
            await _add_game(transaction, start)
            await keep_teams(transaction, start.id, start.rematch_of)
            await _add_messages(transaction, start.id, ANNOUNCEMENT, 1)
            for number, question in enumerate(questions, 1):
                await add_round(transaction, start.id, number, question, start.at if number == 1 else None)
            await transaction.execute_many(
                "INSERT INTO trivia_asked (guild_id, question_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                [(start.guild_id, question.id) for question in questions],
            )
        return await self.game(start.id)

    async def game(self, game_id: int) -> Game | None:
        """A game of any kind."""
        row = await self._database.row(f"SELECT {GAME} FROM trivia_games g WHERE g.id = ?", (game_id,))
        return read_game(row) if row else None

    async def game_of(self, guild_id: int | None, game_id: int) -> Game | None:
        """A game of this server."""
        game = await self.game(game_id)
        return game if game is not None and game.guild_id == guild_id else None

    async def running_in(self, channel_id: int) -> Game | None:
        """The game that runs in a channel."""
        row = await self._database.row(
            f"SELECT {GAME} FROM trivia_games g WHERE g.channel_id = ? AND g.phase IN ('asking', 'revealed')",
            (channel_id,),
        )
        return read_game(row) if row else None

    async def end_game(self, game_id: int, ended: Ending, at: datetime) -> bool:
        """End a running game; False where it is over already. Questions that it did not come to may be asked again.

        `ceiling` ends it only where its channel goes less far by now.
        """
        async with self._database.transaction() as transaction:
            rows = await transaction.execute(
                f"""
                UPDATE trivia_games AS g SET phase = 'over', ended = :ended, ended_at = :at, due_at = NULL
                WHERE id = :game AND phase IN ('asking', 'revealed') AND (:ended <> 'ceiling' OR {FELL})
                RETURNING guild_id, round
                """,
                {"game": game_id, "ended": ended, "at": to_ms(at)},
            )
            if rows:
                await transaction.execute(
                    "DELETE FROM trivia_asked WHERE guild_id = ? AND question_id IN"
                    " (SELECT question_id FROM trivia_rounds WHERE game_id = ? AND opened_at IS NULL)",
                    (rows[0][0], game_id),
                )
                await change_message(transaction, game_id, rows[0][1])
                await announce_anew(transaction, game_id)
                await _add_messages(transaction, game_id, STANDINGS)
        return bool(rows)

    async def count_running(self) -> int:
        """How many games run in channels."""
        sql = "SELECT count(*) FROM trivia_games WHERE phase IN ('asking', 'revealed')"
        return (await self._database.rows(sql))[0][0]

    async def abandon_games(self) -> None:
        """End every running game without a word: the Discord that it ran on is gone, as the preview's is at its end."""
        async with self._database.transaction() as transaction:
            await transaction.execute(
                "UPDATE trivia_games SET phase = 'over', ended = 'stopped', due_at = NULL"
                " WHERE phase IN ('asking', 'revealed')"
            )
            await transaction.execute("UPDATE trivia_messages SET shown = version WHERE shown < version")

    # ------------------------------------------------------------------------------------------------ from round to round

    async def to_tend(self, at: datetime, shards: Shards = EVERYWHERE) -> list[Tend]:
        """Every game of these shards that runs, or has something to show, with what may have to be done."""
        rows = await self._database.rows(
            f"""
            SELECT {", ".join(f"{sql} AS {name}" for name, sql in _TEND.items())}
            FROM trivia_games g
                 LEFT JOIN trivia_rounds r ON r.game_id = g.id AND r.number = g.round
                 LEFT JOIN trivia_messages m ON m.game_id = g.id AND m.number = g.round
                 LEFT JOIN trivia_rounds before ON before.game_id = g.id AND before.number =
                     (SELECT max(number) FROM trivia_rounds o
                      WHERE game_id = g.id AND number < g.round AND closed_at IS NOT NULL
                          AND EXISTS (SELECT 1 FROM trivia_answers WHERE round_id = o.id))
            WHERE g.id IN (SELECT id FROM trivia_games WHERE phase IN ('asking', 'revealed')
                           UNION SELECT game_id FROM trivia_messages WHERE shown < version)
              AND (g.ended_at IS NULL OR g.ended_at > :retry) AND {OF_SHARDS}
            """,
            {
                "now": to_ms(at),
                "counted": to_ms(at - COUNTING),
                "retry": to_ms(at - RETRYING),
                "clue": trivia.CLUE // trivia.MILLISECOND,
                **parameters_of(shards),
            },
        )
        return [_tend(dict(zip(_TEND, row, strict=True))) for row in rows]

    async def reveal(self, game_id: int, number: int, at: datetime) -> bool:
        """Close a round and give points for it; False where somebody did that already.

        And where the channel goes less far by now, or the question was hidden or moved further than it.
        """
        async with self._database.transaction() as transaction:
            rows = await transaction.execute(
                f"""
                UPDATE trivia_games AS g SET phase = 'revealed', due_at = :pause,
                    silent_rounds = iif(EXISTS (
                        SELECT 1 FROM trivia_rounds r WHERE r.game_id = g.id AND r.number = g.round
                            AND (EXISTS (SELECT 1 FROM trivia_answers WHERE round_id = r.id)
                                 OR EXISTS (SELECT 1 FROM trivia_helps WHERE round_id = r.id))), 0, silent_rounds + 1)
                WHERE id = :game AND round = :number AND {GOING} RETURNING seconds
                """,
                {"game": game_id, "number": number, "pause": to_ms(at + trivia.PAUSE)},
            )
            if not rows:
                return False
            closed = await transaction.execute(
                "UPDATE trivia_rounds SET closed_at = ? WHERE game_id = ? AND number = ?"
                " RETURNING id, difficulty, answer, opened_at, json_array_length(clues)",
                (to_ms(at), game_id, number),
            )
            await _start_level(transaction, game_id, closed[0][0])
            await place_teamless(transaction, game_id, closed[0][0])
            await announce_anew(transaction, game_id)
            await _give_points(transaction, rows[0][0], *closed[0])
            await transaction.execute(
                f"UPDATE trivia_games AS g SET due_at = ? WHERE id = ? AND seconds = 0 AND {GOES_ON}",
                (to_ms(at + trivia.NO_HURRY), game_id),
            )
            await transaction.execute(
                "UPDATE trivia_messages SET version = version + 1, began = version + 1 WHERE game_id = ? AND number = ?",
                (game_id, number),
            )
        return True

    async def open_next(self, game_id: int, number: int, at: datetime) -> bool:
        """Ask the next question that may be told; False where somebody did that already, and where the channel goes less far by now.

        It follows an answer, or a question that was hidden or moved while it was asked.
        """
        async with self._database.transaction() as transaction:
            rows = await transaction.execute(
                f"""
                UPDATE trivia_games AS g SET phase = 'asking', answers_shown = 0, skips_shown = 0,
                    round = (SELECT min(n.number) FROM trivia_rounds n
                             WHERE n.game_id = g.id AND n.number > g.round AND {told("n")}),
                    counted_at = :now, due_at = iif(seconds = 0, :no_hurry, :now + 1000 * seconds)
                WHERE id = :game AND round = :number AND (phase = 'revealed' OR (phase = 'asking' AND NOT {TOLD}))
                  AND {MORE} AND NOT {FELL}
                RETURNING round
                """,
                {"game": game_id, "number": number, "now": to_ms(at), "no_hurry": to_ms(at + trivia.NO_HURRY)},
            )
            if rows:
                await transaction.execute(
                    "UPDATE trivia_rounds SET opened_at = ? WHERE game_id = ? AND number = ?",
                    (to_ms(at), game_id, rows[0][0]),
                )
                await change_message(transaction, game_id, number)
                await _add_messages(transaction, game_id, rows[0][0])
        return bool(rows)

    async def count_answers(self, game_id: int, number: int, at: datetime) -> None:
        """Let the message say how many have answered by now."""
        async with self._database.transaction() as transaction:
            rows = await transaction.execute(
                """
                UPDATE trivia_games AS g SET counted_at = :now, answers_shown =
                    (SELECT count(*) FROM trivia_answers a JOIN trivia_rounds r ON r.id = a.round_id
                     WHERE r.game_id = g.id AND r.number = g.round),
                    skips_shown = (SELECT count(*) FROM trivia_helps h JOIN trivia_rounds r ON r.id = h.round_id
                     WHERE r.game_id = g.id AND r.number = g.round AND h.help = 'skip')
                WHERE id = :game AND round = :number AND phase = 'asking' AND counted_at <= :counted RETURNING 1
                """,
                {"game": game_id, "number": number, "now": to_ms(at), "counted": to_ms(at - COUNTING)},
            )
            if rows:
                await change_message(transaction, game_id, number)


async def _add_messages(transaction: Transaction, game_id: int, *numbers: int) -> None:
    """There is a message to post: whoever claims it posts it."""
    await transaction.execute_many(
        "INSERT INTO trivia_messages (game_id, number) VALUES (?, ?)", [(game_id, number) for number in numbers]
    )


async def _give_points(
    transaction: Transaction, seconds: int, round_id: int, difficulty: str, answer: int, opened: int, clues: int
) -> None:
    """Give points for the right answers to a round: more the sooner they came, half of them after 50 : 50."""
    right = await transaction.execute(
        "SELECT user_id, at, clues_seen, EXISTS (SELECT 1 FROM trivia_helps h WHERE h.round_id = a.round_id"
        " AND h.user_id = a.user_id AND h.help = 'half') FROM trivia_answers a WHERE round_id = ? AND choice = ?",
        (round_id, answer),
    )
    given: list[tuple[int, int, int]] = []
    for user_id, when, seen, is_half in right:
        worth = (
            trivia.clue_points(difficulty, seen, clues)
            if clues > 1
            else trivia.points(difficulty, timedelta(milliseconds=when - opened), seconds)
        )
        given.append(((worth + 1) // 2 if is_half else worth, round_id, user_id))
    await transaction.execute_many("UPDATE trivia_answers SET points = ? WHERE round_id = ? AND user_id = ?", given)


async def _start_level(transaction: Transaction, game_id: int, round_id: int) -> None:
    """Whoever joins in this round starts level with the last of those who played before, where there are two of them."""
    await transaction.execute(
        """
        WITH players AS (
            SELECT a.user_id, sum(a.points + a.head_start) AS points
            FROM trivia_answers a JOIN trivia_rounds r ON r.id = a.round_id
            WHERE r.game_id = :game AND r.closed_at IS NOT NULL AND r.id <> :round GROUP BY a.user_id)
        UPDATE trivia_answers SET head_start = (SELECT min(points) FROM players)
        WHERE round_id = :round AND user_id NOT IN (SELECT user_id FROM players) AND (SELECT count(*) FROM players) > 1
        """,
        {"game": game_id, "round": round_id},
    )


async def _runs_in(transaction: Transaction, channel_id: int) -> bool:
    sql = "SELECT 1 FROM trivia_games WHERE channel_id = ? AND phase IN ('asking', 'revealed')"
    return bool(await transaction.execute(sql, (channel_id,)))


async def _draw(
    transaction: Transaction, start: Start, pool: list[Question], *, anew: bool
) -> list[Question] | Shortage:
    """The questions of a game, in their order. What is new comes first, also where the old ones begin again."""
    rounds = start.settings.rounds
    rows = await transaction.execute("SELECT question_id FROM trivia_asked WHERE guild_id = ?", (start.guild_id,))
    fresh = trivia.drawn(pool, {row[0] for row in rows}, rounds, start.id)
    if len(fresh) == rounds:
        return fresh
    if not anew or len(pool) < rounds:
        return Shortage(len(fresh), len(pool))
    await transaction.execute(
        "DELETE FROM trivia_asked WHERE guild_id = ? AND question_id IN (SELECT value FROM json_each(?))",
        (start.guild_id, orjson.dumps([each.id for each in pool]).decode()),
    )
    return fresh + trivia.drawn(pool, {each.id for each in fresh}, rounds - len(fresh), start.id)


async def _add_game(transaction: Transaction, start: Start) -> None:
    settings = start.settings
    lasts = timedelta(seconds=settings.seconds) if settings.seconds else trivia.NO_HURRY
    await transaction.execute(
        """
        INSERT INTO trivia_games (id, show_id, kind, guild_id, channel_id, parent_id, category_id, host_id, ceiling, rounds,
                                  seconds, difficulty, topic, about, play, phase, round, due_at)
        VALUES (?, ?, 'public', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'asking', 1, ?)
        """,
        (
            start.id, start.show_id, start.guild_id, start.channel_id, start.parent_id, start.category_id, start.host_id,
            start.ceiling.ordinal, settings.rounds, settings.seconds, settings.difficulty, settings.topic,
            settings.about and settings.about.ordinal,
            None if settings.play == trivia.QUIZ else settings.play,
            to_ms(start.at + lasts),
        ),
    )  # fmt: skip


def _tend(columns: dict[str, Any]) -> Tend:
    return Tend(
        game_id=columns["game_id"],
        phase=columns["phase"],
        round=columns["round"],
        is_due=bool(columns["is_due"]),
        all_answered=bool(columns["all_answered"]),
        is_last=bool(columns["is_last"]),
        silent=bool(columns["silent"]),
        ceiling_fell=bool(columns["ceiling_fell"]),
        lost=bool(columns["lost"]),
        counts=bool(columns["counts"]),
        skipped=bool(columns["skipped"]),
        clue=bool(columns["clue"]),
    )
