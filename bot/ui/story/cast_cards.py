"""Cards of the cast: everybody whom a member has met, in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from discord import ui

from bot.locale import _
from bot.show.episodes import Scope
from bot.show.facts import Character
from bot.show.shows import Show
from bot.ui.kit.controls import button, select, turning
from bot.ui.kit.layout import Accent, card, faced, footer, heading, line, option, page_of, row, small, text, title
from bot.ui.kit.progress import progress_menu
from bot.ui.story.cards import Audience
from bot.ui.story.ids import CastProgressId, CharacterMenuId, OwnCastId, ShareCastId, TurnCastId, WholeMapId, YearbookId

CAST_PAGE: Final = 25
"""People on a page of the cast: as many as the select below it holds."""


@dataclass(frozen=True, slots=True)
class Cast:
    """One page of everybody known so far; `asker` is who asked for a public one, else 0."""

    people: Sequence[Character]
    scope: Scope
    page: int
    pages: int
    asker: int


def cast_card(cast: Cast, audience: Audience, show: Show) -> ui.LayoutView:
    """One page of everybody known so far, by group."""
    lines: list[str] = []
    for group, members in groupby(cast.people, key=lambda each: each.group.markdown(cast.scope)):
        lines += [heading(group), *(_cast_line(each, cast.scope) for each in members)]
    items: list[ui.Item[Any]] = [text(title(_("Cast")), small(_("Character · actor")))]
    if lines:
        items += [line(), text(*lines)]
    items += [line(), footer(audience.promise + page_of(cast.page, cast.pages))]
    return card(Accent.STORY, *items, *_rows(cast, audience, show))


def _rows(cast: Cast, audience: Audience, show: Show) -> list[ui.ActionRow[Any]]:
    rows: list[ui.ActionRow[Any]] = []
    if audience.needs_progress:
        rows.append(row(progress_menu(CastProgressId(), show)))
    if cast.people:
        options = [option(each.name.label(cast.scope), str(each.id), each.face) for each in cast.people]
        rows.append(row(select(CharacterMenuId(), _("Open a card"), options)))
    buttons: list[ui.Button[Any]] = []
    if cast.pages > 1:
        buttons += turning(
            TurnCastId("back", cast.page - 1, cast.asker),
            TurnCastId("next", cast.page + 1, cast.asker),
            is_first=cast.page == 1,
            is_last=cast.page == cast.pages,
        )
    if audience.public:
        buttons.append(button(OwnCastId(), _("All of it for me")))
    elif audience.may_share:
        buttons.append(button(ShareCastId(), _("Share")))
    return [*rows, row(*buttons, button(WholeMapId(), _("Relationships")), button(YearbookId(), _("Yearbook")))]


def _cast_line(character: Character, scope: Scope) -> str:
    name = faced(character.face, character.name.markdown(scope))
    return f"{name} · {character.actor.markdown(scope)}" if character.actor else name
