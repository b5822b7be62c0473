"""Cards of the cast: everybody whom a member has met, in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from discord import ui

from bot.locale import _
from bot.show.episodes import Episode, Scope
from bot.show.facts import Character
from bot.show.shows import Show
from bot.ui.kit import phrases
from bot.ui.kit.controls import button, turning
from bot.ui.kit.layout import bare, card, faced, footer, heading, line, page_of, row, small, text, title
from bot.ui.kit.progress import how_far
from bot.ui.story.cards import Audience, person_menu
from bot.ui.story.ids import CastProgressId, MorePublicId, OwnCastId, ShareCastId, TurnCastId, WholeMapId, YearbookId

CAST_PAGE: Final = 12
"""People on a page of the cast."""


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
    items: list[ui.Item[Any]] = [text(title(_("Cast")))]
    if cast.people:
        items += [line(), text(*people_lines(cast.people, cast.scope))]
    pages = "" if audience.public else page_of(cast.page, cast.pages)
    items += [line(), footer(audience.promise + pages)]
    return card(audience.accent, *items, *_rows(cast, audience, show))


def new_people_card(
    episode: Episode, people: Sequence[Character], scope: Scope, audience: Audience, bot: phrases.Mentions
) -> ui.LayoutView:
    """Who is first known in what somebody has just finished."""
    if not people:
        words = _("Nobody new in {episode}. {cast} lists everyone you've met.")
        return bare(words.format(episode=episode, cast=bot.mention("cast")))
    return card(
        audience.accent,
        text(title(_("New in {episode}").format(episode=episode))),
        line(),
        text(*people_lines(people[:CAST_PAGE], scope)),
        line(),
        footer(audience.promise),
        person_menu(people, scope),
    )


def people_lines(people: Sequence[Character], scope: Scope) -> list[str]:
    """A line a person, by group: who they are, and small who plays them."""
    lines: list[str] = []
    for group, members in groupby(people, key=lambda each: each.group.markdown(scope)):
        lines += [heading(group), *(_line(each, scope) for each in members)]
    return lines


def _line(character: Character, scope: Scope) -> str:
    name = faced(character.face, f"**{character.name.markdown(scope)}**")
    said = f"{name} · {character.role.markdown(scope)}" if character.role else name
    return f"{said}\n{small(character.actor.markdown(scope))}" if character.actor else said


def _rows(cast: Cast, audience: Audience, show: Show) -> list[ui.Item[Any]]:
    rows: list[ui.Item[Any]] = []
    if audience.is_asked:
        rows += how_far(CastProgressId(), show, audience.viewer)
    if cast.people:
        rows.append(person_menu(cast.people, cast.scope))
    buttons: list[ui.Button[Any]] = []
    if audience.public:
        buttons.append(button(OwnCastId(), _("My cast")))
    elif cast.pages > 1:
        buttons += turning(
            TurnCastId("back", cast.page - 1, cast.asker),
            TurnCastId("next", cast.page + 1, cast.asker),
            is_first=cast.page == 1,
            is_last=cast.page == cast.pages,
        )
    if audience.may_share:
        buttons.append(button(ShareCastId(), _("Share")))
    buttons += [button(WholeMapId(), _("Relationships")), button(YearbookId(), _("Yearbook"))]
    if audience.public:
        buttons.append(button(MorePublicId(cast.asker), _("More")))
    return [*rows, row(*buttons)]
