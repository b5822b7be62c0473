"""What the buttons and forms of members' spoilers know."""

from typing import Literal

from bot.limits import POST
from bot.show.episodes import Episode
from bot.ui.kit.ids import ControlId, FormId


class RevealPostId(ControlId, prefix="s1:reveal"):
    """Reveal to me: stands on every post."""

    post: int


class ReadPostId(ControlId, prefix="s1"):
    """The reader wants to know; with `calm`, also to be left alone with questions for a while."""

    how: Literal["yes", "calm"]
    post: int


class KeepPostId(ControlId, prefix="s1:no"):
    """The post stays as it is: unread, or where it stands."""


class RemovePostId(ControlId, prefix="s1:remove"):
    """Stands on the private reply of the author and of moderators."""

    post: int


class RemovePostYesId(ControlId, prefix="s1:gone"):
    """The post goes."""

    post: int


class TakeBackId(ControlId, prefix="s1:back"):
    """Stands on what the author of a message hears who tagged it themselves: for a day they can take that back."""

    post: int


class PostFormId(FormId, prefix="spf1", limit=POST):
    """The form of a post: its title, which everybody sees, and its text, which nobody sees before they press."""

    episode: Episode


class TagFormId(FormId, prefix="stf1", limit=POST):
    """The form that asks which episode a message spoils."""

    pending: int
