"""What the buttons, selects and forms of suggestions, reports and their queue know."""

from bot.limits import SEND
from bot.show.episodes import Episode
from bot.ui.kit.ids import ControlId, FormId

# ---------------------------------------------------------------------------------------------------- the queue


class OpenReviewId(ControlId, prefix="rv1:open"):
    """Stands on the card in the review channel where that tells no story."""

    review: int


class ReviewControlId(ControlId):
    """Does something with one of the queue; `through` is how far its moderator agreed to see for its sake."""

    review: int
    through: Episode


class ShowReviewId(ReviewControlId, prefix="rv1:show"):
    """The moderator agreed to see it."""


class ApproveId(ReviewControlId, prefix="rv1:approve"):
    """Takes it up as it is."""


class EditReviewId(ReviewControlId, prefix="rv1:edit"):
    """Opens the form with it, which approves it."""


class CorrectNearId(ReviewControlId, prefix="rv1:near"):
    """Opens the form of the fact `near` with the words of the suggestion, which approves it."""

    near: int | None = None


class RejectId(ReviewControlId, prefix="rv1:reject"):
    """Asks why it is not taken up."""


class AskBackId(ReviewControlId, prefix="rv1:ask"):
    """Asks what its author is to say more exactly."""


class AskBackFormId(FormId, prefix="ra1"):
    """What moderators want to know of whoever suggested something."""

    review: int


class RejectFormId(FormId, prefix="rx1"):
    """Why something is not taken up."""

    review: int


# ---------------------------------------------------------------------------------------------------- members


class ReportFactId(ControlId, prefix="r1:fact"):
    """The select with the facts of a page: which of them is wrong."""


class ReportFormId(FormId, prefix="rf1", limit=SEND):
    """What is wrong with a fact."""

    fact: int


class SuggestFormId(FormId, prefix="sf1", limit=SEND):
    """A new fact or a correction; `about` is what its author typed, whom or what it is about."""

    about: str


class SuggestQuestionFormId(FormId, prefix="sq1", limit=SEND):
    """A trivia question that somebody suggests."""


class AnswerAskedId(ControlId, prefix="sg1:answer"):
    """Opens the form of a suggestion once more, with what its author had typed."""

    review: int


class TellByMessageId(ControlId, prefix="sg1:dm"):
    """Asks for a direct message when it is decided."""

    review: int
