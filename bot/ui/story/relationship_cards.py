"""Cards of relationships: the picture, with the same in words."""

from collections.abc import Sequence
from typing import Any, Final

import discord
import orjson
from discord import ui

from bot.locale import _
from bot.show.episodes import Scope
from bot.show.facts import Character, Relationship
from bot.ui.kit.controls import button
from bot.ui.kit.layout import BUDGET, Accent, card, footer, line, row, small, text, title
from bot.ui.story.cards import Audience
from bot.ui.story.ids import CardAddress, ShareRelationshipsId

PICTURE_FILE: Final = "relationships.png"
_ALT: Final = 1024
"""Characters of the alt text of a picture, by Discord."""


def picture_order(
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


def relationships_card(
    centre: Character | None, ties: Sequence[Relationship], scope: Scope, audience: Audience
) -> ui.LayoutView:
    """The picture with the same in words: below it for one person, in its alt text for all."""
    header = [title(_("Relationships"))]
    if centre is not None:
        header.append(small(centre.name.markdown(scope)))
    alt = " ".join(_fitting([_tie_sentence(tie, scope) for tie in ties], _ALT, 1))
    gallery = ui.MediaGallery[Any](
        discord.MediaGalleryItem(f"attachment://{PICTURE_FILE}", description=alt or _("Nobody here has a tie yet."))
    )
    items: list[ui.Item[Any]] = [text(*header), gallery]
    if centre is not None:
        words = [_tie_line(centre, tie, scope) for tie in ties]
        known = _fitting(words, BUDGET - 400, 1) or [
            _("I know of no tie of {name}.").format(name=centre.name.markdown(scope))
        ]
        items.append(text(*known))
    items += [line(), footer(audience.promise)]
    if centre is not None and audience.may_share:
        items.append(row(button(ShareRelationshipsId.at(CardAddress.of_character(centre.id)), _("Share"))))
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
