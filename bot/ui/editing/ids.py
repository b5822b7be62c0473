"""What the buttons, selects and forms of editors know."""

from typing import ClassVar, Literal, NamedTuple, TypeAlias

from bot.limits import FILE
from bot.show.edits import Kind
from bot.show.episodes import PREMISE, Episode
from bot.ui.kit.ids import ControlId, FormId


class Target(NamedTuple):
    """A fact or a question, and how far its editor agreed to see for its sake; PREMISE: no further than they have watched."""

    kind: Kind
    item: int
    through: Episode = PREMISE


class ListPage(NamedTuple):
    """Which list, and which page of it; `about` is a subject's id or 0, `missed`: what is missed most comes first."""

    kind: Kind
    changed_here: bool
    about: int = 0
    page: int = 1
    missed: Literal[True] | None = None


# ------------------------------------------------------------------------------------------ one fact or question


class ItemControlId(ControlId):
    """Does something with a target."""

    do: str
    kind: Kind
    item: int
    through: Episode

    @property
    def target(self) -> Target:
        """What it is about."""
        return Target(self.kind, self.item, self.through)


ItemAction: TypeAlias = Literal["edit", "about", "history", "retire", "restore"]
"""What an editor opens of a fact or a question."""


class OpenItemId(ItemControlId, prefix="eo1"):
    """Edit, About, History, Retire, Restore; and the Yes before any of them."""

    do: ItemAction


class SettleId(ItemControlId, prefix="eb1"):
    """What to do where the pack changed under an edit, as it was at `revision`."""

    do: Literal["edit", "pack", "ours"]
    revision: int


class TurnHistoryId(ItemControlId, prefix="eh1"):
    """Back and Next in a history."""

    do: Literal["back", "next"]
    page: int


class UndoId(ItemControlId, prefix="eu1"):
    """Undoes one revision over the one that the editor sees, `now`."""

    do: Literal["ask", "yes"]
    revision: int
    now: int


class KeepId(ControlId, prefix="ek1"):
    """The way out of every question to an editor."""


class LaterId(ControlId, prefix="rv1:later"):
    """Goes on to the next one of the queue of suggestions and reports."""

    review: int
    through: Episode


class SaveDraftId(ControlId, prefix="ed1"):
    """Saves what was kept, after the one question that stood in the way."""

    do: Literal["check", "twin", "top"]
    draft: int


# ------------------------------------------------------------------------------------------------- many of them


class TurnListId(ControlId, prefix="el1"):
    """Back and Next in a list: the page that it turns to."""

    do: Literal["back", "next"]
    kind: Kind
    changed_here: bool
    about: int
    page: int
    missed: bool | None = None


class OpenListedId(ControlId, prefix="el1:open"):
    """The select under a list."""

    kind: Kind


class DeleteHiddenId(ControlId, prefix="eq1"):
    """Deletes for good what a server added and hides."""

    do: Literal["ask", "yes"]
    kind: Kind


class ExportYesId(ControlId, prefix="ix1", limit=FILE):
    """The editor wants the whole file; `kind` is what it holds where that is not everything."""

    form: Literal["toml", "json"]
    through: Episode | None = None
    kind: Kind | None = None


class ImportDoId(ControlId, prefix="im1", limit=FILE):
    """What to do with a file that waits, or with what came from one."""

    do: Literal["check", "save", "cancel", "undo"]
    file: int


class ImportGateId(ControlId, prefix="im1:gate", limit=FILE):
    """The select that asks from when on all of a list is safe."""

    file: int


# ------------------------------------------------------------------------------------------------------- forms


class EditFormId(FormId):
    """The form of a fact or a question. `item` and `revision` are 0 where it is new.

    `review` is what it answers in the queue, or 0; `why` is what the history shows where the form has no field for it.
    """

    content_kind: ClassVar[Kind]

    item: int = 0
    revision: int = 0
    through: Episode = PREMISE
    review: int = 0
    why: str = ""


class FactFormId(EditFormId, prefix="fe1"):
    """A fact."""

    content_kind = "fact"


class AboutFormId(EditFormId, prefix="fa1"):
    """Whom and what a fact is about: a form of its own, since Discord's have five fields and a fact fills them."""

    content_kind = "fact"


class QuestionFormId(EditFormId, prefix="qe1"):
    """A question of the trivia."""

    content_kind = "question"


class StateFormId(FormId, prefix="es1"):
    """Why a fact or a question is hidden, or shown again."""

    do: Literal["retire", "restore"]
    kind: Kind
    item: int
    through: Episode
    revision: int

    @property
    def target(self) -> Target:
        """What it is about."""
        return Target(self.kind, self.item, self.through)
