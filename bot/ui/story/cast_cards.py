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
from bot.ui.kit.layout import (
    BUDGET,
    DOT,
    bare,
    card,
    faced,
    footer,
    heading,
    line,
    page_of,
    row,
    small,
    text,
    title,
    unbroken,
)
from bot.ui.kit.progress import how_far
from bot.ui.story.cards import Audience, person_menu
from bot.ui.story.ids import CastProgressId, MorePublicId, OwnCastId, ShareCastId, TurnCastId, WholeMapId, YearbookId

CAST_PAGE: Final = 12
"""People on a page of the cast."""

_OTHER_WORDS: Final = 400  # characters of a public cast besides the names


@dataclass(frozen=True, slots=True)
class Cast:
    """One page of everybody known so far."""

    people: Sequence[Character]
    scope: Scope
    page: int
    pages: int


def cast_card(cast: Cast, audience: Audience, show: Show) -> ui.LayoutView:
    """One page of everybody known so far, by group, with who they are and who plays them."""
    items: list[ui.Item[Any]] = [text(title(_("Cast")))]
    if cast.people:
        items += [line(), text(*people_lines(cast.people, cast.scope))]
    items += [line(), footer(audience.promise + page_of(cast.page, cast.pages))]
    return card(audience.accent, *items, *_rows(cast, audience, show))


def public_cast_card(people: Sequence[Character], scope: Scope, audience: Audience, asker: int) -> ui.LayoutView:
    """Everybody at a glance: the yearbook in words. `asker` may take the card away."""
    lines, room = [title(_("Cast"))], BUDGET
    for group, members in groupby(people, key=lambda each: each.group.markdown(scope)):
        # No badges: in running text a line would break between a badge and its name. The menu below has them.
        names = DOT.join(unbroken(each.name.markdown(scope)) for each in members)
        lines.append(f"**{group}** · {names}")
        room -= len(lines[-1])
        if room < _OTHER_WORDS:  # in a show with very many people: the rest stands in everybody's own cast
            lines[-1] = _("and others")
            break
    buttons = (
        button(OwnCastId(), _("My cast")),
        button(WholeMapId(), _("Relationships")),
        button(YearbookId(), _("Yearbook")),
        button(MorePublicId(asker), _("More")),
    )
    menu = [person_menu(people, scope)] if people else []
    return card(audience.accent, text(*lines), footer(audience.promise), *menu, row(*buttons))


def new_people_card(
    episode: Episode, people: Sequence[Character], scope: Scope, audience: Audience, bot: phrases.Mentions
) -> ui.LayoutView:
    """Who is first known in what somebody has just finished."""
    if not people:
        words = _("Nobody new in {episode}. {cast} lists everyone you’ve met.")
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
    if cast.pages > 1:
        buttons += turning(
            TurnCastId("back", cast.page - 1, 0),
            TurnCastId("next", cast.page + 1, 0),
            is_first=cast.page == 1,
            is_last=cast.page == cast.pages,
        )
    if audience.may_share:
        buttons.append(button(ShareCastId(), _("Share")))
    buttons += [button(WholeMapId(), _("Relationships")), button(YearbookId(), _("Yearbook"))]
    return [*rows, row(*buttons)]
