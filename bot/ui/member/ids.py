"""What the buttons below /privacy know."""

from bot.limits import FILE
from bot.ui.kit.ids import ControlId


class ExportMineId(ControlId, prefix="p1:export", limit=FILE):
    """Everything that is kept of the member as a file."""


class SetListedId(ControlId, prefix="p1:listed"):
    """On leaderboards, or on none."""

    listed: bool


class DeleteMineId(ControlId, prefix="p1:delete"):
    """Delete everything?"""


class DeleteMineYesId(ControlId, prefix="p1:yes"):
    """Yes, it goes."""


class DeleteMineNoId(ControlId, prefix="p1:keep"):
    """No, it stays."""
