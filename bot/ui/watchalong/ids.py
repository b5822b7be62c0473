"""What the buttons and the form of watch-alongs know."""

from datetime import UTC, datetime

from bot.errors import OlderVersionError
from bot.limits import GAME, WATCHALONG
from bot.show.episodes import Episode
from bot.ui.kit.ids import ControlId, FormId


class CancelWatchalongId(ControlId, prefix="w1:cancel"):
    """Stands on the card, for its host and for moderators."""

    watchalong: int


class CancelWatchalongYesId(ControlId, prefix="w1:off"):
    """It is called off."""

    watchalong: int


class NoChangeId(ControlId, prefix="w1:not"):
    """Nothing is started, or nothing is called off."""


class WatchedId(ControlId, prefix="w1:watched"):
    """I watched it: moves the progress of whoever presses."""

    episode: Episode


class QuizId(ControlId, prefix="w1:quiz", limit=GAME):
    """A short game in the thread, about the episode where there are questions enough of it."""

    episode: Episode


class FurtherThreadId(ControlId, prefix="w1:further", limit=WATCHALONG):
    """The thread may go further than its channel; `at` is when it begins, in seconds since 1970."""

    episode: Episode
    at: int

    @property
    def starts_at(self) -> datetime:
        """When it begins.

        Raises:
            OlderVersionError: no calendar has such a day.
        """
        try:
            return datetime.fromtimestamp(self.at, UTC)
        except (OverflowError, ValueError, OSError) as error:
            raise OlderVersionError from error


class WatchalongFormId(FormId, prefix="wf1", limit=WATCHALONG):
    """The time once more, after one that could not be read."""

    episode: Episode
