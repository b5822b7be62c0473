"""What the buttons, menus and forms of trivia know."""

from typing import ClassVar, Final, Literal, Self, TypeAlias

from bot.errors import OlderVersionError
from bot.limits import GAME, SEND
from bot.show.episodes import PREMISE, Episode
from bot.show.facts import DIFFICULTIES
from bot.show.trivia import KINDS, PUBLIC_TOPICS, QUIZ
from bot.store.game_values import GameSettings
from bot.ui.kit.ids import ControlId, FormId

Choice: TypeAlias = Literal[0, 1, 2, 3]
"""The place of an option among the two to four of its question."""

CHOICES: Final[tuple[Choice, ...]] = (0, 1, 2, 3)

Period: TypeAlias = Literal["week", "month", "all"]
"""The time that a leaderboard is about."""

FEWEST: Final = 3
MOST: Final = 20
"""Questions of a game that somebody chose; where there are not so many, it can be shorter."""

QUICKEST: Final = 10
SLOWEST: Final = 120
"""Seconds for a question; 0 is no clock."""

# On the wire they are numbers; 0 is any.
_DIFFICULTIES: Final = (None, *DIFFICULTIES)
_TOPICS: Final = (None, *PUBLIC_TOPICS)


# ------------------------------------------------------------------------------------------------ public games


class AnswerId(ControlId, prefix="t1"):
    """An option of a question of a public game."""

    round: int
    choice: Choice


class HalfId(ControlId, prefix="t1:half"):
    """Takes wrong options away for whoever presses, once a game."""

    round: int


class SkipId(ControlId, prefix="t1:skip"):
    """Closes a question where enough of those who play agree."""

    round: int


class OpenGuessId(ControlId, prefix="t1:guess"):
    """Opens the form of `GuessId`."""

    round: int


class GuessId(FormId, prefix="tf2"):
    """The form into which the name of somebody is typed: one word while a clock runs, and the buttons say the same."""

    keeps: ClassVar[bool] = False

    round: int


class RevealAnswerId(ControlId, prefix="t1:reveal"):
    """Shows the answer, in a game without a clock."""

    round: int


class NextQuestionId(ControlId, prefix="t1:next"):
    """Asks the next question, in a game without a clock."""

    round: int


class AddTeamId(ControlId, prefix="t1:teams"):
    """Plays the game in two teams, or in one more; for its host."""

    game: int


class JoinTeamId(ControlId, prefix="t1:team"):
    """Plays for a team."""

    game: int
    team: int


class RematchId(ControlId, prefix="t1:rematch", limit=GAME):
    """Starts the same kind of game once more."""

    game: int


class StartGameId(ControlId, prefix="t1:anew", limit=GAME):
    """Starts a game of fewer questions, or one with some that this server has had."""

    rounds: int
    seconds: int
    difficulty: int
    topic: int
    repeats: bool
    about: Episode | None = None  # PREMISE: none, where a field follows
    play: int | None = None
    rematch_of: int | None = None

    @classmethod
    def of(cls, settings: GameSettings, rounds: int, *, repeats: bool, rematch_of: int | None) -> Self:
        """Such a game with another number of rounds; `rematch_of` is the game whose teams play again."""
        difficulty, topic = _DIFFICULTIES.index(settings.difficulty), _TOPICS.index(settings.topic)
        if settings.play == QUIZ and rematch_of is None:
            return cls(rounds, settings.seconds, difficulty, topic, repeats, settings.about)
        about, play = settings.about or PREMISE, KINDS.index(settings.play)
        return cls(rounds, settings.seconds, difficulty, topic, repeats, about, play, rematch_of)

    @property
    def settings(self) -> GameSettings:
        """What the game is played with.

        Raises:
            OlderVersionError: no game of this version is like that.
        """
        if (
            not 1 <= self.rounds <= MOST
            or self.seconds > SLOWEST
            or self.difficulty >= len(_DIFFICULTIES)
            or self.topic >= len(_TOPICS)
            or (self.about == PREMISE and not self.play and self.rematch_of is None)
            or (self.play or 0) >= len(KINDS)
        ):
            raise OlderVersionError
        about, play = None if self.about == PREMISE else self.about, KINDS[self.play or 0]
        return GameSettings(self.rounds, self.seconds, _DIFFICULTIES[self.difficulty], _TOPICS[self.topic], about, play)


class MissedId(ControlId, prefix="t1:missed"):
    """Shows the questions of a game that nobody had right."""

    game: int


class MissedProgressId(ControlId, prefix="t1:missed-progress"):
    """The one-tap menu of progress under them."""

    game: int


class ShareMissedId(ControlId, prefix="t1:share-missed", limit=SEND):
    """Posts them, as far as the channel goes."""

    game: int


class LeaderboardId(ControlId, prefix="t1:board"):
    """Shows the leaderboard of a server."""

    period: Period


class ShareLeaderboardId(ControlId, prefix="t1:share-board", limit=SEND):
    """Posts a leaderboard that somebody reads in private."""

    period: Period


class ShareStatsId(ControlId, prefix="t1:share-stats", limit=SEND):
    """Posts the presser's own statistics."""


# ------------------------------------------------------------------------------------------------ alone


class PracticeAnswerId(ControlId, prefix="t1:practice"):
    """An option of a question that a member practises."""

    round: int
    choice: Choice


class PracticeQuestionId(ControlId, prefix="t1:more"):
    """Asks the next question of a practice."""

    round: int


class PracticeProgressId(ControlId, prefix="t1:practice-progress"):
    """The one-tap menu of progress under a question of a practice."""

    round: int


class PracticeEndId(ControlId, prefix="t1:enough"):
    """Ends a practice."""

    round: int


class DailyAnswerId(ControlId, prefix="t1:daily"):
    """An option of the daily question."""

    round: int
    choice: Choice


class ShareDailyId(ControlId, prefix="t1:share-daily", limit=SEND):
    """Posts how the presser did, and nothing of the question."""

    round: int


class DailyProgressId(ControlId, prefix="t1:daily-progress"):
    """The one-tap menu of progress under the daily question."""


# ------------------------------------------------------------------------------------------------ reports


class OpenQuestionReportId(ControlId, prefix="t1:wrong"):
    """Opens the form below; stands under every revealed answer."""

    round: int


class QuestionReportId(FormId, prefix="tf1", limit=SEND):
    """The form that asks what is wrong with a question."""

    round: int
