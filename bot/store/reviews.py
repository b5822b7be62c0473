"""What members report and suggest, and the queue in which moderators decide it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal

import orjson

from bot.show.edits import Change, same_words
from bot.show.episodes import EVERYTHING, PREMISE, Episode
from bot.show.spoilers import Spoiler
from bot.show.text_rules import Names
from bot.store.database import Database, Row
from bot.store.edits import saved
from bot.store.facts import FactStore

ReviewKind = Literal["fact report", "question report", "suggestion"]
Decision = Literal["open", "approved", "rejected"]

OPEN_OF_A_MEMBER: Final = 5
"""What one member may have waiting in one server."""

OPEN_OF_A_SERVER: Final = 50
"""What may wait in one server."""

_WEEK: Final = timedelta(days=7)

_LAST: Final = "(SELECT max(revealed_in) FROM episodes WHERE show_id = reviews.show_id)"
# `revealed_in` is what its author said. A report says no less than the fact it is about, as that is gated now.
_REVIEW: Final = f"""
    SELECT id, guild_id, author_id, kind, target_id, text, source, about, topic, correction,
           max(coalesce(revealed_in, {_LAST}, 0), iif(kind = 'fact report', coalesce((
               SELECT max(gate) FROM (
                   SELECT revealed_in AS gate FROM facts WHERE id = reviews.target_id UNION ALL
                   SELECT revealed_in FROM edits WHERE guild_id = reviews.guild_id AND item_id = reviews.target_id)),
               {_LAST}, 0), 0)),
           created_at, state, decided_by, reason, wants_dm, channel_id, message_id, question, asked, show_id
    FROM reviews
"""  # noqa: S608  constants of ours

# Joined to another one, it waits with that one; if that one was erased, it waits by itself.
_WAITS: Final = """
    state = 'open' AND (same_as IS NULL OR NOT EXISTS
        (SELECT 1 FROM reviews first WHERE first.id = reviews.same_as AND first.state = 'open'))
"""

# Of what is about to be added: something that waits in the same server is about the same thing and says the same of it.
_SAYS_THE_SAME: Final = f"guild_id IS :guild AND kind = :kind AND target_id IS :target AND same_key = :key AND {_WAITS}"


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """What a suggested question has beside its text: `options`, the right one first, and what its author knew."""

    options: tuple[str, ...]
    explanation: str = ""
    difficulty: str = ""


@dataclass(frozen=True, slots=True)
class SuggestedQuestion:
    """The same as it is kept: gated as the whole suggestion."""

    options: tuple[Spoiler, ...]
    explanation: Spoiler
    difficulty: str

    @property
    def is_whole(self) -> bool:
        """Whether its reviewer has nothing to fill in here."""
        return bool(self.explanation.reveal() and self.difficulty)


@dataclass(frozen=True, slots=True)
class NewReview:
    """What a member reports or suggests, as they typed it.

    `guild_id` is None where no moderators read it, `target_id` what a report is about, `revealed_in` the episode after
    which its author calls it safe (None: the last one). `about`, `topic` and `correction` are a suggestion's,
    `question` is there where it suggests one.
    """

    kind: ReviewKind
    show_id: int
    guild_id: int | None
    author_id: int
    target_id: int | None
    text: str
    source: str
    at: datetime
    revealed_in: Episode | None = None
    about: str = ""
    topic: str = ""
    correction: bool = False
    question: NewQuestion | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A report or a suggestion; what its author typed is safe for whoever finished the episode they chose.

    And everybody's whom it names, and the fact's that it is about: whichever is the latest now.
    """

    id: int
    guild_id: int | None
    author_id: int
    kind: ReviewKind
    target_id: int | None
    text: Spoiler
    source: str
    about: Spoiler
    topic: str
    correction: bool
    created_at: datetime
    state: Decision
    decided_by: int | None
    reason: str
    wants_dm: bool
    channel_id: int | None
    message_id: int | None
    question: SuggestedQuestion | None = None
    asked: bool = False  # it went back to its author, and `reason` is what moderators want to know

    @property
    def revealed_in(self) -> Episode:
        """The episode after which what it says is safe."""
        return self.text.revealed_in


