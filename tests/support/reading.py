"""Reads what a member sees: the texts, buttons and selects of a reply."""

from collections.abc import Iterator
from typing import Any

from simcord.components import walk_components


def components(reply: Any) -> list[dict[str, Any]]:
    """Every component of a message, an interaction's response or a followup, nested ones too."""
    message = getattr(reply, "response", None) or reply
    return list(walk_components(message.components))


def words(reply: Any) -> str:
    """All text of a reply; hyphens and spaces at which no line breaks are as they are typed."""
    return breakable(printed(reply))


def printed(reply: Any) -> str:
    """All text of a reply, to the letter."""
    return "\n".join(each["content"] for each in components(reply) if each["type"] == 10)


def breakable(text: str) -> str:
    """A text that could break anywhere, as nobody sees it and tests write it."""
    return text.replace("\u2011", "-").replace("\u00a0", " ")


def buttons(reply: Any) -> dict[str, dict[str, Any]]:
    """Every button by its label."""
    return {each["label"]: each for each in components(reply) if each["type"] == 2}


def selects(reply: Any) -> list[dict[str, Any]]:
    """Every select of strings."""
    return [each for each in components(reply) if each["type"] == 3]


def select(reply: Any, placeholder: str) -> str:
    """The custom_id of a select, of any kind."""
    return next(each["custom_id"] for each in components(reply) if each.get("placeholder") == placeholder)


def form_fields(modal: dict[str, Any]) -> list[str]:
    """The keys of the fields of a form that can be typed into."""
    leaves: list[dict[str, Any]] = [each.get("component") or {} for each in modal["components"]]
    return [leaf["custom_id"] for leaf in leaves if leaf.get("type") == 4]


def form_choices(modal: dict[str, Any]) -> dict[str, list[str]]:
    """The selects of a form, by key, with the values that can be chosen."""
    leaves: list[dict[str, Any]] = [each.get("component") or {} for each in modal["components"]]
    return {leaf["custom_id"]: [each["value"] for each in leaf["options"]] for leaf in leaves if leaf.get("type") == 3}


def filled(shown: Any) -> dict[str, Any]:
    """What stands in an open form, as whoever submits it unchanged sends it; files never stand in one."""
    leaves = [each["component"] for each in shown.modal["components"] if "component" in each]
    return {
        leaf["custom_id"]: leaf.get("value", "")
        if leaf["type"] == 4
        else [each["value"] for each in leaf["options"] if each.get("default")]
        for leaf in leaves
        if leaf["type"] != 19
    }


def strings(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every string in a payload, with where it stands; keys count as strings too."""
    if isinstance(value, str):
        yield path, breakable(value)
    elif isinstance(value, dict):
        for key, each in value.items():  # pyright: ignore[reportUnknownVariableType]  any JSON
            yield f"{path}.{key}!", str(key)  # pyright: ignore[reportUnknownArgumentType]  any JSON
            yield from strings(each, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for index, each in enumerate(value):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  any JSON
            yield from strings(each, f"{path}[{index}]")
    elif value is not None:
        yield path, str(value)


def bare(text: str) -> str:
    """What is shown without what markdown needs."""
    return breakable(text.replace("\\", ""))
