"""What a button, a select or a form knows: a value, written into its `custom_id` and read back from it, here only.

    class AnswerId(ControlId, prefix="t1"):  # "t1:5:3"
        round: int
        choice: int

A prefix is one word or two ("t1", "t1:reveal") and names one class. A field is a number, an episode, a yes or no, one of
some words, or a text, which comes last because it may hold anything; the last ones may be missing (`None`). Once released,
neither a prefix nor the order of fields changes: buttons of older versions stand in channels for years.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import cache
from typing import (
    Any,
    ClassVar,
    Final,
    Generic,
    Literal,
    Self,
    TypeVar,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from bot.limits import PRESS, SUBMIT, Limit
from bot.show.episodes import Episode

LONGEST: Final = 100
"""Characters of a `custom_id`, by Discord."""

_NUMBER: Final = r"\d{1,19}"


@dataclass_transform(frozen_default=True)
class WireId:
    """The base of `ControlId` and `FormId`; see the module."""

    prefix: ClassVar[str] = ""  # a class that only shares its fields with others has none
    limit: ClassVar[Limit]

    def __init_subclass__(cls, prefix: str = "", limit: Limit | None = None) -> None:
        super().__init_subclass__()
        cls.prefix = prefix
        if limit is not None:
            cls.limit = limit

    def __new__(cls, *_: Any, **__: Any) -> Self:
        """Everything that reads the fields of a class has them from its values, or from `kinds`."""
        _complete(cls)
        return super().__new__(cls)

    def __str__(self) -> str:
        """The `custom_id`."""
        values = [getattr(self, name) for name in kinds(type(self))]
        while values and values[-1] is None:
            values.pop()
        custom_id = ":".join((self.prefix, *map(_written, values)))
        assert len(custom_id) <= LONGEST, self.prefix  # noqa: S101  a mistake of ours, never a member's
        return custom_id

    @classmethod
    def read(cls, custom_id: str) -> Self | None:
        """The value that this `custom_id` holds, or None where it holds none of this class.

        Raises:
            OlderVersionError: it holds an episode that there cannot be.
        """
        match = pattern(cls).fullmatch(custom_id)
        if match is None:
            return None
        read = _readers(cls)
        values = {name: read[name](text) for name, text in match.groupdict().items() if text is not None}
        return None if None in values.values() else cls(**values)


class ControlId(WireId):
    """What a button or a select knows; `limit` is how often it may be pressed."""

    limit: ClassVar[Limit] = PRESS


class FormId(WireId):
    """What a form knows; `limit` is how often it may be submitted, `keeps` whether what was typed outlives a refusal or a kill."""

    limit: ClassVar[Limit] = SUBMIT
    keeps: ClassVar[bool] = True


IdT = TypeVar("IdT", bound=WireId)


class IdReader(Generic[IdT]):
    """Reads a `custom_id` as the id that it was written from, of one of `classes`."""

    def __init__(self, classes: Iterable[type[IdT]]) -> None:
        self._classes: dict[str, type[IdT]] = {}
        for each in classes:
            assert each.prefix not in self._classes, each.prefix  # noqa: S101  a mistake of ours, never a member's
            self._classes[each.prefix] = each

    def read(self, custom_id: str) -> IdT | None:
        """The id, or None where it is of none of the classes."""
        first, _, rest = custom_id.partition(":")
        two = f"{first}:{rest.partition(':')[0]}"
        found = self._classes.get(two) or self._classes.get(first)
        return found.read(custom_id) if found else None


@cache
def pattern(cls: type[WireId]) -> "re.Pattern[str]":
    """What every `custom_id` of a class looks like."""
    parts = [re.escape(cls.prefix)]
    for name, kind in kinds(cls).items():
        part = f":(?P<{name}>{_expression(kind)})"
        parts.append(f"(?:{part})?" if type(None) in get_args(kind) else part)
    return re.compile("".join(parts), re.ASCII | re.DOTALL)


def _complete(cls: type[WireId]) -> None:
    """Make a class the dataclass that it is, when it is first used: making all of them would be a fifth of a start."""
    if "__dataclass_fields__" not in vars(cls):
        for each in reversed(cls.__mro__[: cls.__mro__.index(WireId)]):
            if "__dataclass_fields__" not in vars(each):
                dataclass(frozen=True)(each)


@cache
def kinds(cls: type[WireId]) -> dict[str, Any]:
    """The types of the fields, by their names, in their order."""
    _complete(cls)
    hints = get_type_hints(cls)
    return {each.name: hints[each.name] for each in fields(cls)}  # pyright: ignore[reportArgumentType]  made a dataclass above


def _plain(kind: Any) -> Any:
    """`int` of `int | None`."""
    parts = get_args(kind)
    return next(each for each in parts if each is not type(None)) if type(None) in parts else kind


def _expression(kind: Any) -> str:
    kind = _plain(kind)
    if get_origin(kind) is Literal:
        return "|".join(re.escape(str(each)) for each in get_args(kind))
    return {str: ".*", int: _NUMBER, Episode: _NUMBER, bool: "[01]"}[kind]


def _written(value: Any) -> str:
    match value:
        case bool():
            return str(int(value))
        case Episode():
            return str(value.ordinal)
        case _:
            return str(value)


@cache
def _readers(cls: type[WireId]) -> dict[str, Callable[[str], Any]]:
    """What makes the value of each field of its text; None where no number of ours is so large."""
    return {name: _reader(_plain(kind)) for name, kind in kinds(cls).items()}


def _reader(kind: Any) -> Callable[[str], Any]:
    if get_origin(kind) is Literal:
        return {str(each): each for each in get_args(kind)}.__getitem__
    return {str: str, int: _number, Episode: _episode, bool: "1".__eq__}[kind]


def _number(text: str) -> int | None:
    number = int(text)
    return number if number < 2**63 else None


def _episode(text: str) -> Episode | None:
    number = _number(text)
    return None if number is None else Episode.from_ordinal(number)