class ReviewStore:
    """The queue that moderators decide."""

    def __init__(self, database: Database, facts: FactStore) -> None:
        self._database = database
        self._facts = facts

    async def add_review(self, new: NewReview) -> int | None:
        """Put something into the queue and give its id; None where this member, or the server, has too many waiting.

        What says the same as something that waits is joined to it, and decided with it.
        """
        rows = await self._database.write(
            f"""
            INSERT INTO reviews (id, show_id, guild_id, author_id, kind, target_id, text, source, created_at,
                                 revealed_in, about, topic, correction, question, same_key, same_as)
            SELECT :id, :show, :guild, :author, :kind, :target, :text, :source, :at,
                   :gate, :about, :topic, :correction, :question, :key,
                   (SELECT id FROM reviews WHERE {_SAYS_THE_SAME})
            WHERE (SELECT count(*) FROM reviews WHERE guild_id IS :guild AND author_id = :author AND state = 'open'
                   -- Nobody decides what no moderators read: there it is so many a week.
                   AND (:guild IS NOT NULL OR created_at > :lately)) < {OPEN_OF_A_MEMBER}
              AND (:guild IS NULL
                   OR (SELECT count(*) FROM reviews WHERE guild_id = :guild AND {_WAITS}) < {OPEN_OF_A_SERVER}
                   -- What says the same makes the queue no longer.
                   OR EXISTS (SELECT 1 FROM reviews WHERE {_SAYS_THE_SAME}))
            RETURNING id
            """,  # noqa: S608  constants of ours
            {
                "id": secrets.randbits(63),
                "show": new.show_id,
                "guild": new.guild_id,
                "author": new.author_id,
                "kind": new.kind,
                "target": new.target_id,
                "text": new.text,
                "source": new.source,
                "at": new.at.isoformat(),
                "lately": (new.at - _WEEK).isoformat(),
                "gate": None if new.revealed_in is None else new.revealed_in.ordinal,
                "about": new.about,
                "topic": new.topic,
                "correction": new.correction,
                "question": None if new.question is None else orjson.dumps(new.question).decode(),
                # A question with another answer is another question.
                "key": same_words(" ".join((new.text, *(new.question.options[:1] if new.question else ())))),
            },
        )
        return rows[0][0] if rows else None

    async def waiting(self, show_id: int, guild_id: int | None) -> list[Review]:
        """What waits in a server, or (None) came from where no moderators read; the oldest first."""
        rows = await self._database.rows(
            f"{_REVIEW} WHERE guild_id IS ? AND show_id = ? AND {_WAITS} ORDER BY created_at, id", (guild_id, show_id)
        )
        return [await self._read(row) for row in rows]

    async def review(self, guild_id: int, review_id: int) -> Review | None:
        """One of a server's."""
        row = await self._database.row(f"{_REVIEW} WHERE id = ? AND guild_id = ?", (review_id, guild_id))
        return await self._read(row) if row else None

    async def asked_of(self, author_id: int, review_id: int) -> Review | None:
        """A member's own that went back to them with a question."""
        row = await self._database.row(f"{_REVIEW} WHERE id = ? AND author_id = ? AND asked", (review_id, author_id))
        return await self._read(row) if row else None

    async def also_by(self, review_id: int) -> list[int]:
        """Who said the same and waits with it."""
        rows = await self._database.rows(
            "SELECT DISTINCT author_id FROM reviews WHERE same_as = ? ORDER BY created_at", (review_id,)
        )
        return [row[0] for row in rows]

    async def waiting_for_keeper(self, show_id: int) -> int:
        """How much waits that came from where no moderators read."""
        rows = await self._database.rows(
            f"SELECT count(*) FROM reviews WHERE guild_id IS NULL AND show_id = ? AND {_WAITS}",  # noqa: S608  a constant of ours
            (show_id,),
        )
        return rows[0][0]

    async def count_waiting(self) -> int:
        """How much waits everywhere."""
        return (await self._database.rows(f"SELECT count(*) FROM reviews WHERE {_WAITS}"))[0][0]  # noqa: S608  a constant of ours

    async def waiting_of(self, guild_id: int, author_id: int) -> int:
        """How many of their own a member has waiting in a server."""
        rows = await self._database.rows(
            "SELECT count(*) FROM reviews WHERE guild_id = ? AND author_id = ? AND state = 'open'",
            (guild_id, author_id),
        )
        return rows[0][0]

    async def set_card(self, review_id: int, channel_id: int, message_id: int, through: Episode) -> None:
        """Its card stands there, with story through `through` at the most."""
        await self._database.write(
            "UPDATE reviews SET channel_id = ?, message_id = ?, drawn_state = 'open', drawn_through = ? WHERE id = ?",
            (channel_id, message_id, through.ordinal, review_id),
            aside=True,
        )

    async def set_drawn(self, review_id: int, state: Decision, through: Episode) -> None:
        """Its card shows this decision, with story through `through` at the most."""
        await self._database.write(
            "UPDATE reviews SET drawn_state = ?, drawn_through = ? WHERE id = ?",
            (state, through.ordinal, review_id),
            aside=True,
        )

    async def without_card(self, show_id: int) -> list[tuple[int, int]]:
        """What waits in servers that chose a channel for it and has no card there: server and id, the oldest first."""
        rows = await self._database.rows(
            f"SELECT guild_id, id FROM reviews WHERE {_WAITS} AND message_id IS NULL AND show_id = ? AND guild_id IN"  # noqa: S608  constants of ours
            " (SELECT guild_id FROM guild_settings WHERE review_channel_id IS NOT NULL) ORDER BY created_at, id",
            (show_id,),
        )
        return [(row[0], row[1]) for row in rows]

    async def outdated_cards(self, show_id: int, guild_id: int | None = None) -> list[tuple[int, int]]:
        """Reviews whose card may say what it may no more: server and id.

        Those that show another decision, and those that tell any story: how far their channel goes, a thread's with its
        channel, and what they are about may have changed since. Of one server only the open ones that tell any.
        """
        rows = await self._database.rows(
            """
            SELECT guild_id, id FROM reviews
            WHERE message_id IS NOT NULL AND guild_id IS NOT NULL AND show_id = :show
              AND CASE WHEN :guild IS NULL THEN drawn_state <> state OR drawn_through > 0
                  ELSE guild_id = :guild AND state = 'open' AND drawn_through > 0 END
            """,
            {"show": show_id, "guild": guild_id},
        )
        return [(row[0], row[1]) for row in rows]

    async def forget_cards(self) -> None:
        """Forget where cards stood: the Discord that they stood on is gone, as the preview's is at its end."""
        await self._database.write("UPDATE reviews SET channel_id = NULL, message_id = NULL")
        await self._database.write("DELETE FROM stranded_cards")

    async def stranded_cards(self) -> list[tuple[int, int, int]]:
        """Cards of what was erased: server, channel and message of each."""
        rows = await self._database.rows("SELECT guild_id, channel_id, message_id FROM stranded_cards")
        return [(row[0], row[1], row[2]) for row in rows]

    async def forget_stranded(self, message_id: int) -> None:
        """It says nothing any more, or is out of reach for good."""
        await self._database.write("DELETE FROM stranded_cards WHERE message_id = ?", (message_id,))

    async def set_wants_dm(self, review_id: int, author_id: int) -> None:
        """Its author wants to hear of the outcome by direct message."""
        await self._database.write(
            "UPDATE reviews SET wants_dm = 1 WHERE id = ? AND author_id = ?", (review_id, author_id)
        )

    # ------------------------------------------------------------------------------------------ decided once only

    async def decide(
        self,
        guild_id: int | None,
        review_id: int,
        decision: Decision,
        *,
        by: int | None,
        at: datetime,
        reason: str = "",
        asked: bool = False,
    ) -> bool:
        """Decide it, with all that are joined to it; `asked`: `reason` is a question. False where somebody was first.

        Where no moderators read (None), whoever keeps the bot does, and is nobody's member.
        """
        return bool(await self._database.write(*_decision(guild_id, review_id, decision, by, at, reason, asked=asked)))

    async def approve(
        self, show_id: int, guild_id: int, review_id: int, change: Change, *, by: int, at: datetime, reason: str
    ) -> int | None:
        """Approve it and save what it became: both or neither. Credited to who suggested it. None where somebody was first.

        Raises:
            StaleEditError: somebody saved meanwhile what it is about.
            LayerFullError: it is new, and there is no room for it.
        """
        async with self._database.transaction() as transaction:
            decided = await transaction.execute(*_decision(guild_id, review_id, "approved", by, at, "", asked=False))
            found = next((row[1:] for row in decided if row[0] == review_id), None)
            if found is None:
                return None
            author, kind = found
            # Who reported a mistake said what is wrong; the words are the moderator's.
            credited = replace(
                change, action="approved", author_id=author if kind == "suggestion" else change.author_id
            )
            return await saved(transaction, show_id, guild_id, credited, by=by, at=at, reason=reason)

    async def outcomes(self, author_id: int) -> list[Review]:
        """What was decided of a member's and not told yet, each given once only."""
        rows = await self._database.rows(
            f"{_REVIEW} WHERE author_id = ? AND told = 0 AND state <> 'open' ORDER BY decided_at", (author_id,)
        )
        return [await self._read(row) for row in rows if await self.set_told(row[0])]

    async def to_write(self) -> list[Review]:
        """What was decided and is to be told by direct message, as its author asked for."""
        rows = await self._database.rows(
            f"{_REVIEW} WHERE told = 0 AND wants_dm = 1 AND state <> 'open' ORDER BY decided_at"
        )
        return [await self._read(row) for row in rows]

    async def set_told(self, review_id: int) -> bool:
        """Its author knows; False where they knew."""
        told = await self._database.write(
            "UPDATE reviews SET told = 1 WHERE id = ? AND told = 0 RETURNING id", (review_id,), aside=True
        )
        return bool(told)

    async def _read(self, row: Row) -> Review:
        *columns, show_id = row
        names = await self._facts.names(show_id, EVERYTHING)
        return _review(columns, names)

    async def set_untold(self, review_id: int) -> None:
        """The message did not arrive: say it at the next command instead."""
        await self._database.write("UPDATE reviews SET told = 0, wants_dm = 0 WHERE id = ?", (review_id,), aside=True)


