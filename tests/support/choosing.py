"""Choosing in a select by its words, as members do."""

from typing import Any

from support.reading import selects


async def choose(member: Any, reply: Any, placeholder: str, label: str) -> Any:
    """Choose what begins with `label` in the select of a reply that says `placeholder`."""
    menu = next(each for each in selects(reply) if each["placeholder"] == placeholder)
    value = next(each["value"] for each in menu["options"] if each["label"].startswith(label))
    return await member.select(getattr(reply, "response", None) or reply, [value], custom_id=menu["custom_id"])


async def more(member: Any, card: Any, label: str) -> Any:
    """Choose in the select `More…` of a private card."""
    return await choose(member, card, "More…", label)


async def first_page(member: Any, card: Any) -> None:
    """Turn a private card to where it begins."""
    if any(each["placeholder"] == "Jump to an episode" for each in selects(card)):
        await choose(member, card, "Jump to an episode", "")
