"""What the buttons, menus and forms of /help, /about and /privacy know."""

from bot.limits import FILE, SEND
from bot.ui.kit.ids import ControlId, FormId


class HelpId(ControlId, prefix="h1"):
    """Back to the first page of help."""


class AllCommandsId(ControlId, prefix="h1:all"):
    """Every command, by audience."""


class HelpCastId(ControlId, prefix="h1:cast"):
    """Who is who."""


class HelpRecapId(ControlId, prefix="h1:recap"):
    """The recap, as far as they are when they press."""


class HelpTriviaId(ControlId, prefix="h1:trivia"):
    """A first question, for themselves."""


class HelpProgressId(ControlId, prefix="h1:progress"):
    """How far they are, on the card of help."""


class TellKeepersId(ControlId, prefix="a1:tell"):
    """Opens the form of `TellKeepersFormId`."""


class TellKeepersFormId(FormId, prefix="af1", limit=SEND):
    """What went wrong, for whoever keeps the bot."""


class ExportMineId(ControlId, prefix="p1:export", limit=FILE):
    """Everything that is kept of the member as a file."""


class SetListedId(ControlId, prefix="p1:listed"):
    """On leaderboards, or on none."""

    listed: bool


class DeleteMineId(ControlId, prefix="p1:delete"):
    """Delete everything?"""


class DeleteMineYesId(ControlId, prefix="p1:yes"):
    """Yes, it goes."""


class KeepNothingId(ControlId, prefix="p1:nothing"):
    """Keep nothing of the member from now on?"""


class KeepNothingYesId(ControlId, prefix="p1:nothingyes"):
    """Yes, and what is kept goes too, or stays."""

    deletes: bool


class KeepAgainId(ControlId, prefix="p1:again"):
    """Keep what the member does, as before."""


class DeleteMineNoId(ControlId, prefix="p1:keep"):
    """No, it stays."""