def _decision(
    guild_id: int | None, review_id: int, decision: Decision, by: int | None, at: datetime, reason: str, *, asked: bool
) -> tuple[str, dict[str, int | str | None]]:
    """The one statement that decides: whoever comes second changes no row."""
    return (
        """
        UPDATE reviews SET state = :decision, decided_by = :by, decided_at = :at, reason = :reason, asked = :asked
        WHERE state = 'open' AND guild_id IS :guild AND (id = :id OR same_as = :id)
          AND EXISTS (SELECT 1 FROM reviews WHERE id = :id AND guild_id IS :guild AND state = 'open')
        RETURNING id, author_id, kind
        """,
        {
            "decision": decision,
            "by": by,
            "at": at.isoformat(),
            "reason": reason,
            "asked": asked,
            "guild": guild_id,
            "id": review_id,
        },
    )


def _review(row: Sequence[Any], names: Names) -> Review:
    (
        review_id, guild_id, author_id, kind, target_id, text, source, about, topic, correction, gate,
        created_at, state, decided_by, reason, wants_dm, channel_id, message_id, question, asked,
    ) = row  # fmt: skip
    put = None if question is None else orjson.loads(question)
    told = [text, about, *([*put["options"], put["explanation"]] if put else [])]
    named = (known for typed in told for _, known in names.mentions(typed))
    episode = max(Episode.from_ordinal(gate), *named, PREMISE)
    return Review(
        review_id, guild_id, author_id, kind, target_id, Spoiler(text, episode), source, Spoiler(about, episode), topic,
        bool(correction), datetime.fromisoformat(created_at), state, decided_by, reason, bool(wants_dm), channel_id,
        message_id,
        None if put is None else SuggestedQuestion(
            tuple(Spoiler(each, episode) for each in put["options"]), Spoiler(put["explanation"], episode),
            put["difficulty"],
        ), bool(asked),
    )  # fmt: skip
