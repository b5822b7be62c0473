"""What can become of a form that an editor submits. What is not saved is kept as a draft of `form`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.show.edits import Content, Item, Kind
from bot.ui.editing.ids import EditFormId, Target


@dataclass(frozen=True, slots=True)
class Saved:
    """It is saved, as this revision."""

    target: Target
    revision: int


@dataclass(frozen=True, slots=True)
class Unchanged:
    """It says already what was typed; nothing is kept."""

    target: Target


@dataclass(frozen=True, slots=True)
class Refused:
    """It breaks rules, each told by one of `problems`; or none of those known so far, where it is not checked to the end."""

    form: EditFormId
    problems: Sequence[str]


@dataclass(frozen=True, slots=True)
class Twin:
    """`other` says nearly the same already."""

    form: EditFormId
    content: Content
    other: Item


@dataclass(frozen=True, slots=True)
class Stale:
    """Somebody else saved while the form was open: `now` is what they made of it."""

    form: EditFormId
    content: Content
    now: Item


@dataclass(frozen=True, slots=True)
class Decided:
    """Somebody else decided meanwhile what it answers in the queue."""

    form: EditFormId


@dataclass(frozen=True, slots=True)
class Gone:
    """What was edited is no more."""

    form: EditFormId


@dataclass(frozen=True, slots=True)
class Full:
    """The server has as many of its own as it may."""

    form: EditFormId
    kind: Kind


NotSaved: TypeAlias = Refused | Twin | Stale | Decided | Gone | Full
Outcome: TypeAlias = Saved | Unchanged | NotSaved
