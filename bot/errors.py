"""What can go wrong by design. Errors carry data; `bot/ui/kit/phrases.py` words them for members."""

from datetime import datetime
from pathlib import Path
from typing import Literal


class BotError(Exception):
    """A broken rule that somebody outside this program can do something about."""


class SpoilerLeakError(BotError):
    """Story text was asked for outside its scope. Always a bug here, never a member's mistake."""


class StoreError(BotError):
    """The database cannot be used; the message is one sentence for whoever runs the bot."""


class PackError(BotError):
    """A show pack breaks rules.

    `problems` holds one line each: file, entry, rule.
    """

    def __init__(self, folder: Path, problems: list[str]) -> None:
        super().__init__(f"{folder}: {len(problems)} problem(s)")
        self.folder = folder
        self.problems = problems


class SetupError(BotError):
    """The program cannot start as it is set up; the message is one sentence for whoever runs it."""


class EpisodeUnknownError(BotError):
    """A member typed something that is no episode of this show."""

    def __init__(self, typed: str) -> None:
        super().__init__("unknown episode")
        self.typed = typed


class NotAllowedError(BotError):
    """A member lacks a permission at run time; `permission` is Discord's own name for it."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission


class BotNotAllowedError(BotError):
    """The bot itself lacks `permissions` in a channel; Discord's own names for them."""

    def __init__(self, permissions: list[str]) -> None:
        super().__init__(", ".join(permissions))
        self.permissions = permissions


class NotAMemberError(BotError):
    """What was asked for needs the bot itself in a server that has only its commands."""


class NotAnEditorError(BotError):
    """A member who is no editor here asked for something of editors."""


class NotAHostError(BotError):
    """A member who may not lead watch-alongs here asked for one, or for the end of somebody else's."""


class TooOftenError(BotError):
    """A member, or everybody in a server together, asked for more than they may `until` then; nothing was done."""

    def __init__(self, until: datetime, *, of_server: bool) -> None:
        super().__init__("too often")
        self.until = until
        self.of_server = of_server


class PicturesWaitError(BotError):
    """So many pictures wait to be drawn that one more would be late."""


class KeepsNothingError(BotError):
    """A member asked that nothing of them is kept, and this would have to be; nothing was written."""


class StaleEditError(BotError):
    """Somebody saved meanwhile what an editor had before them: theirs is not saved."""


class OlderVersionError(BotError):
    """A button, command or form is none that this version makes, or holds a number that no id of ours is."""


class FileRefusedError(BotError):
    """A file cannot be imported as a whole; `why` is one of the reasons in bot/show/import_file.py, `detail` where it is."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.detail = detail


class ImportRunningError(BotError):
    """A file is being read for this server already, and one at a time is enough."""


class LayerFullError(BotError):
    """A server has as many facts or questions of its own as it may."""

    def __init__(self, kind: Literal["fact", "question"]) -> None:
        super().__init__(kind)
        self.kind: Literal["fact", "question"] = kind


class FormRefusedError(BotError):
    """What a member typed into a form breaks a rule; `sentence` says which, in their language.

    Everything they typed is kept, and they can edit it again.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__("form refused")
        self.sentence = sentence


class StoppingError(BotError):
    """The bot is being stopped, so a member is not answered; `begun` where it may have done already what they asked for."""

    def __init__(self, *, begun: bool) -> None:
        super().__init__("stopping")
        self.begun = begun
