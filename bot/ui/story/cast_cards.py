"""Cards about many people at once: the cast, and who stands how to whom."""

import io
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

import discord
import orjson
from discord import ui

from bot.client import Interaction
from bot.locale import _
from bot.show.episodes import Episode, Scope
from bot.show.facts import Character, Relationship
from bot.ui.kit.layout import BUDGET, Accent, card, footer, line, option, page_of, row, text
from bot.ui.story.character_cards import promise_of

CAST_PAGE: Final = 25
"""People on a page of the cast: as many as the select below it holds."""

TIES_FILE: Final = "relationships.png"
_ALT: Final = 1024


def cast_card(
    people: Sequence[Character],
    scope: Scope,
    page: int,
    pages: int,
    promise: str,
    controls: Sequence[Sequence[ui.Item[Any]]],
) -> ui.LayoutView:
    """One page of everybody known so far, by group."""
    lines: list[str] = []
    for group, members in groupby(people, key=lambda each: each.group.markdown(scope)):
        lines += [f"### {group}", *(_cast_line(each, scope) for each in members)]
    items: list[ui.Item[Any]] = [text("## " + _("Cast"), "-# " + _("Character · actor"))]
    if lines:
        items += [line(), text(*lines)]
    return card(
        Accent.STORY, *items, line(), footer(promise + page_of(page, pages)), *(row(*each) for each in controls if each)
    )


def cast_options(people: Sequence[Character], scope: Scope) -> list[discord.SelectOption]:
    """The people of a page to choose from, in its order."""
    return [option(each.name.label(scope), str(each.id)) for each in people]


def _cast_line(character: Character, scope: Scope) -> str:
    name = character.name.markdown(scope)
    return f"{name} · {character.actor.markdown(scope)}" if character.actor else name


# ------------------------------------------------------------------------------------------- relationships


def ties_order(
    people: Sequence[Character], ties: Sequence[Relationship], scope: Scope, centre: Character | None = None
) -> bytes:
    """What the picture of `ties`, and of `people` who have none, is drawn from."""
    known = [*([centre] if centre else []), *people, *(each for tie in ties for each in (tie.source, tie.target))]
    # The fields of Node and Tie in bot/ui/chart/parts.py, which only the process that draws has to load.
    nodes = {
        each.id: (each.id, each.name.label(scope), each.hangul.label(scope) if each.hangul else "") for each in known
    }
    drawn = [(tie.source.id, tie.target.id, tie.label.label(scope), tie.mutual, tie.ended) for tie in ties]
    return orjson.dumps((list(nodes.values()), drawn, None if centre is None else centre.id))


async def send_ties(interaction: Interaction, ordered: bytes, view: ui.LayoutView, *, private: bool) -> None:
    """Answer with a card of `ties_card` and its picture, as soon as that is drawn."""
    # Put off in any case: whether a picture was drawn before tells nobody anything.
    await interaction.response.defer(ephemeral=private, thinking=True)
    payer = interaction.guild_id or interaction.user.id
    picture = await interaction.client.caches.pictures.picture(ordered, payer)
    await interaction.edit_original_response(view=view, attachments=[discord.File(io.BytesIO(picture), TIES_FILE)])


def ties_card(
    centre: Character | None,
    ties: Sequence[Relationship],
    scope: Scope,
    share: ui.Item[Any] | None,
    *,
    ceiling: Episode | None,
) -> ui.LayoutView:
    """The picture with the same in words: below it for one person, in its alt text for all."""
    title = "## " + _("Relationships")
    if centre is not None:
        title += f"\n-# {centre.name.markdown(scope)}"
    alt = " ".join(_fitting([_tie_sentence(tie, scope) for tie in ties], _ALT, 1))
    gallery = ui.MediaGallery[Any](
        discord.MediaGalleryItem(f"attachment://{TIES_FILE}", description=alt or _("Nobody here has a tie yet."))
    )
    items: list[ui.Item[Any]] = [text(title), gallery]
    if centre is not None:
        words = [_tie_line(centre, tie, scope) for tie in ties]
        known = _fitting(words, BUDGET - 400, 1) or [
            _("I know of no tie of {name}.").format(name=centre.name.markdown(scope))
        ]
        items.append(text(*known))
    items += [line(), footer(promise_of(scope, ceiling=ceiling))]
    if share is not None:
        items.append(row(share))
    return card(Accent.STORY, *items)


def _fitting(words: Sequence[str], budget: int, between: int) -> list[str]:
    """As many of `words`, from the first, as stay within `budget` characters; nothing is cut."""
    kept: list[str] = []
    for each in words:
        budget -= len(each) + between
        if budget < 0:
            break
        kept.append(each)
    return kept


def _tie_sentence(tie: Relationship, scope: Scope) -> str:
    """Lee Su-hyeok is Choi Nam-ra's secret admirer."""
    source, target, label = (each.label(scope) for each in (tie.source.name, tie.target.name, tie.label))
    if tie.mutual:
        sentence = (
            _("{source} and {target}: {label}.") if not tie.ended else _("{source} and {target}: {label}, ended.")
        )
    else:
        sentence = _("{source} is {target}'s {label}.") if not tie.ended else _("{source} was {target}'s {label}.")
    return sentence.format(source=source, target=target, label=label)


def _tie_line(centre: Character, tie: Relationship, scope: Scope) -> str:
    """- Lee Su-hyeok · secret admirer, or - accuser of Lee Na-yeon."""
    label = tie.label.markdown(scope)
    if tie.ended:
        label = _("{label}, ended").format(label=label)
    if tie.source.id == centre.id and not tie.mutual:
        return "- " + _("{label} of {name}").format(label=label, name=tie.target.name.markdown(scope))
    other = tie.target if tie.source.id == centre.id else tie.source
    return f"- {other.name.markdown(scope)} · {label}"
