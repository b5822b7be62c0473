"""Cards of relationships, of one person or of a group: the picture, with the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import discord
from discord import ui

from bot.locale import _, sentences
from bot.show.episodes import Scope
from bot.show.facts import Character, Relationship
from bot.ui.kit.controls import button, select, turning
from bot.ui.kit.episodes import MENU
from bot.ui.kit.layout import card, faced, footer, line, option, page_of, pages_for, row, small, text, title
from bot.ui.story.cards import Audience
from bot.ui.story.groups import Group
from bot.ui.story.ids import (
    CardAddress,
    CharacterMenuId,
    MapMenuId,
    ShareMapId,
    ShareRelationshipsId,
    TurnMapId,
    TurnTiesId,
)

PICTURE_FILE: Final = "relationships.png"
TIES_PAGE: Final = 12
"""Ties in words on a page."""

ALT: Final = 1024
"""Characters of the alt text of a picture, by Discord."""


@dataclass(frozen=True, slots=True)
class Ties:
    """One page of the ties of somebody, or of a group, as far as a scope knows them."""

    all: Sequence[Relationship]
    scope: Scope
    page: int = 1

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return pages_for(len(self.all), TIES_PAGE)

    @property
    def at(self) -> int:
        """The page that is shown: the asked one, or the nearest."""
        return max(1, min(self.page, self.pages))

    @property
    def shown(self) -> Sequence[Relationship]:
        """The ties of that page."""
        return self.all[(self.at - 1) * TIES_PAGE : self.at * TIES_PAGE]


def relationships_card(centre: Character, ties: Ties, address: CardAddress, audience: Audience) -> ui.LayoutView:
    """One person's ties: the picture, and below it always the other one's name and what they are to this person."""
    name = centre.name.markdown(ties.scope)
    words = [_tie_line(centre, tie, ties.scope) for tie in ties.shown]
    rows: list[ui.ActionRow[Any]] = []
    if not audience.public:
        others = dict.fromkeys(tie.seen_by(centre.id)[0] for tie in ties.all)
        options = [option(each.name.shown(ties.scope), str(each.id), each.face) for each in [*others][:MENU]]
        buttons: list[ui.Button[Any]] = []
        if ties.pages > 1:
            at = replace(address, asker=0)
            buttons += turning(
                TurnTiesId.turning(replace(at, page=ties.at - 1), "back"),
                TurnTiesId.turning(replace(at, page=ties.at + 1), "next"),
                is_first=ties.at == 1,
                is_last=ties.at == ties.pages,
            )
        if audience.may_share:
            buttons.append(button(ShareRelationshipsId.at(CardAddress.of_character(centre.id)), _("Share")))
        rows += [row(*buttons)] if buttons else []
        rows += [row(select(CharacterMenuId(), _("Open a card"), options))] if options else []
    none = _("I know no relationships of {name}.").format(name=name)
    return _picture_card(faced(centre.face, name), ties, words or [none], audience, rows)


def map_card(group: Group, others: Sequence[Group], ties: Ties, audience: Audience) -> ui.LayoutView:
    """The ties among the people of a group, and to those of groups before it; `others` are all groups that have a map."""
    rows: list[ui.ActionRow[Any]] = []
    if not audience.public:
        buttons: list[ui.Button[Any]] = []
        if ties.pages > 1:
            buttons += turning(
                TurnMapId("back", group.id, ties.at - 1),
                TurnMapId("next", group.id, ties.at + 1),
                is_first=ties.at == 1,
                is_last=ties.at == ties.pages,
            )
        if audience.may_share:
            buttons.append(button(ShareMapId(group.id), _("Share")))
        rows += [row(*buttons)] if buttons else []
        if len(others) > 1:
            rows.append(row(select(MapMenuId(), _("Another group"), group_options(others))))
    return _picture_card(group.name, ties, [f"- {_sentence(tie, ties.scope)}" for tie in ties.shown], audience, rows)


def group_options(groups: Sequence[Group]) -> list[discord.SelectOption]:
    """One option a group."""
    return [option(each.name, str(each.id)) for each in groups[:MENU]]


def _picture_card(
    whose: str, ties: Ties, words: Sequence[str], audience: Audience, rows: Sequence[ui.ActionRow[Any]]
) -> ui.LayoutView:
    gallery = ui.MediaGallery[Any](
        discord.MediaGalleryItem(f"attachment://{PICTURE_FILE}", description=_alt_text(ties) or _("No ties."))
    )
    pages = "" if audience.public else page_of(ties.at, ties.pages)
    return card(
        audience.accent,
        text(title(_("Relationships")), small(whose)),
        gallery,
        text(*words),
        line(),
        footer(audience.promise + pages),
        *rows,
    )


def _alt_text(ties: Ties) -> str:
    """As many sentences as an alt text holds; nothing is cut."""
    kept, room = list[str](), ALT
    for tie in ties.all:
        sentence = _plain_sentence(tie, ties.scope)
        room -= len(sentence) + 1
        if room < 0:
            break
        kept.append(sentence)
    return sentences(*kept)


def _plain_sentence(tie: Relationship, scope: Scope) -> str:
    """Lee Su-hyeok is Choi Nam-ra’s secret admirer."""
    source, target, label = (each.shown(scope) for each in (tie.source.name, tie.target.name, tie.label))
    return _worded(tie, source, target, label)


def _sentence(tie: Relationship, scope: Scope) -> str:
    """The same with the names in bold."""
    source, target, label = (each.markdown(scope) for each in (tie.source.name, tie.target.name, tie.label))
    return _worded(tie, f"**{source}**", f"**{target}**", label)


def _worded(tie: Relationship, source: str, target: str, label: str) -> str:
    if tie.mutual:
        sentence = (
            _("{source} and {target}: {label}.") if not tie.ended else _("{source} and {target}: {label}, ended.")
        )
    else:
        sentence = _("{source} is {target}’s {label}.") if not tie.ended else _("{source} was {target}’s {label}.")
    return sentence.format(source=source, target=target, label=label)


def _tie_line(centre: Character, tie: Relationship, scope: Scope) -> str:
    """- **Lee Su-hyeok** · secret admirer."""
    other, label = tie.seen_by(centre.id)
    words = label.markdown(scope)
    if tie.ended:
        words = _("{label}, ended").format(label=words)
    return "- " + faced(other.face, f"**{other.name.markdown(scope)}** · {words}")
